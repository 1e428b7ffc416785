"""Where on a page the article lies: weights of its elements by the text that extractors kept.

A sentence weighs its length, a shorter text a quarter of it. The *main* element is the deepest that
holds three quarters of the weight. A name that says "related" or "sidebar" is believed only where
the elements of that name hold little of the weight: some sites call every paragraph `paywall`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from briefgen.clean.hints import TAG_RULES, rule_of_hint
from briefgen.clean.prose import is_prose
from briefgen.clean.values import Block, Step

_MAIN_SHARE = 0.75
_BOX_SHARE = 0.2
_SHARES = {"cookie notice": 0.6}
_KIN_SHARE = 0.3
# Content systems write an article's own tags and categories into the names of these.
_HOLDERS = frozenset({"html", "body", "main"})


@dataclass(slots=True)
class Survey:
    """The weights of one page. `rules` and `inside` only remember answers already given."""

    total: int
    main: int
    by_name: Counter[tuple[str, str]]
    rules: dict[int, str] = field(default_factory=dict)
    inside: dict[int, bool] = field(default_factory=dict)

    def rule_of(self, step: Step | None) -> str:
        """The rule that an element below the main one names, or ""."""
        path = []
        while step is not None and step.order != self.main and step.order not in self.rules:
            path.append(step)
            step = step.parent
        rule = self.rules.get(step.order, "") if step is not None and step.order != self.main else ""
        for step in reversed(path):
            rule = self._own_rule(step) or rule
            self.rules[step.order] = rule
        return rule

    def in_main(self, step: Step | None) -> bool:
        """Whether an element lies in the main one."""
        path = []
        while step is not None and step.order not in self.inside:
            if step.order == self.main:
                self.inside[step.order] = True
                break
            path.append(step.order)
            step = step.parent
        answer = self.inside[step.order] if step is not None else False
        self.inside.update(dict.fromkeys(path, answer))
        return answer

    def akin(self, step: Step | None) -> bool:
        """Whether an element is called as one that holds text: a body may come in several pieces."""
        while step is not None and not step.hint:
            step = step.parent
        return step is not None and self.by_name[step.name, step.hint] > _KIN_SHARE * self.total

    def _own_rule(self, step: Step) -> str:
        rule = TAG_RULES.get(step.name, "") or (rule_of_hint(step.hint) if step.name not in _HOLDERS else "")
        share = _SHARES.get(rule, _BOX_SHARE)
        return "" if self.by_name[step.name, step.hint] > share * self.total else rule


def survey_page(blocks: Sequence[Block], kept: Iterable[int]) -> Survey:
    """The survey of a page of which extractors kept the blocks `kept`."""
    weights: Counter[int] = Counter()
    by_name: Counter[tuple[str, str]] = Counter()
    total = 0
    for index in kept:
        block = blocks[index]
        weight = len(block.text) if is_prose(block.text) else len(block.text) // 4
        total += weight
        names = set()
        for step in block.step.up() if block.step else ():
            weights[step.order] += weight
            names.add((step.name, step.hint))
        for name in names:
            by_name[name] += weight
    main = max((order for order, weight in weights.items() if weight >= _MAIN_SHARE * total), default=-1)
    return Survey(total, main, by_name)
