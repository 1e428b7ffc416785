"""Each kind of source to one reading: its blocks, a verdict for each, and what is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from briefgen.clean.blocks import build_blocks
from briefgen.clean.boilerplate import judge_page
from briefgen.clean.byline import is_date_line
from briefgen.clean.furniture import furniture_rule
from briefgen.clean.letters import count_letters, fold
from briefgen.clean.markdowntext import build_markdown_blocks, split_markdown
from briefgen.clean.mending import mend_blocks
from briefgen.clean.metadata import read_facts
from briefgen.clean.page import count_text, parse_page
from briefgen.clean.people import names_in, split_names
from briefgen.clean.picture import lead_picture
from briefgen.clean.plain import build_plain_blocks
from briefgen.clean.plainhead import read_plain_head
from briefgen.clean.plainrules import judge_plain
from briefgen.clean.prose import is_prose, word_count
from briefgen.clean.repair import repair
from briefgen.clean.structured import read_structured
from briefgen.clean.tree import DEEP, flatten
from briefgen.clean.values import Block, Facts, Verdict
from briefgen.clean.votes import cast_votes
from briefgen.clean.when import iso_date

_KEPT_CAPTION = Verdict("body", "caption")


@dataclass(frozen=True, slots=True)
class Reading:
    """One source, read and judged. `seen` counts its visible letters, apart from the blocks.

    `raw` are the blocks before, `blocks` after the repair of mojibake; `verdicts` goes with both.
    """

    seen: int
    raw: tuple[Block, ...]
    blocks: tuple[Block, ...]
    verdicts: tuple[Verdict, ...]
    facts: Facts

    def body(self) -> tuple[Block, ...]:
        """The blocks that are the article."""
        return tuple(block for block, verdict in zip(self.blocks, self.verdicts, strict=True) if verdict.where == "body")

    def without_places(self) -> Reading:
        """The same without the elements that blocks stood in: those chains are too long to send."""
        raw, blocks = (tuple(replace(block, step=None) for block in part) for part in (self.raw, self.blocks))
        return replace(self, raw=raw, blocks=blocks)


def read_html(html: str, address: str = "", captions: bool = False) -> Reading:
    """A web page. `captions` keeps the captions of pictures inside the article in its body."""
    soup = parse_page(html)
    seen = count_text(soup)
    raw = build_blocks(soup)
    blocks = mend_blocks(raw)
    facts = _mended(read_facts(read_structured(soup), blocks, address))
    verdicts = judge_page(blocks, cast_votes(flatten(soup) if _is_deep(blocks) else html, blocks), facts)
    if not any(verdict.where == "body" for verdict in verdicts):
        verdicts = _judged_as_plain(blocks, verdicts)
    picture, used = lead_picture(blocks, verdicts, facts.title)
    for index in used:
        verdicts[index] = Verdict("front", "caption")
    if captions:
        verdicts = _with_captions(blocks, verdicts)
    return Reading(seen, raw, blocks, tuple(_head_to_front(blocks, verdicts, facts)), replace(facts, image=picture))


def read_plain(text: str) -> Reading:
    """A plain-text scrape."""
    raw = build_plain_blocks(text)
    blocks = mend_blocks(raw)
    facts, verdicts = read_plain_head(blocks, judge_plain(blocks))
    return Reading(count_letters(text), raw, blocks, tuple(verdicts), facts)


def read_markdown(text: str) -> Reading:
    """Markdown, such as a web clipper writes: kept as it is, less known furniture."""
    entries, body = split_markdown(text)
    raw = build_markdown_blocks(body)
    blocks = mend_blocks(raw)
    verdicts = [Verdict("dropped", rule) if (rule := furniture_rule(block.text)) else Verdict("body", "article") for block in blocks]
    headline = next((block.index for block in blocks if block.kind == "heading" and block.level == 1), None)
    title = entries.get("title", "") or (blocks[headline].text if headline is not None else "")
    for block in blocks:
        if fold(block.text) == fold(title) and title:
            verdicts[block.index] = Verdict("front" if block.index == headline else "dropped", "title" if block.index == headline else "repeated title")
        elif is_date_line(block.text) and block.index < 6:
            verdicts[block.index] = Verdict("front", "date line")
    seen = sum(count_letters(block.text) for block in raw)
    return Reading(seen, raw, blocks, tuple(verdicts), _entry_facts(entries, title, blocks, verdicts))


def _is_deep(blocks: Sequence[Block]) -> bool:
    return any(next(islice(block.step.up(), DEEP, None), None) for block in blocks if block.step)


def _entry_facts(entries: dict[str, str], title: str, blocks: Sequence[Block], verdicts: Sequence[Verdict]) -> Facts:
    dated = [block.text for block, verdict in zip(blocks, verdicts, strict=True) if verdict.rule == "date line"]
    published = next((found for text in (entries.get("published", ""), entries.get("date", ""), *dated) if (found := iso_date(text))), "")
    address = next((entries[key] for key in ("url", "source", "link") if entries.get(key, "").startswith(("http://", "https://"))), "")
    return Facts(
        title=title, authors=names_in(entries.get("author", "")), published=published, updated=iso_date(entries.get("updated", "")),
        site=entries.get("site", ""), url=address, language=entries.get("language", ""),
    )  # fmt: skip


def _mended(facts: Facts) -> Facts:
    return replace(facts, title=repair(facts.title)[0], authors=tuple(repair(name)[0] for name in facts.authors), site=repair(facts.site)[0])


def _judged_as_plain(blocks: Sequence[Block], verdicts: Sequence[Verdict]) -> list[Verdict]:
    """No extractor found a text: the blocks are judged by their words alone."""
    open_ones = [block for block, verdict in zip(blocks, verdicts, strict=True) if verdict.rule == "outside the article"]
    judged = judge_plain([replace(block, index=place) for place, block in enumerate(open_ones)])
    merged = list(verdicts)
    for block, verdict in zip(open_ones, judged, strict=True):
        merged[block.index] = verdict
    return merged


def _with_captions(blocks: Sequence[Block], verdicts: Sequence[Verdict]) -> list[Verdict]:
    body = [index for index, verdict in enumerate(verdicts) if verdict.where == "body"]
    first, last = (body[0], body[-1]) if body else (0, -1)
    return [
        _KEPT_CAPTION if verdict.rule == "picture caption" and block.kind == "caption" and not block.hidden and first < block.index < last else verdict
        for block, verdict in zip(blocks, verdicts, strict=True)
    ]


def _head_to_front(blocks: Sequence[Block], verdicts: Sequence[Verdict], facts: Facts) -> list[Verdict]:
    """The headline's first place is the front matter's title, other places repeat it; byline and date line beside it are facts, too."""
    judged = list(verdicts)
    key = fold(facts.title)
    at = next((block.index for block in blocks if key and not block.hidden and fold(block.text) == key), None)
    if at is None:
        return judged
    judged[at] = Verdict("front", "title")
    text_begins = next((index for index in range(at, len(blocks)) if judged[index].where == "body" and is_prose(blocks[index].text)), at)
    for block in blocks[max(0, at - 6) : min(text_begins + 6, len(blocks))]:
        if judged[block.index].where != "dropped" or block.hidden or word_count(block.text) > 30:
            continue
        if is_date_line(block.text):
            judged[block.index] = Verdict("front", "date line")
        elif facts.authors and {fold(name) for name in split_names(block.text)} <= {fold(name) for name in facts.authors} and split_names(block.text):
            judged[block.index] = Verdict("front", "byline")
    return judged
