"""Which other briefings belong beside one: those that share its questions and its actors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from briefgen.entries import Entry
from briefgen.memo import Made
from briefgen.views.cardmaking import Cards
from briefgen.views.cards import Link, Subjects, When

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
    places, look_up = cards.places, lists.get
    for key in (*[("questions", id) for id in mine.questions], *[("actors", id) for id in mine.actors]):
        if (row := look_up(key)) and (at := places[key].get(entry.id)) is not None:
            near.update(row[at - NEAR if at > NEAR else 0 : at + 1 + NEAR])
    near.discard(entry.id)
    numbers = cards.once("numbers of subjects", lambda: _numbers(cards))
    own, of = numbers[entry.id], cards.catalog.by_id
    weights = [(weight, id) for id in near if (weight := len(own & numbers[id])) >= ENOUGH]
    if len(weights) > MOST:
        least = sorted([weight for weight, _ in weights])[-MOST]
        weights = [one for one in weights if one[0] >= least]
    day = entry.date.earliest.toordinal()
    scored = sorted((-weight, abs(of[id].date.earliest.toordinal() - day), id) for weight, id in weights)
    return tuple(_view(id, mine, cards) for _, _, id in scored[:MOST])


def _numbers(cards: Cards) -> Mapping[str, frozenset[int]]:
    """briefing -> its subjects as numbers: three for each question, one for each actor"""
    questions = {id: range(3 * place, 3 * place + 3) for place, id in enumerate(cards.catalog.questions)}
    actors = {id: place for place, id in enumerate(cards.catalog.actors, start=3 * len(questions))}

    def of(id: str) -> frozenset[int]:
        about = cards.subjects[id]
        return frozenset(map(actors.__getitem__, about.actors)).union(*map(questions.__getitem__, about.questions))

    return Made(cards.catalog.by_id, of)


def _view(id: str, mine: Subjects, cards: Cards) -> RelatedView:
    theirs = cards.subjects[id]
    questions = tuple([question for question in mine.questions if question in theirs.questions])
    actors = tuple([actor for actor in mine.actors if actor in theirs.actors])
    return RelatedView(
        cards.link("briefings", id), cards.when(cards.catalog.by_id[id].date), cards.links("questions", questions), cards.links("actors", actors)
    )
