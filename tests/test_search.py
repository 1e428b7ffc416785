"""The search index: what is in it, that it is the same everywhere, and when it is made."""

from __future__ import annotations

import gzip
import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.load import load_site
from briefgen.pack import temporary_pack
from briefgen.remembered import Memory
from briefgen.state import survey
from briefgen.search import SearchError, cbor, find_pagefind, program
from site_driver import ROOT, Site, tree_of

INDEX = "search/index/"


def pagefind() -> Path:
    try:
        return find_pagefind(ROOT, None, os.environ)
    except SearchError as error:
        pytest.skip(str(error))


@pytest.fixture
def searched(small: Site) -> Site:
    """The small site with a search page."""
    pagefind()
    return small.append("briefgen.yaml", "\nsearch: pagefind\n")


def unpacked(site: Site) -> dict[str, bytes]:
    """path -> what a browser reads of each file of the index."""
    found = {path: data for path, data in site.files().items() if path.startswith(INDEX)}
    return {path: gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data for path, data in found.items()}


def pages(site: Site) -> dict[str, dict]:
    """URL -> what the index holds of that page."""
    found = [json.loads(data.removeprefix(b"pagefind_dcd")) for path, data in unpacked(site).items() if "/fragment/" in path]
    return {page["url"]: page for page in found}


# --- what is in it ---


def test_a_briefing_is_found_by_its_words_and_filters(searched: Site) -> None:
    page = pages(searched.build().expect_clean())["briefings/pier/"]
    assert page["meta"]["title"] == searched.page("/briefings/pier/").h1.get_text()
    assert page["meta"]["summary"] in searched.text("/briefings/")  # where bottom lines have no notes
    assert page["filters"]["kind"] == ["briefings Briefing"]
    for kind in ("actor", "region", "question"):
        for value in page["filters"][kind]:
            id, _, label = value.partition(" ")
            assert searched.page(f"/{kind}s/{id}/").h1.get_text() == label
            assert any(link["href"].endswith("briefings/pier/") for link in searched.page(f"/{kind}s/{id}/").select("main a"))


def test_every_passage_and_every_claim_is_in_the_index(own_site: Site) -> None:
    pagefind()
    held = pages(own_site)
    content = load_site(ROOT, survey(ROOT, 0), Memory(temporary_pack())).content
    assert content
    public = [briefing for id, briefing in content.bodies.briefings.items() if f"briefings/{id}/" in held]
    assert len(public) == 7
    for briefing in public:
        page = held[f"briefings/{briefing.id}/"]
        text = f"{page['meta']['summary']} {page['content']}"
        for part in (part for quote in briefing.quotes.values() for part in quote.parts):
            assert " ".join(part.split()) in text, briefing.id
        for where, prose in briefing.prose.items():
            for block in getattr(prose, "blocks", (prose,)):
                assert " ".join(block.text.split()) in text, where


def test_every_page_leads_to_the_search(searched: Site) -> None:
    site = searched.build().expect_clean()
    for url in site.urls():
        if not site.page(url).select("meta[http-equiv=refresh]"):
            assert site.page(url).select_one("header").find("a", string="Search")["href"].endswith("search/"), url


def test_the_index_leads_to_pages_that_are_there(own_site: Site) -> None:
    pagefind()
    held = pages(own_site)
    assert len(held) > 40
    for url, page in held.items():
        assert own_site.has(f"/{url}"), url
        assert page["meta"]["title"]


def test_links_with_files_lead_to_files(searched: Site) -> None:
    site = searched.append("briefgen.yaml", "links: files\n").build().expect_clean()
    assert "briefings/pier/index.html" in pages(site)
    assert all((site.output / url).is_file() for url in pages(site))


def test_what_is_left_out_of_the_site_is_not_in_the_index(own_site: Site, drafts_site: Site) -> None:
    """Drafts and restricted markings; the draft is found where it is asked for, so the search can find."""
    pagefind()
    index, with_drafts = (b"\n".join(unpacked(site).values()).lower() for site in (own_site, drafts_site))
    for word in (b"2024-11-20-kursk-next-weeks", b"2024-11-15-zephyr-map-exercise", b"zephyr"):
        assert word not in index
    assert b"2024-11-20-kursk-next-weeks" in with_drafts
    assert b"zephyr" not in with_drafts


# --- the same everywhere ---


def test_two_machines_make_the_same_index(tmp_path: Path) -> None:
    """Pagefind's own bundle differs from run to run, so that this fails where it is not settled."""
    pagefind()
    sites = [Site.from_dir(ROOT, tmp_path / name).build(strict=True).expect_clean() for name in ("one", "two", "three")]
    first, *others = (tree_of(site.output / INDEX) for site in sites)
    assert first and all(other == first for other in others)


@pytest.mark.parametrize("language", ["ru", "ja", "en-GB", "tlh"])
def test_in_other_languages_too(tmp_path: Path, language: str) -> None:
    pagefind()
    trees = []
    for name in ("one", "two"):
        site = Site.from_dir(ROOT, tmp_path / name).replace("briefgen.yaml", "\nlanguage: en\n", f"\nlanguage: {language}\n")
        trees.append(tree_of(site.build().expect_exit(0).output / INDEX))
    assert trees[0] == trees[1]
    languages = json.loads(trees[0]["pagefind-entry.json"])["languages"]
    assert list(languages) == [language.split("-")[0]]


def test_nothing_that_no_page_loads_is_published(searched: Site) -> None:
    paths = [path.removeprefix(INDEX) for path in searched.build().expect_clean().files() if path.startswith(INDEX)]
    kinds = {path.split("/")[0] if "/" in path else path.split(".")[-1] for path in paths}
    assert kinds == {"fragment", "index", "filter", "js", "json", "pf_meta", "pagefind"}
    assert sorted(path for path in paths if path.endswith(".js")) == ["pagefind-worker.js", "pagefind.js"]
    assert len([path for path in paths if path.startswith("wasm")]) == 1


# --- when it is made ---


@pytest.fixture
def counted(searched: Site) -> Site:
    """The small site with a Pagefind that notes each of its runs in runs.txt."""
    script = f'#!/bin/sh\necho run >> "{searched.root}/runs.txt"\nexec "{pagefind()}" "$@"\n'
    searched.write("tools/pagefind", script).append("briefgen.yaml", "search_program: tools/pagefind\n")
    (searched.root / "tools/pagefind").chmod(stat.S_IRWXU)
    return searched


def runs(site: Site) -> int:
    return site.read("runs.txt").count("run")


def test_it_is_made_anew_only_when_something_in_it_changed(counted: Site) -> None:
    counted.build().expect_clean()
    first = tree_of(counted.output)
    counted.build().expect_clean()
    assert (runs(counted), tree_of(counted.output)) == (1, first)
    counted.append("content/static/pier.svg", "<!-- not indexed -->\n").build().expect_clean()
    assert runs(counted) == 1
    counted.append("content/pages/about.md", "\nA new word: quokka.\n").build().expect_clean()
    assert runs(counted) == 2
    assert any(b"quokka" in data for data in unpacked(counted).values())


@pytest.mark.parametrize("damage", [b"", b"{}", b"damaged"])
def test_a_damaged_kept_index_is_made_anew(counted: Site, damage: bytes) -> None:
    first = tree_of(counted.build().expect_clean().output)
    for number, file in enumerate(("key.json", "pagefind.js", "pagefind-entry.json"), start=2):
        counted.write(f".briefgen/search/{file}", damage).build("--fresh").expect_clean()
        assert tree_of(counted.output) == first
        assert runs(counted) == number


def test_a_kept_index_that_cannot_be_written_stops_nothing(counted: Site) -> None:
    counted.write(".briefgen", "a file where the folder should stand").build().expect_clean()
    assert counted.has("/search/index/pagefind.js")


def test_a_site_has_no_search_unless_it_asks_for_it(small: Site) -> None:
    site = small.build("-v").expect_clean()
    assert not site.has("/search/")
    assert not [path for path in site.files() if path.startswith("search")]
    assert not site.page("/").select('header a[href*="search"]')
    assert "search: none; 'search: pagefind' in briefgen.yaml gives the site a search page" in site.err


# --- when it cannot be made ---


def test_a_missing_program_stops_the_build_before_anything_is_written(small: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "PACKAGES", ())
    site = small.append("briefgen.yaml", "\nsearch: pagefind\n").run("build", env={"PATH": ""}).expect_exit(1)
    assert "there is no Pagefind here; install it with: pip install 'briefgen[search]'" in site.err
    assert not site.output.exists()
    site.check().expect_clean()


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("#!/bin/sh\nexit 3\n", "ended after 0 of "),
        ("#!/bin/sh\necho not base64,\n", "makes an index of a form that is not known here"),
        ("#!/nowhere/sh\n", "cannot be started"),
        ("", "names no program"),
    ],
)
def test_a_program_that_fails_leaves_the_site_as_it_was(searched: Site, script: str, said: str) -> None:
    before = tree_of(searched.build().expect_clean().output)
    searched.append("briefgen.yaml", "search_program: tools/failing\n")
    if script:
        searched.write("tools/failing", script)
        (searched.root / "tools/failing").chmod(stat.S_IRWXU)
    searched.build("--fresh").expect_exit(1)
    assert said in searched.err and "Traceback" not in searched.err
    assert tree_of(searched.output) == before


# --- CBOR ---


@pytest.mark.parametrize(
    ("data", "value"),  # RFC 8949, appendix A
    [("00", 0), ("17", 23), ("1818", 24), ("1903e8", 1000), ("1a000f4240", 1000000), ("1b000000e8d4a51000", 1000000000000),
     ("60", ""), ("62c3bc", "ü"), ("6449455446", "IETF"), ("80", []), ("8301820203820405", [1, [2, 3], [4, 5]])],
)  # fmt: skip
def test_cbor_reads_and_writes_the_examples_of_the_standard(data: str, value: object) -> None:
    assert cbor.decode(bytes.fromhex(data)) == value
    assert cbor.encode(value).hex() == data  # type: ignore[arg-type]


@given(st.recursive(st.integers(0, 2**64 - 1) | st.text(), st.lists))
def test_cbor_reads_what_it_writes(value: object) -> None:
    assert cbor.decode(cbor.encode(value)) == value  # type: ignore[arg-type]


@pytest.mark.parametrize("data", ["", "18", "8201", "0000", "f5", "1f", "62c3"])
def test_cbor_refuses_the_rest(data: str) -> None:
    with pytest.raises(ValueError):
        cbor.decode(bytes.fromhex(data))
