"""`/data/regions.geojson`: the regions with coordinates (GeoJSON, RFC 7946). Shape: docs/exports.md."""

from __future__ import annotations

from typing import Any

from briefgen.exports.plain import in_full
from briefgen.exports.values import encode, head_value
from briefgen.views.chrome import Page
from briefgen.views.data import RegionPoint, RegionsView


def render_regions(page: Page) -> bytes:
    assert page.site is not None and isinstance(page.view, RegionsView)
    base = page.site.url
    head = head_value(page.site, "regions", page.view.tlp)
    del head["$schema"]  # the shape is RFC 7946's
    features = ",\n".join(encode(_feature(region, base)) for region in page.view.regions)
    return f'{encode({"type": "FeatureCollection", **head})[:-1]},\n"features":[\n{features}\n]}}\n'.encode()


def _feature(region: RegionPoint, base: str) -> dict[str, Any]:
    latitude, longitude = region.at
    return {
        "type": "Feature",
        "id": region.id,
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": {
            "name": region.name,
            "url": in_full(base, region.url),
            "in": region.above or None,
            "iso": region.iso or None,
            "briefings": region.briefings,
            "claims": region.claims,
            "events": region.events,
        },
    }
