"""The view of a briefing's card picture, which link previews show."""

from __future__ import annotations

from dataclasses import dataclass

from briefgen.entries import Entry
from briefgen.views.cardmaking import Cards
from briefgen.views.cards import When


@dataclass(frozen=True, slots=True)
class PictureView:
    """What a card picture says. `statements` and `sources` are numbers."""

    title: str
    when: When
    statements: int
    sources: int


# What both fonts of `graphics/fonts` hold of the scripts that they are made for, first and last character.
_LETTERS = (
    (0x20, 0x7E), (0xA0, 0x36F), (0x384, 0x38A), (0x38E, 0x3A1), (0x3A3, 0x3CE), (0x3D0, 0x513), (0x591, 0x5C7),
    (0x5D0, 0x5EA), (0x1DFE, 0x1E9B), (0x1EA0, 0x1EF9), (0x2000, 0x2010), (0x2012, 0x2022), (0x2026, 0x2026),
    (0x2039, 0x203A), (0x20AC, 0x20AC), (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x2195), (0x2212, 0x2212),
)  # fmt: skip


def can_be_drawn(text: str) -> bool:
    """Whether the fonts hold every letter of `text`: Latin, Greek, Cyrillic, Hebrew. No picture is better than boxes."""
    return all(any(first <= ord(letter) <= last for first, last in _LETTERS) for letter in text)


def picture_view(entry: Entry, cards: Cards) -> PictureView:
    sources = {cards.catalog.source_of.get(article, article) for article in entry.bonds.articles}
    card = cards.briefings[entry.id]
    return PictureView(card.title, card.when, len(entry.statements), len(sources))
