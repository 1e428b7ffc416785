"""What the pages' one script adds: a theme that is kept, and citations to copy; and a briefing on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawl import served
from site_driver import Site

BRIEFING = "briefings/2024-10-29-nato-confirms-kursk/"
BACKGROUND = "getComputedStyle(document.documentElement).backgroundColor"


@pytest.mark.parametrize(("system", "chosen"), [("light", "dark"), ("dark", "light")])
def test_a_chosen_theme_is_kept_from_page_to_page(browser, own_site: Site, tmp_path: Path, system: str, chosen: str) -> None:
    with served(own_site.output, tmp_path) as base:
        context = browser.new_context(color_scheme=system)
        page = context.new_page()
        page.goto(base)
        before = page.evaluate(BACKGROUND)
        page.get_by_label("Theme").select_option(chosen)
        after = page.evaluate(BACKGROUND)
        assert before != after
        for url in (BRIEFING, "questions/", "timeline/", "", "articles/2024-10-29-nato-confirms-kursk/"):
            page.goto(base + url)
            page.wait_for_function("document.documentElement.dataset.theme")
            assert page.evaluate(BACKGROUND) == after, url
            assert page.get_by_label("Theme").input_value() == chosen
        page.get_by_label("Theme").select_option("")
        assert page.evaluate(BACKGROUND) == before
        page.goto(base + "actors/")
        assert page.evaluate(BACKGROUND) == before
        context.close()


def test_two_themes_have_two_backgrounds(browser, own_site: Site, tmp_path: Path) -> None:
    with served(own_site.output, tmp_path) as base:
        found = set()
        for system in ("light", "dark"):
            context = browser.new_context(color_scheme=system, java_script_enabled=False)
            page = context.new_page()
            page.goto(base)
            found.add(page.evaluate(BACKGROUND))
            context.close()
        assert len(found) == 2, "without scripts the system's theme holds"


def test_citations_are_copied(browser, own_site: Site, tmp_path: Path) -> None:
    with served(own_site.output, tmp_path) as base:
        context = browser.new_context()
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.goto(base + BRIEFING)
        cite = page.locator("#section\\.cite")
        cite.get_by_role("button", name="Copy citation").click()
        cite.get_by_role("button", name="Copied").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert "NATO confirms North Korean units in Kursk" in copied
        assert copied.endswith("https://briefgen-sample.example/" + BRIEFING)
        card = page.locator("#singh-likely")
        card.get_by_role("button", name="Copy citation").click()
        card.get_by_role("button", name="Copied").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith("Sabrina Singh, ") and "“It is likely that they are moving that direction, towards Kursk" in copied
        assert copied.endswith(f"https://briefgen-sample.example/{BRIEFING}#singh-likely")
        context.close()


def test_a_citation_is_copied_where_there_is_no_clipboard(browser, own_site: Site, tmp_path: Path) -> None:
    with served(own_site.output, tmp_path) as base:
        context = browser.new_context()
        page = context.new_page()
        page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined }); document.execCommand = (name) => { window.done = name + ': ' + document.activeElement.value; return true }")
        page.goto(base + BRIEFING)
        page.locator("#section\\.cite").get_by_role("button").click()
        page.wait_for_function("window.done")
        assert page.evaluate("window.done").startswith("copy: briefgen sample desk")
        assert page.evaluate("document.activeElement.dataset.copy") == "page", "the keyboard stays where it was"
        context.close()


def test_without_storage_the_switch_still_works(browser, own_site: Site, tmp_path: Path) -> None:
    with served(own_site.output, tmp_path) as base:
        page = browser.new_page()
        said = []
        page.on("pageerror", lambda error: said.append(str(error)))
        page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden') } })")
        page.goto(base)
        page.get_by_label("Theme").select_option("dark")
        assert page.evaluate("document.documentElement.dataset.theme") == "dark" and said == []
        page.close()


def test_a_briefing_on_paper_has_its_passages_and_notes_and_nothing_to_press(browser, own_site: Site, tmp_path: Path) -> None:
    with served(own_site.output, tmp_path) as base:
        context = browser.new_context(color_scheme="dark")
        page = context.new_page()
        page.goto(base + BRIEFING)
        page.get_by_label("Theme").select_option("dark")
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)", "paper is printed dark"
        for quote in page.locator("#section\\.claims details .passage blockquote").all():
            assert quote.bounding_box()["height"] > 5, "a passage is folded away on paper"
        assert page.locator("#section\\.notes li").first.is_visible() and page.locator("#citation").is_visible()
        for pressed in ("button", "select", ".site-header nav", ".contents", "summary", ".permalink"):
            assert not page.locator(pressed).first.is_visible(), pressed
        pdf = page.pdf(prefer_css_page_size=True)
        assert b"/MediaBox [0 0 594.95996 841.91998]" in pdf or b"/MediaBox [0 0 595" in pdf, "not A4"
        context.close()
