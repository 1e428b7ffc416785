"""Names that YAML, URLs, HTML or Jinja would like to make something else of come out as typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefgen.urls import parse_id, slug
from site_driver import Site, words

ODD = {
    "NO": "no",
    "yes": "yes",
    "1:30": "1-30",
    "0123": "0123",
    "null": "null",
    "~": None,
    "1e3": "1e3",
    "2024-10-28": "2024-10-28",
    "Ніна": "nina",
    "<b>x</b>": "b-x-b",
    "{{ 7*7 }}": "7-7",
    "{% raw %}": "raw",
    "</script><script>alert(1)</script>": "script-script-alert-1-script",
    '"><img src=x onerror=alert(1)>': "img-src-x-onerror-alert-1",
    "&amp; &lt;": "amp-lt",
    "O'Brien’s": "obriens",
    "CON": None,
    "東京": "dongjing",
    "🙂🙂": None,
    "\u202etxet\u202c": "txet",
    "a/b\\c?d#e": "a-b-c-d-e",
    "..": None,
    "*bold* [link](javascript:alert(1)) `code`": "bold-link-javascript-alert-1-code",
    "=HYPERLINK(1)": "hyperlink-1",
    "İstanbul": "istanbul",
    "ﬁsh Ａ": "fish-a",
    "x" * 400: "x" * 120,
}


def quoted(name: str) -> str:
    """The name as a double-quoted YAML scalar; JSON's escapes are YAML's."""
    return json.dumps(name, ensure_ascii=False)


def article(folder: Site) -> Site:
    return folder.write("content/articles/a.md", "---\ntitle: T\nsource: S\npublished: 2024\n---\nOne word and another.\n")


def by(site: Site, name: str, spelling: str | None = None) -> Site:
    return article(site).write(
        "content/annotations/a.yaml",
        f"bottom_line: B [^c].\nclaims:\n  c:\n    by: [{spelling or quoted(name)}]\n    passage: One word\n    where: [{quoted(name)}]\n",
    )


@pytest.mark.parametrize("name", ODD)
def test_a_name_without_a_registry_is_printed_as_typed(tmp_path: Path, name: str) -> None:
    site = by(Site.empty(tmp_path), name).build(strict=True).expect_clean()
    pages = [url for url in site.urls() if url.startswith("/actors/") and url != "/actors/"]
    assert len(pages) == 1
    id = pages[0].split("/")[2]
    assert parse_id(id) == id == slug(name), "an id that may stand in a registry later"
    assert ODD[name] in (None, id)
    expected = " ".join(name.split())
    assert words(site.page(pages[0]).h1) == expected
    assert words(site.page(pages[0]).title).startswith(expected)
    assert expected in words(site.page("/briefings/a/").select_one("article.statement h3"))
    assert expected in site.text(f"/regions/{id}/") and expected in site.text("/actors/")
    for url in site.urls():
        page = site.page(url)
        assert not page.select("b, main img, main script, main strong script"), "a name acts as HTML"
        assert "49" not in words(page.body), "a name acts as a template"


@pytest.mark.parametrize("typed", ["NO", "yes", "1:30", "0123", "null", "on", "1_000", "0x1F", "12e03", "2024-10-28", "Ніна", "<b>x</b>", "3.0", ".inf"])
def test_unquoted_yaml_words_are_text(tmp_path: Path, typed: str) -> None:
    site = by(Site.empty(tmp_path), typed, spelling=typed).build(strict=True).expect_clean()
    assert words(site.page(f"/actors/{slug(typed)}/").h1) == typed


@pytest.mark.parametrize("name", ODD)
def test_a_name_in_a_registry_is_printed_as_typed(tmp_path: Path, name: str) -> None:
    site = article(Site.empty(tmp_path))
    site.write("content/actors.yaml", f"someone:\n  name: {quoted(name)}\n  role: {quoted(name)}\n  aliases: [{quoted(name + ' II')}]\n")
    site.write(
        "content/annotations/a.yaml",
        f"title: {quoted(name)}\nbottom_line: B.\nclaims:\n  c: {{by: someone, passage: One word, setting: {quoted(name)}}}\n",
    )
    site.build(strict=True).expect_clean()
    expected = " ".join(name.split())
    page = site.page("/actors/someone/")
    assert words(page.h1) == expected and words(page.select_one(".lead")) == expected
    assert f"{expected} II" in words(page.main)
    assert words(site.page("/briefings/a/").h1) == expected
    assert expected in json.loads(site.files()["feed.json"])["items"][0]["title"].replace("\n", " ") or "\u202e" in name


def test_giving_names_a_registry_later_keeps_their_urls(tmp_path: Path) -> None:
    names = ["NO", "Ніна", "1:30", "<b>x</b>", "🙂🙂"]
    site = article(Site.empty(tmp_path))
    claims = "".join(f"  c{n}: {{by: {quoted(name)}, passage: One word}}\n" for n, name in enumerate(names))
    site.write("content/annotations/a.yaml", "bottom_line: B.\nclaims:\n" + claims).build().expect_exit(0)
    before = [url for url in site.urls() if url.startswith("/actors/")]
    site.write("content/actors.yaml", "".join(f"{slug(name)}:\n  name: {quoted(name)}\n" for name in names))
    claims = "".join(f"  c{n}: {{by: {slug(name)}, passage: One word}}\n" for n, name in enumerate(names))
    site.write("content/annotations/a.yaml", "bottom_line: B.\nclaims:\n" + claims).build().expect_exit(0)
    assert [url for url in site.urls() if url.startswith("/actors/")] == before


@pytest.mark.parametrize(("one", "other"), [("Jo Marsh", "JO MARSH"), ("Ніна", "Nina"), ("a b", "a-b"), ("x" * 130, "x" * 140)])
def test_names_that_would_share_a_url_are_an_error_that_names_both(tmp_path: Path, one: str, other: str) -> None:
    site = article(Site.empty(tmp_path)).write(
        "content/annotations/a.yaml",
        f"bottom_line: B.\nclaims:\n  c: {{by: {quoted(one)}, passage: One word}}\n  d: {{by: {quoted(other)}, passage: another}}\n",
    )
    site.check().expect_exit(1)
    assert site.codes() == ["name-collision"]
    assert one in site.err and other in site.err


@pytest.mark.parametrize("name", ["con", "nul", "com1", "lpt9", "aux", "prn"])
def test_windows_names_are_no_ids(tmp_path: Path, name: str) -> None:
    site = Site.small(tmp_path / "s").append("content/actors.yaml", f"\n{name}:\n  name: Someone\n").check().expect_exit(1)
    assert site.codes() == ["bad-id"]
    assert slug(name) not in (name, "")
