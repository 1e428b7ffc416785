"""Which statements, events and briefings belong on whose page: the catalogue grouped by entity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from briefgen.catalog import Catalog
from briefgen.entries import Entry, Happening, Statement
from briefgen.ledger import Entry as LedgerEntry
from briefgen.ledger import leaves_standing

Key = tuple[str, str]
"""(kind, id), such as ("actors", "nato")"""


@dataclass(frozen=True, slots=True)
class Groups:
    """Everything newest first. A statement stands with its speakers and with all whom they speak for;
    a place, and what happened there, with every region that holds it."""

    statements: Mapping[str, Statement]
    happenings: tuple[Happening, ...]
    by: Mapping[str, tuple[Statement, ...]]
    about: Mapping[str, tuple[Statement, ...]]
    at: Mapping[str, tuple[Statement, ...]]
    events: Mapping[Key, tuple[Happening, ...]]
    briefings: Mapping[Key, tuple[Entry, ...]]
    positions: Mapping[str, tuple[tuple[str, LedgerEntry], ...]]
    """actor -> (question, its newest answer there), by question"""
    articles: Mapping[str, tuple[str, ...]]
    """source -> its articles, newest first"""
    revised_by: Mapping[str, str]
    below: Mapping[Key, tuple[str, ...]]
    """an actor, region or question -> those that speak for it, lie in it, or narrow it"""
    rests_on: Mapping[str, tuple[Entry, ...]]
    """article -> the briefings that rest on it"""


def build_groups(catalog: Catalog) -> Groups:
    """The groups of `catalog`; pure, one pass over its entries."""
    statements = newest_first((s for e in catalog.entries for s in e.statements), lambda s: s.date.sort_key)
    happenings = newest_first((h for e in catalog.entries for h in e.happenings), lambda h: h.event.date.sort_key)
    by, about, at = defaultdict(list), defaultdict(list), defaultdict(list)
    for s in statements:
        for actor in _all_above(s.by, catalog.actors, "of"):
            by[actor].append(s)
        for actor in s.about:
            about[actor].append(s)
        for region in _all_above(s.where, catalog.regions, "in_"):
            at[region].append(s)
    events = defaultdict(list)
    for h in happenings:
        for actor in h.actors:
            events["actors", actor].append(h)
        for region in _all_above(h.where, catalog.regions, "in_"):
            events["regions", region].append(h)
    return Groups(
        {s.ref: s for s in statements},
        tuple(happenings),
        _frozen(by),
        _frozen(about),
        _frozen(at),
        _frozen(events),
        _briefings(catalog),
        _positions(catalog),
        _articles(catalog),
        {old: s.ref for s in reversed(statements) for old in s.revises},
        _below(catalog),
        _rests_on(catalog),
    )


def newest_first(items: Iterable, key) -> list:  # type: ignore[no-untyped-def,type-arg]
    """Sorted by date, newest first; on one date by ref."""
    return sorted(sorted(items, key=lambda item: item.ref), key=key, reverse=True)


def _frozen(groups: Mapping[object, list]) -> dict:  # type: ignore[type-arg]
    return {key: tuple(items) for key, items in groups.items()}


def _all_above(ids: Iterable[str], entries: Mapping[str, object], link: str) -> dict[str, None]:
    """`ids` and everything that they lead to through `link`, each once, in order."""
    found: dict[str, None] = {}
    for id in ids:
        here: str | None = id
        while here and here not in found:
            found[here] = None
            here = getattr(entries.get(here), link, None)
    return found


def _briefings(catalog: Catalog) -> dict[Key, tuple[Entry, ...]]:
    groups = defaultdict(list)
    answered = defaultdict(set)
    for question, ledger in catalog.ledgers.items():
        for line in ledger.entries:
            for ref in (line.ref, *line.also_in):
                answered[ref.split("/")[0]].add(question)
    for entry in catalog.entries:
        speakers = [a for s in entry.statements for a in (*s.by, *s.about)] + [a for h in entry.happenings for a in h.actors]
        places = [r for s in entry.statements for r in s.where] + [r for h in entry.happenings for r in h.where]
        for actor in _all_above(speakers, catalog.actors, "of"):
            groups["actors", actor].append(entry)
        for region in _all_above(places, catalog.regions, "in_"):
            groups["regions", region].append(entry)
        for question in sorted(entry.questions() | answered[entry.id]):
            groups["questions", question].append(entry)
        for topic in entry.topics:
            groups["topics", topic].append(entry)
        for source in dict.fromkeys(catalog.source_of.get(a, "") for a in entry.briefing.articles):
            groups["sources", source].append(entry)
    return _frozen(groups)


def _positions(catalog: Catalog) -> dict[str, tuple[tuple[str, LedgerEntry], ...]]:
    positions: dict[str, dict[str, LedgerEntry]] = defaultdict(dict)
    for question, ledger in catalog.ledgers.items():
        for entry in ledger.entries:
            if entry.revised_by is None:
                for actor in _all_above(entry.speakers, catalog.actors, "of"):
                    if not leaves_standing(entry, positions[actor].get(question)):
                        positions[actor][question] = entry
    return {actor: tuple(sorted(found.items())) for actor, found in positions.items()}


def _articles(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    groups = defaultdict(list)
    ordered = sorted(catalog.articles.items(), key=lambda item: item[1].date.sort_key, reverse=True)
    for id, _ in ordered:
        groups[catalog.source_of.get(id, "")].append(id)
    return _frozen(groups)


def _below(catalog: Catalog) -> dict[Key, tuple[str, ...]]:
    groups = defaultdict(list)
    for kind, link in (("actors", "of"), ("regions", "in_"), ("questions", "narrows")):
        for id, entry in getattr(catalog, kind).items():
            if above := getattr(entry, link):
                groups[kind, above].append(id)
    return _frozen(groups)


def _rests_on(catalog: Catalog) -> dict[str, tuple[Entry, ...]]:
    groups = defaultdict(list)
    for entry in catalog.entries:
        for article in entry.briefing.articles:
            groups[article].append(entry)
    return _frozen(groups)


def quoting(entry: Entry, article: str) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """(field, quote) of everything in the briefing that quotes this article."""
    for where, quote in entry.briefing.quotes.items():
        if quote.article == article:
            yield where, quote
