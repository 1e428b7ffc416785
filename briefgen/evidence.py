"""An article's text as evidence: every quoted span highlighted and led to what rests on it.

Highlighting changes no character: what stands inside the marks is the source's own text. Where the
rights do not allow the whole article, only the sentences that hold a quoted span are shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from markupsafe import Markup

from briefgen.markup import Block, Document, Highlight, escape, linkable, render_block
from briefgen.passages import sentence_around

Range = tuple[int, int]
_NEITHER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Mark:
    """One part of a quoted passage: characters `start` to `end` of a text.

    `number` is that of the entry in the page's list; `anchor` stands at the passage's first part
    ("" elsewhere); `last` is true of the last part, after which the number is shown.
    """

    start: int
    end: int
    number: int
    anchor: str
    last: bool


def render_full(document: Document, marks: Sequence[Sequence[Mark]]) -> Markup:
    """The whole text with `marks` by block."""
    parts, index = [], 0
    for part in document.parts:
        if isinstance(part, str):
            parts.append(part)
        else:
            parts.append(_marked_block(part, marks[index]))
            index += 1
    return Markup("".join(parts))


def render_passages(document: Document, marks: Sequence[Sequence[Mark]]) -> tuple[Markup, int]:
    """(the sentences that hold a mark, block by block and as plain text; their letters)."""
    html, shown, skipped = [], 0, False
    for block, marked in zip(document.blocks, marks, strict=True):
        if not marked:
            skipped = True
            continue
        if skipped:
            html.append('<p class="gap">…</p>')
            skipped = False
        text = " … ".join(_render_range(block.text, start, end, marked) for start, end in sentences(block.text, marked))
        shown += sum(letters(block.text[start:end]) for start, end in sentences(block.text, marked))
        html.append(f"<p>{text}</p>")
    if skipped and html:
        html.append('<p class="gap">…</p>')
    return Markup("".join(html)), shown


def render_line(text: str, marks: Sequence[Mark], *, full: bool) -> tuple[Markup, int]:
    """(a title or caption, or its marked sentences; the letters shown)."""
    ranges = [(0, len(text))] if full else sentences(text, marks)
    html = " … ".join(_render_range(text, start, end, marks) for start, end in ranges)
    return Markup(html), sum(letters(text[start:end]) for start, end in ranges)


def sentences(text: str, marks: Sequence[Mark]) -> list[Range]:
    """The ranges of the sentences that hold a mark, in order; neighbours are one range."""
    merged: list[Range] = []
    for start, end in sorted(sentence_around(text, ((mark.start, mark.end),)) for mark in marks):
        if merged and not text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@lru_cache(maxsize=256)  # an article's texts are counted for what is shown, and for all there is
def letters(text: str) -> int:
    """How many letters and digits `text` has."""
    return len(_NEITHER.sub("", text))


def _render_range(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    inside = [replace(m, start=m.start - start, end=m.end - start) for m in marks if start <= m.start and m.end <= end]
    return _marked_block(Block("inline", 1, (text[start:end],), text[start:end]), inside)


def _marked_block(block: Block, marks: Sequence[Mark]) -> str:
    if not marks:
        return render_block(block)
    by_key = {str(index): mark for index, mark in enumerate(marks)}
    free = linkable(block)
    late = [m for m in marks if m.last and not any(start < m.end <= end for start, end in free)]

    def stretch(
        html: str, covering: tuple[Highlight, ...], starting: tuple[Highlight, ...], ending: tuple[Highlight, ...]
    ) -> str:
        anchors = [mark.anchor for h in starting if (mark := by_key[h.key]).anchor]
        first = f' id="{escape(anchors[0])}"' if anchors else ""
        more = "".join(f'<span id="{escape(anchor)}"></span>' for anchor in anchors[1:])
        ended = [mark for h in ending if (mark := by_key[h.key]).last and mark not in late]
        return f"<mark{first}>{more}{html}</mark>{_numbers(ended)}"

    highlights = [Highlight(mark.start, mark.end, key) for key, mark in by_key.items()]
    bare = replace(block, before="", after="")
    return block.before + render_block(bare, mark=stretch, highlights=highlights) + _numbers(late) + block.after


def _numbers(marks: Sequence[Mark]) -> str:
    """Links to what rests on the passages that end here; never inside another link."""
    return "".join(f'<sup class="rests"><a href="#rest.{mark.number}">{mark.number}</a></sup>' for mark in marks)
