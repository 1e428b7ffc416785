"""The keyboard alone: everything can be reached in order, is seen when it is, and does its work."""

from __future__ import annotations

from pathlib import Path

from crawl import served
from page_kinds import opened, page_kinds, settle

STOPS = 20
"""How many stops are walked on each page; the others are focused by the page itself, which is quicker."""

REACHABLE = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
  .filter((element) => element.checkVisibility({visibilityProperty: true}) && !element.disabled)
  .map((element, number) => (element.dataset.reach = number))"""
OUT_OF_ORDER = "() => [...document.querySelectorAll('[tabindex]:not([tabindex=\"0\"])')].map((element) => element.outerHTML.slice(0, 120))"
SEEN = """
  const seen = (element) => {
    const style = getComputedStyle(element);
    const drawn = [...element.querySelectorAll("svg *")].concat(element.ownerSVGElement ? [...element.querySelectorAll("*")] : []);
    const ringed = drawn.some((part) => parseFloat(getComputedStyle(part).strokeWidth) >= 2 && getComputedStyle(part).stroke !== "none");
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || ringed;
  };"""
HERE = f"""async () => {{{SEEN}
  await new Promise(requestAnimationFrame);
  const element = document.activeElement, box = element.getBoundingClientRect();
  const inView = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return [Number(element.dataset.reach ?? -1), seen(element) && inView, element.outerHTML.slice(0, 120)];
}}"""
UNSEEN = f"""() => {{{SEEN}
  return [...document.querySelectorAll("[data-reach]")].filter((element) => {{
    element.focus();
    return document.activeElement !== element || !seen(element);
  }}).map((element) => element.outerHTML.slice(0, 120));
}}"""

COVERED = """() => [...document.querySelectorAll("[data-reach]")].filter((element) => !element.closest("svg")).filter((element) => {
    element.focus();
    return ![...element.getClientRects()].some((box) => {
      const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      return there && (element.contains(there) || there.contains(element));
    });
  }).map((element) => element.outerHTML.slice(0, 120))"""
MOVING = """() => [...document.querySelectorAll("*")].filter((element) => {
  const style = getComputedStyle(element);
  return style.scrollBehavior === "smooth" || style.animationName !== "none" || style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0);
}).map((element) => element.tagName)"""


def test_everything_is_reached_in_order_and_seen(browser, own_site, tmp_path: Path) -> None:
    wrong = []
    with served(own_site.output, tmp_path) as base, opened(browser, viewport={"width": 1100, "height": 800}, reduced_motion="reduce") as visit:
        for url in page_kinds(own_site).values():
            page = visit(base + url[1:])
            settle(page)
            waiting = page.evaluate(REACHABLE)[:STOPS]
            for stop in waiting:
                page.keyboard.press("Tab")
                number, seen, html = page.evaluate(HERE)
                if number != stop:
                    wrong.append(f"{url}: stop {stop} is {html}")
                if not seen:
                    wrong.append(f"{url}: nobody sees that the focus is on {html}")
            wrong += [f"{url}: {html} stands out of order" for html in page.evaluate(OUT_OF_ORDER)]
            wrong += [f"{url}: nobody sees that the focus is on {html}" for html in page.evaluate(UNSEEN)]
            wrong += [f"{url}: something lies over {html} (WCAG 2.2, 2.4.11)" for html in page.evaluate(COVERED)]
            wrong += [f"{url}: {name} moves, though the reader wants it still" for name in page.evaluate(MOVING)]
    assert wrong == []


def test_the_first_stop_leads_past_the_head(browser, own_site, tmp_path: Path) -> None:
    with served(own_site.output, tmp_path) as base, opened(browser) as visit:
        page = visit(base + "actors/nato/")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")


def test_a_passage_opens_and_closes(browser, own_site, tmp_path: Path) -> None:
    url = page_kinds(own_site)["briefings/*"]
    with served(own_site.output, tmp_path) as base, opened(browser) as visit:
        page = visit(base + url[1:])
        details = page.locator("main details:has(blockquote)").first
        details.locator("summary").focus()
        assert details.locator("blockquote").is_hidden()
        page.keyboard.press("Enter")
        assert details.locator("blockquote").is_visible()
        page.keyboard.press("Space")
        assert details.locator("blockquote").is_hidden()
