"""Long lists split by year, never by page number: a new briefing does not shift every later page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import attrgetter
from typing import Any, TypeVar

T = TypeVar("T")

NEWEST = 50
"""How many items of a kind a page shows; the rest stands on its pages by year."""
year_of_dated: Callable[[Any], int] = attrgetter("date.year")
"""The year of what has an EDTF date."""


@dataclass(frozen=True, slots=True)
class YearCount:
    year: str
    count: int
    url: str


def count_years(years: Iterable[int], url: str) -> tuple[YearCount, ...]:
    """The pages by year of the list at `url`, newest first."""
    counts = Counter(years)
    return tuple(YearCount(f"{year:04}", counts[year], f"{url}{year:04}/") for year in sorted(counts, reverse=True))


def split(
    items: Sequence[T], url: str, year: str = "", year_of: Callable[[T], int] = year_of_dated
) -> tuple[tuple[T, ...], tuple[YearCount, ...]]:
    """(the items that a page shows, its years): the newest, or those of `year`. `items` newest first."""
    of_items = list(map(year_of, items)) if year or len(items) > NEWEST else []
    years = count_years(of_items, url) if len(items) > NEWEST else ()
    if year:
        return tuple(compress(items, map(int(year).__eq__, of_items))), years
    return tuple(items[:NEWEST]), years
