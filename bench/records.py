"""briefgen's pages as plain records that any site generator can hold in its content files.

A record has what one page shows. Other records stand in it as ids and references, never as text, so
that each generator has to resolve titles and draw cards itself. What is worked out rather than drawn
(who stands on whose page, the ledgers, the notes' numbers, the places of shapes in drawings) is taken
from briefgen's own plan.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from briefgen.urls import MARK
from briefgen.views.article import ArticleView
from briefgen.views.briefing import BriefingView
from briefgen.views.cards import EventCard, Link, OpenQuestion, PositionCard, QuoteCard, StatementCard
from briefgen.views.chrome import Page
from briefgen.views.data import DataView
from briefgen.views.entity import EntityView, Fact
from briefgen.views.grid import Grid, GridCell
from briefgen.views.lists import HomeView, IndexItem, IndexView, MethodologyView, TimelineView
from briefgen.views.question import AnswerGroup, QuestionView, ShiftView, Stance

from drawings import counted_years, drawn_events

_LINK = re.compile(r'<a href="(/[^"#]*)">([^<]*)</a>')
_BLOCK = re.compile(r"<p>(.*?)</p>\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Record:
    """One page: where it stands, the layout that draws it, and what a content file says of it."""

    url: str
    layout: str
    title: str
    description: str = ""
    date: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    body: str = ""
    feeds: bool = False


def records(plan: Mapping[str, Page]) -> Iterator[Record]:
    """A record for each page of the plan that has a template; feeds are said by their page."""
    for page in plan.values():
        makers = {
            BriefingView: _briefing,
            ArticleView: _article,
            EntityView: _entity,
            QuestionView: _question,
            IndexView: _index,
            TimelineView: _timeline,
            HomeView: _home,
            MethodologyView: _methodology,
            DataView: _data,
        }
        maker = makers.get(type(page.view))
        if maker:
            layout, date, params, body = maker(page.view)
            # A year's page takes its title from the page of the whole, so that a new name is written once.
            title = params["year"] if "entity" in params and params["year"] else page.title
            if isinstance(page.view, HomeView):
                params["feed"] = [entry.url.split("/")[2] for entry in plan["/feed.json"].view.entries]  # type: ignore[attr-defined]
            yield Record(page.url, layout, title, _description(page), date, params, body, bool(page.feeds))


def _description(page: Page) -> str:
    """What a page says of itself, without the name that it begins with: that is written once, too."""
    name = getattr(page.view, "name", "") or getattr(page.view, "ask", "")
    return "" if isinstance(page.view, ArticleView) else page.description.removeprefix(name).lstrip(": ")


def _id(link: Link | None) -> str:
    """The id that a link of ours leads to: "nato" of "/actors/nato/"."""
    return link.url.partition("#")[0].rstrip("/").rpartition("/")[2] if link else ""


def _ids(links: Iterable[Link]) -> list[str]:
    return [_id(link) for link in links]


def _refs(cards: Iterable[StatementCard | EventCard]) -> list[str]:
    return [card.ref for card in cards]


def markdown_of(fragment: object) -> str:
    """A fragment of the desk's prose as Markdown: links as Markdown's, note marks as HTML."""
    text = _LINK.sub(r"[\2](\1)", str(fragment).replace(MARK, ""))
    if "<sup" in text or not text:
        return text
    return html.unescape(text)


def plain_of(fragment: object) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", str(fragment)))


def _quote(quote: QuoteCard | None) -> dict[str, Any]:
    return {"article": _id(quote.article), "parts": list(quote.parts)} if quote else {}


def _claim(card: StatementCard) -> dict[str, Any]:
    return {
        "by": [_id(speaker.link) for speaker in card.speakers],
        "date": card.when.datetime,
        "speech": card.speech,
        "words": markdown_of(card.words),
        "about": _ids(card.about),
        "where": _ids(card.where),
        "answers": [{"question": _id(a.question), "stance": a.stance} for a in card.answers],
        "quote": _quote(card.quote),
    }


def _event(card: EventCard) -> dict[str, Any]:
    per = card.alleged.url.removeprefix("/briefings/").replace("/#", "/") if card.alleged else ""
    return {
        "what": markdown_of(card.what),
        "text": card.text,
        "date": card.when.datetime,
        "actors": _ids(card.actors),
        "where": _ids(card.where),
        "per": per,
        "quote": _quote(card.quote),
    }


def _position(card: PositionCard) -> dict[str, Any]:
    speakers = () if card.speakers == (card.origin,) else card.speakers
    origin = {"origin": _id(card.origin), "by": _ids(speakers), "stance": card.answer.stance}
    return {"question": _id(card.answer.question), "ref": card.statement.ref, "date": card.when.datetime, **origin}


def _positions(cards: Iterable[PositionCard]) -> list[dict[str, Any]]:
    return [_position(card) for card in cards]


def _groups(groups: Iterable[AnswerGroup]) -> list[dict[str, Any]]:
    """Where everyone stands, by answer."""
    return [{"stance": group.answer.stance, "positions": _positions(group.positions)} for group in groups]


def _stance(stance: Stance) -> dict[str, Any]:
    return {"question": _id(stance.question), "contested": stance.contested, "groups": _groups(stance.groups)}


def _shifts(shifts: Iterable[ShiftView]) -> list[dict[str, Any]]:
    return [{"before": _position(shift.before), "after": _position(shift.after)} for shift in shifts]


def _grid(grid: Grid | None) -> dict[str, Any]:
    if grid is None:
        return {}
    rows = [{"origin": _id(row.origin), "cells": [_cell(cell) for cell in row.cells]} for row in grid.rows]
    return {"days": [day.datetime for day in grid.days], "rows": rows, "earlier": grid.earlier}


def _cell(cell: GridCell) -> dict[str, Any]:
    said = [{"ref": card.statement.ref, "stance": card.answer.stance} for card in cell.said]
    return {"said": said, "holds": cell.holds.stance if cell.holds else ""}


def _years(years: Iterable[Any], current: str) -> dict[str, Any]:
    return {"years": [{"year": one.year, "count": one.count} for one in years], "year": current}


def _open(asked: Iterable[OpenQuestion]) -> list[dict[str, str]]:
    return [{"ask": markdown_of(one.ask), "briefing": _id(one.briefing)} for one in asked]


def _briefing(view: BriefingView) -> tuple[str, str, dict[str, Any], str]:
    params = {
        "day": view.card.when.datetime,
        "topics": _ids(view.card.topics),
        "due": view.due,
        "line": markdown_of(view.card.bottom_line),
        "noted": markdown_of(view.bottom_line),
        "why": markdown_of(view.why_it_matters or ""),
        "points": [markdown_of(point) for point in view.key_points],
        "stances": [_stance(stance) for stance in view.stances],
        "judgements": [
            {
                "says": markdown_of(j.says),
                "likelihood": j.likelihood,
                "likelihood_level": j.likelihood_level,
                "odds": j.odds,
                "confidence": j.confidence,
                "confidence_level": j.confidence_level,
            }
            for j in view.judgements
        ],
        "claims": {card.anchor: _claim(card) for card in view.statements},
        "events": {card.anchor: _event(card) for card in view.events},
        "unknowns": [markdown_of(unknown.ask) for unknown in view.unknowns],
        "changes": [{"date": change.when.datetime, "sort": change.kind} for change in view.changes],
        "notes": [note.url.partition("#")[2] for note in view.notes],
        "articles": _ids(note.article for note in view.sources),
        "related": [
            {"briefing": _id(one.briefing), "questions": _ids(one.questions), "actors": _ids(one.actors)} for one in view.related
        ],
        "older": _id(view.older),
        "newer": _id(view.newer),
    }
    return "briefing", view.card.when.datetime, params, ""


def _article(view: ArticleView) -> tuple[str, str, dict[str, Any], str]:
    resting = [
        {"anchor": one.anchor, "sort": one.kind, "ref": one.statement.url.removeprefix("/briefings/").replace("/#", "/")}
        for one in view.resting
    ]
    date = dict(view.note.dates)["published"].datetime
    body = "\n\n".join(markdown_of(text) for text in _BLOCK.findall(str(view.body)))
    params = {"day": date, "source": _id(view.note.source), "reliability": view.note.reliability, "resting": resting}
    return "article", date, params | {"briefings": len({one.briefing for one in view.resting})}, body


def _fact(fact: Fact) -> dict[str, Any]:
    first = fact.values[0]
    if first.url.startswith("/methodology/"):
        return {"label": fact.label, "of": "scale", "values": [first.label]}
    if not first.url:
        return {"label": fact.label, "of": "", "values": [value.label for value in fact.values]}
    return {"label": fact.label, "of": first.url.split("/")[1], "values": _ids(fact.values)}


def _entity(view: EntityView) -> tuple[str, str, dict[str, Any], str]:
    params = {
        "entity": view.url.split("/")[2],
        "sort": view.kind,
        "facts": [_fact(fact) for fact in view.facts],
        **_years(view.years, view.year),
        "above": _ids(view.above),
        "positions": _positions(view.positions),
        "shifts": _shifts(view.shifts),
        "by": _refs(view.by),
        "about": _refs(view.about),
        "happened": _refs(view.events),
        "drawing": drawn_events(view.events) if len(view.events) > 1 else {},
        "together": [{"actor": _id(one.actor), "count": one.count, "newest": one.newest.id} for one in view.together],
        "briefings": [card.id for card in view.briefings],
        "articles": _ids(view.articles),
    }
    return "entity", "", params, ""


def _question(view: QuestionView) -> tuple[str, str, dict[str, Any], str]:
    same = [{"stance": c.answer, "origins": [{"origin": _id(o), "count": n} for o, n in c.origins]} for c in view.corroboration]
    params = {
        "entity": view.url.split("/")[2],
        "contested": view.contested,
        **_years(view.years, view.year),
        "groups": _groups(view.groups),
        "grid": _grid(view.grid),
        "entries": _positions(view.entries),
        "shifts": _shifts(view.shifts),
        "sides": [_positions(side) for side in view.sides],
        "same": same,
        "briefings": [card.id for card in view.briefings],
    }
    return "question", "", params, ""


def _item(item: IndexItem) -> dict[str, Any]:
    answers = [{"stance": answer.stance, "count": count} for answer, count in item.answers]
    told = {"remark": item.remark, "count": item.count, "contested": item.contested, "answers": answers}
    return {"id": _id(item.link), **told, "inside": [_item(one) for one in item.inside]}


def _index(view: IndexView) -> tuple[str, str, dict[str, Any], str]:
    params: dict[str, Any] = {"sort": view.kind, **_years(view.years, view.year)}
    if view.kind == "briefings":
        return "briefings", "", params | {"briefings": [card.id for card in view.briefings]}, ""
    if view.kind == "articles":
        return "listing", "", params | {"articles": [_id(item.link) for item in view.items], "open": []}, ""
    return "listing", "", params | {"lines": [_item(item) for item in view.items], "open": _open(view.open)}, ""


def _timeline(view: TimelineView) -> tuple[str, str, dict[str, Any], str]:
    drawing = counted_years(view.years) if view.years and not view.year else drawn_events(view.events)
    params = {"sort": "timeline", **_years(view.years, view.year), "happened": _refs(view.events), "drawing": drawing}
    return "timeline", "", params, ""


def _home(view: HomeView) -> tuple[str, str, dict[str, Any], str]:
    params = {
        "briefings": [card.id for card in view.newest],
        **_years(view.years, ""),
        "stances": [_stance(stance) for stance in view.contested],
        "overdue": [{"briefing": card.id, "reason": reason} for card, reason in view.due],
        "more": view.more_due,
    }
    return "home", "", params, ""


def _methodology(view: MethodologyView) -> tuple[str, str, dict[str, Any], str]:
    scales = [
        {"anchor": s.anchor, "title": s.title, "words": [{"word": word, "means": means} for word, means in s.words]}
        for s in view.scales
    ]
    return "methodology", "", {"scales": scales}, ""


def _data(view: DataView) -> tuple[str, str, dict[str, Any], str]:
    """Without exports it has nothing but the way to feeds and sitemap."""
    return "data", "", {}, ""
