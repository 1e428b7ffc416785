"""The catalogue: all briefings joined, cross-checked, and sorted into what may be published.

`build_catalog` is pure: from parsed and proven values to one `Catalog`, and every finding. A record
ends as published, excluded for a stated reason, or in error; `records` says which.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from briefgen.article import ArticleFace, FreePage
from briefgen.briefing import Head
from briefgen.config import Config
from briefgen.layout import CONFIG_FILE
from briefgen.memo import Memo
from briefgen.crosschecks import check_answers, check_claim_refs, check_retired
from briefgen.entries import Bonds, Content, Entry, resolve_sources
from briefgen.errors import Finding
from briefgen.ledger import Implied, Ledger, Said, build_ledgers, implications
from briefgen.model import REGISTRIES, TLP, Actor, Question, Region, Source, Topic
from briefgen.names import Names, build_names
from briefgen.references import ABOVE, RESERVED, References, check_registries, known_entries
from briefgen.ownshapes import OwnShape
from briefgen.registry import Registry
from briefgen.targets import check_targets


_TLP = tuple(TLP)


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


@dataclass(frozen=True, eq=False)
class Catalog:
    """The site's content, joined. Mappings hold only what has a page, in the order of their ids."""

    config: Config
    visibility: Visibility
    entries: tuple[Entry, ...]
    """Public briefings, newest first."""
    articles: Mapping[str, ArticleFace]
    actors: Mapping[str, Actor]
    regions: Mapping[str, Region]
    questions: Mapping[str, Question]
    topics: Mapping[str, Topic]
    sources: Mapping[str, Source]
    source_of: Mapping[str, str]
    """article id -> source id"""
    pages: Mapping[str, FreePage]
    names: Names
    mentions: Mapping[str, Mentions]
    """briefing -> the names that the desk's prose in it links"""
    withheld: frozenset[str]
    """URLs of pictures that belong to articles which are not shown, or not in full, and to no other."""
    all_actors: Mapping[str, Actor]
    """Those without a page, too: whoever speaks for somebody."""
    implied: Implied
    records: tuple[Record, ...]
    shapes: Mapping[str, OwnShape]
    """region -> the site's own shape of it"""
    memo: Memo = field(default_factory=Memo, repr=False)

    @cached_property
    def ledgers(self) -> Mapping[str, Ledger]:
        """question id -> its ledger, for each question that a public statement answers or implies"""
        told = (self.entries, self._speak_for, self.source_of)
        said = self.memo.of("said", told, lambda *_: tuple(self.said(entry) for entry in self.entries))
        return self.memo.of("ledgers", (said, self.implied), lambda *_: build_ledgers([s for one in said for s in one], self.implied))

    def said(self, entry: Entry) -> tuple[Said, ...]:
        """What the ledgers need to know of a briefing's statements."""
        sources = tuple(self.source_of.get(article, "") for article in entry.bonds.articles)
        make = lambda *_: tuple(_said(entry, self.all_actors, self.source_of))  # noqa: E731
        return self.memo.of(("said", entry.id), (entry.statements, self._speak_for, sources), make)

    @cached_property
    def _speak_for(self) -> Mapping[str, str | None]:
        return self.memo.same("speak for", {id: actor.of for id, actor in self.all_actors.items()})

    @cached_property
    def retired(self) -> Mapping[str, str]:
        """old URL -> URL"""
        return _retired(self)

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        return {entry.id: entry for entry in self.entries}


def build_catalog(content: Content, visibility: Visibility, memo: Memo | None = None) -> tuple[Catalog, list[Finding]]:
    """The catalogue and everything that is wrong across files. With the `memo` of the last call, what
    follows from parts of the content that are as they were is not worked out again."""
    memo = memo or Memo()
    registries, resolved = content.registries, content.briefings.values()
    entries = memo.same("entries", tuple(one.entry for one in resolved))
    findings = [*memo.of("registries", tuple(registries.items()), lambda *items: _registry_findings(dict(items)))]
    source_of, met, source_findings = memo.of("sources", (content.articles, registries["sources"]), resolve_sources)
    every_met = tuple(one.met for one in resolved if one.met)
    known, stub_findings = memo.of("known", (tuple(registries.values()), met, every_met), lambda *_: known_entries(registries, chain(met, *every_met)))
    reasons = memo.of("reasons", (entries, content.config, visibility), _exclusions)
    findings += [*content.name_findings, *source_findings, *stub_findings]
    findings += [finding for one in resolved if one.findings for finding in one.findings]
    findings += _reference_findings(entries, reasons, content, known["questions"], memo)
    findings += memo.of("retired", (entries, content.articles, content.pages), lambda *_: check_retired(content))
    findings += check_targets(content.config.publish, CONFIG_FILE)
    public = tuple(e for e in entries if e.id not in reasons) if reasons else entries
    bonds = memo.of("bonds", (public,), lambda public: tuple(e.bonds for e in public))
    above = memo.same("above", {kind: {id: getattr(e, link) for id, e in registries[kind].entries.items()} for kind, link in ABOVE.items()})
    used = memo.of("used", (bonds, content.mentions, source_of, above, tuple(content.articles)), _used)
    shown = {kind: {id: known[kind][id] for id in used[kind] if id in known[kind]} for kind in known}
    names, mentions = content.names, content.mentions
    if not registries["actors"].exists or not registries["regions"].exists:
        found = tuple(_as_registry(kind, content, known[kind]) for kind in ("actors", "regions"))
        names, mentions = memo.of("names of stubs", found, lambda *found: build_names(*found)[0]), {}
    articles = {id: content.articles[id] for id in used["articles"]}
    places = memo.same("places", {kind: registry.places for kind, registry in registries.items()})
    told = (tuple(content.briefings), reasons, tuple(content.articles), used, places, tuple(content.pages))
    catalog = Catalog(
        content.config,
        visibility,
        memo.of("newest first", (public,), _newest_first),
        articles,
        shown["actors"],
        shown["regions"],
        shown["questions"],
        shown["topics"],
        shown["sources"],
        memo.of("shown sources", (source_of, used["articles"]), lambda source_of, ids: {id: source_of[id] for id in ids if id in source_of}),
        dict(sorted(content.pages.items())),
        names,
        mentions,
        memo.of("withheld", (content.articles, articles), _withheld),
        known["actors"],
        memo.of("implied", (shown["questions"],), implications) if not _rings(findings) else {},
        memo.of("records", told, _records),
        content.shapes,
        memo,
    )
    return catalog, findings


def _registry_findings(registries: Mapping[str, Registry]) -> list[Finding]:
    references = References(registries)
    return check_registries(references) + references.findings


def _reference_findings(
    entries: Sequence[Entry], reasons: Mapping[str, str], content: Content, questions: Mapping[str, Question], memo: Memo
) -> list[Finding]:
    """What is wrong with references from claim to claim, and with the form of answers."""
    bonds, told = memo.of("told of references", (entries,), _told_of_references)
    refs = (bonds, told, reasons, content.broken, content.unreadable)
    found = memo.of("claim refs", refs, lambda *_: check_claim_refs(entries, reasons, content))
    strict = content.registries["questions"].exists
    return found + memo.of("answers", (bonds, questions, strict), lambda *_: check_answers(entries, questions, strict=strict))


def _told_of_references(entries: Sequence[Entry]) -> tuple[tuple[object, ...], tuple[object, ...]]:
    return tuple(e.bonds for e in entries), tuple((e.claims, e.refs) for e in entries)


def _newest_first(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(sorted(entries, key=lambda e: e.id), key=lambda e: e.date.sort_key, reverse=True))


def _as_registry(kind: str, content: Content, entries: Mapping[str, object]) -> Registry:
    registry = content.registries[kind]
    return registry if registry.exists else Registry(kind, entries)  # type: ignore[arg-type]


def _rings(findings: Iterable[Finding]) -> bool:
    return any(f.code in ("ring", "revision-ring") for f in findings)


# --- what may be shown ---


def _exclusions(entries: Sequence[Entry], config: Config, visibility: Visibility) -> dict[str, str]:
    """briefing id -> why it is left out"""
    return {e.id: reason for e in entries if (reason := _exclusion(e.head, config, visibility))}


def _exclusion(head: Head, config: Config, visibility: Visibility) -> str:
    """Why this briefing is left out; "" if it is not."""
    if head.tlp != config.tlp and _TLP.index(head.tlp) > _TLP.index(config.tlp):
        return f"marked TLP:{head.tlp.upper()}, above the site's TLP:{config.tlp.upper()}"
    if head.draft and not visibility.drafts:
        return "draft: yes"
    if head.published and head.published.earliest > visibility.today and not visibility.future:
        return f"published {head.published.text}, after today"
    return ""


def _used(
    public: Sequence[Bonds],
    mentions: Mapping[str, Mentions],
    source_of: Mapping[str, str],
    above: Mapping[str, Mapping[str, str | None]],
    articles: Sequence[str],
) -> dict[str, tuple[str, ...]]:
    """kind -> ids of everything that a public briefing refers to, and so has a page; sorted."""
    resting = {id for one in public for id in one.articles}.intersection(articles)
    used: dict[str, set[str]] = {kind: set() for kind in REGISTRIES}
    used |= {"articles": resting, "sources": {source_of[id] for id in resting if id in source_of}}
    for one in public:
        used["actors"] |= one.actors()
        used["regions"] |= one.regions()
        used["questions"] |= one.questions()
        used["topics"].update(one.topics)
        for kind, id in mentions[one.id].ids:
            used[kind].add(id)
    for kind, links in above.items():
        for id in list(used[kind]):
            while (higher := links.get(id)) and higher in links and higher not in used[kind]:
                used[kind].add(higher)
                id = higher
    return {kind: tuple(sorted(ids)) for kind, ids in used.items()}


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


def _said(entry: Entry, actors: Mapping[str, Actor], source_of: Mapping[str, str]) -> Iterator[Said]:
    for s in entry.statements:
        speakers: dict[str, list[str]] = {}
        labels: dict[str, str] = {}
        for actor in s.by:
            root, label = origin_of(actor, actors)
            speakers.setdefault(root, []).append(actor)
            labels[root] = label if labels.get(root, label) == label else root
        origins = tuple((root, labels[root], tuple(who)) for root, who in sorted(speakers.items()))
        if not origins:
            source = f"{RESERVED}:{source_of.get(s.article, '')}"
            origins = ((source, source, ()),)
        yield Said(s.ref, s.date, origins, s.answers, s.revises, s.same_as)


def ledgers_of(entries: Sequence[Entry], catalog: Catalog) -> dict[str, Ledger]:
    """Question id -> the ledger of these entries alone."""
    return build_ledgers([said for entry in entries for said in catalog.said(entry)], catalog.implied)


def _retired(catalog: Catalog) -> dict[str, str]:
    lists = [*catalog.memo.of("retired files", (catalog.entries, catalog.articles), _retired_files)]
    for kind in REGISTRIES:
        lists += [(kind, id, entry.formerly) for id, entry in getattr(catalog, kind).items()]
    found = {f"/{kind}/{old}/": f"/{kind}/{id}/" for kind, id, olds in lists for old in olds}
    found |= {f"/{old}/": f"/{id}/" for id, page in catalog.pages.items() for old in page.head.formerly}
    return dict(sorted(found.items()))


def _retired_files(entries: Sequence[Entry], articles: Mapping[str, ArticleFace]) -> list[tuple[str, str, tuple[str, ...]]]:
    """(kind, id, what it was called before) of briefings and articles that were called something else."""
    briefings = (("briefings", e.id, e.head.formerly) for e in entries)
    return [one for one in chain(briefings, (("articles", id, a.head.formerly) for id, a in articles.items())) if one[2]]


def _withheld(every: Mapping[str, ArticleFace], articles: Mapping[str, ArticleFace]) -> frozenset[str]:
    return _pictures(every) - _pictures({id: a for id, a in articles.items() if a.head.rights == "full"})


def _pictures(articles: Mapping[str, ArticleFace]) -> frozenset[str]:
    """The URLs of the articles' own pictures."""
    return frozenset(f"/{a.head.image.file}" for a in articles.values() if a.head.image and a.head.image.file)


def _records(
    briefings: Sequence[str],
    reasons: Mapping[str, str],
    articles: Sequence[str],
    used: Mapping[str, Sequence[str]],
    places: Mapping[str, Mapping[str, str]],
    pages: Sequence[str],
) -> tuple[Record, ...]:
    """`places`: registry -> id -> file."""

    def outcome(kind: str, id: str, path: str, published: bool, reason: str) -> Record:
        if published:
            return Record(kind, id, path, "published", f"/{id}/" if kind == "pages" else f"/{kind}/{id}/")
        return Record(kind, id, path, "excluded", reason=reason)

    records = [outcome("briefings", id, f"content/annotations/{id}.yaml", id not in reasons, reasons.get(id, "")) for id in briefings]
    shown = {kind: frozenset(ids) for kind, ids in used.items()}
    for id in articles:
        records.append(outcome("articles", id, f"content/articles/{id}.md", id in shown["articles"], "no published briefing rests on it"))
    for kind, files in places.items():
        for id, path in files.items():
            records.append(outcome(kind, id, path, id in shown[kind], "no published briefing refers to it"))
    records += [outcome("pages", id, f"content/pages/{id}.md", True, "") for id in pages]
    return tuple(sorted(records, key=lambda record: (record.kind, record.id)))
