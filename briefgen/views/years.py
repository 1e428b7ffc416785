"""Long lists split by year, never by page number: a new briefing does not shift every later page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

NEWEST = 50
"""How many items of a kind a page shows; the rest stands on its pages by year."""


@dataclass(frozen=True, slots=True)
class YearCount:
    year: str
    count: int
    url: str


def count_years(years: Iterable[str], url: str) -> tuple[YearCount, ...]:
    counts: dict[str, int] = {}
    for year in years:
        counts[year] = counts.get(year, 0) + 1
    return tuple(YearCount(year, counts[year], f"{url}{year}/") for year in sorted(counts, reverse=True))


def split(
    items: Sequence[T], year_of: Callable[[T], str], url: str, year: str = ""
) -> tuple[tuple[T, ...], tuple[YearCount, ...]]:
    """(the items that a page shows, its years): the newest, or those of `year`. `items` newest first."""
    of_items = [year_of(item) for item in items] if year or len(items) > NEWEST else []
    years = count_years(of_items, url) if len(items) > NEWEST else ()
    if year:
        return tuple(item for item, its in zip(items, of_items, strict=True) if its == year), years
    return tuple(items[:NEWEST]), years
