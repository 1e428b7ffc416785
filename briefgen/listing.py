"""`briefgen list`: every input record and what became of it."""

from __future__ import annotations

from typing import Any

from briefgen.build import Planned
from briefgen.catalog import Record
from briefgen.errors import Problem
from briefgen.views.article import ArticleView

_KINDS = {"articles": "articles", "annotations": "briefings", "pages": "pages"}


def list_site(planned: Planned) -> list[dict[str, Any]]:
    """One row a record: kind, id, path, outcome (published, excluded, error), url, says; articles
    that are published also have `share`, the per cent of their letters that the site shows."""
    first_error = _first_errors(planned.problems)
    records = list(planned.catalog.records) if planned.catalog else []
    known = {record.path for record in records}
    records += [_unread(path) for path in first_error if path not in known and path.startswith("content/")]
    return [_row(record, planned, first_error.get(record.path)) for record in sorted(records)]


def _first_errors(problems: tuple[Problem, ...]) -> dict[str, Problem]:
    first: dict[str, Problem] = {}
    for problem in problems:
        if problem.severity == "error":
            first.setdefault(problem.path, problem)
    return first


def _unread(path: str) -> Record:
    """A file that could not be parsed, and so never became a record."""
    folder, name = path.split("/")[1], path.rsplit("/", 1)[-1]
    return Record(_KINDS.get(folder, folder.removesuffix(".yaml")), name.rsplit(".", 1)[0], path, "error")


def _row(record: Record, planned: Planned, error: Problem | None) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": record.kind, "id": record.id, "path": record.path, "outcome": record.outcome}
    row |= {"url": record.url, "says": record.url or record.reason}
    if error:
        row |= {"outcome": "error", "url": "", "says": f"{error.path}:{error.line}:{error.column}: {error.code}"}
    page = planned.plan.get(row["url"]) if planned.plan else None
    if page and isinstance(page.view, ArticleView):
        row |= {"share": page.view.share, "says": f"{row['url']} ({page.view.share} % of its text, rights: {page.view.rights})"}
    return row


