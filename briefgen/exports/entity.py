"""`data.json` of actors, regions, topics, sources and questions.

Claims, events and briefings stand in it by their refs and ids only: each of them belongs to many entities,
and stands in full in `/data/claims.json` and in its briefing's own JSON.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from briefgen.exports.plain import in_full, plain
from briefgen.exports.values import encode, head_value, named, position_value, with_lists
from briefgen.model import Actor, Region, Source, Topic
from briefgen.views.cards import PositionCard
from briefgen.views.chrome import Page
from briefgen.views.data import EntityFile, QuestionFile


def render_entity(page: Page) -> bytes:
    assert page.site is not None and isinstance(page.view, EntityFile)
    file, base = page.view, page.site.url
    head = {
        **head_value(page.site, "entity", file.tlp),
        "kind": file.kind.removesuffix("s"),
        "id": file.id,
        "url": in_full(base, file.url),
        "name": file.entry.name,
        "note": plain(file.note) if file.note else None,
        "entry": _entry(file.entry),
        "briefings": file.briefings,
        "claims_by": file.by,
        "claims_about": file.about,
        "events": file.events,
        "articles": file.articles,
    }
    return with_lists(head, {"positions": _positions(file.positions)})


def render_question(page: Page) -> bytes:
    assert page.site is not None and isinstance(page.view, QuestionFile)
    file, base = page.view, page.site.url
    head = {
        **head_value(page.site, "question", file.tlp),
        "id": file.id,
        "url": in_full(base, file.url),
        "ask": file.entry.ask,
        "unit": file.entry.unit,
        "note": plain(file.note) if file.note else None,
        "narrows": file.entry.narrows,
        "narrower": file.narrower,
        "contested": file.contested,
        "open": [{"ask": plain(one.ask), "briefing": named(one.briefing)} for one in file.open],
        "briefings": file.briefings,
    }
    return with_lists(head, {"positions": _positions(file.positions), "ledger": _positions(file.ledger)})


def _positions(positions: Iterable[PositionCard]) -> Iterable[bytes]:
    return (encode(position_value(position)).encode() for position in positions)


def _entry(entry: Actor | Region | Topic | Source) -> dict[str, Any]:
    """What the registry says; which fields there are depends on the kind."""
    match entry:
        case Actor():
            own = {"kind": entry.kind, "role": entry.role, "of": entry.of, "country": entry.country}
        case Region():
            own = {"in": entry.in_, "iso": entry.iso, "m49": entry.m49, "geonames": entry.geonames, "at": entry.at}
        case Topic():
            return {"iptc": entry.iptc}
        case Source():
            return {"kind": entry.kind, "reliability": entry.reliability, "url": entry.url, "ids": dict(sorted(entry.ids.items()))}
    return {**own, "aliases": entry.aliases, "ids": dict(sorted(entry.ids.items()))}
