"""A site's own shapes of regions: `content/shapes.geojson`, one feature for each region (GeoJSON, RFC 7946)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from briefgen.errors import Problem, Refused
from briefgen.schema import Parsed

CODE = "bad-shape"
Ring = tuple[tuple[float, float], ...]
_FORM = "write a FeatureCollection whose features each have a polygon and, in properties, the id of a region"


@dataclass(frozen=True, slots=True)
class OwnShape:
    """A region's shape: rings of (longitude, latitude), each closed; where the file names the region:
    line and column, both from 1, and the line's text."""

    rings: tuple[Ring, ...]
    place: tuple[int, int, str]


def parse_shapes(text: str, path: str) -> Parsed[Mapping[str, OwnShape]]:
    """Region -> its shape, and every feature that is none."""

    def problem(message: str, hint: str, at: tuple[int, int, str]) -> Problem:
        return Problem(path, at[0], at[1], "error", CODE, message, hint, at[2])

    try:
        features = _features(json.loads(text, parse_constant=_refuse_constant))
    except json.JSONDecodeError as error:
        hint = "look for a comma or a bracket that is missing here, or one too many"
        return Parsed(None, (problem(f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]}", hint, _place(text, error.pos)),))
    except RecursionError:
        return Parsed(None, (problem("this is nested too deeply", _FORM, _place(text, 0)),))
    except ValueError as refused:
        return Parsed(None, (problem(str(refused), getattr(refused, "hint", "") or _FORM, _place(text, 0)),))
    shapes: dict[str, OwnShape] = {}
    problems = []
    for number, feature in enumerate(features, start=1):
        region = _region(feature)
        place = _place(text, max(text.find(f'"{region}"'), 0) if region else 0)  # the start, where it is written with escapes
        try:
            if not region:
                raise Refused(f"feature {number} names no region", 'write "properties": {"region": "its-id"}')
            if region in shapes:
                raise Refused(f"region '{region}' has a shape already", "put all its polygons into one MultiPolygon")
            shapes[region] = OwnShape(tuple(_rings(feature.get("geometry"), region)), place)
        except ValueError as refused:
            problems.append(problem(str(refused), getattr(refused, "hint", ""), place))
    return Parsed(dict(sorted(shapes.items())), tuple(problems))


def _features(held: Any) -> list[Any]:
    if not isinstance(held, dict) or held.get("type") != "FeatureCollection" or not isinstance(held.get("features"), list):
        raise Refused("this is no FeatureCollection", _FORM)
    if "crs" in held:
        raise Refused("this names a coordinate system of its own ('crs')", "save it in longitude and latitude, WGS 84 (RFC 7946, 4)")
    return held["features"]


def _region(feature: Any) -> str:
    """The region that a feature is the shape of: `properties.region`, or its `id`; "" where there is none."""
    if not isinstance(feature, dict):
        return ""
    properties = feature.get("properties")
    named = properties.get("region") if isinstance(properties, dict) else None
    region = named if named is not None else feature.get("id")
    return region if isinstance(region, str) else ""


def _rings(geometry: Any, region: str) -> Iterator[Ring]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise Refused(f"the shape of '{region}' is no polygon", "write a geometry of type Polygon or MultiPolygon")
    polygons = geometry.get("coordinates")
    polygons = [polygons] if kind == "Polygon" else polygons
    if not isinstance(polygons, list) or not polygons or not all(isinstance(p, list) and p for p in polygons):
        raise Refused(f"the shape of '{region}' has no coordinates", "write rings of [longitude, latitude]")
    for polygon in polygons:
        for ring in polygon:
            yield _ring(ring, region)


def _ring(ring: Any, region: str) -> Ring:
    if not isinstance(ring, list) or len(ring) < 4:
        raise Refused(f"a ring of '{region}' has fewer than four points", "write the first point again at the end")
    points = tuple(_point(point, region) for point in ring)
    if points[0] != points[-1]:
        raise Refused(f"a ring of '{region}' is not closed", "write the first point again at the end")
    return points


def _point(point: Any, region: str) -> tuple[float, float]:
    numbers = isinstance(point, list) and len(point) >= 2 and all(type(n) in (int, float) for n in point)
    if not numbers:
        raise Refused(f"the shape of '{region}' holds a point that is not [longitude, latitude]", "write two numbers")
    x, y = point[0], point[1]
    if not (-180 <= x <= 180 and -90 <= y <= 90):
        hint = "longitude comes first" if abs(x) <= 90 < abs(y) <= 180 else "write degrees, longitude first"
        raise Refused(f"the shape of '{region}' holds [{x:.6g}, {y:.6g}], which is not on the globe", hint)
    return round(float(x), 5), round(float(y), 5)


def _refuse_constant(name: str) -> NoReturn:
    raise Refused(f"'{name}' is not a number in JSON (RFC 8259)", "write a number")


def _place(text: str, at: int) -> tuple[int, int, str]:
    """(line, column, the line's text) of the character `at`."""
    start = text.rfind("\n", 0, at) + 1
    return text.count("\n", 0, at) + 1, at - start + 1, text[start:].split("\n", 1)[0][:200]
