"""SVG to PNG, the same bytes on every machine: our own fonts, and none of the system's.

resvg is an optional dependency (the extra `cards`); docs/decisions/card-pictures-resvg.md has the reasons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from briefgen.graphics.lettering import text_width

TEMPLATE = "card.html"
"""The template of card pictures; what it draws is SVG."""
WIDTH, HEIGHT = 1200, 630
_FONTS = Path(__file__).with_name("fonts")
_SIZES = (76, 66, 56, 48)
_MOST_LINES, _ROOM = 4, 1060


def can_draw_pictures() -> bool:
    """Whether the library is installed."""
    return find_spec("resvg_py") is not None


def draw_png(svg: str) -> bytes:
    """The picture, 1200 by 630 pixels. Raises ValueError where `svg` is none."""
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=WIDTH,
            height=HEIGHT,
            skip_system_fonts=True,
            font_files=[str(file) for file in sorted(_FONTS.glob("*.ttf"))],
            serif_family="Liberation Serif",
            sans_serif_family="Liberation Sans",
            font_family="Liberation Sans",
        )
    )


@dataclass(frozen=True, slots=True)
class Lines:
    """A title in lines, and the size of its letters in pixels; the last line ends in "…" where it is cut."""

    size: int
    lines: tuple[str, ...]


def fit_lines(title: str) -> Lines:
    """The title in the largest letters of which it needs at most four lines."""
    words = title.split()
    for size in _SIZES:
        lines = _broken(words, size)
        if len(lines) <= _MOST_LINES:
            return Lines(size, tuple(lines))
    return Lines(size, (*lines[: _MOST_LINES - 1], lines[_MOST_LINES - 1].rstrip(" ,;:.–-") + "…"))


def _broken(words: Sequence[str], size: int) -> list[str]:
    lines: list[str] = []
    for word in words:
        while text_width(word, size) > _ROOM:  # a word that is longer than a line
            kept = next(n for n in range(len(word), 0, -1) if text_width(word[:n], size) <= _ROOM)
            lines.append(word[:kept])
            word = word[kept:]
        if lines and text_width(f"{lines[-1]} {word}", size) <= _ROOM:
            lines[-1] += f" {word}"
        elif word:
            lines.append(word)
    return lines or [""]
