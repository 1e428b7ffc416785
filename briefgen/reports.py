"""Problems as their readers want them: text with a caret, JSON, GitHub annotations, SARIF 2.1.0."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote

from briefgen import __version__
from briefgen.errors import Problem

_COLOURS = {"error": "\x1b[31m", "warning": "\x1b[33m", "notice": "\x1b[36m"}
_BOLD, _DIM, _OFF = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_WIDEST = 160


def in_order(problems: Sequence[Problem]) -> list[Problem]:
    """By file and place, each once."""
    return sorted(set(problems))


def render_text(problems: Sequence[Problem], colour: bool = False) -> str:
    """One paragraph a problem: `path:line:column: severity code: message`, the line, a caret, a hint."""
    return "".join(_paragraph(problem, colour) for problem in problems)


def _paragraph(p: Problem, colour: bool) -> str:
    bold, dim, tint, off = (_BOLD, _DIM, _COLOURS[p.severity], _OFF) if colour else ("", "", "", "")
    lines = [f"{bold}{_one_line(p.path)}:{p.line}:{p.column}:{off} {tint}{p.severity}{off} {p.code}: {_one_line(p.message)}"]
    if p.excerpt.strip():
        excerpt, column = window(p.excerpt, p.column)
        lines.append(f"{dim}    {excerpt}{off}")
        lines.append("    " + " " * (column - 1) + f"{tint}^{off}")
    if p.hint:
        lines.append(f"    hint: {_one_line(p.hint)}")
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    """Control characters (a terminal would obey them) as their code points."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def window(excerpt: str, column: int) -> tuple[str, int]:
    """A part of a long line around the column, and the column in it."""
    shown = "".join(c if c.isprintable() else " " for c in excerpt)
    if len(shown) <= _WIDEST:
        return shown, column
    start = max(0, min(column - _WIDEST // 2, len(shown) - _WIDEST))
    return shown[start : start + _WIDEST], column - start


def render_json(problems: Sequence[Problem], colour: bool = False) -> str:
    """One JSON array; each problem has the fields of `Problem`."""
    rows = [
        {
            "path": p.path,
            "line": p.line,
            "column": p.column,
            "severity": p.severity,
            "code": p.code,
            "message": p.message,
            "hint": p.hint,
        }
        for p in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def render_github(problems: Sequence[Problem], colour: bool = False) -> str:
    """GitHub's workflow commands, which show each problem at its line in a pull request."""

    def escaped(text: str, also: str = "") -> str:
        for character in "%\r\n" + also:
            text = text.replace(character, f"%{ord(character):02X}")
        return text

    lines = []
    for p in problems:
        message = f"{p.message}; {p.hint}" if p.hint else p.message
        where = f"file={escaped(p.path, ':,')},line={p.line},col={p.column},title={escaped(p.code, ':,')}"
        lines.append(f"::{p.severity} {where}::{escaped(message)}\n")
    return "".join(lines)


def render_sarif(problems: Sequence[Problem], colour: bool = False) -> str:
    """SARIF 2.1.0 (OASIS), with one run."""
    levels = {"error": "error", "warning": "warning", "notice": "note"}
    results = [
        {
            "ruleId": p.code,
            "level": levels[p.severity],
            "message": {"text": f"{p.message}; {p.hint}" if p.hint else p.message},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": quote(p.path)},
                        "region": {"startLine": p.line, "startColumn": p.column},
                    }
                }
            ],
        }
        for p in problems
    ]
    rules = [{"id": code} for code in sorted({p.code for p in problems})]
    driver = {"name": "briefgen", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    document = {"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": [run]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


FORMATS: Mapping[str, Callable[[Sequence[Problem], bool], str]] = {
    "text": render_text,
    "json": render_json,
    "github": render_github,
    "sarif": render_sarif,
}


def count_words(problems: Sequence[Problem]) -> str:
    """ "2 errors, 1 warning"; "no problems" where there are none."""
    counts = Counter(p.severity for p in problems)
    words = [f"{counts[s]} {s}{'s' if counts[s] > 1 else ''}" for s in ("error", "warning", "notice") if counts[s]]
    return ", ".join(words) or "no problems"
