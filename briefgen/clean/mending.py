"""The repair of mojibake over a page's blocks: all of them together, since damage is seen in the mass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefgen.clean.letters import visible
from briefgen.clean.repair import repair, repairs_between
from briefgen.clean.runs import text_of
from briefgen.clean.values import Block, Repair, Run, Verdict

_BETWEEN = "\n\x1f\n"


def mend_blocks(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with their text repaired, and without characters that show nothing."""
    texts = list(_texts(blocks))
    joined = _BETWEEN.join(texts)
    mended = iter(repair(joined)[0].split(_BETWEEN))
    return tuple(_rebuilt(block, mended) for block in blocks)


def repairs_in(before: Sequence[Block], after: Sequence[Block], verdicts: Sequence[Verdict]) -> tuple[Repair, ...]:
    """Each repair in text that was kept, once, in the order of the page."""
    found: dict[Repair, None] = {}
    for old, new, verdict in zip(before, after, verdicts, strict=True):
        if verdict.where != "dropped" and old.text != new.text:
            found.update(dict.fromkeys(repairs_between(old.text, new.text)))
    return tuple(found)


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if block.source:
            yield block.source
            yield block.text
        else:
            yield from (run.text for run in _runs(block))


def _runs(block: Block) -> tuple[Run, ...]:
    return tuple(run for cell in block.cells for run in cell) if block.cells else block.runs


def _rebuilt(block: Block, texts: Iterator[str]) -> Block:
    if block.source:
        source, text = visible(next(texts)), visible(next(texts))
        return replace(block, source=source, text=text, runs=(Run(text),))
    if not block.cells:
        runs = tuple(replace(run, text=visible(next(texts))) for run in block.runs)
        return replace(block, runs=runs, text=text_of(runs))
    cells = tuple(tuple(replace(run, text=visible(next(texts))) for run in cell) for cell in block.cells)
    return replace(block, cells=cells, runs=tuple(run for cell in cells for run in cell), text=" ".join(text_of(cell) for cell in cells if cell))
