"""The Markdown that we read: CommonMark with tables, less what would make words vanish.

Off: raw HTML (shown as text) and reference definitions (so `[North Korean]` stays in brackets and
`[x]: y` stays a line of text). Our own: pictures, read as links are, and notes `[^id]`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from briefgen.markup.links import tidy_url

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

# Block quotes cost one level, lists two. Past it markdown-it drops blocks (we report that) and shows
# inline marks as text. Low enough for Python's stack, and for parsers that read our pages.
MAX_NESTING = 50

_LANGUAGE = re.compile(r"[A-Za-z0-9_+#.-]{1,30}")
NOTE = re.compile(r"\[\^([^\s\[\]]+)\]")


def language(info: str) -> str:
    """The language that a fence's info string starts with, or "" (CommonMark §4.5)."""
    word = "".join(info.split()[:1])
    return word if _LANGUAGE.fullmatch(word) else ""


@cache
def markdown(notes: bool) -> MarkdownIt:
    """The parser; made once, and imported only when some text needs it."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING})
    parser.enable("table")
    parser.disable(["html_block", "html_inline", "reference"])
    parser.normalizeLink = tidy_url  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # judged in `tokens`
    parser.inline.ruler.at("image", _image)
    if notes:
        parser.inline.ruler.before("link", "note", _note)
    return parser


def _note(state: StateInline, silent: bool) -> bool:
    """`[^id]`, wherever text may stand."""
    if state.src[state.pos] != "[":
        return False
    found = NOTE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("note", "", 0).content = found[1]
    state.pos = found.end()
    return True


def _image(state: StateInline, silent: bool) -> bool:
    """`![alt](src)` as an opening and a closing token around the alternative text.

    The stock rule parses the text anew for each picture in a picture, without a limit; read as a
    link behind an exclamation mark it counts as nesting.
    """
    from markdown_it.rules_inline import link

    if not state.src.startswith("![", state.pos, state.posMax):
        return False
    if not silent and state.pending:
        state.pushPending()
    opening = len(state.tokens)
    state.pos += 1
    if not link(state, silent):
        state.pos -= 1
        return False
    if not silent:
        state.tokens[opening].type = "image_open"
        state.tokens[-1].type = "image_close"
    return True
