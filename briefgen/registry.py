"""Registries: actors, regions, questions, topics, sources, each one file or a folder of files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from briefgen.errors import Finding, Problem
from briefgen.markup import note_ids, parse_inline
from briefgen.model import REGISTRIES, Entry
from briefgen.schema import Parsed, validate
from briefgen.urls import parse_id
from briefgen.yamltext import locate, parse_yaml


@dataclass(frozen=True, slots=True)
class Registry:
    """All entries of one kind, by id, in the order they were written.

    `places` names the file of each entry. `broken` are ids whose entry could not be read;
    `complete` is False where a whole file could not, so that no id may be called unknown.
    `exists` is False where the site has no such registry: then names stand in for ids.
    """

    kind: str
    entries: Mapping[str, Entry] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    complete: bool = True
    exists: bool = False

    @property
    def known(self) -> Known:
        return Known(self.kind, self.exists, self.complete, self.broken, frozenset(self.entries))

    def knows(self, id: str) -> bool:
        return id in self.entries or id in self.broken or not self.complete


@dataclass(frozen=True, slots=True)
class Known:
    """All that decides which ids a registry knows."""

    kind: str
    exists: bool
    complete: bool
    broken: frozenset[str]
    ids: frozenset[str]


def parse_registry(text: str, path: str, kind: str) -> Parsed[Mapping[str, Entry]]:
    """The entries of one registry file, id -> entry. Never raises."""
    data, problems = parse_yaml(text, path)
    if data is None or any(problem.code == "second-document" for problem in problems):
        return Parsed(None, tuple(problems))
    if data == "":
        return Parsed({}, tuple(problems))
    if not isinstance(data, dict):
        line, column, excerpt = locate(text, ())
        hint = "write 'id:' lines, each with its fields below it, indented"
        return Parsed(None, (*problems, Problem(path, line, column, "error", "wrong-type", "ids expected", hint, excerpt)))
    entries: dict[str, Entry] = {}
    broken: set[str] = set()
    whole = validate(_keyed(kind), data, text, path)  # in one go, since mostly nothing is wrong
    for id, fields in data.items():
        checked = whole if not whole.problems else validate(_keyed(kind), {id: fields}, text, path)
        found, value = _parse_entry(text, path, id, checked)
        problems.extend(found)
        if value is None:
            broken.add(id)
        else:
            entries[id] = value
    return Parsed(entries, tuple(problems), frozenset((id,) for id in broken))


def _parse_entry(text: str, path: str, id: str, checked: Parsed[Mapping[str, Entry]]) -> tuple[list[Problem], Entry | None]:
    problems = []
    try:
        parse_id(id)
    except ValueError as refused:
        line, column, excerpt = locate(text, (id,), on_key=True)
        problems.append(Problem(path, line, column, "error", "bad-id", str(refused), getattr(refused, "hint", ""), excerpt))
    problems.extend(checked.problems)
    value = checked.value.get(id) if checked.value else None
    if value and value.note:
        problems.extend(_check_note(text, path, id, value.note))
    return problems, value


def _check_note(text: str, path: str, id: str, note: str) -> Iterator[Problem]:
    """What is wrong with an entry's remark as Markdown. It stands alone, so it has nothing to point at."""
    block, found = parse_inline(note)
    mistakes = [(p.code, p.message, p.hint, "") for p in found]
    mistakes += [
        ("undefined-note", f"'[^{other}]' points at nothing: a registry has no claims or events", "take it out", f"[^{other}]")
        for _, other in note_ids((block,))
    ]
    for code, message, hint, token in mistakes:
        line, column, excerpt = locate(text, (id, "note"), token=token)
        yield Problem(path, line, column, "error", code, message, hint, excerpt)


def _keyed(kind: str) -> type[Mapping[str, Entry]]:
    return Mapping[str, REGISTRIES[kind]]  # type: ignore[valid-type, return-value]


def merge_registry(kind: str, files: Mapping[str, Parsed[Mapping[str, Entry]]]) -> tuple[Registry, list[Finding]]:
    """One registry of the files (path -> what was parsed); an id that stands twice is a finding."""
    entries: dict[str, Entry] = {}
    places: dict[str, str] = {}
    broken: set[str] = set()
    findings = []
    for path in sorted(files):
        parsed = files[path]
        broken |= {str(where[0]) for where in parsed.broken}
        for id, entry in (parsed.value or {}).items():
            if id in entries:
                message = f"the id '{id}' stands twice in {kind}: also in {places[id]}"
                findings.append(Finding(path, (id,), "duplicate-id", message, "keep one of the two", on_key=True))
                continue
            entries[id], places[id] = entry, path
    complete = all(parsed.value is not None for parsed in files.values())
    return Registry(kind, entries, places, frozenset(broken), complete, bool(files)), findings
