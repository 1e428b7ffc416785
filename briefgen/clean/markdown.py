"""Kept blocks to the Markdown of an article's body, proven to hold every letter of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from briefgen.clean.escaping import plain_markdown, text_of_markdown
from briefgen.clean.inline import inline_markdown
from briefgen.clean.letters import only_letters
from briefgen.clean.trouble import CleaningError
from briefgen.clean.values import Block, Run

_DEEPEST = 6


def body_markdown(blocks: Sequence[Block], base: str = "") -> str:
    """The blocks as Markdown, links made absolute against `base`; "" for none.

    Raises `CleaningError` letters-lost if reading it back does not give the blocks' letters again.
    """
    body = "\n\n".join(_pieces(blocks, base))
    wanted = "".join(only_letters(block.text) for block in blocks)
    found = only_letters(text_of_markdown(body))
    if wanted != found:
        at = next((i for i, (one, other) in enumerate(zip(wanted, found, strict=False)) if one != other), min(len(wanted), len(found)))
        raise CleaningError("letters-lost", f"the Markdown would not read as the page does, near '{wanted[at : at + 40]}'")
    return body


def _pieces(blocks: Sequence[Block], base: str) -> list[str]:
    """One string for each thing that a blank line must part from the next."""
    pieces: list[str] = []
    for (kind, _), group in groupby(blocks, _together):
        members = list(group)
        if kind == "table":
            written = _table(members, base)
        elif kind == "list":
            written = _list(members, base)
        else:
            written = "\n\n".join(_single(block, base) for block in members)
        if not _reads_back(written, members):
            written = "\n\n".join(plain_markdown(block.text.replace("\n", " ").strip()) for block in members)
        pieces.append(_quoted(written) if members[0].quoted else written)
    return pieces


def _reads_back(written: str, blocks: Sequence[Block]) -> bool:
    """Whether the letters of `written` are those of the blocks; damaged pages nest lists as Markdown cannot."""
    return only_letters(text_of_markdown(written)) == "".join(only_letters(block.text) for block in blocks)


def _together(block: Block) -> tuple[str, object]:
    """What a block shares with its neighbours that are written as one table, list or quotation."""
    if block.source:
        return ("source", block.index)
    if block.kind == "row" and len(block.cells) > 1:
        table = next((step.order for step in block.step.up() if step.name == "table"), 0) if block.step else 0
        return ("table", (table, block.quoted))
    if block.kind == "item" or (block.level and block.kind in ("paragraph", "code")):
        return ("list", block.quoted)
    return ("quote", block.quoted) if block.quoted else ("single", block.index)


def _single(block: Block, base: str) -> str:
    if block.source:
        return block.source
    if block.kind == "code":
        return _fenced(block.text)
    runs = block.runs or (Run(block.text),)
    if block.kind == "heading":
        written = inline_markdown([replace(run, bold=False) for run in runs], base)
        return f"{'#' * max(2, min(6, block.level))} " + _closed(written.replace("\\\n", " "))
    return inline_markdown(runs, base)


def _closed(heading: str) -> str:
    """A heading that ends in `#` would lose it."""
    return heading[:-1] + "\\#" if heading.endswith("#") else heading


def _list(blocks: Sequence[Block], base: str) -> str:
    """Items under one another, deeper ones indented by the width of their parents' marks.

    Levels are taken as they follow each other: a list may begin with a deep one.
    """
    lines: list[str] = []
    open_items: list[tuple[int, int]] = []  # (level, indent of its text) from the outermost
    for block in blocks:
        written = _single(block, base)
        if block.kind == "item":
            while open_items and open_items[-1][0] >= block.level:
                open_items.pop()
            pad = open_items[-1][1] if open_items else 0
            if len(open_items) == _DEEPEST:
                open_items.pop()
                pad = open_items[-1][1]
            mark = f"{block.ordinal}. " if block.ordinal else "- "
            inner = pad + len(mark)
            open_items.append((block.level, inner))
            lines.append(" " * pad + mark + written.replace("\n", "\n" + " " * inner))
        else:
            while len(open_items) > 1 and open_items[-1][0] > block.level:
                open_items.pop()
            inner = open_items[-1][1] if open_items else 0
            lines.append("\n" + " " * inner + written.replace("\n", "\n" + " " * inner) + "\n")
    return "\n".join(lines).strip("\n")


def _table(rows: Sequence[Block], base: str) -> str:
    """A pipe table; its first row is the head."""
    width = max(len(row.cells) for row in rows)
    if len(rows) < 2:
        return "\n\n".join(inline_markdown(cell, base) for row in rows for cell in row.cells if cell)
    written = []
    for row in rows:
        cells = [inline_markdown(cell, base).replace("\\\n", " ").replace("|", "\\|") if cell else "" for cell in row.cells]
        written.append("| " + " | ".join(cells + [""] * (width - len(cells))) + " |")
    written.insert(1, "|" + " --- |" * width)
    return "\n".join(written)


def _quoted(written: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in written.split("\n"))


def _fenced(text: str) -> str:
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}\n{text.strip(chr(10))}\n{fence}"
