"""Cards: a briefing, a statement, an event, a position as every page but its own shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from markupsafe import Markup

from briefgen.answers import Figure
from briefgen.briefing import Quote
from briefgen.catalog import Catalog
from briefgen.entries import Entry, Happening, Statement
from briefgen.dates import Edtf, format_date, html_datetime
from briefgen.groups import Groups
from briefgen.ledger import Entry as LedgerEntry
from briefgen.markup import Block, Document, parse_inline
from briefgen.model import CREDIBILITY, RELIABILITY
from briefgen.prose import render_prose
from briefgen.urls import marked


@dataclass(frozen=True, slots=True)
class Link:
    """A label and the site-absolute URL it leads to; "" where it leads nowhere."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class When:
    """A date for readers, and for machines where HTML has a form for it ("" for spans)."""

    text: str
    datetime: str
    year: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says it, in which role, and for whom."""

    link: Link
    role: str
    of: Link | None


@dataclass(frozen=True, slots=True)
class QuoteCard:
    """A proven passage: the source's own words, part by part, and where they stand."""

    parts: tuple[str, ...]
    speech: str
    stands_in: str
    url: str
    article: Link
    source: Link
    language: str


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """A question and how it is answered; `stance` is "figure" where the answer is a number."""

    question: Link
    stance: str
    words: str


@dataclass(frozen=True, slots=True)
class StatementCard:
    """A claim. `words` are the desk's, or the passage itself where the desk has none (`verbatim`)."""

    ref: str
    anchor: str
    url: str
    briefing: Link
    speakers: tuple[Speaker, ...]
    words: Markup
    verbatim: bool
    quote: QuoteCard
    when: When
    reported: bool
    setting: str
    answers: tuple[AnswerCard, ...]
    evidence: str
    credibility: str
    credibility_means: str
    translation: str
    note: Markup | None
    about: tuple[Link, ...]
    where: tuple[Link, ...]
    revises: tuple[Link, ...]
    revised_by: Link | None
    same_as: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class EventCard:
    """An event; `alleged` is the claim through which alone it is known."""

    ref: str
    anchor: str
    url: str
    briefing: Link
    what: Markup
    when: When
    actors: tuple[Link, ...]
    where: tuple[Link, ...]
    quote: QuoteCard | None
    alleged: Link | None


@dataclass(frozen=True, slots=True)
class BriefingCard:
    """A briefing on a list."""

    id: str
    url: str
    title: str
    when: When
    bottom_line: Markup
    topics: tuple[Link, ...]
    draft: bool


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A briefing in a feed; dates are RFC 3339."""

    url: str
    title: str
    published: str
    updated: str
    summary: Markup


@dataclass(frozen=True, slots=True)
class PositionCard:
    """One origin's answer to one question in one statement."""

    origin: Link
    speakers: tuple[Link, ...]
    answer: AnswerCard
    when: When
    follows_from: Link | None
    statement: StatementCard
    also_in: tuple[Link, ...]
    revised_by: Link | None


@dataclass(frozen=True)
class Cards:
    """Makes each card once, so that all pages share the same object."""

    catalog: Catalog
    groups: Groups

    def link(self, kind: str, id: str) -> Link:
        return self._links[kind][id]

    def links(self, kind: str, ids: tuple[str, ...]) -> tuple[Link, ...]:
        return tuple(self._links[kind][id] for id in ids)

    @cached_property
    def _links(self) -> Mapping[str, Mapping[str, Link]]:
        c = self.catalog
        named = {"actors": c.actors, "regions": c.regions, "topics": c.topics, "sources": c.sources}
        links = {kind: {id: Link(e.name, f"/{kind}/{id}/") for id, e in entries.items()} for kind, entries in named.items()}
        links["questions"] = {id: Link(q.ask, f"/questions/{id}/") for id, q in c.questions.items()}
        links["articles"] = {id: Link(a.head.title, f"/articles/{id}/") for id, a in c.articles.items()}
        links["briefings"] = {e.id: Link(e.title, f"/briefings/{e.id}/") for e in c.entries}
        return links

    @cached_property
    def briefings(self) -> Mapping[str, BriefingCard]:
        return {entry.id: self._briefing(entry) for entry in self.catalog.entries}

    @cached_property
    def feed_entries(self) -> Mapping[str, FeedEntry]:
        return {entry.id: self._feed_entry(entry) for entry in self.catalog.entries}

    @cached_property
    def statements(self) -> Mapping[str, StatementCard]:
        return {ref: self._statement(s) for ref, s in self.groups.statements.items()}

    @cached_property
    def events(self) -> Mapping[str, EventCard]:
        return {h.ref: self._event(h) for h in self.groups.happenings}

    @cached_property
    def _entries(self) -> Mapping[str, Entry]:
        return {entry.id: entry for entry in self.catalog.entries}

    def prose(self, text: Block | Document, note: Callable[[str], str] | None = None) -> Markup:
        """Desk's prose as HTML, names linked; `note` renders `[^id]`, which is left out without it."""
        return render_prose(text, self.catalog.names, self._has_page, note)

    def _has_page(self, kind: str, id: str) -> bool:
        return id in self._links[kind]

    def _briefing(self, entry: Entry) -> BriefingCard:
        return BriefingCard(
            entry.id,
            f"/briefings/{entry.id}/",
            entry.title,
            when(entry.date),
            self.prose(entry.briefing.prose["bottom_line",]),
            self.links("topics", entry.topics),
            entry.briefing.annotation.draft,
        )

    def _feed_entry(self, entry: Entry) -> FeedEntry:
        card = self.briefings[entry.id]
        dates = [entry.date, *(change.date for change in entry.briefing.annotation.changes)]
        updated = max(dates, key=lambda date: date.sort_key)
        return FeedEntry(card.url, card.title, rfc3339(entry.date), rfc3339(updated), card.bottom_line)

    def _statement(self, s: Statement) -> StatementCard:
        claim, note_link = s.claim, _note_link(s.briefing)
        own = self._entries[s.briefing].briefing.prose
        says, note = own.get(("claims", s.id, "says")), own.get(("claims", s.id, "note"))
        revised_by = self.groups.revised_by.get(s.ref)
        return StatementCard(
            s.ref,
            s.id,
            statement_url(s.ref),
            self.link("briefings", s.briefing),
            tuple(self.speaker(actor) for actor in s.by),
            self.prose(says, note_link) if says else Markup.escape(" … ".join(s.quote.parts)),
            says is None,
            self.quote(s.quote, f"{s.briefing}--{s.id}"),
            when(s.date),
            s.reported,
            claim.setting or "",
            tuple(self.answer(question, answer) for question, answer in s.answers),
            claim.evidence or "",
            claim.credibility or "",
            CREDIBILITY.get(claim.credibility or "", ""),
            claim.translation or "",
            self.prose(note, note_link) if note else None,
            self.links("actors", s.about),
            self.links("regions", s.where),
            tuple(self.statement_link(ref) for ref in s.revises),
            self.statement_link(revised_by) if revised_by else None,
            tuple(self.statement_link(ref) for ref in s.same_as),
        )

    def speaker(self, actor: str) -> Speaker:
        entry = self.catalog.actors[actor]
        of = self.link("actors", entry.of) if entry.of and entry.of in self.catalog.actors else None
        return Speaker(self.link("actors", actor), entry.role or "", of)

    def statement_link(self, ref: str) -> Link:
        """A statement of this or another briefing, labelled with its speakers and date."""
        s = self.groups.statements[ref]
        who = ", ".join(self.catalog.actors[a].name for a in s.by) or "the article"
        return Link(f"{who}, {format_date(s.date)}", statement_url(ref))

    def answer(self, question: str, answer: object) -> AnswerCard:
        link = self.link("questions", question)
        if isinstance(answer, Figure):
            unit = self.catalog.questions[question].unit
            return AnswerCard(link, "figure", f"{answer} {unit}" if unit else str(answer))
        return AnswerCard(link, str(answer), str(answer))

    def quote(self, quote: Quote, anchor: str) -> QuoteCard:
        head = self.catalog.articles[quote.article].head
        article = self.link("articles", quote.article)
        return QuoteCard(
            quote.parts,
            quote.speech,
            quote.stands_in,
            f"{article.url}#{anchor}",
            article,
            self.source(quote.article),
            head.language or self.catalog.config.language,
        )

    def source(self, article: str) -> Link:
        return self.link("sources", self.catalog.source_of[article])

    def _event(self, h: Happening) -> EventCard:
        return EventCard(
            h.ref,
            h.id,
            statement_url(h.ref),
            self.link("briefings", h.briefing),
            self.prose(self._entries[h.briefing].briefing.prose["events", h.id, "what"], _note_link(h.briefing)),
            when(h.event.date),
            self.links("actors", h.actors),
            self.links("regions", h.where),
            self.quote(h.quote, f"{h.briefing}--{h.id}") if h.quote else None,
            self.statement_link(h.per) if h.per else None,
        )

    def position(self, question: str, entry: LedgerEntry) -> PositionCard:
        """The card of a ledger's line; the same object wherever the site's own ledger has that line."""
        return self._positions.get((question, entry.ref, entry.origin)) or self._position(question, entry)

    @cached_property
    def _positions(self) -> Mapping[tuple[str, str, str], PositionCard]:
        return {
            (question, entry.ref, entry.origin): self._position(question, entry)
            for question, ledger in self.catalog.ledgers.items()
            for entry in ledger.entries
        }

    def _position(self, question: str, entry: LedgerEntry) -> PositionCard:
        source = entry.label.partition(":")[2]
        origin = self.link("sources", source) if source else self.link("actors", entry.label)
        statement = self.statements[entry.ref]
        return PositionCard(
            origin,
            self.links("actors", entry.speakers),
            self.answer(question, entry.answer),
            statement.when,
            self.link("questions", entry.follows_from) if entry.follows_from else None,
            statement,
            tuple(Link(self.link("briefings", ref.split("/")[0]).label, statement_url(ref)) for ref in entry.also_in),
            self.statement_link(entry.revised_by) if entry.revised_by else None,
        )

    def registry_note(self, kind: str, id: str) -> Markup | None:
        """The `note` of a registry's entry."""
        note = getattr(self.catalog, kind)[id].note
        return self.prose(parse_inline(note)[0]) if note else None


def _note_link(briefing: str) -> Callable[[str], str]:
    """`[^id]` inside a card: a link to what it points at, since numbers belong to the briefing's own page."""
    return lambda id: f'<sup class="note"><a href="{marked(statement_url(f"{briefing}/{id}"))}">†</a></sup>'


def statement_url(ref: str) -> str:
    """Where a claim or event stands on its briefing's page."""
    briefing, id = ref.split("/")
    return f"/briefings/{briefing}/#{id}"


@lru_cache(maxsize=None)
def when(date: Edtf) -> When:
    return When(format_date(date), html_datetime(date), f"{date.year:04}")


def reliability(code: str | None) -> str:
    """An Admiralty letter with its meaning: "F: reliability cannot be judged"."""
    return f"{code}: {RELIABILITY[code]}" if code else ""




def rfc3339(date: Edtf) -> str:
    """The start of the earliest day, in UTC: feeds have no form for a lesser precision (RFC 3339)."""
    return f"{date.earliest.isoformat()}T00:00:00Z"
