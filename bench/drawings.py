"""Drawings of events as numbers for other generators: where each shape and label stands. The markup is theirs.

briefgen works this out while it draws; the others get it with the record, so their builds are spared it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from briefgen.graphics.filters import timeline, years_chart
from briefgen.graphics.periods import Column, Periods
from briefgen.graphics.timeline import Mark, Timeline
from briefgen.graphics.timescale import Tick, tidy
from briefgen.views.cards import EventCard
from briefgen.look import load_words
from briefgen.views.years import YearCount
from briefgen.words import Words

SIZES = ("wide", "narrow")


def drawn_events(events: Sequence[EventCard]) -> dict[str, Any]:
    """Both sizes of the timeline of at least one event; `total` and `alleged` are for its caption."""
    sizes = [_sized(size, timeline(events, size, _words())) for size in SIZES]
    return {"total": len(events), "alleged": any(event.alleged for event in events), "sizes": sizes}


def counted_years(years: Sequence[YearCount]) -> dict[str, Any]:
    return {"sizes": [_sized(size, years_chart(years, size, _words())) for size in SIZES]}


@cache
def _words() -> Words:
    """Those of the corpus, which is in English."""
    words, problems = load_words(Path(), "en")
    assert words is not None and not problems
    return words


def _sized(size: str, drawn: Timeline | Periods | None) -> dict[str, Any]:
    assert drawn is not None
    head = {"size": size, "width": drawn.width, "height": drawn.height, "ticks": [_tick(tick) for tick in drawn.ticks]}
    if isinstance(drawn, Timeline):
        return {**head, "top": 0, "bottom": drawn.axis_top, "marks": [_mark(mark) for mark in drawn.marks]}
    return {**head, "top": drawn.base - 104, "bottom": drawn.base, "columns": [_column(one, drawn.base) for one in drawn.columns]}


def _tick(tick: Tick) -> dict[str, Any]:
    return {"at": tick.at, "label": tick.label, "anchor": tick.anchor}


def _mark(mark: Mark) -> dict[str, Any]:
    """An event known to its day; the corpus has no other."""
    assert mark.dot and not mark.approximate and not mark.uncertain
    return {
        "event": mark.event.ref,
        "x": mark.start,
        "y": mark.top + 22,
        "label": mark.label,
        "label_x": mark.label_at,
        "label_y": mark.top + 11,
        "hit_x": mark.hit_from,
        "hit_y": mark.top,
        "hit_width": mark.hit_width,
    }


def _column(column: Column, base: float) -> dict[str, Any]:
    """`shape` is (y, height) and `hollow` (x, y, width, height) of what is alleged; [] where there is none."""
    told = {"count": column.count, "alleged": column.alleged, "label": column.label, "url": column.url}
    return {
        **told,
        "x": column.left,
        "width": column.width,
        "hit_y": tidy(base - 116),
        "shape": [column.top, tidy(column.alleged_top - column.top)] if column.alleged < column.count else [],
        "hollow": [tidy(column.left + 1), column.alleged_top, tidy(column.width - 2), tidy(base - column.alleged_top)]
        if column.alleged
        else [],
        "count_x": column.left + column.width / 2,
        "count_y": tidy(column.top - 4),
    }
