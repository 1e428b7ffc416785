"""What Markdown becomes: blocks of visible text with the tags and notes that stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

TextRange = tuple[int, int]
Kind = Literal["paragraph", "heading", "item", "cell", "code", "inline"]


@dataclass(frozen=True, slots=True)
class Tag:
    """One HTML tag inside a block: `html` as written, `name` its element.

    `hidden` holds what the tag says but does not show: a link's target and title, a picture's
    alternative text. An internal target stands in `html` as `\\x00` and its site-absolute URL.
    """

    html: str
    name: str
    role: Literal["open", "close", "void"]
    target: str = ""
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A reference `[^id]` to a claim or event; it has no width in the visible text."""

    id: str


Piece = str | Tag | Note


@dataclass(frozen=True, slots=True)
class Block:
    """One visible block: what a reader sees as one paragraph, heading, list item, cell or listing.

    `text` is the visible text, the concatenation of the `str` pieces; a soft or hard line break is
    one "\\n" in it. `line` counts from 1 in the Markdown text. `before` and `after` are the block's
    own tags, both empty for a tight list item (whose `<li>` is a part of the document) and for prose.
    """

    kind: Kind
    line: int
    pieces: tuple[Piece, ...]
    text: str
    before: str = ""
    after: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether it is nothing but text, all of which may be linked."""
        return self.kind != "code" and len(self.pieces) == 1 and isinstance(self.pieces[0], str)


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown text in order: raw container tags (`<ul>`, `<li>`, …) and blocks."""

    parts: tuple[str | Block, ...]
    blocks: tuple[Block, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        blocks = tuple(part for part in self.parts if not isinstance(part, str))
        object.__setattr__(self, "blocks", blocks)


@dataclass(frozen=True, slots=True, order=True)
class MarkupProblem:
    """Something wrong with the Markdown; `line` counts from 1 in the Markdown text."""

    line: int
    code: Literal["nested-too-deep", "text-lost", "unsafe-link"]
    message: str
    hint: str = ""


def visible_text(document: Document) -> str:
    """All that a reader sees, blocks separated by a blank line."""
    return "\n\n".join(block.text for block in document.blocks)


def plain(block: Block) -> str:
    """A block's visible text on one line, for titles, descriptions and feeds."""
    return " ".join(block.text.split())


def internal_links(blocks: Iterable[Block]) -> tuple[tuple[int, str], ...]:
    """(line, site-absolute URL) of every link and picture inside the site, in order."""
    return tuple(
        (line, tag.target) for line, tag in _tags(blocks) if tag.target.startswith("/")
    )


def hidden_text(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Link targets, link titles and alternative texts: in the source, but not to be seen."""
    return tuple(said for _, tag in _tags(blocks) for said in tag.hidden)


def note_ids(blocks: Iterable[Block]) -> tuple[tuple[int, str], ...]:
    """(line, id) of every note reference, in order."""
    return tuple(
        (line, piece.id) for line, piece in _placed(blocks) if isinstance(piece, Note)
    )


def linkable(block: Block) -> tuple[TextRange, ...]:
    """The ranges of a block's text that stand outside links and code, merged and in order."""
    if block.is_plain:
        return ((0, len(block.text)),)
    if block.kind == "code":
        return ()
    ranges: list[TextRange] = []
    closed = at = 0
    for piece in block.pieces:
        if isinstance(piece, str):
            if not closed and ranges and ranges[-1][1] == at:
                ranges[-1] = (ranges[-1][0], at + len(piece))
            elif not closed:
                ranges.append((at, at + len(piece)))
            at += len(piece)
        elif isinstance(piece, Tag) and piece.name in ("a", "code"):
            closed += {"open": 1, "close": -1, "void": 0}[piece.role]
    return tuple(ranges)


def _placed(blocks: Iterable[Block]) -> Iterator[tuple[int, Piece]]:
    for block in blocks:
        line = block.line
        for piece in block.pieces:
            if isinstance(piece, str):
                line += piece.count("\n")
            yield line, piece


def _tags(blocks: Iterable[Block]) -> Iterator[tuple[int, Tag]]:
    return ((line, piece) for line, piece in _placed(blocks) if isinstance(piece, Tag))
