"""What the words in an annotation refer to: registry ids, or names where there is no registry.

Small first: a site without a registry of some kind writes names, and each name gets an entry of its
own whose id is made from it. With a registry, a word that is not one of its ids is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from briefgen.errors import Field, Finding, did_you_mean
from briefgen.model import REGISTRIES, Entry
from briefgen.registry import Registry
from briefgen.schema import PLACEHOLDER
from briefgen.urls import slug

SINGULAR = {"actors": "actor", "regions": "region", "questions": "question", "topics": "topic", "sources": "source"}
RESERVED = "article"
"""The word that stands in `by` for the reporter's own words."""
ABOVE = {"actors": "of", "regions": "in_", "questions": "narrows"}
"""The field in which an entry of a registry names the one above it."""
_NAME_FIELD = {"questions": "ask"}


@dataclass(frozen=True, slots=True)
class Met:
    """A name that stands in for an id, where there is no registry of its kind, and where it was met."""

    kind: str
    id: str
    word: str
    path: str
    where: Field
    on_key: bool


@dataclass
class References:
    """Looks words up, one registry each; gathers what is wrong with them, and the names that are met.

    Mutable while one record is resolved.
    """

    registries: Mapping[str, Registry]
    met: list[Met] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def id_of(self, kind: str, word: str, path: str, where: Field, *, on_key: bool = False) -> str | None:
        """The id that `word` stands for; None (and a finding) where there is none."""
        registry = self.registries[kind]
        if word == PLACEHOLDER:
            return None
        if registry.exists:
            if word in registry.entries:
                return word
            if not registry.knows(word):
                self.findings.append(_unknown(registry, word, path, where, on_key))
            return None
        id = slug(word)
        self.met.append(Met(kind, id, word, path, where, on_key))
        return id

    def ids_of(self, kind: str, words: tuple[str, ...], path: str, where: Field) -> tuple[str, ...]:
        found = (self.id_of(kind, word, path, (*where, number)) for number, word in enumerate(words))
        return tuple(dict.fromkeys(id for id in found if id))


def known_entries(
    registries: Mapping[str, Registry], met: Iterable[Met]
) -> tuple[dict[str, Mapping[str, Entry]], list[Finding]]:
    """(kind -> id -> entry: the registry's, or one for each name that was met; names that share an id)."""
    first: dict[str, dict[str, Met]] = {kind: {} for kind in registries}
    findings = []
    for one in met:
        other = first[one.kind].setdefault(one.id, one)
        if other.word != one.word:
            message = f"'{one.word}' and '{other.word}' (in {other.path}) would share the id '{one.id}'"
            hint = f"write the name one way, or give both an entry in content/{one.kind}.yaml"
            findings.append(Finding(one.path, one.where, "name-collision", message, hint, on_key=one.on_key))
    entries: dict[str, Mapping[str, Entry]] = {}
    for kind, registry in registries.items():
        name_field = _NAME_FIELD.get(kind, "name")
        stubs = {id: REGISTRIES[kind](**{name_field: one.word}) for id, one in sorted(first[kind].items())}
        entries[kind] = registry.entries if registry.exists else stubs
    return entries, findings


def _unknown(registry: Registry, word: str, path: str, where: Field, on_key: bool) -> Finding:
    singular = SINGULAR[registry.kind]
    by_name = {_name(entry): id for id, entry in registry.entries.items()}
    if word in by_name:
        hint = f"write its id, '{by_name[word]}'"
    else:
        hint = did_you_mean(word, registry.entries) or f"add '{word}' to content/{registry.kind}.yaml"
    return Finding(path, where, f"unknown-{singular}", f"there is no {singular} '{word}'", hint, on_key=on_key, token=word)


def _name(entry: Entry) -> str:
    return getattr(entry, "name", None) or entry.ask  # type: ignore[union-attr]


def check_registries(references: References) -> list[Finding]:
    """Findings on what registry entries say of each other: `of`, `in`, `narrows`, `formerly`."""
    findings = []
    for kind, link in ABOVE.items():
        registry = references.registries[kind]
        for id, entry in registry.entries.items():
            word, path, where = getattr(entry, link), registry.places[id], (id, link.rstrip("_"))
            if word:
                references.id_of(kind, word, path, where)
                findings.extend(_ring(registry, id, link, path, where))
    findings.extend(_unit_mismatches(references.registries["questions"]))
    if (place := references.registries["actors"].places.get(RESERVED)) is not None:
        message = f"'{RESERVED}' is reserved for the reporter's own words and cannot be an actor"
        findings.append(Finding(place, (RESERVED,), "reserved-id", message, "give this actor another id", on_key=True))
    for registry in references.registries.values():
        findings.extend(_taken_ids(registry))
    return findings


def _ring(registry: Registry, id: str, link: str, path: str, where: Field) -> list[Finding]:
    trail, here = [id], getattr(registry.entries[id], link)
    while here in registry.entries and here not in trail:
        trail.append(here)
        here = getattr(registry.entries[here], link)
    if here != id or id != min(trail):
        return []  # no ring through this entry, or it is reported at the ring's first id
    message = f"'{link.rstrip('_')}' leads in a ring: " + " → ".join([*trail, id])
    return [Finding(path, where, "ring", message, "take one of these links out")]


def _unit_mismatches(registry: Registry) -> list[Finding]:
    findings = []
    for id, question in registry.entries.items():
        wide = registry.entries.get(question.narrows or "")  # type: ignore[union-attr]
        if wide and (wide.unit or question.unit):  # type: ignore[union-attr]
            message = f"'{id}' narrows '{question.narrows}', but one of them asks for a figure"  # type: ignore[union-attr]
            hint = "'narrows' joins questions that are answered by yes or no"
            findings.append(Finding(registry.places[id], (id, "narrows"), "narrows-figure", message, hint))
    return findings


def _taken_ids(registry: Registry) -> list[Finding]:
    findings = []
    owner: dict[str, str] = {}
    for id, entry in registry.entries.items():
        for number, old in enumerate(entry.formerly):
            path, where = registry.places[id], (id, "formerly", number)
            other = old if old in registry.entries else owner.setdefault(old, id)
            if other != id or old == id:
                use = "still in use" if old in registry.entries else f"also that of '{other}'"
                message = f"the retired id '{old}' is {use}"
                findings.append(Finding(path, where, "id-taken", message, "one id leads to one page only"))
    return findings
