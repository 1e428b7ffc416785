"""The views of pages about many things: home, indexes, timeline, methodology; and of feeds."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby, islice

from markupsafe import Markup

from briefgen.answers import STANCES
from briefgen.entries import Entry
from briefgen.memo import Made
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
from briefgen.views.cardmaking import Cards, last_changed, rfc3339
from briefgen.views.cards import AnswerCard, BriefingCard, EventCard, FeedEntry, Link, OpenQuestion
from briefgen.views.question import ShiftView, Stance, figure_shifts, open_unknowns, stance
from briefgen.views.years import YearCount, split
from briefgen.words import Words

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
    more_due: str
    """How many more there are, in words; "" where all are shown."""
    years: tuple[YearCount, ...]


@dataclass(frozen=True, slots=True)
class IndexItem:
    """One line of an index: a link, a remark, how many briefings stand behind it, and the lines below it."""

    link: Link
    remark: str
    count: int
    inside: tuple[IndexItem, ...] = ()
    answers: tuple[tuple[AnswerCard, int], ...] = ()
    """Of a question: its answers now, and how many give each."""
    contested: bool = False


@dataclass(frozen=True, slots=True)
class IndexView:
    """`/actors/` and the like; `briefings` only on the index of briefings, `open` on that of questions."""

    kind: str
    url: str
    year: str
    items: tuple[IndexItem, ...]
    briefings: tuple[BriefingCard, ...]
    open: tuple[OpenQuestion, ...]
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


def home_view(cards: Cards, due: Mapping[str, str]) -> HomeView:
    """`due` maps the briefings that want review to the reason, the longest overdue first."""
    newest = tuple(cards.briefings[e.id] for e in cards.catalog.entries[:ON_HOME])
    contested = [ledger for ledger in cards.catalog.ledgers.values() if ledger.contested]
    contested.sort(key=lambda ledger: ledger.entries[-1].date.sort_key, reverse=True)
    return HomeView(
        newest,
        tuple(stance(ledger, cards) for ledger in contested[:ON_HOME]),
        figure_shifts(cards)[:ON_HOME],
        tuple((cards.briefings[id], due[id]) for id in islice(due, ON_HOME)),
        cards.words.fill("remark.more_due", n=cards.words.number(f"{len(due) - ON_HOME:,}")) if len(due) > ON_HOME else "",
        briefing_index(cards).years,
    )


def due_for_review(cards: Cards) -> Mapping[str, str]:
    """briefing id -> why it wants a new look today; the longest overdue first."""
    config, words, today = cards.catalog.config, cards.words, cards.catalog.visibility.today
    found = []
    for entry in cards.catalog.entries:
        head = entry.head
        if any(change.kind == "withdrawn" for change in head.changes):
            continue
        if head.review_by:
            day = head.review_by.latest
        else:
            last = max([entry.date, *(c.date for c in head.changes)], key=lambda d: d.sort_key)
            day = min(last.earliest, today) + datetime.timedelta(days=config.review_after_days)  # a day to come is never overdue
        if day < today:
            found.append((day, entry.id))

    def reason(id: str) -> str:
        date = cards.catalog.by_id[id].head.review_by
        return words.fill("remark.review_due", date=words.date(date)) if date else words.fill("remark.not_looked_at", n=str(config.review_after_days))

    return Made({id: None for _, id in sorted(found)}, reason)


def briefing_index(cards: Cards, year: str = "") -> IndexView:
    shown, years = split(cards.catalog.entries, "/briefings/", year)
    return IndexView("briefings", "/briefings/", year, (), tuple(cards.briefings[e.id] for e in shown), (), years)


def entity_index(kind: str, cards: Cards) -> IndexView:
    """The index of actors, questions, topics or sources, by name."""
    entries = getattr(cards.catalog, kind)
    items = [
        IndexItem(cards.link(kind, id), _remark(kind, entry, cards), len(cards.groups.briefing_ids.get((kind, id), ())), (), *_answers(kind, id, cards))
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
            IndexItem(cards.link("regions", id), "", len(cards.groups.briefing_ids.get(("regions", id), ())), below(id)) for id in ids
        )

    return IndexView("regions", "/regions/", "", below(None), (), (), ())


def article_index(cards: Cards, year: str = "") -> IndexView:
    ordered = sorted(cards.catalog.articles.items())
    ordered.sort(key=lambda pair: pair[1].date.sort_key, reverse=True)
    shown, years = split(ordered, "/articles/", year, lambda pair: pair[1].date.year)
    items = (
        IndexItem(cards.link("articles", id), f"{cards.source(id).label}, {cards.words.date(a.date)}", len(cards.groups.rests_on[id]))
        for id, a in shown
    )
    return IndexView("articles", "/articles/", year, tuple(items), (), (), years)


def _answers(kind: str, id: str, cards: Cards) -> tuple[tuple[tuple[AnswerCard, int], ...], bool]:
    ledger = cards.catalog.ledgers.get(id) if kind == "questions" else None
    if ledger is None:
        return (), False
    answers = groupby(cards.answer(id, position.answer) for position in ledger.positions)
    return tuple((answer, len(list(same))) for answer, same in answers), ledger.contested


def _remark(kind: str, entry, cards: Cards) -> str:  # type: ignore[no-untyped-def]
    match kind:
        case "actors":
            return entry.role or ("" if entry.kind == "other" else cards.words[f"actor_kind.{entry.kind}"])
        case "questions":
            return cards.words.fill("remark.figure", unit=entry.unit) if entry.unit else ""
        case "sources":
            return cards.reliability(entry.reliability)
    return ""


def timeline_view(cards: Cards, year: str = "") -> TimelineView:
    shown, years = split(cards.groups.happenings, "/timeline/", year)
    return TimelineView("/timeline/", year, tuple(cards.events[h.ref] for h in shown), years)


def methodology_view(words: Words) -> MethodologyView:
    """Every scale and answer word of the model, in the site's language."""
    means = (
        ("answers", [(words[f"stance.{w}"], words[f"stance_means.{w}"]) for w in STANCES]),
        ("likelihood", [(words[f"likelihood.{w}"], odds) for w, odds in LIKELIHOOD.items()]),
        ("confidence", [(words[f"confidence.{w}"], words[f"confidence_means.{w}"]) for w in CONFIDENCE]),
        ("reliability", [(w, words[f"reliability_means.{w}"]) for w in RELIABILITY]),
        ("credibility", [(w, words[f"credibility_means.{w}"]) for w in CREDIBILITY]),
        ("evidence", [(words[f"evidence.{w}"], words[f"evidence_means.{w}"]) for w in EVIDENCE]),
        ("flags", [(words[f"flag.{w}"], words[f"flag_means.{w}"]) for w in FLAG_KINDS]),
        ("changes", [(words[f"change.{w}"], words[f"change_means.{w}"]) for w in CHANGE_KINDS]),
        ("tlp", [(f"TLP:{w.upper()}", words[f"tlp_means.{w}"]) for w in TLP]),
    )
    return MethodologyView(tuple(Scale(anchor, words[f"scale.{anchor}"], tuple(told)) for anchor, told in means))


def feed_view(title: str, url: str, entries: tuple[Entry, ...], cards: Cards) -> FeedView:
    shown = entries[:IN_FEED]
    updated = max((rfc3339(last_changed(entry)) for entry in shown), default="1970-01-01T00:00:00Z")
    return FeedView(url, title, updated, tuple(cards.feed_entries[entry.id] for entry in shown))
