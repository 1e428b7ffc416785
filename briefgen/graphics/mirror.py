"""Drawings for pages that are written from the right: time runs to the left, and labels start on the right."""

from __future__ import annotations

from dataclasses import replace

from briefgen.graphics.lettering import isolated
from briefgen.graphics.periods import Column, Periods, Row
from briefgen.graphics.steps import Panel, Step, StepChart
from briefgen.graphics.timeline import Mark, Timeline
from briefgen.graphics.timescale import Tick, tidy


def mirrored(drawn: Timeline | Periods | StepChart) -> Timeline | Periods | StepChart:
    """The drawing seen in a mirror, its text as it was."""
    width = drawn.width
    ticks = tuple(_tick(tick, width) for tick in drawn.ticks)
    if isinstance(drawn, Timeline):
        return replace(drawn, ticks=ticks, marks=tuple(_mark(mark, width) for mark in drawn.marks), direction="rtl")
    if isinstance(drawn, Periods):
        columns = tuple(_column(column, width) for column in drawn.columns)
        return replace(drawn, ticks=ticks, columns=columns, rows=tuple(_row(row, width) for row in drawn.rows), direction="rtl")
    panels = tuple(_panel(panel, width) for panel in drawn.panels)
    left, right = tidy(width - drawn.right), tidy(width - drawn.left)
    return replace(drawn, ticks=ticks, panels=panels, left=left, right=right, names_at=width, direction="rtl")


def _tick(tick: Tick, width: float) -> Tick:
    return replace(tick, at=tidy(width - tick.at))


def _mark(mark: Mark, width: float) -> Mark:
    return replace(
        mark,
        start=tidy(width - mark.end),
        end=tidy(width - mark.start),
        date=isolated(mark.date),
        label_at=tidy(width - mark.label_at),
        doubt_at=tidy(width - mark.doubt_at),
        hit_from=tidy(width - mark.hit_from - mark.hit_width),
        open_start=mark.open_end,
        open_end=mark.open_start,
    )


def _column(column: Column, width: float) -> Column:
    return replace(column, left=tidy(width - column.left - column.width))


def _row(row: Row, width: float) -> Row:
    return replace(
        row,
        start=tidy(width - row.end),
        end=tidy(width - row.start),
        label_at=tidy(width - row.label_at),
        hit_from=tidy(width - row.hit_from - row.hit_width),
    )


def _panel(panel: Panel, width: float) -> Panel:
    return replace(panel, steps=tuple(_step(step, width) for step in panel.steps))


def _step(step: Step, width: float) -> Step:
    return replace(
        step,
        start=tidy(width - step.end),
        end=tidy(width - step.start),
        centre=tidy(width - step.centre),
        until=tidy(width - step.until),
        begins=tidy(width - step.begins),
        held_from=tidy(width - step.held_to),
        held_to=tidy(width - step.held_from),
        label_at=tidy(width - step.label_at),
    )
