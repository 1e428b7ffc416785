"""Which statements, events and briefings belong on whose page: the catalogue grouped by entity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any, TypeVar

from briefgen.article import ArticleFace
from briefgen.briefing import Briefing, Quote
from briefgen.catalog import Catalog
from briefgen.entries import Bonds, Entry, Happening, Statement
from briefgen.errors import Field
from briefgen.ledger import Entry as LedgerEntry
from briefgen.ledger import Ledger, leaves_standing
from briefgen.memo import Made, Memo
from briefgen.references import ABOVE

T = TypeVar("T")
Key = tuple[str, str]
"""(kind, id), such as ("actors", "nato")"""


@dataclass(frozen=True)
class Groups:
    """Everything newest first, each group made when it is first asked for. A statement stands with its
    speakers and with all whom they speak for; a place, and what happened there, with every region that
    holds it."""

    catalog: Catalog

    @cached_property
    def statements(self) -> Mapping[str, Statement]:
        return self._kept("statements", tuple(entry.statements for entry in self.catalog.entries), _in_order_of_date)

    @cached_property
    def happenings(self) -> tuple[Happening, ...]:
        every = tuple(entry.happenings for entry in self.catalog.entries)
        return self._kept("happenings", every, lambda every: tuple(newest_first(chain(*every), lambda h: h.date.sort_key)))

    def _kept(self, name: str, told: object, make: Callable[..., T], *more: object) -> T:
        return self.catalog.memo.of(("group", name), (told, *more), make)

    @cached_property
    def _speak_for(self) -> Mapping[str, str | None]:
        return self.catalog.memo.same("who speaks for whom", {id: actor.of for id, actor in self.catalog.actors.items()})

    @cached_property
    def _lie_in(self) -> Mapping[str, str | None]:
        return self.catalog.memo.same("what lies where", {id: region.in_ for id, region in self.catalog.regions.items()})

    @cached_property
    def by(self) -> Mapping[str, tuple[Statement, ...]]:
        return self._kept("by", self.statements, lambda told, above: _grouped(told, lambda s: _all_above(s.by, above)), self._speak_for)

    @cached_property
    def about(self) -> Mapping[str, tuple[Statement, ...]]:
        return self._kept("about", self.statements, lambda told: _grouped(told, lambda s: s.about))

    @cached_property
    def at(self) -> Mapping[str, tuple[Statement, ...]]:
        return self._kept("at", self.statements, lambda told, above: _grouped(told, lambda s: _all_above(s.where, above)), self._lie_in)

    @cached_property
    def events(self) -> Mapping[Key, tuple[Happening, ...]]:
        return self._kept("events", self.happenings, _events, self._lie_in)

    @cached_property
    def briefings(self) -> Mapping[Key, tuple[Entry, ...]]:
        return self._entries_of(self.briefing_ids)

    @cached_property
    def briefing_ids(self) -> Mapping[Key, tuple[str, ...]]:
        answered = self._kept("answered in", self.catalog.ledgers, _answered_in)
        follows = (self._speak_for, self._lie_in, answered, self.catalog.source_of)
        return self._kept("briefings", self._bonds, lambda bonds, *follows: _briefings(bonds, *follows, self.catalog.memo), *follows)

    @cached_property
    def _bonds(self) -> tuple[Bonds, ...]:
        """Newest first."""
        return tuple(entry.bonds for entry in self.catalog.entries)

    def _entries_of(self, ids: Mapping[T, tuple[str, ...]]) -> Mapping[T, tuple[Entry, ...]]:
        return Made(ids, lambda key: tuple(map(self.catalog.by_id.__getitem__, ids[key])))

    @cached_property
    def positions(self) -> Mapping[str, tuple[tuple[str, LedgerEntry], ...]]:
        """actor -> (question, its newest answer there), by question"""
        return self._kept("positions", self.answered, _positions)

    @cached_property
    def answered(self) -> Mapping[str, Mapping[str, tuple[LedgerEntry, ...]]]:
        """actor -> question -> every answer of the actor, or of someone for it, from the oldest"""
        return self._kept("answered", self.catalog.ledgers, _answered, self._speak_for)

    @cached_property
    def articles(self) -> Mapping[str, tuple[str, ...]]:
        """source -> its articles, newest first"""
        return self._kept("articles", self.catalog.articles, _articles, self.catalog.source_of)

    @cached_property
    def revised_by(self) -> Mapping[str, str]:
        revising = newest_first((s for e in self.catalog.entries for s in e.statements if s.revises), lambda s: s.date.sort_key)
        return {old: s.ref for s in reversed(revising) for old in s.revises}

    @cached_property
    def below(self) -> Mapping[Key, tuple[str, ...]]:
        """an actor, region or question -> those that speak for it, lie in it, or narrow it"""
        return _below(self.catalog)

    @cached_property
    def rests_on(self) -> Mapping[str, tuple[Entry, ...]]:
        """article -> the briefings that rest on it"""
        return self._entries_of(self._kept("rests on", self._bonds, _rests_on))


def _in_order_of_date(every: tuple[tuple[Statement, ...], ...]) -> dict[str, Statement]:
    return {s.ref: s for s in newest_first(chain(*every), lambda s: s.date.sort_key)}


def _grouped(
    statements: Mapping[str, Statement], ids_of: Callable[[Statement], Iterable[str]]
) -> dict[str, tuple[Statement, ...]]:
    groups = defaultdict(list)
    for s in statements.values():
        for id in ids_of(s):
            groups[id].append(s)
    return _frozen(groups)


def _events(happenings: tuple[Happening, ...], lie_in: Mapping[str, str | None]) -> dict[Key, tuple[Happening, ...]]:
    groups = defaultdict(list)
    for h in happenings:
        for actor in h.actors:
            groups["actors", actor].append(h)
        for region in _all_above(h.where, lie_in):
            groups["regions", region].append(h)
    return _frozen(groups)


def newest_first(items: Iterable, key) -> list:  # type: ignore[no-untyped-def,type-arg]
    """Sorted by date, newest first; on one date by ref."""
    return sorted(sorted(items, key=lambda item: item.ref), key=key, reverse=True)


def _frozen(groups: Mapping[Any, list]) -> dict:  # type: ignore[type-arg]
    return {key: tuple(items) for key, items in groups.items()}


def _all_above(ids: Iterable[str], above: Mapping[str, str | None]) -> dict[str, None]:
    """`ids` and everything that they lead to through `above`, each once, in order."""
    found: dict[str, None] = {}
    for id in ids:
        here: str | None = id
        while here and here not in found:
            found[here] = None
            here = above.get(here)
    return found


def _answered_in(ledgers: Mapping[str, Ledger]) -> dict[str, frozenset[str]]:
    """briefing -> the questions in whose ledgers its statements stand"""
    answered = defaultdict(set)
    for question, ledger in ledgers.items():
        for line in ledger.entries:
            for ref in (line.ref, *line.also_in):
                answered[ref.split("/")[0]].add(question)
    return {briefing: frozenset(questions) for briefing, questions in answered.items()}


def _briefings(
    every: tuple[Bonds, ...],
    speak_for: Mapping[str, str | None],
    lie_in: Mapping[str, str | None],
    answered: Mapping[str, frozenset[str]],
    source_of: Mapping[str, str],
    memo: Memo,
) -> dict[Key, tuple[str, ...]]:
    groups = defaultdict(list)
    for bonds in every:
        sources = tuple(dict.fromkeys(source_of.get(a, "") for a in bonds.articles))
        follows = (speak_for, lie_in, answered.get(bonds.id, frozenset()), sources)
        for key in memo.of(("belongs to", bonds.id), (bonds, *follows), _keys):
            groups[key].append(bonds.id)
    return _frozen(groups)


def _keys(
    bonds: Bonds,
    speak_for: Mapping[str, str | None],
    lie_in: Mapping[str, str | None],
    answered: frozenset[str],
    sources: tuple[str, ...],
) -> tuple[Key, ...]:
    """On whose pages a briefing stands."""
    of_kind = {
        "actors": _all_above(sorted(bonds.actors()), speak_for), "regions": _all_above(sorted(bonds.regions()), lie_in),
        "questions": sorted(bonds.questions() | answered), "topics": bonds.topics, "sources": sources,
    }  # fmt: skip
    return tuple(_key(kind, id) for kind, ids in of_kind.items() for id in ids)


@lru_cache(maxsize=None)
def _key(kind: str, id: str) -> Key:
    """One object for all briefings."""
    return kind, id


def _answered(ledgers: Mapping[str, Ledger], speak_for: Mapping[str, str | None]) -> dict[str, dict[str, tuple[LedgerEntry, ...]]]:
    answered: dict[str, dict[str, list[LedgerEntry]]] = defaultdict(dict)
    for question, ledger in ledgers.items():
        for entry in ledger.entries:
            for actor in _all_above(entry.speakers, speak_for):
                answered[actor].setdefault(question, []).append(entry)
    return {actor: {question: tuple(lines) for question, lines in found.items()} for actor, found in answered.items()}


def _positions(answered: Mapping[str, Mapping[str, tuple[LedgerEntry, ...]]]) -> dict[str, tuple[tuple[str, LedgerEntry], ...]]:
    positions: dict[str, tuple[tuple[str, LedgerEntry], ...]] = {}
    for actor, by_question in answered.items():
        now: dict[str, LedgerEntry] = {}
        for question, lines in by_question.items():
            for entry in lines:
                if entry.revised_by is None and not leaves_standing(entry, now.get(question)):
                    now[question] = entry
        positions[actor] = tuple(sorted(now.items()))
    return positions


def _articles(articles: Mapping[str, ArticleFace], source_of: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    groups = defaultdict(list)
    for id, _ in sorted(articles.items(), key=lambda item: item[1].date.sort_key, reverse=True):
        groups[source_of.get(id, "")].append(id)
    return _frozen(groups)


def _below(catalog: Catalog) -> dict[Key, tuple[str, ...]]:
    groups = defaultdict(list)
    for kind, link in ABOVE.items():
        for id, entry in getattr(catalog, kind).items():
            if above := getattr(entry, link):
                groups[kind, above].append(id)
    return _frozen(groups)


def _rests_on(bonds: tuple[Bonds, ...]) -> dict[str, tuple[str, ...]]:
    groups = defaultdict(list)
    for one in bonds:
        for article in one.articles:
            groups[article].append(one.id)
    return _frozen(groups)


def quoting(briefing: Briefing, article: str) -> Iterator[tuple[Field, Quote]]:
    """(field, quote) of everything in the whole briefing that quotes this article."""
    for where, quote in briefing.quotes.items():
        if quote.article == article:
            yield where, quote
