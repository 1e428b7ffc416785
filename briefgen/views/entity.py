"""The view of an actor, region, topic or source: everything about it, or one year of that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from briefgen.dates import Edtf
from briefgen.entries import Entry, Happening, Statement
from briefgen.views.cards import BriefingCard, Cards, EventCard, Link, PositionCard, StatementCard, reliability, when
from briefgen.views.years import NEWEST, YearCount


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled value on an entity's page; a value may link."""

    label: str
    values: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class EntityView:
    """An actor, region, topic or source, or one year of it."""

    kind: str
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


def actor_views(id: str, cards: Cards) -> Iterator[EntityView]:
    """The actor's page, then its pages by year."""
    actor, groups = cards.catalog.actors[id], cards.groups
    of = actor.of if actor.of in cards.catalog.actors else None
    facts = (
        Fact("Kind", (Link(actor.kind, ""),) if actor.kind != "other" else ()),
        Fact("Speaks for", (cards.link("actors", of),) if of else ()),
        Fact("Spoken for by", cards.links("actors", groups.below.get(("actors", id), ()))),
        Fact("Also called", tuple(Link(alias, "") for alias in actor.aliases)),
        Fact("Country", (Link(actor.country, ""),) if actor.country else ()),
        Fact("Places", _places(id, cards)),
        *_elsewhere(actor.ids),
    )
    positions = tuple(cards.position(question, entry) for question, entry in groups.positions.get(id, ()))
    lists = Lists(by=groups.by.get(id, ()), about=groups.about.get(id, ()))
    return _views("actors", id, cards, facts, lists, positions, actor.role or "")


def region_views(id: str, cards: Cards) -> Iterator[EntityView]:
    """The region's page, then its pages by year."""
    region, groups = cards.catalog.regions[id], cards.groups
    facts = (
        Fact("In", (cards.link("regions", region.in_),) if region.in_ in cards.catalog.regions else ()),
        Fact("Contains", cards.links("regions", groups.below.get(("regions", id), ()))),
        Fact("Also called", tuple(Link(alias, "") for alias in region.aliases)),
        Fact("Coordinates", (Link(_degrees(region.at), ""),) if region.at else ()),
        Fact("ISO 3166", (Link(region.iso, ""),) if region.iso else ()),
        Fact("UN M49", (Link(region.m49, ""),) if region.m49 else ()),
        Fact("GeoNames", (Link(region.geonames, f"https://www.geonames.org/{region.geonames}/"),) if region.geonames else ()),
        Fact("Actors", _actors_at(id, cards)),
        *_elsewhere(region.ids),
    )
    return _views("regions", id, cards, facts, Lists(about=groups.at.get(id, ())))


def topic_views(id: str, cards: Cards) -> Iterator[EntityView]:
    """The topic's page, then its pages by year."""
    topic = cards.catalog.topics[id]
    facts = (Fact("IPTC Media Topic", (Link(topic.iptc, ""),) if topic.iptc else ()),)
    return _views("topics", id, cards, facts, Lists())


def source_views(id: str, cards: Cards) -> Iterator[EntityView]:
    """The source's page, then its pages by year."""
    source = cards.catalog.sources[id]
    grade = Link(reliability(source.reliability), "/methodology/#scale.reliability")
    facts = (
        Fact("Kind", (Link(source.kind, ""),) if source.kind else ()),
        Fact("Reliability", (grade,) if source.reliability else ()),
        Fact("Web site", (Link(source.url, source.url),) if source.url else ()),
        *_elsewhere(source.ids),
    )
    return _views("sources", id, cards, facts, Lists(articles=cards.groups.articles.get(id, ())))


@dataclass(frozen=True, slots=True)
class Lists:
    """What stands on an entity's pages, each list newest first."""

    briefings: Sequence[Entry] = ()
    by: Sequence[Statement] = ()
    about: Sequence[Statement] = ()
    events: Sequence[Happening] = ()
    articles: Sequence[str] = ()


def _views(
    kind: str,
    id: str,
    cards: Cards,
    facts: Sequence[Fact],
    lists: Lists,
    positions: tuple[PositionCard, ...] = (),
    role: str = "",
) -> Iterator[EntityView]:
    url, key = f"/{kind}/{id}/", (kind, id)
    lists = replace(lists, briefings=cards.groups.briefings.get(key, ()), events=cards.groups.events.get(key, ()))
    columns = [getattr(lists, name) for name in _YEAR_OF]
    by_year = _by_year(lists, cards) if any(len(column) > NEWEST for column in columns) else {}
    counts = {year: sum(len(getattr(part, name)) for name in _YEAR_OF) for year, part in by_year.items()}
    years = tuple(YearCount(year, counts[year], f"{url}{year}/") for year in sorted(counts, reverse=True))
    shown = tuple(fact for fact in facts if fact.values)
    feeds = kind != "sources" and bool(lists.briefings)
    name, note = cards.link(kind, id).label, cards.registry_note(kind, id)
    newest = Lists(*(column[:NEWEST] for column in columns))
    yield EntityView(kind, url, name, "", role, note, shown, positions, *_drawn(newest, cards), years, feeds)
    for count in years:
        columns_of_year = _drawn(by_year[count.year], cards)
        yield EntityView(kind, url, name, count.year, role, note, (), (), *columns_of_year, years, feeds)


_YEAR_OF: Mapping[str, Callable[[Any, Cards], Edtf]] = {
    "briefings": lambda entry, cards: entry.date,
    "by": lambda statement, cards: statement.date,
    "about": lambda statement, cards: statement.date,
    "events": lambda happening, cards: happening.event.date,
    "articles": lambda article, cards: cards.catalog.articles[article].date,
}
"""The lists of an entity's page, with the date that puts an item into a year."""


def _by_year(lists: Lists, cards: Cards) -> dict[str, Lists]:
    found: dict[str, dict[str, list[Any]]] = {}
    for name, date_of in _YEAR_OF.items():
        for item in getattr(lists, name):
            year = when(date_of(item, cards)).year
            found.setdefault(year, {name: [] for name in _YEAR_OF})[name].append(item)
    return {year: Lists(**columns) for year, columns in found.items()}


def _drawn(lists: Lists, cards: Cards) -> tuple[Any, ...]:
    return (
        tuple(cards.briefings[entry.id] for entry in lists.briefings),
        tuple(cards.statements[statement.ref] for statement in lists.by),
        tuple(cards.statements[statement.ref] for statement in lists.about),
        tuple(cards.events[happening.ref] for happening in lists.events),
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


def _elsewhere(ids: Mapping[str, str]) -> Iterable[Fact]:
    for scheme, value in sorted(ids.items()):
        url = f"https://www.wikidata.org/wiki/{value}" if scheme == "wikidata" else ""
        yield Fact(scheme.capitalize(), (Link(value, url),))


def _degrees(at: tuple[float, float]) -> str:
    latitude, longitude = at
    return f"{abs(latitude):g}° {'N' if latitude >= 0 else 'S'}, {abs(longitude):g}° {'E' if longitude >= 0 else 'W'}"
