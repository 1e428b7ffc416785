"""The maker of cards: from a catalogue to what its pages show of each briefing, statement and event."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache, partial
from typing import Any, TypeVar

from markupsafe import Markup

from briefgen.answers import Figure
from briefgen.briefing import Briefing, Quote
from briefgen.catalog import Catalog
from briefgen.entries import Entry, Happening, Statement
from briefgen.errors import Field
from briefgen.dates import ENGLISH, DateWords, Edtf, format_date, html_datetime
from briefgen.groups import Groups
from briefgen.ledger import Entry as LedgerEntry
from briefgen.markup import Block, Document, parse_inline
from briefgen.memo import Made
from briefgen.model import Topic
from briefgen.names import NO_NAMES, Names
from briefgen.prose import render_prose
from briefgen.urls import marked
from briefgen.views.cards import (
    AnswerCard, BriefingCard, EventCard, FeedEntry, FigureCard, Link, OpenQuestion, PositionCard, QuoteCard, Speaker,
    StatementCard, Subjects, When,
)
from briefgen.views.telling import Telling
from briefgen.views.unread import Told
from briefgen.words import Words

T = TypeVar("T")


@dataclass(frozen=True)
class Cards:
    """Makes each card once, when it is first asked for, so that all pages share the same object."""

    catalog: Catalog
    groups: Groups
    words: Words

    def once(self, name: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, made when it is first asked for under this name."""
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]  # type: ignore[no-any-return]

    @cached_property
    def _made(self) -> dict[Hashable, Any]:
        return {}

    @property
    def made(self) -> int:
        """How many cards of statements there are at hand."""
        return self.statements.made

    def forget(self) -> None:
        """Lets go of the cards; they are made again when they are asked for."""
        for name in ("statements", "events", "feed_entries", "subjects", "_positions", "_made"):
            self.__dict__.pop(name, None)
        self.telling.forget()

    def link(self, kind: str, id: str) -> Link:
        return self._links[kind][id]

    def links(self, kind: str, ids: tuple[str, ...]) -> tuple[Link, ...]:
        return tuple(map(self._links[kind].__getitem__, ids))

    @cached_property
    def _links(self) -> Mapping[str, Mapping[str, Link]]:
        c = self.catalog
        named = {"actors": c.actors, "regions": c.regions, "topics": c.topics, "sources": c.sources}
        labels: dict[str, tuple[Mapping[str, Any], Callable[[Any], str]]]
        labels = {kind: (entries, lambda entry: entry.name) for kind, entries in named.items()}
        labels["questions"] = c.questions, lambda question: question.ask
        labels["articles"] = c.articles, lambda article: article.head.title
        labels["briefings"] = c.by_id, lambda entry: entry.title
        return {kind: _links_to(kind, entries, label) for kind, (entries, label) in labels.items()}

    @cached_property
    def briefings(self) -> Mapping[str, BriefingCard]:
        c = self.catalog
        linked = c.memo.same("linked", (frozenset(c.actors), frozenset(c.regions)))
        told = c.memo.same("told in cards", (c.names, linked, tuple(c.topics.items()), self.words))

        def make(entry: Entry, told: _ToldInCards) -> BriefingCard:  # kept by the memo, so it must not hold these cards
            here = self.telling.briefing(entry)
            return BriefingCard.unread(partial(_briefing_card, entry, told), lambda: here)

        return Made(c.by_id, lambda id: c.memo.of(("card", id), (c.by_id[id], told), make))

    @cached_property
    def feed_entries(self) -> Mapping[str, FeedEntry]:
        def make(id: str) -> FeedEntry:
            entry = self.catalog.by_id[id]
            return FeedEntry.unread(partial(self._feed_entry, entry), partial(self.telling.feed_entry, entry, last_changed(entry)))

        return Made(self.catalog.by_id, make)

    @cached_property
    def statements(self) -> Made[str, StatementCard]:
        def make(ref: str) -> StatementCard:
            s = statements[ref]
            return StatementCard.unread(partial(self._statement, s), partial(self._told_of_statement, s), url=statement_url(ref), reported=s.reported)

        statements = self.groups.statements
        return Made(statements, make)

    @cached_property
    def events(self) -> Mapping[str, EventCard]:
        def make(ref: str) -> EventCard:
            return EventCard.unread(partial(self._event, happenings[ref]), partial(self._told_of_event, happenings[ref]))

        happenings = {h.ref: h for h in self.groups.happenings}
        return Made(happenings, make)

    @cached_property
    def places(self) -> Mapping[tuple[str, str], Mapping[str, int]]:
        """a key of `groups.briefing_ids` -> where in that list each briefing stands"""
        lists = self.groups.briefing_ids
        return Made(lists, lambda key: {id: place for place, id in enumerate(lists[key])})

    @cached_property
    def subjects(self) -> Mapping[str, Subjects]:
        """briefing -> what it is about"""
        return Made(self.catalog.by_id, lambda id: self._subjects(self.catalog.by_id[id]))

    def _subjects(self, entry: Entry) -> Subjects:
        questions = (question for statement in entry.statements for question, _ in statement.answers)
        said = (actor for statement in entry.statements for actor in (*statement.by, *statement.about))
        done = (actor for happening in entry.happenings for actor in happening.actors)
        return Subjects(tuple(dict.fromkeys(questions)), tuple(dict.fromkeys((*said, *done))))

    def prose(self, text: Block | Document, note: Callable[[str], str] | None = None) -> Markup:
        """Desk's prose as HTML, names linked; `note` renders `[^id]`, which is left out without it."""
        return render_prose(text, self.catalog.names, self._has_page, note)

    def prose_of(self, briefing: Briefing, where: Field, note: Callable[[str], str] | None = None) -> Markup:
        """The same of a field of a briefing; names are looked for only where some were found when it was read."""
        known = self.catalog.mentions.get(briefing.id)
        names = self.catalog.names if known is None or where in known.fields else NO_NAMES
        return render_prose(briefing.prose[where], names, self._has_page, note)

    def _has_page(self, kind: str, id: str) -> bool:
        return id in self._links[kind]

    def _feed_entry(self, entry: Entry) -> FeedEntry:
        card = self.briefings[entry.id]
        return FeedEntry(card.url, card.title, rfc3339(entry.date), rfc3339(last_changed(entry)), card.bottom_line)

    def open_question(self, entry: Entry, number: int) -> OpenQuestion:
        """What stands at `number` among the briefing's unknowns."""
        make = lambda: OpenQuestion(self.prose_of(entry.face, ("unknowns", number, "ask")), self.link("briefings", entry.id))  # noqa: E731
        return self.once(("open", entry.id, number), lambda: OpenQuestion.unread(make, partial(self.telling.open_question, entry, number)))

    @cached_property
    def telling(self) -> Telling:
        return Telling(self.catalog, self.words)

    def _told_of_statement(self, s: Statement) -> Told:
        revised_by = self.groups.revised_by.get(s.ref)
        others = (*s.revises, "", *s.same_as, "", revised_by or "") if s.revises or s.same_as or revised_by else ()
        return self.telling.statement(s, others, tuple([self.statement_link(ref).label for ref in others if ref]))

    def _statement(self, s: Statement) -> StatementCard:
        face, note_link = self.catalog.by_id[s.briefing].face, _note_link(s.briefing)
        claim, quote = face.annotation.claims[s.id], face.quotes["claims", s.id]
        says, note = ("claims", s.id, "says"), ("claims", s.id, "note")
        revised_by = self.groups.revised_by.get(s.ref)
        return StatementCard(
            s.ref,
            s.id,
            statement_url(s.ref),
            self.link("briefings", s.briefing),
            tuple([self._speakers[actor] for actor in s.by]),
            self.prose_of(face, says, note_link) if says in face.prose else Markup.escape(" … ".join(quote.parts)),
            says not in face.prose,
            self.quote(quote, f"{s.briefing}--{s.id}"),
            self.when(s.date),
            s.reported,
            claim.setting or "",
            self.words[f"speech.{quote.speech}"],
            tuple([self.answer(question, answer) for question, answer in s.answers]),
            claim.evidence or "",
            self.words[f"evidence.{claim.evidence}"] if claim.evidence else "",
            claim.credibility or "",
            self.words[f"credibility_means.{claim.credibility}"] if claim.credibility else "",
            claim.translation or "",
            self.prose_of(face, note, note_link) if note in face.prose else None,
            self.links("actors", s.about),
            self.links("regions", s.where),
            tuple(self.statement_link(ref) for ref in s.revises),
            self.statement_link(revised_by) if revised_by else None,
            tuple(self.statement_link(ref) for ref in s.same_as),
            face.annotation.tlp,
        )

    @cached_property
    def _speakers(self) -> Mapping[str, Speaker]:
        return Made(self.catalog.actors, self._speaker)

    def _speaker(self, actor: str) -> Speaker:
        entry = self.catalog.actors[actor]
        of = self.link("actors", entry.of) if entry.of and entry.of in self.catalog.actors else None
        return Speaker(self.link("actors", actor), entry.role or "", of, entry.kind)

    def statement_link(self, ref: str) -> Link:
        """A statement of this or another briefing, labelled with its speakers and date."""
        s = self.groups.statements[ref]
        who = ", ".join(self.catalog.actors[a].name for a in s.by) or self.words["remark.the_article"]
        return Link(f"{who}, {self.when(s.date).text}", statement_url(ref))

    def answer(self, question: str, answer: object) -> AnswerCard:
        link = self.link("questions", question)
        if isinstance(answer, Figure):
            unit = self.catalog.questions[question].unit
            figure = FigureCard(answer.text, _number(answer.low), _number(answer.high), answer.about, answer.unclear)
            words = self.words.figure(answer)
            return AnswerCard(link, "figure", f"{words} {unit}" if unit else words, figure)
        return AnswerCard(link, str(answer), self.words[f"stance.{answer}"], None)

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
            head.url or "",
            self.catalog.sources[self.catalog.source_of[quote.article]].reliability or "",
        )

    def source(self, article: str) -> Link:
        return self.link("sources", self.catalog.source_of[article])

    def _told_of_event(self, h: Happening) -> Told:
        return self.telling.event(h, self.statement_link(h.per).label if h.per else "")

    def _event(self, h: Happening) -> EventCard:
        face = self.catalog.by_id[h.briefing].face
        what: Field = ("events", h.id, "what")
        quote = face.quotes.get(("events", h.id))
        return EventCard(
            h.ref,
            h.id,
            f"{h.briefing}--{h.id}",
            statement_url(h.ref),
            self.link("briefings", h.briefing),
            self.prose_of(face, what, _note_link(h.briefing)),
            face.prose[what].text,  # type: ignore[union-attr]
            self.when(h.date),
            self.links("actors", h.actors),
            self.links("regions", h.where),
            self.quote(quote, f"{h.briefing}--{h.id}") if quote else None,
            self.statement_link(h.per) if h.per else None,
            face.annotation.tlp,
        )

    def position(self, question: str, entry: LedgerEntry) -> PositionCard:
        """The card of a ledger's line; the same object wherever the site's own ledger has that line."""
        on_record = self._positions[question]
        key = (entry.ref, entry.origin)
        return on_record[key] if key in on_record else self._position(question, entry)

    @cached_property
    def _positions(self) -> Mapping[str, Mapping[tuple[str, str], PositionCard]]:
        return Made(self.catalog.questions, self._on_record)

    def _on_record(self, question: str) -> Mapping[tuple[str, str], PositionCard]:
        ledger = self.catalog.ledgers.get(question)
        lines = {(entry.ref, entry.origin): entry for entry in ledger.entries} if ledger else {}
        return Made(lines, lambda key: self._position(question, lines[key]))

    def _position(self, question: str, entry: LedgerEntry) -> PositionCard:
        statement = self.statements[entry.ref]
        return PositionCard(
            self.origin(entry),
            self.links("actors", entry.speakers),
            self.answer(question, entry.answer),
            self.when(entry.date),
            self.link("questions", entry.follows_from) if entry.follows_from else None,
            statement,
            tuple(Link(self.link("briefings", ref.split("/")[0]).label, statement_url(ref)) for ref in entry.also_in),
            self.statement_link(entry.revised_by) if entry.revised_by else None,
        )

    def origin(self, entry: LedgerEntry) -> Link:
        """Whose answer a ledger's line is: an actor, or the source whose reporter says it."""
        source = entry.label.partition(":")[2]
        return self.link("sources", source) if source else self.link("actors", entry.label)

    def when(self, date: Edtf) -> When:
        return when(date, self.words.dates)

    def reliability(self, code: str | None) -> str:
        """An Admiralty letter with its meaning: "F: reliability cannot be judged"."""
        return f"{code}: {self.words[f'reliability_means.{code}']}" if code else ""

    def registry_note(self, kind: str, id: str) -> Markup | None:
        """The `note` of a registry's entry."""
        note = getattr(self.catalog, kind)[id].note
        return self.prose(parse_inline(note)[0]) if note else None


_ToldInCards = tuple[Names, tuple[frozenset[str], frozenset[str]], tuple[tuple[str, Topic], ...], Words]
"""(names, the actors and regions that have pages, topics, the interface's words)"""


def _briefing_card(entry: Entry, told: _ToldInCards) -> BriefingCard:
    names, (actors, regions), topics, words = told
    name_of = {id: topic.name for id, topic in topics}
    return BriefingCard(
        entry.id,
        f"/briefings/{entry.id}/",
        entry.title,
        when(entry.date, words.dates),
        render_prose(entry.face.prose["bottom_line",], names, lambda kind, id: id in (actors if kind == "actors" else regions)),
        tuple(Link(name_of[id], f"/topics/{id}/") for id in entry.topics),
        entry.head.draft,
    )


def _links_to(kind: str, entries: Mapping[str, Any], label: Callable[[Any], str]) -> Mapping[str, Link]:
    return Made(entries, lambda id: Link(label(entries[id]), f"/{kind}/{id}/"))


def _note_link(briefing: str) -> Callable[[str], str]:
    """`[^id]` inside a card: a link to what it points at, since numbers belong to the briefing's own page."""
    return lambda id: f'<sup class="note"><a href="{marked(statement_url(f"{briefing}/{id}"))}">†</a></sup>'


def statement_url(ref: str) -> str:
    """Where a claim or event stands on its briefing's page."""
    briefing, id = ref.split("/")
    return f"/briefings/{briefing}/#{id}"


@lru_cache(maxsize=None)
def when(date: Edtf, words: DateWords = ENGLISH) -> When:
    earliest = "" if date.open_start else date.earliest.isoformat()
    latest = "" if date.open_end else date.latest.isoformat()
    return When(format_date(date, words=words), html_datetime(date), year_of(date), date.text, earliest, latest)


def _number(value: Decimal | None) -> float | None:
    """As JSON writes it: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def year_of(date: Edtf) -> str:
    """The year under which something of this date is filed."""
    return f"{date.year:04}"


def last_changed(entry: Entry) -> Edtf:
    """When the briefing appeared or was last changed."""
    dates = [change.date for change in entry.head.changes]
    return max([entry.date, *dates], key=lambda date: date.sort_key) if dates else entry.date


def rfc3339(date: Edtf) -> str:
    """The start of the earliest day, in UTC: feeds have no form for a lesser precision (RFC 3339)."""
    return f"{date.earliest.isoformat()}T00:00:00Z"
