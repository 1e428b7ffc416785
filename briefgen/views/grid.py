"""A question's ledger as a grid: one row for each origin, one column for each day on which it was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefgen.ledger import Entry, Ledger, leaves_standing
from briefgen.views.cardmaking import Cards
from briefgen.views.cards import AnswerCard, Link, PositionCard, When

MOST_DAYS = 8
"""How many days the grid shows: the newest; what was answered before stands in its first column."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """What an origin answered on one day, or the answer of an earlier day that stood on it."""

    said: tuple[PositionCard, ...]
    holds: AnswerCard | None


@dataclass(frozen=True, slots=True)
class GridRow:
    """One origin's answers, a cell for each day."""

    origin: Link
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A ledger by origin and day; the origin that answered first stands first."""

    days: tuple[When, ...]
    rows: tuple[GridRow, ...]
    earlier: bool
    """Whether there are days before the first column."""


def grid(ledger: Ledger, cards: Cards) -> Grid | None:
    """The grid of `ledger`; None where nobody answered twice and nobody else did, for then it shows nothing."""
    days = tuple(dict.fromkeys(entry.date.text for entry in ledger.entries))
    if len(days) < 2:
        return None
    shown = days[-MOST_DAYS:]
    by_origin: dict[str, list[Entry]] = {}
    for entry in ledger.entries:
        by_origin.setdefault(entry.origin, []).append(entry)
    whens = {entry.date.text: cards.position(ledger.question, entry).when for entry in ledger.entries}
    rows = tuple(_row(ledger.question, entries, days, shown, cards) for entries in by_origin.values())
    return Grid(tuple(whens[day] for day in shown), rows, len(days) > len(shown))


def _row(question: str, entries: Sequence[Entry], days: Sequence[str], shown: Sequence[str], cards: Cards) -> GridRow:
    cells, standing = [], None
    for day in days:
        said = [entry for entry in entries if entry.date.text == day]
        if day in shown:
            holds = cards.position(question, standing).answer if standing and not said else None
            cells.append(GridCell(tuple(cards.position(question, entry) for entry in said), holds))
        for entry in said:
            if not leaves_standing(entry, standing):
                standing = entry
    return GridRow(cards.position(question, entries[0]).origin, tuple(cells))
