"""The search page in a real browser, under a subpath: words, filters, address, keyboard, and where it cannot run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawl import served
from site_driver import ROOT, Site

RESULTS = "#search\\.results > li"
STATUS = "#search\\.status"


@pytest.fixture
def page(browser, own_site: Site, tmp_path: Path) -> Iterator:
    """The search page; nothing that it does may break the site's policy or fetch from elsewhere."""
    if not own_site.has("/search/index/pagefind.js"):
        pytest.skip("the site was built without Pagefind")
    with served(own_site.output, tmp_path) as base:
        page = browser.new_page()
        page.set_default_timeout(10_000)
        said: list[str] = []
        page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda r: said.append(f"elsewhere: {r.url}") if not r.url.startswith(base) else None)
        page.base = base
        page.goto(base + "search/")
        yield page
        page.close()
        assert said == []


def wait_for(page, status: str) -> None:
    page.wait_for_function("([where, words]) => new RegExp(words).test(document.querySelector(where).textContent)", arg=[STATUS, status])


def titles(page) -> list[str]:
    return page.locator(f"{RESULTS} h3").all_text_contents()


def test_words_find_briefings_with_their_bottom_line(page) -> None:
    page.get_by_role("searchbox", name="Words").fill("kursk denials")
    wait_for(page, "results for “kursk denials”")
    first = page.locator(RESULTS).first
    assert titles(page)[0] == "How wide the denials are, and what Lavrov's answer was instead"
    assert first.locator(".summary").text_content().startswith("Russia and North Korea deny")
    assert first.locator("mark").count() > 0
    first.get_by_role("link").click()
    assert page.url == page.base + "briefings/2024-10-31-moscow-pyongyang-deny/"
    assert page.get_by_role("heading", level=1).text_content() == "How wide the denials are, and what Lavrov's answer was instead"


def test_an_actor_is_found_by_name(page) -> None:
    page.get_by_role("searchbox").fill("Mark Rutte")
    wait_for(page, "for “Mark Rutte”")
    assert titles(page)[0] == "Mark Rutte"


def test_filters_narrow_and_tell_how_many_there_are(page) -> None:
    """What an option promises is what choosing it gives."""
    wait_for(page, "Type words")
    for name in ("Actor", "Region", "Question", "Holds an answer that", "Year", "Kind of page"):
        select = page.get_by_label(name)
        options = select.locator("option").all()
        assert len(options) > 1, name
        for option in [options[1], options[-1]]:
            count = int(re.search(r"\((\d+)\)$", option.text_content())[1])
            select.select_option(option.get_attribute("value"))
            wait_for(page, rf"^{count} results?$")
            assert page.locator(RESULTS).count() == min(count, 10)
        select.select_option("")
        wait_for(page, "Type words")


def test_an_options_count_holds_while_another_is_chosen(page) -> None:
    page.get_by_label("Actor").select_option("nato")
    wait_for(page, r"^\d+ results$")
    page.get_by_label("Holds an answer that").select_option("denies")
    wait_for(page, r"^\d+ results?$")
    other = page.get_by_label("Holds an answer that").locator("option[value=affirms]").text_content()
    page.get_by_label("Holds an answer that").select_option("affirms")
    wait_for(page, rf"^{re.search(r'[(](.+)[)]$', other)[1]} results?$")


def test_without_words_the_newest_stands_first(page) -> None:
    page.get_by_label("Kind of page").select_option("briefings")
    wait_for(page, "^7 results$")
    days = [meta.split(" · ")[1] for meta in page.locator(f"{RESULTS} .meta").all_text_contents()]
    assert days[0] == "13 November 2024" and days[-1] == "29 October 2024"


def test_the_state_stands_in_the_address(page) -> None:
    page.get_by_role("searchbox").fill("Kursk")
    wait_for(page, "for “Kursk”")
    page.get_by_label("Actor").select_option("nato")
    page.wait_for_url("**/search/?q=Kursk&actor=nato")
    wait_for(page, "^3 results for “Kursk”")
    found = titles(page)
    page.goto("about:blank")
    page.goto(page.base + "search/?q=Kursk&actor=nato")
    wait_for(page, "^3 results for “Kursk”")
    assert titles(page) == found
    assert page.get_by_label("Actor").input_value() == "nato"
    page.get_by_label("Actor").select_option("")
    page.wait_for_url("**/search/?q=Kursk")
    page.go_back()
    wait_for(page, "^3 results for “Kursk”")
    assert page.get_by_label("Actor").input_value() == "nato"


@pytest.mark.parametrize("query", ["?actor=nobody-at-all", "?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E", "?stance=%22%3E%3Cscript%3E", "?q=%00%FF"])
def test_an_odd_address_does_no_harm(page, query: str) -> None:
    page.goto(page.base + "search/" + query)
    wait_for(page, "Nothing found|results?")
    assert page.locator("main img, main script").count() == 0


def test_hostile_text_stays_text(browser, small: Site, tmp_path: Path) -> None:
    small.append("briefgen.yaml", "\nsearch: pagefind\n")
    small.append("content/pages/about.md", "\nquokka `<img src=x onerror=alert(1)>` &lt;script&gt; `&lt;b&gt;` quokka\n").build().expect_exit(0)
    with served(small.output, tmp_path) as base:
        page = browser.new_page()
        page.goto(base + "search/?q=quokka")
        page.wait_for_selector(RESULTS)
        assert "<img src=x onerror=alert(1)>" in page.locator(f"{RESULTS} .excerpt").text_content()
        assert page.locator(f"{RESULTS} img, {RESULTS} script").count() == 0
        page.close()


def test_more_results_come_on_demand_and_the_keyboard_stays_with_them(browser, small: Site, tmp_path: Path) -> None:
    small.append("briefgen.yaml", "\nsearch: pagefind\n")
    for number in range(25):
        small.write(f"content/pages/quokka-{number}.md", f"---\ntitle: Quokka {number}\n---\nText.\n")
    small.build().expect_exit(0)
    with served(small.output, tmp_path) as base:
        page = browser.new_page()
        page.goto(base + "search/?q=quokka")
        page.wait_for_selector(RESULTS)
        more = page.get_by_role("button", name="Show more results")
        for shown in (10, 20):
            assert page.locator(RESULTS).count() == shown
            more.press("Enter")
            page.locator(RESULTS).nth(shown).wait_for()
            assert page.evaluate("document.activeElement.closest('li') === document.querySelectorAll('#search\\\\.results > li')[%d]" % shown)
        assert page.locator(RESULTS).count() == 25 and more.is_hidden()
        page.close()


def test_the_keyboard_alone_is_enough(page) -> None:
    """From the head of the page to a result: tabs, letters, Enter."""
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.textContent"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", reached[-1]
        if reached[-1] == "search.words":
            break
    page.keyboard.type("vladivostok")
    wait_for(page, "for “vladivostok”")
    first = page.locator(f"{RESULTS} a").first.element_handle()
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    assert first.evaluate("link => link.isConnected"), "what is found already is not found again"
    title = titles(page)[0]
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == title:
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("(briefings|regions)/"))


def test_the_number_of_results_is_announced(page) -> None:
    assert page.locator(STATUS).get_attribute("role") == "status"
    page.get_by_role("searchbox").fill("qwertzuiop")
    wait_for(page, "^Nothing found for “qwertzuiop”$")
    assert page.locator(RESULTS).count() == 0


def test_without_scripts_there_are_lists(browser, own_site: Site, tmp_path: Path) -> None:
    with served(own_site.output, tmp_path) as base:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(base + "search/?q=kursk")
        assert "needs JavaScript" in page.locator("noscript .notice").inner_text()
        assert page.get_by_role("searchbox").is_hidden()
        page.get_by_role("main").get_by_role("link", name="Briefings").click()
        assert page.url == base + "briefings/"
        context.close()


def test_without_an_index_there_are_lists(browser, small: Site, tmp_path: Path) -> None:
    small.append("briefgen.yaml", "\nsearch: pagefind\n").build().expect_exit(0)
    (small.output / "search/index/pagefind.js").unlink()
    with served(small.output, tmp_path) as base:
        page = browser.new_page()
        page.goto(base + "search/")
        page.get_by_text("Search cannot run here").wait_for()
        assert page.get_by_role("searchbox").is_hidden()
        page.close()


def test_from_a_disk_there_are_lists(browser, tmp_path: Path) -> None:
    site = Site.from_dir(ROOT, tmp_path / "site").append("briefgen.yaml", "\nlinks: files\n").build().expect_exit(0)
    page = browser.new_page()
    page.goto((site.output / "search/index.html").as_uri())
    page.get_by_text("Search cannot run here").wait_for()
    page.get_by_role("main").get_by_role("link", name="Actors").click()
    assert page.url == (site.output / "actors/index.html").as_uri()
    page.close()
