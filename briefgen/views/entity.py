"""The view of an actor, region, topic or source: everything about it, or one year of that."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import chain, groupby
from operator import attrgetter, itemgetter
from typing import Any

from markupsafe import Markup

from briefgen.entries import Entry, Happening, Statement
from briefgen.views.cardmaking import Cards
from briefgen.views.cards import BriefingCard, EventCard, Link, PositionCard, StatementCard
from briefgen.ledger import find_shifts
from briefgen.views.place import PlaceView, place_view
from briefgen.views.question import ShiftView
from briefgen.views.together import TogetherView, together
from briefgen.views.years import NEWEST, YearCount, count_years, year_of_dated
from briefgen.words import Words


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled value on an entity's page; a value may link."""

    label: str
    values: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class EntityView:
    """An actor, region, topic or source, or one year of it."""

    kind: str
    kind_label: str
    url: str
    name: str
    year: str
    role: str
    note: Markup | None
    facts: tuple[Fact, ...]
    positions: tuple[PositionCard, ...]
    briefings: tuple[BriefingCard, ...]
    by: tuple[StatementCard, ...]
    about: tuple[StatementCard, ...]
    events: tuple[EventCard, ...]
    articles: tuple[Link, ...]
    years: tuple[YearCount, ...]
    feeds: bool
    place: PlaceView | None = None
    """Where a region is, for its map."""
    shifts: tuple[ShiftView, ...] = ()
    """Where an actor's answer to a question changed, newest first."""
    together: tuple[TogetherView, ...] = ()
    """Who else appears where an actor appears."""
    above: tuple[Link, ...] = ()
    """The regions that hold this one, the widest first."""


def entity_view(kind: str, id: str, cards: Cards, year: str = "") -> EntityView:
    """The page of an actor, region, topic or source, or one year of it."""
    lists, url = entity_lists(kind, id, cards), f"/{kind}/{id}/"
    years = entity_years(kind, id, cards)
    shown = Lists(**_by_year(kind, id, cards)[year]) if year else Lists(*(getattr(lists, name)[:NEWEST] for name in _LISTS))
    entry = getattr(cards.catalog, kind)[id]
    facts = () if year else tuple(fact for fact in _FACTS[kind](id, cards) if fact.values)
    positions = cards.groups.positions.get(id, ()) if kind == "actors" and not year else ()
    return EntityView(
        kind,
        cards.words[f"section.{kind}"],
        url,
        cards.link(kind, id).label,
        year,
        getattr(entry, "role", None) or "",
        cards.registry_note(kind, id),
        facts,
        tuple(cards.position(question, line) for question, line in positions),
        *_drawn(shown, cards),
        years,
        has_feeds(kind, lists),
        place_view(id, cards.catalog) if kind == "regions" and not year else None,
        _shifts(id, cards) if kind == "actors" and not year else (),
        together(id, cards) if kind == "actors" and not year else (),
        _above(id, cards) if kind == "regions" else (),
    )


def _shifts(actor: str, cards: Cards) -> tuple[ShiftView, ...]:
    found = [
        (shift.after.date.sort_key, question, shift)
        for question, lines in cards.groups.answered.get(actor, {}).items()
        for shift in find_shifts(lines, of=lambda _: actor)
    ]
    found.sort(key=lambda told: told[:2], reverse=True)
    return tuple(
        ShiftView(cards.position(question, shift.before), cards.position(question, shift.after)) for _, question, shift in found[:NEWEST]
    )


def _above(region: str, cards: Cards) -> tuple[Link, ...]:
    found: dict[str, None] = {}
    here = cards.catalog.regions[region].in_
    while here and here in cards.catalog.regions and here not in found:
        found[here] = None
        here = cards.catalog.regions[here].in_
    return cards.links("regions", tuple(reversed(found)))


def entity_lists(kind: str, id: str, cards: Cards) -> Lists:
    """Everything that belongs on the entity's pages, newest first."""
    return cards.once(("lists", kind, id), lambda: _lists(kind, id, cards))


def _lists(kind: str, id: str, cards: Cards) -> Lists:
    groups, key = cards.groups, (kind, id)
    return Lists(
        briefings=groups.briefings.get(key, ()),
        by=groups.by.get(id, ()) if kind == "actors" else (),
        about=groups.about.get(id, ()) if kind == "actors" else groups.at.get(id, ()) if kind == "regions" else (),
        events=groups.events.get(key, ()),
        articles=groups.articles.get(id, ()) if kind == "sources" else (),
    )


def entity_years(kind: str, id: str, cards: Cards) -> tuple[YearCount, ...]:
    """The years that have a page of their own: none while every list is short."""
    return cards.once(("years", kind, id), lambda: _years(kind, id, cards))


def _years(kind: str, id: str, cards: Cards) -> tuple[YearCount, ...]:
    lists = entity_lists(kind, id, cards)
    if lists.are_short:
        return ()
    return count_years(chain.from_iterable(_years_of(name, getattr(lists, name), cards) for name in _LISTS), f"/{kind}/{id}/")


def _years_of(name: str, items: Sequence[Any], cards: Cards) -> Iterator[int]:
    """The year of each item of the list of that name."""
    return map(year_of_dated, map(cards.catalog.articles.__getitem__, items) if name == "articles" else items)


ByYear = Mapping[str, Mapping[str, list[Any]]]
"""year -> name of a list -> its items of that year"""


def _by_year(kind: str, id: str, cards: Cards) -> ByYear:
    """What belongs on the pages of the entity's years; {} while every list is short."""
    lists = entity_lists(kind, id, cards)
    if lists.are_short:
        return {}
    columns = tuple(getattr(lists, name) for name in _LISTS)
    return cards.catalog.memo.of(("years", kind, id), columns, lambda *_: _sorted_by_year(lists, cards))


def _sorted_by_year(lists: Lists, cards: Cards) -> ByYear:
    found: dict[int, dict[str, list[Any]]] = {}
    for name in _LISTS:
        items = getattr(lists, name)
        for year, pairs in groupby(zip(_years_of(name, items, cards), items, strict=True), key=itemgetter(0)):
            found.setdefault(year, {}).setdefault(name, []).extend([item for _, item in pairs])
    return {f"{year:04}": columns for year, columns in found.items()}


def has_feeds(kind: str, lists: Lists) -> bool:
    return kind != "sources" and bool(lists.briefings)


def _actor_facts(id: str, cards: Cards) -> Iterator[Fact]:
    fact = _labels(cards)
    actor, groups = cards.catalog.actors[id], cards.groups
    of = actor.of if actor.of in cards.catalog.actors else None
    yield Fact(fact["kind"], (Link(cards.words[f"actor_kind.{actor.kind}"], ""),) if actor.kind != "other" else ())
    yield Fact(fact["speaks_for"], (cards.link("actors", of),) if of else ())
    yield Fact(fact["spoken_for_by"], cards.links("actors", groups.below.get(("actors", id), ())))
    yield Fact(fact["also_called"], tuple(Link(alias, "") for alias in actor.aliases))
    yield Fact(fact["country"], (Link(actor.country, ""),) if actor.country else ())
    yield Fact(fact["places"], _places(id, cards))
    yield from _elsewhere(actor.ids)


def _region_facts(id: str, cards: Cards) -> Iterator[Fact]:
    fact = _labels(cards)
    region, groups = cards.catalog.regions[id], cards.groups
    yield Fact(fact["inside"], (cards.link("regions", region.in_),) if region.in_ in cards.catalog.regions else ())
    yield Fact(fact["contains"], cards.links("regions", groups.below.get(("regions", id), ())))
    yield Fact(fact["also_called"], tuple(Link(alias, "") for alias in region.aliases))
    yield Fact(fact["coordinates"], (Link(_degrees(region.at, cards.words), ""),) if region.at else ())
    yield Fact("ISO 3166", (Link(region.iso, ""),) if region.iso else ())
    yield Fact("UN M49", (Link(region.m49, ""),) if region.m49 else ())
    yield Fact("GeoNames", (Link(region.geonames, f"https://www.geonames.org/{region.geonames}/"),) if region.geonames else ())
    yield Fact(fact["actors"], _actors_at(id, cards))
    yield from _elsewhere(region.ids)


def _topic_facts(id: str, cards: Cards) -> Iterator[Fact]:
    topic = cards.catalog.topics[id]
    yield Fact("IPTC Media Topic", (Link(topic.iptc, ""),) if topic.iptc else ())


def _source_facts(id: str, cards: Cards) -> Iterator[Fact]:
    fact = _labels(cards)
    source = cards.catalog.sources[id]
    grade = Link(cards.reliability(source.reliability), "/methodology/#scale.reliability")
    yield Fact(fact["kind"], (Link(source.kind, ""),) if source.kind else ())
    yield Fact(fact["reliability"], (grade,) if source.reliability else ())
    yield Fact(fact["web_site"], (Link(source.url, source.url),) if source.url else ())
    yield from _elsewhere(source.ids)


_FACTS: Mapping[str, Callable[[str, Cards], Iterator[Fact]]] = {
    "actors": _actor_facts,
    "regions": _region_facts,
    "topics": _topic_facts,
    "sources": _source_facts,
}


@dataclass(frozen=True, slots=True)
class Lists:
    """What stands on an entity's pages, each list newest first."""

    briefings: Sequence[Entry] = ()
    by: Sequence[Statement] = ()
    about: Sequence[Statement] = ()
    events: Sequence[Happening] = ()
    articles: Sequence[str] = ()

    @property
    def are_short(self) -> bool:
        """Whether one page holds all of each."""
        return all(len(getattr(self, name)) <= NEWEST for name in _LISTS)


_LISTS = tuple(field.name for field in fields(Lists))
_id, _ref = attrgetter("id"), attrgetter("ref")


def _drawn(lists: Lists, cards: Cards) -> tuple[Any, ...]:
    return (
        tuple(map(cards.briefings.__getitem__, map(_id, lists.briefings))),
        tuple(map(cards.statements.__getitem__, map(_ref, lists.by))),
        tuple(map(cards.statements.__getitem__, map(_ref, lists.about))),
        tuple(map(cards.events.__getitem__, map(_ref, lists.events))),
        cards.links("articles", tuple(lists.articles)),
    )


def _places(actor: str, cards: Cards) -> tuple[Link, ...]:
    """Where an actor is said to be or to act, most often named first."""
    counts: dict[str, int] = {}
    for s in (*cards.groups.by.get(actor, ()), *cards.groups.about.get(actor, ())):
        for region in s.where:
            counts[region] = counts.get(region, 0) + 1
    for h in cards.groups.events.get(("actors", actor), ()):
        for region in h.where:
            counts[region] = counts.get(region, 0) + 1
    return cards.links("regions", tuple(sorted(counts, key=lambda r: (-counts[r], r))))


def _actors_at(region: str, cards: Cards) -> tuple[Link, ...]:
    """Who is spoken of, or acts, in a region, most often named first."""
    counts: dict[str, int] = {}
    for s in cards.groups.at.get(region, ()):
        for actor in s.about:
            counts[actor] = counts.get(actor, 0) + 1
    for h in cards.groups.events.get(("regions", region), ()):
        for actor in h.actors:
            counts[actor] = counts.get(actor, 0) + 1
    return cards.links("actors", tuple(sorted(counts, key=lambda a: (-counts[a], a))))


def _elsewhere(ids: Mapping[str, str]) -> Iterator[Fact]:
    for scheme, value in sorted(ids.items()):
        url = f"https://www.wikidata.org/wiki/{value}" if scheme == "wikidata" else ""
        yield Fact(scheme.capitalize(), (Link(value, url),))


def _labels(cards: Cards) -> Mapping[str, str]:
    """The labels of facts in the site's language."""
    words = cards.words
    return cards.once("labels of facts", lambda: {name.removeprefix("fact."): words[name] for name in words.entries if name.startswith("fact.")})


def _degrees(at: tuple[float, float], words: Words) -> str:
    latitude, longitude = at
    north = words["compass.north" if latitude >= 0 else "compass.south"]
    east = words["compass.east" if longitude >= 0 else "compass.west"]
    return f"{abs(latitude):g}° {north}, {abs(longitude):g}° {east}"
