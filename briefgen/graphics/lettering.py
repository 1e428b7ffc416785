"""How wide a text is where no font can be asked, and a text cut to fit.

The widths are those of common sans-serif fonts, rounded up, as shares of the font's size: a label that
is thought to fit must fit in whatever font a reader's system has.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_NARROW = frozenset("iljtfrI.,:;'’‘|!()[]{} /-·")
_WIDE = frozenset("mwMW@%—…&")
_FIRST_STRONG, _POP = "\u2068", "\u2069"


@lru_cache(maxsize=8192)
def text_width(text: str, size: float) -> float:
    """The most that `text` takes up, in units, at a font size of `size` units."""
    return sum(map(_share, text)) * size


@lru_cache(maxsize=4096)
def _share(character: str) -> float:
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf", "Cc"):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.05
    if character in _NARROW:
        return 0.39
    if character in _WIDE:
        return 1.0
    return 0.74 if category == "Lu" else 0.61


def fit_text(text: str, size: float, width: float) -> str:
    """`text` on one line, cut to `width` units with "…"; "" where not even that fits."""
    line = " ".join(text.split())
    if text_width(line, size) <= width:
        return line
    room, kept = width - text_width("…", size), 0
    if room < 0:
        return ""
    for character in line:
        room -= _share(character) * size
        if room < 0:
            break
        kept += 1
    while 0 < kept < len(line) and unicodedata.combining(line[kept]):
        kept -= 1  # a letter keeps its accents, or goes with them
    return line[:kept].rstrip(" ,;:.–-") + "…"


def isolated(text: str) -> str:
    """`text` so that its own direction holds inside a line that runs from left to right (UAX #9, 2.4.2)."""
    if not text.isascii() and any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in text):
        return f"{_FIRST_STRONG}{text}{_POP}"
    return text
