"""Lines and rings cut to a frame, thinned to what a drawing can show, and written as SVG path data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    left: float
    top: float
    right: float
    bottom: float

    def clip_ring(self, ring: Sequence[Point]) -> list[Point]:
        """The part of a ring inside the frame (Sutherland and Hodgman's method); [] where there is none."""
        if self._is_apart(ring):
            return []
        kept: list[Point] = list(ring)
        if self._is_within(ring):
            return kept
        for axis, bound, inside in self._sides():
            entered, kept = kept, []
            for n, here in enumerate(entered):
                before = entered[n - 1]
                if inside(here) != inside(before):
                    kept.append(_crossing(before, here, axis, bound))
                if inside(here):
                    kept.append(here)
            if not kept:
                break
        return kept

    def _is_apart(self, points: Sequence[Point]) -> bool:
        """Whether all points lie beyond one side, which is quick to see."""
        xs, ys = zip(*points, strict=True)
        return max(xs) < self.left or min(xs) > self.right or max(ys) < self.top or min(ys) > self.bottom

    def _is_within(self, points: Sequence[Point]) -> bool:
        xs, ys = zip(*points, strict=True)
        return self.left <= min(xs) and max(xs) <= self.right and self.top <= min(ys) and max(ys) <= self.bottom

    def _sides(self) -> tuple[tuple[int, float, Callable[[Point], bool]], ...]:
        return (
            (0, self.left, lambda p: p[0] >= self.left),
            (0, self.right, lambda p: p[0] <= self.right),
            (1, self.top, lambda p: p[1] >= self.top),
            (1, self.bottom, lambda p: p[1] <= self.bottom),
        )

    def clip_line(self, line: Sequence[Point]) -> list[list[Point]]:
        """The parts of a line inside the frame (Liang and Barsky's method)."""
        if self._is_apart(line):
            return []
        if self._is_within(line):
            return [list(line)]
        parts: list[list[Point]] = []
        for a, b in zip(line, line[1:], strict=False):
            piece = self._clip_step(a, b)
            if piece is None:
                continue
            if parts and parts[-1][-1] == piece[0]:
                parts[-1].append(piece[1])
            else:
                parts.append([*piece])
        return parts

    def _clip_step(self, a: Point, b: Point) -> tuple[Point, Point] | None:
        (ax, ay), (bx, by) = a, b
        first, last = 0.0, 1.0
        for step, room in ((ax - bx, ax - self.left), (bx - ax, self.right - ax), (ay - by, ay - self.top), (by - ay, self.bottom - ay)):
            if step == 0:
                if room < 0:
                    return None
            elif step < 0:
                first = max(first, room / step)
            else:
                last = min(last, room / step)
        if first > last:
            return None
        start = a if first == 0 else (ax + (bx - ax) * first, ay + (by - ay) * first)
        end = b if last == 1 else (ax + (bx - ax) * last, ay + (by - ay) * last)
        return start, end

    def holds(self, point: Point) -> bool:
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom


def _crossing(a: Point, b: Point, axis: int, bound: float) -> Point:
    share = (bound - a[axis]) / (b[axis] - a[axis])
    other = a[1 - axis] + share * (b[1 - axis] - a[1 - axis])
    return (bound, other) if axis == 0 else (other, bound)


def thinned(line: Sequence[Point], least: float) -> list[Point]:
    """`line` without points closer than `least` to the one before; both ends stay."""
    kept = [line[0]]
    for point in line[1:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= least:
            kept.append(point)
    kept.append(line[-1])
    return kept


def path_data(lines: Iterable[Sequence[Point]], *, closed: bool) -> str:
    """Path data in whole units, with relative steps; a line that comes to less than a step is left out."""
    pieces = []
    for line in lines:
        whole = [(round(x), round(y)) for x, y in line]
        steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in zip(whole, whole[1:], strict=False)]
        steps = _straightened([step for step in steps if step != (0, 0)])
        if len(steps) < (2 if closed else 1):
            continue
        pieces.append(f"M{whole[0][0]} {whole[0][1]}l{' '.join(f'{x} {y}' for x, y in steps)}{'z' if closed else ''}".replace(" -", "-"))
    return "".join(pieces)


def _straightened(steps: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Steps in one direction become one."""
    kept: list[tuple[int, int]] = []
    for x, y in steps:
        if kept and kept[-1][0] * y == kept[-1][1] * x and kept[-1][0] * x >= 0 and kept[-1][1] * y >= 0:
            kept[-1] = (kept[-1][0] + x, kept[-1][1] + y)
        else:
            kept.append((x, y))
    return kept
