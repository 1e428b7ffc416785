"""Markdown to safe HTML and to visible text.

    text --parse_markdown--> Document of Blocks --render_document--> HTML
    text --parse_inline----> one Block          --render_block-----> HTML

Everything is CommonMark 0.31 with GFM tables, less three things that would make an article's words
vanish: raw HTML is shown as text, `[x]: y` is not a definition, and pictures from other hosts become
links under their alternative text. See `dialect` for the rules, `conservation` for the proof that no
word was lost, and `weave` for highlights and links that cross tags.
"""

from briefgen.markup.blocks import (
    Block,
    Document,
    MarkupProblem,
    Note,
    Piece,
    Tag,
    hidden_text,
    internal_links,
    linkable,
    note_ids,
    plain,
    visible_text,
)
from briefgen.markup.escaping import escape, showable
from briefgen.markup.parse import parse_inline, parse_markdown
from briefgen.markup.weave import Highlight, Link, render_block, render_document

__all__ = [
    "Block",
    "Document",
    "Highlight",
    "Link",
    "MarkupProblem",
    "Note",
    "Piece",
    "Tag",
    "escape",
    "hidden_text",
    "internal_links",
    "linkable",
    "note_ids",
    "parse_inline",
    "parse_markdown",
    "plain",
    "render_block",
    "render_document",
    "showable",
    "visible_text",
]
