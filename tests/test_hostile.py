"""Hostile and broken input: text that would act, wrong types, files that are no files. Never a traceback."""

from __future__ import annotations

import datetime
import json
import os
import random
import re
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest

import mutations
from briefgen.build import plan_build
from briefgen.options import Options
from briefgen.yamltext import parse_yaml
from site_driver import HERE, Site, words

PIER = "content/annotations/pier.yaml"
TODAY = datetime.date(2024, 12, 1)

HOSTILE = [
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "{{ 7*191 }}{% include 'base.html' %}",
    "<!-- --><![CDATA[ ]]>&lt;&#60;",
    "\u202eevil\u202c \u2066iso\u2069 \u200bzero\u00ad",
    "javascript:alert(1)",
    "[a](javascript:alert(1)) ![b](//evil.example/x.png) <http://ok.example>",
    "\\`*_{}[]()#+-.!|~",
    "-->\n--!>",
    "a" * 5000,
    "é" * 1000 + "\u0301" * 1000,
    "[^" * 500,
    "*" * 3000,
    "\ufdd1\ufffd\U0010ffff"[:2],
    "$(rm -rf /) `id` %s %(x)s {0}",
]


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_text_in_every_field_is_text(tmp_path: Path, text: str) -> None:
    """Every free-text field of every record at once."""
    site = Site.empty(tmp_path, f"title: {quoted(text)}\nurl: https://x.example\npublisher: {quoted(text)}\nnav: [briefings, p]\n")
    q = quoted(text)
    site.write("content/actors.yaml", f"a:\n  name: {q}\n  role: {q}\n  note: {q}\n  ids: {{wikidata: {q}}}\n")
    site.write("content/regions.yaml", f"r:\n  name: {q}\n  m49: {q}\n  geonames: {q}\n  note: {q}\n  ids: {{x: {q}}}\n")
    site.write("content/questions.yaml", f"q:\n  ask: {q}\n  note: {q}\nn:\n  ask: {q}\n  unit: {q}\n")
    site.write("content/topics.yaml", f"t:\n  name: {q}\n  iptc: {q}\n")
    site.write("content/sources.yaml", f"s:\n  name: {q}\n  kind: {q}\n  note: {q}\n")
    site.write("content/pages/p.md", f"---\ntitle: {q}\n---\nText.\n")
    site.write(
        "content/articles/b.md",
        f"---\ntitle: {q}\nsource: s\npublished: 2024\nauthor: [{q}]\nlicence: {q}\nrights: full\nimage: {{caption: {q}, credit: {q}, alt: {q}}}\n"
        f"capture: {{file: a.txt, repairs: [{{was: {q}, now: {q}, why: {q}}}], dropped: [{q}]}}\n---\nThe unique passage stands here.\n",
    )
    site.write(
        "content/annotations/b.yaml",
        f"title: {q}\nbottom_line: {q}\nwhy_it_matters: {q}\nkey_points: [{q}]\nanalysis: {q}\nwatch: [{q}]\ntopics: [t]\n"
        f"claims:\n  c: {{by: a, passage: The unique passage, says: {q}, setting: {q}, translation: {q}, note: {q}, where: r, answers: {{q: affirms, n: 3}}}}\n"
        f"events:\n  e: {{what: {q}, date: 2024, where: r}}\nunknowns: [{{ask: {q}}}]\njudgements: [{{says: {q}, because: {q}}}]\n"
        f"flags: [{{passage: stands here, kind: error, note: {q}}}]\nchanges: [{{date: 2024, kind: updated, note: {q}}}]\n",
    )
    site.build()
    assert site.code in (0, 1)
    if site.code:  # a link that no page may have, a note that points nowhere; said, and nothing else
        assert set(site.codes()) <= {"unsafe-link", "undefined-note", "nested-too-deep", "text-lost", "raw-missing"}, site.err
        return
    for url in site.urls():
        page = site.page(url)
        for element in page.find_all(True):
            assert not [name for name in element.attrs if name.startswith("on")], url
            if element.name in ("a", "img", "link", "script"):
                address = element.get("href") or element.get("src") or ""
                assert not re.match(r"\s*(javascript|data|vbscript):", address, re.IGNORECASE), url
                assert not (element.name in ("img", "link", "script") and "evil.example" in address), url
        assert not page.select("main script"), url
        assert page.select("svg") == page.select("figure.drawing > svg"), url
        assert "1337" not in words(page.body), f"{url}: a template ran"
    json.loads(site.files()["feed.json"])
    expected = " ".join(text.split())
    if "\n" not in text:
        assert expected in words(site.page("/actors/a/").h1)


# --- wrong types everywhere ---

WRONG: list[Any] = ["", [], {}, ["x"], {"x": "y"}, [["x"]], [{"x": "y"}], {"x": ["y"]}, "\u0000", "x" * 300, [[], {}], "[", "2024-13"]


def as_yaml(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True)


def test_a_wrong_value_anywhere_is_a_problem_or_right_but_never_a_traceback(tmp_path: Path) -> None:
    """Each value of a whole site in turn, by each wrong one; the place named is in the file that was changed."""
    site = Site.small(tmp_path / "small")
    every = [(leaf, wrong) for leaf in mutations.leaves(site.root) for wrong in WRONG]
    some = every if os.environ.get("BRIEFGEN_ALL") == "1" else random.Random(7).sample(every, 150)
    for leaf, wrong in some:
        before = site.read(leaf.path)
        data, _ = parse_yaml(leaf.text, leaf.path)
        holder = data
        for step in leaf.field[:-1]:
            holder = holder[step]
        holder[leaf.field[-1]] = wrong
        text = as_yaml(data) + "\n"
        if leaf.path.endswith(".md"):
            text = f"---\n{text}---\n" + before.split("---\n", 2)[2]
        site.write(leaf.path, text)
        try:
            planned = plan_build(site.root, Options(TODAY))
        except Exception as error:
            raise AssertionError(f"{leaf.path} {leaf.field} = {wrong!r}") from error
        finally:
            site.write(leaf.path, before)
        for problem in planned.problems:
            assert problem.line >= 1 and problem.column >= 1 and problem.message


@pytest.mark.parametrize("path", ["briefgen.yaml", PIER, "content/articles/pier.md", "content/pages/about.md", "content/actors.yaml", "content/topics.yaml"])
@pytest.mark.parametrize(
    "data",
    [
        b"", b"\n", b"   \n\n", b"---\n", b"---\n---\n", b"---\n---", b"null\n", b"[]\n", b"{}\n", b"x\n", b"- x\n", b"\xef\xbb\xbf", b"\x00" * 100,
        b"\xff\xfet\x00i\x00", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b"\r\r\r", b"a: " + b"[" * 100_000, b"? " * 50_000, b"&a [*a, *a]\n",
        b"- " * 5000, b"a: |\n" + b" x\n" * 20_000, b"%YAML 9.9\n---\n", b"'", b'"\\ud800"', b"a: \xed\xa0\x80", b"<<: *x\n", b"\t\t- a", b"#" * 100_000,
        b"title: " + b"x" * 1_000_000 + b"\n",
    ],
    ids=lambda data: repr(data[:12]) if isinstance(data, bytes) else None,
)  # fmt: skip
def test_a_file_that_holds_something_else(tmp_path: Path, path: str, data: bytes) -> None:
    site = Site.small(tmp_path / "small").write(path, data).check()
    assert site.code in (0, 1)
    assert (site.code == 0) == (not [line for line, _ in site.problems() if ": error " in line])


# --- files that are no files ---


def test_a_link_that_leads_nowhere_or_in_a_ring(small: Site) -> None:
    (small.root / "content/articles/gone.md").symlink_to("nowhere.md")
    (small.root / "content/annotations/ring.yaml").symlink_to("ring.yaml")
    (small.root / "content/static/gone.png").symlink_to("nowhere.png")
    (small.root / "content/static/loop").symlink_to(small.root / "content/static")
    small.check().expect_exit(1)
    assert small.codes().count("unreadable-file") == 3


def test_a_pipe_is_not_waited_for(small: Site) -> None:
    os.mkfifo(small.root / "content/articles/pipe.md")
    os.mkfifo(small.root / "content/static/pipe.bin")
    done = threading.Event()
    threading.Thread(target=lambda: (small.check(), done.set()), daemon=True).start()
    assert done.wait(20), "the program waits for the other end of a pipe"
    small.expect_exit(1).expect_problem("content/articles/pipe.md:1:1: error unreadable-file: this file cannot be read: it is not a regular file")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_named(small: Site) -> None:
    (small.root / PIER).chmod(0)
    assert "unreadable-file" in small.check().expect_exit(1).codes()


@pytest.mark.parametrize("folder", ["content/pages", "content/actors", "templates", "site"])
def test_a_folder_that_cannot_be_listed_is_named(small: Site, folder: str) -> None:
    """What stands in it would be missing in silence. (No lack of permission would stop root.)"""
    place = small.root / folder
    place.parent.mkdir(exist_ok=True)
    if place.exists():
        shutil.rmtree(place)
    place.symlink_to(place.name)
    small.build().expect_exit(1)
    (line,) = small.err.splitlines()
    assert line.startswith("briefgen: ") and f"/{folder}" in line and line.endswith(": Too many levels of symbolic links")


@pytest.mark.parametrize("path", ["content/articles/pier.md", PIER, "content/actors.yaml", "content/static/pier.svg"])
def test_a_folder_where_a_file_should_be(small: Site, path: str) -> None:
    small.remove(path)
    (small.root / path).mkdir()
    (small.root / path / "x.txt").write_text("x")
    assert small.check().code in (0, 1)


def test_content_that_is_a_file(small: Site) -> None:
    small.remove("content").write("content", "x").check()
    assert small.code in (0, 1)


@pytest.mark.parametrize("name", ["a b.svg", "a#b.svg", "a?b.svg", "a%20b.svg", "ü.svg", "a'b\"c<d>.svg", "&amp;.svg"])
def test_a_picture_of_any_name_can_be_shown(small: Site, name: str) -> None:
    from crawl import broken_links

    (small.root / "content/static/pier.svg").rename(small.root / "content/static" / name)
    small.replace("content/articles/pier.md", "pier.svg", quoted(name)).build().expect_exit(0)
    (small.output / "404.html").unlink()
    assert broken_links(small.output, "http://127.0.0.1/", directories=True) == []


def test_file_names_that_are_not_utf8(small: Site) -> None:
    (Path(os.fsencode(small.root).decode()) / "content").mkdir(exist_ok=True)
    with open(os.path.join(os.fsencode(small.root), b"content", b"caf\xe9.txt"), "wb") as file:
        file.write(b"x")
    with open(os.path.join(os.fsencode(small.root), b"content/static", b"caf\xe9.png"), "wb") as file:
        file.write(b"x")
    for words_ in (["check", "--format", "json"], ["build"]):  # for real: a pipe may refuse what a string takes
        small.run(*words_, in_process=False).expect_exit(0)
        assert r"caf\xe9.png" in (small.out or small.err).replace(r"\\", "\\")
    for words_ in (["check", "--format", "sarif"], ["check", "--format", "github"], ["list", "--json"]):
        small.run(*words_).expect_exit(0)
        assert (small.out + small.err).encode()


# --- numbers that are too large ---


@pytest.mark.parametrize("figure", ["9" * 5000, "0" * 40, "1." + "3" * 5000, "1e999", "٣٠٠٠", "²", "-5", "up to up to 3", "3 to", "to 3", "about", "NaN", "Infinity"])
def test_figures_that_are_none(small: Site, figure: str) -> None:
    small.replace(PIER, "up to 12}", f'"{figure}"}}').check().expect_exit(1)
    assert small.codes() == ["bad-value"]


@pytest.mark.parametrize("date", ["0001-01-01", "9999-12-31", "../0001", "9999/..", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"])
def test_the_first_and_the_last_day(small: Site, date: str) -> None:
    small.replace("content/articles/cranes.md", "2024-11-02", date).append("briefgen.yaml", "review_after_days: 99999\n")
    small.replace(PIER, "date: 2024-10\n", f"date: {date}\n").build().expect_exit(0)
    assert "0001" in small.text("/timeline/") or "9999" in small.text("/timeline/") or " 1" in small.text("/timeline/")


def test_thousands_of_claims_and_a_line_of_a_megabyte(tmp_path: Path) -> None:
    """Ten thousand with BRIEFGEN_ALL=1."""
    count = 10_000 if os.environ.get("BRIEFGEN_ALL") == "1" else 1_500
    sentences = [f"Crane {n} stands at berth {n}." for n in range(count)]
    site = Site.empty(tmp_path)
    site.write("content/articles/b.md", "---\ntitle: T\nsource: S\npublished: 2024\nrights: full\n---\n" + " ".join(sentences) + "\n\n" + "x" * 1_000_000 + "\n")
    claims = "".join(f"  c{n}: {{by: Port, passage: 'Crane {n} stands'}}\n" for n in range(count))
    site.write("content/annotations/b.yaml", "bottom_line: B [^c999].\nclaims:\n" + claims).build().expect_exit(0)
    assert len(site.page("/articles/b/").select("mark")) == count


def test_a_passage_of_a_megabyte_that_is_not_there(small: Site) -> None:
    small.replace(PIER, "passage: said that the pier was open", "passage: " + "said that the pier " * 50_000).check().expect_exit(1)
    assert small.codes() == ["passage-missing"]
    assert len(small.err) < 20_000, "the whole passage is printed"


def test_sites_under_test_are_what_they_claim(tmp_path: Path) -> None:
    for name in ("small", "minimal"):
        Site.from_dir(HERE / "sites" / name, tmp_path / name).build(strict=True).expect_clean()
