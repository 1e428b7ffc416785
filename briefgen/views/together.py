"""Who else appears where an actor appears."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain

from briefgen.views.cardmaking import Cards
from briefgen.views.cards import BriefingCard, Link

MOST = 12


@dataclass(frozen=True, slots=True)
class TogetherView:
    """An actor, in how many briefings it stands with another one, and the newest of these."""

    actor: Link
    count: int
    newest: BriefingCard


def together(actor: str, cards: Cards) -> tuple[TogetherView, ...]:
    """Those who stand in most briefings with `actor`; for whom it speaks, and who speaks for it, apart."""
    own = {actor, *_above(actor, cards), *cards.groups.below.get(("actors", actor), ())}
    entries = cards.groups.briefings.get(("actors", actor), ())
    counts = Counter[str](chain.from_iterable(cards.subjects[entry.id].actors for entry in entries))
    most = sorted(counts.keys() - own, key=lambda other: (-counts[other], other))[:MOST]
    newest: dict[str, str] = {}
    wanted = set(most)
    for entry in entries if most else ():  # newest first
        found = wanted.intersection(cards.subjects[entry.id].actors)
        newest |= dict.fromkeys(found, entry.id)
        wanted -= found
        if not wanted:
            break
    return tuple(TogetherView(cards.link("actors", other), counts[other], cards.briefings[newest[other]]) for other in most)


def _above(actor: str, cards: Cards) -> list[str]:
    found: list[str] = []
    here = cards.catalog.actors[actor].of
    while here and here in cards.catalog.actors and here not in found:
        found.append(here)
        here = cards.catalog.actors[here].of
    return found
