"""Which blocks of a plain-text scrape are the article: by what the lines say and how they lie.

Known furniture is dropped by its name. Of the rest each line gets a score from what can be seen of it
(`lines`), and the lines are parted into runs of text and of furniture so that the scores add up best, a
change from one to the other costing something. `bench/fit_lines.py` fitted the weights.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefgen.clean.lines import Line, features_of, read_lines
from briefgen.clean.lineweights import CHANGE, WEIGHTS
from briefgen.clean.stretch import comments_from
from briefgen.clean.values import Block, Verdict

_KEPT = Verdict("body", "article")
_LONG = 25
_FIGURE = re.compile(r"[\W\d]+")


def judge_plain(blocks: Sequence[Block]) -> list[Verdict]:
    """A verdict for each block, in order."""
    lines = read_lines(blocks)
    known = [is_known_furniture(line) for line in lines]
    kept = runs_of_text([0.0 if known[place] else score(features) for place, features in enumerate(features_of(lines))])
    comments = comments_from(lines)
    keep_paragraphs(lines[:comments], kept)
    return [
        _KEPT if kept[place] and not known[place] else Verdict("dropped", line.rule or ("reader comments" if place >= comments else "outside the article"))
        for place, line in enumerate(lines)
    ]


def keep_paragraphs(lines: Sequence[Line], kept: list[bool]) -> None:
    """Keeps a long paragraph between lines that are kept: whatever its score, losing it would be worse than a box among the text."""
    inside = [place for place, line in enumerate(lines) if kept[place]]
    for place in range(inside[0], inside[-1]) if inside else ():
        line = lines[place]
        if line.prose and line.ends and line.count >= _LONG and line.times == 1:
            kept[place] = True


def is_known_furniture(line: Line) -> bool:
    """Whether a line is furniture whatever stands around it; a bare figure may also be a table's."""
    return bool(line.rule) and not _FIGURE.fullmatch(line.text)


def score(features: dict[str, float]) -> float:
    """Above zero for text, below for furniture."""
    return sum(WEIGHTS.get(name, 0.0) * value for name, value in features.items())


def runs_of_text(scores: Sequence[float]) -> list[bool]:
    """For each line whether it is text: the choice with the largest sum, less `CHANGE` for each change (Viterbi)."""
    without, within = 0.0, 0.0
    came: list[tuple[bool, bool]] = []
    for value in scores:
        came.append((within - CHANGE > without, within >= without - CHANGE))
        without, within = max(without, within - CHANGE), max(within, without - CHANGE) + value
    inside, chosen = within > without, []
    for from_within, stays_within in reversed(came):
        chosen.append(inside)
        inside = stays_within if inside else from_within
    return chosen[::-1]
