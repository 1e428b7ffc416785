"""The stretch of a plain-text scrape that weighs most, and where readers' comments begin.

Each line gets a weight, prose above zero and furniture below; the stretch is the run of lines with the
largest sum.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

# What a furniture line costs: the heading of a comment section is a wall, a share button a speck.
_COST = {"comment form": 40.0, "related links": 9.0, "newsletter boilerplate": 6.0, "legal line": 6.0, "empty author box": 6.0}
_SPECK = 1.5
_SHORT = 1.2
_SHORT_RUN = 14.0
_STAMP = re.compile(
    r".{0,40}\b\d{1,2}:\d\d\b.{0,20}|.{0,30}\b\d+ (?:min(?:ute)?s?|hours?|days?|weeks?|months?|years?) ago\b.{0,10}|.{1,40} (?:says|said|wrote|writes):",
    re.IGNORECASE,
)


class Weighed(Protocol):
    """What is looked at of a line; see `lines.Line`."""

    text: str
    count: int
    rule: str
    ends: bool
    prose: bool
    times: int


def heaviest_stretch(lines: Sequence[Weighed]) -> tuple[int, int]:
    """(first, past the last) of the run of lines with the largest sum of weights."""
    best, span, total, start = 0.0, (0, 0), 0.0, 0
    for place, weight in enumerate(_weights(lines)):
        if total <= 0:
            total, start = 0.0, place
        total += weight
        if total > best:
            best, span = total, (start, place + 1)
    return span


def comments_from(lines: Sequence[Weighed]) -> int:
    """Where readers' comments begin: lines that are just a name and a time, again and again."""
    stamps = [place for place, line in enumerate(lines) if line.count <= 10 and _STAMP.fullmatch(line.text)]
    prose = [place for place, line in enumerate(lines) if line.count >= 10 and line.ends]
    for number, at in enumerate(stamps):
        later = stamps[number:]
        before = sum(place < at for place in prose)
        if before >= 3 and len(later) >= 3 and later[2] - at <= 16:
            return at
    return len(lines)


def _weights(lines: Sequence[Weighed]) -> list[float]:
    weights, short_run = [], 0.0
    for line in lines:
        if line.rule:
            weight = -_COST.get(line.rule, _SPECK)
        elif line.prose:
            weight = min(line.count, 60) / 2 if line.times == 1 else 0.0
            short_run = 0.0
        else:
            weight = -min(_SHORT, _SHORT_RUN - short_run)
            short_run -= weight
        weights.append(weight)
    return weights
