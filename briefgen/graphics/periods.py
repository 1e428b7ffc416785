"""Events counted by period: what a timeline becomes where single marks could not be told apart.

A period is never finer than what is known of the events in it: an event known only to its year is in no
month, and stands below the columns as a bar over the year.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from briefgen.dates import Edtf, format_date, parse_date
from briefgen.graphics.lettering import text_width
from briefgen.graphics.timeline import SMALL_LETTERS, WIDTHS
from briefgen.graphics.timescale import END_OF_DAYS, FIRST_DAY, Tick, TimeAxis, extent_of, fit_axis, tidy
from briefgen.views.cards import EventCard
from briefgen.views.years import YearCount
from briefgen.words import Words

MOST_COLUMNS = {"wide": 26, "narrow": 11}
MOST_ROWS = 8
TALLEST, ROW = 96, 30
_TOP, _EDGE = 20, 4

Extent = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Column:
    """The events of one period: `alleged` of `count` are alleged. `url` leads to the newest on the list."""

    left: float
    width: float
    top: float
    alleged_top: float
    count: int
    alleged: int
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """Events of one extent that is longer than a period, or of several such where there are too many."""

    start: float
    end: float
    top: float
    label_at: float
    hit_from: float
    hit_width: float
    count: int
    alleged: int
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Periods:
    """A drawing of counts; the columns stand on `base`."""

    counted: ClassVar = True
    width: int
    height: float
    base: float
    ticks: tuple[Tick, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    direction: str = "ltr"


def count_events(events: Sequence[EventCard], size: str, words: Words, url_of: Callable[[EventCard], str]) -> Periods:
    """Counts of at least one event, newest first, in the finest periods that fit. `url_of`: its place on the page's list."""
    dated = [(parse_date(event.when.edtf), event) for event in events]
    extents = [extent_of(date) for date, _ in dated]
    period = _finest(fit_axis(extents, 0, 1), MOST_COLUMNS[size])
    axis = _whole_periods(extents, period, size)
    counted: dict[Extent, list[EventCard]] = {}
    longer: dict[Extent, list[tuple[Edtf, EventCard]]] = {}
    for date, event in dated:
        extent = extent_of(date)
        start, end = period(extent[0])
        fits = extent[1] <= end and not date.open_start and not date.open_end
        if fits:
            counted.setdefault((start, end), []).append(event)
        else:
            longer.setdefault(extent, []).append((date, event))
    amounts = [
        (extent, len(held), sum(1 for e in held if e.alleged), _period_name(*extent, words), url_of(held[0]))
        for extent, held in sorted(counted.items())
    ]
    columns = _columns(amounts, axis)
    base = _TOP + TALLEST if columns else 8
    rows = _rows(longer, axis, WIDTHS[size], base + 30, words, url_of)
    height = base + 28 + ROW * len(rows)
    return Periods(WIDTHS[size], height, base, axis.ticks(SMALL_LETTERS, words.dates), columns, rows)


def count_years(years: Sequence[YearCount], size: str, words: Words) -> Periods:
    """What stands on each of the pages by year, newest first; several years in one column where there are many."""
    numbers = [int(one.year) for one in years]
    step = next((n for n in _YEARS if max(numbers) // n - min(numbers) // n < MOST_COLUMNS[size]), _YEARS[-1])
    axis = _whole_periods([_years(number, number + 1) for number in numbers], _of_years(step), size)
    groups: dict[int, list[YearCount]] = {}
    for one in years:
        groups.setdefault(int(one.year) // step, []).append(one)
    amounts = []
    for number, held in sorted(groups.items()):
        extent = _of_years(step)(_new_year(int(held[0].year)))
        amounts.append((extent, sum(one.count for one in held), 0, _period_name(*extent, words), held[0].url))
    columns = _columns(amounts, axis)
    base = _TOP + TALLEST
    return Periods(WIDTHS[size], base + 28, base, axis.ticks(SMALL_LETTERS, words.dates), columns, ())


_YEARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


def _whole_periods(extents: Sequence[Extent], period: Callable[[int], Extent], size: str) -> TimeAxis:
    """An axis that cuts no period."""
    first, end = period(min(first for first, _ in extents))[0], period(max(end for _, end in extents) - 1)[1]
    return TimeAxis(max(first, FIRST_DAY), min(end, END_OF_DAYS), _EDGE, WIDTHS[size] - _EDGE)


def _columns(amounts: Sequence[tuple[Extent, int, int, str, str]], axis: TimeAxis) -> tuple[Column, ...]:
    most, base = max((count for _, count, *_ in amounts), default=1), _TOP + TALLEST
    columns = []
    for (start, end), count, alleged, label, url in amounts:
        left, right = axis.at(start), axis.at(end)
        high = max(TALLEST * count / most, 3.0)
        top, alleged_top = tidy(base - high), tidy(base - high * alleged / count)
        columns.append(Column(left, tidy(max(right - left - 1.5, 2.0)), top, alleged_top, count, alleged, label, url))
    return tuple(columns)


def _rows(
    longer: dict[Extent, list[tuple[Edtf, EventCard]]],
    axis: TimeAxis,
    width: int,
    top: float,
    words: Words,
    url_of: Callable[[EventCard], str],
) -> tuple[Row, ...]:
    groups = [([extent], held) for extent, held in sorted(longer.items())]
    if len(groups) > MOST_ROWS:
        rest = groups[MOST_ROWS - 1 :]
        groups[MOST_ROWS - 1 :] = [([e for es, _ in rest for e in es], [pair for _, held in rest for pair in held])]
    rows = []
    for number, (extents, held) in enumerate(groups):
        start = axis.left if any(d.open_start for d, _ in held) else axis.at(min(first for first, _ in extents))
        end = axis.right if any(d.open_end for d, _ in held) else axis.at(max(last for _, last in extents))
        names = {format_date(date, short=True, words=words.dates) for date, _ in held}
        label = names.pop() if len(names) == 1 else words["drawing.other_spans"]
        long = text_width(f"{label} {words.count('page.n_events', len(held))}", SMALL_LETTERS + 1)
        alleged = sum(1 for _, event in held if event.alleged)
        at = tidy(max(0.0, min(start, width - long)))
        left, end = min(at, start), tidy(max(end, start + 4))
        right, url = max(at + long, end), url_of(held[0][1])
        rows.append(Row(start, end, top + number * ROW, at, left, tidy(right - left), len(held), alleged, label, url))
    return tuple(rows)


# --- periods ---


def _finest(axis: TimeAxis, most: int) -> Callable[[int], Extent]:
    """The finest kind of period of which at most `most` lie on the axis: a function from a day to its extent."""
    days = axis.end - axis.first
    for length, period in _PERIODS:
        if days / length <= most:
            return period
    return _PERIODS[-1][1]


def _day(day: int) -> Extent:
    return day, day + 1


def _week(day: int) -> Extent:
    start = day - (day - 1) % 7  # 1 January of year 1 was a Monday
    return start, start + 7


def _months(count: int) -> Callable[[int], Extent]:
    def period(day: int) -> Extent:
        date = datetime.date.fromordinal(day)
        month = (date.month - 1) // count * count
        return _new_month(date.year * 12 + month), _new_month(date.year * 12 + month + count)

    return period


def _of_years(count: int) -> Callable[[int], Extent]:
    def period(day: int) -> Extent:
        start = datetime.date.fromordinal(day).year // count * count
        return _years(max(start, 1), start + count)

    return period


_PERIODS: tuple[tuple[float, Callable[[int], Extent]], ...] = (
    (1, _day),
    (7, _week),
    (30.4, _months(1)),
    (91.3, _months(3)),
    *((365.25 * count, _of_years(count)) for count in _YEARS),
)


def _years(start: int, end: int) -> Extent:
    return _new_year(start), _new_year(end)


def _new_year(year: int) -> int:
    return _new_month(year * 12)


def _new_month(number: int) -> int:
    """The first day of a month counted from year 0; past year 9999, the day after the last."""
    if number >= 120_000:
        return datetime.date.max.toordinal() + 1
    return datetime.date(number // 12, number % 12 + 1, 1).toordinal()


def _period_name(start: int, end: int, words: Words) -> str:
    """ "28 October 2024", "21–27 October 2024", "October 2024", "2020–2024"."""
    first, last = datetime.date.fromordinal(start), datetime.date.fromordinal(end - 1)
    for form in (_year_text, _month_text, datetime.date.isoformat):
        whole = parse_date(form(first)), parse_date(form(last))
        if (whole[0].earliest, whole[1].latest) == (first, last):
            return words.date(whole[0] if whole[0] == whole[1] else parse_date(f"{whole[0]}/{whole[1]}"))
    raise AssertionError("a day is always whole")


def _year_text(day: datetime.date) -> str:
    return f"{day.year:04}"


def _month_text(day: datetime.date) -> str:
    return f"{day.year:04}-{day.month:02}"
