"""What a page is told of the site's state: every problem, drafts, and what is left out."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from briefgen.briefing import Head
from briefgen.catalog import Catalog, Record
from briefgen.errors import Problem
from briefgen.reports import window
from briefgen.serve.editor import edit_link

MOST_SHOWN = 200
"""How many problems a page shows; the terminal has all."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of the site at one moment. `crash` is a failure of the program itself."""

    problems: tuple[Problem, ...] = ()
    crash: str = ""
    marks: tuple[tuple[str, str], ...] = ()
    """(URL, why a plain build leaves this briefing out) of briefings that the preview shows"""
    left_out: tuple[tuple[str, str, str], ...] = ()
    """(briefing, its file, why the preview leaves it out, too)"""
    editor: str = ""

    @property
    def errors(self) -> int:
        return sum(problem.severity == "error" for problem in self.problems) + bool(self.crash)


def standing_of(catalog: Catalog | None, problems: Sequence[Problem], editor: str, crash: str = "") -> Standing:
    """The state with these problems; drafts and the like are those of the last good site."""
    standing = Standing(tuple(problems), crash, editor=editor)
    if catalog is None:
        return standing
    marks = catalog.memo.of("marks", (catalog,), _marks)
    left_out = catalog.memo.of("left out", (catalog.records,), _left_out)
    return replace(standing, marks=marks, left_out=left_out)


def _marks(catalog: Catalog) -> tuple[tuple[str, str], ...]:
    today = catalog.visibility.today
    found = ((f"/briefings/{entry.id}/", _mark(entry.head, today)) for entry in catalog.entries)
    return tuple((url, why) for url, why in found if why)


def _left_out(records: Sequence[Record]) -> tuple[tuple[str, str, str], ...]:
    return tuple((one.id, one.path, one.reason) for one in records if one.kind == "briefings" and one.outcome == "excluded")


def _mark(head: Head, today: datetime.date) -> str:
    if head.draft:
        return "draft"
    if head.published and head.published.earliest > today:
        return f"published {head.published.text}"
    return ""


def as_json(standing: Standing, root: Path, beside: str) -> Mapping[str, object]:
    """The state for the page's script. `beside` is where the side-by-side pages stand."""
    hidden = max(0, len(standing.problems) - MOST_SHOWN)
    return {
        "problems": [_problem(p, root, standing.editor) for p in _worst_first(standing.problems)[:MOST_SHOWN]],
        "hidden": hidden,
        "crash": standing.crash,
        "marks": dict(standing.marks),
        "left_out": [
            {"id": id, "path": path, "why": why, "edit": edit_link(standing.editor, root, path, 1, 1)}
            for id, path, why in standing.left_out[:MOST_SHOWN]
        ],
        "out": len(standing.left_out),
        "beside": beside,
    }


def _worst_first(problems: Sequence[Problem]) -> list[Problem]:
    ranks = {"error": 0, "warning": 1, "notice": 2}
    return sorted(problems, key=lambda problem: ranks[problem.severity])


def _problem(problem: Problem, root: Path, editor: str) -> dict[str, object]:
    excerpt, column = window(problem.excerpt, problem.column) if problem.excerpt.strip() else ("", 1)
    return {
        "place": f"{problem.path}:{problem.line}:{problem.column}",
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "excerpt": excerpt,
        "caret": column,
        "edit": edit_link(editor, root, problem.path, problem.line, problem.column),
    }
