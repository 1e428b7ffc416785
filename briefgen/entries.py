"""A briefing's entry in the catalogue: its references resolved to ids, its claims and events in order.

An entry is made of what other pages may know of the briefing; what only its own page shows is a body.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from briefgen.answers import Answer
from briefgen.article import Article, ArticleFace, FreePage
from briefgen.briefing import Briefing, Quote
from briefgen.config import Config
from briefgen.dates import Edtf, parse_date
from briefgen.errors import Field, Finding
from briefgen.model import Claim, Event
from briefgen.names import Names
from briefgen.references import RESERVED, Met, References
from briefgen.ownshapes import OwnShape
from briefgen.registry import Registry

T = TypeVar("T")
BodyName = tuple[str, str]
"""(kind, id), such as ("briefings", "2024-10-28-nato")"""


@dataclass(frozen=True, slots=True)
class Only(Mapping[str, T], Generic[T]):
    """A part of a mapping."""

    whole: Mapping[str, T]
    ids: frozenset[str]

    def __getitem__(self, id: str) -> T:
        if id not in self.ids:
            raise KeyError(id)
        return self.whole[id]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.ids))

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Bodies:
    """Whole briefings and articles, by id: what only their own pages show. They may be read when asked for."""

    briefings: Mapping[str, Briefing]
    articles: Mapping[str, Article]
    links: Mapping[str, tuple[tuple[Field, str], ...]]
    """briefing -> the site-absolute links in the desk's prose, if any, each with its field"""
    article_links: Mapping[str, tuple[tuple[int, str], ...]]
    """article -> the site-absolute links in it, if any, each with its line"""

    def only(self, names: Collection[BodyName]) -> Bodies:
        """These bodies and no others."""
        briefings = Only(self.briefings, frozenset(id for kind, id in names if kind == "briefings"))
        return replace(self, briefings=briefings, articles=Only(self.articles, frozenset(id for kind, id in names if kind == "articles")))


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
    """A briefing in the catalogue, its references resolved. `briefing` is its face."""

    id: str
    briefing: Briefing
    title: str
    date: Edtf
    answered: tuple[str | None, ...]
    bonds: Bonds

    @property
    def topics(self) -> tuple[str, ...]:
        return self.bonds.topics

    @property
    def statements(self) -> tuple[Statement, ...]:
        return self.bonds.statements

    @property
    def happenings(self) -> tuple[Happening, ...]:
        return self.bonds.happenings

    @property
    def unknown_questions(self) -> tuple[str | None, ...]:
        return self.bonds.unknown_questions


@dataclass(frozen=True, slots=True)
class Bonds:
    """What ties a briefing to everything else: what decides on whose pages it stands, and who its articles are."""

    id: str
    articles: tuple[str, ...]
    topics: tuple[str, ...]
    statements: tuple[Statement, ...]
    happenings: tuple[Happening, ...]
    unknown_questions: tuple[str | None, ...]

    def actors(self) -> set[str]:
        found = {a for s in self.statements for a in (*s.by, *s.about)}
        return found.union(*(h.actors for h in self.happenings))

    def regions(self) -> set[str]:
        return set[str]().union(*(s.where for s in self.statements), *(h.where for h in self.happenings))

    def questions(self) -> set[str]:
        return {q for s in self.statements for q, _ in s.answers} | {q for q in self.unknown_questions if q}


@dataclass(frozen=True, slots=True)
class Resolved:
    """An entry, what is wrong with its references, and the names that stand in for ids in it."""

    entry: Entry
    findings: tuple[Finding, ...]
    met: tuple[Met, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """Everything that was read and could be parsed."""

    config: Config
    articles: Mapping[str, ArticleFace]
    briefings: Mapping[str, Resolved]
    bodies: Bodies
    registries: Mapping[str, Registry]
    names: Names
    """The names that the registries of actors and regions give."""
    name_findings: tuple[Finding, ...]
    pages: Mapping[str, FreePage]
    mentions: Mapping[str, frozenset[tuple[str, str]]]
    """briefing -> (kind, id) of every name that the desk's prose in it links"""
    unreadable: frozenset[tuple[str, str]] = frozenset()
    """(kind, id) of files that could not be parsed; references to them are not reported again."""
    broken: frozenset[str] = frozenset()
    """Refs of claims and events that were left out of their briefing because of a problem of their own."""
    shapes: Mapping[str, OwnShape] = field(default_factory=dict)
    """region -> the site's own shape of it"""


def resolve_sources(articles: Mapping[str, ArticleFace], sources: Registry) -> tuple[dict[str, str], tuple[Met, ...], list[Finding]]:
    """(article -> source, the names that stand in for sources, what is wrong with any)."""
    references, found = References({"sources": sources}), {}
    for id, article in articles.items():
        source = references.id_of("sources", article.head.source, f"content/articles/{id}.md", ("source",))
        if source:
            found[id] = source
    return found, tuple(references.met), references.findings


def resolve_entry(briefing: Briefing, articles: Mapping[str, ArticleFace], registries: Mapping[str, Registry]) -> Resolved:
    """The briefing's entry; `articles` need to hold only its own. Pure."""
    references = References(registries)
    annotation, path = briefing.annotation, briefing.path
    own = [articles[id] for id in briefing.articles if id in articles]
    title = annotation.title or (own[0].head.title if own else briefing.id)
    date = annotation.published or max((a.date for a in own), key=lambda d: d.sort_key, default=None)
    topics = references.ids_of("topics", annotation.topics, path, ("topics",))
    unknowns = [
        references.id_of("questions", u.question, path, ("unknowns", n, "question")) if u.question else None
        for n, u in enumerate(annotation.unknowns)
    ]
    answered = [full_ref(briefing.id, u.answered) if u.answered else None for u in annotation.unknowns]
    statements, happenings = tuple(_statements(briefing, articles, references)), tuple(_happenings(briefing, references))
    entry = Entry(
        briefing.id,
        briefing,
        title,
        date or parse_date("1970"),  # its article could not be read; such a build stops anyway
        tuple(answered),
        Bonds(briefing.id, briefing.articles, topics, statements, happenings, tuple(unknowns)),
    )
    return Resolved(entry, tuple(references.findings), tuple(references.met))


def _statements(briefing: Briefing, articles: Mapping[str, ArticleFace], references: References) -> Iterator[Statement]:
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
            claim.date or articles[quote.article].date,
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
