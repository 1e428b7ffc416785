"""Passages: text copied from an article, found in it once, proven, and placed.

    passage + texts --find_passage--> Hit | Miss | Ambiguous | Cut | Empty
    any but a Hit   --explain-------> code, message, hint
    a Hit's spans   --sentences_around--> what else to show where the whole text may not be
"""

from briefgen.passages.messages import explain
from briefgen.passages.find import find_passage, fold_texts
from briefgen.passages.folding import Folded, FoldedTexts, fold
from briefgen.passages.results import (
    Ambiguous,
    Cut,
    Empty,
    Failure,
    Hit,
    Miss,
    Place,
    Result,
    TextRange,
)
from briefgen.passages.sentences import sentence_around, sentences_around

__all__ = [
    "Ambiguous",
    "Cut",
    "Empty",
    "Failure",
    "Folded",
    "FoldedTexts",
    "Hit",
    "Miss",
    "Place",
    "Result",
    "TextRange",
    "explain",
    "find_passage",
    "fold",
    "fold_texts",
    "sentence_around",
    "sentences_around",
]
