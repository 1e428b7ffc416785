"""The views of pages about many things: home, indexes, timeline, methodology; and of feeds."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from markupsafe import Markup

from briefgen.answers import STANCES
from briefgen.entries import Entry
from briefgen.model import (
    CHANGE_KINDS,
    CONFIDENCE,
    CREDIBILITY,
    EVIDENCE,
    FLAG_KINDS,
    LIKELIHOOD,
    RELIABILITY,
    TLP,
)
from briefgen.views.cards import BriefingCard, Cards, EventCard, FeedEntry, Link, reliability, when
from briefgen.views.question import ShiftView, Stance, figure_shifts, open_unknowns, stance
from briefgen.views.years import YearCount, split

MAX_URLS = 50_000
"""The most that one sitemap file may list (sitemaps.org protocol 0.9)."""
ON_HOME = 10
IN_FEED = 50


@dataclass(frozen=True, slots=True)
class HomeView:
    newest: tuple[BriefingCard, ...]
    contested: tuple[Stance, ...]
    revised: tuple[tuple[Link, ShiftView], ...]
    due: tuple[tuple[BriefingCard, str], ...]
    years: tuple[YearCount, ...]


@dataclass(frozen=True, slots=True)
class IndexItem:
    """One line of an index: a link, a remark, how many briefings stand behind it, and the lines below it."""

    link: Link
    remark: str
    count: int
    inside: tuple[IndexItem, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexView:
    """`/actors/` and the like; `briefings` only on the index of briefings, `open` on that of questions."""

    kind: str
    url: str
    year: str
    items: tuple[IndexItem, ...]
    briefings: tuple[BriefingCard, ...]
    open: tuple[tuple[Markup, Link], ...]
    years: tuple[YearCount, ...]


@dataclass(frozen=True, slots=True)
class TimelineView:
    url: str
    year: str
    events: tuple[EventCard, ...]
    years: tuple[YearCount, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """A closed list of words with what each means."""

    anchor: str
    title: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MethodologyView:
    scales: tuple[Scale, ...]


@dataclass(frozen=True, slots=True)
class TextView:
    """A free page."""

    title: str
    body: Markup


@dataclass(frozen=True, slots=True)
class RedirectView:
    """The page of a retired id."""

    target: str


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """The page that a web server shows where there is none."""


@dataclass(frozen=True, slots=True)
class FeedView:
    """A feed of the page at `url`; dates are RFC 3339, the newest briefing first."""

    url: str
    title: str
    updated: str
    entries: tuple[FeedEntry, ...]


@dataclass(frozen=True, slots=True)
class SitemapView:
    """(URL, RFC 3339 date or "") of every page."""

    pages: tuple[tuple[str, str], ...]


def home_view(cards: Cards, due: dict[str, str]) -> HomeView:
    """`due` maps the briefings that want review to the reason."""
    newest = tuple(cards.briefings[e.id] for e in cards.catalog.entries[:ON_HOME])
    contested = [ledger for ledger in cards.catalog.ledgers.values() if ledger.contested]
    contested.sort(key=lambda ledger: ledger.entries[-1].date.sort_key, reverse=True)
    return HomeView(
        newest,
        tuple(stance(ledger, cards) for ledger in contested[:ON_HOME]),
        figure_shifts(cards)[:ON_HOME],
        tuple((cards.briefings[id], reason) for id, reason in due.items()),
        briefing_index(cards).years,
    )


def due_for_review(cards: Cards, today: datetime.date) -> dict[str, str]:
    """briefing id -> why it wants a new look on `today`; the longest overdue first."""
    found = []
    for entry in cards.catalog.entries:
        annotation = entry.briefing.annotation
        if any(change.kind == "withdrawn" for change in annotation.changes):
            continue
        if annotation.review_by:
            day = annotation.review_by.latest
            reason = f"review was due by {when(annotation.review_by).text}"
        else:
            days = cards.catalog.config.review_after_days
            last = max([entry.date, *(c.date for c in annotation.changes)], key=lambda d: d.sort_key)
            day = min(last.earliest, today) + datetime.timedelta(days=days)  # a day to come is never overdue
            reason = f"not looked at for {days} days"
        if day < today:
            found.append((day, entry.id, reason))
    return {id: reason for _, id, reason in sorted(found)}


def briefing_index(cards: Cards, year: str = "") -> IndexView:
    all_cards = [cards.briefings[e.id] for e in cards.catalog.entries]
    shown, years = split(all_cards, lambda card: card.when.year, "/briefings/", year)
    return IndexView("briefings", "/briefings/", year, (), shown, (), years)


def entity_index(kind: str, cards: Cards) -> IndexView:
    """The index of actors, questions, topics or sources, by name."""
    entries = getattr(cards.catalog, kind)
    items = [
        IndexItem(cards.link(kind, id), _remark(kind, entry), len(cards.groups.briefings.get((kind, id), ())))
        for id, entry in entries.items()
    ]
    items.sort(key=lambda item: (item.link.label.casefold(), item.link.url))
    asked = open_unknowns(cards) if kind == "questions" else ()
    return IndexView(kind, f"/{kind}/", "", tuple(items), (), asked, ())


def region_index(cards: Cards) -> IndexView:
    """Regions by name, each below the one that holds it."""
    inside: dict[str | None, list[str]] = {}
    for id, region in cards.catalog.regions.items():
        inside.setdefault(region.in_ if region.in_ in cards.catalog.regions else None, []).append(id)

    def below(above: str | None) -> tuple[IndexItem, ...]:
        ids = sorted(inside.get(above, ()), key=lambda id: (cards.link("regions", id).label.casefold(), id))
        return tuple(
            IndexItem(cards.link("regions", id), "", len(cards.groups.briefings.get(("regions", id), ())), below(id)) for id in ids
        )

    return IndexView("regions", "/regions/", "", below(None), (), (), ())


def article_index(cards: Cards, year: str = "") -> IndexView:
    ordered = sorted(cards.catalog.articles.items())
    ordered.sort(key=lambda pair: pair[1].date.sort_key, reverse=True)
    items = [
        (IndexItem(cards.link("articles", id), f"{cards.source(id).label}, {when(a.date).text}", len(cards.groups.rests_on[id])), a)
        for id, a in ordered
    ]
    shown, years = split(items, lambda pair: f"{pair[1].date.year:04}", "/articles/", year)
    return IndexView("articles", "/articles/", year, tuple(item for item, _ in shown), (), (), years)


def _remark(kind: str, entry) -> str:  # type: ignore[no-untyped-def]
    match kind:
        case "actors":
            return entry.role or ("" if entry.kind == "other" else entry.kind)
        case "questions":
            return f"figure, in {entry.unit}" if entry.unit else ""
        case "sources":
            return reliability(entry.reliability)
    return ""


def timeline_view(cards: Cards, year: str = "") -> TimelineView:
    events = [cards.events[h.ref] for h in cards.groups.happenings]
    shown, years = split(events, lambda event: event.when.year, "/timeline/", year)
    return TimelineView("/timeline/", year, shown, years)


def methodology_view() -> MethodologyView:
    """Every scale and answer word, from the model itself."""
    return MethodologyView(
        (
            Scale("answers", "Answers", tuple(STANCES.items())),
            Scale("likelihood", "Likelihood (ICD 203)", tuple(LIKELIHOOD.items())),
            Scale("confidence", "Confidence", tuple(CONFIDENCE.items())),
            Scale("reliability", "Reliability of a source (Admiralty code)", tuple(RELIABILITY.items())),
            Scale("credibility", "Credibility of a statement (Admiralty code)", tuple(CREDIBILITY.items())),
            Scale("evidence", "Evidence that a speaker gave", tuple(EVIDENCE.items())),
            Scale("flags", "What may be wrong with a passage", tuple(FLAG_KINDS.items())),
            Scale("changes", "Kinds of change", tuple(CHANGE_KINDS.items())),
            Scale("tlp", "Traffic Light Protocol 2.0", tuple((f"TLP:{word.upper()}", means) for word, means in TLP.items())),
        )
    )


def feed_view(title: str, url: str, entries: tuple[Entry, ...], cards: Cards) -> FeedView:
    items = tuple(cards.feed_entries[entry.id] for entry in entries[:IN_FEED])
    return FeedView(url, title, max((item.updated for item in items), default="1970-01-01T00:00:00Z"), items)
