"""A timeline of events: each at the precision that is known, its label above it, no two over each other.

A day is a dot; a month, a year or a span is a bar over its whole extent. Where there are more events than
can be told apart, they are counted by period (`periods.py`) instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from briefgen.dates import DateWords, Edtf, format_date, parse_date
from briefgen.graphics.lettering import fit_text, isolated, text_width
from briefgen.graphics.timescale import Tick, TimeAxis, extent_of, fit_axis, tidy
from briefgen.views.cards import EventCard
from briefgen.words import Words

WIDTHS = {"wide": 800, "narrow": 320}
"""The widths of drawings, in units; each is shown where a page has about as many CSS pixels."""
MOST_EVENTS = {"wide": 24, "narrow": 12}
"""Up to how many events each has its own mark."""
LANE, LETTERS, SMALL_LETTERS = 30, 12.5, 11.0
_EDGE, _GAP, _SHORTEST_BAR, _LONGEST_LABEL = 8, 14, 7, 430


@dataclass(frozen=True, slots=True)
class Mark:
    """One event. `start` to `end` is its bar, or both are the centre of its dot; `top` is its lane's.

    The label stands at `label_at`, a question mark at `doubt_at`; `hit_from` and `hit_width` are what can be clicked.
    """

    event: EventCard
    dot: bool
    start: float
    end: float
    top: float
    date: str
    label: str
    label_at: float
    doubt_at: float
    hit_from: float
    hit_width: float
    approximate: bool
    uncertain: bool
    open_start: bool
    open_end: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """A drawing of events one by one; `axis_top` is where its axis stands."""

    counted: ClassVar = False
    width: int
    height: float
    axis_top: float
    ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    direction: str = "ltr"


def draw_events(events: Sequence[EventCard], size: str, words: Words) -> Timeline:
    """The timeline of at least one event. `size` is "wide" or "narrow"."""
    width = WIDTHS[size]
    dates = [parse_date(event.when.edtf) for event in events]
    axis = fit_axis([extent_of(date) for date in dates], _EDGE, width - _EDGE)
    lanes: list[list[tuple[float, float]]] = []
    pairs = sorted(zip(dates, events, strict=True), key=lambda pair: (pair[0].sort_key, pair[1].ref))
    marks = tuple(_mark(event, date, axis, width, lanes, words) for date, event in pairs)
    axis_top = len(lanes) * LANE + 6
    return Timeline(width, axis_top + 24, axis_top, axis.ticks(SMALL_LETTERS, words.dates), marks)


def _mark(event: EventCard, date: Edtf, axis: TimeAxis, width: int, lanes: list[list[tuple[float, float]]], words: Words) -> Mark:
    dot, start, end = _place(date, axis)
    when, label, long = _written(event.text, date, words["page.alleged"] if event.alleged else "", width, words.dates)
    label_at = max(0.0, min(start - 5 if dot else start, width - long))
    left = min(label_at, start - 12)
    right = max(label_at + long, end + 12)
    lane = _free_lane(lanes, left, right)
    return Mark(
        event, dot, start, end, lane * LANE, when, label, tidy(label_at), tidy(end + 8), tidy(left), tidy(right - left),
        date.approximate, date.uncertain, date.open_start, date.open_end,
    )  # fmt: skip


@lru_cache(maxsize=65_536)
def _written(text: str, date: Edtf, tag: str, width: int, words: DateWords) -> tuple[str, str, float]:
    """(the date, as much of the text as fits behind it and the tag, how wide all is), in a drawing of `width` units."""
    when = format_date(date, short=True, words=words)
    before = f"{when} {tag} " if tag else f"{when} "
    label = fit_text(text, LETTERS, min(width, _LONGEST_LABEL) - text_width(before, LETTERS))
    return when, isolated(label), min(text_width(before + label, LETTERS), width)


def _place(date: Edtf, axis: TimeAxis) -> tuple[bool, float, float]:
    """(whether it is a dot, where it starts, where it ends)."""
    first, end = extent_of(date)
    if not date.is_span and date.precision in ("day", "time"):
        centre = tidy(axis.at(first + 0.5))
        return True, centre, centre
    left = axis.left if date.open_start else axis.at(first)
    right = axis.right if date.open_end else axis.at(end)
    missing = max(_SHORTEST_BAR - (right - left), 0) / 2
    return False, tidy(left - missing), tidy(right + missing)


def _free_lane(lanes: list[list[tuple[float, float]]], left: float, right: float) -> int:
    """The highest lane with room from `left` to `right`, which is then taken."""
    for number, taken in enumerate(lanes):
        if all(right + _GAP <= start or end + _GAP <= left for start, end in taken):
            taken.append((left, right))
            return number
    lanes.append([(left, right)])
    return len(lanes) - 1
