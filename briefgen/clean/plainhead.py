"""The head of a plain-text scrape: title, caption, byline and date line, before the body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefgen.clean.byline import byline_names, is_date_line, visible_dates
from briefgen.clean.captions import ends_in_credit, split_credit
from briefgen.clean.letters import fold, words
from briefgen.clean.prose import ends_sentence, is_prose
from briefgen.clean.titles import without_site
from briefgen.clean.values import Block, Facts, Image, Verdict

_LOOK = 60
_TITLE_WORDS = (2, 40)


def read_plain_head(blocks: Sequence[Block], verdicts: Sequence[Verdict]) -> tuple[Facts, list[Verdict]]:
    """The facts that the head of a scrape states, and the verdicts with its lines moved to the front."""
    judged = list(verdicts)
    body = [index for index, verdict in enumerate(judged) if verdict.where == "body"]
    title = _title_line(blocks, judged, body[0] if body else len(blocks))
    facts = Facts()
    if title is not None:
        facts = replace(facts, title=_title_text(blocks, title))
        judged[title] = Verdict("front", "title")
        _drop_repeats(blocks, judged, facts.title)
    image = _read_caption(blocks, judged, title)
    head = _head(blocks, judged, title)
    published, updated = visible_dates([blocks[index] for index in head])
    for index in head:
        if is_date_line(blocks[index].text):
            judged[index] = Verdict("front", "date line")
        elif judged[index].where == "body" and byline_names([blocks[index]], ()):
            judged[index] = Verdict("front", "byline")
    authors = byline_names([blocks[index] for index in head], ())
    return replace(facts, published=published, updated=updated, authors=authors, image=image), judged


def _title_line(blocks: Sequence[Block], judged: Sequence[Verdict], body: int) -> int | None:
    """The headline: the first line of words that is neither date nor furniture nor a sentence of text.

    Where a page's title and its headline both stand there, the later, shorter one is the headline.
    """
    found = None
    low, high = _TITLE_WORDS
    for index in range(min(len(blocks), body + 3, _LOOK)):
        text = blocks[index].text
        count = len(words(text))
        rule = judged[index].rule if judged[index].where == "dropped" else ""
        if not (low < count <= high or (count and len(text) > 8)) or rule not in ("", "outside the article") or is_date_line(text):
            continue
        if text.endswith((".", "。", ":")) and is_prose(text):
            continue
        if found is None:
            if index <= body:
                found = index
        elif fold(text) in fold(blocks[found].text) and len(fold(text)) > 0.5 * len(fold(blocks[found].text)):
            return index
    return found


def _title_text(blocks: Sequence[Block], title: int) -> str:
    return without_site(blocks[title].text, "")


def _drop_repeats(blocks: Sequence[Block], judged: list[Verdict], title: str) -> None:
    key = fold(title)
    for block, verdict in zip(blocks, tuple(judged), strict=True):
        if verdict.where != "front" and fold(block.text) and (fold(block.text) == key or (key in fold(block.text) and not ends_sentence(block.text) and block.index < 12 and len(key) > 15)):
            judged[block.index] = Verdict("dropped", "repeated title")


def _read_caption(blocks: Sequence[Block], judged: list[Verdict], title: int | None) -> Image:
    """The caption of the lead picture: before the third sentence, with a credit in brackets at its end."""
    if title is None:
        return Image()
    seen = 0
    for block in blocks[title + 1 : title + 12]:
        if ends_in_credit(block.text) and judged[block.index].rule in ("article", "outside the article"):
            caption, credit = split_credit(block.text)
            judged[block.index] = Verdict("front", "caption")
            return Image(caption=caption, credit=credit)
        seen += is_prose(block.text)
        if seen > 1:
            break
    return Image()


def _head(blocks: Sequence[Block], judged: Sequence[Verdict], title: int | None) -> list[int]:
    """The lines from a little above the title to the first sentence of the body."""
    start = max(0, (title or 0) - 6)
    head = []
    for block in blocks[start : start + 30]:
        if judged[block.index].where == "body" and is_prose(block.text) and not is_date_line(block.text):
            break
        head.append(block.index)
    return head
