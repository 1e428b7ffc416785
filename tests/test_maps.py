"""Locator maps: the right shape, from the stated viewpoint, anywhere on the globe, and small."""

from __future__ import annotations

import json
import re
from itertools import combinations

import pytest

from briefgen.graphics.clipping import Frame, path_data, thinned
from briefgen.graphics.locator import HEIGHT, LETTERS, MOST_BYTES, WIDTH, Locator, draw_place, units_of
from briefgen.graphics.lettering import text_width
from briefgen.graphics.projection import Projection, angle_between, middle_of
from briefgen.graphics.shapes import load_world, outline, ring_points
from briefgen.graphics.viewpoint import DISPUTES, is_open, owner_of
from briefgen.ownshapes import parse_shapes
from briefgen.views.place import PlaceView
from site_driver import ROOT, Site


def place(iso: str = "", at: tuple[float, float] | None = None, viewpoint: str = "international", shape: tuple = ()) -> PlaceView:  # type: ignore[type-arg]
    return PlaceView("Here", iso, at, viewpoint, shape, True)


def drawn(*args: object, **more: object) -> Locator:
    found = draw_place(place(*args, **more))  # type: ignore[arg-type]
    assert found is not None
    return found


def points_of(path: str) -> list[tuple[int, int]]:
    points = []
    for start, steps in re.findall(r"M(-?\d+ ?-?\d+)l([^Mz]*)", path):
        x, y = map(int, re.findall(r"-?\d+", start))
        numbers = list(map(int, re.findall(r"-?\d+", steps)))
        points.append((x, y))
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
    return points


# --- the shapes ---


def test_every_line_bounds_one_unit_or_two() -> None:
    world = load_world()
    uses: dict[int, int] = {}
    for unit in world.units:
        for ring in unit.rings:
            points = ring_points(ring)
            assert points[0] == points[-1]
            for arc in ring:
                number = arc if arc >= 0 else ~arc
                uses[number] = uses.get(number, 0) + 1
    assert set(uses) == set(range(len(world.arcs))) and set(uses.values()) <= {1, 2}
    assert all(-180 <= x <= 180 and -90 <= y <= 90 for arc in world.arcs for x, y in arc)


def test_inner_borders_fall_away_in_an_outline() -> None:
    germany = units_of("DE", "international")
    assert len(germany) == 16
    rings = outline(germany)
    inside = {abs(arc if arc >= 0 else ~arc) for unit in germany for ring in unit.rings for arc in ring}
    around = {abs(arc if arc >= 0 else ~arc) for ring in rings for arc in ring}
    assert around < inside
    for ring in rings:
        points = ring_points(ring)
        assert points[0] == points[-1]


@pytest.mark.parametrize(
    ("iso", "inside"),
    [
        ("RU-KRS", (51.73, 36.19)), ("RU-PRI", (43.35, 132.2)), ("RU-BEL", (50.6, 36.6)), ("RU-CHU", (66.0, 172.0)), ("UA-63", (49.8, 36.3)),
        ("US-CA", (37.0, -120.0)), ("FR-75", (48.86, 2.34)), ("DE-BY", (48.8, 11.6)), ("KP", (39.0, 125.8)), ("FJ", (-17.8, 178.0)), ("TW", (23.8, 121.0)),
    ],
)  # fmt: skip
def test_a_code_has_the_shape_of_what_it_stands_for(iso: str, inside: tuple[float, float]) -> None:
    latitude, longitude = inside
    crossings = 0
    for ring in outline(units_of(iso, "international")):
        points = ring_points(ring)
        for (ax, ay), (bx, by) in zip(points, points[1:], strict=False):
            if (ay <= latitude) != (by <= latitude):
                crossings += ax + (latitude - ay) / (by - ay) * (bx - ax) > longitude
    assert crossings % 2 == 1, f"{inside} does not lie in {iso}"


def test_codes_are_those_of_iso_3166() -> None:
    pycountry = pytest.importorskip("pycountry", reason="pycountry is not installed")
    known = {division.code for division in pycountry.subdivisions}
    codes = {code for unit in load_world().units for code in unit.codes}
    assert len(codes) > 3_500
    assert len(codes - known) <= len(codes) / 20, sorted(codes - known)[:40]  # the standard changes every year
    firsts = [unit.codes[0] for unit in load_world().units if unit.codes]
    leading = [code for code in firsts if firsts.count(code) > 1]
    assert all(any(code in other.codes[1:] for other in load_world().units) for code in set(leading)), sorted(set(leading))


# --- viewpoints ---


def owners(dispute: str, viewpoint: str) -> set[str]:
    return {owner_of(unit, viewpoint) for unit in load_world().units if unit.dispute == dispute}


@pytest.mark.parametrize(
    ("viewpoint", "owner", "open_"),
    [("international", "UA", True), ("de facto", "RU", False), ("UA", "UA", False), ("RU", "RU", False), ("FR", "UA", True)],
)
def test_a_viewpoint_decides_whose_an_area_is(viewpoint: str, owner: str, open_: bool) -> None:
    assert owners("crimea", viewpoint) == {owner}
    assert {is_open(unit, viewpoint) for unit in load_world().units if unit.dispute == "crimea"} == {open_}


def test_every_area_in_dispute_has_its_row_and_its_shapes() -> None:
    assert {unit.dispute for unit in load_world().units} - {""} == set(DISPUTES)
    text = (ROOT / "docs/maps.md").read_text(encoding="utf-8")
    for name, dispute in DISPUTES.items():
        cells = (f"`{name}`", dispute.held or "–", dispute.listed or "–", ", ".join(dispute.claimed))
        assert f"| {' | '.join(cells)} |" in text


def test_maps_differ_by_viewpoint_and_say_so(tmp_path) -> None:  # type: ignore[no-untyped-def]
    assert drawn("UA").open and not drawn("UA", viewpoint="de facto").open
    site = Site.small(tmp_path)
    site.append("content/regions.yaml", "\nukraine:\n  name: Ukraine\n  iso: UA\n")
    site.replace("content/annotations/pier.yaml", "date: 2024-10\n    where: [pier-nine]", "date: 2024-10\n    where: [pier-nine, ukraine]")
    captions = []
    for setting in ("", "viewpoint: de facto\n", "viewpoint: UA\n"):
        config = site.read("briefgen.yaml")
        site.append("briefgen.yaml", setting).build().expect_exit(0)
        captions.append(site.page("/regions/ukraine/").select_one("figure.map figcaption").get_text())
        site.write("briefgen.yaml", config)
    assert "ISO 3166" in captions[0] and "as they are held" in captions[1] and "the government of Ukraine claims" in captions[2]
    site.append("briefgen.yaml", "viewpoint: defacto\n").check().expect_exit(1)
    assert "'defacto' is no viewpoint for maps" in site.err and "did you mean 'de facto'?" in site.err


# --- drawing ---

EVERYWHERE = {
    "a province": ("RU-KRS", (51.7, 36.2)),
    "across 180°": ("RU", None),
    "islands at 180°": ("FJ", None),
    "a province at 180°": ("RU-CHU", None),
    "around the pole": ("AQ", None),
    "the north pole": ("", (90.0, 0.0)),
    "the south pole": ("", (-90.0, 0.0)),
    "far parts": ("US", None),
    "parts overseas": ("FR", None),
    "a city state": ("SG", None),
    "open sea": ("", (0.0, -150.0)),
    "the edge of the world": ("", (0.0, 180.0)),
    "many islands": ("ID", None),
    "the largest neighbours": ("MN", None),
    "no code": ("", (43.1, 131.9)),
}


@pytest.mark.parametrize("name", EVERYWHERE)
def test_a_map_is_small_and_stays_in_its_frame(name: str) -> None:
    iso, at = EVERYWHERE[name]
    found = drawn(iso, at)
    assert found.size < 1.1 * MOST_BYTES
    assert bool(found.here) == bool(iso)
    assert (found.point is not None) == (at is not None)
    for path in (found.land, found.home, found.here, found.open, found.coast, found.borders, found.contested, found.provinces, found.edge):
        assert "nan" not in path and "inf" not in path
        assert all(-13 <= x <= WIDTH + 13 and -13 <= y <= HEIGHT + 13 for x, y in points_of(path))
    for label in found.labels:
        half = text_width(label.name, LETTERS) / 2
        assert half <= label.x <= WIDTH - half and LETTERS <= label.y <= HEIGHT
    for a, b in combinations(found.labels, 2):
        apart = abs(a.x - b.x) > (text_width(a.name, LETTERS) + text_width(b.name, LETTERS)) / 2 or abs(a.y - b.y) > LETTERS
        assert apart, (a, b)


def test_the_shape_is_in_the_middle_and_the_whole_of_it_is_shown() -> None:
    for iso in ("RU-KRS", "RU-CHU", "KP", "AQ"):
        xs, ys = zip(*points_of(drawn(iso).here), strict=True)
        assert abs((min(xs) + max(xs)) / 2 - WIDTH / 2) < 60 and abs((min(ys) + max(ys)) / 2 - HEIGHT / 2) < 60, iso
        assert max(max(xs) - min(xs), max(ys) - min(ys)) > 200


def test_no_line_is_drawn_where_the_world_was_cut() -> None:
    """Chukotka lies on both sides of 180°: its edge has no straight north-south line through its middle."""
    projection_middle = drawn("RU-CHU")
    parts = re.findall(r"M-?\d+ ?-?\d+l[^M]*", projection_middle.edge)
    longest = max((abs(int(dy)) for part in parts for _, dy in re.findall(r"(-?\d+)[ ]?(-?\d+)", part.split("l")[1])), default=0)
    assert longest < 60


def test_without_code_shape_and_coordinates_there_is_no_map() -> None:
    assert draw_place(place()) is None
    assert draw_place(place("XX")) is None
    assert draw_place(place("RU-XXX")) is None


def test_maps_are_the_same_every_time() -> None:
    assert drawn("UA") == drawn("UA")


def test_equal_areas_stay_equal_and_the_middle_stays() -> None:
    flat = Projection((178.0, -17.0), 100, 0, 0)
    assert flat.project([(178.0, -17.0)]) == [(0.0, 0.0)]
    ((x, y),) = flat.project([(-179.0, -17.0)])
    assert x > 0 and abs(y) < 1, "east is to the right across 180°"
    assert angle_between((179, 0), (-179, 0)) == pytest.approx(2)
    assert middle_of([(179, 0), (-179, 0)])[0] in (pytest.approx(180), pytest.approx(-180))
    ((far, _),) = Projection((0, 0), 1, 0, 0).project([(90, 0)])
    assert far == pytest.approx(2**0.5), "Snyder, 1987: a quarter of the globe lies at the square root of two"


# --- clipping ---

FRAME = Frame(0, 0, 10, 10)


def test_rings_and_lines_are_cut_at_the_frame() -> None:
    assert sorted(FRAME.clip_ring([(-5, 5), (5, 5), (5, 15), (-5, 15)])) == [(0, 5), (0, 10), (5, 5), (5, 10)]
    assert FRAME.clip_ring([(20, 20), (30, 20), (30, 30)]) == []
    assert sorted(FRAME.clip_ring([(-5, -5), (15, -5), (15, 15), (-5, 15)])) == [(0, 0), (0, 10), (10, 0), (10, 10)]
    assert FRAME.clip_line([(-5, 5), (15, 5)]) == [[(0, 5), (10, 5)]]
    assert FRAME.clip_line([(5, 5), (15, 5), (15, 6), (5, 6)]) == [[(5, 5), (10, 5)], [(10, 6), (5, 6)]]
    assert FRAME.clip_line([(-1, -1), (-1, 11)]) == []


def test_paths_are_short() -> None:
    assert path_data([[(0, 0), (1, 0), (2, 0), (2, 5), (0, 0)]], closed=True) == "M0 0l2 0 0 5-2-5z"
    assert path_data([[(0, 0), (0.2, 0.1)]], closed=False) == ""
    assert thinned([(0, 0), (0.1, 0), (5, 0), (5.1, 0)], 1) == [(0, 0), (5, 0), (5.1, 0)]


# --- a site's own shapes ---

SQUARE = [[[34.0, 51.0], [35.0, 51.0], [35.0, 50.0], [34.0, 51.0]]]


def shapes(*features: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features}, indent=1)


def feature(region: str, coordinates: object = SQUARE, kind: str = "Polygon") -> dict[str, object]:
    return {"type": "Feature", "properties": {"region": region}, "geometry": {"type": kind, "coordinates": coordinates}}


def test_own_shapes_are_read() -> None:
    parsed = parse_shapes(shapes(feature("a"), {**feature("b", [SQUARE, SQUARE], "MultiPolygon"), "id": "x"}), "content/shapes.geojson")
    assert not parsed.problems and parsed.value is not None
    assert list(parsed.value) == ["a", "b"] and len(parsed.value["b"].rings) == 2
    assert drawn(shape=parsed.value["a"].rings).own


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "this is not JSON"),
        ("[]", "this is no FeatureCollection"),
        ("[" * 100_000, "this is nested too deeply"),
        ('{"type": "FeatureCollection"}', "this is no FeatureCollection"),
        ('{"type": "FeatureCollection", "features": [NaN]}', "'NaN' is not a number in JSON"),
        ('{"type": "FeatureCollection", "crs": {}, "features": []}', "this names a coordinate system of its own"),
        (shapes(3), "feature 1 names no region"),
        (shapes({"type": "Feature", "geometry": None}), "feature 1 names no region"),
        (shapes(feature("a"), feature("a")), "region 'a' has a shape already"),
        (shapes(feature("a", [1, 2], "Point")), "the shape of 'a' is no polygon"),
        (shapes(feature("a", [])), "the shape of 'a' has no coordinates"),
        (shapes(feature("a", "no")), "the shape of 'a' has no coordinates"),
        (shapes(feature("a", [[[0, 0], [1, 1], [0, 0]]])), "a ring of 'a' has fewer than four points"),
        (shapes(feature("a", [[[0, 0], [1, 1], [1, 0], [2, 2]]])), "a ring of 'a' is not closed"),
        (shapes(feature("a", [[[0, 0], [1], [1, 0], [0, 0]]])), "the shape of 'a' holds a point that is not [longitude, latitude]"),
        (shapes(feature("a", [[[0, 0], [True, 1], [1, 0], [0, 0]]])), "the shape of 'a' holds a point that is not [longitude, latitude]"),
        (shapes(feature("a", [[[51, 134], [51, 135], [52, 135], [51, 134]]])), "the shape of 'a' holds [51, 134], which is not on the globe"),
    ],
)
def test_what_is_no_shape_is_an_error(text: str, message: str) -> None:
    (problem,) = parse_shapes(text, "content/shapes.geojson").problems
    assert problem.message.startswith(message) and problem.severity == "error" and problem.line >= 1


def test_own_shapes_take_the_place_of_others(tmp_path) -> None:  # type: ignore[no-untyped-def]
    site = Site.small(tmp_path).build().expect_exit(0)
    before = site.page("/regions/pier-nine/").select_one("figure.map path.here")
    site.write("content/shapes.geojson", shapes(feature("pier-nine"))).build().expect_clean()
    figure = site.page("/regions/pier-nine/").select_one("figure.map")
    assert figure.select_one("path.here") != before and "the site’s own" in figure.get_text()
    site.write("content/shapes.geojson", shapes(feature("pier-nin"))).check().expect_exit(1)
    site.expect_problem("content/shapes.geojson:7:15: error unknown-region: there is no region 'pier-nin'", "did you mean 'pier-nine'?")
