"""Dates as precise as their source: a subset of EDTF (ISO 8601-2:2019, levels 0 and 1).

`2024`, `2024-10`, `2024-10-28`, `2024-10-28T18:09` (with seconds and `Z` or `+03:00`, if known), each
followed by `?` (uncertain), `~` (approximate) or `%` (both); spans `a/b`, with `..` for an open end.
October stays October: nothing is ever rounded to a day. A time without seconds is ours, not EDTF's.

Also the place where "today" comes from: nothing else in the program reads a clock.
"""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, NamedTuple

Precision = Literal["year", "month", "day", "time"]

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_POINT = (
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})"
    r"(?:T([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?([?~%]?)"
)
_POINT_PATTERN = re.compile(_POINT)
_FORMS = "write a year, month, day or time: 2024, 2024-10, 2024-10-28, 2024-10-28T18:09"
_NO_TIME = -86400  # sorts before every time of the day, in any zone
_EPOCH = datetime.date(1970, 1, 1)
_LAST_SECOND = (datetime.date.max - _EPOCH).days * 86400


class DateError(ValueError):
    """A text that is not a date; `hint` says what to write instead, as far as that is certain."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True, repr=False)
class Edtf:
    """A date, time or span. Equal and hashed by `text`; made by `parse_date` only.

    `earliest` and `latest` are the first and the last day it may mean (`date.min`, `date.max` at an
    open end); `precision` is that of the start, or of the end where the start is open. `year` is the year it is
    filed under: that of its earliest day, or of an open start's end. `sort_key` orders by earliest day; within it
    days before times, times by the clock (UTC if zoned).
    """

    text: str
    earliest: datetime.date = field(compare=False)
    latest: datetime.date = field(compare=False)
    precision: Precision = field(compare=False)
    year: int = field(init=False, compare=False)
    sort_key: tuple[int, int, int, str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        day, time = self.earliest.toordinal(), _NO_TIME
        if self.precision == "time" and not self.open_start:
            time = _read_point(self.text.partition("/")[0]).second(self.earliest, 0) - day * 86400
        object.__setattr__(self, "year", (self.latest if self.open_start else self.earliest).year)
        object.__setattr__(self, "sort_key", (day, time, self.latest.toordinal(), self.text))

    @property
    def is_span(self) -> bool:
        return "/" in self.text

    @property
    def open_start(self) -> bool:
        return self.text.startswith("../")

    @property
    def open_end(self) -> bool:
        return self.text.endswith("/..")

    @property
    def uncertain(self) -> bool:
        return "?" in self.text or "%" in self.text

    @property
    def approximate(self) -> bool:
        return "~" in self.text or "%" in self.text

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"parse_date({self.text!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return parse_date, (self.text,)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from pydantic_core import PydanticCustomError, core_schema

        def validate(value: Any) -> Edtf:
            if isinstance(value, cls):
                return value
            try:
                if not isinstance(value, str):
                    raise DateError("a date is one text, not a list or mapping", _FORMS)
                return parse_date(value)
            except DateError as error:
                context = {"message": str(error), "hint": error.hint}
                raise PydanticCustomError("date", "{message}", context) from None

        to_text = core_schema.plain_serializer_function_ser_schema(str)
        return core_schema.no_info_plain_validator_function(validate, serialization=to_text)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        return {
            "type": "string",
            "pattern": rf"^(?:{_POINT}(?:/(?:{_POINT}|\.\.))?|\.\./{_POINT})$",
            "description": "A date as precise as its source: 2024, 2024-10, 2024-10-28, "
            "2024-10-28T18:09; ? uncertain, ~ approximate; a span 2024-08/2024-10, 2024-08/..",
        }


# -- parsing ---------------------------------------------------------------------------------------


@lru_cache(maxsize=8192)
def parse_date(text: str) -> Edtf:
    """Read one date. `DateError` says what is wrong with it, and what to write."""
    typed = text.strip()
    try:
        return _parse(typed)
    except DateError as error:
        raise DateError(str(error), error.hint or _hint(typed)) from None


def _hint(text: str) -> str:
    from briefgen.datehints import find_readings  # only where something is wrong

    readings = find_readings(text, _is_date)
    which = ", whichever is meant" if len(readings) > 1 else ""
    return f"write {' or '.join(readings)}{which}" if readings else _FORMS


def _is_date(text: str) -> bool:
    try:
        _parse(text)
    except DateError:
        return False
    return True


def _parse(text: str) -> Edtf:
    if not text:
        raise DateError("there is no date here", _FORMS)
    sides = text.split("/")
    if len(sides) == 2 and any(sides) and all(_may_end_a_span(side) for side in sides):
        return _parse_span(text, *sides)
    point = _read_point(text)
    return Edtf(text, point.earliest, point.latest, point.precision)


def _may_end_a_span(text: str) -> bool:
    return text in ("", "..") or _POINT_PATTERN.fullmatch(text) is not None


def _parse_span(text: str, start: str, end: str) -> Edtf:
    if start == end == "..":
        raise DateError("this span is open at both ends", "write the end that is known: 2024-08/..")
    if not start or not end:
        hint = f"write {start or '..'}/{end or '..'} if that end is open"
        raise DateError(f"this span has no {'start' if end else 'end'}", hint)
    first = None if start == ".." else _read_point(start)
    last = None if end == ".." else _read_point(end)
    if first and last:
        zoned = bool(first.zone and last.zone)
        if last.second(last.latest, 86399, zoned) < first.second(first.earliest, 0, zoned):
            message = f"this span ends ({end}) before it starts ({start})"
            raise DateError(message, "write the earlier date first")
    earliest = first.earliest if first else datetime.date.min
    latest = last.latest if last else datetime.date.max
    known = first or last
    assert known is not None
    return Edtf(text, earliest, latest, known.precision)


class _Point(NamedTuple):
    """One end of a span, or a date that is none. `time` is 18:09 or 18:09:30; "" if not known."""

    year: int
    month: int | None
    day: int | None
    time: str
    zone: str
    mark: str

    @property
    def earliest(self) -> datetime.date:
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> datetime.date:
        month = self.month or 12
        return datetime.date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def precision(self) -> Precision:
        return "time" if self.time else "day" if self.day else "month" if self.month else "year"

    def second(self, day: datetime.date, without_time: int, zoned: bool = True) -> int:
        """Seconds from the start of year 1 to its time on `day`, in UTC if `zoned`."""
        seconds = without_time
        if self.time:
            hour, minute, *rest = map(int, self.time.split(":"))
            seconds = hour * 3600 + minute * 60 + (rest[0] if rest else 0)
        if zoned and self.zone not in ("", "Z"):
            offset = int(self.zone[1:3]) * 3600 + int(self.zone[4:]) * 60
            seconds -= offset if self.zone[0] == "+" else -offset
        return day.toordinal() * 86400 + seconds


def _read_point(text: str) -> _Point:
    found = _POINT_PATTERN.fullmatch(text)
    if found is None:
        shown = text if len(text) <= 40 else text[:39] + "…"
        raise DateError(f"'{shown}' is not a date written as year-month-day")
    year, month, day, time, zone, mark = found.groups()
    if year == "0000":
        raise DateError("there is no year 0000", "years run from 0001 to 9999")
    if month and not 1 <= int(month) <= 12:
        season = not day and 21 <= int(month) <= 41  # as EDTF writes them
        hint = "seasons are not read; write the months: 2024-06/2024-08" if season else ""
        raise DateError(f"there is no month {month}", hint)
    if day and not 1 <= int(day) <= monthrange(int(year), int(month))[1]:
        where = f"{MONTHS[int(month) - 1]} {year}"
        hint = "" if day == "00" else f"write {year}-{month} if the day is not known"
        raise DateError(f"there is no day {day} in {where}", hint)
    if time and (time[:2] > "23" or time[3:5] > "59" or time[6:] > "59"):
        raise DateError(f"there is no time {time}", "times run from 00:00 to 23:59:59")
    if zone and zone != "Z" and (zone[1:] > "14:00" or zone[4:] > "59" or zone == "-00:00"):
        raise DateError(f"there is no time zone {zone}", "write Z for UTC, or an offset such as +03:00")
    number = [int(part) if part else None for part in (month, day)]
    return _Point(int(year), number[0], number[1], time or "", zone or "", mark)


# -- showing ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class DateWords:
    """How a language writes dates; `{places}` are filled. `short_months` and `short_…` are for narrow places.

    One object stands for each language of a build, so it is compared and hashed by identity.
    """

    months: tuple[str, ...] = MONTHS
    short_months: tuple[str, ...] = tuple(month[:3] for month in MONTHS)
    day: str = "{day}"
    day_month: str = "{day} {month}"
    full: str = "{day} {month} {year}"
    month_year: str = "{month} {year}"
    time: str = "{date}, {time}"
    about: str = "about {date}"
    short_about: str = "c. {date}"
    uncertain: str = "{date} (uncertain)"
    short_uncertain: str = "{date}?"
    since: str = "since {date}"
    until: str = "until {date}"


ENGLISH = DateWords()


def format_date(date: Edtf, *, short: bool = False, words: DateWords = ENGLISH) -> str:
    """Write a date for readers, at the precision it has.

    In English: "28 October 2024, 18:09", "about October 2024" (~), "October 2024 (uncertain)" (?), "since
    August 2024", "3–5 October 2024". `short`: "28 Oct 2024", "c. Oct 2024", "Oct 2024?".
    """
    writer = _Writer(words, short)
    if not date.is_span:
        return writer.point(_read_point(date.text))
    start, end = date.text.split("/")
    if date.open_end:
        return words.since.format(date=writer.point(_read_point(start)))
    if date.open_start:
        return words.until.format(date=writer.point(_read_point(end)))
    return writer.span(_read_point(start), _read_point(end))


@dataclass(frozen=True, slots=True)
class _Writer:
    words: DateWords
    short: bool

    def span(self, start: _Point, end: _Point) -> str:
        """Says only once what both ends share; ends of unlike kinds stand in full."""
        last = self.point(end)
        if start == end:
            return last
        if start.precision == end.precision and not start.mark and not end.mark:
            same_year = start.year == end.year
            same_month = same_year and start.month == end.month
            if start.time and start[:3] == end[:3] and start.zone == end.zone:
                return f"{self.point(start._replace(zone=''))}–{end.time}{_zone_words(end.zone)}"
            if not start.month:
                return f"{start.year}–{last}"
            if same_year and not start.day:
                return f"{self._month(start)}–{last}"
            if same_month and not start.time:
                return f"{self.words.day.format(day=start.day)}–{last}"
            if same_year and not start.time:
                return f"{self.words.day_month.format(day=start.day, month=self._month(start))} – {last}"
        return f"{self.point(start)} – {last}"

    def point(self, point: _Point) -> str:
        words, month = self.words, self._month(point)
        form = words.full if point.day else words.month_year if point.month else "{year}"
        text = form.format(day=point.day, month=month, year=point.year)
        if point.time:
            text = words.time.format(date=text, time=point.time + _zone_words(point.zone))
        if point.mark in ("~", "%"):
            text = (words.short_about if self.short else words.about).format(date=text)
        if point.mark in ("?", "%"):
            text = (words.short_uncertain if self.short else words.uncertain).format(date=text)
        return text

    def _month(self, point: _Point) -> str:
        names = self.words.short_months if self.short else self.words.months
        return names[point.month - 1] if point.month else ""


def _zone_words(zone: str) -> str:
    """ "" if there is none, else " UTC", " UTC+3", " UTC−4:30"."""
    if zone in ("", "Z", "+00:00"):
        return " UTC" if zone else ""
    minutes = "" if zone.endswith(":00") else zone[3:]
    return f" UTC{zone[0].replace('-', '−')}{int(zone[1:3])}{minutes}"


def html_datetime(date: Edtf) -> str:
    """The value of `<time datetime>` (HTML, 2.3.5: a month, date, year or date and time); "" for a span."""
    return "" if date.is_span else date.text.rstrip("?~%")


# -- today -----------------------------------------------------------------------------------------


def read_today(environ: Mapping[str, str]) -> datetime.date:
    """The day of SOURCE_DATE_EPOCH (seconds since 1970; reproducible-builds.org), else today in UTC.

    Raises ValueError if SOURCE_DATE_EPOCH is not a number of seconds.
    """
    epoch = environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.datetime.now(datetime.UTC).date()
    if not re.fullmatch("[0-9]{1,12}", epoch) or int(epoch) > _LAST_SECOND:
        raise ValueError(
            f"SOURCE_DATE_EPOCH is {epoch!r}: write whole seconds since 1970-01-01, such as 1730138940"
        )
    return _EPOCH + datetime.timedelta(seconds=int(epoch))
