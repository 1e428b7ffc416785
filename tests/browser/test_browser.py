"""The built site in a real browser: nothing is blocked, nothing fails, nothing is fetched from elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

from crawl import served
from site_driver import ROOT, Site


def some_of(paths: list[str]) -> list[str]:
    """Two pages of each kind; all of them with BRIEFGEN_ALL=1."""
    if os.environ.get("BRIEFGEN_ALL") == "1":
        return paths
    kinds: dict[tuple[str, int], list[str]] = {}
    for path in paths:
        kinds.setdefault((path.split("/")[0], path.count("/")), []).append(path)
    return [path for kind in kinds.values() for path in kind[:2]]


def visit_all(browser, site: Site, base: str, urls: list[str]) -> tuple[list[str], list[str]]:
    """(what the console and the network complained of, what was fetched from outside `base`)."""
    complaints, elsewhere = [], []
    page = browser.new_page()
    page.on("console", lambda m: complaints.append(f"{page.url}: {m.text}") if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("requestfailed", lambda r: complaints.append(f"{r.failure}: {r.url}") if r.failure != "net::ERR_ABORTED" else None)
    page.on("response", lambda r: complaints.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
    page.on("request", lambda r: elsewhere.append(r.url) if not r.url.startswith(base) else None)
    for url in urls:
        page.goto(base + url, wait_until="load")
        if page.evaluate("document.styleSheets.length") == 0:
            complaints.append(f"{page.url}: no style sheet was loaded")
    page.close()
    return complaints, elsewhere


def test_served_from_a_subfolder(browser, own_site: Site, tmp_path: Path) -> None:
    with served(own_site.output, tmp_path) as base:
        urls = [url[1:] for url in own_site.urls() if url != "/404.html" and not own_site.page(url).select("meta[http-equiv=refresh]")]
        assert visit_all(browser, own_site, base, some_of(urls)) == ([], [])


def test_from_a_disk(browser, tmp_path: Path) -> None:
    site = Site.from_dir(ROOT, tmp_path / "site").append("briefgen.yaml", "\nlinks: files\n").build().expect_exit(0)
    paths = [p.relative_to(site.output).as_posix() for p in sorted(site.output.rglob("*.html"))]
    paths = [p for p in paths if p != "404.html" and "http-equiv=\"refresh\"" not in (site.output / p).read_text(encoding="utf-8")]
    assert visit_all(browser, site, site.output.as_uri() + "/", some_of(paths)) == ([], [])


def test_a_reader_gets_from_a_claim_to_its_passage(browser, own_site: Site, tmp_path: Path) -> None:
    """The main job, by mouse, and without JavaScript."""
    with served(own_site.output, tmp_path) as base:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(base)
        page.get_by_role("link", name="NATO confirms North Korean units in Kursk; the Pentagon says only that a move there is likely").first.click()
        page.locator("#section\\.bottom-line sup.note a").first.click()
        assert page.url.endswith("#note.1")
        page.locator("#note\\.1").get_by_role("link", name="Highlighted in the article").click()
        assert page.url.endswith("#2024-10-29-nato-confirms-kursk--rutte-confirms")
        mark = page.locator("mark").filter(has_text="Today, I can confirm")
        assert mark.is_visible()
        context.close()


def test_a_retired_address_leads_on(browser, own_site: Site, tmp_path: Path) -> None:
    with served(own_site.output, tmp_path) as base:
        page = browser.new_page()
        page.goto(base + "actors/pentagon/")
        page.wait_for_url(base + "actors/us-dod/")
        page.close()


def test_no_page_is_wider_than_a_phone(browser, own_site: Site, tmp_path: Path) -> None:
    with served(own_site.output, tmp_path) as base:
        page = browser.new_page(viewport={"width": 360, "height": 700})
        for url in ("", "questions/dprk-troop-count/", "briefings/2024-10-30-us-count-revised/", "articles/2024-11-01-where-is-vladivostok/"):
            page.goto(base + url)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, url
        page.close()
