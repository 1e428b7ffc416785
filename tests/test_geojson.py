"""`/data/regions.geojson`, read by a program that knows nothing of briefgen."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.graphics.locator import units_of
from briefgen.graphics.shapes import outline, ring_points
from site_driver import Site

geojson = pytest.importorskip("geojson", reason="geojson is not installed")


def read(site: Site):  # type: ignore[no-untyped-def]
    collection = geojson.loads((site.output / "data/regions.geojson").read_text(encoding="utf-8"))
    assert isinstance(collection, geojson.FeatureCollection)
    assert collection.is_valid, collection.errors()
    return collection


def test_every_published_region_with_coordinates_and_no_other(own_site: Site) -> None:
    features = {feature["id"]: feature for feature in read(own_site)["features"]}
    shown = {url.split("/")[2] for url in own_site.urls() if url.startswith("/regions/") and url.count("/") == 3 and len(url.split("/")[2]) != 4}
    with_coordinates = {id for id in shown if "Coordinates" in own_site.text(f"/regions/{id}/")}
    assert set(features) == with_coordinates and "kursk" in features
    assert "quillon-yard" not in (own_site.output / "data/regions.geojson").read_text(encoding="utf-8")


def test_longitude_comes_first(own_site: Site) -> None:
    kursk = next(feature for feature in read(own_site)["features"] if feature["id"] == "kursk")
    longitude, latitude = kursk["geometry"]["coordinates"]
    assert (longitude, latitude) == (36.185, 51.727)
    xs, ys = zip(*ring_points(outline(units_of("RU-KRS", "international"))[0]), strict=True)
    assert min(xs) < longitude < max(xs) and min(ys) < latitude < max(ys)


def test_counts_are_those_of_the_page(own_site: Site) -> None:
    for feature in read(own_site)["features"]:
        page = own_site.page(f"/regions/{feature['id']}/")
        said = feature["properties"]
        assert said["url"].endswith(f"/regions/{feature['id']}/")
        assert said["events"] == len(page.select("ol.events > li"))
        assert said["claims"] == len(page.select("#section\\.about article.statement"))
        assert said["briefings"] == len(page.select("#section\\.briefings article"))
    whole = read(own_site)
    assert (whole["format"], whole["version"], whole["tlp"]) == ("briefgen-regions", 1, "clear")


def test_without_coordinates_the_collection_is_empty(tmp_path: Path) -> None:
    site = Site.small(tmp_path / "s").build().expect_exit(0)
    assert read(site)["features"] == []
    site.append("briefgen.yaml", "exports: [csv]\n").build().expect_exit(0)
    assert not site.has("/data/regions.geojson")
