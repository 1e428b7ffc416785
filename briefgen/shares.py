"""Pages parted into shares, for processes that do not share what they have made.

A page is mostly made of cards, and pages of one year show the same ones. So each share is a stretch of
time, whole years where that is near enough: then most cards are made in one process only. Shares become
smaller towards the end, so that all processes end together.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

LEAST = 100
"""How many pages a share has at the least, but for the last."""


def parted(urls: Iterable[str], place_of: Callable[[str], tuple[str, str]], processes: int) -> Iterator[tuple[str, ...]]:
    """All `urls` in shares for this many processes, in order of their places: (year, what it shows)."""
    waiting = sorted((place_of(url), url) for url in urls)
    years, start = [year for (year, _), _ in waiting], 0
    while start < len(waiting):
        left = len(waiting) - start
        size = LEAST if processes == 1 else max(LEAST, left // (2 * processes))
        end = min(start + size, len(waiting))
        whole = bisect_right(years, years[end - 1])
        if processes > 1 and whole - start <= size + size // 2:
            end = whole
        yield tuple(url for _, url in waiting[start:end])
        start = end
