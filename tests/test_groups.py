"""Groups: what belongs on whose page."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from briefgen.build import plan_build
from briefgen.options import Options
from briefgen.catalog import Catalog
from briefgen.groups import Groups
from site_driver import ROOT, Site, words


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return plan_build(ROOT, Options(datetime.date(2024, 12, 1))).catalog


@pytest.fixture(scope="module")
def groups(catalog: Catalog) -> Groups:
    return Groups(catalog)


def test_a_speakers_words_stand_with_all_for_whom_it_speaks(groups: Groups) -> None:
    for actor in ("sabrina-singh", "us-dod", "us-government"):
        assert "2024-10-29-nato-confirms-kursk/singh-likely" in [s.ref for s in groups.by[actor]]
    assert "us-government" not in groups.statements["2024-10-29-nato-confirms-kursk/singh-likely"].by


def test_a_place_stands_with_every_region_that_holds_it(groups: Groups) -> None:
    for region in ("kursk-border-strip", "kursk", "russia"):
        assert "2024-11-13-what-escalation-would-mean/strip-held" in [s.ref for s in groups.at[region]]
        assert "2024-11-13-what-escalation-would-mean/strip-in-ukrainian-hands" in [h.ref for h in groups.events["regions", region]]
    assert "2024-10-29-nato-confirms-kursk/dod-3000" not in [s.ref for s in groups.at["kursk"]], "never downwards"


def test_everything_is_newest_first_and_stands_once(groups: Groups) -> None:
    for group in (groups.by, groups.about, groups.at):
        for statements in group.values():
            keys = [s.date.sort_key for s in statements]
            assert keys == sorted(keys, reverse=True) and len({s.ref for s in statements}) == len(statements)
    for briefings in groups.briefings.values():
        assert len({e.id for e in briefings}) == len(briefings)


def test_an_actors_position_is_its_newest_that_nothing_replaced(groups: Groups) -> None:
    positions = {question: str(getattr(entry.answer, "text", entry.answer)) for question, entry in groups.positions["us-dod"]}
    assert positions["dprk-troop-count"] == "10000 (unclear)"
    assert positions["dprk-troops-in-kursk"] == "likely"


def test_what_was_revised_knows_by_what(groups: Groups) -> None:
    assert groups.revised_by["2024-10-29-nato-confirms-kursk/dod-3000"] == "2024-10-30-us-count-revised/singh-10000"
    assert groups.revised_by["2024-11-01-where-is-vladivostok/about-4000"] == "2024-11-01-where-is-vladivostok/about-4200"


def test_an_article_knows_all_that_rest_on_it(groups: Groups) -> None:
    assert {e.id for e in groups.rests_on["2024-10-29-nato-confirms-kursk"]} == {"2024-10-29-nato-confirms-kursk", "2024-10-29-pentagon-on-kursk"}


def test_a_decline_leaves_an_actors_position_standing(tmp_path: Path) -> None:
    """On the actor's page as in the ledger."""
    site = Site.small(tmp_path / "s")
    site.append("content/articles/cranes.md", "\nThe union would not say whether the pier was open.\n")
    site.append("content/annotations/cranes.yaml", "  mum:\n    by: dock-union\n    passage: The union would not say\n    date: 2024-11-02\n    answers: {pier-closed: declines}\n")
    site.build().expect_clean()
    assert "denies" in words(site.page("/actors/dock-union/").select_one("#section\\.positions"))
    assert "declines" not in words(site.page("/actors/dock-union/").select_one("#section\\.positions"))
