"""The search page, and what search knows of every page that it can find.

A briefing is found by every word on its page that people wrote: the desk's prose, the passages, the
names of those who speak. Actors, regions, questions, topics, sources and free pages are found by name
and note. Articles are not indexed by themselves; what is quoted of them is found with the briefing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefgen.answers import STANCES, Figure
from briefgen.briefing import Briefing
from briefgen.entries import Bodies, Entry
from briefgen.markup import Document, parse_inline, visible_text
from briefgen.urls import output_path
from briefgen.views.cardmaking import Cards
from briefgen.views.cards import Link
from briefgen.words import Words

INDEX_FOLDER = "/search/index/"
INDEX_URL = f"{INDEX_FOLDER}pagefind.js"
"""The index's first file, which the search page's script loads."""
NOTED = ("actors", "regions", "questions", "topics", "sources")
FILTERED = ("actors", "regions", "questions")
ANSWERS = (*STANCES, "figure")
FILTERS = ("actor", "region", "question", "stance", "year", "kind")


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """One page as search knows it.

    `url` starts at the site's root, without a slash. `about` is what a result shows: name -> text.
    `filters` are name -> values; a value is an id, and after a space the words that readers see for it.
    """

    url: str
    text: str
    date: str
    about: tuple[tuple[str, str], ...]
    filters: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class SearchIndexView:
    """Everything that goes into the index. `language` is the primary subtag of the site's language."""

    language: str
    records: tuple[SearchRecord, ...]


@dataclass(frozen=True, slots=True)
class FilterView:
    """A filter on the search page. `options` are known beforehand, as value and words; the index tells the others."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SearchView:
    """The search page."""

    index: str
    """URL of the script that opens the index."""
    script: str
    """URL of the page's own script."""
    style: str
    """URL of the page's own style sheet, beside that of all pages."""
    filters: tuple[FilterView, ...]
    sections: tuple[Link, ...]
    """Where to look without a search."""


def search_view(style: str, script: str, sections: tuple[Link, ...], words: Words) -> SearchView:
    answers = [(stance, f"{words[f'stance.{stance}']}: {words[f'stance_means.{stance}']}") for stance in STANCES]
    options = {"stance": (*answers, ("figure", words["search.figure"]))}
    filters = tuple(FilterView(name, words[f"search.{name}"], options.get(name, ())) for name in FILTERS)
    return SearchView(INDEX_URL, script, style, filters, sections)


def search_index_view(bodies: Bodies, cards: Cards) -> SearchIndexView:
    """What is public, and nothing else: the catalogue holds no other records."""
    config = cards.catalog.config
    records = sorted(_records(bodies, cards, files=config.links == "files"), key=lambda record: record.url)
    return SearchIndexView(config.language.split("-")[0].lower(), tuple(records))


def _records(bodies: Bodies, cards: Cards, *, files: bool) -> Iterator[SearchRecord]:
    belongs: dict[str, dict[str, list[str]]] = {entry.id: {} for entry in cards.catalog.entries}
    for (kind, id), entries in cards.groups.briefings.items():
        if kind in FILTERED:
            for entry in entries:
                belongs[entry.id].setdefault(kind, []).append(f"{id} {cards.link(kind, id).label}")
    for entry in cards.catalog.entries:
        yield _briefing(entry, bodies.briefings[entry.id], cards, belongs[entry.id], files)
    for kind in NOTED:
        for id, noted in getattr(cards.catalog, kind).items():
            note = parse_inline(noted.note)[0].text if noted.note else ""
            words = (getattr(noted, "role", None) or "", *getattr(noted, "aliases", ()))
            yield _named(cards.link(kind, id), (kind, cards.words[f"search.{kind}"]), note, words, files)
    for id, page in cards.catalog.pages.items():
        kind_of_page = ("pages", cards.words["search.pages"])
        yield _named(Link(page.head.title, f"/{id}/"), kind_of_page, "", (visible_text(page.body),), files)


def _briefing(entry: Entry, body: Briefing, cards: Cards, belongs: dict[str, list[str]], files: bool) -> SearchRecord:
    prose = body.prose
    summary = _plain(prose["bottom_line",].text)  # type: ignore[union-attr]
    said = (visible_text(text) if isinstance(text, Document) else text.text for where, text in prose.items() if where != ("bottom_line",))
    quoted = (" … ".join(quote.parts) for quote in body.quotes.values())
    speakers = dict.fromkeys(speaker for s in entry.statements for speaker in s.by)
    names = [cards.link("actors", id).label for id in speakers] + [cards.link("topics", id).label for id in entry.topics]
    stances = {"figure" if isinstance(answer, Figure) else answer for s in entry.statements for _, answer in s.answers}
    filters = {kind[:-1]: tuple(belongs.get(kind, ())) for kind in FILTERED}
    filters["stance"] = tuple(f"{stance} {_answer(stance, cards.words)}" for stance in ANSWERS if stance in stances)
    filters["year"] = (f"{entry.date.year:04} {entry.date.year}",)
    label = cards.words["search.briefings"]
    filters["kind"] = (f"briefings {label}",)
    about = {"title": entry.title, "kind": label, "when": cards.words.date(entry.date), "summary": summary}
    text = _sentences(*said, *quoted, ", ".join(names))
    return SearchRecord(
        _address(f"/briefings/{entry.id}/", files), text, entry.date.earliest.isoformat(), tuple(about.items()), _filled(filters)
    )


def _answer(stance: str, words: Words) -> str:
    return words["search.figure"] if stance == "figure" else words[f"stance.{stance}"]


def _named(link: Link, kind: tuple[str, str], note: str, words: tuple[str, ...], files: bool) -> SearchRecord:
    """A page that is found by its name. `kind` is an id and the words for it."""
    about = {"title": link.label, "kind": kind[1], "summary": note}
    filters = {"kind": (" ".join(kind),)}
    text = _sentences(link.label, *words)
    return SearchRecord(_address(link.url, files), text, "", tuple((n, t) for n, t in about.items() if t), _filled(filters))


def _sentences(*texts: str) -> str:
    """Texts as one, each ended like a sentence, so that an excerpt does not run one into the next."""
    ended = (text if text[-1] in ".!?…" else f"{text}." for text in map(_plain, texts) if text)
    return " ".join(ended)


def _plain(text: str) -> str:
    """`text` with single spaces, as a browser shows it."""
    return " ".join(text.split())


def _address(url: str, files: bool) -> str:
    return output_path(url) if files else url[1:]


def _filled(filters: dict[str, tuple[str, ...]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, values) for name, values in filters.items() if values)
