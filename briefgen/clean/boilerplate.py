"""Which blocks of a page are the article: what extractors kept, mended by what we know of pages.

Two extractors' votes find the text (`votes`). They lose deks, lists and paragraphs that a site
wraps unusually, and they keep boxes, teasers and captions; the rules below put that right, in the
order in which `judge_page` calls them. Losing text is worse than keeping furniture, so what drops
a voted block must be sure, and what adds one needs only to lie inside the article.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice

from briefgen.clean.byline import is_date_line
from briefgen.clean.captions import ends_in_credit
from briefgen.clean.furniture import furniture_rule
from briefgen.clean.hints import DEK, rule_of_hint
from briefgen.clean.letters import fold, words
from briefgen.clean.prose import ends_sentence, is_prose, word_count
from briefgen.clean.survey import Survey, survey_page
from briefgen.clean.values import Block, Facts, Step, Verdict
from briefgen.clean.votes import Votes

BODY = Verdict("body", "article")
_LINKED = 0.8
_TAIL = 0.2
_LONE_TAIL = 0.4
_HEAD = 5
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")  # a link that shows where it leads is part of what is said
_BOXES = frozenset({"sidebar", "info box"})


def judge_page(blocks: Sequence[Block], votes: Votes, facts: Facts) -> list[Verdict]:
    """A verdict for each block, in order. Without any vote nothing is body."""
    sure = {index for index in votes.sure if not blocks[index].hidden}
    rough = {index for index in votes.rough if not blocks[index].hidden}
    survey = survey_page(blocks, sure or rough)
    drops = [_drop_rule(block, survey) for block in blocks]
    for index in votes.strict & sure:
        if drops[index] in _BOXES and is_prose(blocks[index].text) and blocks[index].linked() < 0.3 * len(blocks[index].text):
            drops[index] = ""
    kept = {index for index in sure | rough if not drops[index]}
    kept = {index for index in kept if index in sure or not sure or _within(blocks[index], survey)}
    _add_asides(blocks, drops, kept)
    _mend_gaps(blocks, drops, survey, kept)
    _add_first_heading(blocks, drops, survey, kept, facts)
    _add_dek(blocks, drops, survey, kept, facts)
    _trim_head(blocks, drops, kept, facts)
    _trim_tail(blocks, drops, kept, votes)
    return [BODY if block.index in kept else Verdict("dropped", drops[block.index] or "outside the article") for block in blocks]


def _drop_rule(block: Block, survey: Survey) -> str:
    """The rule that drops a block whatever the votes say, or ""."""
    if block.hidden:
        return block.hidden
    if rule := ("" if block.kind == "row" else furniture_rule(block.text)) or survey.rule_of(block.step):
        return rule
    if block.kind == "caption":
        return "picture caption"
    links = block.linked() > _LINKED * len(block.text) and block.kind not in ("heading", "row") and not _ADDRESS.fullmatch(block.text)
    return "related links" if links and len(words(block.text)) >= 4 else ""


def _mend_gaps(blocks: Sequence[Block], drops: Sequence[str], survey: Survey, kept: set[int]) -> None:
    """Adds what lies in the article between its first and last sentence and no rule drops."""
    prose = sorted(index for index in kept if is_prose(blocks[index].text))
    if not prose:
        return
    for block in blocks[prose[0] : prose[-1]]:
        if block.index in kept or drops[block.index] or not _within(block, survey):
            continue
        if block.linked() > 0.5 * len(block.text):
            continue
        leads = block.kind == "heading" and any(index in kept for index in (block.index + 1, block.index + 2))
        follows = block.kind in ("item", "row", "code") and block.index - 1 in kept
        if leads or follows or block.quoted or (block.kind == "paragraph" and is_prose(block.text)):
            kept.add(block.index)


def _add_asides(blocks: Sequence[Block], drops: list[str], kept: set[int]) -> None:
    """Adds the sentences of an `aside` that stands between two kept paragraphs, as their neighbour in one element.

    A box beside the text lies in an element of its own; this one its writer put into the text.
    """
    text = [index for index in sorted(kept) if blocks[index].kind == "paragraph"]
    for block in blocks:
        aside = _aside_of(block) if drops[block.index] == "sidebar" else None
        place = bisect_left(text, block.index)
        if aside is None or not 0 < place < len(text) or not is_prose(block.text) or block.linked() > 0.3 * len(block.text):
            continue
        around = (blocks[text[place - 1]], blocks[text[place]])
        if all(other.step is not None and other.step.parent is aside.parent for other in around):
            kept.add(block.index)
            drops[block.index] = ""


def _aside_of(block: Block) -> Step | None:
    """The `aside` that a block stands in, if nothing but its tag calls it a box."""
    steps = [step for step in islice(block.step.up(), 3)] if block.step else []
    aside = next((step for step in steps if step.name == "aside"), None)
    named = any(rule_of_hint(step.hint) for step in steps[: steps.index(aside) + 1]) if aside else True
    return None if named else aside


def _add_first_heading(blocks: Sequence[Block], drops: Sequence[str], survey: Survey, kept: set[int], facts: Facts) -> None:
    """Adds the heading right above the first paragraph, where later kept headings are of its level."""
    first = min((index for index in kept if is_prose(blocks[index].text) and blocks[index].kind != "heading"), default=0)
    heading = blocks[first - 1] if first else None
    if heading is None or heading.kind != "heading" or heading.index in kept or drops[heading.index] or not survey.in_main(heading.step):
        return
    alike = any(blocks[index].kind == "heading" and blocks[index].level == heading.level for index in kept if index > first)
    if alike and heading.level > 1 and fold(heading.text) != fold(facts.title):
        kept.add(heading.index)


def _within(block: Block, survey: Survey) -> bool:
    return survey.in_main(block.step) or survey.akin(block.step)


def _add_dek(blocks: Sequence[Block], drops: list[str], survey: Survey, kept: set[int], facts: Facts) -> None:
    """The standfirst: sentences between the headline and the text, which extractors take for furniture."""
    first = min((index for index in kept if is_prose(blocks[index].text) and blocks[index].kind != "heading"), default=0)
    title = fold(facts.title)
    headline = max((b.index for b in blocks[:first] if b.kind == "heading" and (b.level == 1 or fold(b.text) == title)), default=first)
    for block in blocks[headline + 1 : first]:
        if block.hidden or block.linked() > 0.3 * len(block.text) or block.kind not in ("paragraph", "heading"):
            continue
        if ends_in_credit(block.text) or not _is_dek(block, drops[block.index], survey):
            continue
        kept.add(block.index)
        drops[block.index] = ""


def _is_dek(block: Block, rule: str, survey: Survey) -> bool:
    """A sentence that no rule drops, or one that its element calls a standfirst and only that element drops."""
    if not rule:
        return is_prose(block.text)
    called = next((step for step in islice(block.step.up(), 3) if DEK.search(step.hint)), None) if block.step else None
    if called is None or rule not in ("related links", "article details") or survey.rule_of(called.parent):
        return False
    return word_count(block.text) >= 7 and ends_sentence(block.text)


def _trim_head(blocks: Sequence[Block], drops: list[str], kept: set[int], facts: Facts) -> None:
    """Before the first sentence only a heading just above it and the dek are text."""
    title = fold(facts.title)
    for block in blocks:
        if block.index in kept and title and fold(block.text) == title:
            _drop(block, "repeated title", drops, kept)
    first = min((index for index in kept if is_prose(blocks[index].text) and blocks[index].kind != "heading"), default=0)
    for block in blocks[:first]:
        if block.index not in kept:
            continue
        if block.kind == "heading" and block.level == 1:
            _drop(block, "repeated title", drops, kept)
        elif _is_dated(block):
            _drop(block, "date line", drops, kept)
        elif block.kind in ("item", "row") and not is_prose(block.text):
            _drop(block, "outside the article", drops, kept)
    for index in sorted(kept)[:_HEAD]:  # below a standfirst, too
        if _is_dated(blocks[index]) and not ends_sentence(blocks[index].text):
            _drop(blocks[index], "date line", drops, kept)


def _trim_tail(blocks: Sequence[Block], drops: list[str], kept: set[int], votes: Votes) -> None:
    """After the last sentence that even the strict vote kept, a short rest is no text."""
    last = max((index for index in kept & votes.strict if is_prose(blocks[index].text)), default=None)
    if last is None:
        return
    rest = [blocks[index] for index in kept if index > last and index not in votes.strict]
    lone = [block for block in rest if block.index not in votes.rough]
    whole = sum(len(blocks[index].text) for index in kept)
    for share, tail in ((_TAIL, rest), (_LONE_TAIL, lone)):
        if sum(len(block.text) for block in tail) <= share * whole:
            for block in tail:
                _drop(block, "outside the article", drops, kept)
    for index in sorted(kept):
        if index > last and _is_dated(blocks[index]):
            _drop(blocks[index], "date line", drops, kept)


def _is_dated(block: Block) -> bool:
    """Whether a block is the article's date line; what is quoted has a date of its own."""
    return not block.quoted and is_date_line(block.text)


def _drop(block: Block, rule: str, drops: list[str], kept: set[int]) -> None:
    kept.discard(block.index)
    drops[block.index] = rule
