"""The view of an article's page: its text, or its quoted passages, with all that rests on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote as percent_encoded

from markupsafe import Markup

from briefgen.article import BODY, CAPTION, TITLE, Article
from briefgen.briefing import Briefing
from briefgen.errors import Field
from briefgen.evidence import Mark, letters, render_full, render_line, render_passages
from briefgen.groups import quoting
from briefgen.views.cardmaking import Cards
from briefgen.views.cards import Link
from briefgen.views.briefing import SourceNote, source_note


@dataclass(frozen=True, slots=True)
class Resting:
    """Something a briefing rests on this text: the mark's anchor, what it is, and where it is said."""

    number: int
    anchor: str
    kind: str
    statement: Link
    briefing: Link


@dataclass(frozen=True, slots=True)
class ArticleView:
    """`share` is the part of the article's letters that the page shows, as a whole per cent."""

    id: str
    url: str
    note: SourceNote
    language: str
    rights: str
    licence: str
    full: bool
    share: int
    title: Markup
    body: Markup
    picture: str
    alt: str
    caption: Markup | None
    credit: str
    resting: tuple[Resting, ...]


def article_view(id: str, article: Article, resting_on: Sequence[Briefing], cards: Cards) -> ArticleView:
    """The article's own page. `resting_on` are the whole briefings that rest on it."""
    head, image = article.head, article.head.image
    resting, marks = _resting(id, article, resting_on, cards)
    full = head.rights == "full"
    title, title_letters = render_line(head.title, marks[TITLE], full=True)
    caption, caption_letters = render_line(article.texts[CAPTION], marks[CAPTION], full=full)
    if full:
        body, share = render_full(article.body, marks[BODY:]), 100 if any(map(letters, article.texts)) else 0
    else:
        body, body_letters = render_passages(article.body, marks[BODY:])
        share = share_shown(title_letters + caption_letters + body_letters, article)
    return ArticleView(
        id,
        f"/articles/{id}/",
        source_note(id, cards),
        head.language or cards.catalog.config.language,
        head.rights,
        head.licence or "",
        full,
        share,
        title,
        body,
        f"/{percent_encoded(image.file)}" if full and image and image.file else "",
        (image.alt if image else "") or "",
        caption or None,
        (image.credit if image else "") or "",
        resting,
    )


def share_shown(shown: int, article: Article) -> int:
    """`shown` letters as a per cent of the article's, rounded up, so that only nothing is 0."""
    total = sum(letters(text) for text in article.texts)
    return min(100, -(-100 * shown // total)) if total else 0


def _resting(
    id: str, article: Article, resting_on: Sequence[Briefing], cards: Cards
) -> tuple[tuple[Resting, ...], list[list[Mark]]]:
    """What rests on the article, numbered in the text's order, and the marks of each of its texts."""
    found: list[tuple[int, tuple[tuple[int, int], ...], Briefing, Field]] = []
    for briefing in resting_on:
        for where, quote in quoting(briefing, id):
            found.append((quote.text, quote.spans, briefing, where))
    found.sort(key=lambda f: (f[0], f[1], f[2].id, str(f[3])))
    marks: list[list[Mark]] = [[] for _ in article.texts]
    resting = []
    for number, (text, spans, briefing, where) in enumerate(found, start=1):
        anchor, kind, statement = _names(briefing, where, cards)
        resting.append(Resting(number, anchor, kind, statement, cards.link("briefings", briefing.id)))
        for part, (start, end) in enumerate(spans):
            marks[text].append(Mark(start, end, number, anchor if part == 0 else "", part == len(spans) - 1))
    return tuple(resting), marks


def _names(briefing: Briefing, where: Field, cards: Cards) -> tuple[str, str, Link]:
    """(anchor, kind, link to the statement) of one record that quotes."""
    kind, key = where
    if kind == "claims":
        ref = f"{briefing.id}/{key}"
        return f"{briefing.id}--{key}", cards.words["resting.claim"], cards.statement_link(ref)
    if kind == "events":
        event = cards.events[f"{briefing.id}/{key}"]
        return f"{briefing.id}--{key}", cards.words["resting.event"], Link(event.what.striptags(), event.url)
    singular = str(kind).removesuffix("s")
    number = int(key) + 1
    annotation, words = briefing.annotation, cards.words
    label = briefing.prose["unknowns", key, "ask"].text if singular == "unknown" else words[f"flag.{annotation.flags[key].kind}"]  # type: ignore[index]
    link = Link(label, f"/briefings/{briefing.id}/#{singular}.{number}")
    return f"{briefing.id}__{singular}-{number}", words[f"resting.{singular}"], link
