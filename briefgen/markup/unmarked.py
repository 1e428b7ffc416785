"""Which text is free of Markdown, so that it needs no parser.

Most prose is. A text is cut at its blank lines; a chunk without marks is its own paragraph, whatever
stands around it, because it starts at the left margin (CommonMark §5: that closes every container).
Chunks with marks are parsed, neighbours together. A fence may hold blank lines: no cutting then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Characters that start something inline; "](" starts a link's target, as nothing else in brackets
# means anything without reference definitions, and "&" an entity. The bar makes tables.
_MARKS = ("\\", "`", "*", "_", "<", "|", "](")
_ENTITY = re.compile(r"&#?[0-9A-Za-z]+;")
# A line that starts with white space or with one of these may start something other than text.
_STARTS = frozenset(" \t#>+-=~:")
_NUMBER = re.compile(r"[0-9]{1,9}[.)]")
# What markdown-it trims off a paragraph: JavaScript's white space without U+FEFF.
TRIMMED = (
    " \t\n\v\f\r\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)


def is_plain_inline(text: str) -> bool:
    """Whether inline Markdown leaves trimmed `text` as it is (notes aside)."""
    if _has_marks(text):
        return False
    if "\n" not in text:
        return True
    return not any(_is_padded(line) for line in text.split("\n"))


def chunks(text: str) -> Iterator[tuple[int, str, bool]]:
    """(first line, text, whether it is a paragraph without marks), in order.

    Lines count from 0. A chunk with marks may hold blank lines, at its end as well.
    """
    lines = text.split("\n")
    if "```" in text or "~~~" in text:
        yield 0, text, False
        return
    marked = _has_marks(text)
    parsed_from = -1
    for start, end in _paragraphs(lines):
        chunk = "\n".join(lines[start:end])
        if (marked and _has_marks(chunk)) or _starts_something(lines[start:end]):
            parsed_from = start if parsed_from < 0 else parsed_from
            continue
        if parsed_from >= 0:
            yield parsed_from, "\n".join(lines[parsed_from:start]), False
            parsed_from = -1
        yield start, chunk, True
    if parsed_from >= 0:
        yield parsed_from, "\n".join(lines[parsed_from:]), False


def _paragraphs(lines: list[str]) -> Iterator[tuple[int, int]]:
    """The ranges of lines between blank ones (CommonMark §2.1: spaces and tabs only)."""
    start = -1
    for number, line in enumerate(lines):
        if line and line.strip(" \t"):
            start = number if start < 0 else start
        elif start >= 0:
            yield start, number
            start = -1
    if start >= 0:
        yield start, len(lines)


def _has_marks(text: str) -> bool:
    for mark in _MARKS:
        if mark in text:
            return True
    return "&" in text and _ENTITY.search(text) is not None


def _starts_something(lines: list[str]) -> bool:
    """Whether a line may be more than a paragraph's, or has white space that Markdown trims."""
    for line in lines:
        if line[0] in _STARTS or line[-1] in " \t" or _NUMBER.match(line):
            return True
    return False


def _is_padded(line: str) -> bool:
    return line[:1] in (" ", "\t") or line[-1:] in (" ", "\t")
