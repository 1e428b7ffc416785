"""With JavaScript off, everything but search, filters, copied citations and the choice of theme is there."""

from __future__ import annotations

from pathlib import Path

from crawl import served
from page_kinds import open_everything, opened, page_kinds

SHOWN = "() => document.body.innerText.split('\\n').map((line) => line.trim()).filter(Boolean)"
CONTROLS = "() => [...document.querySelectorAll('button, select, label, input')].flatMap((e) => e.innerText.split('\\n')).map((line) => line.trim())"


def test_every_page_says_the_same(browser, own_site, tmp_path: Path) -> None:
    missing = {}
    with served(own_site.output, tmp_path) as base:
        with opened(browser) as visit, opened(browser, java_script_enabled=False) as visit_without:
            for url in page_kinds(own_site).values():
                if url == "/search/":
                    continue
                page, without = visit(base + url[1:]), visit_without(base + url[1:])
                for each in (page, without):
                    open_everything(each)
                controls = set(page.evaluate(CONTROLS))
                held = set(without.evaluate(SHOWN))
                if lost := [line for line in page.evaluate(SHOWN) if line not in held and line not in controls]:
                    missing[url] = lost
    assert missing == {}


def test_no_control_is_shown_that_would_do_nothing(browser, own_site, tmp_path: Path) -> None:
    with served(own_site.output, tmp_path) as base, opened(browser, java_script_enabled=False) as visit:
        for url in page_kinds(own_site).values():
            page = visit(base + url[1:])
            assert page.locator("button:visible, select:visible, input:visible").count() == 0, url


def test_passages_open(browser, own_site, tmp_path: Path) -> None:
    with served(own_site.output, tmp_path) as base, opened(browser, java_script_enabled=False) as visit:
        page = visit(base + page_kinds(own_site)["briefings/*"][1:])
        details = page.locator("main details:has(blockquote)").first
        details.locator("summary").click()
        assert details.locator("blockquote").is_visible()
