"""Runs of formatted text to inline Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote, urljoin, urlsplit

from briefgen.clean.escaping import plain_markdown, reads_as
from briefgen.clean.runs import text_of
from briefgen.clean.values import Run

_SCHEMES = ("http", "https", "mailto")
_LONGEST_URL = 2_000
_EDGES = re.compile(r"^(\s*)(.*?)(\s*)$", re.DOTALL)
_INNER = re.compile(r"([\\`*_\[\]<~])")


def inline_markdown(runs: Sequence[Run], base: str = "") -> str:
    """`runs` with their links (made absolute against `base`), bold, italics and code.

    Where Markdown cannot carry a formatting (emphasis that ends inside a word, before a quotation
    mark, …) the text is written without it: first without emphasis, then without links too.
    """
    text = text_of(runs)
    flat = text.replace("\n", " ")
    if not any(run.href or run.bold or run.italic or run.code for run in runs):
        return _with_breaks(plain_markdown(text))
    linked = [replace(run, href=safe_url(run.href, base)) for run in runs]
    for attempt in (linked, [replace(run, bold=False, italic=False, code=False) for run in linked]):
        written = "".join(_marked_up(attempt))
        if reads_as(written, flat):
            return _with_breaks(written)
    return _with_breaks(plain_markdown(text))


def safe_url(href: str, base: str) -> str:
    """An absolute web or mail address without white space or brackets, or ""."""
    if not href or href.startswith("#") or len(href) > _LONGEST_URL:
        return ""
    try:
        address = urljoin(base, href.strip()) if base else href.strip()
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme.lower() not in _SCHEMES or not (parts.netloc or parts.path):
        return ""
    return quote(address, safe="%/:=&?~#+!$,;'@*[]-._") if not address.isascii() or re.search(r"[\s()<>\\\"`{}|^]", address) else address


def _marked_up(runs: Sequence[Run]) -> list[str]:
    """Markdown for each run, with neighbours under one link in one pair of brackets."""
    parts, place = [], 0
    while place < len(runs):
        href, group = runs[place].href, []
        while place < len(runs) and runs[place].href == href:
            group.append(runs[place])
            place += 1
        inner = "".join(_emphasised(run) for run in group)
        before, core, after = _EDGES.match(inner).groups()  # type: ignore[union-attr]
        parts.append(f"{before}[{core}]({href}){after}" if href and core else inner)
    return parts


def _emphasised(run: Run) -> str:
    before, core, after = _EDGES.match(run.text).groups()  # type: ignore[union-attr]
    if not core:
        return run.text
    if run.code and "`" not in core:
        return f"{before}`{core}`{after}"
    written = _INNER.sub(r"\\\1", core)
    marks = "**" * run.bold + "*" * run.italic
    return f"{before}{marks}{written}{marks[::-1]}{after}"


def _with_breaks(written: str) -> str:
    """A line break inside a block becomes a hard one."""
    return re.sub(r" *\n *", "\\\\\n", written.strip())
