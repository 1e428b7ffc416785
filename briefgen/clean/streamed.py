"""Pages that React streamed: their parts put where its script would have put them.

A server that streams sends the page with gaps (`<template id="P:1">`, `<template id="B:0">`) and
the missing parts after it, in `<div hidden id="S:1">`; a few lines of script move each part into
its gap. A page saved without running scripts still has the article in such a part, so the parts
are moved here. Other hidden elements stay hidden.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_MOVED = re.compile(r"""\$R\w\(\s*["'](B:[0-9a-f]+)["']\s*,\s*["'](S:[0-9a-f]+)["']""")


def place_streamed_parts(soup: BeautifulSoup) -> None:
    """Moves each streamed part of `soup` into its gap, or shows it where it stands."""
    parts = [part for part in soup.find_all("div", id=re.compile(r"^S:[0-9a-f]+$")) if "hidden" in part.attrs]
    if not parts:
        return
    scripts = "".join(script.string or "" for script in soup.find_all("script"))
    boundary = {part: gap for gap, part in _MOVED.findall(scripts)}
    gaps = {str(gap.get("id")): gap for gap in soup.find_all("template", id=True)}
    for part in parts:
        del part.attrs["hidden"]
        name = str(part["id"])
        gap = gaps.get("P:" + name[2:]) or gaps.get(boundary.get(name, ""))
        if gap is not None and not _inside(gap, part):
            gap.replace_with(part.extract())


def _inside(tag: Tag, outer: Tag) -> bool:
    return any(parent is outer for parent in tag.parents)
