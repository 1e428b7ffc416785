"""From the site's files to parsed and proven values: the only place that parses what disk holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TypeVar

from briefgen.annotation import parse_annotation
from briefgen.article import Article, FreePage, parse_article, parse_page, split_front_matter
from briefgen.briefing import Briefing, join_briefing
from briefgen.entries import Content
from briefgen.config import CONFIG_FILE, Config
from briefgen.errors import Field, Finding, Problem, Refused
from briefgen.model import REGISTRIES, Annotation
from briefgen.plan import Asset
from briefgen.registry import Registry, merge_registry, parse_registry
from briefgen.schema import Parsed, as_written, validate
from briefgen.sources import Sources, find_sources, hash_file, read_text, unreadable
from briefgen.urls import parse_id
from briefgen.yamltext import locate, parse_yaml

T = TypeVar("T")
NOTHING: Mapping[str, tuple[Field, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Loaded:
    """All that a build starts from. `content` is None where the settings could not be read."""

    sources: Sources
    content: Content | None
    static: tuple[Asset, ...]
    problems: tuple[Problem, ...]
    removed: Mapping[str, tuple[Field, ...]] = field(default_factory=dict)
    """path -> entries that are missing from the file's lists because of a problem (`schema.as_written`)"""


def load_site(root: Path) -> Loaded:
    """Reads and parses everything below `root`."""
    sources = find_sources(root)
    problems: list[Problem] = [_unexpected(path) for path in sources.unexpected]
    config = _load_config(root, problems)
    articles = _load_records(root, sources.records["articles"], parse_article, problems)
    annotations = _load_records(root, sources.records["annotations"], parse_annotation, problems)
    pages = _load_records(root, sources.records["pages"], parse_page, problems)
    registries = {kind: _load_registry(root, kind, sources.records[kind], problems) for kind in REGISTRIES}
    static = tuple(_load_static(root, sources.static, problems))
    problems += _check_captures(root, articles)
    briefings, broken, findings = _join(annotations, articles)
    removed = {f"content/annotations/{id}.yaml": parsed.removed for id, parsed in annotations.items() if parsed.removed}
    problems += place(root, findings, removed)
    if config is None:
        return Loaded(sources, None, static, tuple(problems))
    content = Content(
        config,
        {id: parsed.value for id, parsed in articles.items() if parsed.value},
        briefings,
        registries,
        {id: parsed.value for id, parsed in pages.items() if parsed.value},
        frozenset(_unreadable(articles, annotations, pages)),
        broken,
    )
    return Loaded(sources, content, static, tuple(problems), removed)


def _load_static(root: Path, paths: Iterable[str], problems: list[Problem]) -> Iterator[Asset]:
    for path in paths:
        try:
            yield Asset(f"/{path.removeprefix('content/static/')}", path, hash_file(root / path))
        except OSError as error:
            problems.append(unreadable(path, error))


def _load_config(root: Path, problems: list[Problem]) -> Config | None:
    text, found = read_text(root, CONFIG_FILE)
    data, yaml_problems = parse_yaml(text, CONFIG_FILE)
    problems += [*found, *yaml_problems]
    if data is None or found:
        return None
    checked = validate(Config, data, text, CONFIG_FILE)
    problems += checked.problems
    return checked.value


def _load_records(
    root: Path, paths: Iterable[str], parse: Callable[[str, str], Parsed[T]], problems: list[Problem]
) -> dict[str, Parsed[T]]:
    """id -> what was parsed, in order of id; the id is the file's name."""
    records: dict[str, Parsed[T]] = {}
    folded: dict[str, str] = {}
    for path in paths:
        id = PurePosixPath(path).stem
        other = folded.setdefault(unicodedata.normalize("NFKC", id).casefold(), path)
        if other != path:
            message = f"this file and {other} would have one id on some systems"
            problems.append(Problem(path, 1, 1, "error", "id-collision", message, "rename one of the two"))
        try:
            parse_id(id)
            if re.fullmatch("[0-9]{4}", id) and not path.startswith("content/pages/"):
                raise Refused(f"'{id}' is kept for the page of a year", f"write '{id}-1' or another id")
        except ValueError as refused:
            message = f"the file's name is its id, and {refused}"
            problems.append(Problem(path, 1, 1, "error", "bad-id", message, getattr(refused, "hint", "")))
        text, found = read_text(root, path)
        parsed: Parsed[T] = Parsed(None, tuple(found)) if found else parse(text, path)
        problems += parsed.problems
        records[id] = parsed
    return records


def _load_registry(root: Path, kind: str, paths: Iterable[str], problems: list[Problem]) -> Registry:
    files = {}
    for path in paths:
        text, found = read_text(root, path)
        parsed = Parsed(None, tuple(found)) if found else parse_registry(text, path, kind)  # type: ignore[var-annotated]
        problems += parsed.problems
        files[path] = parsed
    registry, findings = merge_registry(kind, files)
    problems += place(root, findings)
    return registry


def _join(
    annotations: dict[str, Parsed[Annotation]], articles: dict[str, Parsed[Article]]
) -> tuple[dict[str, Briefing], frozenset[str], list[Finding]]:
    readable = {id: parsed.value for id, parsed in articles.items() if parsed.value}
    unreadable = frozenset(id for id, parsed in articles.items() if parsed.value is None)
    briefings: dict[str, Briefing] = {}
    broken: set[str] = set()
    findings: list[Finding] = []
    for id, parsed in annotations.items():
        broken |= {f"{id}/{where[1]}" for where in parsed.broken if where[0] in ("claims", "events") and len(where) == 2}
        if parsed.value is None:
            continue
        path = f"content/annotations/{id}.yaml"
        briefing, found = join_briefing(id, path, parsed.value, readable, unreadable=unreadable, broken=parsed.broken)
        briefings[id] = briefing
        findings += found
    return briefings, frozenset(broken), findings


def _unreadable(
    articles: dict[str, Parsed[Article]], annotations: dict[str, Parsed[Annotation]], pages: dict[str, Parsed[FreePage]]
) -> Iterable[tuple[str, str]]:
    for kind, records in (("articles", articles), ("briefings", annotations), ("pages", pages)):
        for id, parsed in records.items():
            if parsed.value is None:
                yield kind, id


def _check_captures(root: Path, articles: dict[str, Parsed[Article]]) -> list[Problem]:
    """The saved originals: an absent one is a notice, one that has changed an error."""
    findings = []
    for id, parsed in articles.items():
        capture = parsed.value.head.capture if parsed.value else None
        if capture is None:
            continue
        path, original = f"content/articles/{id}.md", root / "content" / "raw" / capture.file
        if not original.is_file():
            message = f"the original, content/raw/{capture.file}, is not there"
            findings.append(Finding(path, ("capture", "file"), "raw-missing", message, "keep it if you can", "notice"))
        elif capture.sha256 and (found := hash_file(original)) != capture.sha256:
            message = f"content/raw/{capture.file} is not the file that this article was made from: its hash is {found}"
            hint = "restore the original, or clean it again"
            findings.append(Finding(path, ("capture", "sha256"), "raw-changed", message, hint))
    return place(root, findings)


def _unexpected(path: str) -> Problem:
    message = "this file is not read: nothing of its name or ending belongs here"
    return Problem(path, 1, 1, "warning", "unexpected-file", message, "move it, or begin its name with a dot")


def place(root: Path, findings: Iterable[Finding], removed: Mapping[str, tuple[Field, ...]] = NOTHING) -> list[Problem]:
    """Findings with line and column, looked up in the files once more."""
    texts: dict[str, tuple[str, int]] = {}
    problems = []
    for finding in findings:
        if finding.path not in texts:
            texts[finding.path] = _yaml_part(root, finding.path)
        text, first_line = texts[finding.path]
        if finding.body_line:
            line, column, excerpt = _locate_in_body(root, finding)
        else:
            where = as_written(finding.field, removed.get(finding.path, ()))
            line, column, excerpt = _locate(text, where, finding, first_line)
        problems.append(
            Problem(finding.path, line, column, finding.severity, finding.code, finding.message, finding.hint, excerpt)
        )
    return problems


def _locate_in_body(root: Path, finding: Finding) -> tuple[int, int, str]:
    """The token in its line of a Markdown body; the line's start where Markdown writes it otherwise."""
    text, _ = read_text(root, finding.path)
    line = split_front_matter(text)[2] + finding.body_line - 1
    excerpt = text.split("\n")[line - 1]
    return line, max(excerpt.find(finding.token), 0) + 1, excerpt


def _locate(text: str, where: Field, finding: Finding, first_line: int) -> tuple[int, int, str]:
    if not text:
        return 1, 1, ""
    return locate(text, where, on_key=finding.on_key, token=finding.token, first_line=first_line)


def _yaml_part(root: Path, path: str) -> tuple[str, int]:
    """(the YAML of a file, the line that it begins at); ("", 1) where there is none."""
    if not path.endswith((".yaml", ".md")) or not (root / path).is_file():
        return "", 1
    text, _ = read_text(root, path)
    if path.endswith(".yaml"):
        return text, 1
    return split_front_matter(text)[0] or "", 2


def settings_of(loaded: Loaded, **changes: object) -> Loaded:
    """`loaded` with some of the site's settings replaced (`--base-url`)."""
    assert loaded.content is not None
    config = replace(loaded.content.config, **changes)  # type: ignore[arg-type]
    return replace(loaded, content=replace(loaded.content, config=config))
