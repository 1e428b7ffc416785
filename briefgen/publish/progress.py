"""What `publish` says while it works, and at the end: for people and for machines."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import click

from briefgen.publish.plan import Plan
from briefgen.publish.verify import Differences

LISTED = 200
"""How many files of a kind a dry run names."""


class Progress:
    """A line on the terminal with totals: files and megabytes, done and in all. Elsewhere, silence."""

    def __init__(self, sizes: Mapping[str, int], shown: bool) -> None:
        self.sizes = sizes
        self.total = sum(sizes.values())
        self.files = self.bytes = 0
        self.shown = shown and sys.stderr.isatty()
        self.drawn = 0.0

    def __call__(self, path: str) -> None:
        if path not in self.sizes:
            return
        self.files += 1
        self.bytes += self.sizes[path]
        if self.shown and (time.monotonic() - self.drawn > 0.1 or self.files == len(self.sizes)):
            self.drawn = time.monotonic()
            amount = f"{self.files:,} of {len(self.sizes):,} files, {self.bytes / 1e6:.1f} of {self.total / 1e6:.1f} MB"
            click.echo(f"\r\x1b[K{amount}  {path[-40:]}", err=True, nl=False)

    def end(self) -> None:
        if self.shown and self.files:
            click.echo("\r\x1b[K", err=True, nl=False)


@dataclass
class Outcome:
    """What a publication did, or would do. `error` is why it broke off."""

    target: str
    kind: str
    where: str
    url: str
    dry_run: bool
    plan: Plan | None = None
    verified: Differences | None = None
    resumed: bool = False
    error: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def word(self) -> str:
        if self.error:
            return "failed"
        if self.dry_run:
            return "planned"
        if self.verified and not self.verified.none:
            return "differs"
        return "unchanged" if self.plan is not None and self.plan.is_empty else "published"

    def rows(self) -> dict[str, Any]:
        """The outcome for `--json`."""
        plan, verified = self.plan, self.verified
        return {
            "outcome": self.word,
            "target": self.target,
            "kind": self.kind,
            "where": self.where,
            "url": self.url,
            "dry_run": self.dry_run,
            "resumed": self.resumed,
            "uploaded": [{"path": u.path, "size": u.size} for u in plan.new] if plan else [],
            "replaced": [{"path": u.path, "size": u.size} for u in plan.replaced] if plan else [],
            "removed": list(plan.removed) if plan else [],
            "unchanged": plan.unchanged if plan else None,
            "verified": None
            if verified is None
            else {"checked": verified.checked, "missing": verified.missing, "changed": verified.changed, "extra": verified.extra},
            "notes": self.notes,
            "error": self.error or None,
        }


def plan_lines(plan: Plan) -> list[str]:
    """Each file of a plan, with its size, and the totals; for `--dry-run`."""
    lines = []
    for word, uploads in (("upload ", plan.new), ("replace", plan.replaced)):
        lines += [f"{word} {_size(upload.size):>9}  {upload.path}" for upload in uploads[:LISTED]]
        lines += [f"{word}            … and {len(uploads) - LISTED:,} more"] if len(uploads) > LISTED else []
    lines += [f"remove  {_size(plan.sizes[path]) if path in plan.sizes else '':>9}  {path}" for path in plan.removed[:LISTED]]
    lines += [f"remove             … and {len(plan.removed) - LISTED:,} more"] if len(plan.removed) > LISTED else []
    return [*lines, totals(plan)]


def totals(plan: Plan) -> str:
    """ "3 new (0.1 MB), 1 replaced (4.0 KB), 2 removed (312 B), 120 unchanged"."""
    parts = [
        f"{len(uploads):,} {word}" + (f" ({_size(sum(u.size for u in uploads))})" if uploads else "")
        for word, uploads in (("new", plan.new), ("replaced", plan.replaced))
    ]
    removed = f"{len(plan.removed):,} removed" + (f" ({_size(sum(plan.sizes.values()))})" if plan.sizes else "")
    return ", ".join([*parts, removed, f"{plan.unchanged:,} unchanged"])


def _size(size: int) -> str:
    for unit, factor in (("MB", 1e6), ("KB", 1e3)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size} B"
