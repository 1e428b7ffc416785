"""Timelines: honest extents, labels apart, counts that lose no event, at every date there is."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from markupsafe import Markup

from briefgen.dates import parse_date
from briefgen.graphics.filters import timeline, years_chart
from briefgen.graphics.lettering import fit_text, isolated, text_width
from briefgen.graphics.periods import MOST_COLUMNS, Periods
from briefgen.graphics.timeline import LANE, MOST_EVENTS, WIDTHS, Timeline
from briefgen.graphics.timescale import extent_of, fit_axis
from briefgen.views.cardmaking import when
from briefgen.views.cards import EventCard, Link
from briefgen.views.years import YearCount
from site_driver import Site, language

ENGLISH = language("en")
SIZES = ("wide", "narrow")


def event(number: int, date: str, text: str = "Cranes arrive at the pier", alleged: bool = False) -> EventCard:
    claim = Link("The port, 5 March 2024", "/briefings/b/#c") if alleged else None
    url, briefing = f"/briefings/b/#{number}", Link("B", "/briefings/b/")
    return EventCard(f"b/{number}", str(number), f"b--{number}", url, briefing, Markup.escape(text), text, when(parse_date(date)), (), (), None, claim, "clear")


def drawn(dates: list[str], size: str = "wide") -> Timeline:
    found = timeline([event(number, date) for number, date in enumerate(dates)], size, ENGLISH)
    assert isinstance(found, Timeline)
    return found


# --- extents ---


@pytest.mark.parametrize(
    ("date", "first", "end"),
    [
        ("2024-10-28", "2024-10-28", "2024-10-28"),
        ("2024-10-28T18:09", "2024-10-28", "2024-10-28"),
        ("2024-02~", "2024-02-01", "2024-02-29"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-08/2024-10", "2024-08-01", "2024-10-31"),
        ("2024-08/..", "2024-08-01", "2024-08-31"),
        ("../2024-08", "2024-08-01", "2024-08-31"),
        ("9999-12-31", "9999-12-31", "9999-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
    ],
)
def test_extent_is_what_the_date_may_mean(date: str, first: str, end: str) -> None:
    expected = parse_date(first).earliest.toordinal(), parse_date(end).latest.toordinal() + 1
    assert extent_of(parse_date(date)) == expected


def test_a_day_is_a_dot_and_whatever_is_less_precise_a_bar_over_its_extent() -> None:
    marks = {mark.event.when.edtf: mark for mark in drawn(["2024-03-15", "2024-03", "2024", "2024-02/2024-05"]).marks}
    assert marks["2024-03-15"].dot and marks["2024-03-15"].start == marks["2024-03-15"].end
    bars = {date: mark.end - mark.start for date, mark in marks.items() if not mark.dot}
    assert bars["2024"] / bars["2024-02/2024-05"] == pytest.approx(366 / 121, rel=0.02)
    assert bars["2024"] / bars["2024-03"] == pytest.approx(366 / 31, rel=0.02)
    assert marks["2024-03"].start < marks["2024-03-15"].start < marks["2024-03"].end


def test_open_spans_run_to_the_edge_and_say_so() -> None:
    marks = {mark.event.when.edtf: mark for mark in drawn(["2024-05/..", "../2024-03", "2024-04-01"]).marks}
    assert marks["2024-05/.."].open_end and marks["2024-05/.."].end == WIDTHS["wide"] - 8
    assert marks["../2024-03"].open_start and marks["../2024-03"].start == 8


def test_doubt_is_carried() -> None:
    about, perhaps, both = (drawn([date]).marks[0] for date in ("2024-03~", "2024-03?", "2024-03-05%"))
    assert (about.approximate, about.uncertain) == (True, False)
    assert (perhaps.approximate, perhaps.uncertain) == (False, True)
    assert (both.approximate, both.uncertain) == (True, True)
    assert about.date == "c. Mar 2024" and perhaps.date == "Mar 2024?"


# --- labels ---


def overlaps(a, b) -> bool:  # type: ignore[no-untyped-def]
    return a.hit_from < b.hit_from + b.hit_width and b.hit_from < a.hit_from + a.hit_width


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("seed", range(12))
def test_nothing_overlaps_and_nothing_leaves_the_drawing(size: str, seed: int) -> None:
    chance = random.Random(seed)
    words = ["Мост закрыт", "الجسر مغلق أمام الشاحنات", "橋は通行止めになった" * 4, "W" * 200, "", "e\u0301" * 90, "a bridge 🌉 closes"]
    dates = ["2024-03-05", "2024-03-05T10:00", "2024-03", "2024~", "2024-02/..", "../2024-06?", "2023-12-31/2024-01-02", "0001", "9999"]
    events = [event(n, chance.choice(dates[: 7 + 2 * (seed % 2)]), chance.choice(words), chance.random() < 0.4) for n in range(MOST_EVENTS[size])]
    found = timeline(events, size, ENGLISH)
    assert isinstance(found, Timeline) and len(found.marks) == len(events)
    for mark in found.marks:
        assert -0.1 <= mark.label_at
        long = text_width(f"{mark.date} {'alleged ' if mark.event.alleged else ''}{mark.label}", 12.5)
        assert mark.label_at + long <= found.width + 1
        assert mark.top + LANE <= found.axis_top
    for n, mark in enumerate(found.marks):
        assert not [other for other in found.marks[:n] if other.top == mark.top and overlaps(mark, other)]
    assert all(a.at < b.at for a, b in zip(found.ticks, found.ticks[1:], strict=False))


def test_text_is_cut_to_fit_between_letters_and_keeps_its_direction() -> None:
    assert fit_text("short", 10, 100) == "short"
    cut = fit_text("a long text that does not fit", 10, 80)
    assert cut.endswith("…") and text_width(cut, 10) <= 80
    assert fit_text("e\u0301" * 50, 10, 60).rstrip("…")[-1] == "\u0301"
    assert fit_text("anything", 10, 3) == ""
    assert isolated("plain") == "plain"
    assert isolated("الجسر 12") == "\u2068الجسر 12\u2069"


# --- very many, very few, very far apart ---


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "dates",
    [["2024-10-28"] * 40, ["0001", "9999-12-31", "../0001", "9999/.."] * 10, [f"{y:04}" for y in range(1, 10_000, 11)], ["9999-12-31T23:59"] * 30],
    ids=["one day", "ends of time", "every age", "last day"],
)
def test_counts_hold_every_event_once(size: str, dates: list[str]) -> None:
    found = timeline([event(n, date, alleged=n % 3 == 0) for n, date in enumerate(dates)], size, ENGLISH)
    assert isinstance(found, Periods)
    assert sum(one.count for one in (*found.columns, *found.rows)) == len(dates)
    assert sum(one.alleged for one in (*found.columns, *found.rows)) == len(range(0, len(dates), 3))
    assert len(found.columns) <= MOST_COLUMNS[size] + 2
    for one in found.columns:
        assert 0 <= one.left and one.left + one.width <= found.width
        assert one.width >= 24 or len(found.columns) == 1, "a target is at least 24 pixels wide (WCAG 2.2, 2.5.8)"
        assert one.top <= one.alleged_top <= found.base


def test_ten_thousand_events_are_small_and_put_nothing_where_it_is_not_known_to_be() -> None:
    chance = random.Random(7)
    days = [f"{chance.choice((2022, 2023))}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}" for _ in range(9_000)]
    events = [event(n, date) for n, date in enumerate([*days, *["2023"] * 600, *["2022-05/.."] * 400])]
    found = timeline(events, "wide", ENGLISH)
    assert isinstance(found, Periods)
    assert len(found.columns) == 24 and sum(one.count for one in found.columns) == 9_000
    assert [(row.label, row.count) for row in found.rows] == [("since May 2022", 400), ("2023", 600)]
    october = next(one for one in found.columns if one.label == "October 2023")
    assert october.count == sum(day.startswith("2023-10") for day in days)
    first = next(e for e in events if e.when.edtf.startswith("2023-10"))
    assert october.url == f"#{first.place}"


def test_nothing_is_drawn_of_nothing() -> None:
    assert timeline([], "wide", ENGLISH) is None and years_chart([], "wide", ENGLISH) is None


def test_years_are_counted_with_links_to_their_pages() -> None:
    found = years_chart([YearCount(str(year), year - 2000, f"/timeline/{year}/") for year in range(2024, 2020, -1)], "wide", ENGLISH)
    assert found and [(one.label, one.count, one.url) for one in found.columns] == [
        (str(year), year - 2000, f"/timeline/{year}/") for year in range(2021, 2025)
    ]
    far = years_chart([YearCount(f"{year:04}", 1, f"/timeline/{year:04}/") for year in range(9999, 0, -1)], "narrow", ENGLISH)
    assert far and sum(one.count for one in far.columns) == 9_999 and far.columns[0].label == "1–999"


def test_an_axis_stays_within_the_days_there_are() -> None:
    axis = fit_axis([extent_of(parse_date("0001-01-01")), extent_of(parse_date("9999-12-31"))], 0, 100)
    assert (axis.at(axis.first), axis.at(axis.end)) == (0, 100)
    assert [tick.label for tick in axis.ticks(1, ENGLISH.dates)][:2] == ["2000", "4000"]


# --- from the right ---

FROM_THE_RIGHT = replace(ENGLISH, direction="rtl")


def test_time_runs_to_the_left_where_pages_are_written_from_the_right() -> None:
    events = [event(0, "2024-03-01"), event(1, "2024-04"), event(2, "2024-05/.."), event(3, "../2024-02")]
    plain, turned = (timeline(events, "wide", words) for words in (ENGLISH, FROM_THE_RIGHT))
    assert isinstance(plain, Timeline) and isinstance(turned, Timeline) and turned.direction == "rtl"
    for before, after in zip(plain.marks, turned.marks, strict=True):
        assert after.start == pytest.approx(800 - before.end) and after.end == pytest.approx(800 - before.start)
        assert after.hit_from == pytest.approx(800 - before.hit_from - before.hit_width) and after.top == before.top
        assert (after.open_start, after.open_end) == (before.open_end, before.open_start), "its arrow points to the left"
    assert [tick.at for tick in turned.ticks] == [pytest.approx(800 - tick.at) for tick in plain.ticks]


def test_counts_are_mirrored_with_their_axis() -> None:
    years = [YearCount(str(year), year - 2000, f"/timeline/{year}/") for year in range(2024, 2020, -1)]
    turned = years_chart(years, "wide", FROM_THE_RIGHT)
    assert turned and [one.label for one in sorted(turned.columns, key=lambda one: one.left)] == ["2024", "2023", "2022", "2021"]
    assert all(0 <= one.left and one.left + one.width <= 800 for one in turned.columns)


# --- on pages ---


def test_pages_draw_their_events_and_link_to_them(tmp_path) -> None:  # type: ignore[no-untyped-def]
    site = Site.small(tmp_path).build().expect_exit(0)
    page = site.page("/timeline/")
    drawings = page.select("figure.drawing > svg")
    assert [svg["class"] for svg in drawings] == [["wide"], ["narrow"]]
    listed = {cite.parent["href"] for cite in page.select("ol.events a > cite")}
    for svg in drawings:
        assert svg["aria-label"].startswith("Timeline of ")
        assert {a["href"] for a in svg.select("a")} == listed
        assert not svg.select("[style], script, style")


def test_many_events_lead_to_their_places_on_the_list(tmp_path) -> None:  # type: ignore[no-untyped-def]
    more = "".join(f"\n  e{n}:\n    what: Event number {n}\n    date: 2023-{n % 12 + 1:02}\n" for n in range(40))
    site = Site.small(tmp_path)
    path = "content/annotations/pier.yaml"
    text = site.read(path)
    assert "events:\n" in text
    site.write(path, text.replace("events:\n", f"events:{more}", 1)).build().expect_exit(0)
    page = site.page("/timeline/")
    targets = {a["href"][1:] for a in page.select("svg a") if a["href"].startswith("#")}
    assert targets and targets <= {li["id"] for li in page.select("ol.events > li")}
