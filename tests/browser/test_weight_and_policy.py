"""What a page costs and what it may do: bytes, requests, layout shift, and its content security policy."""

from __future__ import annotations

import gzip
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from crawl import FOLDER, served
from page_kinds import open_everything, opened, page_kinds, settle

MOST_BYTES = 60_000
# A tenth of what Web Vitals calls good. A parser that pauses in the header, on a loaded machine, gives less than 0.001.
MOST_SHIFT = 0.01
WATCH = """() => {
  window.shift = 0;
  window.broken = [];
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.shift += entry.value; }))
    .observe({type: "layout-shift", buffered: true});
  document.addEventListener("securitypolicyviolation", (event) => window.broken.push(`${event.violatedDirective} ${event.blockedURI}`));
}"""
BLOCKING = "() => performance.getEntriesByType('resource').filter((entry) => entry.renderBlockingStatus === 'blocking').map((entry) => entry.name)"


@pytest.fixture
def site(own_site):
    """It has pages of every kind."""
    return own_site


def test_a_briefing_is_light(browser, site, tmp_path: Path) -> None:
    """HTML, style and scripts, gzipped as a web server would."""
    with served(site.output, tmp_path) as base, opened(browser) as visit:
        requested: list[tuple[str, str]] = []
        visit.page.on("request", lambda request: requested.append((request.resource_type, request.url)))
        for url in (url for url in page_kinds(site).values() if url.startswith("/briefings/2")):
            requested.clear()
            visit(base + url[1:]).wait_for_timeout(100)
            assert [address for _, address in requested if not address.startswith(base)] == []
            kinds = ("document", "stylesheet", "script")
            files = {site.output / unquote(urlsplit(address).path).removeprefix(f"/{FOLDER}/") for kind, address in requested if kind in kinds}
            files = {file / "index.html" if file.is_dir() else file for file in files}
            size = sum(len(gzip.compress(file.read_bytes())) for file in files)
            assert len(files) > 1 and size < MOST_BYTES, f"{url}: {size} bytes in {len(files)} files"


def test_every_page_keeps_its_policy_and_stays_in_place(browser, site, tmp_path: Path) -> None:
    """No violation, nothing from elsewhere, one request at the most before the first paint, nothing that moves."""
    wrong = []
    with served(site.output, tmp_path) as base, opened(browser, viewport={"width": 390, "height": 800}) as visit:
        visit.page.add_init_script(f"({WATCH})()")
        visit.page.on("request", lambda request: request.url.startswith(base) or wrong.append(f"elsewhere: {request.url}"))
        visit.page.on("console", lambda message: message.type in ("error", "warning") and wrong.append(f"{visit.page.url}: {message.text}"))
        visit.page.on("pageerror", lambda error: wrong.append(f"{visit.page.url}: {error}"))
        for url in page_kinds(site).values():
            page = visit(base + url[1:])
            settle(page)
            blocking = page.evaluate(BLOCKING)
            if len(blocking) > (2 if url == "/search/" else 1):
                wrong.append(f"{url}: {blocking} block the first paint")
            shift = page.evaluate("() => window.shift")
            if shift > MOST_SHIFT:
                wrong.append(f"{url}: layout shift {shift}")
            open_everything(page)
            use_everything(page)
            wrong += [f"{url}: {one}" for one in page.evaluate("() => window.broken")]
    assert wrong == []


def use_everything(page) -> None:
    """Every button pressed and every choice made that is there."""
    for button in page.locator("main button:visible, header button:visible").all():
        button.click()
    for select in page.locator("header select:visible, main select:visible").all():
        last = select.locator("option").last.get_attribute("value")
        select.select_option(last)
        settle(page)


def test_what_breaks_the_policy_would_be_told(browser, own_site, tmp_path: Path) -> None:
    with served(own_site.output, tmp_path) as base, opened(browser) as visit:
        visit.page.add_init_script(f"({WATCH})()")
        page = visit(base)
        page.evaluate("() => { const s = document.createElement('script'); s.textContent = '1'; document.body.append(s); new Image().src = 'https://elsewhere.example/x.png' }")
        page.wait_for_function("() => window.broken.length === 2")
        page.evaluate("() => { const p = document.createElement('p'); p.style.height = '300px'; document.body.prepend(p) }")
        page.wait_for_function(f"() => window.shift > {MOST_SHIFT}")
