"""The view of where a region is: what its map is drawn from."""

from __future__ import annotations

from dataclasses import dataclass

from briefgen.catalog import Catalog


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Where a region is, as its registry says. `at` is latitude and longitude; `shape` are rings of the
    site's own shape, as pairs of longitude and latitude. `labelled`: whether names of countries may stand
    on the map, which knows them in English."""

    name: str
    iso: str
    at: tuple[float, float] | None
    viewpoint: str
    shape: tuple[tuple[tuple[float, float], ...], ...]
    labelled: bool


def place_view(id: str, catalog: Catalog) -> PlaceView:
    region, config = catalog.regions[id], catalog.config
    own = catalog.shapes.get(id)
    labelled = config.language.split("-")[0].lower() == "en"
    return PlaceView(region.name, region.iso or "", region.at, config.viewpoint, own.rings if own else (), labelled)
