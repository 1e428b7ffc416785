"""The views of the pages about one thing: briefing, article, actor, region, question, topic, source."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from markupsafe import Markup

from briefgen.answers import Figure
from briefgen.catalog import Entry
from briefgen.ledger import Ledger
from briefgen.views.cards import (
    BriefingCard,
    Cards,
    EventCard,
    Link,
    PositionCard,
    QuoteCard,
    StatementCard,
    When,
    reliability,
    when,
)

NEWEST = 50
"""How many items of a kind an entity's page shows; the rest stands on its pages by year."""


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered source note: what it points at on the same page."""

    number: int
    url: str
    label: str
    quote: QuoteCard | None


@dataclass(frozen=True, slots=True)
class UnknownView:
    ask: Markup
    quote: QuoteCard | None
    question: Link | None
    answered: Link | None


@dataclass(frozen=True, slots=True)
class JudgementView:
    says: Markup
    likelihood: str
    confidence: str
    because: Markup | None


@dataclass(frozen=True, slots=True)
class FlagView:
    kind: str
    quote: QuoteCard
    note: Markup


@dataclass(frozen=True, slots=True)
class ChangeView:
    when: When
    kind: str
    note: Markup | None


@dataclass(frozen=True, slots=True)
class RepairView:
    was: str
    now: str
    why: str


@dataclass(frozen=True, slots=True)
class SourceNote:
    """An article as the briefings that rest on it name it."""

    article: Link
    source: Link
    reliability: str
    authors: tuple[str, ...]
    dates: tuple[tuple[str, When], ...]
    url: str
    archived: str
    repairs: tuple[RepairView, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stance:
    """One question and who answers it how, in one briefing or everywhere."""

    question: Link
    positions: tuple[PositionCard, ...]
    contested: bool


@dataclass(frozen=True, slots=True)
class BriefingView:
    card: BriefingCard
    tlp: str
    due: str
    bottom_line: Markup
    why_it_matters: Markup | None
    key_points: tuple[Markup, ...]
    analysis: Markup | None
    stances: tuple[Stance, ...]
    statements: tuple[StatementCard, ...]
    events: tuple[EventCard, ...]
    unknowns: tuple[UnknownView, ...]
    watch: tuple[Markup, ...]
    judgements: tuple[JudgementView, ...]
    flags: tuple[FlagView, ...]
    changes: tuple[ChangeView, ...]
    sources: tuple[SourceNote, ...]
    notes: tuple[Note, ...]
    newer: Link | None
    older: Link | None


@dataclass(frozen=True, slots=True)
class YearCount:
    year: str
    count: int
    url: str


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
    neighbours: tuple[Link, ...]
    years: tuple[YearCount, ...]
    feeds: bool


@dataclass(frozen=True, slots=True)
class ShiftView:
    before: PositionCard
    after: PositionCard


@dataclass(frozen=True, slots=True)
class CorroborationView:
    """Everyone who now gives one answer, by origin, with the number of statements behind each."""

    answer: str
    origins: tuple[tuple[Link, int], ...]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """The ledger. `entries` from the oldest to the newest."""

    url: str
    ask: str
    unit: str
    note: Markup | None
    wider: Link | None
    narrower: tuple[Link, ...]
    contested: bool
    positions: tuple[PositionCard, ...]
    entries: tuple[PositionCard, ...]
    shifts: tuple[ShiftView, ...]
    contradictions: tuple[tuple[PositionCard, PositionCard], ...]
    corroboration: tuple[CorroborationView, ...]
    open: tuple[tuple[Markup, Link], ...]
    briefings: tuple[BriefingCard, ...]
    years: tuple[YearCount, ...]
    year: str


def briefing_view(entry: Entry, cards: Cards, due: str, newer: Link | None, older: Link | None) -> BriefingView:
    """The briefing's own page. `due` says why it should be reviewed, or is ""."""
    annotation, prose, quotes = entry.briefing.annotation, entry.briefing.prose, entry.briefing.quotes
    numbers = {id: number for number, id in enumerate(entry.briefing.notes, start=1)}
    note = _note_renderer(numbers)

    def html(*where: str | int) -> Markup | None:
        return cards.prose(prose[where], note) if where in prose else None

    def quote(name: str, number: int) -> QuoteCard | None:
        found = quotes.get((f"{name}s", number))
        return cards.quote(found, f"{entry.id}__{name}-{number + 1}") if found else None

    return BriefingView(
        card=cards.briefings[entry.id],
        tlp=annotation.tlp,
        due=due,
        bottom_line=html("bottom_line"),  # type: ignore[arg-type]
        why_it_matters=html("why_it_matters"),
        key_points=tuple(html("key_points", n) for n in range(len(annotation.key_points))),  # type: ignore[misc]
        analysis=html("analysis"),
        stances=_own_stances(entry, cards),
        statements=tuple(cards.statements[s.ref] for s in entry.statements),
        events=tuple(cards.events[h.ref] for h in entry.happenings),
        unknowns=tuple(
            UnknownView(
                html("unknowns", n, "ask"),  # type: ignore[arg-type]
                quote("unknown", n),
                cards.link("questions", q) if (q := entry.unknown_questions[n]) else None,
                cards.statement_link(ref) if (ref := entry.answered[n]) else None,
            )
            for n in range(len(annotation.unknowns))
        ),
        watch=tuple(html("watch", n) for n in range(len(annotation.watch))),  # type: ignore[misc]
        judgements=tuple(
            JudgementView(html("judgements", n, "says"), j.likelihood or "", j.confidence or "", html("judgements", n, "because"))  # type: ignore[arg-type]
            for n, j in enumerate(annotation.judgements)
        ),
        flags=tuple(
            FlagView(f.kind, quote("flag", n), html("flags", n, "note"))  # type: ignore[arg-type]
            for n, f in enumerate(annotation.flags)
        ),
        changes=tuple(ChangeView(when(c.date), c.kind, html("changes", n, "note")) for n, c in enumerate(annotation.changes)),
        sources=tuple(source_note(article, cards) for article in entry.briefing.articles),
        notes=_notes(entry, cards, numbers),
        newer=newer,
        older=older,
    )


def _note_renderer(numbers: dict[str, int]) -> Callable[[str], str]:
    """`[^id]` as a numbered link to its note; only the first mention of a note can be led back to."""
    seen: set[str] = set()

    def render(id: str) -> str:
        number = numbers[id]
        back = "" if id in seen else f' id="ref.{number}"'
        seen.add(id)
        return f'<sup class="note"{back}><a href="#note.{number}">{number}</a></sup>'

    return render


def _notes(entry: Entry, cards: Cards, numbers: dict[str, int]) -> tuple[Note, ...]:
    notes = []
    for id, number in numbers.items():
        ref = f"{entry.id}/{id}"
        if ref in cards.statements:
            statement = cards.statements[ref]
            notes.append(Note(number, statement.url, cards.statement_link(ref).label, statement.quote))
        else:
            event = cards.events[ref]
            notes.append(Note(number, event.url, event.when.text, event.quote))
    return tuple(notes)


def _own_stances(entry: Entry, cards: Cards) -> tuple[Stance, ...]:
    """How this briefing's own statements answer each question."""
    from briefgen.catalog import ledgers_of

    own = ledgers_of([entry], cards.catalog)
    return tuple(stance(ledger, cards) for ledger in own.values())


def stance(ledger: Ledger, cards: Cards) -> Stance:
    positions = tuple(cards.position(ledger.question, entry) for entry in ledger.positions)
    return Stance(cards.link("questions", ledger.question), positions, ledger.contested)


def source_note(article: str, cards: Cards) -> SourceNote:
    head = cards.catalog.articles[article].head
    source = cards.catalog.sources[cards.catalog.source_of[article]]
    dates = (("published", head.published), ("updated", head.updated), ("retrieved", head.retrieved))
    capture = head.capture
    return SourceNote(
        cards.link("articles", article),
        cards.source(article),
        reliability(source.reliability),
        head.author,
        tuple((label, when(date)) for label, date in dates if date),
        head.url or "",
        head.archived or "",
        tuple(RepairView(r.was, r.now, r.why) for r in capture.repairs) if capture else (),
        capture.dropped if capture else (),
    )


def question_view(id: str, cards: Cards, year: str = "") -> QuestionView:
    """A question's ledger, or one year of it."""
    question, ledger = cards.catalog.questions[id], cards.catalog.ledgers.get(id)
    entries = tuple(cards.position(id, e) for e in ledger.entries) if ledger else ()
    card_of = {(e.statement.ref, e.origin.url): e for e in entries}

    def card(entry) -> PositionCard:  # type: ignore[no-untyped-def]
        found = cards.position(id, entry)
        return card_of.get((found.statement.ref, found.origin.url), found)

    narrower = [q for q, other in cards.catalog.questions.items() if other.narrows == id]
    shown, years = split(entries[::-1], lambda e: e.when.year, f"/questions/{id}/", year)
    return QuestionView(
        f"/questions/{id}/",
        question.ask,
        question.unit or "",
        _registry_note("questions", id, cards),
        cards.link("questions", question.narrows) if question.narrows in cards.catalog.questions else None,
        cards.links("questions", tuple(narrower)),
        bool(ledger and ledger.contested),
        tuple(card(e) for e in ledger.positions) if ledger and not year else (),
        shown[::-1],
        tuple(ShiftView(card(s.before), card(s.after)) for s in ledger.shifts) if ledger and not year else (),
        tuple((card(a), card(b)) for a, b in ledger.contradictions) if ledger and not year else (),
        _corroboration(ledger, id, cards) if ledger and not year else (),
        open_unknowns(cards, id) if not year else (),
        tuple(cards.briefings[e.id] for e in cards.groups.briefings.get(("questions", id), ())[:NEWEST]) if not year else (),
        years,
        year,
    )


def _corroboration(ledger: Ledger, question: str, cards: Cards) -> tuple[CorroborationView, ...]:
    return tuple(
        CorroborationView(
            cards.answer(question, c.origins[0][0].answer).words,
            tuple((cards.position(question, entry).origin, count) for entry, count in c.origins),
        )
        for c in ledger.corroboration
    )


def open_unknowns(cards: Cards, question: str | None = None) -> tuple[tuple[Markup, Link], ...]:
    """What briefings have found to be unknown and nothing has answered since; newest briefing first."""
    return tuple(
        (cards.prose(entry.briefing.prose["unknowns", n, "ask"]), cards.link("briefings", entry.id))
        for entry in cards.catalog.entries
        for n, asked in enumerate(entry.unknown_questions)
        if entry.answered[n] is None and (question is None or asked == question)
    )


def figure_shifts(cards: Cards) -> tuple[tuple[Link, ShiftView], ...]:
    """Every figure that its own origin has revised, newest first."""
    found = [
        (question, shift)
        for question, ledger in cards.catalog.ledgers.items()
        for shift in ledger.shifts
        if isinstance(shift.after.answer, Figure)
    ]
    found.sort(key=lambda pair: (pair[1].after.date.sort_key, pair[0]), reverse=True)
    return tuple(
        (cards.link("questions", q), ShiftView(cards.position(q, s.before), cards.position(q, s.after))) for q, s in found
    )


# --- entities ---


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
    return _entity("regions", id, cards, year, facts, (), (), groups.at.get(id, ()), "")


def topic_view(id: str, cards: Cards, year: str = "") -> EntityView:
    topic = cards.catalog.topics[id]
    facts = (Fact("IPTC Media Topic", (Link(topic.iptc, ""),) if topic.iptc else ()),)
    return _entity("topics", id, cards, year, facts, (), (), (), "")


def source_view(id: str, cards: Cards, year: str = "") -> EntityView:
    source = cards.catalog.sources[id]
    facts = (
        Fact("Kind", (Link(source.kind, ""),) if source.kind else ()),
        Fact("Reliability", (Link(reliability(source.reliability), "/methodology/#scale.reliability"),) if source.reliability else ()),
        Fact("Web site", (Link(source.url, source.url),) if source.url else ()),
        *_elsewhere(source.ids),
    )
    return _entity("sources", id, cards, year, facts, (), (), (), "")


def _entity(kind: str, id: str, cards: Cards, year: str, facts, positions, by, about, role: str) -> EntityView:  # type: ignore[no-untyped-def]
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
    years = _count_years((item_year for column in columns for _, item_year in column), url) if long else ()
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
        _registry_note(kind, id, cards),
        tuple(fact for fact in facts if fact.values) if not year else (),
        positions if not year else (),
        tuple(cards.briefings[e.id] for e in briefings),
        tuple(cards.statements[s.ref] for s in said),
        tuple(cards.statements[s.ref] for s in spoken_of),
        tuple(cards.events[h.ref] for h in happened),
        cards.links("articles", tuple(stored)),
        (),
        years,
        kind != "sources" and bool(columns[0]),
    )


def _registry_note(kind: str, id: str, cards: Cards) -> Markup | None:
    from briefgen.markup import parse_inline

    note = getattr(cards.catalog, kind)[id].note
    return cards.prose(parse_inline(note)[0]) if note else None


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


def _elsewhere(ids) -> Iterable[Fact]:  # type: ignore[no-untyped-def]
    for scheme, value in sorted(ids.items()):
        url = f"https://www.wikidata.org/wiki/{value}" if scheme == "wikidata" else ""
        yield Fact(scheme.capitalize(), (Link(value, url),))


def _degrees(at: tuple[float, float]) -> str:
    latitude, longitude = at
    return f"{abs(latitude):g}° {'N' if latitude >= 0 else 'S'}, {abs(longitude):g}° {'E' if longitude >= 0 else 'W'}"


def _count_years(years: Iterable[str], url: str) -> tuple[YearCount, ...]:
    counts: dict[str, int] = {}
    for year in years:
        counts[year] = counts.get(year, 0) + 1
    return tuple(YearCount(year, counts[year], f"{url}{year}/") for year in sorted(counts, reverse=True))


def split(items, year_of: Callable[..., str], url: str, year: str = ""):  # type: ignore[no-untyped-def,type-arg]
    """(the items that a page shows, its years): the newest, or those of `year`. `items` newest first."""
    years = _count_years((year_of(item) for item in items), url) if len(items) > NEWEST else ()
    if year:
        return tuple(item for item in items if year_of(item) == year), years
    return tuple(items[:NEWEST]), years
