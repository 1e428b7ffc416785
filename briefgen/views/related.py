"""Which other briefings belong beside one: those that share its questions and its actors."""

from __future__ import annotations

from dataclasses import dataclass

from briefgen.entries import Entry
from briefgen.views.cards import Cards, Link, Subjects, When

MOST, ENOUGH = 4, 2
NEAR = 3
"""How far to look in each list that holds the briefing, to both sides. Looking near keeps a new briefing
from changing the pages of all older ones, and the work the same however long the lists are."""


@dataclass(frozen=True, slots=True)
class RelatedView:
    """Another briefing, and what it shares with this one."""

    briefing: Link
    when: When
    questions: tuple[Link, ...]
    actors: tuple[Link, ...]


def related(entry: Entry, cards: Cards) -> tuple[RelatedView, ...]:
    """The briefings that share most with `entry`: questions count three times as much as actors."""
    mine, lists = cards.subjects[entry.id], cards.groups.briefing_ids
    near: set[str] = set()
    for key in (*(("questions", id) for id in mine.questions), *(("actors", id) for id in mine.actors)):
        at = cards.places[key].get(entry.id) if key in lists else None
        if at is not None:
            near.update(lists[key][max(0, at - NEAR) : at + 1 + NEAR])
    near.discard(entry.id)
    scored, day = [], entry.date.earliest.toordinal()
    for id in near:
        theirs = cards.subjects[id]
        weight = 3 * (mine.asked & theirs.asked).bit_count() + (mine.named & theirs.named).bit_count()
        if weight >= ENOUGH:
            scored.append((-weight, abs(cards.catalog.by_id[id].date.earliest.toordinal() - day), id))
    return tuple(_view(id, mine, cards) for _, _, id in sorted(scored)[:MOST])


def _view(id: str, mine: Subjects, cards: Cards) -> RelatedView:
    theirs = cards.subjects[id]
    questions = tuple(question for question in mine.questions if question in theirs.questions)
    actors = tuple(actor for actor in mine.actors if actor in theirs.actors)
    return RelatedView(
        cards.link("briefings", id), cards.briefings[id].when, cards.links("questions", questions), cards.links("actors", actors)
    )
