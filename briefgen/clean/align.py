"""Which of a page's blocks an extractor kept: its output laid back over the blocks.

An extractor gives text, not places. Long blocks that stand once in its output are anchors (the
longest run of them in the same order on both sides); shorter and repeated ones are looked for
between the anchors around them, so that a teaser is not taken for the sentence it repeats.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from briefgen.clean.letters import only_letters, shingles, words
from briefgen.clean.values import Block

_ANCHOR = 30
_SHARE = 0.6
_LONG = 8


def kept_blocks(blocks: Sequence[Block], output: str) -> frozenset[int]:
    """The indexes of the blocks whose text stands in `output`, mostly or whole."""
    stream = only_letters(output)
    if not stream:
        return frozenset()
    keys = [only_letters(block.text) for block in blocks]
    anchors = _anchors(keys, stream)
    found = {place for place, _ in anchors}
    found |= _between(keys, anchors, stream)
    return frozenset(found | _partly(blocks, keys, found, output))


def _anchors(keys: Sequence[str], stream: str) -> list[tuple[int, int]]:
    """(block, place in the stream) for long blocks that stand once, in a common order."""
    times = Counter(keys)
    pairs = []
    for index, key in enumerate(keys):
        if len(key) >= _ANCHOR and times[key] == 1:
            at = stream.find(key)
            if at >= 0 and stream.find(key, at + 1) < 0:
                pairs.append((index, at))
    return _rising(pairs)


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of `pairs` whose second members rise (patience sorting)."""
    tails: list[int] = []
    last: list[int] = []
    before = [-1] * len(pairs)
    for place, (_, at) in enumerate(pairs):
        pile = bisect_left(tails, at)
        before[place] = last[pile - 1] if pile else -1
        tails[pile : pile + 1] = [at]
        last[pile : pile + 1] = [place]
    chain, place = [], last[-1] if last else -1
    while place >= 0:
        chain.append(pairs[place])
        place = before[place]
    return chain[::-1]


def _between(keys: Sequence[str], anchors: list[tuple[int, int]], stream: str) -> set[int]:
    """Short and repeated blocks, looked for in order between the anchors around them."""
    found = set()
    marks = [(-1, 0, 0), *((i, at, at + len(keys[i])) for i, at in anchors), (len(keys), len(stream), len(stream))]
    for (first, _, start), (last, end, _) in zip(marks, marks[1:], strict=False):
        at = start
        for index in range(first + 1, last):
            key = keys[index]
            if not key or at >= end:
                continue
            hit = stream.find(key, at, end)
            if hit >= 0 and (len(key) >= _LONG or hit == at):
                found.add(index)
                at = hit + len(key)
    return found


def _partly(blocks: Sequence[Block], keys: Sequence[str], found: set[int], output: str) -> set[int]:
    """Long blocks of which the extractor kept most of the words, but not all."""
    rest = [b.index for b in blocks if b.index not in found and len(keys[b.index]) >= _ANCHOR]
    if not rest:
        return set()
    kept = shingles(words(output))
    whole = {keys[index] for index in found}
    partly = set()
    for index in rest:
        if keys[index] in whole:
            continue
        own = shingles(words(blocks[index].text))
        if own and len(own & kept) >= _SHARE * len(own):
            partly.add(index)
    return partly
