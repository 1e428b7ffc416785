"""Step charts of figures: what was named stands where it was named, and no other number appears."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations

import pytest

from briefgen.answers import parse_figure
from briefgen.dates import parse_date
from briefgen.graphics.filters import step_chart
from briefgen.graphics.lettering import text_width
from briefgen.graphics.numberscale import fit_numbers, number_words
from briefgen.graphics.steps import MOST_PANELS, StepChart
from briefgen.views.cardmaking import when
from briefgen.views.cards import Link
from briefgen.views.question import FigureLine, FigurePoint
from site_driver import EXAMPLE, Site, language

def point(date: str, figure: str, revised: bool = False) -> FigurePoint:
    read = parse_figure(figure)
    low, high = ("" if bound is None else str(bound) for bound in (read.low, read.high))
    return FigurePoint(when(parse_date(date)), str(read), low, high, read.about, read.unclear, revised)


def line(name: str, *points: FigurePoint) -> FigureLine:
    return FigureLine(Link(name, f"/actors/{name.lower()}/"), points)


def chart(*lines: FigureLine, size: str = "wide") -> StepChart:
    drawn = step_chart(lines, size, language("en"))
    assert drawn is not None
    return drawn


# --- numbers ---


@pytest.mark.parametrize(
    ("figures", "labels"),
    [
        ([3000, 10000], ["0", "5,000", "10,000"]),
        ([7], ["0", "2", "4", "6", "8"]),
        ([0.3], ["0", "0.1", "0.2", "0.3"]),
        ([1], ["0", "0.5", "1"]),
        ([2_500_000], ["0", "1 million", "2 million", "3 million"]),
        ([0], ["0", "1"]),
        ([], ["0", "1"]),
        ([3, 4_000_000], ["1", "100", "10,000", "1 million", "100 million"]),
        ([0, 3, 4_000_000], ["0", "1 million", "2 million", "3 million", "4 million"]),
        ([1e30], ["0", "5 × 10²⁹", "10³⁰"]),
    ],
)
def test_ticks_are_few_and_round(figures: list[float], labels: list[str]) -> None:
    assert [tick.label for tick in fit_numbers(figures, 100, language("en")).ticks] == labels


def test_an_axis_holds_its_figures_in_order() -> None:
    for figures in ([1, 2, 3], [5, 5_000, 5_000_000], [0.001, 3]):
        axis = fit_numbers(figures, 100, language("en"))
        places = [axis.at(figure) for figure in figures]
        assert places == sorted(places) and 0 <= places[0] and places[-1] <= 100
    assert fit_numbers([5, 5_000_000], 100, language("en")).logarithmic and not fit_numbers([5, 500], 100, language("en")).logarithmic


def test_round_numbers_in_words() -> None:
    numbers = (0, 0.25, 12, 1500, 2e6, 1.5e9, 2.5e15)
    assert [number_words(n, language("en")) for n in numbers] == ["0", "0.25", "12", "1,500", "2 million", "1.5 billion", "2.5 × 10¹⁵"]
    assert [number_words(n, language("de")) for n in numbers] == ["0", "0,25", "12", "1.500", "2 Mio.", "1,5 Mrd.", "2,5 × 10¹⁵"]


# --- steps ---


def test_bounds_are_drawn_as_they_were_named() -> None:
    drawn = chart(line("A", *(point(f"2024-03-{n:02}", text) for n, text in enumerate(("100", "up to 80", "at least 40", "about 50", "20 to 60"), 1))))
    exact, up_to, at_least, about, between = drawn.panels[0].steps
    floor, top = drawn.panels[0].floor, drawn.panels[0].top
    assert exact.top == exact.bottom == exact.edges[0] and not (exact.upward or exact.downward)
    assert up_to.downward and up_to.bottom == floor and up_to.edges == (up_to.top,)
    assert at_least.upward and at_least.top == top and at_least.edges == (at_least.bottom,)
    assert about.top < about.edges[0] < about.bottom, "a band a tenth either way"
    assert between.edges == (between.top, between.bottom) and between.top < between.bottom
    assert exact.edges[0] < up_to.edges[0] < between.edges[0], "more stands higher"
    assert drawn.shows == {"up", "down", "about"}


def test_a_figure_holds_until_its_origin_names_another() -> None:
    drawn = chart(line("A", point("2024-03-01", "10"), point("2024-03-20", "20")), line("B", point("2024-03-10", "15")))
    first, second = drawn.panels[0].steps
    assert first.until == second.start and second.until == drawn.right
    assert second.joint == (first.edges[0], second.edges[0]) and first.joint is None
    assert drawn.panels[1].steps[0].until == drawn.right


def test_figures_step_to_the_left_where_pages_are_written_from_the_right() -> None:
    lines = (line("A", point("2024-03-01", "10"), point("2024-03-20", "20")),)
    turned = step_chart(lines, "wide", replace(language("en"), direction="rtl"))
    assert turned is not None and turned.numbers_at > turned.right and turned.names_at == 800
    first, second = turned.panels[0].steps
    assert first.begins == first.held_to and first.held_from == second.begins and second.held_from == turned.left


def test_a_month_stays_a_month() -> None:
    month, day = chart(line("A", point("2024-03", "up to 10", revised=True), point("2024-03-20", "20 (unclear)"))).panels[0].steps
    assert month.end - month.start > 20 * (day.end - day.start)
    assert month.point.revised and day.point.unclear


@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("seed", range(8))
def test_labels_keep_apart_and_inside(seed: int, size: str) -> None:
    chance = random.Random(seed)
    forms = ("{}", "up to {}", "at least {}", "about {}", "{} (unclear)", "{} to 99999")
    dates = sorted(chance.choice(("2024-03-05", "2024-03", "2024", "2024-03-06", "0001", "9999-12-31")) for _ in range(12))
    lines = [
        line(f"Origin {n} " + "with a very long name " * n, *(point(d, chance.choice(forms).format(chance.randint(0, 9999))) for d in dates))
        for n in range(3)
    ]
    drawn = chart(*lines, size=size)
    for panel in drawn.panels:
        boxes = [(s.label_at, s.label_at + text_width(s.label, 11), s.label_line) for s in panel.steps if s.label]
        for left, right, at in boxes:
            assert drawn.left - 0.1 <= left and right <= drawn.right + 0.1 and panel.top <= at <= panel.floor
        for a, b in combinations(boxes, 2):
            assert a[1] < b[0] or b[1] < a[0] or abs(a[2] - b[2]) > 12
        assert all(panel.top - 0.1 <= s.top <= s.bottom <= panel.floor for s in panel.steps)
    assert drawn.height >= drawn.panels[-1].floor


def test_too_many_origins_are_counted_not_dropped_in_silence() -> None:
    lines = [line(f"O{n}", *[point("2024-03-01", "5")] * (1 + n % 3)) for n in range(20)]
    drawn = chart(*lines)
    assert len(drawn.panels) == MOST_PANELS and drawn.left_out == 12
    assert {p.line.origin.label for p in drawn.panels} >= {"O2", "O5", "O8", "O11", "O14", "O17"}
    assert step_chart([], "wide", language("en")) is None


# --- on pages ---


def test_the_example_draws_its_figures(tmp_path) -> None:  # type: ignore[no-untyped-def]
    if not EXAMPLE.is_dir():
        pytest.skip("the example site is not beside this checkout")
    site = Site.from_dir(EXAMPLE, tmp_path).build().expect_exit(0)
    drawing = site.page("/questions/dprk-troop-count/").select_one("#section\\.figures figure")
    assert drawing is not None and [svg["class"] for svg in drawing.select("svg")] == [["wide"], ["narrow"]]
    told = [title.get_text() for title in drawing.select("svg.wide title")]
    assert told == ["October 2024: up to 3,000, since revised", "28 October 2024: 10,000 (unclear)"]
    assert not site.page("/questions/dprk-troops-in-russia/").select("#section\\.figures")
