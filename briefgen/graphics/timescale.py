"""The axis of time: days to places along a line, and its ticks.

Days are counted as Python's ordinals: 1 is 1 January of year 1, and day `n` fills `n` to `n + 1`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from briefgen.dates import DateWords, Edtf, format_date, parse_date
from briefgen.graphics.lettering import text_width

FIRST_DAY, END_OF_DAYS = 1, datetime.date.max.toordinal() + 1
_STEPS: tuple[tuple[str, int], ...] = (
    ("day", 1), ("day", 2), ("day", 7),
    ("month", 1), ("month", 2), ("month", 3), ("month", 6),
    *(("year", n) for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)),
)  # fmt: skip
_GAP = 14.0
"""The least space between two labels of ticks."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis with its label; `anchor` is SVG's `text-anchor`."""

    at: float
    label: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Days from `first` up to `end` (not included) along `left` to `right`, evenly."""

    first: int
    end: int
    left: float
    right: float

    def at(self, day: float) -> float:
        """Where `day` begins, kept within the axis."""
        share = (min(max(day, self.first), self.end) - self.first) / (self.end - self.first)
        return tidy(self.left + share * (self.right - self.left))

    def ticks(self, size: float, words: DateWords) -> tuple[Tick, ...]:
        """The most ticks whose labels, in `words`, keep apart at a font size of `size` units."""
        for unit, step in _STEPS:
            if (self.right - self.left) * step * _DAYS[unit] < (self.end - self.first) * 20:
                continue  # closer than any label is wide
            ticks: list[Tick] = []
            for day in self._days(unit, step):
                tick = self._tick(day, _label(day, unit, not ticks, words), size)
                if ticks and _end(ticks[-1], size) + _GAP > _start(tick, size):
                    break
                ticks.append(tick)
            else:
                return tuple(ticks)
        return ()

    def _days(self, unit: str, step: int) -> Iterator[int]:
        """The days within the axis on which a tick of `step` units stands."""
        if unit == "day":
            yield from range(self.first + (1 - self.first) % step, self.end, step)  # weeks begin on Mondays
            return
        start = datetime.date.fromordinal(self.first)
        months = step * (12 if unit == "year" else 1)
        number = (start.year * 12 + start.month - 1) // months * months
        while number < 12 * 10_000:
            if number >= 12:
                day = datetime.date(number // 12, number % 12 + 1, 1).toordinal()
                if day >= self.end:
                    return
                if day >= self.first:
                    yield day
            number += months

    def _tick(self, day: int, label: str, size: float) -> Tick:
        at = self.at(day)
        half = text_width(label, size) / 2
        anchor = "start" if at - half < 0 else "end" if at + half > self.right + self.left else "middle"
        return Tick(at, label, anchor)


@lru_cache(maxsize=4096)
def _label(day: int, unit: str, first: bool, words: DateWords) -> str:
    """The name of a tick; of days, only the first says its year."""
    date = datetime.date.fromordinal(day)
    if unit == "day" and not first:
        return words.day_month.format(day=date.day, month=words.short_months[date.month - 1])
    named = parse_date(date.isoformat()[: {"day": 10, "month": 7, "year": 4}[unit]])
    return format_date(named, short=True, words=words)


_DAYS = {"day": 1.0, "month": 30.4, "year": 365.25}


def _start(tick: Tick, size: float) -> float:
    return tick.at - {"start": 0.0, "middle": 0.5, "end": 1.0}[tick.anchor] * text_width(tick.label, size)


def _end(tick: Tick, size: float) -> float:
    return _start(tick, size) + text_width(tick.label, size)


def fit_axis(extents: list[tuple[int, int]], left: float, right: float) -> TimeAxis:
    """An axis that holds all `extents` (first day, day after the last), with a little room around them."""
    first, end = min(first for first, _ in extents), max(end for _, end in extents)
    room = max((end - first) // 25, 1)
    return TimeAxis(max(first - room, FIRST_DAY), min(end + room, END_OF_DAYS), left, right)


def extent_of(date: Edtf) -> tuple[int, int]:
    """(first day, day after the last) that `date` names; at an open end, that of its known one."""
    first, end = date.earliest.toordinal(), date.latest.toordinal() + 1
    if date.open_start:
        first = _known(date, 1)[0]
    if date.open_end:
        end = _known(date, 0)[1]
    return first, end


def _known(date: Edtf, side: int) -> tuple[int, int]:
    return extent_of(parse_date(date.text.split("/")[side]))


def tidy(number: float) -> float:
    """A tenth of a unit is finer than any screen; whole numbers stay short."""
    rounded = round(number, 1)
    return int(rounded) if rounded == int(rounded) else rounded
