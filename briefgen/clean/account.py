"""What a run tells: one line a file, every block with `--explain`, or JSON."""

from __future__ import annotations

from typing import Any

from briefgen.clean.article import Cleaned
from briefgen.clean.trouble import CleaningError
from briefgen.errors import Problem

_WIDTH = 100


def explain(cleaned: Cleaned) -> str:
    """Every block of the source with its verdict and the rule behind it, then the sums."""
    lines = []
    for block, verdict in zip(cleaned.reading.blocks, cleaned.reading.verdicts, strict=True):
        text = " ".join(block.text.split())
        shown = text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"
        lines.append(f"{verdict.where:<8} {verdict.rule:<24} {block.kind:<10} {shown}")
    ledger = cleaned.ledger
    lines.append(f"letters: {ledger.seen:,} = {ledger.body:,} in the body + {ledger.front:,} in the front matter + dropped:")
    lines += [f"  {letters:>8,} {rule}" for rule, letters in ledger.dropped]
    return "\n".join(lines)


def summary(cleaned: Cleaned, counted: bool = False) -> str:
    """One line: what was kept, repaired and dropped; `counted` with the letters that each rule dropped."""
    ledger = cleaned.ledger
    parts = [f"{ledger.body:,} of {ledger.seen:,} letters kept"]
    if cleaned.repairs:
        parts.append(f"{len(cleaned.repairs)} repair{'s' * (len(cleaned.repairs) != 1)}")
    letters = dict(ledger.dropped)
    if named := ledger.named():
        parts.append("dropped: " + ", ".join(f"{rule} ({letters[rule]:,})" if counted else rule for rule in named))
    return "; ".join(parts)


def as_json(path: str, outcome: Cleaned | CleaningError, article: str = "") -> dict[str, Any]:
    """One file's outcome as plain values."""
    if isinstance(outcome, CleaningError):
        return {"file": path, "error": outcome.code, "message": outcome.message, "hint": outcome.hint, "detail": outcome.detail}
    ledger = outcome.ledger
    return {
        "file": path, "article": article, "id": outcome.id, "title": outcome.facts.title, "source": outcome.source,
        "raw": outcome.raw_name, "format": outcome.format, "encoding": outcome.encoding,
        "letters": {"seen": ledger.seen, "body": ledger.body, "front": ledger.front, "dropped": dict(ledger.dropped), "unaccounted": ledger.unaccounted},
        "repairs": [{"was": repair.was, "now": repair.now, "why": repair.why} for repair in outcome.repairs],
    }  # fmt: skip


def problems_of(path: str, outcome: Cleaned | CleaningError) -> list[Problem]:
    """The error that ended a file, or what to look at although the article was made."""
    path = "standard input" if path == "-" else path
    if isinstance(outcome, CleaningError):
        return [Problem(path, 1, 1, "error", outcome.code, outcome.message, outcome.hint)]
    notices = []
    if outcome.guessed:
        message = f"the encoding was not declared, or wrongly; read as {outcome.encoding}"
        notices.append(Problem(path, 1, 1, "notice", "encoding-guessed", message))
    if outcome.repairs:
        first, count = outcome.repairs[0], len(outcome.repairs)
        message = f"mis-decoded text was repaired in {count} place{'s' * (count != 1)}, such as '{first.was}' -> '{first.now}'"
        notices.append(Problem(path, 1, 1, "notice", "text-repaired", message, "compare each repair that the article lists with the page"))
    return notices
