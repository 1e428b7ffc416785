"""Dates as pages write them, to the EDTF text that an article's front matter holds.

Precision and zone stay as they were. A numeric date that may be read two ways (03/04/2024) is no
date: nothing is guessed.
"""

from __future__ import annotations

import datetime
import re

from briefgen.clean.letters import one_space
from briefgen.clean.months import month_number

# Zones that name one offset; CST, IST, BST and the like name several and are left out.
_ZONES = {"utc": "Z", "gmt": "Z", "z": "Z", "cet": "+01:00", "cest": "+02:00", "mez": "+01:00", "mesz": "+02:00",
          "eet": "+02:00", "eest": "+03:00", "msk": "+03:00", "est": "-05:00", "edt": "-04:00", "cdt": "-05:00",
          "pst": "-08:00", "pdt": "-07:00", "jst": "+09:00", "kst": "+09:00"}  # fmt: skip
_ISO = re.compile(
    r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?(?:\[[^\]]*\])?)?)?)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<![\d:.-])(\d{1,2})(?::|\.|h|時|시 ?)(\d{2})(?:[:.](\d{2}))?\s*(?:分|분)?\s*(a\.?m\.?|p\.?m\.?)?(?!\.?\d)(?:\s*\(?([A-Z]{1,4}\b|[+-]\d{2}:?\d{2}))?",
    re.IGNORECASE,
)
_DAY_MONTH = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.|º|er|ος|-го)?[ \-–/]*(?:de |of |d')?([^\W\d_]{3,}(?:\.)?)[ ,\-–/.]*(?:de |del |г )?((?:19|20)\d{2})(?!\d)", re.IGNORECASE)
_MONTH_DAY = re.compile(r"(?<![^\W\d_])([^\W\d_]{3,}\.?)[ \-–]*(\d{1,2})(?:st|nd|rd|th|\.)?(?:,|, | |-)+((?:19|20)\d{2})(?!\d)", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:年|년|\.|/|-)\s*(\d{1,2})(?:月|월|\.|/|-)\s*(\d{1,2})(?:日|일)?(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([./\-])\s?(\d{1,2})\2\s?((?:19|20)\d{2})(?!\d)")
_SHORT_YEAR = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{2})(?![\d.])")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_C_TIME = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2}) ([A-Z]{3,4}|[+-]\d{4}) (\d{4})")
_MONTH_YEAR = re.compile(r"(?<![^\W\d_])([^\W\d_]{3,}\.?),?\s+(?:de )?((?:19|20)\d{2})(?!\d)", re.IGNORECASE)


def iso_date(text: str) -> str:
    """The EDTF of a machine-written date (ISO 8601, or as old programs print it), or ""."""
    text = one_space(text)
    if match := _ISO.fullmatch(text):
        year, month, day, hour, minute, second, zone = match.groups()
        clock = _clock(hour, minute, second, zone or "") if hour else ""
        return _dated(year, month, day, clock)
    if match := _COMPACT.fullmatch(text):
        return _dated(match[1], match[2], match[3], "")
    if match := _C_TIME.fullmatch(text):
        return _dated(match[7], str(month_number(match[1]) or 0), match[2], _clock(match[3], match[4], match[5], match[6]))
    return visible_date(text) if len(text) <= 60 else ""


def visible_date(text: str) -> str:
    """The EDTF of the first date written in `text`, in any of the languages known, or ""."""
    text = one_space(text)
    found = _day_in(text)
    if not found:
        return ""
    (year, month, day), start, end = found
    rest = text[:start] + " " * (end - start) + text[end:]
    return _dated(year, month, day, _clock_in(rest) if day else "")


def date_span(text: str) -> tuple[int, int] | None:
    """Where the first date of `text` stands, or None."""
    found = _day_in(text)
    return (found[1], found[2]) if found else None


def _day_in(text: str) -> tuple[tuple[str, str, str], int, int] | None:
    """((year, month, day), start, end); the day is "" where only a month is given."""
    if match := _YEAR_FIRST.search(text):
        return (match[1], match[2], match[3]), match.start(), match.end()
    for pattern, order in ((_DAY_MONTH, (3, 2, 1)), (_MONTH_DAY, (3, 1, 2))):
        for match in pattern.finditer(text):
            if number := month_number(match[order[1]]):
                return (match[order[0]], str(number), match[order[2]]), match.start(), match.end()
    if match := _NUMERIC.search(text):
        day, month = _unambiguous(int(match[1]), int(match[3]), match[2])
        if day:
            return (match[4], str(month), str(day)), match.start(), match.end()
        return None
    if (match := _SHORT_YEAR.search(text)) and 1 <= int(match[2]) <= 12:
        return (f"20{match[3]}", match[2], match[1]), match.start(), match.end()
    for match in _MONTH_YEAR.finditer(text):
        if number := month_number(match[1]):
            return (match[2], str(number), ""), match.start(), match.end()
    return None


def _unambiguous(first: int, second: int, mark: str) -> tuple[int, int]:
    """(day, month); (0, 0) where both orders are possible. Dots always mean day first."""
    if mark == "." or first > 12 or first == second:
        return (first, second) if second <= 12 else (second, first)
    return (second, first) if second > 12 else (0, 0)


def _clock_in(text: str) -> str:
    for match in _CLOCK.finditer(text):
        hour, minute, second, half, zone = match.groups()
        if int(hour) > 23 or int(minute) > 59:
            continue
        if half:
            if not 1 <= int(hour) <= 12:
                continue
            hour = str(int(hour) % 12 + (12 if half[0] in "pP" else 0))
        return _clock(hour, minute, second, zone or _zone_after(text[match.end() :]))
    return ""


def _zone_after(rest: str) -> str:
    match = re.match(r"\s*\(?([A-Z]{3,4})\b", rest)
    return match[1] if match else ""


def _clock(hour: str, minute: str, second: str | None, zone: str) -> str:
    if int(hour) > 23 or int(minute) > 59 or int(second or 0) > 59:
        return ""
    offset = _ZONES.get(zone.casefold(), "")
    if match := re.fullmatch(r"([+-]\d{2}):?(\d{2})?", zone):
        offset = f"{match[1]}:{match[2] or '00'}"
        offset = "" if int(match[1]) > 14 or int(match[1]) < -12 else offset
    seconds = f":{second}" if second and second != "00" else ""
    return f"T{int(hour):02}:{minute}{seconds}{offset}"


def _dated(year: str, month: str | None, day: str | None, clock: str) -> str:
    """EDTF, or "" if there is no such day."""
    try:
        datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    if not 1900 <= int(year) <= 2100:
        return ""
    parts = [year, *(f"{int(part):02}" for part in (month, day) if part)]
    return "-".join(parts) + (clock if day else "")
