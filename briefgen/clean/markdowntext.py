"""Text that is Markdown already: its blocks, each with its own source, and its front matter."""

from __future__ import annotations

import re

from briefgen.clean.escaping import reader
from briefgen.clean.plain import build_plain_blocks
from briefgen.clean.values import Block, Kind, Run

_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
_ENTRY = re.compile(r"^([A-Za-z_-]{2,30}):[ \t]*(.+?)[ \t]*$", re.MULTILINE)
_KINDS: dict[str, Kind] = {"heading_open": "heading", "fence": "code", "code_block": "code", "blockquote_open": "quote", "table_open": "row"}


def split_markdown(text: str) -> tuple[dict[str, str], str]:
    """(front matter, body). Only single-line entries are read; keys in lower case."""
    match = _FRONT.match(text)
    if match is None:
        return {}, text
    return {key.lower(): value.strip("\"'") for key, value in _ENTRY.findall(match[1])}, text[match.end() :]


def build_markdown_blocks(text: str) -> tuple[Block, ...]:
    """The top-level blocks of Markdown, with their source; text that no block holds is an error later.

    What the parser takes for nothing (link definitions are off, so only white space) is left out.
    """
    lines = text.split("\n")
    blocks: list[Block] = []
    for token in reader().parse(text):
        if token.level or token.map is None or token.type.endswith("_close") or token.type == "hr":
            continue
        source = "\n".join(lines[token.map[0] : token.map[1]]).strip("\n")
        shown = _shown(source)
        if shown:
            level = int(token.tag[1]) if token.type == "heading_open" else 0
            blocks.append(Block(len(blocks), _KINDS.get(token.type, "paragraph"), shown, (Run(shown),), level, source=source))
    return tuple(blocks) or build_plain_blocks(text)


def _shown(source: str) -> str:
    from briefgen.clean.escaping import text_of_markdown

    return text_of_markdown(source).strip()
