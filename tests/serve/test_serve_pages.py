"""The preview shows what a build writes, and answers as a web server should."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from serve_driver import Preview, as_built
from site_driver import ROOT, Site

URLS_AND_TYPES = {
    "/": "text/html; charset=utf-8",
    "/feed.atom": "application/atom+xml; charset=utf-8",
    "/feed.json": "application/feed+json",
    "/sitemap.xml": "application/xml; charset=utf-8",
    "/robots.txt": "text/plain; charset=utf-8",
    "/kursk-vladivostok.svg": "image/svg+xml",
    "/.nojekyll": "application/octet-stream",
}
PICTURE = "/kursk-vladivostok.svg"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The project's own content, with its drafts, as a build writes it."""
    return Site.from_dir(ROOT, tmp_path_factory.mktemp("built")).build(drafts=True).expect_exit(0)


@pytest.fixture(scope="module")
def preview(built: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    site = Site.from_dir(ROOT, tmp_path_factory.mktemp("served"))
    with Preview(site) as running:
        yield running
    assert not site.output.exists(), "the preview wrote site/"


def test_every_output_is_served_as_it_is_built(built: Site, preview: Preview) -> None:
    files = built.files()
    files.pop("site-manifest.json")
    scripts = 0
    for path, data in files.items():
        url = "/" + path.removesuffix("index.html")
        reply = preview.get(url)
        assert reply.status == 200, url
        assert as_built(reply.body) == data, url
        scripts += reply.body != data
        if path.endswith(".html"):
            assert reply.body != data, f"{url} carries no script"
    assert scripts == sum(path.endswith(".html") for path in files)


def test_a_site_made_of_files_with_a_path_of_its_own_is_served_below_it(tmp_path: Path) -> None:
    site = Site.small(tmp_path / "small")
    site.write("briefgen.yaml", "title: T\nurl: https://a.example/desk\nlinks: files\n").build(drafts=True).expect_exit(0)
    files = site.files()
    files.pop("site-manifest.json")
    with Preview(site) as preview:
        assert preview.url.endswith("/desk/")
        assert preview.get("/").headers["location"] == preview.get("/desk").headers["location"] == "/desk/"
        for path, data in files.items():
            assert preview.built(f"/desk/{path}") == data, path
        assert preview.get("/briefings/").status == 404
        assert b"/desk/about/index.html" in preview.get("/briefings/").body


def test_header_and_meta_have_one_policy(preview: Preview) -> None:
    for url in ("/", "/briefings/", "/404.html", "/no/such/page/"):
        reply = preview.get(url)
        policy = reply.headers["content-security-policy"]
        assert f'content="{policy}"' in reply.text
        assert "connect-src 'self'" in policy and "'nonce-" in policy
        assert "default-src 'none'" in policy and "unsafe" not in policy


def test_each_page_has_a_nonce_of_its_own_that_stays_with_its_bytes(preview: Preview) -> None:
    first, again, other = preview.get("/"), preview.get("/"), preview.get("/actors/")
    assert first.body == again.body
    assert first.headers["content-security-policy"] != other.headers["content-security-policy"]


def test_types(preview: Preview) -> None:
    assert {url: preview.get(url).headers["content-type"] for url in URLS_AND_TYPES} == URLS_AND_TYPES


def test_no_page_may_be_read_by_another_origin(preview: Preview) -> None:
    for url in ("/", PICTURE, f"{preview.token()}page.js", "/nothing"):
        headers = preview.get(url).headers
        assert not [name for name in headers if name.startswith("access-control")]
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("url", ["/", "/feed.json", PICTURE])
def test_head_is_get_without_the_body(preview: Preview, url: str) -> None:
    head, get = preview.ask("HEAD", url), preview.get(url)
    assert head.body == b"" and head.status == 200
    for headers in (head.headers, get.headers):
        headers.pop("date")
    assert head.headers == get.headers
    assert int(head.headers["content-length"]) == len(get.body)


@pytest.mark.parametrize("url", ["/", PICTURE])
def test_a_page_that_is_known_is_not_sent_again(preview: Preview, url: str) -> None:
    tag = preview.get(url).headers["etag"]
    for condition in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        reply = preview.get(url, If_None_Match=condition)
        assert (reply.status, reply.body, reply.headers["etag"]) == (304, b"", tag)
    assert preview.get(url, If_None_Match='"x"').status == 200


RANGES = {
    "bytes=0-3": (206, slice(0, 4)),
    "bytes=10-": (206, slice(10, None)),
    "bytes=-5": (206, slice(-5, None)),
    "bytes=0-99999999": (206, slice(0, None)),
    "bytes=99999999-": (416, None),
    "bytes=-0": (416, None),
    "bytes=5-2": (200, slice(0, None)),
    "bytes=0-1,3-4": (200, slice(0, None)),
    "lines=1-2": (200, slice(0, None)),
    "bytes=": (200, slice(0, None)),
    "bytes=٣-": (200, slice(0, None)),
}


@pytest.mark.parametrize("wanted", [r for r in RANGES if r.isascii()])
@pytest.mark.parametrize("url", ["/", PICTURE])
def test_ranges(preview: Preview, url: str, wanted: str) -> None:
    whole = preview.get(url).body
    status, part = RANGES[wanted]
    reply = preview.get(url, Range=wanted)
    assert reply.status == status
    if part is None:
        assert reply.headers["content-range"] == f"bytes */{len(whole)}" and reply.body == b""
        return
    assert reply.body == whole[part]
    if status == 206:
        start = whole.index(reply.body) if len(reply.body) == len(whole) else (part.start if part.start >= 0 else len(whole) + part.start)
        assert reply.headers["content-range"] == f"bytes {start}-{start + len(reply.body) - 1}/{len(whole)}"


def test_a_range_of_what_has_changed_is_the_whole(preview: Preview) -> None:
    tag = preview.get(PICTURE).headers["etag"]
    assert preview.get(PICTURE, Range="bytes=0-3", If_Range=tag).status == 206
    assert preview.get(PICTURE, Range="bytes=0-3", If_Range='"other"').status == 200


def test_an_address_without_its_slash_is_led_on(preview: Preview) -> None:
    reply = preview.get("/actors")
    assert (reply.status, reply.headers["location"]) == (302, "/actors/")
    assert preview.get("/actors?year=2024").headers["location"] == "/actors/?year=2024"
    assert preview.get("/feed.atom/").status == 404
    assert preview.built("/actors/index.html") == preview.built("/actors/")


def test_what_is_not_there_gets_the_sites_own_page(built: Site, preview: Preview) -> None:
    for url in ("/nothing", "/actors/nobody/", "/briefings/x/y/z", "/%00", "/%ff", "/site-manifest.json", "/briefgen.yaml", "/content/"):
        reply = preview.get(url)
        assert reply.status == 404
        assert as_built(reply.body) == built.files()["404.html"], url


def test_a_file_with_an_odd_name_is_served(tmp_path: Path) -> None:
    site = Site.minimal(tmp_path / "site")
    for name in ("a b.txt", "ü%20.txt", "q?x=1.txt", "#.txt", ".well-known/security.txt", "deep/er/page.html"):
        site.write(f"content/static/{name}", name)
    from urllib.parse import quote

    with Preview(site) as preview:
        for name in ("a b.txt", "ü%20.txt", "q?x=1.txt", "#.txt", ".well-known/security.txt", "deep/er/page.html"):
            reply = preview.ask("GET", "/" + quote(name))
            assert (reply.status, reply.text) == (200, name), "copied files get no script"
        assert preview.get("/deep/er/page").status == 404


def test_a_large_file_is_sent_in_parts(tmp_path: Path) -> None:
    site = Site.minimal(tmp_path / "site")
    data = bytes(range(256)) * 40_000
    site.write("content/static/film.mp4", data)
    with Preview(site) as preview:
        assert preview.get("/film.mp4").body == data
        assert preview.get("/film.mp4").headers["content-type"] == "video/mp4"
        reply = preview.get("/film.mp4", Range="bytes=9000000-9000099")
        assert (reply.status, reply.body) == (206, data[9_000_000:9_000_100])


def test_drafts_are_shown_unless_not_wanted(tmp_path: Path) -> None:
    site = Site.from_dir(ROOT, tmp_path / "site")
    draft = "/briefings/2024-11-20-kursk-next-weeks/"
    with Preview(site) as preview:
        assert preview.get(draft).status == 200
    with Preview(site, "--no-drafts") as preview:
        reply = preview.get(draft)
        assert reply.status == 404
        assert "left out of the site: draft: yes" in reply.text
        assert "content/annotations/2024-11-20-kursk-next-weeks.yaml" in reply.text
    shutil.rmtree(site.root)
