"""The view of an article's page: its text, or its quoted passages, with all that rests on each."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote as percent_encoded

from markupsafe import Markup

from briefgen.article import BODY, CAPTION, TITLE, Article
from briefgen.briefing import Quote
from briefgen.entries import Entry
from briefgen.errors import Field
from briefgen.evidence import Mark, letters, render_full, render_line, render_passages
from briefgen.groups import quoting
from briefgen.views.cards import Cards, Link
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


def article_view(id: str, cards: Cards) -> ArticleView:
    article = cards.catalog.articles[id]
    head, image = article.head, article.head.image
    resting, marks = _resting(id, cards)
    full = head.rights == "full"
    title, title_letters = render_line(head.title, marks[TITLE], full=True)
    caption, caption_letters = render_line(article.texts[CAPTION], marks[CAPTION], full=full)
    body, body_letters = (render_full if full else render_passages)(article.body, marks[BODY:])
    return ArticleView(
        id,
        f"/articles/{id}/",
        source_note(id, cards),
        head.language or cards.catalog.config.language,
        head.rights,
        head.licence or "",
        full,
        share_shown(title_letters + caption_letters + body_letters, article),
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


def _resting(id: str, cards: Cards) -> tuple[tuple[Resting, ...], list[list[Mark]]]:
    """What rests on the article, numbered in the text's order, and the marks of each of its texts."""
    found: list[tuple[int, tuple[tuple[int, int], ...], Entry, Field]] = []
    for entry in cards.groups.rests_on[id]:
        for where, quote in quoting(entry, id):
            assert isinstance(quote, Quote)
            found.append((quote.text, quote.spans, entry, where))
    found.sort(key=lambda f: (f[0], f[1], f[2].id, str(f[3])))
    marks: list[list[Mark]] = [[] for _ in cards.catalog.articles[id].texts]
    resting = []
    for number, (text, spans, entry, where) in enumerate(found, start=1):
        anchor, kind, statement = _names(entry, where, cards)
        resting.append(Resting(number, anchor, kind, statement, cards.link("briefings", entry.id)))
        for part, (start, end) in enumerate(spans):
            marks[text].append(Mark(start, end, number, anchor if part == 0 else "", part == len(spans) - 1))
    return tuple(resting), marks


def _names(entry: Entry, where: Field, cards: Cards) -> tuple[str, str, Link]:
    """(anchor, kind, link to the statement) of one record that quotes."""
    kind, key = where
    if kind == "claims":
        ref = f"{entry.id}/{key}"
        return f"{entry.id}--{key}", "claim", cards.statement_link(ref)
    if kind == "events":
        event = cards.events[f"{entry.id}/{key}"]
        return f"{entry.id}--{key}", "event", Link(event.what.striptags(), event.url)
    singular = str(kind).removesuffix("s")
    number = int(key) + 1
    label = "Unknown" if singular == "unknown" else f"Flag: {entry.briefing.annotation.flags[number - 1].kind}"
    return f"{entry.id}__{singular}-{number}", singular, Link(label, f"/briefings/{entry.id}/#{singular}.{number}")
