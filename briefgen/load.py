"""From the site's files to parsed and proven values. What was read is remembered (`remembered.py`); only files that have
changed since are read again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from briefgen.article import ArticleFace
from briefgen.entries import Bodies, Content, Resolved, resolve_again
from briefgen.errors import Field, Problem, Refused, did_you_mean
from briefgen.layout import CONFIG_FILE, SHAPES_FILE
from briefgen.model import REGISTRIES
from briefgen.names import Mentions, Names, build_names
from briefgen.pack import Handle
from briefgen.places import place
from briefgen.planner import Asset
from briefgen.reading import AnnotationRead, ArticleRead, CopyRead, Share, Vocabulary, check_mentions, read_file, read_share
from briefgen.ownshapes import OwnShape
from briefgen.registry import Known, Registry, merge_registry
from briefgen.remembered import Far, Loaded, Memory, id_of
from briefgen.schema import Parsed
from briefgen.sources import Sources
from briefgen.state import Survey
from briefgen.urls import parse_id
from briefgen.workers import Inline, in_turn

MANY = 20_000
"""Above how many briefings what is kept of them is made as small as can be: they would take 5 KB more each."""
SHARE = 100
"""How many files a share has; small enough that workers end together."""


def load_site(root: Path, survey: Survey, memory: Memory, executor: Executor | None = None) -> Loaded:
    """Everything that `survey` found below `root`, read and parsed as far as `memory` does not have it."""
    sources, last = survey.sources, memory.loaded
    before = memory.forget(survey)
    problems: list[Problem] = [_unexpected(path) for path in sources.unexpected]
    small = list(_read_small(root, survey, memory))
    registries = {kind: _registry(root, kind, sources, memory, problems) for kind in REGISTRIES}
    names, name_findings = memory.memo.of("names", (registries["actors"], registries["regions"]), build_names)
    _refresh_references(memory, sources, registries, names)
    wanted = memory.missing(memory.memo.of("files", (sources,), lambda sources: (*sources.records["articles"], *sources.records["annotations"])))
    vocabulary = Vocabulary(registries, names)
    tight = len(sources.records["annotations"]) > MANY
    shares = [Share(str(root), part, vocabulary, tight) for part in _parts(wanted)]
    for records in in_turn(executor or Inline(), read_share, shares):
        for record in records:
            memory.keep(record, survey)
    read = (*small, *wanted)
    again = before.keys() == set(read)
    if last and not small and again and last.sources == sources and all(before[path] == memory.near(path) for path in wanted):
        if last.content:  # what was read anew says the same, in other words
            for folder, far in (("annotations", last.content.bodies.briefings), ("articles", last.content.bodies.articles)):
                far.handles.update(_handles({id_of(path): path for path in wanted if path.split("/")[1] == folder}, memory))  # type: ignore[attr-defined]
        return replace(last, read=read, same_faces=True)
    problems += memory.memo.of("ids", (sources,), lambda sources: tuple(_checked_ids(sources)))
    same = again and all(_face(before[path]) == _face(memory.near(path)) for path in read)
    loaded = _assemble(root, sources, registries, names, name_findings, memory, problems)
    memory.loaded = replace(loaded, read=read, same_faces=same)
    return memory.loaded


def _face(near: Any) -> object:
    """What other pages may know of a record."""
    if isinstance(near, AnnotationRead):
        return near.resolved
    return near.face if isinstance(near, ArticleRead) else near


def _read_small(root: Path, survey: Survey, memory: Memory) -> Iterator[str]:
    sources = survey.sources
    kinds = {path: kind for kind in (*REGISTRIES, "pages", "shapes") for path in sources.records[kind]}
    kinds |= dict.fromkeys(sources.static, "static") | {CONFIG_FILE: "config"}
    for path, kind in kinds.items():
        if path not in memory.records:
            memory.keep(read_file(root, path, kind), survey)
            yield path


def _registry(root: Path, kind: str, sources: Sources, memory: Memory, problems: list[Problem]) -> Registry:
    files = tuple((path, memory.near(path)) for path in sources.records[kind])
    for _, parsed in files:
        problems += parsed.problems
    registry, findings = memory.memo.of(("merged", kind), (files,), lambda files: merge_registry(kind, dict(files)))
    problems += place(root, findings)
    return memory.memo.same(("registry", kind), registry)


def _refresh_references(memory: Memory, sources: Sources, registries: Mapping[str, Registry], names: Names) -> None:
    """Looks up the references of kept records anew where the registries have other ids now, or other names."""
    known = tuple(registry.known for registry in registries.values())
    if memory.known == known and memory.names == names:
        return
    paths = [path for path in sources.records["annotations"] if path in memory.records]
    if memory.known != known:
        _look_up_again(memory, paths, registries, _gone_ids(memory.known, known))
    if memory.names != names:
        words = [near.words for near in memory.all_near(paths)]
        for bits in names.words_unlike(memory.names) if memory.names else [0]:
            for path in [path for path, here in zip(paths, words, strict=True) if here & bits == bits]:
                near, far_at = memory.near(path), memory.records[path].far_at
                mentions = check_mentions(memory.pack.get(far_at), names) if far_at else near.mentions  # type: ignore[arg-type]
                if mentions != near.mentions:
                    memory.set_near(path, replace(near, mentions=mentions))
    memory.known, memory.names = known, names


def _gone_ids(last: object, now: tuple[Known, ...]) -> frozenset[str] | None:
    """The ids that registries have no longer; None where more has changed than which ids there are."""
    if not isinstance(last, tuple) or len(last) != len(now):
        return None
    gone: set[str] = set()
    for one, other in zip(last, now, strict=True):
        if replace(one, ids=other.ids) != other:
            return None
        gone |= one.ids - other.ids
    return frozenset(gone)


def _look_up_again(memory: Memory, paths: Sequence[str], registries: Mapping[str, Registry], gone: frozenset[str] | None) -> None:
    """Looks up the references of these records, or of those among them that may differ without the ids that are `gone`:
    new ids matter only to records that had something wrong."""
    for path in paths:
        resolved = memory.near(path).resolved
        if not resolved:
            continue
        entry, bonds = resolved.entry, resolved.entry.bonds
        named = chain(bonds.topics, bonds.actors(), bonds.regions(), bonds.questions())
        if gone is not None and not (resolved.findings or resolved.met) and gone.isdisjoint(named):
            continue
        own = {id: f"content/articles/{id}.md" for id in bonds.articles}
        faces = {id: face for id, path in own.items() if path in memory.records and (face := memory.near(path).face)}
        again = resolve_again(entry, entry.face, faces, registries)
        if again != resolved:
            memory.set_near(path, replace(memory.near(path), resolved=again))


def _parts(paths: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(paths), SHARE):
        yield tuple(paths[start : start + SHARE])


def _checked_ids(sources: Sources) -> Iterator[Problem]:
    """What is wrong with the names of files that hold one record: the name is the record's id."""
    for kind in ("articles", "annotations", "pages"):
        folded: dict[str, str] = {}
        for path in sources.records[kind]:
            id = id_of(path)
            other = folded.setdefault(unicodedata.normalize("NFKC", id).casefold(), path)
            if other != path:
                message = f"this file and {other} would have one id on some systems"
                yield Problem(path, 1, 1, "error", "id-collision", message, "rename one of the two")
            try:
                parse_id(id)
                if kind != "pages" and re.fullmatch("[0-9]{4}", id):
                    raise Refused(f"'{id}' is kept for the page of a year", f"write '{id}-1' or another id")
            except ValueError as refused:
                message = f"the file's name is its id, and {refused}"
                yield Problem(path, 1, 1, "error", "bad-id", message, getattr(refused, "hint", ""))


def _assemble(
    root: Path,
    sources: Sources,
    registries: Mapping[str, Registry],
    names: Names,
    name_findings: Sequence[Any],
    memory: Memory,
    problems: list[Problem],
) -> Loaded:
    """The content out of what memory holds."""
    article_files, annotation_files = sources.records["articles"], sources.records["annotations"]
    articles = memory.memo.of("gathered articles", (article_files, memory.all_near(article_files)), _gather_articles)
    annotations = memory.memo.of("gathered annotations", (annotation_files, memory.all_near(annotation_files)), _gather_annotations)
    shapes: Parsed[Mapping[str, OwnShape]] = memory.near(SHAPES_FILE) if sources.records["shapes"] else Parsed({})
    problems += (*shapes.problems, *_unknown_regions(shapes.value or {}, registries["regions"]))
    pages: dict[str, Any] = {id_of(path): memory.near(path) for path in sources.records["pages"]}
    copies: dict[str, CopyRead] = {path: memory.near(path) for path in sources.static}
    config = memory.near(CONFIG_FILE)
    problems += chain(config.problems, articles.problems, annotations.problems, *(near.problems for near in (*pages.values(), *copies.values())))
    static = tuple(Asset(f"/{p.removeprefix('content/static/')}", p, c.sha256) for p, c in copies.items() if c.sha256)
    if config.value is None:
        return Loaded(sources, None, static, tuple(problems))
    content = Content(
        config.value,
        articles.faces,
        annotations.resolved,
        Bodies(
            Far(memory.pack, _handles(annotations.files, memory)),
            Far(memory.pack, _handles(articles.files, memory)),
            annotations.links,
            articles.links,
        ),
        registries,
        names,
        tuple(name_findings),
        {id: near.value for id, near in pages.items() if near.value},
        annotations.mentions,
        articles.unreadable | annotations.unreadable | {("pages", id) for id, near in pages.items() if near.value is None},
        annotations.broken,
        memory.memo.same("shapes", shapes.value or {}),
    )
    return Loaded(sources, content, static, tuple(problems), annotations.removed)


@dataclass(frozen=True, slots=True, eq=False)
class _Articles:
    """What all articles come to, by id."""

    files: Mapping[str, str]
    faces: Mapping[str, ArticleFace]
    links: Mapping[str, tuple[tuple[int, str], ...]]
    unreadable: frozenset[tuple[str, str]]
    problems: tuple[Problem, ...]


def _gather_articles(paths: Sequence[str], every: Sequence[ArticleRead]) -> _Articles:
    ids = list(map(id_of, paths))
    return _Articles(
        dict(zip(ids, paths, strict=True)),
        {id: near.face for id, near in zip(ids, every, strict=True) if near.face},
        {id: near.links for id, near in zip(ids, every, strict=True) if near.links},
        frozenset(("articles", id) for id, near in zip(ids, every, strict=True) if near.face is None),
        tuple(problem for near in every for problem in near.problems),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Annotations:
    """What all annotations come to, by id; `removed` by path."""

    files: Mapping[str, str]
    resolved: Mapping[str, Resolved]
    mentions: Mapping[str, Mentions]
    links: Mapping[str, tuple[tuple[Field, str], ...]]
    unreadable: frozenset[tuple[str, str]]
    broken: frozenset[str]
    problems: tuple[Problem, ...]
    removed: Mapping[str, tuple[Field, ...]]


def _gather_annotations(paths: Sequence[str], every: Sequence[AnnotationRead]) -> _Annotations:
    ids = list(map(id_of, paths))
    return _Annotations(
        dict(zip(ids, paths, strict=True)),
        {id: near.resolved for id, near in zip(ids, every, strict=True) if near.resolved},
        {id: near.mentions for id, near in zip(ids, every, strict=True)},
        {id: near.links for id, near in zip(ids, every, strict=True) if near.links},
        frozenset(("briefings", id) for id, near in zip(ids, every, strict=True) if near.resolved is None),
        frozenset(ref for near in every for ref in near.broken),
        tuple(problem for near in every for problem in near.problems),
        {path: near.removed for path, near in zip(paths, every, strict=True) if near.removed},
    )


def _unknown_regions(shapes: Mapping[str, OwnShape], regions: Registry) -> Iterator[Problem]:
    """Shapes of regions that are in no registry, where there is one."""
    for id, shape in shapes.items() if regions.exists else ():
        if id not in regions.entries:
            message, hint = f"there is no region '{id}'", did_you_mean(id, regions.entries) or "add it to content/regions.yaml"
            line, column, excerpt = shape.place
            yield Problem(SHAPES_FILE, line, column, "error", "unknown-region", message, hint, excerpt)


def _handles(files: Mapping[str, str], memory: Memory) -> dict[str, Handle]:
    """id -> where the whole record stands; `files`: id -> path."""
    return {id: handle for id, path in files.items() if (handle := memory.records[path].far_at)}


def _unexpected(path: str) -> Problem:
    message = "this file is not read: nothing of its name or ending belongs here"
    return Problem(path, 1, 1, "warning", "unexpected-file", message, "move it, or begin its name with a dot")


def settings_of(loaded: Loaded, **changes: object) -> Loaded:
    """`loaded` with some of the site's settings replaced (`--base-url`)."""
    assert loaded.content is not None
    config = replace(loaded.content.config, **changes)  # type: ignore[arg-type]
    return replace(loaded, content=replace(loaded.content, config=config))
