"""What a claim answers to a question: a stance, or a figure with its bounds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from briefgen.errors import Refused, did_you_mean

STANCES: Mapping[str, str] = MappingProxyType(
    {
        "affirms": "says that it is so",
        "likely": "says that it is probably so",
        "unclear": "speaks to it without a clear answer",
        "declines": "was asked and gave no answer",
        "unlikely": "says that it is probably not so",
        "denies": "says that it is not so",
    }
)
YES, NO = ("affirms", "likely"), ("denies", "unlikely")

FORMS = "3000, up to 3000, at least 3000, about 3000, 3000 to 4000"
_FIGURE = re.compile(
    r"(?:(?P<word>up to|at least|about) )?(?P<first>\S+)(?: to (?P<second>\S+))?(?P<unclear> \(unclear\))?\Z"
)
_NUMBER = re.compile(r"[0-9]{1,30}(?:\.[0-9]{1,30})?\Z")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its bounds, both inclusive; None is an open bound. `text` is as typed."""

    text: str
    low: Decimal | None
    high: Decimal | None
    about: bool = False
    unclear: bool = False

    @property
    def size(self) -> Decimal:
        """The number to sort by: the largest that was named."""
        return self.high if self.high is not None else self.low or Decimal(0)

    def overlaps(self, other: Figure) -> bool:
        """Whether both can be true of one number; "about" allows a tenth either way."""
        low, high = self._range()
        other_low, other_high = other._range()
        return low <= other_high and other_low <= high

    def _range(self) -> tuple[Decimal, Decimal]:
        slack = Decimal("0.1") if self.about else Decimal(0)
        low = Decimal(0) if self.low is None else self.low * (1 - slack)
        high = Decimal("Infinity") if self.high is None else self.high * (1 + slack)
        return low, high

    def __str__(self) -> str:
        """As readers see it: thousands grouped, "10,000 (unclear)"."""
        return re.sub(r"(?<![0-9.])[0-9]{4,}", lambda m: f"{int(m[0]):,}", self.text)


Answer = str | Figure


def parse_answer(text: str) -> Answer:
    """A stance word or a figure; which of them a question wants is checked where questions are known."""
    if text in STANCES:
        return text
    if not text:
        raise Refused("there is no answer here", f"write a stance such as affirms, or a figure without separators: {FORMS}")
    if any(c.isdigit() for c in text):
        return parse_figure(text)
    hint = did_you_mean(text, STANCES) or "write one of: " + ", ".join(STANCES)
    raise Refused(f"'{text}' is no answer", hint)


def parse_figure(text: str) -> Figure:
    found = _FIGURE.match(text)
    if not found or (found["word"] and found["second"]):
        raise Refused(f"'{text}' is not a figure", f"write one of: {FORMS}; add (unclear) where the wording is")
    first = _number(found["first"])
    if found["second"]:
        low, high = first, _number(found["second"])
        if low > high:
            raise Refused(f"'{text}' runs backwards", f"write {found['second']} to {found['first']}")
    else:
        low = None if found["word"] == "up to" else first
        high = None if found["word"] == "at least" else first
    return Figure(text, low, high, found["word"] == "about", bool(found["unclear"]))


def _number(text: str) -> Decimal:
    if not _NUMBER.match(text):
        plain = re.sub(r"[,'’\s_]", "", text)
        hint = f"write {plain}, without separators" if _NUMBER.match(plain) else f"write one of: {FORMS}"
        raise Refused(f"'{text}' is not a number", hint)
    return Decimal(text)
