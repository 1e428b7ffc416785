"""Why a passage was not found: the nearest words of the article and the first point of difference.

Only for the message, and linear in the article's length. First the slips with a name of their own
(dots for an ellipsis, parts in another order, words that no reader sees), then the first difference
from the words most like the passage (`alignment`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from itertools import islice

from briefgen.passages.alignment import WORD, Alignment, Word, loose_rows, nearest_window, source_range
from briefgen.passages.folding import Folded, fold
from briefgen.passages.results import Cause, Miss, TextRange
from briefgen.passages.search import find_places, split_parts, texts_with
from briefgen.passages.words import loose

_MENDED: tuple[tuple[Cause, re.Pattern[str]], ...] = (
    ("brackets", re.compile(r"[\[(]\s*(?:…|\.\s?\.\s?\.)\s*[\])]")),
    ("dots", re.compile(r"\.\s?\.\s?\.")),
)
_COMPARED = 300  # words of a passage that are compared


def diagnose(passage: str, texts: Sequence[Folded], hidden: Sequence[str]) -> Miss:
    """The most helpful reason why no text has `passage`."""
    folded = fold(passage)
    for cause, pattern in _MENDED:
        if found := _mended(pattern, folded.text, texts):
            mark = pattern.search(passage)
            said, at = (mark[0], mark.start()) if mark else ("", 0)
            return Miss(cause, found[0], found[1], passage=said, at=at)
    parts = split_parts(folded.text)
    where = [texts_with(part, texts) for part in parts]
    if len(parts) > 1 and all(where):
        return _disordered(where)
    missing = next((part for part, found in zip(parts, where) if not found), parts[0])
    if any(missing in fold(text).text for text in hidden):
        at = folded.back(folded.text.find(missing)) or 0
        return Miss("hidden", passage=passage.strip(), at=at)
    return _compare(folded, missing, texts)


def _mended(
    pattern: re.Pattern[str], passage: str, texts: Sequence[Folded]
) -> tuple[int, TextRange] | None:
    """Where the passage stands once `…` replaces what the pattern finds; None if nowhere."""
    mended, count = pattern.subn("…", passage)
    if not count:
        return None
    for parts in ((mended.strip(" "),), split_parts(mended)):
        for index, spans in find_places(parts, texts) if parts else ():
            return index, (spans[0][0], spans[-1][1])
    return None


def _disordered(where: list[list[int]]) -> Miss:
    """Each part stands somewhere, but not all of them one after the other in one text."""
    together = set(where[0]).intersection(*where[1:])
    if together:
        return Miss("order", min(together))
    first = where[0][0]
    other = next(found[0] for found in where[1:] if first not in found)
    return Miss("apart", first, other=other)


def _compare(passage: Folded, part: str, texts: Sequence[Folded]) -> Miss:
    """The first difference between one part of a passage and the words most like it."""
    begin = passage.text.find(part)
    said = [
        Word(loose(match[0]), match[0], 0, begin + match.start(), begin + match.end())
        for match in islice(WORD.finditer(part), _COMPARED)
    ]
    rows = loose_rows(texts)
    window = nearest_window([word.key for word in said], texts, rows)
    alignment = Alignment(passage, said, window, texts)
    return alignment.first_difference() or _alone(passage, said, texts, rows)


def _alone(
    passage: Folded,
    said: Sequence[Word],
    texts: Sequence[Folded],
    rows: Sequence[Sequence[str]],
) -> Miss:
    """Nothing like the passage: if it is a few words, perhaps something like the first of them."""
    spoken = [word for word in said if word.key.isalnum()]
    mine = spoken[0] if 0 < len(spoken) <= 3 else None
    for index, (text, row) in enumerate(zip(texts, rows) if mine else ()):
        near = {key for key in set(row) if _is_near(key, mine.key)}
        if best := get_close_matches(mine.key, sorted(near), n=1, cutoff=0.75):
            found = next(m for m in WORD.finditer(text.text) if loose(m[0]) == best[0])
            span = source_range(text, *found.span())
            source = text.source[span[0] : span[1]]
            at, end = source_range(passage, mine.start, mine.end)
            return Miss("words", index, span, source, passage.source[at:end], at)
    return Miss("unlike", passage=passage.source.strip())


def _is_near(key: str, other: str) -> bool:
    return key[:1] == other[:1] and abs(len(key) - len(other)) <= 3
