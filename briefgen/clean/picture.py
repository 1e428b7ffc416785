"""The caption and credit of an article's lead picture, as its page prints them."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.clean.captions import is_credit_line, split_credit
from briefgen.clean.letters import fold, words
from briefgen.clean.prose import is_prose
from briefgen.clean.values import Block, Image, Step, Verdict

_LONGEST = 120


def lead_picture(blocks: Sequence[Block], verdicts: Sequence[Verdict], title: str) -> tuple[Image, tuple[int, ...]]:
    """The first picture's caption near the headline, and the blocks that hold it."""
    first = _second_prose(blocks, verdicts)
    start = next((b.index for b in blocks if b.kind == "heading" and fold(b.text) == fold(title)), max(0, first - 12))
    near = [b for b in blocks[max(0, start - 6) : first + 1] if verdicts[b.index].rule == "picture caption" and not b.hidden]
    near = [block for block in near if block.kind == "caption"] or near
    if not near or len(words(near[0].text)) > _LONGEST:
        return Image(), ()
    figure = _figure(near[0].step)
    together = [block for block in near[:3] if figure is None or _figure(block.step) is figure]
    caption, credit = split_credit(" ".join(near[0].text.split("\n")))
    used = [near[0].index]
    for block in together[1:]:
        if not credit and is_credit_line(block.text):
            rest, credit = split_credit(block.text)
            credit = credit or rest
            used.append(block.index)
        elif caption and credit and fold(block.text) == fold(credit):
            used.append(block.index)
    return Image(caption=caption, credit=credit), tuple(used)


def _second_prose(blocks: Sequence[Block], verdicts: Sequence[Verdict]) -> int:
    """Where the text is under way: a standfirst may stand before the picture, or the first paragraph."""
    prose = [b.index for b in blocks if verdicts[b.index].where == "body" and b.kind != "heading" and is_prose(b.text)][:2]
    return prose[-1] if prose else 0


def _figure(step: Step | None) -> Step | None:
    return next((above for above in step.up() if above.name == "figure"), None) if step else None
