"""How briefings and articles are cited: values for citation managers."""

from __future__ import annotations

from briefgen.urls import absolute
from briefgen.views.article import ArticleView
from briefgen.views.briefing import BriefingView
from briefgen.views.cards import When
from briefgen.views.chrome import Chrome, Citation


def briefing_citation(view: BriefingView, chrome: Chrome) -> Citation:
    """A report by the site's publisher."""
    changed = max([view.card.when, *(change.when for change in view.changes)], key=lambda when: when.earliest)
    url = absolute(chrome.url, view.card.url)
    dates = iso_date(view.card.when), iso_date(changed)
    return Citation(view.card.title, (), chrome.publisher, *dates, chrome.language, url, True)


def article_citation(view: ArticleView, title: str, chrome: Chrome) -> Citation:
    """The article as it was published, at its own address where that is known."""
    dates = dict(view.note.dates)
    when = [iso_date(dates.get(name)) for name in ("published", "updated")]
    url = view.note.url or absolute(chrome.url, view.url)
    return Citation(title, view.note.authors, view.note.source.label, when[0], when[1], view.language, url, False)


def iso_date(when: When | None) -> str:
    """ISO 8601, as precise as the date is; the first day of a span; "" for none and for an open start."""
    return (when.datetime or when.earliest) if when else ""
