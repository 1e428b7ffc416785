"""The catalogue: all briefings joined, cross-checked, and sorted into what may be published.

`build_catalog` is pure: from parsed and proven values to one `Catalog`, and every finding. A record
ends as published, excluded for a stated reason, or in error; `records` says which.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from briefgen.answers import Answer, Figure
from briefgen.article import Article, FreePage
from briefgen.briefing import Briefing, Quote
from briefgen.config import Config
from briefgen.dates import Edtf
from briefgen.errors import Field, Finding, did_you_mean
from briefgen.ledger import Ledger, Said, build_ledgers, find_revision_ring
from briefgen.model import TLP, Actor, Claim, Event, Question, Region, Source, Topic
from briefgen.markup import Document
from briefgen.names import Names, build_names, mentions
from briefgen.references import References, check_registries
from briefgen.registry import Registry

ARTICLE = "article"
"""The word reserved in `by` for the reporter's own words."""


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
class Visibility:
    """What this build may show."""

    today: datetime.date
    drafts: bool = False
    future: bool = False


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


@dataclass(frozen=True, slots=True, order=True)
class Record:
    """What became of one input record. `url` where it is published, `reason` where it is not."""

    kind: str
    id: str
    path: str
    outcome: str
    url: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Catalog:
    """The site's content, joined. Mappings hold only what has a page, in the order of their ids."""

    config: Config
    visibility: Visibility
    entries: tuple[Entry, ...]
    """Public briefings, newest first."""
    articles: Mapping[str, Article]
    actors: Mapping[str, Actor]
    regions: Mapping[str, Region]
    questions: Mapping[str, Question]
    topics: Mapping[str, Topic]
    sources: Mapping[str, Source]
    source_of: Mapping[str, str]
    """article id -> source id"""
    pages: Mapping[str, FreePage]
    ledgers: Mapping[str, Ledger]
    names: Names
    retired: Mapping[str, str]
    """old URL -> URL"""
    records: tuple[Record, ...] = field(default=())


def build_catalog(content: Content, visibility: Visibility) -> tuple[Catalog, list[Finding]]:
    """The catalogue and everything that is wrong across files."""
    references = References(content.registries)
    findings = check_registries(references)
    names, name_findings = build_names(content.registries["actors"], content.registries["regions"])
    source_of = _resolve_sources(content, references)
    entries = [_resolve(briefing, content, references) for briefing in content.briefings.values()]
    reasons = {e.id: reason for e in entries if (reason := _exclusion(e.briefing, content.config, visibility))}
    findings += name_findings + references.findings
    findings += _check_claim_refs(entries, reasons, content)
    findings += _check_answers(entries, references)
    findings += _check_retired(content)
    public = sorted((e for e in entries if e.id not in reasons), key=lambda e: e.id)
    public.sort(key=lambda e: e.date.sort_key, reverse=True)
    used = _used(public, content, references, names, source_of)
    known = {kind: references.entries(kind) for kind in content.registries}
    shown = {kind: {id: known[kind][id] for id in sorted(used[kind]) if id in known[kind]} for kind in known}
    if not content.registries["actors"].exists or not content.registries["regions"].exists:
        names, _ = build_names(*(_as_registry(kind, content, known[kind]) for kind in ("actors", "regions")))
    articles = {id: content.articles[id] for id in sorted(used["articles"])}
    catalog = Catalog(
        content.config,
        visibility,
        tuple(public),
        articles,
        shown["actors"],
        shown["regions"],
        shown["questions"],
        shown["topics"],
        shown["sources"],
        {id: source for id, source in source_of.items() if id in articles},
        dict(sorted(content.pages.items())),
        build_ledgers(_said(public, known["actors"], source_of), known["questions"]) if not _rings(findings) else {},
        names,
        _retired(public, articles, shown, content.pages),
        _records(entries, reasons, articles, shown, content),
    )
    return catalog, findings


def _as_registry(kind: str, content: Content, entries: Mapping[str, object]) -> Registry:
    registry = content.registries[kind]
    return registry if registry.exists else Registry(kind, entries)  # type: ignore[arg-type]


def _rings(findings: Iterable[Finding]) -> bool:
    return any(f.code in ("ring", "revision-ring") for f in findings)


# --- resolving what one briefing refers to ---


def _resolve_sources(content: Content, references: References) -> dict[str, str]:
    found = {}
    for id, article in content.articles.items():
        source = references.id_of("sources", article.head.source, f"content/articles/{id}.md", ("source",))
        if source:
            found[id] = source
    return found


def _resolve(briefing: Briefing, content: Content, references: References) -> Entry:
    annotation, path = briefing.annotation, briefing.path
    own = [content.articles[id] for id in briefing.articles if id in content.articles]
    title = annotation.title or (own[0].head.title if own else briefing.id)
    date = annotation.published or max((a.date for a in own), key=lambda d: d.sort_key, default=None)
    topics = references.ids_of("topics", annotation.topics, path, ("topics",))
    unknowns = [
        references.id_of("questions", u.question, path, ("unknowns", n, "question")) if u.question else None
        for n, u in enumerate(annotation.unknowns)
    ]
    answered = [_full_ref(briefing.id, u.answered) if u.answered else None for u in annotation.unknowns]
    return Entry(
        briefing,
        title,
        date or _NO_DATE,
        topics,
        tuple(_statements(briefing, content, references)),
        tuple(_happenings(briefing, references)),
        tuple(unknowns),
        tuple(answered),
    )


def _no_date() -> Edtf:
    from briefgen.dates import parse_date

    return parse_date("1970")


_NO_DATE = _no_date()
"""For a briefing whose article could not be read; such a build stops anyway."""


def _statements(briefing: Briefing, content: Content, references: References) -> Iterator[Statement]:
    path = briefing.path
    for id, claim in briefing.annotation.claims.items():
        where: Field = ("claims", id)
        speakers = tuple(word for word in claim.by if word != ARTICLE)
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
            tuple(_full_ref(briefing.id, ref) for ref in claim.revises),
            tuple(_full_ref(briefing.id, ref) for ref in claim.same_as),
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
            _full_ref(briefing.id, event.per) if event.per else None,
        )


def _full_ref(briefing: str, ref: str) -> str:
    return ref if "/" in ref else f"{briefing}/{ref}"


# --- what may be shown ---


def _exclusion(briefing: Briefing, config: Config, visibility: Visibility) -> str:
    """Why this briefing is left out; "" if it is not."""
    annotation = briefing.annotation
    if TLP.index(annotation.tlp) > TLP.index(config.tlp):
        return f"marked TLP:{annotation.tlp.upper()}, above the site's TLP:{config.tlp.upper()}"
    if annotation.draft and not visibility.drafts:
        return "draft: yes"
    if annotation.published and annotation.published.earliest > visibility.today and not visibility.future:
        return f"published {annotation.published.text}, after today"
    return ""


def _used(
    public: Sequence[Entry],
    content: Content,
    references: References,
    names: Names,
    source_of: Mapping[str, str],
) -> dict[str, set[str]]:
    """kind -> ids of everything that a public briefing refers to, and so has a page."""
    articles = {id for e in public for id in e.briefing.articles if id in content.articles}
    used = {
        "articles": articles,
        "actors": {a for e in public for a in e.actors()},
        "regions": {r for e in public for r in e.regions()},
        "questions": {q for e in public for q in e.questions()},
        "topics": {t for e in public for t in e.topics},
        "sources": {source_of[id] for id in articles if id in source_of},
    }
    for entry in public:
        for prose in entry.briefing.prose.values():
            for block in prose.blocks if isinstance(prose, Document) else (prose,):
                for mention in mentions(block, names):
                    used[mention.kind].add(mention.id)
    for kind, link in (("actors", "of"), ("regions", "in_"), ("questions", "narrows")):
        entries = content.registries[kind].entries
        for id in list(used[kind]):
            while (above := getattr(entries.get(id), link, None)) and above in entries and above not in used[kind]:
                used[kind].add(above)
                id = above
    return used


# --- checks across briefings ---


def _check_claim_refs(entries: Sequence[Entry], reasons: Mapping[str, str], content: Content) -> list[Finding]:
    claims = {s.ref for e in entries for s in e.statements}
    declared = {f"{b.id}/{id}" for b in content.briefings.values() for id in b.annotation.claims} | content.broken
    findings = []
    for entry in entries:
        for where, ref in _claim_refs(entry.briefing):
            full = _full_ref(entry.id, ref)
            findings.extend(_check_claim_ref(entry, where, ref, full, declared, reasons, content))
    revises = {s.ref: [r for r in s.revises if r in claims] for e in entries for s in e.statements}
    ring = find_revision_ring(revises)
    if ring:
        briefing, claim = ring[0].split("/")
        message = "these claims revise each other in a ring: " + " → ".join([*ring, ring[0]])
        path = content.briefings[briefing].path
        findings.append(Finding(path, ("claims", claim, "revises"), "revision-ring", message, "take one of these links out"))
    return findings + _check_same_as(entries)


def _claim_refs(briefing: Briefing) -> Iterator[tuple[Field, str]]:
    for id, claim in briefing.annotation.claims.items():
        for name in ("revises", "same_as"):
            for number, ref in enumerate(getattr(claim, name)):
                yield ("claims", id, name, number), ref
    for id, event in briefing.annotation.events.items():
        if event.per:
            yield ("events", id, "per"), event.per
    for number, unknown in enumerate(briefing.annotation.unknowns):
        if unknown.answered:
            yield ("unknowns", number, "answered"), unknown.answered


def _check_claim_ref(
    entry: Entry,
    where: Field,
    ref: str,
    full: str,
    declared: set[str] | frozenset[str],
    reasons: Mapping[str, str],
    content: Content,
) -> list[Finding]:
    path = entry.briefing.path
    briefing = full.split("/")[0]
    if full == f"{entry.id}/{where[1]}" and where[0] == "claims":
        return [Finding(path, where, "refers-to-itself", f"'{ref}' is this claim itself", "name the other claim")]
    if full in declared:
        if briefing in reasons and entry.id not in reasons:
            message = f"'{ref}' stands in a briefing that is left out ({reasons[briefing]})"
            hint = "publish that briefing, or take the reference out"
            return [Finding(path, where, "refers-to-excluded", message, hint)]
        return []
    if ("briefings", briefing) in content.unreadable:
        return []
    if "/" in ref and briefing not in content.briefings:
        hint = did_you_mean(briefing, content.briefings)
        return [Finding(path, where, "unknown-briefing", f"there is no briefing '{briefing}'", hint, token=briefing)]
    own = [full_id.split("/")[1] for full_id in declared if full_id.split("/")[0] == briefing]
    best = did_you_mean(full.split("/")[1], own)
    elsewhere = [c for c in sorted(declared) if c.split("/")[1] == ref]
    hint = best or (f"write '{elsewhere[0]}'" if elsewhere else "name one as claim, or as briefing/claim")
    return [Finding(path, where, "unknown-claim", f"there is no claim '{ref}'", hint)]


def _check_same_as(entries: Sequence[Entry]) -> list[Finding]:
    statements = {s.ref: s for e in entries for s in e.statements}
    findings = []
    for entry in entries:
        for statement in entry.statements:
            for number, ref in enumerate(statement.same_as):
                other = statements.get(ref)
                if other is None:
                    continue
                theirs = dict(other.answers)
                for question, answer in statement.answers:
                    if question in theirs and str(theirs[question]) != str(answer):
                        message = f"'{statement.id}' and '{ref}' are the same utterance but answer '{question}' differently"
                        where = ("claims", statement.id, "same_as", number)
                        hint = "give both the same answer, or take 'same_as' out"
                        findings.append(Finding(entry.briefing.path, where, "same-as-differs", message, hint))
    return findings


def _check_answers(entries: Sequence[Entry], references: References) -> list[Finding]:
    questions = references.entries("questions")
    strict = references.registries["questions"].exists
    findings = []
    for entry in entries:
        for statement in entry.statements:
            for question, answer in statement.answers:
                unit = questions[question].unit  # type: ignore[union-attr]
                where = ("claims", statement.id, "answers", question)
                if unit and not isinstance(answer, Figure) and answer not in ("unclear", "declines"):
                    message = f"'{question}' asks for a number of {unit}, not '{answer}'"
                    hint = "write a figure such as 3000 or up to 3000"
                    findings.append(Finding(entry.briefing.path, where, "figure-expected", message, hint))
                elif strict and not unit and isinstance(answer, Figure):
                    message = f"'{question}' is answered by yes or no, not '{answer.text}'"
                    hint = "write a stance such as affirms, or give the question a unit"
                    findings.append(Finding(entry.briefing.path, where, "stance-expected", message, hint))
    return findings


def _check_retired(content: Content) -> list[Finding]:
    """Old ids of articles, briefings and pages; those of registries are checked with them."""
    findings = []
    for kind, folder, items in (
        ("article", "articles", {id: a.head.formerly for id, a in content.articles.items()}),
        ("page", "pages", {id: p.head.formerly for id, p in content.pages.items()}),
        ("briefing", "annotations", {id: b.annotation.formerly for id, b in content.briefings.items()}),
    ):
        owner: dict[str, str] = {}
        for id, olds in items.items():
            for number, old in enumerate(olds):
                other = old if old in items else owner.setdefault(old, id)
                if other != id or old == id:
                    ending = "yaml" if folder == "annotations" else "md"
                    message = f"the retired id '{old}' is also that of the {kind} '{other}'"
                    path = f"content/{folder}/{id}.{ending}"
                    findings.append(Finding(path, ("formerly", number), "id-taken", message, "one id leads to one page only"))
    return findings


# --- what follows ---


def origin_of(actor: str, actors: Mapping[str, Actor]) -> tuple[str, str]:
    """(the root of the chain of `of`, the chain's first step), both as ids; the actor itself where it speaks for itself."""
    first = actors[actor].of
    if not first or first not in actors:
        return actor, actor
    root = first
    while (above := actors[root].of) and above in actors and above != first:
        root = above
    return root, first


def _said(public: Sequence[Entry], actors: Mapping[str, Actor], source_of: Mapping[str, str]) -> list[Said]:
    said = []
    for entry in public:
        for s in entry.statements:
            if not s.answers:
                continue
            speakers: dict[str, list[str]] = {}
            labels: dict[str, str] = {}
            for actor in s.by:
                root, label = origin_of(actor, actors)
                speakers.setdefault(root, []).append(actor)
                labels.setdefault(root, label)
            origins = tuple((root, labels[root], tuple(who)) for root, who in sorted(speakers.items()))
            if not origins:
                source = f"{ARTICLE}:{source_of.get(s.quote.article, '')}"
                origins = ((source, source, ()),)
            said.append(Said(s.ref, s.date, origins, s.answers, s.revises, s.same_as))
    return said


def ledgers_of(entries: Sequence[Entry], catalog: Catalog) -> dict[str, Ledger]:
    """Question id -> the ledger of these entries alone."""
    return build_ledgers(_said(entries, catalog.actors, catalog.source_of), catalog.questions)


def _retired(
    public: Sequence[Entry],
    articles: Mapping[str, Article],
    shown: Mapping[str, Mapping[str, object]],
    pages: Mapping[str, FreePage],
) -> dict[str, str]:
    lists: list[tuple[str, str, Iterable[str]]] = [("briefings", e.id, e.briefing.annotation.formerly) for e in public]
    lists += [("articles", id, article.head.formerly) for id, article in articles.items()]
    lists += [(kind, id, entry.formerly) for kind, entries in shown.items() for id, entry in entries.items()]  # type: ignore[attr-defined]
    found = {f"/{kind}/{old}/": f"/{kind}/{id}/" for kind, id, olds in lists for old in olds}
    found |= {f"/{old}/": f"/{id}/" for id, page in pages.items() for old in page.head.formerly}
    return dict(sorted(found.items()))


def _records(
    entries: Sequence[Entry],
    reasons: Mapping[str, str],
    articles: Mapping[str, Article],
    shown: Mapping[str, Mapping[str, object]],
    content: Content,
) -> tuple[Record, ...]:
    def outcome(kind: str, id: str, path: str, published: bool, reason: str) -> Record:
        if published:
            return Record(kind, id, path, "published", f"/{id}/" if kind == "pages" else f"/{kind}/{id}/")
        return Record(kind, id, path, "excluded", reason=reason)

    records = [outcome("briefings", e.id, e.briefing.path, e.id not in reasons, reasons.get(e.id, "")) for e in entries]
    for id in content.articles:
        path = f"content/articles/{id}.md"
        records.append(outcome("articles", id, path, id in articles, "no published briefing rests on it"))
    for kind, registry in content.registries.items():
        for id in registry.entries:
            reason = "no published briefing refers to it"
            records.append(outcome(kind, id, registry.places[id], id in shown[kind], reason))
    records += [outcome("pages", id, f"content/pages/{id}.md", True, "") for id in content.pages]
    return tuple(sorted(records))
