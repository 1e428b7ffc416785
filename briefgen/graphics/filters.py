"""The filters that give templates their drawings: from what a view holds to shapes with places."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from briefgen.graphics.locator import Locator, draw_place
from briefgen.graphics.mirror import mirrored
from briefgen.graphics.periods import Periods, count_events, count_years
from briefgen.graphics.picture import fit_lines
from briefgen.graphics.steps import StepChart, draw_figures
from briefgen.graphics.timeline import MOST_EVENTS, Timeline, draw_events
from briefgen.views.cards import EventCard
from briefgen.views.place import PlaceView
from briefgen.views.question import FigureLine
from briefgen.views.years import YearCount
from briefgen.words import Words


def timeline(events: Sequence[EventCard], size: str, words: Words) -> Timeline | Periods | None:
    """Events one by one, or counted by period where there are too many; None where there are none.

    `size` is "wide" or "narrow", here and below; `words` are the site's, for dates and numbers.
    """
    if not events:
        return None
    if len(events) <= MOST_EVENTS[size]:
        return _facing(draw_events(events, size, words), words)
    return _facing(count_events(events, size, words, lambda event: f"#{event.place}"), words)


def years_chart(years: Sequence[YearCount], size: str, words: Words) -> Periods | None:
    """What stands on the pages by year; None where there are none."""
    return _facing(count_years(years, size, words), words) if years else None


def step_chart(lines: Sequence[FigureLine], size: str, words: Words) -> StepChart | None:
    """The figures of each origin over time; None where there are none."""
    return _facing(draw_figures(lines, size, words), words) if lines else None


def _facing(drawn: Any, words: Words) -> Any:
    """The drawing as the site is written: from the left, or from the right."""
    return mirrored(drawn) if words.direction == "rtl" else drawn


def locator(place: PlaceView) -> Locator | None:
    """The map of a region; None where neither a shape of it nor its coordinates are known."""
    return draw_place(place)


SPEAKING: Mapping[str, Callable[..., Any]] = {"step_chart": step_chart, "timeline": timeline, "years_chart": years_chart}
"""Filters that write dates and numbers into what they draw."""
SPOKEN = ("date.", "figure.", "drawing.", "page.alleged", "page.n_events")
"""How the names of the words begin that those filters write, or leave room for."""


def drawings(words: Words) -> Mapping[str, Callable[..., Any]]:
    """Every filter by name; those that write do so in `words`."""
    speaking = {name: partial(draw, words=words) for name, draw in SPEAKING.items()}
    return {"fit_lines": fit_lines, "locator": locator} | speaking
