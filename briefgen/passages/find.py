"""Finding a passage in an article's texts: exactly once, or not at all. Never an approximate match.

The texts are the article's title, its caption ("" if it has none) and each block's visible text; no
passage crosses from one to another. Text and passage are folded alike (`folding`). The passage is
tried as it stands first; else each `…` in it stands for words left out (`search`). A place inside a
word is refused (`cuts`), a failure explained (`nearest`, `explain`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from briefgen.passages.cuts import cut_word
from briefgen.passages.folding import Folded, FoldedTexts, fold
from briefgen.passages.results import Ambiguous, Cut, Empty, Hit, Place, Result
from briefgen.passages.search import Spans, find_places, split_parts

MOST_PLACES = 20
_MOST_COUNTED = 1000
_AROUND = 40  # characters of context on either side


def fold_texts(texts: Sequence[str]) -> FoldedTexts:
    """The texts folded, for finding many passages in one article."""
    return FoldedTexts(map(fold, texts))


def find_passage(
    passage: str, texts: Sequence[str] | Sequence[Folded], hidden: Sequence[str] = ()
) -> Result:
    """The one place where `passage` stands, or why there is no such place.

    `hidden` is text of the article that no reader sees (`markup.hidden_text`): it never matches, and
    is only named in the explanation.
    """
    if not any(map(str.isalnum, passage)):
        return Empty()
    folded = texts if isinstance(texts, FoldedTexts) else FoldedTexts(t if isinstance(t, Folded) else fold(t) for t in texts)
    whole = fold(passage).text.strip(" ")
    places = _some(find_places((whole,), folded))
    if not places and "…" in whole:
        places = _some(find_places(split_parts(whole), folded))
    if not places:
        from briefgen.passages.nearest import diagnose  # only where it is needed: 10 ms to import

        return diagnose(passage, folded, hidden)
    if len(places) > 1:
        return _ambiguous(places, folded)
    index, spans = places[0]
    return _check_cuts(index, spans, folded[index].source)


def _some(places: Iterator[tuple[int, Spans]]) -> list[tuple[int, Spans]]:
    return list(islice(places, _MOST_COUNTED))


def _check_cuts(index: int, spans: Spans, text: str) -> Hit | Cut:
    for start, end in spans:
        if word := cut_word(text, start):
            return Cut(index, spans, "start", text[start:end].split()[0], word)
        if word := cut_word(text, end):
            return Cut(index, spans, "end", text[start:end].split()[-1], word)
    return Hit(index, spans)


def _ambiguous(places: list[tuple[int, Spans]], texts: Sequence[Folded]) -> Ambiguous:
    shown = tuple(
        Place(index, spans[0][0], _context(texts[index].source, *spans[0]))
        for index, spans in places[:MOST_PLACES]
    )
    return Ambiguous(len(places), shown)


def _context(text: str, start: int, end: int) -> str:
    """The words around a range, on one line, the range as »…« and shortened if it is long."""
    said = text[start:end]
    if len(said) > 2 * _AROUND:
        said = f"{said[:_AROUND]} … {said[-_AROUND:]}"
    before = ("…" if start > _AROUND else "") + text[max(0, start - _AROUND) : start]
    after = text[end : end + _AROUND] + ("…" if end + _AROUND < len(text) else "")
    return " ".join(f"{before}»{said}«{after}".split())
