"""The example beside the checkout, as the issue describes its site. Skips where it is not there."""

from __future__ import annotations

import pytest

from claims import answers, highlighted_parts, ledger, positions, shown_parts, speech_of, statements
from site_driver import EXAMPLE, Site, words

BRIEFING = "/briefings/2024-10-28-nato-dprk-kursk/"
ARTICLE = "/articles/2024-10-28-nato-dprk-kursk/"
KURSK = "/questions/dprk-troops-in-kursk/"

pytestmark = pytest.mark.skipif(not EXAMPLE.is_dir(), reason="no example beside the checkout")


def test_it_builds_as_it_stands(example_site: Site) -> None:
    example_site.expect_clean()


def test_the_smallest_site_builds_as_it_stands(tmp_path) -> None:
    site = Site.from_dir(EXAMPLE / "minimal", tmp_path / "minimal").build(strict=True).expect_clean()
    assert site.has("/actors/mark-rutte/") and site.has("/sources/freebase-news/")


def test_kursk_nato_affirms_and_the_pentagon_says_likely(example_site: Site) -> None:
    assert answers(example_site.page(KURSK)) == {
        "NATO": "affirms",
        "U.S. Department of Defense": "likely",
        "North Korea": "denies",
        "Russia": "denies",
    }


def test_kursk_the_denials_follow_from_those_about_russia(example_site: Site) -> None:
    lines = positions(example_site.page(KURSK))
    for name in ("Russia", "North Korea"):
        assert "Follows from the answer to: Are North Korean troops in Russia?" in words(lines[name])
    for name in ("NATO", "U.S. Department of Defense"):
        assert "Follows from" not in words(lines[name])


def test_the_figure_goes_from_up_to_3000_to_10000_unclear(example_site: Site) -> None:
    page = example_site.page("/questions/dprk-troop-count/")
    assert [answer for _, _, answer in ledger(page)] == ["up to 3,000 troops", "10,000 (unclear) troops"]
    changed = words(page.select_one("#section\\.shifts"))
    assert changed.index("up to 3,000 troops") < changed.index("10,000 (unclear) troops")


def test_russias_page_lists_kursks_briefing(example_site: Site) -> None:
    page = example_site.page("/regions/russia/")
    links = [a["href"] for a in page.select("#section\\.briefings a")]
    assert any(href.endswith(BRIEFING[1:]) for href in links)


def test_the_flag_on_vladivostok_shows(example_site: Site) -> None:
    flags = words(example_site.page(BRIEFING).select_one("#section\\.flags"))
    assert "Vladivostok (131.9° E) lies east of Kursk (36.2° E), not west." in flags
    assert "Vladivostok, more than 5,700 miles west of the Kursk region" in flags


def test_every_claim_links_to_its_highlighted_passage_character_for_character(example_site: Site) -> None:
    source = example_site.read("content/articles/2024-10-28-nato-dprk-kursk.md")
    cards = statements(example_site.page(BRIEFING))
    assert len(cards) == 10
    for card in cards.values():
        parts = highlighted_parts(example_site, BRIEFING, card.select_one(".passage"))
        assert parts and parts == shown_parts(card)
        assert all(source.count(part) == 1 for part in parts)


def test_brackets_inside_a_quotation_survive(example_site: Site) -> None:
    card = statements(example_site.page(BRIEFING))["singh-escalation"]
    assert shown_parts(card)[0] == "Should [North Korean] soldiers be used on the battlefield,"
    assert "Should [North Korean] soldiers" in example_site.text(ARTICLE)


def test_exactly_the_claims_inside_quotation_marks_are_direct(example_site: Site) -> None:
    cards = statements(example_site.page(BRIEFING))
    direct = {id for id, card in cards.items() if speech_of(card) == "direct"}
    assert direct == {"rutte-confirms", "singh-likely", "singh-escalation", "singh-security", "lavrov-westerners"}


def test_the_event_known_through_one_claim_is_alleged(example_site: Site) -> None:
    event = example_site.page(BRIEFING).find(id="dprk-arrives")
    assert "alleged" in words(event) and "October 2024" in words(event)
    assert [time["datetime"] for time in event.select("time")][0] == "2024-10", "a month was made a day"


def test_all_of_what_the_article_lost_in_cleaning_is_told(example_site: Site) -> None:
    text = example_site.text(ARTICLE)
    assert "mis-decoded apostrophe" in text and "newsletter boilerplate" in text
