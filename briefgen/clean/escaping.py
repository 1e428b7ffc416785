"""Markdown that reads back as the text it was made from (CommonMark 0.31, with tables, without HTML).

Text is written as it stands wherever that is safe, so that the file stays readable; only what a
reader of Markdown would take for markup is escaped. Every line that we write is read back and
compared; see `markdown`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_SPECIAL = re.compile(r"([\\`*_\[\]<>~|!&])")
# Of those, what can be markup where it stands: emphasis leans on a word, a link has its address behind it.
_TIGHT = re.compile(r"([\\`]|(?<!\s)[*_~]|[*_~](?=\S)|\](?=\()|<(?=[A-Za-z/!?])|&(?=#?\w+;))")
_LINE_START = re.compile(r"^(\s{0,3})([#>+\-=~]|\d{1,9}(?=[.)]))", re.MULTILINE)
_TAG_LIKE = re.compile(r"<(?=[A-Za-z/!?])")


@cache
def reader() -> MarkdownIt:
    """The parser by which what we write is read back; made once."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False, "maxNesting": 60}).enable("table").disable(["html_block", "html_inline", "reference"])


def text_of_markdown(markdown: str) -> str:
    """The visible text of `markdown`, a line break between blocks."""
    return "\n".join(filter(None, (_visible(token) for token in reader().parse(markdown))))


def _visible(token: Token) -> str:
    if token.type in ("fence", "code_block"):
        return token.content
    parts = []
    for child in token.children or ():
        if child.type in ("text", "code_inline", "image"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
    return "".join(parts)


def plain_markdown(text: str) -> str:
    """`text` as Markdown without any markup in it."""
    written = _TAG_LIKE.sub(r"\\<", text)
    if reads_as(written, text):
        return written
    for special in (_TIGHT, _SPECIAL):
        escaped = _LINE_START.sub(_escape_start, special.sub(r"\\\1", text))
        if reads_as(escaped, text):
            break
    return escaped


def reads_as(markdown: str, text: str) -> bool:
    """Whether `markdown` is one paragraph whose visible text is `text`."""
    tokens = reader().parse(markdown)
    return len(tokens) == 3 and tokens[0].type == "paragraph_open" and _flat(_visible(tokens[1])) == _flat(text)


def _flat(text: str) -> str:
    return re.sub(r"[ \t\n]+", " ", text).strip()


def _escape_start(match: re.Match[str]) -> str:
    if match[2].isdigit():
        return f"{match[1]}{match[2]}\\"
    return f"{match[1]}\\{match[2]}"
