"""A map's projection: Lambert's azimuthal equal-area about the middle of what is shown.

It is true to area, and it knows neither poles nor an edge of the world: a map may stand anywhere. The
formulas are those of Snyder, Map Projections: A Working Manual (USGS 1395, 1987), pages 185 to 187.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from briefgen.graphics.shapes import Place

_FARTHEST = math.radians(150)
"""Beyond this angle from the middle everything is drawn as if it were there: far outside of any frame."""


@dataclass(frozen=True, slots=True)
class Projection:
    """About `middle`; `scale` is units to the earth's radius; the middle comes to (`x`, `y`), y downwards."""

    middle: Place
    scale: float
    x: float
    y: float

    def project(self, points: Iterable[Place]) -> list[tuple[float, float]]:
        longitude, latitude = math.radians(self.middle[0]), math.radians(self.middle[1])
        sine, cosine, projected = math.sin(latitude), math.cos(latitude), []
        for x, y in points:
            turned, up = math.radians(x) - longitude, math.radians(y)
            sin_up, cos_up = math.sin(up), math.cos(up)
            near = sine * sin_up + cosine * cos_up * math.cos(turned)  # the cosine of the angle from the middle
            east, north = cos_up * math.sin(turned), cosine * sin_up - sine * cos_up * math.cos(turned)
            angle = min(math.acos(max(-1.0, min(1.0, near))), _FARTHEST)
            away = math.hypot(east, north)
            grown = 2 * math.sin(angle / 2) / away * self.scale if away else 0.0
            projected.append((self.x + east * grown, self.y - north * grown))
        return projected


def angle_between(a: Place, b: Place) -> float:
    """The angle between two places as seen from the earth's centre, in degrees."""
    (ax, ay), (bx, by) = (map(math.radians, place) for place in (a, b))
    half = math.sin((by - ay) / 2) ** 2 + math.cos(ay) * math.cos(by) * math.sin((bx - ax) / 2) ** 2
    return math.degrees(2 * math.asin(math.sqrt(min(half, 1.0))))


def middle_of(points: Iterable[Place]) -> Place:
    """The middle of places as seen from the earth's centre; knows no antimeridian."""
    x = y = z = 0.0
    for longitude, latitude in points:
        turned, up = math.radians(longitude), math.radians(latitude)
        x += math.cos(up) * math.cos(turned)
        y += math.cos(up) * math.sin(turned)
        z += math.sin(up)
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))
