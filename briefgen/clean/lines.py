"""What can be seen of a line of a plain-text scrape without knowing its language, as numbers.

No element says here what a line is. What tells text from furniture is how long a line is, how it ends, what
stands around it, whether its words come back elsewhere, and whether it stands before or behind the text.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from briefgen.clean.byline import is_date_line
from briefgen.clean.captions import ends_in_credit, is_credit_line
from briefgen.clean.furniture import furniture_rule
from briefgen.clean.letters import fold, words
from briefgen.clean.prose import ends_sentence, word_count
from briefgen.clean.stretch import comments_from, heaviest_stretch
from briefgen.clean.values import Block

Features = dict[str, float]
_REACH = 4
_ADDRESS = re.compile(r"https?://|www\.|\w@\w|(?:^|\s)@\w")
_STAMP = re.compile(r"\b\d{1,2}:\d\d\b|\b\d+ (?:min(?:ute)?s?|hours?|days?|weeks?|months?|years?) ago\b", re.IGNORECASE)
_MARKS = re.compile(r"[|»›•·/]")
_COMMENTING = frozenset({"comment form"})
_BEHIND = frozenset({"comment form", "related links", "empty author box", "newsletter boilerplate", "legal line"})


@dataclass(frozen=True, slots=True)
class Line:
    """One block as a line. `rule` is the furniture that it is, or ""; `prose` that it reads as sentences."""

    text: str
    count: int
    rule: str
    ends: bool
    prose: bool
    times: int
    item: bool


def read_lines(blocks: Sequence[Block]) -> list[Line]:
    """The blocks as lines, in order."""
    times = Counter(fold(block.text) for block in blocks)
    lines = []
    for block in blocks:
        count, ends = word_count(block.text), ends_sentence(block.text)
        rule = furniture_rule(block.text)
        prose = not rule and (count >= 30 or (count >= 8 and ends))
        lines.append(Line(block.text, count, rule, ends, prose, times[fold(block.text)], block.kind == "item"))
    return lines


def features_of(lines: Sequence[Line]) -> list[Features]:
    """One set of features for each line."""
    comments = comments_from(lines)
    stretch = heaviest_stretch(lines[:comments])
    mass = [line.count if line.prose and line.times == 1 else 0 for line in lines]
    total = sum(mass) or 1
    vocabulary = _vocabulary(lines)
    before, found, walls, forms = 0, [], 0, 0
    prose_at = [place for place, line in enumerate(lines) if line.prose]
    for place, line in enumerate(lines):
        features = _own(line)
        features |= _around(lines, place)
        features["first part"] = float(before == 0)
        features["share before"] = before / total
        features["no prose behind"] = float(total - before - mass[place] <= 0)
        features["share behind"] = (total - before - mass[place]) / total
        features["walls before"] = min(walls, 6) / 6 if before else 0.0
        features["comments before"] = float(forms > 0 and before > 0.2 * total)
        features["to prose"] = math.log1p(min((abs(place - at) for at in prose_at if at != place), default=30))
        features["familiar"] = _familiar(line, vocabulary)
        features |= _placed(line, place, stretch, comments, features)
        found.append(features)
        before += mass[place]
        walls += line.rule in _BEHIND
        forms += line.rule in _COMMENTING
    return found


def _own(line: Line) -> Features:
    text, count = line.text, line.count
    bare = words(text)
    capitals = sum(word[:1].isupper() for word in bare)
    letters = sum(map(str.isalpha, text)) or 1
    return {
        "bias": 1.0,
        "words": math.log1p(min(count, 120)),
        "1-3 words": float(count <= 3),
        "4-7 words": float(4 <= count <= 7),
        "8-14 words": float(8 <= count <= 14),
        "15-29 words": float(15 <= count <= 29),
        "ends": float(line.ends),
        "long and ends": float(line.ends and count >= 15),
        "short and ends": float(line.ends and count < 8),
        "asks": float(text.rstrip().endswith("?")),
        "colon": float(text.rstrip().endswith(":")),
        "commas": min(text.count(",") + text.count("、") + text.count("，"), 5) / 5,
        "quotes": float(any(mark in text for mark in "“„«「")),
        "repeated": float(line.times > 1),
        "furniture": float(bool(line.rule)),
        "item": float(line.item),
        "lower start": float(text[:1].islower()),
        "shouting": float(letters > 6 and sum(map(str.isupper, text)) > 0.7 * letters),
        "capitalised": capitals / len(bare) if len(bare) > 2 else 0.0,
        "digits": sum(map(str.isdigit, text)) / max(1, len(text)),
        "date line": float(is_date_line(text)),
        "stamp": float(count <= 14 and bool(_STAMP.search(text))),
        "address": float(bool(_ADDRESS.search(text))),
        "marks": float(bool(_MARKS.search(text)) and count < 15),
        "credit": float(ends_in_credit(text) or (count <= 12 and is_credit_line(text))),
    }


def _around(lines: Sequence[Line], place: int) -> Features:
    found: Features = {}
    for name, neighbour in (("before", place - 1), ("behind", place + 1)):
        inside = 0 <= neighbour < len(lines)
        line = lines[neighbour] if inside else None
        found[f"prose {name}"] = float(line is not None and line.prose)
        found[f"words {name}"] = math.log1p(min(line.count, 120)) if line else 0.0
        found[f"furniture {name}"] = float(line is not None and bool(line.rule))
        found[f"none {name}"] = float(line is None)
    for name, near in (("near before", lines[max(0, place - _REACH) : place]), ("near behind", lines[place + 1 : place + 1 + _REACH])):
        found[f"prose {name}"] = sum(line.prose for line in near) / _REACH
        found[f"furniture {name}"] = sum(bool(line.rule) for line in near) / _REACH
        found[f"repeated {name}"] = sum(line.times > 1 for line in near) / _REACH
    alike = [line.count for line in lines[max(0, place - 2) : place + 3]]
    found["all short"] = float(max(alike) <= 6)
    found["all long"] = float(min(alike) >= 15)
    return found


def _placed(line: Line, place: int, stretch: tuple[int, int], comments: int, features: Features) -> Features:
    """Where the line lies to the heaviest stretch, and what that says of lines of its kind."""
    first, last = stretch
    inside = float(first <= place < last)
    return {
        "in stretch": inside,
        "in & 1-3 words": inside * (line.count <= 3),
        "in & short": inside * (line.count <= 7),
        "in & no end": inside * (not line.ends),
        "in & deep": inside * math.log1p(max(0, min(place - first, last - 1 - place, 20))),
        "in & familiar": inside * features["familiar"],
        "in & repeated": inside * features["repeated"],
        "in & credit": inside * features["credit"],
        "out & familiar": (1 - inside) * features["familiar"],
        "before stretch": float(place < first),
        "prose behind stretch": float(place >= last and line.prose),
        "comments": float(place >= comments),
    }


def _vocabulary(lines: Sequence[Line]) -> Counter[str]:
    """In how many lines of prose each longer word stands."""
    return Counter(word for line in lines if line.prose for word in _telling(line.text))


def _telling(text: str) -> set[str]:
    return {word.casefold() for word in words(text) if len(word) > 4}


def _familiar(line: Line, vocabulary: Counter[str]) -> float:
    """Which share of a line's longer words stands in other lines of prose, too."""
    telling = _telling(line.text)
    own = 1 if line.prose else 0
    return sum(vocabulary[word] > own for word in telling) / len(telling) if telling else 0.5
