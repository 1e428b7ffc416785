"""Parts of pages that are kept as they were drawn: taken where nothing of them has changed, and nowhere else."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from briefgen.keptparts import MOST_FILES, KeptParts
from briefgen.state import parts_folder
from site_driver import Site
from test_changes import CRANES, TABLE, Edit, appended, replaced, template
from test_unread import MORE

OPEN, SHUT = b"openopen", b"shutshut"


@pytest.fixture
def folder(tmp_path: Path) -> str:
    (tmp_path / ".briefgen").mkdir()
    return parts_folder(tmp_path, False, 0)


def kept(folder: str, **parts: str) -> KeptParts:
    """What one process keeps, under the eight letters of each name."""
    one = KeptParts(folder)
    one.look()
    for name, part in parts.items():
        one.put(name.encode(), part)
    one.flush()
    return one


def found(folder: str, *digests: bytes) -> list[str | None]:
    other = KeptParts(folder)
    other.look()
    return [other.get(digest) for digest in digests]


def files(folder: str) -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir())


def test_what_one_process_keeps_another_finds_from_its_next_look_on(folder: str) -> None:
    other = KeptParts(folder)
    other.look()
    one = kept(folder, openopen="<p>Offen – ouvert</p>")
    assert other.get(OPEN) is None
    other.look()
    assert (other.get(OPEN), other.get(SHUT)) == ("<p>Offen – ouvert</p>", None)
    other.put(SHUT, "<p>Zu</p>")
    other.flush()
    one.look()
    assert one.get(SHUT) == "<p>Zu</p>" and files(folder) == ["0.parts", "0.places", "1.parts", "1.places"]


def test_files_of_a_process_that_ended_are_gone_on_with(folder: str) -> None:
    kept(folder, openopen="open")
    kept(folder, shutshut="shut")
    assert found(folder, OPEN, SHUT) == ["open", "shut"] and files(folder) == ["0.parts", "0.places"]


@pytest.mark.parametrize("file", ["0.parts", "0.places"])
@pytest.mark.parametrize("at", range(0, 24, 3))
def test_what_is_damaged_is_not_found(folder: str, file: str, at: int) -> None:
    kept(folder, openopen="A part of at least four and twenty letters")
    path = Path(folder, file)
    data = bytearray(path.read_bytes())
    data[at] ^= 0x20
    path.write_bytes(data)
    assert found(folder, OPEN, bytes(data[:8])) == [None, None]


def test_what_a_killed_process_left_half_written_is_passed_over(folder: str) -> None:
    kept(folder, openopen="open")
    for name, torn in (("0.parts", b"half a pa"), ("0.places", b"half a place")):
        with Path(folder, name).open("ab") as file:
            file.write(torn)
    assert found(folder, OPEN) == ["open"]
    kept(folder, shutshut="shut")
    assert found(folder, OPEN, SHUT) == ["open", "shut"]


def test_what_cannot_be_written_is_not_kept(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one = kept(folder, openopen="open")

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "pwrite", full)
    one.put(SHUT, "shut")
    one.flush()
    one.put(b"ajarajar", "ajar")
    one.flush()
    one.look()
    assert found(folder, OPEN, SHUT, b"ajarajar") == ["open", None, None] and one.get(OPEN) == "open"


def test_no_more_than_some_files_are_held_and_none_of_others(folder: str, tmp_path: Path) -> None:
    held = [kept(folder, openopen="open") for _ in range(MOST_FILES)]
    last = kept(folder, shutshut="shut")
    assert last.get(OPEN) == "open" and found(folder, SHUT) == [None] and len(files(folder)) == 2 * MOST_FILES
    del held, last
    for path in Path(folder).iterdir():
        path.unlink()
    (tmp_path / "mine.txt").write_text("not a place, and of odd length")
    Path(folder, "0.places").symlink_to(tmp_path / "mine.txt")
    kept(folder, openopen="open")
    assert (tmp_path / "mine.txt").read_text() == "not a place, and of odd length"


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="the system does not list open files here")
def test_files_are_closed_again(folder: str) -> None:
    def opened() -> int:
        return len(os.listdir("/proc/self/fd"))

    before = opened()
    kept(folder, openopen="open").look()
    assert opened() == before
    Path(folder, "0.places").unlink()
    Path(folder, "0.places").mkdir()
    Path(folder, "1.places").write_bytes(b"")
    one = KeptParts(folder)
    numbers = []
    for _ in range(3):
        one.look()
        one.put(SHUT, "shut")
        one.flush()
        numbers.append(opened())
    assert numbers[0] == numbers[2] and not one.can_keep
    del one
    assert opened() == before


def test_kept_parts_are_begun_anew_where_they_have_outgrown_the_pages(tmp_path: Path, folder: str) -> None:
    old = tmp_path / ".briefgen" / "parts-of-another-briefgen"
    old.mkdir()
    kept(folder, openopen="open" * 100)
    assert parts_folder(tmp_path, False, 2000) == folder and found(folder, OPEN) == ["open" * 100]
    assert not old.exists()
    parts_folder(tmp_path, False, 500)
    assert found(folder, OPEN) == [None]
    kept(folder, openopen="open")
    old.write_bytes(b"a file")
    parts_folder(tmp_path, True, 10_000)
    assert not old.exists()
    assert found(folder, OPEN) == [None]
    assert parts_folder(tmp_path / "nowhere", False, 0) == ""


@pytest.fixture
def several(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes draw, however few pages there are."""
    for name in ("workers.WORTH_IT", "build.WORTH_IT"):
        monkeypatch.setattr(f"briefgen.{name}", 0)
    monkeypatch.setattr("briefgen.shares.LEAST", 3)


@pytest.fixture
def site(tmp_path: Path, several: None) -> Site:
    return Site.small(tmp_path / "site").append("briefgen.yaml", "exports: []\n").build("--jobs", "2").expect_exit(0)


def kept_by(site: Site) -> str:
    (folder,) = (site.root / ".briefgen").glob("parts-*")
    return str(folder)


@pytest.mark.parametrize("edit", [pytest.param(edit, id=name) for name, edit in [*((n, e) for n, e, _ in TABLE), *MORE]])
def test_pages_are_those_of_a_fresh_build(site: Site, edit: Edit) -> None:
    edit(site)
    template("base.html")(site)  # so that every page is drawn
    made = site.build("--jobs", "2").expect_exit(0).files()
    assert made == site.build("--fresh", "--jobs", "1").expect_exit(0).files()


def marked(site: Site) -> Site:
    """Every part that is kept now has a mark, so that pages show where they took one."""
    parts = kept(folder := kept_by(site))
    for name in files(folder):
        Path(folder, name).unlink()
    new = KeptParts(folder)
    for digest in parts.known:
        new.put(digest, f"<p>TAKEN</p>{parts.get(digest)}")
    new.flush()
    return site


def taken(site: Site) -> dict[str, int]:
    """page -> how many parts of it were taken from those kept"""
    pages = {path: data.count(b"TAKEN") for path, data in site.files().items()}
    return {path: number for path, number in pages.items() if number}


def test_parts_are_taken_where_nothing_of_them_has_changed(site: Site) -> None:
    template("base.html")(marked(site))
    assert set(taken(site.build("--jobs", "2"))) >= {"actors/port-authority/index.html", "questions/crane-count/index.html", "timeline/index.html"}


def test_a_card_that_shows_something_else_is_drawn(site: Site) -> None:
    replaced(CRANES, "    by: port-authority\n", "    by: port-authority\n    says: Nine are idle.\n")(marked(site))
    page = site.build("--jobs", "2").read("site/actors/port-authority/index.html")
    assert "TAKEN" in page and "Nine are idle." in page
    assert "TAKEN" not in page[page.index("Nine are idle.") - 500 : page.index("Nine are idle.")]


def templates_of_parts(site: Site) -> None:
    for name in ("parts/statement_elsewhere.html", "parts/event.html", "parts/briefing.html"):
        template(name)(site)


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(templates_of_parts, id="what draws them"),
        pytest.param(appended("briefgen.yaml", "language: de\n"), id="the interface's words"),
    ],
)
def test_nothing_is_taken_where_all_have_changed(site: Site, edit: Edit) -> None:
    template("base.html")(marked(site))
    edit(site)
    assert taken(site.build("--jobs", "2").expect_exit(0)) == {}


def test_a_template_that_a_part_draws_through_map_is_part_of_it(site: Site) -> None:
    template("parts/statement_elsewhere.html")(site)
    site.append("templates/parts/statement_elsewhere.html", '{{ [view]|map("draw", "parts/sub.html")|join }}')
    site.write("templates/parts/sub.html", "ONE").build("--jobs", "2").expect_exit(0)
    page = "site/actors/port-authority/index.html"
    assert "ONE" in site.read(page)
    site.write("templates/parts/sub.html", "TWO").build("--jobs", "2").expect_exit(0)
    assert "TWO" in site.read(page) and "ONE" not in site.read(page)
    for wrong in ('map("draw")', 'map("draw", view.ref)', "map(view.ref)", "map(*view.ref)", 'map("draw", "parts/none.html")'):
        site.write("templates/parts/sub.html", f"{{{{ [view]|{wrong}|join }}}}").build().expect_exit(1)
        assert "templates/parts/sub.html:1:1: error template-reference: " in site.err, wrong


@pytest.mark.parametrize("text", ["{{ view.no_such_thing }}", '{{ "\\ud83d" }}'])
def test_a_template_that_fails_in_another_process_is_named(site: Site, text: str) -> None:
    site.write("templates/parts/said.html", text).build("--jobs", "2").expect_exit(1)
    assert "error template-failed: " in site.err and "templates/" in site.err


def test_one_process_keeps_no_parts(site: Site) -> None:
    template("base.html")(marked(site))
    assert taken(site.build("--jobs", "1").expect_exit(0)) == {}
    site.build("--fresh", "--jobs", "1").expect_exit(0)
    assert files(kept_by(site)) == []


@pytest.mark.parametrize("harm", ["removed", "damaged", "a file", "may not be read"])
def test_a_build_goes_on_without_them(site: Site, harm: str) -> None:
    folder = Path(kept_by(site))
    for file in folder.iterdir():
        if harm == "damaged":
            file.write_bytes(b"\xff" * file.stat().st_size)
        elif harm == "may not be read":
            file.unlink()
            file.mkdir()
        else:
            file.unlink()
    if harm == "a file":
        folder.rmdir()
        folder.write_bytes(b"")
    template("base.html")(site)
    made = site.build("--jobs", "2").expect_exit(0).files()
    assert made == site.build("--fresh", "--jobs", "1").expect_exit(0).files()
