"""The views of machine-readable files: tuples of the cards that pages show, and what belongs to no page."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from briefgen.briefing import Quote
from briefgen.model import Actor, Question, Region, Source, Topic
from briefgen.views.briefing import BriefingView, SourceNote
from briefgen.views.cards import BriefingCard, EventCard, OpenQuestion, PositionCard, StatementCard


@dataclass(frozen=True, slots=True)
class ClaimsView:
    """Every claim on the site, newest first; `tlp` is the strictest marking among them."""

    claims: tuple[StatementCard, ...]
    tlp: str


@dataclass(frozen=True, slots=True)
class EventsView:
    """Every event on the site, newest first."""

    events: tuple[EventCard, ...]


@dataclass(frozen=True, slots=True)
class BriefingFile:
    """A briefing as JSON: what its page shows, and its id."""

    id: str
    view: BriefingView


@dataclass(frozen=True, slots=True)
class EntityFile:
    """An actor, region, topic or source as JSON: its entry in the registry, and the refs or ids of all that belongs to it."""

    kind: str
    id: str
    url: str
    entry: Actor | Region | Topic | Source
    note: Markup | None
    positions: tuple[PositionCard, ...]
    briefings: tuple[str, ...]
    by: tuple[str, ...]
    about: tuple[str, ...]
    events: tuple[str, ...]
    articles: tuple[str, ...]
    tlp: str


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """A question as JSON: its entry in the registry, positions now, and the ledger from the oldest to the newest."""

    id: str
    url: str
    entry: Question
    note: Markup | None
    narrower: tuple[str, ...]
    contested: bool
    positions: tuple[PositionCard, ...]
    ledger: tuple[PositionCard, ...]
    open: tuple[OpenQuestion, ...]
    briefings: tuple[str, ...]
    tlp: str


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """An actor or region as STIX knows it. `since` is the RFC 3339 date of the first briefing that names it."""

    kind: str
    id: str
    url: str
    entry: Actor | Region
    country: str
    """ISO 3166-1 code of a region: its own, or that of the nearest region that holds it and has one."""
    since: str


@dataclass(frozen=True, slots=True)
class JudgementRecord:
    """The desk's own view, apart from its briefing's page; the terms are those of the content, in English."""

    says: Markup
    likelihood: str
    confidence: str
    because: Markup


@dataclass(frozen=True, slots=True)
class Dossier:
    """What a STIX report holds of one briefing; the same in its own bundle and in the site's, so it is made of what
    other pages may know of the briefing. Dates are RFC 3339."""

    card: BriefingCard
    tlp: str
    published: str
    updated: str
    statements: tuple[StatementCard, ...]
    events: tuple[EventCard, ...]
    judgements: tuple[JudgementRecord, ...]
    sources: tuple[SourceNote, ...]
    actors: tuple[EntityRecord, ...]
    regions: tuple[EntityRecord, ...]


@dataclass(frozen=True, slots=True)
class StixView:
    """A bundle of these briefings. `since` is the RFC 3339 date of the site's first one."""

    briefings: tuple[Dossier, ...]
    since: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A quoted passage and what rests on it. `text` is the block that it stands in, and `offset` where that
    begins in the article's text; `full` says whether all of the article may be shown."""

    kind: str
    url: str
    rests: str
    says: Markup
    quote: Quote
    text: str
    offset: int
    full: bool
    original: str
    article: str


@dataclass(frozen=True, slots=True)
class AnnotationsView:
    """Every passage that a briefing quotes, in the briefing's order. `published` and `updated` are RFC 3339."""

    briefing: BriefingCard
    tlp: str
    published: str
    updated: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class ArticleText:
    """The text that positions in annotations are counted in: title, caption and blocks."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegionPoint:
    """A region on the globe, with how much the site has on it and on the places in it."""

    id: str
    url: str
    name: str
    above: str
    iso: str
    at: tuple[float, float]
    briefings: int
    claims: int
    events: int


@dataclass(frozen=True, slots=True)
class RegionsView:
    """Every region with coordinates, by id; `tlp` is the strictest marking of what is counted."""

    regions: tuple[RegionPoint, ...]
    tlp: str


@dataclass(frozen=True, slots=True)
class SchemaView:
    """A JSON Schema of ours, by name."""

    name: str


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file on the data page: its address, format and content, how many records it holds or how many such files there are, and its schema or columns."""

    url: str
    format: str
    holds: str
    count: int
    schema: str
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DataView:
    """The page about machine-readable files."""

    site: tuple[DataFile, ...]
    pages: tuple[DataFile, ...]
    """Files that stand beside pages; `url` has <id> where the page's id stands."""
    feeds: bool
