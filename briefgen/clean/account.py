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


def summary(cleaned: Cleaned) -> str:
    """One line: what was kept, repaired and dropped."""
    ledger = cleaned.ledger
    parts = [f"{ledger.body:,} of {ledger.seen:,} letters kept"]
    if cleaned.repairs:
        parts.append(f"{len(cleaned.repairs)} repair{'s' * (len(cleaned.repairs) != 1)}")
    named = ledger.named()
    if named:
        parts.append("dropped: " + ", ".join(named))
    return "; ".join(parts)


def as_json(path: str, outcome: Cleaned | CleaningError, article: str = "") -> dict[str, Any]:
    """One file's outcome as plain values."""
    if isinstance(outcome, CleaningError):
        return {"file": path, "error": outcome.code, "message": outcome.message, "hint": outcome.hint}
    ledger = outcome.ledger
    return {
        "file": path, "article": article, "id": outcome.id, "title": outcome.facts.title, "source": outcome.source,
        "format": outcome.format, "encoding": outcome.encoding,
        "letters": {"seen": ledger.seen, "body": ledger.body, "front": ledger.front, "dropped": dict(ledger.dropped), "unaccounted": ledger.unaccounted},
        "repairs": [{"was": repair.was, "now": repair.now, "why": repair.why} for repair in outcome.repairs],
    }  # fmt: skip


def problem_of(path: str, error: CleaningError) -> Problem:
    """An error as every other command prints it; a page as a whole stands at its first character."""
    return Problem(path, 1, 1, "error", error.code, error.message.split("\n", 1)[0], error.hint)


def notices_of(path: str, cleaned: Cleaned) -> list[Problem]:
    """What a user should look at although the article was made."""
    notices = []
    if cleaned.guessed:
        message = f"the encoding was not declared, or wrongly; read as {cleaned.encoding}"
        notices.append(Problem(path, 1, 1, "notice", "encoding-guessed", message))
    if cleaned.repairs:
        first = cleaned.repairs[0]
        message = f"mis-decoded text was repaired in {len(cleaned.repairs)} place{'s' * (len(cleaned.repairs) != 1)}, such as '{first.was}' -> '{first.now}'"
        notices.append(Problem(path, 1, 1, "notice", "text-repaired", message))
    return notices
