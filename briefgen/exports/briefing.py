"""`/briefings/<id>/briefing.json`: all that a briefing's page says."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from briefgen.exports.plain import in_full, link_id, link_ref, note_numbers, plain, plain_blocks
from briefgen.exports.values import claim_json, date_value, event_json, head_value, named, passage_value, with_lists
from briefgen.views.briefing import BriefingView, SourceNote
from briefgen.views.chrome import Page
from briefgen.views.data import BriefingFile


def render_briefing(page: Page) -> bytes:
    assert page.site is not None and isinstance(page.view, BriefingFile)
    view, base = page.view.view, page.site.url
    head = {
        **head_value(page.site, "briefing", view.tlp),
        "id": page.view.id,
        "url": in_full(base, view.card.url),
        "title": view.card.title,
        "published": date_value(view.card.when),
        "topics": [named(topic) for topic in view.card.topics],
        "bottom_line": _prose(view.bottom_line),
        "why_it_matters": _prose(view.why_it_matters),
        "key_points": [_prose(point) for point in view.key_points],
        "analysis": _prose(view.analysis, blocks=True),
        **_desk(view),
        **_open(view, base),
        "articles": [_article(note, base) for note in view.sources],
        "notes": [{"number": note.number, "rests_on": note.url.rpartition("#")[2]} for note in view.notes],
        "changes": [
            {"date": date_value(change.when), "kind": change.kind, "note": plain(change.note) if change.note else None}
            for change in view.changes
        ],
    }
    lists = {
        "claims": (claim_json(card, base) for card in view.statements),
        "events": (event_json(card, base) for card in view.events),
    }
    return with_lists(head, lists)


def _prose(html: Markup | None, *, blocks: bool = False) -> dict[str, Any] | None:
    """The text, and the numbers of the notes that it points at."""
    if html is None:
        return None
    return {"text": plain_blocks(html) if blocks else plain(html), "notes": note_numbers(html)}


def _desk(view: BriefingView) -> dict[str, Any]:
    """The desk's own views."""
    judgements = [
        {
            "says": _prose(judgement.says),
            "likelihood": judgement.likelihood or None,
            "confidence": judgement.confidence or None,
            "because": _prose(judgement.because),
        }
        for judgement in view.judgements
    ]
    return {"judgements": judgements, "watch": [_prose(sign) for sign in view.watch]}


def _open(view: BriefingView, base: str) -> dict[str, Any]:
    """What is not known, and what looks wrong."""
    unknowns = [
        {
            "ask": _prose(unknown.ask),
            "passage": passage_value(unknown.quote, base) if unknown.quote else None,
            "question": link_id(unknown.question) if unknown.question else None,
            "answered_by": link_ref(unknown.answered) if unknown.answered else None,
        }
        for unknown in view.unknowns
    ]
    flags = [{"kind": flag.kind, "passage": passage_value(flag.quote, base), "note": _prose(flag.note)} for flag in view.flags]
    return {"unknowns": unknowns, "flags": flags}


def _article(note: SourceNote, base: str) -> dict[str, Any]:
    dates = {label: date_value(when) for label, when in note.dates}
    return {
        "id": link_id(note.article),
        "title": note.article.label,
        "page": in_full(base, note.article.url),
        "url": note.url or None,
        "archived": note.archived or None,
        "source": named(note.source),
        "authors": note.authors,
        **{label: dates.get(label) for label in ("published", "updated", "retrieved")},
    }
