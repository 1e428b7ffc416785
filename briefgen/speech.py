"""Direct or reported speech, computed from the quotation marks around a passage.

Marks are read by their shape and by what stands beside them: an opening mark has white space or
punctuation before it and text behind it, a closing one the reverse. A quotation that nobody closes
runs to the end of its block; one that runs over several paragraphs opens anew in each, as print has
it. Only the outermost quotation counts: what is quoted inside it is inside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

TextRange = tuple[int, int]
Speech = Literal["direct", "reported", "partly quoted"]

# Which marks may close what an opening mark opened: English “ ”, German „ “, Polish and Dutch „ ”,
# Swedish and Finnish ” ”, French and Russian « », German and Danish » «, Finnish » », Chinese and
# Japanese 「 」, and typewriter marks.
_CLOSED_BY = {
    "“": "”",
    "„": "“”",
    "”": "”",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "「": "」",
    "『": "』",
    '"': '"',
    "‘": "’",
    "‚": "‘’",
    "'": "'",
}
_LOOKAHEAD = 40  # marks that are looked at to tell what one mark means
_DEEPEST = 6  # quotations in quotations; deeper ones change nothing, as only the outermost counts
_SINGLES = frozenset("‘’‚'")
_ALWAYS_OPEN = frozenset("„‚「『")
_MARK = re.compile("[“”„«»‹›「」『』\"‘’‚']")
_OPENING_BEFORE = frozenset("([{<—–-/:=¡¿…") | frozenset(_CLOSED_BY)
# Words that start with an apostrophe and are no quotation: 'tis, 'em, the '90s, rock 'n' roll.
_ELISION = re.compile(
    r"['‘’](?:tis|twas|twere|twill|em|cause|til|till|bout|round|neath|n|s|d|t|\d\ds?)\b", re.IGNORECASE
)


def quoted_ranges(texts: Sequence[str]) -> tuple[tuple[TextRange, ...], ...]:
    """For each text, the ranges inside quotation marks, the marks left out, in order."""
    return tuple(_quoted(text) if _MARK.search(text) else () for text in texts)


def speech(text: str, ranges: Sequence[TextRange], spans: Sequence[TextRange]) -> Speech:
    """How much of the spans stands inside the quoted ranges, by their letters and digits."""
    inside = outside = False
    for start, end in spans:
        at = start
        for left, right in ranges:
            if right <= at or left >= end:
                continue
            outside = outside or _has_letters(text, at, left)
            inside = inside or _has_letters(text, max(at, left), min(end, right))
            at = right
        outside = outside or _has_letters(text, at, end)
    if inside and not outside:
        return "direct"
    return "partly quoted" if inside else "reported"


def _has_letters(text: str, start: int, end: int) -> bool:
    return any(map(str.isalnum, text[start:end]))


def _quoted(text: str) -> tuple[TextRange, ...]:
    """The outermost quotations of one block."""
    marks = [at for match in _MARK.finditer(text) if not _is_inner(text, at := match.start())]
    ranges: list[TextRange] = []
    open_marks: list[int] = []
    for number, at in enumerate(marks):
        later = marks[number + 1 : number + 1 + _LOOKAHEAD]
        if closes := _closing(text, at, open_marks, later):
            if closes == len(open_marks):
                ranges.append((open_marks[0] + 1, at))
            del open_marks[len(open_marks) - closes :]
        elif len(open_marks) < _DEEPEST and _opens(text, at, open_marks, later):
            open_marks.append(at)
    if open_marks:
        ranges.append((open_marks[0] + 1, len(text)))
    return tuple((start, end) for start, end in ranges if start < end)


def _is_inner(text: str, at: int) -> bool:
    """An apostrophe between two letters."""
    return text[at] in "'’" and text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum()


def _closing(text: str, at: int, open_marks: list[int], later: list[int]) -> int:
    """How many open quotations the mark ends, counted from the innermost; 0 if it closes none."""
    mark = text[at]
    for depth, opened in enumerate(reversed(open_marks), 1):
        if mark not in _CLOSED_BY[text[opened]] and not _is_mixed(text, opened, at, later):
            continue
        if mark in _SINGLES and not _ends_single(text, at, later):
            return 0
        opens_anew = mark == text[opened] and _looks_open(text, at) and text[at + 1].isalnum()
        return 0 if opens_anew else depth
    return 0


def _is_mixed(text: str, opened: int, at: int, later: list[int]) -> bool:
    """A curly mark closed by a straight one or the reverse, if no better one follows."""
    if (text[opened], text[at]) not in (("“", '"'), ('"', "”")) or text[at - 1].isspace():
        return False
    following = next((text[x] for x in later if text[x] in "“”\""), "")
    return following not in _CLOSED_BY[text[opened]] and not text[at + 1 : at + 2].isalnum()


def _opens(text: str, at: int, open_marks: list[int], later: list[int]) -> bool:
    """Whether the mark starts a quotation."""
    mark = text[at]
    if mark not in _CLOSED_BY or not _looks_open(text, at):
        return False
    if mark not in _SINGLES:
        return True
    if open_marks or _ELISION.match(text, at) or mark == "’":
        return False  # a single mark inside a quotation changes nothing
    return mark in "‘‚" or any(text[x] == mark and _ends_single(text, x, []) for x in later)


def _looks_open(text: str, at: int) -> bool:
    """White space or punctuation before, text behind."""
    if at + 1 >= len(text):
        return False
    if text[at] in _ALWAYS_OPEN:
        return True
    before = text[at - 1] if at else " "
    after = text[at + 1]
    spaced = text[at] in "«»‹›" and after in "\u00a0\u202f\u2009 "  # French marks stand apart
    if not (before.isspace() or before in _OPENING_BEFORE or _is_cjk(before)):
        return False
    return spaced or not after.isspace()


def _ends_single(text: str, at: int, later: list[int]) -> bool:
    """Whether a single mark closes a quotation, rather than being an apostrophe."""
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if before.isspace() or after.isalnum():
        return False
    if before not in "sSxXzZ" or not after.isspace():
        return True
    # The plural's apostrophe (soldiers’ boots), if a better mark closes before the next one opens.
    for other in later:
        if text[other] in "‘‚" or (text[other] == "'" and _looks_open(text, other)):
            return True
        ends = not text[other - 1].isspace() and not text[other + 1 : other + 2].isalnum()
        if text[other] == text[at] and ends and text[other - 1] not in "sSxXzZ":
            return False
    return True


def _is_cjk(char: str) -> bool:
    return "\u3000" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7ff" or "\uff00" <= char <= "\uff0f"
