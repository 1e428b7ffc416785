"""The catalogue: all briefings joined, cross-checked, and sorted into what may be published.

`build_catalog` is pure: from parsed and proven values to one `Catalog`, and every finding. A record
ends as published, excluded for a stated reason, or in error; `records` says which.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefgen.article import Article, FreePage
from briefgen.briefing import Briefing
from briefgen.config import Config
from briefgen.crosschecks import check_answers, check_claim_refs, check_retired
from briefgen.entries import Content, Entry, resolve_entry, resolve_sources
from briefgen.errors import Finding
from briefgen.ledger import Implied, Ledger, Said, build_ledgers, implications
from briefgen.markup import Document
from briefgen.model import TLP, Actor, Question, Region, Source, Topic
from briefgen.names import Names, build_names, mentions
from briefgen.references import RESERVED, References, check_registries
from briefgen.registry import Registry


@dataclass(frozen=True, slots=True)
class Visibility:
    """What this build may show."""

    today: datetime.date
    drafts: bool = False
    future: bool = False


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
    implied: Implied
    names: Names
    retired: Mapping[str, str]
    """old URL -> URL"""
    withheld: frozenset[str]
    """URLs of pictures that belong to articles which are not shown, or not in full, and to no other."""
    records: tuple[Record, ...]


def build_catalog(content: Content, visibility: Visibility) -> tuple[Catalog, list[Finding]]:
    """The catalogue and everything that is wrong across files."""
    references = References(content.registries)
    findings = check_registries(references)
    names, name_findings = build_names(content.registries["actors"], content.registries["regions"])
    source_of = resolve_sources(content, references)
    entries = [resolve_entry(briefing, content, references) for briefing in content.briefings.values()]
    reasons = {e.id: reason for e in entries if (reason := _exclusion(e.briefing, content.config, visibility))}
    findings += name_findings + references.findings
    findings += check_claim_refs(entries, reasons, content)
    findings += check_answers(entries, references)
    findings += check_retired(content)
    public = sorted((e for e in entries if e.id not in reasons), key=lambda e: e.id)
    public.sort(key=lambda e: e.date.sort_key, reverse=True)
    used = _used(public, content, references, names, source_of)
    known = {kind: references.entries(kind) for kind in content.registries}
    shown = {kind: {id: known[kind][id] for id in sorted(used[kind]) if id in known[kind]} for kind in known}
    if not content.registries["actors"].exists or not content.registries["regions"].exists:
        names, _ = build_names(*(_as_registry(kind, content, known[kind]) for kind in ("actors", "regions")))
    articles = {id: content.articles[id] for id in sorted(used["articles"])}
    implied = implications(known["questions"])  # type: ignore[arg-type]
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
        build_ledgers(_said(public, known["actors"], source_of), implied) if not _rings(findings) else {},
        implied,
        names,
        _retired(public, articles, shown, content.pages),
        _pictures(content.articles) - _pictures({id: a for id, a in articles.items() if a.head.rights == "full"}),
        _records(entries, reasons, articles, shown, content),
    )
    return catalog, findings


def _as_registry(kind: str, content: Content, entries: Mapping[str, object]) -> Registry:
    registry = content.registries[kind]
    return registry if registry.exists else Registry(kind, entries)  # type: ignore[arg-type]


def _rings(findings: Iterable[Finding]) -> bool:
    return any(f.code in ("ring", "revision-ring") for f in findings)


# --- what may be shown ---


def _exclusion(briefing: Briefing, config: Config, visibility: Visibility) -> str:
    """Why this briefing is left out; "" if it is not."""
    annotation = briefing.annotation
    levels = list(TLP)
    if levels.index(annotation.tlp) > levels.index(config.tlp):
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
            speakers: dict[str, list[str]] = {}
            labels: dict[str, str] = {}
            for actor in s.by:
                root, label = origin_of(actor, actors)
                speakers.setdefault(root, []).append(actor)
                labels[root] = label if labels.get(root, label) == label else root
            origins = tuple((root, labels[root], tuple(who)) for root, who in sorted(speakers.items()))
            if not origins:
                source = f"{RESERVED}:{source_of.get(s.quote.article, '')}"
                origins = ((source, source, ()),)
            said.append(Said(s.ref, s.date, origins, s.answers, s.revises, s.same_as))
    return said


def ledgers_of(entries: Sequence[Entry], catalog: Catalog) -> dict[str, Ledger]:
    """Question id -> the ledger of these entries alone."""
    return build_ledgers(_said(entries, catalog.actors, catalog.source_of), catalog.implied)


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


def _pictures(articles: Mapping[str, Article]) -> frozenset[str]:
    """The URLs of the articles' own pictures."""
    return frozenset(f"/{a.head.image.file}" for a in articles.values() if a.head.image and a.head.image.file)


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
