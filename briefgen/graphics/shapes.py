"""The world's shapes as they are shipped: first-order divisions made of lines that neighbours share.

`shapes.json.xz` is made by `tools/make_shapes.py`; docs/maps.md says from what, and under which terms.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

Place = tuple[float, float]
"""Longitude and latitude in degrees."""


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A province, or what a state has in its place. `country` holds it; `rings` name arcs, `~n` backwards.

    `codes` are its ISO 3166-2 code, if known, and those of what holds it. `dispute` names the area in
    dispute that it belongs to; "" for none.
    """

    country: str
    codes: tuple[str, ...]
    dispute: str
    rings: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A line of dispute that is no unit's border: whose claim it is, and through which country it runs."""

    claim: str
    country: str
    points: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class World:
    units: tuple[Unit, ...]
    arcs: tuple[tuple[Place, ...], ...]
    lines: tuple[ClaimLine, ...]
    names: Mapping[str, str]
    """English names of countries by ISO 3166-1 code."""


@lru_cache(maxsize=1)
def load_world() -> World:
    """The shapes in the package; read once."""
    held = json.loads(lzma.decompress(Path(__file__).with_name("shapes.json.xz").read_bytes()))
    grid = held["grid"]
    units = tuple(
        Unit(one["country"], tuple(one["codes"]), one["dispute"], tuple(map(tuple, one["rings"]))) for one in held["units"]
    )
    lines = tuple(ClaimLine(one["claim"], one["country"], _points(one["line"], grid)) for one in held["lines"])
    return World(units, tuple(_points(arc, grid) for arc in held["arcs"]), lines, held["names"])


def _points(deltas: Sequence[int], grid: int) -> tuple[Place, ...]:
    return tuple((x / grid, y / grid) for x, y in zip(accumulate(deltas[::2]), accumulate(deltas[1::2]), strict=True))


def outline(units: Iterable[Unit]) -> list[list[int]]:
    """The outer rings of all `units` together, as numbers of arcs: lines between two of them fall away."""
    used: set[int] = set()
    for unit in units:
        for ring in unit.rings:
            for arc in ring:
                if ~arc in used:
                    used.discard(~arc)
                else:
                    used.add(arc)
    return joined(used)


def joined(arcs: set[int]) -> list[list[int]]:
    """Directed arcs put end to end into rings, in a fixed order."""
    world = load_world()
    starting: dict[Place, list[int]] = {}
    for arc in sorted(arcs, key=lambda n: (abs(n), n), reverse=True):
        starting.setdefault(_ends(world, arc)[0], []).append(arc)
    rings = []
    for first in sorted(arcs, key=lambda n: (abs(n), n)):
        start, end = _ends(world, first)
        if first not in starting.get(start, ()):
            continue
        starting[start].remove(first)
        ring = [first]
        while end != start and starting.get(end):
            ring.append(starting[end].pop())
            end = _ends(world, ring[-1])[1]
        rings.append(ring)
    return rings


def _ends(world: World, arc: int) -> tuple[Place, Place]:
    points = world.arcs[arc if arc >= 0 else ~arc]
    return (points[0], points[-1]) if arc >= 0 else (points[-1], points[0])


def ring_points(ring: Iterable[int]) -> list[Place]:
    """The ring's points, the first again at the end."""
    arcs, points = load_world().arcs, []
    for arc in ring:
        line = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
        points.extend(line if not points else line[1:])
    return points
