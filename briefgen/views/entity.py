"""The view of an actor, region, topic or source: everything about it, or one year of that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from briefgen.entries import Statement
from briefgen.views.cards import BriefingCard, Cards, EventCard, Link, PositionCard, StatementCard, reliability
from briefgen.views.years import NEWEST, YearCount, count_years


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


def actor_view(id: str, cards: Cards, year: str = "") -> EntityView:
    actor, groups = cards.catalog.actors[id], cards.groups
    of = actor.of if actor.of in cards.catalog.actors else None
    speakers = tuple(a for a, other in cards.catalog.actors.items() if other.of == id)
    facts = (
        Fact("Kind", (Link(actor.kind, ""),) if actor.kind != "other" else ()),
        Fact("Speaks for", (cards.link("actors", of),) if of else ()),
        Fact("Spoken for by", cards.links("actors", speakers)),
        Fact("Also called", tuple(Link(alias, "") for alias in actor.aliases)),
        Fact("Country", (Link(actor.country, ""),) if actor.country else ()),
        Fact("Places", _places(id, cards)),
        *_elsewhere(actor.ids),
    )
    positions = tuple(cards.position(question, entry) for question, entry in groups.positions.get(id, ()))
    return _entity("actors", id, cards, year, facts, positions, groups.by.get(id, ()), groups.about.get(id, ()), actor.role or "")


def region_view(id: str, cards: Cards, year: str = "") -> EntityView:
    region, groups = cards.catalog.regions[id], cards.groups
    within = tuple(r for r, other in cards.catalog.regions.items() if other.in_ == id)
    facts = (
        Fact("In", (cards.link("regions", region.in_),) if region.in_ in cards.catalog.regions else ()),
        Fact("Contains", cards.links("regions", within)),
        Fact("Also called", tuple(Link(alias, "") for alias in region.aliases)),
        Fact("Coordinates", (Link(_degrees(region.at), ""),) if region.at else ()),
        Fact("ISO 3166", (Link(region.iso, ""),) if region.iso else ()),
        Fact("UN M49", (Link(region.m49, ""),) if region.m49 else ()),
        Fact("GeoNames", (Link(region.geonames, f"https://www.geonames.org/{region.geonames}/"),) if region.geonames else ()),
        Fact("Actors", _actors_at(id, cards)),
        *_elsewhere(region.ids),
    )
    return _entity("regions", id, cards, year, facts, about=groups.at.get(id, ()))


def topic_view(id: str, cards: Cards, year: str = "") -> EntityView:
    topic = cards.catalog.topics[id]
    facts = (Fact("IPTC Media Topic", (Link(topic.iptc, ""),) if topic.iptc else ()),)
    return _entity("topics", id, cards, year, facts)


def source_view(id: str, cards: Cards, year: str = "") -> EntityView:
    source = cards.catalog.sources[id]
    facts = (
        Fact("Kind", (Link(source.kind, ""),) if source.kind else ()),
        Fact("Reliability", (Link(reliability(source.reliability), "/methodology/#scale.reliability"),) if source.reliability else ()),
        Fact("Web site", (Link(source.url, source.url),) if source.url else ()),
        *_elsewhere(source.ids),
    )
    return _entity("sources", id, cards, year, facts)


def _entity(
    kind: str,
    id: str,
    cards: Cards,
    year: str,
    facts: Sequence[Fact],
    positions: tuple[PositionCard, ...] = (),
    by: Sequence[Statement] = (),
    about: Sequence[Statement] = (),
    role: str = "",
) -> EntityView:
    groups, url = cards.groups, f"/{kind}/{id}/"
    name = cards.link(kind, id).label
    articles = groups.articles.get(id, ()) if kind == "sources" else ()
    columns = (
        [(e, f"{e.date.year:04}") for e in groups.briefings.get((kind, id), ())],
        [(s, f"{s.date.year:04}") for s in by],
        [(s, f"{s.date.year:04}") for s in about],
        [(h, f"{h.event.date.year:04}") for h in groups.events.get((kind, id), ())],
        [(a, f"{cards.catalog.articles[a].date.year:04}") for a in articles],
    )
    long = any(len(column) > NEWEST for column in columns)
    years = count_years((item_year for column in columns for _, item_year in column), url) if long else ()
    shown = [[item for item, item_year in column if not year or item_year == year] for column in columns]
    if not year:
        shown = [column[:NEWEST] for column in shown]
    briefings, said, spoken_of, happened, stored = shown
    return EntityView(
        kind,
        url,
        name,
        year,
        role,
        cards.registry_note(kind, id),
        tuple(fact for fact in facts if fact.values) if not year else (),
        positions if not year else (),
        tuple(cards.briefings[e.id] for e in briefings),
        tuple(cards.statements[s.ref] for s in said),
        tuple(cards.statements[s.ref] for s in spoken_of),
        tuple(cards.events[h.ref] for h in happened),
        cards.links("articles", tuple(stored)),
        years,
        kind != "sources" and bool(columns[0]),
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
