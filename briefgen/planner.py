"""The planner: from a catalogue to the pages that it gives the site, each planned when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from briefgen.briefing import Briefing
from briefgen.datafiles import DataFiles, File
from briefgen.dates import Edtf
from briefgen.entries import Bodies, BodyName, Entry
from briefgen.prose import render_prose
from briefgen.urls import absolute
from briefgen.views.article import article_view
from briefgen.views.briefing import Around, BriefingView, around, briefing_view, source_note, told_of_briefing
from briefgen.views.cardmaking import Cards, last_changed, year_of
from briefgen.views.cards import Link
from briefgen.views.chrome import Chrome, DataLink, Page
from briefgen.views.citation import article_citation, briefing_citation
from briefgen.views.entity import EntityView, entity_lists, entity_view, entity_years, has_feeds
from briefgen.views.files import TextFileView
from briefgen.views.lists import (
    MAX_URLS,
    NotFoundView,
    RedirectView,
    SitemapView,
    TextView,
    article_index,
    briefing_index,
    due_for_review,
    entity_index,
    feed_view,
    home_view,
    methodology_view,
    region_index,
    timeline_view,
)
from briefgen.views.picture import can_be_drawn, picture_view
from briefgen.views.question import question_view, question_years
from briefgen.views.search import INDEX_URL, search_index_view, search_view
from briefgen.views.years import NEWEST, count_years
from briefgen.words import Words

TEMPLATES = {"actors": "actor.html", "regions": "region.html", "topics": "topic.html", "sources": "source.html"}
FEEDS = ("feed.atom", "feed.json")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file to copy: its URL, where it stands below the site's folder, its SHA-256."""

    url: str
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Look:
    """What the site's pages are drawn with: template -> key; URL -> text of its assets."""

    keys: Mapping[str, str]
    assets: Mapping[str, str]
    style_url: str
    script_url: str
    icon_url: str
    search_style_url: str
    search_script_url: str
    words: Words
    pictures: bool = False
    """Whether briefings get card pictures."""


@dataclass(frozen=True, slots=True)
class Output:
    """One output that the site will have. `make` plans its page, with a planner: every value that it may show."""

    url: str
    make: Callable[..., Page]
    indexed: bool = True
    """Whether the page belongs in the sitemap."""
    bodies: tuple[BodyName, ...] = ()
    """The bodies that the page shows. `make` gets these, and only where there are any."""
    year: str = ""
    """The year of most that stands on it, "" if of none: pages of one year show the same cards."""
    told: Callable[[Planner], tuple[object, ...]] | None = None
    """Every value that `make` reads besides the bodies, where it costs less to gather these than to plan the page."""

    @property
    def place(self) -> tuple[str, str]:
        """Where it stands among all: pages of one year together, and in it those that show the same briefing."""
        return self.year, next((id for kind, id in self.bodies if kind == "briefings"), self.url)


class Planner:
    """Plans the pages of one catalogue, kind by kind: first which there are, then each when it is asked for.

    `outputs` are those of any catalogue of the same shape, so what makes a page names its record and gets the planner.
    """

    def __init__(self, cards: Cards, chrome: Chrome, look: Look) -> None:
        self.catalog = cards.catalog
        self.chrome = chrome
        self.look = look
        self.words = look.words
        self.cards = cards
        self.data = DataFiles.of(self.cards, chrome)
        self._latest: tuple[Briefing, BriefingView] | None = None
        self._last_around: tuple[str, Around] | None = None

    @property
    def due(self) -> Mapping[str, str]:
        return self.cards.once("due", lambda: due_for_review(self.cards))

    def page(self, url: str, template: str, title: str, view: object, **more: object) -> Page:
        key = self.look.keys.get(template, "")
        return Page(url, template, key, title, str(more.pop("description", "")), self.chrome, view, **more)  # type: ignore[arg-type]

    # --- which there are ---

    def outputs(self) -> Iterator[Output]:
        yield Output("/", Planner.home)
        yield from self._feeds("", "", self.catalog.entries)
        for entry in self.catalog.entries:
            own, year = (("briefings", entry.id),), year_of(entry.date)
            told = partial(Planner.told_of_briefing, id=entry.id)
            yield Output(f"/briefings/{entry.id}/", partial(Planner.briefing, id=entry.id), bodies=own, year=year, told=told)
            yield from self._beside("briefings", entry.id, year)
            if url := self._picture_url(entry):
                yield Output(url, partial(Planner.picture, id=entry.id), indexed=False, year=year)
        for id in self.catalog.articles:
            resting_on = self.cards.groups.rests_on[id]
            bodies, year = (("articles", id), *(("briefings", entry.id) for entry in resting_on)), _newest_year(resting_on)
            yield Output(f"/articles/{id}/", partial(Planner.article, id=id), bodies=bodies, year=year, told=partial(Planner.told_of_article, id=id))
            yield from self._beside("articles", id, year)
        for kind in TEMPLATES:
            for id in getattr(self.catalog, kind):
                yield from self._entity_outputs(kind, id)
        for id in self.catalog.questions:
            yield from self._question_outputs(id)
        yield from self._indexes()
        yield from self._search()
        yield from self._fixed()

    def _feeds(self, kind: str, id: str, entries: Sequence[Entry]) -> Iterator[Output]:
        """The two feeds of a record's page, or of the whole site; none where nothing stands in them."""
        for name in FEEDS if entries else ():
            make = partial(Planner.feed, name=name, kind=kind, id=id)
            yield Output(_url_of(kind, id) + name, make, indexed=False, year=_newest_year(entries))

    def _beside(self, kind: str, id: str, year: str = "") -> Iterator[Output]:
        """The machine-readable files of a record, or of the whole site."""
        for file in self._files(kind, id):
            make = partial(Planner.file, url=file.link.url, kind=kind, id=id)
            yield Output(file.link.url, make, indexed=False, bodies=file.bodies, year=year)

    def _files(self, kind: str, id: str) -> Iterator[File]:
        if kind == "briefings":
            return self.data.of_briefing(self.catalog.by_id[id], partial(self._briefing_view, id))
        if kind == "articles":
            return self.data.of_article(id)
        if kind == "questions":
            return self.data.of_question(id)
        return self.data.of_entity(kind, id) if kind else self.data.of_site()

    def _entity_outputs(self, kind: str, id: str) -> Iterator[Output]:
        lists = entity_lists(kind, id, self.cards)
        year = _newest_year(lists.briefings)
        yield Output(_url_of(kind, id), partial(Planner.entity, kind=kind, id=id), year=year)
        yield from self._beside(kind, id, year)
        if has_feeds(kind, lists):
            yield from self._feeds(kind, id, lists.briefings)
        for count in entity_years(kind, id, self.cards):
            yield Output(count.url, partial(Planner.entity, kind=kind, id=id, year=count.year), year=count.year)

    def _question_outputs(self, id: str) -> Iterator[Output]:
        entries = self.cards.groups.briefings.get(("questions", id), ())
        year = _newest_year(entries)
        yield Output(_url_of("questions", id), partial(Planner.question, id=id), year=year)
        yield from self._beside("questions", id, year)
        yield from self._feeds("questions", id, entries)
        for count in question_years(id, self.cards):
            yield Output(count.url, partial(Planner.question, id=id, year=count.year), year=count.year)

    def _indexes(self) -> Iterator[Output]:
        entries = self.catalog.entries
        yield from self._by_year("/briefings/", "briefings.html", briefing_index, (e.date for e in entries))
        articles = (article.date for article in self.catalog.articles.values())
        yield from self._by_year("/articles/", "index.html", article_index, articles)
        for kind in ("actors", "questions", "topics", "sources"):
            yield from self._by_year(f"/{kind}/", "index.html", partial(entity_index, kind))
        yield from self._by_year("/regions/", "index.html", region_index)
        happenings = (h.date for h in self.cards.groups.happenings)
        yield from self._by_year("/timeline/", "timeline.html", timeline_view, happenings)

    def _by_year(
        self, url: str, template: str, view: Callable[..., object], dates: Iterable[Edtf] = ()
    ) -> Iterator[Output]:
        """A list's page and those of its years. `view` makes it of the cards and, where it has any, the year."""
        make = partial(Planner.index, url=url, template=template, view=view)
        yield Output(url, make)
        all_dates = list(dates)
        for count in count_years((date.year for date in all_dates), url) if len(all_dates) > NEWEST else ():
            yield Output(count.url, partial(make, year=count.year), year=count.year)

    def _search(self) -> Iterator[Output]:
        """The search page, and the index that it loads: one output of the plan that becomes many files."""
        if self.chrome.search:
            yield Output(self.chrome.search, Planner.search)
            everything = (*(("briefings", e.id) for e in self.catalog.entries), *(("articles", id) for id in self.catalog.articles))
            yield Output(INDEX_URL, Planner.search_index, indexed=False, bodies=everything)

    def _fixed(self) -> Iterator[Output]:
        yield Output("/methodology/", Planner.methodology)
        yield Output("/data/", Planner.data_page)
        yield from self._beside("", "")
        for id in self.catalog.pages:
            yield Output(f"/{id}/", partial(Planner.free_page, id=id))
        for old in self.catalog.retired:
            yield Output(old, partial(Planner.redirect, old=old), indexed=False)
        yield Output("/404.html", Planner.not_found, indexed=False)
        yield Output("/robots.txt", Planner.robots, indexed=False)
        yield Output("/.nojekyll", Planner.nojekyll, indexed=False)

    def sitemaps(self, outputs: Mapping[str, Output]) -> Iterator[Output]:
        """One sitemap, or an index of as many as the protocol's limit asks for."""
        urls = sorted(url for url, output in outputs.items() if output.indexed)
        if len(urls) <= MAX_URLS:
            yield Output("/sitemap.xml", partial(Planner.sitemap, name="/sitemap.xml", urls=urls), indexed=False)
            return
        parts = [urls[start : start + MAX_URLS] for start in range(0, len(urls), MAX_URLS)]
        names = tuple(f"/sitemap-{number}.xml" for number in range(1, len(parts) + 1))
        yield Output("/sitemap.xml", partial(Planner.sitemap_index, names=names), indexed=False)
        for name, part in zip(names, parts, strict=True):
            yield Output(name, partial(Planner.sitemap, name=name, urls=part), indexed=False)

    # --- what stands on them ---

    def home(self) -> Page:
        about = self.words.fill("about.home", name=self.chrome.publisher)
        view = home_view(self.cards, self.due)
        return self.page("/", "home.html", self.chrome.title, view, feeds=self._feed_links("", "", self.catalog.entries), description=about)

    def feed(self, name: str, kind: str, id: str) -> Page:
        entries = self.cards.groups.briefings[kind, id] if kind else self.catalog.entries
        url, title = _url_of(kind, id), self._title_of_feed(kind, id)
        view = feed_view(title, url, tuple(entries), self.cards)
        return Page(url + name, name, "", title, "", self.chrome, view, indexed=False)

    def _title_of_feed(self, kind: str, id: str) -> str:
        return f"{self.cards.link(kind, id).label} – {self.chrome.title}" if kind else self.chrome.title

    def _feed_links(self, kind: str, id: str, entries: Sequence[object]) -> tuple[Link, ...]:
        return tuple(Link(self._title_of_feed(kind, id), _url_of(kind, id) + name) for name in FEEDS) if entries else ()

    def file(self, *bodies: Bodies, url: str, kind: str, id: str) -> Page:
        return next(file.make(*bodies) for file in self._files(kind, id) if file.link.url == url)

    def _links(self, kind: str, id: str) -> tuple[DataLink, ...]:
        return tuple(file.link for file in self._files(kind, id))

    def _briefing_view(self, id: str, bodies: Bodies) -> BriefingView:
        """The view of a briefing; its page and its JSON are made one after the other, so the last is kept."""
        body = bodies.briefings[id]
        if self._latest is None or self._latest[0] is not body:
            self._latest = body, self._view_briefing(id, body)
        return self._latest[1]

    def _view_briefing(self, id: str, body: Briefing) -> BriefingView:
        return briefing_view(self.catalog.by_id[id], body, self._around(id), self.cards)

    def _around(self, id: str) -> Around:
        """What is around a briefing; it is asked for to compare its page, and to plan it."""
        if self._last_around is None or self._last_around[0] != id:
            entries, number = self.catalog.entries, self._numbers[id]
            newer = self.cards.link("briefings", entries[number - 1].id) if number else None
            older = self.cards.link("briefings", entries[number + 1].id) if number + 1 < len(entries) else None
            self._last_around = id, around(entries[number], self.cards, self.due.get(id, ""), newer, older)
        return self._last_around[1]

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {entry.id: number for number, entry in enumerate(self.catalog.entries)}

    def briefing(self, bodies: Bodies, id: str) -> Page:
        view = self._briefing_view(id, bodies)
        description = view.card.bottom_line.striptags()
        more = {"description": description, "data": self._links("briefings", id), "citation": briefing_citation(view, self.chrome)}
        more["picture"] = self._picture_url(self.catalog.by_id[id])
        return self.page(view.card.url, "briefing.html", view.card.title, view, **more)

    def told_of_briefing(self, id: str) -> tuple[object, ...]:
        """All that `briefing` reads but the briefing itself."""
        entry = self.catalog.by_id[id]
        here = (self.chrome, self.words, self.look.keys.get("briefing.html", ""), self._links("briefings", id), self._picture_url(entry))
        return (*here, *told_of_briefing(entry, self._around(id), self.cards))

    def _picture_url(self, entry: Entry) -> str:
        """Where the briefing's card picture stands; "" where it has none."""
        drawable = self.look.pictures and can_be_drawn(entry.title + self.chrome.title)
        return f"/briefings/{entry.id}/card.png" if drawable else ""

    def picture(self, id: str) -> Page:
        entry, key, site = self.catalog.by_id[id], self.look.keys.get("card.html", ""), self.data.chrome
        view = picture_view(entry, self.cards)
        return Page(self._picture_url(entry), "card.html", key, entry.title, "", site, view, indexed=False)

    def article(self, bodies: Bodies, id: str) -> Page:
        face = self.catalog.articles[id]
        resting_on = [bodies.briefings[entry.id] for entry in self.cards.groups.rests_on[id]]
        view = article_view(id, bodies.articles[id], resting_on, self.cards)
        description = f"{self.cards.source(id).label}, {self.words.date(face.date)}"
        more = {"description": description, "data": self._links("articles", id)}
        citation = article_citation(view, face.head.title, self.chrome)
        return self.page(view.url, "article.html", face.head.title, view, citation=citation, **more)

    def told_of_article(self, id: str) -> tuple[object, ...]:
        """All that `article` reads but the article and the briefings that rest on it."""
        cards, resting_on = self.cards, self.cards.groups.rests_on[id]
        names = tuple((cards.link("briefings", entry.id), *(cards.statement_link(s.ref) for s in entry.statements)) for entry in resting_on)
        around = (self.chrome, self.words, self.look.keys.get("article.html", ""), self.catalog.config.language)
        return (*around, source_note(id, cards), self._links("articles", id), names)

    def entity(self, kind: str, id: str, year: str = "") -> Page:
        view = entity_view(kind, id, self.cards, year)
        if year:
            return self.page(f"{view.url}{year}/", TEMPLATES[kind], self._of_year(view.name, year), view)
        links = self._feed_links(kind, id, view.briefings if view.feeds else ())
        about = f"{view.name}: {', '.join(_amounts(view, self.words))}."
        return self.page(view.url, TEMPLATES[kind], view.name, view, feeds=links, description=about, data=self._links(kind, id))

    def _of_year(self, title: str, year: str) -> str:
        return self.words.fill("title.of_year", title=title, year=year)

    def question(self, id: str, year: str = "") -> Page:
        view, ask = question_view(id, self.cards, year), self.catalog.questions[id].ask
        if year:
            return self.page(f"{view.url}{year}/", "question.html", f"{ask} {year}", view)
        links = self._feed_links("questions", id, self.cards.groups.briefing_ids.get(("questions", id), ()))
        about = self.words.fill("about.question", ask=ask)
        return self.page(view.url, "question.html", ask, view, feeds=links, description=about, data=self._links("questions", id))

    def index(self, url: str, template: str, view: Callable[..., object], year: str = "") -> Page:
        title = self.words[f"section.{url.strip('/')}"]
        if year:
            return self.page(f"{url}{year}/", template, self._of_year(title, year), view(self.cards, year))
        return self.page(url, template, title, view(self.cards))

    def search(self) -> Page:
        sections = (*self.chrome.nav, *self.chrome.more)
        view = search_view(self.look.search_style_url, self.look.search_script_url, sections, self.look.words)
        return self.page(self.chrome.search, "search.html", self.look.words["page.search"], view)

    def search_index(self, bodies: Bodies) -> Page:
        view = search_index_view(bodies, self.cards)
        return Page(INDEX_URL, "search-index", "", "", "", None, view, indexed=False)

    def methodology(self) -> Page:
        return self.page("/methodology/", "methodology.html", self.words["section.methodology"], methodology_view(self.words))

    def data_page(self) -> Page:
        return self.page("/data/", "data.html", self.words["section.data"], self.data.listing())

    def free_page(self, id: str) -> Page:
        page = self.catalog.pages[id]
        body = render_prose(page.body, self.catalog.names, lambda kind, id: False)
        return self.page(f"/{id}/", "page.html", page.head.title, TextView(page.head.title, body))

    def redirect(self, old: str) -> Page:
        return self.page(old, "redirect.html", self.words["title.moved"], RedirectView(self.catalog.retired[old]), indexed=False)

    def not_found(self) -> Page:
        return self.page("/404.html", "404.html", self.words["title.not_found"], NotFoundView(), indexed=False)

    def robots(self) -> Page:
        sitemap = absolute(self.chrome.url, "/sitemap.xml")
        return _text("/robots.txt", f"User-agent: *\nAllow: /\nSitemap: {sitemap}\n")

    def nojekyll(self) -> Page:
        return Page("/.nojekyll", "empty", "", "", "", None, None, indexed=False)

    def asset(self, url: str) -> Page:
        return _text(url, self.look.assets[url])

    def sitemap_index(self, names: Sequence[str]) -> Page:
        index = SitemapView(tuple((name, "") for name in names))
        return self.page("/sitemap.xml", "sitemap-index", "", index, indexed=False)

    def sitemap(self, name: str, urls: Sequence[str]) -> Page:
        changed = {f"/briefings/{id}/": last_changed(entry).earliest.isoformat() for id, entry in self.catalog.by_id.items()}
        view = SitemapView(tuple((url, changed.get(url, "")) for url in urls))
        return self.page(name, "sitemap", "", view, indexed=False)


def _text(url: str, text: str) -> Page:
    return Page(url, "text", "", "", "", None, TextFileView(text), indexed=False)


def _url_of(kind: str, id: str) -> str:
    """Where a record's page stands; "/" for none."""
    return f"/{kind}/{id}/" if kind else "/"


def _newest_year(entries: Sequence[Entry]) -> str:
    """The year of the first of `entries`, which stand newest first."""
    return year_of(entries[0].date) if entries else ""


def _amounts(view: EntityView, words: Words) -> Iterator[str]:
    """ "3 briefings", "12 statements" … as far as the page shows any."""
    for word, items in (("n_briefings", view.briefings), ("n_statements", view.by + view.about), ("n_events", view.events)):
        if items:
            yield words.count(f"page.{word}", len(items))
