"""A briefing's entry in the catalogue: its references resolved to ids, its claims and events in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from briefgen.answers import Answer
from briefgen.article import Article, FreePage
from briefgen.briefing import Briefing, Quote
from briefgen.config import Config
from briefgen.dates import Edtf, parse_date
from briefgen.errors import Field, Finding
from briefgen.model import Claim, Event
from briefgen.references import RESERVED, References
from briefgen.registry import Registry



@dataclass(frozen=True, slots=True)
class Content:
    """Everything that was read and could be parsed, with where it came from."""

    config: Config
    articles: Mapping[str, Article]
    briefings: Mapping[str, Briefing]
    registries: Mapping[str, Registry]
    pages: Mapping[str, FreePage]
    unreadable: frozenset[tuple[str, str]] = frozenset()
    """(kind, id) of files that could not be parsed; references to them are not reported again."""
    broken: frozenset[str] = frozenset()
    """Refs of claims and events that were left out of their briefing because of a problem of their own."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim with its references resolved. `by` is empty for the reporter's own words."""

    ref: str
    briefing: str
    id: str
    claim: Claim
    quote: Quote
    date: Edtf
    reported: bool
    by: tuple[str, ...]
    about: tuple[str, ...]
    where: tuple[str, ...]
    answers: tuple[tuple[str, Answer], ...]
    revises: tuple[str, ...]
    same_as: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with its references resolved. `per` is the claim through which alone it is known."""

    ref: str
    briefing: str
    id: str
    event: Event
    quote: Quote | None
    actors: tuple[str, ...]
    where: tuple[str, ...]
    per: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A briefing in the catalogue, its references resolved."""

    briefing: Briefing
    title: str
    date: Edtf
    topics: tuple[str, ...]
    statements: tuple[Statement, ...]
    happenings: tuple[Happening, ...]
    unknown_questions: tuple[str | None, ...]
    answered: tuple[str | None, ...]

    @property
    def id(self) -> str:
        return self.briefing.id

    def actors(self) -> frozenset[str]:
        return frozenset(a for s in self.statements for a in (*s.by, *s.about)) | frozenset(
            a for h in self.happenings for a in h.actors
        )

    def regions(self) -> frozenset[str]:
        return frozenset(r for s in self.statements for r in s.where) | frozenset(r for h in self.happenings for r in h.where)

    def questions(self) -> frozenset[str]:
        return frozenset(q for s in self.statements for q, _ in s.answers) | frozenset(q for q in self.unknown_questions if q)


def resolve_sources(content: Content, references: References) -> dict[str, str]:
    found = {}
    for id, article in content.articles.items():
        source = references.id_of("sources", article.head.source, f"content/articles/{id}.md", ("source",))
        if source:
            found[id] = source
    return found


def resolve_entry(briefing: Briefing, content: Content, references: References) -> Entry:
    annotation, path = briefing.annotation, briefing.path
    own = [content.articles[id] for id in briefing.articles if id in content.articles]
    title = annotation.title or (own[0].head.title if own else briefing.id)
    date = annotation.published or max((a.date for a in own), key=lambda d: d.sort_key, default=None)
    topics = references.ids_of("topics", annotation.topics, path, ("topics",))
    unknowns = [
        references.id_of("questions", u.question, path, ("unknowns", n, "question")) if u.question else None
        for n, u in enumerate(annotation.unknowns)
    ]
    answered = [full_ref(briefing.id, u.answered) if u.answered else None for u in annotation.unknowns]
    return Entry(
        briefing,
        title,
        date or parse_date("1970"),  # its article could not be read; such a build stops anyway
        topics,
        tuple(_statements(briefing, content, references)),
        tuple(_happenings(briefing, references)),
        tuple(unknowns),
        tuple(answered),
    )


def _statements(briefing: Briefing, content: Content, references: References) -> Iterator[Statement]:
    path = briefing.path
    for id, claim in briefing.annotation.claims.items():
        where: Field = ("claims", id)
        speakers = tuple(word for word in claim.by if word != RESERVED)
        by = references.ids_of("actors", speakers, path, (*where, "by")) if len(speakers) == len(claim.by) else ()
        about = references.ids_of("actors", claim.about, path, (*where, "about"))
        places = references.ids_of("regions", claim.where, path, (*where, "where"))
        answers = []
        for word, answer in claim.answers.items():
            question = references.id_of("questions", word, path, (*where, "answers", word), on_key=True)
            if question:
                answers.append((question, answer))
        if len(speakers) != len(claim.by) and speakers:
            message = "'article' stands for the reporter's own words and cannot speak beside actors"
            hint = "make two claims of it, or take one out"
            references.findings.append(Finding(path, (*where, "by"), "article-beside-actors", message, hint))
        quote = briefing.quotes.get(where)
        if quote is None:
            continue  # the passage was not found; that is reported already
        yield Statement(
            f"{briefing.id}/{id}",
            briefing.id,
            id,
            claim,
            quote,
            claim.date or content.articles[quote.article].date,
            claim.date is None,
            by,
            about,
            places,
            tuple(answers),
            tuple(full_ref(briefing.id, ref) for ref in claim.revises),
            tuple(full_ref(briefing.id, ref) for ref in claim.same_as),
        )


def _happenings(briefing: Briefing, references: References) -> Iterator[Happening]:
    path = briefing.path
    for id, event in briefing.annotation.events.items():
        where: Field = ("events", id)
        yield Happening(
            f"{briefing.id}/{id}",
            briefing.id,
            id,
            event,
            briefing.quotes.get(where),
            references.ids_of("actors", event.actors, path, (*where, "actors")),
            references.ids_of("regions", event.where, path, (*where, "where")),
            full_ref(briefing.id, event.per) if event.per else None,
        )


def full_ref(briefing: str, ref: str) -> str:
    return ref if "/" in ref else f"{briefing}/{ref}"
