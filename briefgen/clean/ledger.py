"""The account of a page's letters: every one is in the body, in the front matter, or dropped by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from briefgen.clean.letters import count_letters
from briefgen.clean.trouble import CleaningError
from briefgen.clean.values import Block, Verdict

_QUIET = frozenset({"repeated title", "date line"})


@dataclass(frozen=True, slots=True)
class Ledger:
    """Counts of visible letters. `dropped` has (rule, letters) in the order of the page."""

    seen: int
    body: int
    front: int
    dropped: tuple[tuple[str, int], ...]

    @property
    def unaccounted(self) -> int:
        """Letters that are nowhere; cleaning stops unless it is 0."""
        return self.seen - self.body - self.front - sum(letters for _, letters in self.dropped)

    def named(self) -> tuple[str, ...]:
        """The rules that dropped text, from the least text to the most, for `capture.dropped`."""
        told = [(letters, rule) for rule, letters in self.dropped if letters and rule not in _QUIET]
        return tuple(rule for _, rule in sorted(told))


def balance(seen: int, blocks: Sequence[Block], verdicts: Sequence[Verdict]) -> Ledger:
    """The ledger of a page on which `seen` letters were counted apart from its blocks.

    Raises `CleaningError` letters-lost if the sums differ.
    """
    sums = Counter({"body": 0, "front": 0})
    dropped: dict[str, int] = {}
    for block, verdict in zip(blocks, verdicts, strict=True):
        letters = count_letters(block.text)
        if verdict.where == "dropped":
            dropped[verdict.rule] = dropped.get(verdict.rule, 0) + letters
        else:
            sums[verdict.where] += letters
    ledger = Ledger(seen, sums["body"], sums["front"], tuple(dropped.items()))
    if ledger.unaccounted:
        raise CleaningError("letters-lost", f"{abs(ledger.unaccounted):,} of {seen:,} letters are unaccounted for")
    return ledger
