"""The proof that no word of a Markdown text was lost between source and blocks.

The letters and digits of the source must come back, in the same order, in the tokens' raw contents:
inline text, listings, the word behind a fence, the numbers of list items. Everything else that
Markdown's block structure takes away is punctuation. It loses words in two ways: cells beyond a
table's header (GFM §4.10: "the excess is ignored") and what lies past the nesting limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from briefgen.markup.blocks import MarkupProblem
from briefgen.markup.dialect import MAX_NESTING, language

if TYPE_CHECKING:
    from markdown_it.token import Token

_SILENT = re.compile(r"[\W_]+")
_CELLS = "a table's row has no more cells than its header; inside a cell, '|' is written '\\|'"
_FENCE = "behind ``` or ~~~ stands one word, the language; the text starts on the next line"
_DEEP = f"block quotes may stand in each other {MAX_NESTING} deep, lists {MAX_NESTING // 2} deep"


def check_conserved(source: str, tokens: Sequence[Token]) -> list[MarkupProblem]:
    """A problem at each place where letters or digits of `source` are in no token."""
    spoken = _SILENT.sub("", source)
    problems: list[MarkupProblem] = []
    at = 0
    for said, hint in _contents(tokens):
        found = spoken.find(said, at) if said else len(spoken)
        if found > at:
            problems.append(_lost(source, at, found, hint))
        if found >= 0:
            at = found + len(said)
    return problems


def _contents(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """(letters and digits, what to say if some are missing before them) in source order.

    The last one is empty and stands for the end.
    """
    hint = _CELLS
    for token in tokens:
        if token.level >= MAX_NESTING - 2:
            hint = _DEEP
        said = token.info if token.type == "list_item_open" else token.content
        if token.type == "fence":
            yield from _spoken(language(token.info), hint)
            hint = _FENCE
        for spoken in _spoken(said, hint):
            yield spoken
            hint = _CELLS
    yield "", hint


def _spoken(text: str, hint: str) -> list[tuple[str, str]]:
    said = _SILENT.sub("", text)
    return [(said, hint)] if said else []


def _lost(source: str, start: int, end: int, hint: str) -> MarkupProblem:
    """`start` and `end` count letters and digits only."""
    first = last = seen = 0
    for at, char in enumerate(source):
        if not _SILENT.match(char):
            first = at if seen == start else first
            seen += 1
            if seen == end:
                last = at + 1
                break
    words = " ".join(source[first:last].split())
    shown = words if len(words) <= 60 else words[:59] + "…"
    line = source.count("\n", 0, first) + 1
    if hint == _DEEP:
        return MarkupProblem(line, "nested-too-deep", f"nested too deep to be shown: '{shown}'", hint)
    return MarkupProblem(line, "text-lost", f"Markdown would drop '{shown}'", hint)
