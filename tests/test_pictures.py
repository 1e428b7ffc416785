"""Card pictures: right size, same bytes everywhere, no letter that the fonts lack, drawn once."""

from __future__ import annotations

import struct
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest

from briefgen.graphics import picture
from briefgen.graphics.lettering import text_width
from briefgen.graphics.picture import draw_png, fit_lines
from briefgen.views.picture import _LETTERS, can_be_drawn
from site_driver import ROOT, Site

pytest.importorskip("resvg_py", reason="resvg-py is not installed")
FONTS = ROOT / "briefgen/graphics/fonts"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630"><text x="50" y="300" font-size="60" font-family="{}">Pier</text></svg>'


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def with_cards(folder: Path) -> Site:
    return Site.small(folder).append("briefgen.yaml", "cards: yes\n")


def test_each_briefing_has_a_picture_that_its_page_names(tmp_path: Path) -> None:
    site = with_cards(tmp_path).build().expect_exit(0)
    for id in ("pier", "cranes"):
        assert size_of((site.output / f"briefings/{id}/card.png").read_bytes()) == (1200, 630)
        head = site.page(f"/briefings/{id}/").head
        image = head.find("meta", property="og:image")["content"]
        assert image.startswith("https://") and image.endswith(f"/briefings/{id}/card.png")
    assert site.page("/").head.find("meta", property="og:image") is None


def test_pictures_differ_by_what_they_say_and_need_no_fonts_of_the_system(tmp_path: Path) -> None:
    serif, sans, unknown = (draw_png(SVG.format(family)) for family in ("serif", "sans-serif", "Comic Neue"))
    assert len({serif, sans, draw_png(SVG.format("serif").replace("Pier", ""))}) == 3, "both fonts draw"
    script = f"import sys; from briefgen.graphics.picture import draw_png; sys.stdout.buffer.write(draw_png({SVG.format('serif')!r}))"
    bare = {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "FONTCONFIG_FILE": "/nowhere", "LC_ALL": "C", "TZ": "Asia/Tokyo"}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, env=bare, cwd=tmp_path, check=True)
    assert done.stdout == serif and unknown


def test_the_fonts_hold_every_letter_that_may_be_drawn() -> None:
    fonttools = pytest.importorskip("fontTools.ttLib", reason="fonttools is not installed")
    held = [set(fonttools.TTFont(file).getBestCmap()) for file in sorted(FONTS.glob("*.ttf"))]
    assert len(held) == 2
    wanted = {letter for first, last in _LETTERS for letter in range(first, last + 1)}
    assert {hex(letter) for letter in wanted - (held[0] & held[1])} == set()


def test_titles_in_other_scripts_get_no_picture_rather_than_boxes(tmp_path: Path) -> None:
    assert can_be_drawn("Що сказав НАТО? – Ένα, שניים, “ż”…") and not can_be_drawn("橋は通行止め") and not can_be_drawn("الجسر")
    site = with_cards(tmp_path).replace("content/annotations/pier.yaml", "title: Is Pier Nine shut", "title: 橋は通行止め").build("-v").expect_exit(0)
    assert not site.has("/briefings/pier/card.png") and site.has("/briefings/cranes/card.png")
    assert site.page("/briefings/pier/").head.find("meta", property="og:image") is None
    assert "1 titles in a script that their fonts lack" in site.err


def test_hostile_titles_are_text(tmp_path: Path) -> None:
    title = "'</text><script>alert(1)</script><image href=\"/etc/passwd\"/> & co'"
    site = with_cards(tmp_path).replace("content/annotations/pier.yaml", "title: Is Pier Nine shut", f"title: {title}").build().expect_exit(0)
    assert size_of((site.output / "briefings/pier/card.png").read_bytes()) == (1200, 630)


@pytest.mark.parametrize("title", ["Short", "W" * 400, "word " * 200, "one two " + "longest" * 40, ""])
def test_titles_are_broken_into_at_most_four_lines_that_fit(title: str) -> None:
    fitted = fit_lines(title)
    assert 1 <= len(fitted.lines) <= 4
    assert all(text_width(line, fitted.size) <= 1060 + fitted.size for line in fitted.lines)
    whole = "".join(fitted.lines).replace(" ", "").rstrip("…")
    assert "".join(title.split()).startswith(whole)
    assert fitted.lines[-1].endswith("…") or whole == "".join(title.split())


def test_only_what_says_something_new_is_drawn_again(tmp_path: Path) -> None:
    site = with_cards(tmp_path).build().expect_exit(0)
    before = site.files()
    drawn: list[str] = []

    def counted(svg: str) -> bytes:
        drawn.append(svg)
        return draw_png(svg)

    with mock.patch("briefgen.render.draw_png", counted):
        site.build().expect_exit(0)
        assert drawn == [] and site.files() == before
        site.replace("content/annotations/pier.yaml", "title: Is Pier Nine shut", "title: Is Pier Nine open").build().expect_exit(0)
    assert len(drawn) == 1 and "open" in drawn[0]


def test_without_the_library_pages_have_no_picture(tmp_path: Path) -> None:
    with mock.patch.object(picture, "find_spec", lambda name: None):
        site = with_cards(tmp_path).build("-v").expect_clean()
    assert not site.has("/briefings/pier/card.png") and "og:image" not in site.html("/briefings/pier/")
    assert site.err.count("resvg-py is not installed") == 1


def test_pictures_are_off_unless_asked_for(tmp_path: Path) -> None:
    site = Site.small(tmp_path).build("-v").expect_clean()
    assert not site.has("/briefings/pier/card.png")
    assert "'cards: yes' in briefgen.yaml" in site.err


def test_two_machines_one_picture(tmp_path: Path) -> None:
    one, other = with_cards(tmp_path / "a").build().expect_exit(0), with_cards(tmp_path / "b").build().expect_exit(0)
    assert one.files() == other.files()
