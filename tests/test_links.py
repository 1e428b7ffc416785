"""Links: none dead, none to another host, under any folder and from a disk; and what every page must have."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.request import urlopen

import pytest
from bs4 import BeautifulSoup

from crawl import broken_links, links, served
from site_driver import EXAMPLE, HERE, ROOT, Site

SITES = {"own": ROOT, "example": EXAMPLE, "small": HERE / "sites/small", "minimal": HERE / "sites/minimal"}


@pytest.fixture(params=SITES)
def source(request: pytest.FixtureRequest) -> Path:
    if not SITES[request.param].is_dir():
        pytest.skip("no example beside the checkout")
    return SITES[request.param]


def test_no_link_is_dead_from_a_subfolder_of_a_web_server(source: Path, tmp_path: Path) -> None:
    """Whatever `url` says, but for the 404 page: it is shown at any address."""
    site = Site.from_dir(source, tmp_path / "site").build(base_url="https://elsewhere.example/a/b")
    (site.output / "404.html").unlink()
    assert broken_links(site.output, "http://127.0.0.1/briefings-site/", directories=True) == []


def test_the_404_pages_links_start_at_the_sites_own_address(source: Path, tmp_path: Path) -> None:
    site = Site.from_dir(source, tmp_path / "site").build(base_url="https://elsewhere.example/a/b/")
    for element, address, fetched in links(site.page("/404.html")):
        assert address.startswith(("/a/b/", "#", "https://elsewhere.example/a/b/")), (element, address)


def test_pages_are_there_over_http(own_site: Site, tmp_path: Path) -> None:
    with served(own_site.output, tmp_path) as base:
        for url in own_site.urls():
            with urlopen(base + url[1:]) as answer:
                assert answer.status == 200


def test_no_link_is_dead_from_a_disk(source: Path, tmp_path: Path) -> None:
    site = Site.from_dir(source, tmp_path / "site with spaces & ü").append("briefgen.yaml", "\nlinks: files\n").build().expect_exit(0)
    (site.output / "404.html").unlink()
    assert broken_links(site.output, site.output.as_uri() + "/", directories=False) == []


def test_a_crawler_would_see_a_dead_link(own_site: Site, tmp_path: Path) -> None:
    """The crawler itself: it must find what is put there."""
    page = own_site.html("/about/").replace("</main>", '<a href="../nowhere/">x</a><img src="//cdn.example/x.png" alt=""></main>')
    (tmp_path / "about").mkdir()
    (tmp_path / "about/index.html").write_text(page, encoding="utf-8")
    said = broken_links(tmp_path, "http://127.0.0.1/", directories=True)
    assert "about/index.html: ../nowhere/ is dead" in said
    assert any("fetches //cdn.example/x.png" in line for line in said)


def test_styles_and_pictures_fetch_nothing_from_elsewhere(own_site: Site) -> None:
    for path, data in own_site.files().items():
        if path.endswith(".css"):
            assert not re.search(rb"@import|url\(\s*['\"]?(https?:)?//", data)


def test_every_page_is_sound(own_site: Site, drafts_site: Site) -> None:
    for site in (own_site, drafts_site):
        for url in site.urls():
            page = site.page(url)
            ids = [element["id"] for element in page.find_all(id=True)]
            assert len(ids) == len(set(ids)), f"{url}: an id stands twice"
            assert page.html.get("lang") == "en", url
            assert page.title.get_text().strip(), url
            policy = page.select_one('meta[http-equiv="Content-Security-Policy"]')
            assert policy is not None and "default-src 'none'" in policy["content"], url
            allowed = policy["content"].replace("'wasm-unsafe-eval'", "") if url == "/search/" else policy["content"]
            assert "unsafe" not in allowed, url
            assert page.meta.get("charset") == "utf-8", url
            if not page.select_one("meta[http-equiv=refresh]"):
                assert len(page.select("h1")) == 1 and len(page.select("main")) == 1, url
            assert site.html(url).startswith("<!doctype html>") or site.html(url).lstrip().startswith("<!doctype html>"), url
            assert not re.search(r"\{\{|\}\}|\{%|Undefined|\bNone\b|object at 0x", page.get_text()), url
            assert "\x00" not in site.html(url), f"{url}: a link was left unfinished"
            for image in page.select("img"):
                assert image.get("alt") is not None, url


def test_headings_do_not_skip_a_level(own_site: Site) -> None:
    for url in own_site.urls():
        levels = [int(h.name[1]) for h in own_site.page(url).find_all(re.compile("^h[1-6]$"))]
        assert all(after - before <= 1 for before, after in zip(levels, levels[1:])), f"{url}: {levels}"


def test_only_one_canonical_address_a_page_and_it_is_absolute(own_site: Site) -> None:
    for url in own_site.urls():
        if url == "/404.html":
            continue
        canonical = own_site.page(url).select("link[rel=canonical]")
        assert len(canonical) == 1 and canonical[0]["href"].startswith("https://briefgen-sample.example/"), url
