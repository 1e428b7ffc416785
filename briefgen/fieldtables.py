"""The field tables of the documents, from the declarations themselves.

    python -m briefgen.fieldtables

rewrites every block between `<!-- fields: Claim -->` and `<!-- end -->` in a checkout's docs/. A
record is a dataclass of the model, the settings, or something that a template is given.
"""

from __future__ import annotations

import ast
import inspect
import re
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Any

from markupsafe import Markup

from briefgen.config import Config
from briefgen.dates import Edtf
from briefgen.model import REFERENCES, REGISTRIES, Annotation, ArticleHead, PageHead
from briefgen.references import SINGULAR
from briefgen.scalars import OneOrMany, Scalar
from briefgen.schema import descriptions, required, written_name
from briefgen.views.article import ArticleView
from briefgen.views.briefing import BriefingView
from briefgen.views.chrome import Page
from briefgen.views.data import DataView
from briefgen.views.entity import EntityView
from briefgen.views.lists import (
    HomeView,
    IndexView,
    MethodologyView,
    NotFoundView,
    RedirectView,
    TextView,
    TimelineView,
)
from briefgen.views.picture import PictureView
from briefgen.views.question import QuestionView
from briefgen.views.search import SearchView

WRITTEN = (Config, Annotation, ArticleHead, PageHead, *REGISTRIES.values())
"""What people write; the records that stand inside these are found by following the fields."""
SHOWN = (
    Page, HomeView, IndexView, BriefingView, ArticleView, EntityView, QuestionView,
    TimelineView, MethodologyView, DataView, TextView, SearchView, RedirectView, NotFoundView, PictureView,
)  # fmt: skip
"""What templates are given."""

DOCUMENTS = ("content-format.md", "configuration.md", "templates.md")
_BLOCK = re.compile(r"(<!-- fields: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_WRITTEN_HOMES = ("briefgen.model", "briefgen.config", "briefgen.targets")
_HOMES = (*_WRITTEN_HOMES, "briefgen.views.")
_PLAIN = {Edtf: "a date", Markup: "HTML", str: "text", int: "a number", float: "a number", bool: "true or false", object: "the page's view"}


def records() -> dict[str, type]:
    """name -> record, for all that documents may have a table of."""
    return {record.__name__: record for root in (*WRITTEN, *SHOWN) for record in reachable(root)}


def reachable(root: type) -> Iterator[type]:
    """`root` and every record that its fields hold, each once, in the order of the fields."""
    found, waiting = [], [root]
    while waiting:
        record = waiting.pop(0)
        if record not in found:
            found.append(record)
            waiting.extend(_inside(typing.get_type_hints(record).values()))
    return iter(found)


def _inside(hints: Any) -> Iterator[type]:
    for hint in hints:
        if is_dataclass(hint) and isinstance(hint, type) and hint.__module__.startswith(_HOMES):
            yield hint
        yield from _inside(typing.get_args(hint))


def rewrite(text: str) -> str:
    """`text`, a document, with every marked block made anew. Raises KeyError where no such record is."""
    known = records()
    return _BLOCK.sub(lambda block: f"{block[1]}{field_table(known[block[2]])}{block[3]}", text)


def field_table(record: type) -> str:
    """What a record is, and one line for each of its fields, as Markdown."""
    about = inspect.getdoc(record) or ""
    said = "" if about.startswith(f"{record.__name__}(") else f"{about}\n"
    if not fields(record):
        return f"{said}\nIt has no fields.\n\n"
    written = record.__module__ in _WRITTEN_HOMES
    docs = descriptions(record) if written else _attribute_docs(record)
    hints = typing.get_type_hints(record, include_extras=True)
    rows = [(written_name(f.name), f, hints[f.name]) for f in fields(record)]
    if written:
        cells = [_written_cells(record, name, f, hint, docs.get(name, "")) for name, f, hint in rows]
    else:
        cells = [(f"`{name}`", _words(hint) + _or_none(hint), docs.get(name, "")) for name, _, hint in rows]
    heads = ("field", "value", "meaning") if any(meaning for _, _, meaning in cells) else ("field", "value")
    return f"{said}\n{_line(heads)}{'|---' * len(heads)}|\n{''.join(_line(row[: len(heads)]) for row in cells)}\n"


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.strip().replace("|", "\\|").replace("\n", " ") for cell in cells) + " |\n"


def _written_cells(record: type, name: str, f: Field[Any], hint: Any, meaning: str) -> tuple[str, str, str]:
    must = " **required**" if required(f) else ""
    return f"`{name}`{must}", _words(hint, _referred(record, name)), " ".join([meaning, *_default(f)])


def _or_none(hint: Any) -> str:
    return ", or none" if types.NoneType in typing.get_args(hint) else ""


def _referred(record: type, name: str) -> str:
    """What a field refers to in words ("an actor"); "" where it refers to no registry."""
    kind = REFERENCES.get(record.__name__, {}).get(name, "")
    if not kind:
        return ""
    word = SINGULAR[kind]
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


def _default(f: Field[Any]) -> Iterator[str]:
    if f.default in (MISSING, None, (), False):
        return
    words = f.default if isinstance(f.default, tuple) else (f.default,)
    yield "Without it: " + ", ".join(f"`{word}`" for word in words) + "."


def _words(hint: Any, referred: str = "") -> str:
    """A field's type in words: "one or several: a date"."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return _annotated(inner[0], inner[1:], referred)
    if origin in (typing.Union, types.UnionType):
        first = next(arm for arm in inner if arm is not types.NoneType)
        return _words(first, referred)
    if origin is tuple and inner[-1] is Ellipsis:
        return f"a list: {_words(inner[0], referred)}"
    if origin is tuple:
        return f"a pair: {', '.join(_words(arm) for arm in inner)}"
    if origin is not None:
        key, value = (_words(arm) for arm in inner)
        return f"for each {_bare(referred or key).replace('text', 'name')}: {value}"
    if hint in _PLAIN:
        return _PLAIN[hint]
    return f"[{hint.__name__}](#{hint.__name__.lower()})"


def _annotated(kind: Any, marks: tuple[Any, ...], referred: str) -> str:
    if any(isinstance(mark, OneOrMany) for mark in marks):
        return f"one or several: {_words(typing.get_args(kind)[0], referred)}"
    scalar = next(mark for mark in marks if isinstance(mark, Scalar))
    if choices := scalar.schema.get("enum"):
        return " · ".join(f"`{choice}`" for choice in choices if isinstance(choice, str))
    return referred or scalar.means


def _bare(words: str) -> str:
    return words.removeprefix("an ").removeprefix("a ")


@cache
def _attribute_docs(record: type) -> Mapping[str, str]:
    """Field -> the string that stands below it in the source, as pydantic reads it for the model."""
    body = ast.parse(dedent(inspect.getsource(record))).body[0].body  # type: ignore[attr-defined]
    docs = {}
    for above, below in zip(body, body[1:], strict=False):
        if isinstance(above, ast.AnnAssign) and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            docs[above.target.id] = inspect.cleandoc(str(below.value.value))  # type: ignore[union-attr]
    return docs


def main() -> None:
    """Rewrites the documents of the checkout that this module stands in."""
    for name in DOCUMENTS:
        path = Path(__file__).parent.parent / "docs" / name
        path.write_text(rewrite(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
