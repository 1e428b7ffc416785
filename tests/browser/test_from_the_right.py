"""The site in Hebrew letters: pages written from the right are mirrored, and nothing leaves its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawl import served
from page_kinds import open_everything, opened, page_kinds, settle

KINDS = ("/", "briefings/*", "questions/*", "actors/*", "regions/*", "articles/*", "/timeline/", "/search/", "/data/")
OUTSIDE = """() => {
  const wide = document.documentElement.clientWidth;
  const drawn = [...document.querySelectorAll(".drawing svg")].filter((svg) => svg.checkVisibility() && !svg.closest(".map"));
  const texts = drawn.flatMap((svg) => [...svg.querySelectorAll("text")].map((text) => [text, svg.getBoundingClientRect()]));
  const out = texts.filter(([text, box]) => { const own = text.getBoundingClientRect(); return own.left < box.left - 3 || own.right > box.right + 3; });
  return [...out.map(([text]) => text.textContent), ...(document.documentElement.scrollWidth > wide ? ["the page is too wide"] : [])];
}"""


def test_nothing_leaves_its_place(browser, hebrew_site, tmp_path: Path) -> None:
    found = {}
    with served(hebrew_site.output, tmp_path) as base, opened(browser, viewport={"width": 360, "height": 900}) as visit:
        kinds = page_kinds(hebrew_site)
        for url in (kinds[kind] for kind in KINDS):
            page = visit(base + url[1:])
            settle(page)
            open_everything(page)
            narrow = page.evaluate(OUTSIDE)
            page.set_viewport_size({"width": 1280, "height": 900})
            if out := narrow + page.evaluate(OUTSIDE):
                found[url] = out
            page.set_viewport_size({"width": 360, "height": 900})
    assert found == {}


def test_a_briefing_is_mirrored(browser, hebrew_site, own_site, tmp_path: Path) -> None:
    """What stands on the left of an English page stands as far from the right here."""
    parts = ("h1", ".contents", ".bottom-line", ".side .stance", ".card h3", ".event > .when", ".slots dd")
    edges: list[list[float]] = []
    for name, site in (("english", own_site), ("hebrew", hebrew_site)):
        folder = tmp_path / name
        folder.mkdir()
        with served(site.output, folder) as base, opened(browser, viewport={"width": 1280, "height": 900}) as visit:
            page = visit(base + "briefings/2024-10-29-nato-confirms-kursk/")
            boxes = [page.locator(part).first.bounding_box() for part in parts]
            wide = page.evaluate("document.documentElement.clientWidth")
            edges.append([box["x"] if name == "english" else wide - box["x"] - box["width"] for box in boxes])
    assert edges[1] == [pytest.approx(edge, abs=1) for edge in edges[0]]


def test_arrows_and_time_run_to_the_left(browser, hebrew_site, tmp_path: Path) -> None:
    with served(hebrew_site.output, tmp_path) as base, opened(browser, viewport={"width": 1280, "height": 900}) as visit:
        page = visit(base + "questions/dprk-troop-count/")
        assert page.locator(".arrow").first.evaluate("element => getComputedStyle(element).transform").startswith("matrix(-1")
        before, after = page.locator(".shifts .stance").all()
        assert before.bounding_box()["x"] > after.bounding_box()["x"]
        page = visit(base + "timeline/")
        places = page.locator(".drawing svg.wide .tick").evaluate_all("ticks => ticks.map(tick => tick.getBoundingClientRect().x)")
        assert places == sorted(places, reverse=True) and len(places) > 3
