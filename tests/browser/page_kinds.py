"""The pages that browser tests look at: of each kind the longest, so that every part is on one of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from site_driver import Site


def page_kinds(site: Site) -> dict[str, str]:
    """kind -> URL, such as "actors/*" -> "/actors/nato/"; every page with BRIEFGEN_ALL=1. No redirects, no 404 page."""
    pages = [url for url in site.urls() if url != "/404.html" and not site.page(url).select("meta[http-equiv=refresh]")]
    if os.environ.get("BRIEFGEN_ALL") == "1":
        return {url: url for url in pages}
    kinds: dict[str, str] = {}
    for url in pages:
        folders = url.strip("/").split("/")
        kind = url if len(folders) == 1 else "/".join([folders[0], *("*" * (len(folders) - 1))])
        if kind not in kinds or len(site.html(url)) > len(site.html(kinds[kind])):
            kinds[kind] = url
    return kinds


@contextmanager
def opened(browser: Any, **settings: Any) -> Iterator[Callable[[str], Any]]:
    """A function that opens an address in a page of its own context, closed at the end."""
    context = browser.new_context(**settings)
    page = context.new_page()

    def visit(address: str) -> Any:
        page.goto(address, wait_until="load")
        return page

    visit.page = page  # type: ignore[attr-defined]
    try:
        yield visit
    finally:
        context.close()


def settle(page: Any) -> None:
    """Waits for the search page's own work, and for whatever moves after loading."""
    if page.locator("#search\\.status").count() and page.locator("#search\\.form").is_visible():
        page.wait_for_function("() => document.getElementById('search.status').textContent.trim()")
    page.wait_for_timeout(100)


def open_everything(page: Any) -> None:
    page.evaluate("() => document.querySelectorAll('details').forEach((part) => (part.open = true))")
