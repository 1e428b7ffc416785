"""Claims, events and positions as JSON: the one value of each that every JSON export holds.

Shapes: docs/exports.md and the schemas in `schemas`. Every key is always there; null or [] stands for
what is absent. A claim stands in several files, so its JSON is drawn once and kept for a while (`drawn_once`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

from briefgen.exports.plain import in_full, link_id, link_ref, plain, refs
from briefgen.views.cards import AnswerCard, EventCard, Link, PositionCard, QuoteCard, Speaker, StatementCard, When
from briefgen.views.chrome import Chrome

VERSION = 1
"""Of all JSON and CSV shapes; docs/exports.md says when it changes."""
MOST_KEPT = 30_000
"""How many records' JSON is kept; then all is forgotten, so that memory stays bounded."""

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_kept: dict[tuple[int, Hashable], tuple[object, bytes]] = {}


def drawn_once(card: object, key: Hashable, value: Callable[[], Any]) -> bytes:
    """The JSON of `value()`, kept for as long as the card is the same object; `key` is all else that it depends on."""
    kept = _kept.get((id(card), key))
    if kept is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        kept = _kept[id(card), key] = (card, encode(value()).encode())  # holding the card keeps its id its own
    return kept[1]


def claim_json(card: StatementCard, base: str) -> bytes:
    """The claim as JSON."""
    return drawn_once(card, base, lambda: claim_value(card, base))


def event_json(card: EventCard, base: str) -> bytes:
    """The event as JSON."""
    return drawn_once(card, base, lambda: event_value(card, base))


def claim_value(card: StatementCard, base: str) -> dict[str, Any]:
    """`by` is empty for the reporter's own words; `date.reported` is true where the article's date stands in."""
    return {
        "ref": card.ref,
        "url": in_full(base, card.url),
        "briefing": named(card.briefing),
        "by": [_speaker(speaker) for speaker in card.speakers],
        "says": plain(card.words),
        "verbatim": card.verbatim,
        "date": {**date_value(card.when), "reported": card.reported},
        "setting": card.setting or None,
        "answers": [answer_value(answer) for answer in card.answers],
        "about": [named(link) for link in card.about],
        "where": [named(link) for link in card.where],
        "passage": passage_value(card.quote, base),
        "translation": card.translation or None,
        "note": plain(card.note) if card.note else None,
        "evidence": card.evidence or None,
        "credibility": card.credibility or None,
        "revises": refs(card.revises),
        "revised_by": link_ref(card.revised_by) if card.revised_by else None,
        "same_as": refs(card.same_as),
        "tlp": card.tlp,
    }


def event_value(card: EventCard, base: str) -> dict[str, Any]:
    """`alleged_by` is the claim through which alone the event is known."""
    return {
        "ref": card.ref,
        "url": in_full(base, card.url),
        "briefing": named(card.briefing),
        "what": plain(card.what),
        "date": date_value(card.when),
        "actors": [named(link) for link in card.actors],
        "where": [named(link) for link in card.where],
        "passage": passage_value(card.quote, base) if card.quote else None,
        "alleged_by": link_ref(card.alleged) if card.alleged else None,
        "tlp": card.tlp,
    }


def position_value(card: PositionCard) -> dict[str, Any]:
    """`claim` is the ref of the statement that the position rests on."""
    return {
        "origin": {"kind": card.origin.url.split("/")[1].removesuffix("s"), **named(card.origin)},
        "speakers": [named(link) for link in card.speakers],
        "answer": answer_value(card.answer),
        "date": date_value(card.when),
        "claim": card.statement.ref,
        "says": plain(card.statement.words),
        "follows_from": link_id(card.follows_from) if card.follows_from else None,
        "also_in": refs(card.also_in),
        "revised_by": link_ref(card.revised_by) if card.revised_by else None,
    }


def passage_value(quote: QuoteCard, base: str) -> dict[str, Any]:
    return {
        "parts": quote.parts,
        "speech": quote.speech,
        "stands_in": quote.stands_in,
        "language": quote.language,
        "url": in_full(base, quote.url),
        "article": {**named(quote.article), "url": quote.original or None},
        "source": {**named(quote.source), "reliability": quote.reliability or None},
    }


def answer_value(answer: AnswerCard) -> dict[str, Any]:
    """`figure` where the answer is a number; its `low` and `high` are inclusive, null is open."""
    figure = answer.figure
    number = {name: getattr(figure, name) for name in ("text", "low", "high", "about", "unclear")} if figure else None
    return {
        "question": link_id(answer.question),
        "ask": answer.question.label,
        "stance": None if figure else answer.stance,
        "figure": number,
    }


def date_value(when: When) -> dict[str, Any]:
    return {"edtf": when.edtf, "earliest": when.earliest or None, "latest": when.latest or None}


def named(link: Link) -> dict[str, str]:
    return {"id": link_id(link), "name": link.label}


def _speaker(speaker: Speaker) -> dict[str, Any]:
    return {**named(speaker.link), "role": speaker.role or None, "for": named(speaker.of) if speaker.of else None}


def head_value(site: Chrome, shape: str, tlp: str) -> dict[str, Any]:
    """What every JSON file begins with. `tlp` is the strictest marking of what it holds."""
    return {
        "$schema": in_full(site.url, schema_url(shape)),
        "format": f"briefgen-{shape}",
        "version": VERSION,
        "site": {"title": site.title, "url": site.url, "publisher": site.publisher, "language": site.language},
        "tlp": tlp,
    }


def schema_url(shape: str) -> str:
    """Where a JSON Schema of ours stands on the site."""
    return f"/data/{shape}.schema.json"


def with_lists(head: Mapping[str, Any], lists: Mapping[str, Iterable[bytes]]) -> bytes:
    """An object of `head`'s values and of lists whose members are JSON already, one in a line."""
    text = [encode(head)[:-1].encode()]
    for name, members in lists.items():
        text += (f',\n"{name}":['.encode(), b",\n".join(members), b"]")
    return b"".join((*text, b"}\n"))
