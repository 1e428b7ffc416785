"""Findings become problems: each is looked up in its file for line, column and excerpt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from briefgen.article import split_front_matter
from briefgen.errors import Field, Finding, Problem
from briefgen.schema import as_written
from briefgen.sources import read_text
from briefgen.yamltext import locate

NOTHING: Mapping[str, tuple[Field, ...]] = MappingProxyType({})


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
