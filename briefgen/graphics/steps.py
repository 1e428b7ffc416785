"""A step chart of figures: one panel for each origin, all on the same axes of time and number.

A figure holds from when it was named until its origin named another. A bound that is open ends in an
arrow, never in a number that nobody named; "about" is a band of a tenth either way, as the ledger has it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from briefgen.dates import parse_date
from briefgen.graphics.lettering import fit_text, isolated, text_width
from briefgen.graphics.numberscale import NumberAxis, NumberTick, fit_numbers
from briefgen.graphics.timeline import LETTERS, SMALL_LETTERS, WIDTHS
from briefgen.graphics.timescale import Tick, TimeAxis, extent_of, fit_axis, tidy
from briefgen.views.question import FigureLine, FigurePoint
from briefgen.words import Words

MOST_PANELS = 8
PANEL, HEAD = 96, 26
"""The height of a panel's plot, and of the line above it that names the origin."""
_EDGE, _ABOVE, _BELOW = 8, 22, 14


@dataclass(frozen=True, slots=True)
class Step:
    """One figure. `start` to `end` is what its date may mean (`centre` between them); it holds until `until`.

    It begins at `begins`, and what holds is drawn from `held_from` to `held_to`. `edges` are the numbers that were named, `top` to `bottom` is the band that they leave. `upward` and
    `downward` mark open bounds. `joint` leads from the figure before: (from, to). The label stands at
    `label_at`, `label_line` where there is room for it; else it is "".
    """

    point: FigurePoint
    start: float
    end: float
    centre: float
    until: float
    begins: float
    held_from: float
    held_to: float
    edges: tuple[float, ...]
    top: float
    bottom: float
    joint: tuple[float, float] | None
    upward: bool
    downward: bool
    label: str
    label_at: float
    label_line: float


@dataclass(frozen=True, slots=True)
class Panel:
    """One origin's steps; the plot begins at `top`, below the name, and ends at `floor`."""

    line: FigureLine
    name: str
    top: float
    floor: float
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class StepChart:
    """The drawing. `numbers` are counted from a panel's `top`; `left_out` origins have no panel.

    Panels' names begin at `names_at`. `shows` names what a key must explain: "up", "down", "about", "unclear", "revised".
    """

    width: int
    height: float
    left: float
    right: float
    ticks: tuple[Tick, ...]
    numbers: tuple[NumberTick, ...]
    logarithmic: bool
    panels: tuple[Panel, ...]
    left_out: int
    shows: frozenset[str]
    names_at: float = 0
    direction: str = "ltr"

    @property
    def numbers_at(self) -> float:
        """Where the labels of the axis of numbers end, beside the plot."""
        return self.left - 6 if self.direction == "ltr" else self.right + 6


def draw_figures(lines: Sequence[FigureLine], size: str, words: Words) -> StepChart:
    """The chart of at least one line with at least one point. `size` is "wide" or "narrow"."""
    width, shown = WIDTHS[size], _most_telling(lines)
    points = [point for line in shown for point in line.points]
    numbers = fit_numbers([bound for point in points for bound in bounds(point) if bound is not None], PANEL - _ABOVE, words)
    left = math.ceil(max(text_width(tick.label, SMALL_LETTERS) for tick in numbers.ticks)) + 8
    axis = fit_axis([extent_of(parse_date(point.when.edtf)) for point in points], left, width - _EDGE)
    panels = tuple(_panel(line, number, axis, numbers) for number, line in enumerate(shown))
    height = panels[-1].floor + 22
    ticks = tuple(NumberTick(tidy(PANEL - tick.at), tick.label) for tick in numbers.ticks)
    return StepChart(
        width, height, left, axis.right, axis.ticks(SMALL_LETTERS, words.dates), ticks, numbers.logarithmic, panels, len(lines) - len(shown),
        frozenset(name for point in points for name in _shows(point)),
    )  # fmt: skip


def _shows(point: FigurePoint) -> Iterator[str]:
    told = {"up": not point.high, "down": not point.low, "about": point.about, "unclear": point.unclear, "revised": point.revised}
    return (name for name, holds in told.items() if holds)


def bounds(point: FigurePoint) -> tuple[float | None, float | None]:
    """(low, high) as drawn: "about" a tenth either way; None where open."""
    low, high = (float(bound) if bound else None for bound in (point.low, point.high))
    if point.about and low is not None and high is not None:
        return low * 0.9, high * 1.1
    return low, high


def _most_telling(lines: Sequence[FigureLine]) -> list[FigureLine]:
    """Those with the most figures where there are too many, in the order given."""
    if len(lines) <= MOST_PANELS:
        return list(lines)
    ranked = sorted(range(len(lines)), key=lambda n: (-len(lines[n].points), n))
    return [lines[n] for n in sorted(ranked[:MOST_PANELS])]


def _panel(line: FigureLine, number: int, axis: TimeAxis, numbers: NumberAxis) -> Panel:
    top = number * (HEAD + PANEL + _BELOW) + HEAD
    floor = top + PANEL
    extents = [extent_of(parse_date(point.when.edtf)) for point in line.points]
    starts = [axis.at(first) for first, _ in extents]
    steps: list[Step] = []
    taken = _Taken(axis.left, axis.right, top + 10, floor - 3)
    for n, point in enumerate(line.points):
        until = max(starts[n + 1], starts[n]) if n + 1 < len(starts) else axis.right
        before = steps[-1] if steps else None
        steps.append(_step(point, (starts[n], axis.at(extents[n][1]), until), floor, numbers, before, taken))
    return Panel(line, isolated(fit_text(line.origin.label, LETTERS * 1.15, axis.right)), top, floor, tuple(steps))


def _step(
    point: FigurePoint,
    across: tuple[float, float, float],
    floor: float,
    numbers: NumberAxis,
    before: Step | None,
    taken: _Taken,
) -> Step:
    start, end, until = across
    low, high = bounds(point)
    bottom = floor if low is None else floor - numbers.at(low)
    top = floor - PANEL if high is None else floor - numbers.at(high)
    named = {tidy(floor - numbers.at(float(bound))) for bound in (point.low, point.high) if bound}
    edges = tuple(sorted(named))
    centre = (start + end) / 2
    joint = min(((a, b) for a in before.edges for b in edges), key=lambda pair: abs(pair[0] - pair[1])) if before else None
    label, label_at, label_line = taken.place(point.words, centre, edges)
    return Step(
        point, tidy(start), tidy(end), tidy(centre), tidy(until), tidy(start), tidy(start), tidy(max(until, end)), edges, tidy(top), tidy(bottom), joint,
        high is None, low is None, label, label_at, label_line,
    )  # fmt: skip


@dataclass(slots=True)
class _Taken:
    """Where labels stand already in a panel whose text may lie between these bounds."""

    left: float
    right: float
    top: float
    bottom: float
    spans: list[tuple[float, float, float]] = field(default_factory=list)

    def place(self, words: str, centre: float, edges: Sequence[float]) -> tuple[str, float, float]:
        """(label, where it starts, its baseline): near its mark, or "" where nothing is free."""
        long = text_width(words, SMALL_LETTERS)
        start = min(max(centre - long / 2, self.left), self.right - long)
        above, below = edges[0], edges[-1]
        for line in (above - 10, below + 20, above - 24, below + 34):
            inside = self.top <= line <= self.bottom and start >= self.left
            if inside and all(start + long + 6 < a or b + 6 < start or abs(line - at) > 13 for a, b, at in self.spans):
                self.spans.append((start, start + long, line))
                return words, tidy(start), tidy(line)
        return "", 0, 0
