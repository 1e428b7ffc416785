"""What a date in another form can mean: "28 October 2024", "10/28/2024", "since August 2024".

Finds every reading and never prefers one: 05/10/2024 has two, day first and month first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

IsDate = Callable[[str], bool]

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_PARTS = {
    "Y": "([0-9]{4})",
    "N": "([0-9]{1,2})",
    "D": "([0-9]{1,2})(?:st|nd|rd|th)?",
    "M": r"([a-z]{3,9})\.?",
    "W": "(?:[a-z]+day,? )?",
}
_FORMS = [  # a form, and what its parts stand for: year, month, day
    (re.compile(re.sub("[YNDMW]", lambda part: _PARTS[part[0]], form), re.IGNORECASE), orders)
    for form, orders in (
        ("Y[-/. ]N[-/. ]N", ["ymd"]),
        ("Y([0-9]{2})([0-9]{2})", ["ymd"]),
        ("Y[-. ]M[-. ]D", ["ymd"]),
        ("N[-/. ]N[-/. ]Y", ["dmy", "mdy"]),
        ("WD(?: of)?[- ]M,?[- ]Y", ["dmy"]),
        ("WM D,? Y", ["mdy"]),
        ("Y[-. ]N", ["ym"]),
        ("N[-/. ]Y", ["my"]),
        ("M,?[- ]Y", ["my"]),
    )
]
_BETWEEN = re.compile(r" ?/ ?| (?:to|until|-) | ?[–—] ?| ?\.\.\.? ?")
_OPEN_SPAN = re.compile(r"(since|from|until) (.+)", re.IGNORECASE)
_ABOUT = re.compile(r"(?:~|(?:c|ca|circa|about|around)\b\.?) ?(.+)", re.IGNORECASE)
_MARKED = re.compile(r"(.+?) ?([?~%]+)")
_CLOCK = re.compile(
    r"(.+?)(?:T|,? )([0-9]{1,2})(:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]+)? ?(Z|[+-][0-9]{2}:?[0-9]{2}|)",
    re.IGNORECASE,
)
_UNKNOWN_PARTS = re.compile("(?:-(?:00|XX|uu))+$")  # as databases and older EDTF write them


def find_readings(text: str, is_date: IsDate) -> list[str]:
    """Every date, in our own form and sorted, that `text` can mean; none for a text past 80 characters."""
    if len(text) > 80:
        return []
    text = " ".join(text.split())
    if readings := _read_one(text, is_date):
        return readings
    if found := _OPEN_SPAN.fullmatch(text):
        form = "../{}" if found[1].lower() == "until" else "{}/.."
        return _dates((form.format(reading) for reading in _read_one(found[2], is_date)), is_date)
    ends = [_read_end(end, is_date) for end in _BETWEEN.split(text)]
    if len(ends) == 2 and len(ends[0]) == len(ends[1]) == 1:
        return _dates([f"{ends[0][0]}/{ends[1][0]}"], is_date)
    return []


def _read_end(text: str, is_date: IsDate) -> list[str]:
    return [".."] if text.lower() in ("", "now", "present", "today") else _read_one(text, is_date)


def _read_one(text: str, is_date: IsDate) -> list[str]:
    """The readings of a date that is no span: its mark and its time set apart, then its form."""
    text = re.sub("[\u2010-\u2015\u2212]", "-", text)
    if found := _ABOUT.fullmatch(text):
        return _dates((f"{reading}~" for reading in _read_one(found[1], is_date)), is_date)
    if found := _MARKED.fullmatch(text):
        mark = found[2][0] if len(set(found[2])) == 1 else "%"
        return _dates((reading + mark for reading in _read_one(found[1], is_date)), is_date)
    if found := _CLOCK.fullmatch(text):
        zone = re.sub("([0-9]{2})([0-9]{2})", r"\1:\2", found[4].upper())
        time = f"T{found[2]:0>2}{found[3]}{zone}"
        return _dates((reading + time for reading in _read_one(found[1], is_date)), is_date)
    text = _UNKNOWN_PARTS.sub("", text)
    readings = [text]
    for form, orders in _FORMS:
        if found := form.fullmatch(text):
            readings += [_year_first(dict(zip(order, found.groups(), strict=True))) for order in orders]
    return _dates(readings, is_date)


def _year_first(parts: dict[str, str]) -> str:
    month = parts["m"].lower()
    if month.isalpha():
        month = str(next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(month)), 0))
    return "-".join(part.zfill(2) for part in (parts["y"], month, parts.get("d", "")) if part)


def _dates(readings: Iterable[str], is_date: IsDate) -> list[str]:
    return sorted({reading for reading in readings if is_date(reading)})
