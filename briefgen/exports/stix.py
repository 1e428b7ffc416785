"""STIX 2.1 bundles: `stix.json` beside each briefing, and `/data/stix.json` for the whole site."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from briefgen.exports.stix_objects import entity_json, frame, notes, object_id, relationships, report
from briefgen.exports.values import encode
from briefgen.views.chrome import Chrome, Page
from briefgen.views.data import Dossier, EntityRecord, StixView


def render_stix(page: Page) -> bytes:
    """One object in a line; identities and locations once, whichever briefings refer to them."""
    assert page.site is not None and isinstance(page.view, StixView)
    site, dossiers = page.site, page.view.briefings
    records = {f"{r.kind}/{r.id}": r for dossier in dossiers for r in (*dossier.actors, *dossier.regions)}
    file = BytesIO()
    file.write(encode({"type": "bundle", "id": object_id("bundle", site.url, page.url)})[:-1].encode())
    file.write(b',"objects":[\n')
    for number, line in enumerate(_objects(site, page.view, records)):
        file.write(b",\n" if number else b"")
        file.write(line)
    file.write(b"]}\n")
    return file.getvalue()


def _objects(site: Chrome, view: StixView, records: dict[str, EntityRecord]) -> Iterator[bytes]:
    """Every object of the bundle as JSON."""
    yield from _frame(site, view.since, frozenset(dossier.tlp for dossier in view.briefings))
    for record in records.values():
        yield entity_json(record, site)
    yield from relationships(records, site)
    for dossier in view.briefings:
        yield from _briefing(dossier, site)


_frames: dict[tuple[str, frozenset[str]], tuple[Chrome, tuple[bytes, ...]]] = {}


def _frame(site: Chrome, since: str, tlps: frozenset[str]) -> tuple[bytes, ...]:
    """What every bundle begins with, drawn once for a site."""
    kept = _frames.get((since, tlps))
    if kept is None or kept[0] is not site:
        kept = _frames[since, tlps] = (site, tuple(encode(made).encode() for made in frame(site, since, tlps)))
    return kept[1]


def _briefing(dossier: Dossier, site: Chrome) -> Iterator[bytes]:
    held = [
        object_id("identity" if record.kind == "actors" else "location", site.url, f"{record.kind}/{record.id}")
        for record in (*dossier.actors, *dossier.regions)
    ]
    made = dict(notes(dossier, site))
    yield encode(report(dossier, [*made, *held], site)).encode()
    yield from made.values()
