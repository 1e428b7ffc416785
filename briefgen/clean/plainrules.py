"""Which blocks of a plain-text scrape are the article: by what the lines say and how they lie.

No element says here what a line is. Each block gets a weight, prose above zero and furniture below,
and the body is the stretch with the largest sum; inside it only known furniture is dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from briefgen.clean.furniture import furniture_rule
from briefgen.clean.letters import fold
from briefgen.clean.prose import ends_sentence, word_count
from briefgen.clean.values import Block, Verdict

_KEPT = Verdict("body", "article")
# What a furniture line costs: the heading of a comment section is a wall, a share button a speck.
_COST = {"comment form": 40.0, "related links": 9.0, "newsletter boilerplate": 6.0, "legal line": 6.0, "empty author box": 6.0}
_SPECK = 1.5
_SHORT = 1.2
_SHORT_RUN = 14.0
_STAMP = re.compile(
    r".{0,40}\b\d{1,2}:\d\d\b.{0,20}|.{0,30}\b\d+ (?:min(?:ute)?s?|hours?|days?|weeks?|months?|years?) ago\b.{0,10}|.{1,40} (?:says|said|wrote|writes):",
    re.IGNORECASE,
)


def judge_plain(blocks: Sequence[Block]) -> list[Verdict]:
    """A verdict for each block, in order."""
    rules = [furniture_rule(block.text) for block in blocks]
    comments = _comments_from(blocks)
    first, last = _heaviest(_weights(blocks[:comments], rules))
    verdicts = []
    for place, rule in enumerate(rules):
        if rule:
            verdicts.append(Verdict("dropped", rule))
        elif first <= place < last:
            verdicts.append(_KEPT)
        else:
            verdicts.append(Verdict("dropped", "reader comments" if place >= comments else "outside the article"))
    return verdicts


def _comments_from(blocks: Sequence[Block]) -> int:
    """Where readers' comments begin: lines that are just a name and a time, again and again."""
    stamps = [b.index for b in blocks if word_count(b.text) <= 10 and _STAMP.fullmatch(b.text)]
    prose = [b.index for b in blocks if word_count(b.text) >= 10 and ends_sentence(b.text)]
    for place, at in enumerate(stamps):
        later = stamps[place:]
        before = sum(index < at for index in prose)
        if before >= 3 and len(later) >= 3 and later[2] - at <= 16:
            return at
    return len(blocks)


def _weights(blocks: Sequence[Block], rules: Sequence[str]) -> list[float]:
    times = Counter(fold(block.text) for block in blocks)
    weights, short_run = [], 0.0
    for block, rule in zip(blocks, rules, strict=False):
        count = word_count(block.text)
        if rule:
            weight = -_COST.get(rule, _SPECK)
        elif count >= 30 or (count >= 8 and ends_sentence(block.text)):
            weight = min(count, 60) / 2 if times[fold(block.text)] == 1 else 0.0
            short_run = 0.0
        else:
            weight = -min(_SHORT, _SHORT_RUN - short_run)
            short_run -= weight
        weights.append(weight)
    return weights


def _heaviest(weights: Sequence[float]) -> tuple[int, int]:
    """(first, past the last) of the stretch with the largest sum."""
    best, span, total, start = 0.0, (0, 0), 0.0, 0
    for place, weight in enumerate(weights):
        if total <= 0:
            total, start = 0.0, place
        total += weight
        if total > best:
            best, span = total, (start, place + 1)
    return span
