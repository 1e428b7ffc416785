"""A briefing's entry in the catalogue: its references resolved to ids, its claims and events in order.

An entry is made of what other pages may know of the briefing; what only its own page shows is a body.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from briefgen.answers import Answer
from briefgen.article import Article, ArticleFace, FreePage
from briefgen.briefing import Briefing, Head, face_of, head_of
from briefgen.config import Config
from briefgen.dates import Edtf, parse_date
from briefgen.errors import Field, Finding
from briefgen.model import Annotation
from briefgen.names import Mentions, Names
from briefgen.pickling import DIGEST_SIZE, RECURS, Packed, digest_of, packed
from briefgen.references import RESERVED, Met, References
from briefgen.ownshapes import OwnShape
from briefgen.registry import Registry

T = TypeVar("T")
BodyName = tuple[str, str]
"""(kind, id), such as ("briefings", "2024-10-28-nato")"""


class Digested(Mapping[str, T], Generic[T]):
    """Values that can be told from what they were before without being read."""

    __slots__ = ()

    @abstractmethod
    def digest(self, id: str) -> bytes:
        """Eight bytes that another value under this id would not have."""


@dataclass(frozen=True, slots=True)
class Only(Digested[T]):
    """A part of a mapping."""

    whole: Digested[T]
    ids: frozenset[str]

    def __getitem__(self, id: str) -> T:
        if id not in self.ids:
            raise KeyError(id)
        return self.whole[id]

    def digest(self, id: str) -> bytes:
        return self.whole.digest(id)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.ids))

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Bodies:
    """Whole briefings and articles, by id: what only their own pages show. They may be read when asked for."""

    briefings: Digested[Briefing]
    articles: Digested[Article]
    links: Mapping[str, tuple[tuple[Field, str], ...]]
    """briefing -> the site-absolute links in the desk's prose, if any, each with its field"""
    article_links: Mapping[str, tuple[tuple[int, str], ...]]
    """article -> the site-absolute links in it, if any, each with its line"""

    def digest(self, name: BodyName) -> bytes:
        kind, id = name
        return (self.briefings if kind == "briefings" else self.articles).digest(id)

    def only(self, names: Collection[BodyName]) -> Bodies:
        """These bodies and no others."""
        briefings = Only(self.briefings, frozenset(id for kind, id in names if kind == "briefings"))
        return replace(self, briefings=briefings, articles=Only(self.articles, frozenset(id for kind, id in names if kind == "articles")))


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim with its references resolved; its words are on the briefing's face. `by` is empty for the reporter's own
    words; that a speaker is not known (`all_known`) is a finding."""

    ref: str
    briefing: str
    id: str
    article: str
    date: Edtf
    reported: bool
    by: tuple[str, ...] = field(metadata={RECURS: True})
    about: tuple[str, ...] = field(metadata={RECURS: True})
    where: tuple[str, ...] = field(metadata={RECURS: True})
    answers: tuple[tuple[str, Answer], ...]
    revises: tuple[str, ...]
    same_as: tuple[str, ...]
    all_known: bool


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with its references resolved; its words are on the briefing's face. `per` is the claim through which
    alone it is known."""

    ref: str
    briefing: str
    id: str
    date: Edtf
    actors: tuple[str, ...] = field(metadata={RECURS: True})
    where: tuple[str, ...] = field(metadata={RECURS: True})
    per: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A briefing in the catalogue, its references resolved.

    `claims` are the ids of all claims that it declares, `refs` the claims that it refers to, each as it was written, with
    its field; `words` are digests of what its cards say (`words_of`).
    """

    id: str
    title: str
    date: Edtf
    head: Head
    claims: tuple[str, ...]
    refs: tuple[tuple[Field, str], ...]
    answered: tuple[str | None, ...]
    words: bytes
    bonds: Bonds
    packed: Packed[Briefing]

    @property
    def face(self) -> Briefing:
        """What other pages show of it."""
        return self.packed.value

    @property
    def path(self) -> str:
        """Its file."""
        return f"content/annotations/{self.id}.yaml"

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
    mentions: Mapping[str, Mentions]
    """briefing -> the names that the desk's prose in it links"""
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


def resolve_entry(
    briefing: Briefing, articles: Mapping[str, ArticleFace], registries: Mapping[str, Registry], tight: bool
) -> Resolved:
    """The entry of a whole briefing; `articles` need to hold only its own. Its face is `tight` where there are very many. Pure."""
    annotation = briefing.annotation
    own = [articles[id] for id in briefing.articles if id in articles]
    date = annotation.published or max((a.date for a in own), key=lambda d: d.sort_key, default=None)
    entry = Entry(
        briefing.id,
        annotation.title or (own[0].head.title if own else briefing.id),
        date or parse_date("1970"),  # its article could not be read; such a build stops anyway
        head_of(annotation),
        tuple(annotation.claims),
        tuple(_claim_refs(annotation)),
        tuple(full_ref(briefing.id, u.answered) if u.answered else None for u in annotation.unknowns),
        _digests_of_words(briefing),
        Bonds(briefing.id, briefing.articles, (), (), (), ()),
        packed(face_of(briefing), tight),
    )
    return resolve_again(entry, briefing, articles, registries)


def resolve_again(
    entry: Entry, briefing: Briefing, articles: Mapping[str, ArticleFace], registries: Mapping[str, Registry]
) -> Resolved:
    """An entry with its references looked up in other registries; of `briefing`, its face is enough. Pure."""
    references = References(registries)
    annotation, path = briefing.annotation, briefing.path
    topics = references.ids_of("topics", annotation.topics, path, ("topics",))
    unknowns = [
        references.id_of("questions", u.question, path, ("unknowns", n, "question")) if u.question else None
        for n, u in enumerate(annotation.unknowns)
    ]
    statements, happenings = tuple(_statements(briefing, articles, references)), tuple(_happenings(briefing, references))
    bonds = Bonds(briefing.id, briefing.articles, topics, statements, happenings, tuple(unknowns))
    return Resolved(replace(entry, bonds=bonds), tuple(references.findings), tuple(references.met))


def _digests_of_words(briefing: Briefing) -> bytes:
    """A digest of what each card says that is made of the briefing: of itself, of each claim, event and unknown."""
    a, quotes = briefing.annotation, briefing.quotes

    def quoted(where: Field) -> tuple[object, ...]:
        quote = quotes.get(where)
        return (quote.article, quote.parts, quote.speech, quote.stands_in) if quote else ()

    said: list[tuple[object, ...]] = [(a.bottom_line,)]
    said += [(a.tlp, c.says, c.note, c.setting, c.evidence, c.credibility, c.translation, *quoted(("claims", id))) for id, c in a.claims.items()]
    said += [(a.tlp, event.what, *quoted(("events", id))) for id, event in a.events.items()]
    said += [(unknown.ask,) for unknown in a.unknowns]
    return b"".join(map(digest_of, said))


def words_of(entry: Entry) -> Mapping[Field, bytes]:
    """A digest of what each card says that is made of the briefing: () stands for the briefing's own."""
    events: Iterator[Field] = (("events", one.id) for one in entry.happenings)
    fields: list[Field] = [(), *(("claims", id) for id in entry.claims), *events, *(("unknowns", n) for n in range(len(entry.answered)))]
    starts = range(0, len(entry.words), DIGEST_SIZE)
    return {field: entry.words[start : start + DIGEST_SIZE] for field, start in zip(fields, starts, strict=True)}


def _claim_refs(annotation: Annotation) -> Iterator[tuple[Field, str]]:
    for id, claim in annotation.claims.items():
        for name in ("revises", "same_as"):
            for number, ref in enumerate(getattr(claim, name)):
                yield ("claims", id, name, number), ref
    for id, event in annotation.events.items():
        if event.per:
            yield ("events", id, "per"), event.per
    for number, unknown in enumerate(annotation.unknowns):
        if unknown.answered:
            yield ("unknowns", number, "answered"), unknown.answered


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
            message = f"'{RESERVED}' stands for the reporter's own words and cannot speak beside actors"
            hint = "make two claims of it, or take one out"
            references.findings.append(Finding(path, (*where, "by"), "article-beside-actors", message, hint))
        quote = briefing.quotes.get(where)
        if quote is None:
            continue  # the passage was not found; that is reported already
        yield Statement(
            f"{briefing.id}/{id}",
            briefing.id,
            id,
            quote.article,
            claim.date or articles[quote.article].date,
            claim.date is None,
            by,
            about,
            places,
            tuple(answers),
            tuple(full_ref(briefing.id, ref) for ref in claim.revises),
            tuple(full_ref(briefing.id, ref) for ref in claim.same_as),
            set(claim.by) == {RESERVED} or len(by) == len(set(claim.by)),
        )


def _happenings(briefing: Briefing, references: References) -> Iterator[Happening]:
    path = briefing.path
    for id, event in briefing.annotation.events.items():
        where: Field = ("events", id)
        yield Happening(
            f"{briefing.id}/{id}",
            briefing.id,
            id,
            event.date,
            references.ids_of("actors", event.actors, path, (*where, "actors")),
            references.ids_of("regions", event.where, path, (*where, "where")),
            full_ref(briefing.id, event.per) if event.per else None,
        )


def full_ref(briefing: str, ref: str) -> str:
    return ref if "/" in ref else f"{briefing}/{ref}"
