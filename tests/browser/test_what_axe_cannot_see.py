"""Points of WCAG 2.2 AA that neither axe nor `test_keyboard.py` tests: reflow, text spacing, forced colours."""

from __future__ import annotations

from pathlib import Path

from crawl import served
from page_kinds import open_everything, opened, page_kinds, settle

SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"
"""The spacing that readers may set (WCAG 2.2, 1.4.12)."""
CUT_OFF = """() => [
  ...(document.documentElement.scrollWidth > innerWidth ? ["the page is wider than the window"] : []),
  ...[...document.querySelectorAll("body *:not(.unseen, svg, svg *, select, option, input)")].filter((element) => {
    const style = getComputedStyle(element);
    const hides = (overflow) => overflow === "hidden" || overflow === "clip";
    return (hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1) || (hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1);
  }).map((element) => `${element.tagName}.${element.className} cuts its text off`),
]"""


def test_text_reflows_at_320_pixels(browser, own_site, tmp_path: Path) -> None:
    """320 CSS pixels are what 400 % zoom leaves of 1280 (1.4.10)."""
    found = {}
    with served(own_site.output, tmp_path) as base, opened(browser, viewport={"width": 320, "height": 640}, bypass_csp=True) as visit:
        for url in page_kinds(own_site).values():
            page = visit(base + url[1:])
            settle(page)
            open_everything(page)
            wrong = page.evaluate(CUT_OFF)
            page.add_style_tag(content=SPACED)
            wrong += [f"{cut}, with more space" for cut in page.evaluate(CUT_OFF)]
            if wrong:
                found[url] = wrong
    assert found == {}


def test_forced_colours_keep_what_colours_say(browser, own_site, tmp_path: Path) -> None:
    """Quoted words still stand out, answers keep their shapes, and an alleged event looks alleged."""
    style = "(element, [name, pseudo]) => getComputedStyle(element, pseudo)[name]"
    with served(own_site.output, tmp_path) as base, opened(browser, forced_colors="active") as visit:
        page = visit(base + "articles/2024-10-29-nato-confirms-kursk/")
        paper = page.locator("body").evaluate(style, ["backgroundColor", None])
        assert page.locator(".article mark").first.evaluate(style, ["backgroundColor", None]) != paper
        page = visit(base + "briefings/2024-10-29-nato-confirms-kursk/")
        shapes = {
            name: [page.locator(f".side .stance-{name}").first.evaluate(style, [part, "::before"]) for part in ("borderRadius", "backgroundImage", "backgroundColor")]
            for name in ("affirms", "likely", "denies")
        }
        assert len({tuple(shape) for shape in shapes.values()}) == 3
        page = visit(base + "timeline/")
        dots = {page.locator(f".event{name}").first.evaluate(style, ["backgroundColor", "::before"]) for name in (".alleged", ":not(.alleged)")}
        assert len(dots) == 2
