"""The locator map of a region: the region in its surroundings, as paths for a template to draw."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from briefgen.graphics.clipping import Frame, Point, path_data, thinned
from briefgen.graphics.lettering import text_width
from briefgen.graphics.projection import Projection, angle_between, middle_of
from briefgen.graphics.shapes import Place, Unit, load_world, outline, ring_points
from briefgen.graphics.viewpoint import is_open, owner_of, shows_line
from briefgen.views.place import PlaceView

WIDTH, HEIGHT = 1280, 840
"""In units of half a CSS pixel on a wide page: path data are whole numbers."""
LETTERS, LARGE_LETTERS = 26, 46
"""The sizes of labels on wide and on narrow pages."""
MOST_BYTES = 40_000
"""How large a map's paths may be; larger ones are drawn again, more coarsely."""
_MARGIN, _LEAST_STEP = 12, 1.6
_LEAST_REACH, _MOST_REACH = 2.4, 62.0
"""From the middle of a map to its nearer edge, in degrees on the globe."""
_POINT_REACH = 4.5
"""The same where only a point is known."""
_PROVINCES_UP_TO = 14.0
"""Up to which reach the borders of provinces are drawn."""


@dataclass(frozen=True, slots=True)
class Label:
    """A country's name, with its middle at `x` and its baseline at `y`; `tight` where larger letters do not fit."""

    name: str
    x: float
    y: float
    tight: bool


@dataclass(frozen=True, slots=True)
class Locator:
    """Paths in a drawing of `width` by `height` units; "" where there is nothing of a kind.

    `land` lies below `home` (the country that the region is a part of) and `here` (the region); `open`
    are areas shown as disputed. `coast`, `borders`, `contested`, `provinces` and `edge` (the region's own)
    are lines. `point` is where the region's coordinates are. `viewpoint` is in words. `own` says that the region's shape is the
    site's own, `partial` that parts of it lie too far away to be on the map.
    """

    width: int
    height: int
    land: str
    home: str
    here: str
    open: str
    coast: str
    borders: str
    contested: str
    provinces: str
    edge: str
    point: tuple[int, int] | None
    labels: tuple[Label, ...]
    viewpoint: str
    own: bool
    partial: bool

    @property
    def size(self) -> int:
        """About how many bytes its paths take."""
        return sum(map(len, (self.land, self.home, self.here, self.open, self.coast, self.borders, self.contested, self.provinces, self.edge)))


@lru_cache(maxsize=256)
def draw_place(place: PlaceView) -> Locator | None:
    """The map; None where neither a shape of the region nor its coordinates are known.

    Maps take longer to draw than the rest of their pages, which a preview draws again after every edit: they are kept."""
    here = [] if place.shape else units_of(place.iso, place.viewpoint)
    rings = [list(ring) for ring in place.shape] or [ring_points(ring) for ring in outline(here)]
    at = (place.at[1], place.at[0]) if place.at else None
    if not rings and at is None:
        return None
    view = _view(rings, at)
    if not rings:
        view = next((wider for wider in _widening(view) if _has_land(wider)), view)
    least, drawn = _LEAST_STEP if view.reach <= _PROVINCES_UP_TO else 2 * _LEAST_STEP, None
    while drawn is None or (drawn.size > MOST_BYTES and least < 12):
        drawn = _Drawing(place, view, least).draw(here, rings, at)
        least *= min(max(drawn.size / MOST_BYTES, 1.25), 2.5)
    return drawn


def units_of(iso: str, viewpoint: str) -> list[Unit]:
    """The units that make up a country or a part of one; [] where the code has no shape."""
    if not iso:
        return []
    if len(iso) == 2:
        return [unit for unit in load_world().units if owner_of(unit, viewpoint) == iso]
    return [unit for unit in load_world().units if iso in unit.codes]


@dataclass(frozen=True, slots=True)
class _View:
    """What a map shows: its middle, and how far it reaches to its nearer edge, in degrees on the globe."""

    middle: Place
    reach: float
    partial: bool = False

    @property
    def projection(self) -> Projection:
        scale = HEIGHT / 2 / (2 * math.sin(math.radians(self.reach) / 2))
        return Projection(self.middle, scale, WIDTH / 2, HEIGHT / 2)

    @property
    def corner(self) -> float:
        """How far away the corners are, in degrees."""
        away = math.hypot(WIDTH, HEIGHT) / 2 / self.projection.scale
        return math.degrees(2 * math.asin(min(away / 2 * 1.02, 1)))

    def is_near(self, unit: Unit) -> bool:
        corner = self.corner
        return any(angle_between(self.middle, middle) - radius <= corner for middle, radius in _caps(unit))


def _widening(view: _View) -> Iterator[_View]:
    """The view, then wider ones: a point in an ocean is nowhere until there is land to see."""
    for reach in (view.reach, 10.0, 20.0, 40.0, _MOST_REACH):
        yield replace(view, reach=reach)


def _has_land(view: _View) -> bool:
    frame, projection = Frame(80, 80, WIDTH - 80, HEIGHT - 80), view.projection
    return any(
        frame.holds(point)
        for unit in load_world().units if view.is_near(unit)
        for ring in unit.rings
        for point in projection.project(ring_points(ring)[::4])
    )  # fmt: skip


def _view(rings: Sequence[Sequence[Place]], at: Place | None) -> _View:
    """Around the largest ring and all that is near it, or around a point."""
    if not rings:
        assert at is not None
        return _View(at, _POINT_REACH)
    middles = [middle_of(ring) for ring in rings]
    radii = [max(angle_between(middle, point) for point in ring) for middle, ring in zip(middles, rings, strict=True)]
    main = max(range(len(rings)), key=lambda n: (_size(rings[n]), -n))
    near = [
        n for n in range(len(rings))
        if angle_between(middles[main], middles[n]) + radii[n] <= 2.2 * radii[main] + 1
    ]  # fmt: skip
    points = [point for n in near for point in rings[n]]
    flat = Projection(middle_of(points), 1, 0, 0)
    xs, ys = zip(*flat.project(points), strict=True)
    middle = _unprojected(flat, (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    high, wide = (max(ys) - min(ys)) / 2, (max(xs) - min(xs)) / 2 * HEIGHT / WIDTH
    reach = math.degrees(2 * math.asin(min(max(high, wide) / 2, 1)))
    reach = min(max(reach * (2.0 if reach < 5 else 1.3), _LEAST_REACH), _MOST_REACH)
    return _View(middle, reach, any(_size(rings[n]) > 0.01 for n in range(len(rings)) if n not in near))


def _size(ring: Sequence[Place]) -> float:
    grown = math.cos(math.radians(sum(y for _, y in ring) / len(ring)))
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, ring[1:], strict=False))) * grown


def _unprojected(flat: Projection, x: float, y: float) -> Place:
    """The place at (x, y) of a projection with scale 1 (Snyder, equations 20-14 to 20-18)."""
    away = math.hypot(x, y)
    if away < 1e-12:
        return flat.middle
    angle, latitude = 2 * math.asin(min(away / 2, 1)), math.radians(flat.middle[1])
    up = math.asin(math.cos(angle) * math.sin(latitude) - y * math.sin(angle) * math.cos(latitude) / away)
    across = away * math.cos(latitude) * math.cos(angle) + y * math.sin(latitude) * math.sin(angle)
    turned = math.atan2(x * math.sin(angle), across)
    return (flat.middle[0] + math.degrees(turned) + 540) % 360 - 180, math.degrees(up)


class _Drawing:
    """One map being drawn; points closer than `least` units to each other become one."""

    def __init__(self, place: PlaceView, view: _View, least: float) -> None:
        self.place, self.view, self.least, self.projection = place, view, least, view.projection
        self.frame = Frame(-_MARGIN, -_MARGIN, WIDTH + _MARGIN, HEIGHT + _MARGIN)
        self.coarse = math.degrees(least * 0.7 / self.projection.scale)
        self.near = [unit for unit in load_world().units if view.is_near(unit)]
        self.provinces = view.reach <= _PROVINCES_UP_TO
        self.projected: dict[int, list[Point]] = {}

    def draw(self, here: list[Unit], rings: list[list[Place]], at: Place | None) -> Locator:
        viewpoint, country = self.place.viewpoint, self.place.iso[:2]
        home = [unit for unit in self.near if owner_of(unit, viewpoint) == country] if len(self.place.iso) > 2 else []
        own = [self.projection.project(_dense(ring)) for ring in self.place.shape]
        edges = own or [self._arc(arc) for ring in outline(here) for arc in ring if not _is_seam(arc)]
        coast, borders, contested, provinces = self._lines(country)
        contested += [self.projection.project(line.points) for line in load_world().lines if shows_line(line, viewpoint)]
        point = self.projection.project([at])[0] if at else None
        return Locator(
            WIDTH, HEIGHT,
            self._filled(self._rings(self.near)), self._filled(self._rings(home)), self._filled(own or self._rings(here)),
            self._filled(self._rings([unit for unit in self.near if is_open(unit, viewpoint)])),
            self._stroked(coast), self._stroked(borders), self._stroked(contested), self._stroked(provinces), self._stroked(edges),
            (round(point[0]), round(point[1])) if point and self.frame.holds(point) else None,
            self._labels(point) if self.place.labelled else (),
            load_world().names.get(viewpoint, viewpoint), bool(own), self.view.partial,
        )  # fmt: skip

    def _arc(self, arc: int) -> list[Point]:
        """An arc projected, once for all that it bounds, so that neighbours keep one line."""
        number = arc if arc >= 0 else ~arc
        if number not in self.projected:
            line = _dense(thinned(load_world().arcs[number], self.coarse))
            self.projected[number] = thinned(self.projection.project(line), self.least)
        line = self.projected[number]
        return line if arc >= 0 else line[::-1]

    def _rings(self, units: Iterable[Unit]) -> list[list[Point]]:
        return [[point for arc in ring for point in self._arc(arc)] for ring in outline(units)]

    def _filled(self, rings: Iterable[Sequence[Point]]) -> str:
        clipped = (self.frame.clip_ring(ring) for ring in rings)
        return path_data([ring for ring in clipped if len(ring) > 2 and _is_visible(ring, self.least)], closed=True)

    def _stroked(self, lines: Iterable[Sequence[Point]]) -> str:
        seen = (line for line in lines if line[0] != line[-1] or _is_visible(line, self.least))  # an islet has no coast
        return path_data([part for line in seen for part in self.frame.clip_line(line)], closed=False)

    def _lines(self, country: str) -> tuple[list[list[Point]], ...]:
        """(coasts, borders, contested borders, provinces of `country`)."""
        sides: dict[int, list[Unit]] = {}
        for unit in self.near:
            for ring in unit.rings:
                for arc in ring:
                    sides.setdefault(arc if arc >= 0 else ~arc, []).append(unit)
        view, kinds = self.place.viewpoint, ([], [], [], [])  # type: ignore[var-annotated]
        for arc, units in sorted(sides.items()):
            owners = {owner_of(unit, view) for unit in units}
            disputes = {unit.dispute if is_open(unit, view) else "" for unit in units}
            if len(units) == 1:
                kind = None if _is_seam(arc) else 0
            elif len(disputes) > 1:
                kind = 2
            elif len(owners) > 1:
                kind = 1
            else:
                kind = 3 if owners == {country} else None
            if kind is not None and (kind != 3 or self.provinces):
                kinds[kind].append(self._arc(arc))
        return kinds

    def _labels(self, point: Point | None) -> tuple[Label, ...]:
        """The names of the countries with room for them, the widest first."""
        countries: dict[str, list[Unit]] = {}
        for unit in self.near:
            countries.setdefault(owner_of(unit, self.place.viewpoint), []).append(unit)
        inner = Frame(16, 40, WIDTH - 16, HEIGHT - 20)
        found = []
        for country, units in sorted(countries.items()):
            name = load_world().names.get(country, "")
            rings = [inner.clip_ring(ring) for ring in self._rings(units)] if name else []
            spot = _roomiest([ring for ring in rings if len(ring) > 2], text_width(name, LETTERS) + 20, point)
            if spot:
                found.append((spot[0], Label(name, round(spot[1]), round(spot[2]), spot[0] < text_width(name, LARGE_LETTERS) + 20)))
        found.sort(key=lambda pair: (-pair[0], pair[1].name))
        return tuple(label for _, label in found[:9])


def _roomiest(rings: list[list[Point]], needed: float, point: Point | None) -> tuple[float, float, float] | None:
    """(room, middle, baseline) of the widest stretch inside the rings; None where a label does not fit."""
    best = None
    for ring in rings:
        top, bottom = min(y for _, y in ring), max(y for _, y in ring)
        for share in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8):
            y = top + (bottom - top) * share
            if bottom - top < 2 * LETTERS or (point and abs(point[1] - y) < LETTERS * 1.6):
                continue
            crossings = _crossings(ring, y - LETTERS / 2), _crossings(ring, y + LETTERS / 2)
            for left, right in zip(crossings[0][::2], crossings[0][1::2], strict=False):
                for low, high in zip(crossings[1][::2], crossings[1][1::2], strict=False):
                    a, b = max(left, low), min(right, high)
                    if b - a >= needed and (best is None or b - a > best[0] * 1.15):
                        best = (b - a, (a + b) / 2, y + LETTERS / 3)
    return best


def _crossings(ring: Sequence[Point], y: float) -> list[float]:
    found = []
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (ay <= y) != (by <= y):
            found.append(ax + (y - ay) / (by - ay) * (bx - ax))
    return sorted(found)


def _is_visible(ring: Sequence[Point], least: float) -> bool:
    xs, ys = zip(*ring, strict=True)
    return max(xs) - min(xs) >= 1.5 * least or max(ys) - min(ys) >= 1.5 * least


def _is_seam(arc: int) -> bool:
    """Whether an arc is where the shapes were cut: along 180° or around the pole."""
    points = load_world().arcs[arc if arc >= 0 else ~arc]
    return all(abs(x) == 180 for x, _ in points) or all(y <= -89.9 for _, y in points)


def _dense(line: Sequence[Place]) -> list[Place]:
    """`line` with points at least every two degrees, since a straight line on the globe is none on the map."""
    points = [line[0]]
    for (ax, ay), (bx, by) in zip(line, line[1:], strict=False):
        parts = max(1, math.ceil(max(abs(bx - ax), abs(by - ay)) / 2))
        points += [(ax + (bx - ax) * n / parts, ay + (by - ay) * n / parts) for n in range(1, parts + 1)]
    return points


@lru_cache(maxsize=None)
def _caps(unit: Unit) -> tuple[tuple[Place, float], ...]:
    """For each ring of a unit a circle that holds it: (middle, radius in degrees)."""
    return tuple(_cap(ring) for ring in unit.rings)


def _cap(ring: Iterable[int]) -> tuple[Place, float]:
    boxes = [_box(arc if arc >= 0 else ~arc) for arc in ring]
    left, right = min(box[0] for box in boxes), max(box[1] for box in boxes)
    low, high = min(box[2] for box in boxes), max(box[3] for box in boxes)
    middle = ((left + right) / 2, (low + high) / 2)
    if right - left > 90 or low < -85 or high > 85:
        return middle, 180.0  # it may be anywhere: a corner of such a box is not its farthest point
    corners = ((left, low), (left, high), middle[:1] + (low,), middle[:1] + (high,))
    return middle, max(angle_between(middle, corner) for corner in corners)


@lru_cache(maxsize=None)
def _box(arc: int) -> tuple[float, float, float, float]:
    xs, ys = zip(*load_world().arcs[arc], strict=True)
    return min(xs), max(xs), min(ys), max(ys)
