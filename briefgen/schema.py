"""From parsed YAML to a model value, and from the model to JSON Schema and field tables.

`validate` reports every mistake of a document at once. What is left after the mistakes are taken
out (a misspelt field is read as the field it resembles) goes on to the cross-checks, so that one
run can also name the wrong passages and references of a file whose fields are not all right.
"""

from __future__ import annotations

import copy
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from briefgen.errors import Field as Path
from briefgen.errors import Problem, did_you_mean, nearest
from briefgen.scalars import PLACEHOLDER
from briefgen.targets import Target, looks_secret
from briefgen.yamltext import locate

T = TypeVar("T")
SECRET = "secret-in-settings"

@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """What became of one document: its value if there is any, every problem, and what was left out.

    `broken` names the records (by their field path) that are missing from `value` because of a
    problem, so that references to them are not reported again. `removed` are the entries that were
    taken out of lists, in that order, each with the number that it had then (see `as_written`).
    """

    value: T | None
    problems: tuple[Problem, ...] = ()
    broken: frozenset[Path] = frozenset()
    removed: tuple[Path, ...] = ()


def as_written(field: Path, removed: Sequence[Path]) -> Path:
    """A field of a mended value as the text has it: with the numbers before any entry was removed."""
    for entry in reversed(removed):
        depth, number = len(entry) - 1, entry[-1]
        if field[:depth] == entry[:-1] and len(field) > depth and isinstance(field[depth], int) and field[depth] >= number:  # type: ignore[operator]
            field = (*field[:depth], field[depth] + 1, *field[depth + 1 :])  # type: ignore[operator]
    return field


@cache
def adapter(kind: type) -> Any:
    """pydantic's validator for a model class."""
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def validate(kind: type[T], data: object, text: str, path: str, first_line: int = 1) -> Parsed[T]:
    """`data` (from `parse_yaml(text)`) as a value of the model class `kind`."""
    from pydantic import ValidationError

    problems: dict[tuple, Problem] = {}
    broken: set[Path] = set()
    removed: list[Path] = []
    reported: set[Path] = set()
    for _ in range(25):
        try:
            value = adapter(kind).validate_python(data)
            return Parsed(value, tuple(problems.values()), frozenset(broken), tuple(removed))
        except ValidationError as failed:
            errors = failed.errors(include_url=False, include_input=False)
        if not problems:
            data = copy.deepcopy(data)
        mistakes = [mistake for mistake in (_mistake(kind, data, error) for error in errors) if mistake]
        for mistake in mistakes:
            where = as_written(mistake.field, removed)
            if _follows(mistake, where, reported):
                continue
            line, column, excerpt = locate(text, where, on_key=mistake.on_key, first_line=first_line)
            if mistake.code == SECRET:
                excerpt = ""  # the line holds what must not be printed
            problem = Problem(path, line, column, "error", mistake.code, mistake.message, mistake.hint, excerpt)
            problems.setdefault((line, column, mistake.code, mistake.message), problem)
        reported |= {as_written(mistake.field, removed) for mistake in mistakes}
        data, gone = _mend(data, mistakes, removed)
        broken |= gone
        if data is None:
            break
    return Parsed(None, tuple(problems.values()), frozenset(broken), tuple(removed))


@dataclass(frozen=True, slots=True)
class _Mistake:
    """One validation error in our words, and how to go on without it."""

    field: Path
    code: str
    message: str
    hint: str
    on_key: bool = False
    rename: str = ""
    missing: str = ""
    stays: bool = False
    """Whether a placeholder takes the value's place, so that the field is not called missing as well."""


def _mistake(kind: type, data: Any, error: Mapping[str, Any]) -> _Mistake | None:
    where = tuple(error["loc"])
    context = error.get("ctx") or {}
    match error["type"]:
        case "unexpected_keyword_argument":
            return _unknown_field(kind, data, where)
        case "missing":
            return _missing_field(kind, data, where)
        case "bad-value" | "wrong-type" | "date" | "secret-in-settings":
            if where[-1] == "[key]":
                return _Mistake(where[:-1], "bad-id", context["message"], context.get("hint", ""), on_key=True)
            code = "bad-date" if error["type"] == "date" else error["type"]
            stays = record_at(kind, where[:-1]) is Target
            return _Mistake(where, code, context["message"], context.get("hint", ""), stays=stays)
        case "dataclass_type" | "dict_type" | "mapping_type":
            found = _kind_of(_at(data, where))
            return _Mistake(where, "wrong-type", f"fields expected, found {found}", "write 'field: value' lines below it, indented")
        case "tuple_type" | "list_type":
            return _Mistake(where, "wrong-type", f"a list expected, found {_kind_of(_at(data, where))}", "put '- ' before each entry")
        case "too_short" | "too_long" | "missing_positional_only_argument":
            return _Mistake(where, "wrong-type", "two numbers expected", "write [latitude, longitude]")
        case other:
            return _Mistake(where, "bad-value", f"{error['msg']} ({other})", "")


def _unknown_field(kind: type, data: Any, where: Path) -> _Mistake:
    parent, key = where[:-1], str(where[-1])
    known = field_names(record_at(kind, parent))
    if record_at(kind, parent) is Target and looks_secret(key):
        message = f"'{key}' would be a secret, and secrets do not stand in this file"
        hint = "delete the line; docs/publishing.md says where this kind of place takes its secrets from"
        return _Mistake(where, SECRET, message, hint, on_key=True)
    best = nearest(key, known)
    rename = best if best and best not in _at(data, parent) else ""
    hint = f"did you mean '{best}'?" if best else "the fields here are " + ", ".join(known)
    return _Mistake(where, "unknown-field", f"there is no field '{key}' here", hint, on_key=True, rename=rename)


def _missing_field(kind: type, data: Any, where: Path) -> _Mistake | None:
    if where and isinstance(where[-1], int):
        return _Mistake(where[:-1], "wrong-type", "two numbers expected", "write [latitude, longitude]")
    parent, name = where[:-1], str(where[-1])
    known = field_names(record_at(kind, parent))
    if any(key not in known and nearest(key, known) == name for key in _at(data, parent)):
        return None  # the misspelt field is reported; this is the same mistake
    about = _first_sentence(descriptions(record_at(kind, parent)).get(name, ""))
    return _Mistake(parent, "missing-field", f"'{name}' is missing", f"add '{name}:' — {about}", on_key=True, missing=name)


def _follows(mistake: _Mistake, where: Path, reported: set[Path]) -> bool:
    """Whether this is only missing because it was wrong, and so taken out: a required field, one of two numbers."""
    if mistake.missing:
        return (*where, mistake.missing) in reported
    return mistake.code == "wrong-type" and any(entry[:-1] == where and isinstance(entry[-1], int) for entry in reported)


def _mend(data: Any, mistakes: list[_Mistake], removed: list[Path]) -> tuple[Any, set[Path]]:
    """`data` without the mistakes, and the records that had to go. Deepest and last first, so indexes hold.

    What is taken out of a list is added to `removed`.
    """
    before = len(removed)
    broken: set[Path] = set()
    for mistake in sorted(mistakes, key=lambda m: tuple((isinstance(k, str), k) for k in m.field), reverse=True):
        where = mistake.field
        if mistake.missing:
            if not where:
                data[mistake.missing] = PLACEHOLDER
                continue
            broken.add(where)
        elif not where:
            return None, broken
        parent = _at(data, where[:-1])
        if isinstance(parent, list):
            if isinstance(where[-1], int) and where[-1] < len(parent) and where not in removed[before:]:
                del parent[where[-1]]
                removed.append(where)
        elif isinstance(parent, dict) and mistake.stays:
            parent[where[-1]] = PLACEHOLDER
        elif isinstance(parent, dict):
            value = parent.pop(where[-1], None)
            if mistake.rename:
                parent[mistake.rename] = value
            elif isinstance(value, dict):
                broken.add(where)
        else:  # a single entry that stands for a list of one
            _at(data, where[:-2]).pop(where[-2], None)
    return data, broken


def _at(data: Any, where: Path) -> Any:
    for key in where:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return data
    return data


def _kind_of(value: object) -> str:
    if isinstance(value, dict):
        return "fields"
    if isinstance(value, list):
        return "a list"
    return "nothing" if value == "" else "text"


def _first_sentence(text: str) -> str:
    return text.split(". ")[0].rstrip(".")


# --- what the model says about itself ---


def written_name(name: str) -> str:
    """A dataclass attribute's name as it is written in YAML."""
    return name.rstrip("_")


def field_names(record: type) -> list[str]:
    return [written_name(f.name) for f in fields(record)]


def required(f: Field[Any]) -> bool:
    return f.default is MISSING and f.default_factory is MISSING


@cache
def descriptions(record: type) -> Mapping[str, str]:
    """Field name -> the string that stands below the attribute."""
    schema = adapter(record).json_schema()
    if "$ref" in schema:
        schema = schema["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    return {name: spec.get("description", "") for name, spec in schema["properties"].items()}


@cache
def _hints(record: type) -> Mapping[str, Any]:
    return {written_name(k): v for k, v in typing.get_type_hints(record).items()}


def record_at(kind: type, where: Path) -> type:
    """The dataclass that a field path of the model class `kind` leads to."""
    here: Any = kind
    for key in where:
        if is_dataclass(here):
            here = _hints(here).get(str(key), str)
        else:
            here = typing.get_args(here)[-1 if typing.get_origin(here) is not tuple else 0]
        if typing.get_origin(here) in (typing.Union, types.UnionType):
            here = next(arm for arm in typing.get_args(here) if arm is not type(None))
    return here


def json_schema(kind: type) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a document of this kind."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **adapter(kind).json_schema()}


__all__ = ["PLACEHOLDER", "Parsed", "did_you_mean", "field_names", "json_schema", "record_at", "required", "validate"]
