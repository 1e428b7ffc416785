"""JSON Schemas (2020-12) of our own JSON shapes, published beside the data. Their version is `values.VERSION`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from briefgen.answers import STANCES
from briefgen.exports.plain import in_full
from briefgen.exports.values import VERSION, schema_url
from briefgen.model import ACTOR_KINDS, CHANGE_KINDS, CONFIDENCE, CREDIBILITY, EVIDENCE, FLAG_KINDS, LIKELIHOOD, RELIABILITY, TLP
from briefgen.views.chrome import Page
from briefgen.views.data import SchemaView

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
URL: Schema = {"type": "string", "format": "uri"}
ID: Schema = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
REF: Schema = {"type": "string", "pattern": "^[a-z0-9-]+/[a-z0-9-]+$"}
YES_NO: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def word(words: Any) -> Schema:
    return {"enum": list(words)}


def or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def many(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def fields(**properties: Schema) -> Schema:
    """An object with exactly these keys; a trailing underscore is no part of a key."""
    named = {name.rstrip("_"): schema for name, schema in properties.items()}
    return {"type": "object", "properties": named, "required": list(named), "additionalProperties": False}


def part(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


DATE_KEYS = {"edtf": TEXT, "earliest": or_null(DAY), "latest": or_null(DAY)}
PARTS: Mapping[str, Schema] = {
    "date": fields(**DATE_KEYS),
    "named": fields(id=ID, name=TEXT),
    "prose": fields(text=TEXT, notes=many({"type": "integer", "minimum": 1})),
    "answer": fields(
        question=ID,
        ask=TEXT,
        stance=or_null(word(STANCES)),
        figure=or_null(
            fields(text=TEXT, low=or_null({"type": "number"}), high=or_null({"type": "number"}), about=YES_NO, unclear=YES_NO)
        ),
    ),
    "passage": fields(
        parts={**many(TEXT), "minItems": 1},
        speech=word(("direct", "reported", "partly quoted")),
        stands_in=word(("title", "caption", "body")),
        language=TEXT,
        url=URL,
        article=fields(id=ID, name=TEXT, url=or_null(URL)),
        source=fields(id=ID, name=TEXT, reliability=or_null(word(RELIABILITY))),
    ),
    "claim": fields(
        ref=REF,
        url=URL,
        briefing=part("named"),
        by=many(fields(id=ID, name=TEXT, role=or_null(TEXT), for_=or_null(part("named")))),
        says=TEXT,
        verbatim=YES_NO,
        date=fields(**DATE_KEYS, reported=YES_NO),
        setting=or_null(TEXT),
        answers=many(part("answer")),
        about=many(part("named")),
        where=many(part("named")),
        passage=part("passage"),
        translation=or_null(TEXT),
        note=or_null(TEXT),
        evidence=or_null(word(EVIDENCE)),
        credibility=or_null(word(CREDIBILITY)),
        revises=many(REF),
        revised_by=or_null(REF),
        same_as=many(REF),
        tlp=word(TLP),
    ),
    "event": fields(
        ref=REF,
        url=URL,
        briefing=part("named"),
        what=TEXT,
        date=part("date"),
        actors=many(part("named")),
        where=many(part("named")),
        passage=or_null(part("passage")),
        alleged_by=or_null(REF),
        tlp=word(TLP),
    ),
    "position": fields(
        origin=fields(kind=word(("actor", "source")), id=ID, name=TEXT),
        speakers=many(part("named")),
        answer=part("answer"),
        date=part("date"),
        claim=REF,
        says=TEXT,
        follows_from=or_null(ID),
        also_in=many(REF),
        revised_by=or_null(REF),
    ),
}

_IDS: Schema = {"type": "object", "additionalProperties": TEXT}
_PROSE, _DATE = part("prose"), part("date")
_FILES: Mapping[str, tuple[str, Mapping[str, Schema]]] = {
    "claims": ("Every claim on a site, newest first", {"count": {"type": "integer"}, "claims": many(part("claim"))}),
    "briefing": (
        "All that a briefing says",
        {
            "id": ID,
            "url": URL,
            "title": TEXT,
            "published": _DATE,
            "topics": many(part("named")),
            "bottom_line": _PROSE,
            "why_it_matters": or_null(_PROSE),
            "key_points": many(_PROSE),
            "analysis": or_null(_PROSE),
            "judgements": many(
                fields(
                    says=_PROSE, likelihood=or_null(word(LIKELIHOOD)), confidence=or_null(word(CONFIDENCE)), because=or_null(_PROSE)
                )
            ),
            "watch": many(_PROSE),
            "unknowns": many(
                fields(ask=_PROSE, passage=or_null(part("passage")), question=or_null(ID), answered_by=or_null(REF))
            ),
            "flags": many(fields(kind=word(FLAG_KINDS), passage=part("passage"), note=_PROSE)),
            "articles": many(
                fields(
                    id=ID,
                    title=TEXT,
                    page=URL,
                    url=or_null(URL),
                    archived=or_null(URL),
                    source=part("named"),
                    authors=many(TEXT),
                    published=or_null(_DATE),
                    updated=or_null(_DATE),
                    retrieved=or_null(_DATE),
                )
            ),
            "notes": many(fields(number={"type": "integer"}, rests_on=ID)),
            "changes": many(fields(date=_DATE, kind=word(CHANGE_KINDS), note=or_null(TEXT))),
            "claims": many(part("claim")),
            "events": many(part("event")),
        },
    ),
    "entity": (
        "What a site says of an actor, region, topic or source",
        {
            "kind": word(("actor", "region", "topic", "source")),
            "id": ID,
            "url": URL,
            "name": TEXT,
            "note": or_null(TEXT),
            "entry": {
                "oneOf": [
                    fields(
                        kind=word(ACTOR_KINDS), role=or_null(TEXT), of=or_null(TEXT), country=or_null(TEXT), aliases=many(TEXT), ids=_IDS
                    ),
                    fields(
                        in_=or_null(TEXT),
                        iso=or_null(TEXT),
                        m49=or_null(TEXT),
                        geonames=or_null(TEXT),
                        at=or_null({**many({"type": "number"}), "minItems": 2, "maxItems": 2}),
                        aliases=many(TEXT),
                        ids=_IDS,
                    ),
                    fields(iptc=or_null(TEXT)),
                    fields(kind=or_null(TEXT), reliability=or_null(word(RELIABILITY)), url=or_null(URL), ids=_IDS),
                ]
            },
            "briefings": many(ID),
            "claims_by": many(REF),
            "claims_about": many(REF),
            "events": many(REF),
            "articles": many(ID),
            "positions": many(part("position")),
        },
    ),
    "question": (
        "A question and its ledger",
        {
            "id": ID,
            "url": URL,
            "ask": TEXT,
            "unit": or_null(TEXT),
            "note": or_null(TEXT),
            "narrows": or_null(TEXT),
            "narrower": many(ID),
            "contested": YES_NO,
            "open": many(fields(ask=TEXT, briefing=part("named"))),
            "briefings": many(ID),
            "positions": many(part("position")),
            "ledger": many(part("position")),
        },
    ),
}


def schema(name: str, base: str) -> Schema:
    """The JSON Schema of one shape, as the site at `base` publishes it."""
    about, own = _FILES[name]
    head = {
        "$schema": URL,
        "format": {"const": f"briefgen-{name}"},
        "version": {"const": VERSION},
        "site": fields(title=TEXT, url=URL, publisher=TEXT, language=TEXT),
        "tlp": word(TLP),
    }
    shape = fields(**head, **own)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": in_full(base, schema_url(name)),
        "title": about,
        **shape,
        "$defs": {part: PARTS[part] for part in sorted(_used(shape))},
    }


def _used(schema: object) -> set[str]:
    """The names of the parts that a schema refers to, directly or through others."""
    found: set[str] = set()
    waiting = [schema]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            name = here.get("$ref", "").rpartition("/")[2] if isinstance(here.get("$ref"), str) else ""
            if name and name not in found:
                found.add(name)
                waiting.append(PARTS[name])
            waiting.extend(here.values())
        elif isinstance(here, list):
            waiting.extend(here)
    return found


def render_schema(page: Page) -> bytes:
    assert page.site is not None and isinstance(page.view, SchemaView)
    return (json.dumps(schema(page.view.name, page.site.url), ensure_ascii=False, indent=1) + "\n").encode()
