"""Ids, URLs and relative links."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.errors import Refused
from briefgen.urls import absolute, base_path, marked, output_path, parse_id, relative_links, root_of, slug


@pytest.mark.parametrize("id", ["a", "0", "2024-10-28-nato", "a" * 120, "com10", "console", "0123"])
def test_ids(id: str) -> None:
    assert parse_id(id) == id


@pytest.mark.parametrize(
    "id", ["", "A", "ä", "a_b", "a--b", "-a", "a-", "a b", "a/b", "a.b", "a\n", "ａ", "con", "nul", "com1", "lpt0", "aux", "prn", "a" * 121, "..", "٣"]
)
def test_what_is_no_id(id: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_id(id)
    assert refused.value.hint


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("FreeBase News", "freebase-news"),
        ("  U.S. Department of Defense ", "u-s-department-of-defense"),
        ("O'Brien", "obrien"),
        ("Людмила Петренко", "lyudmyla-petrenko"),
        ("Ærø & Åland", "aero-aland"),
        ("a" * 300, "a" * 120),
        ("NUL", None),
        ("!!!", None),
        ("", None),
    ],
)
def test_slugs(name: str, id: str | None) -> None:
    made = slug(name)
    assert parse_id(made) == made
    if id and name.isascii():
        assert made == id


@given(st.text(max_size=200))
def test_every_name_has_an_id(name: str) -> None:
    assert parse_id(slug(name)) == slug(name)


@given(st.text(alphabet="!?. -", min_size=1, max_size=4), st.text(alphabet="!?. -", min_size=1, max_size=4))
def test_names_of_no_letter_have_ids_of_their_own(one: str, other: str) -> None:
    assert one == other or slug(one) != slug(other)


@pytest.mark.parametrize(
    ("url", "root", "path"),
    [
        ("/", "./", "index.html"),
        ("/actors/", "../", "actors/index.html"),
        ("/actors/nato/", "../../", "actors/nato/index.html"),
        ("/actors/nato/2024/", "../../../", "actors/nato/2024/index.html"),
        ("/404.html", "./", "404.html"),
        ("/actors/nato/feed.atom", "../../", "actors/nato/feed.atom"),
    ],
)
def test_roots_and_paths(url: str, root: str, path: str) -> None:
    assert root_of(url) == root and output_path(url) == path


@pytest.mark.parametrize(
    ("href", "directories", "files"),
    [
        ("/", "../../", "../../index.html"),
        ("/actors/nato/", "../../actors/nato/", "../../actors/nato/index.html"),
        ("/actors/nato/#x", "../../actors/nato/#x", "../../actors/nato/index.html#x"),
        ("/feed.atom", "../../feed.atom", "../../feed.atom"),
        ("/a.b/", "../../a.b/", "../../a.b/index.html"),
    ],
)
def test_links_start_at_the_pages_own_way_to_the_root(href: str, directories: str, files: str) -> None:
    html = f'<a href="{marked(href)}">x</a>'
    assert relative_links(html, "../../") == f'<a href="{directories}">x</a>'.encode()
    assert relative_links(html, "../../", files=True) == f'<a href="{files}">x</a>'.encode()


def test_links_elsewhere_stay() -> None:
    for url in ("https://x.example/a/", "mailto:a@b.example", "#here", "//x.example/"):
        if not url.startswith("//"):
            assert marked(url) == url
    assert relative_links('<a href="https://x.example/">„ä“', "../") == '<a href="https://x.example/">„ä“'.encode()
    assert relative_links(marked("/"), "./") == b"./" and relative_links(marked("/x"), "/") == b"/x"


def test_absolute_addresses() -> None:
    assert absolute("https://x.example/a/", "/b/") == absolute("https://x.example/a", "/b/") == "https://x.example/a/b/"
    assert base_path("https://x.example") == "/" and base_path("https://x.example/a/b") == "/a/b/"
