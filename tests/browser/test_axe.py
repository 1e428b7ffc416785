"""axe-core on every kind of page, in both themes, wide and narrow, with everything opened: no violation."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkers import npm_package
from crawl import served
from page_kinds import open_everything, opened, page_kinds, settle

SETTINGS = [("own_site", "light", 1280), ("own_site", "dark", 360)]
"""The project's own site, which has pages of every kind, is seen in both themes and at both widths."""
RULES = {"target-size": {"enabled": True}}
"""Rules of WCAG 2.2 AA that axe leaves off by default."""


@pytest.fixture(scope="session")
def axe() -> str:
    return (npm_package("axe-core") / "axe.min.js").read_text(encoding="utf-8")


def violations(page, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate("(rules) => axe.run({rules}).then((result) => result.violations)", RULES)
    return [f"{one['id']}: {node['html'][:200]} {node['failureSummary']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize(("source", "theme", "width"), SETTINGS)
def test_no_violation(browser, request, axe: str, tmp_path: Path, source: str, theme: str, width: int) -> None:
    site = request.getfixturevalue(source)
    found = {}
    with served(site.output, tmp_path) as base, opened(browser, color_scheme=theme, viewport={"width": width, "height": 900}) as visit:
        for url in [*page_kinds(site).values(), *(["/search/?q=kursk"] if site.has("/search/") else [])]:
            page = visit(base + url[1:])
            settle(page)
            open_everything(page)
            if said := violations(page, axe):
                found[url] = said
    assert found == {}


def test_a_violation_would_be_found(browser, own_site, axe: str, tmp_path: Path) -> None:
    with served(own_site.output, tmp_path) as base, opened(browser) as visit:
        page = visit(base + "about/")
        page.evaluate("() => { document.querySelector('main p').style.color = '#888'; document.querySelector('main').append(document.createElement('img')) }")
        said = " ".join(violations(page, axe))
        assert "color-contrast" in said and "image-alt" in said
