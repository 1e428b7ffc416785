"""Every place where the parts of a passage stand in folded texts. Exact, and linear in the texts.

The parts stand in one text, in order, each as near after the one before it as it can be; a place is
told from another by where it starts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from briefgen.passages.folding import Folded, FoldedTexts
from briefgen.passages.results import TextRange

Spans = tuple[TextRange, ...]


def split_parts(passage: str) -> tuple[str, ...]:
    """The parts between the `…` of a folded passage; empty ones do not count."""
    return tuple(part for piece in passage.split("…") if (part := piece.strip(" ")))


def find_places(parts: Sequence[str], texts: Sequence[Folded]) -> Iterator[tuple[int, Spans]]:
    """(index of the text, source ranges of the parts) of every start, in order."""
    for index in texts.holding(parts[0]) if isinstance(texts, FoldedTexts) else range(len(texts)):
        text = texts[index]
        if all(part in text.text for part in parts):
            for spans in _chains(parts, text):
                yield index, spans


def texts_with(part: str, texts: Sequence[Folded]) -> list[int]:
    """The indexes of the texts in which the part stands at least once."""
    return [
        index
        for index, text in enumerate(texts)
        if next(_occurrences(part, text), None) is not None
    ]


def _chains(parts: Sequence[str], text: Folded) -> Iterator[Spans]:
    """Every occurrence of the first part after which all the others follow, nearest first."""
    found = [_occurrences(part, text) for part in parts]
    chain: list[TextRange] = [(0, 0)] * len(parts)
    for chain[0] in found[0]:
        for number in range(1, len(parts)):
            # A later start never has an earlier successor, so each part is walked once in all.
            earliest = chain[number - 1][1]
            if chain[number] == (0, 0) or chain[number][0] < earliest:
                following = next((place for place in found[number] if place[0] >= earliest), None)
                if following is None:
                    return
                chain[number] = following
        yield tuple(chain)


def _occurrences(part: str, text: Folded) -> Iterator[TextRange]:
    """Source ranges of every occurrence, overlapping ones too, that divides no character."""
    source = text.source
    at = text.text.find(part)
    while at >= 0:
        start, end = text.back(at), text.back(at + len(part))
        if start is not None and end is not None:
            if not _combines(source, start) and not _combines(source, end):
                yield start, end
        at = text.text.find(part, at + 1)


def _combines(text: str, at: int) -> bool:
    """Whether the character at `at` belongs to the one before it (General_Category M)."""
    return at < len(text) and text[at] >= "\u0300" and unicodedata.category(text[at])[0] == "M"
