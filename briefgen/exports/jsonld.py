"""JSON-LD in the vocabulary of schema.org: what search engines and archives read of a page.

A briefing is a `Report` with a `Claim` for each statement, a `NewsArticle` for each article that it rests
on and a `CorrectionComment` for each correction; an article's page is about its `NewsArticle`.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from markupsafe import Markup

from briefgen.exports.plain import in_full, plain
from briefgen.views.article import ArticleView
from briefgen.views.briefing import BriefingView, ChangeView, SourceNote
from briefgen.views.cards import Link, Speaker, StatementCard
from briefgen.views.chrome import Chrome, Page
from briefgen.views.citation import iso_date
from briefgen.views.lists import HomeView

Thing = dict[str, Any]

CONTEXT = "https://schema.org"
SPEAKERS = {
    "person": "Person",
    "institution": "Organization",
    "state": "GovernmentOrganization",
    "alliance": "Organization",
    "armed group": "Organization",
    "company": "Corporation",
}
"""What kinds of actor are there; of the kind "other" only the address is given, as it may be either."""
# In a data block of HTML nothing may look like a tag or a comment (HTML, 4.12.1.3).
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class JsonLd:
    """A page's data as a script element, and what the page's policy has to say so that a checker lets it
    pass: the text's hash. (A browser runs no data block; CSP 3 speaks of scripts only.) Both empty where there is none."""

    script: Markup
    policy: Markup


NOTHING = JsonLd(Markup(""), Markup(""))


def render_json_ld(page: Page) -> JsonLd:
    """The page's data in the vocabulary of schema.org."""
    things = list(_things(page)) if page.site and "json-ld" in page.site.exports else []
    if not things:
        return NOTHING
    text = _ENCODE({"@context": CONTEXT, "@graph": things}).translate(_ESCAPES)
    digest = b64encode(sha256(text.encode()).digest()).decode()
    return JsonLd(Markup(f'<script type="application/ld+json">{text}</script>\n'), Markup(f" 'sha256-{digest}'"))


def _things(page: Page) -> Iterator[Thing]:
    site = page.site
    assert site is not None
    match page.view:
        case BriefingView() as view:
            yield _report(view, site)
            yield from (_claim(card, site.url) for card in view.statements)
            yield from (_news_article(note, "", site.url) for note in view.sources)
        case ArticleView() as view:
            here = {"mainEntityOfPage": in_full(site.url, view.url)}
            yield {**_news_article(view.note, view.language, site.url), **here}
        case HomeView():
            home = in_full(site.url, "/")
            named = {"url": home, "name": site.title, "inLanguage": site.language}
            yield {"@type": "WebSite", "@id": f"{home}#site", **named, "publisher": _publisher(site)}


def _report(view: BriefingView, site: Chrome) -> Thing:
    base, url = site.url, in_full(site.url, view.card.url)
    changed = max([view.card.when, *(change.when for change in view.changes)], key=lambda when: when.earliest)
    withdrawn = any(change.kind == "withdrawn" for change in view.changes)
    return _filled(
        {
            "@type": "Report",
            "@id": url,
            "url": url,
            "headline": view.card.title,
            "abstract": plain(view.bottom_line),
            "datePublished": iso_date(view.card.when),
            "dateModified": iso_date(changed),
            "inLanguage": site.language,
            "publisher": _publisher(site),
            "author": {"@id": f"{in_full(base, '/')}#publisher"},
            "creativeWorkStatus": "Withdrawn" if withdrawn else "",
            "keywords": ", ".join(topic.label for topic in view.card.topics),
            "mentions": [{"@id": in_full(base, card.url)} for card in view.statements],
            "citation": [{"@id": _article_id(note, base)} for note in view.sources],
            "correction": [_correction(c) for c in view.changes if c.kind in ("corrected", "withdrawn")],
        }
    )


def _publisher(site: Chrome) -> Thing:
    home = in_full(site.url, "/")
    return {"@type": "Organization", "@id": f"{home}#publisher", "name": site.publisher, "url": home}


def _correction(change: ChangeView) -> Thing:
    text = plain(change.note) if change.note else change.kind.capitalize()
    return _filled({"@type": "CorrectionComment", "text": text, "datePublished": iso_date(change.when)})


def _claim(card: StatementCard, base: str) -> Thing:
    """Who made the claim is its author; the reporter's own words are the article's publisher's."""
    speakers = [_speaker(speaker, base) for speaker in card.speakers] or [_source(card.quote.source, base)]
    unnamed = [speaker.link.label for speaker in card.speakers if speaker.kind not in SPEAKERS]
    return _filled(
        {
            "@type": "Claim",
            "@id": in_full(base, card.url),
            "url": in_full(base, card.url),
            "text": plain(card.words),
            "author": speakers,
            "creditText": ", ".join(unnamed),
            "dateCreated": "" if card.reported else iso_date(card.when),
            "appearance": {"@id": card.quote.original or in_full(base, card.quote.article.url)},
        }
    )


def _speaker(speaker: Speaker, base: str) -> Thing:
    here = {"@id": in_full(base, speaker.link.url)}
    return {"@type": SPEAKERS[speaker.kind], **here, "name": speaker.link.label} if speaker.kind in SPEAKERS else here


def _source(source: Link, base: str) -> Thing:
    return {"@type": "Organization", "@id": in_full(base, source.url), "name": source.label}


def _article_id(note: SourceNote, base: str) -> str:
    return note.url or in_full(base, note.article.url)


def _news_article(note: SourceNote, language: str, base: str) -> Thing:
    dates = dict(note.dates)
    return _filled(
        {
            "@type": "NewsArticle",
            "@id": _article_id(note, base),
            "url": note.url,
            "headline": note.article.label,
            "author": [{"@type": "Person", "name": name} for name in note.authors],
            "publisher": _source(note.source, base),
            "datePublished": iso_date(dates.get("published")),
            "dateModified": iso_date(dates.get("updated")),
            "inLanguage": language,
            "archivedAt": note.archived,
        }
    )


def _filled(values: Thing) -> Thing:
    return {name: value for name, value in values.items() if value not in ("", [], None)}
