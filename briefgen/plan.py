"""The plan: every output of the site as a value, by URL.

`plan_site` is pure. What a page shows is in its view, so two plans can be compared page by page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from briefgen.catalog import Catalog
from briefgen.config import CONFIG_FILE
from briefgen.dates import format_date
from briefgen.errors import Finding, did_you_mean
from briefgen.groups import build_groups
from briefgen.markup import internal_links
from briefgen.prose import render_prose
from briefgen.urls import MANIFEST, absolute, output_path
from briefgen.views.article import article_view
from briefgen.views.briefing import briefing_view
from briefgen.views.cards import Cards, Link
from briefgen.views.chrome import Chrome, Page, build_chrome
from briefgen.views.entity import EntityView, actor_views, region_views, source_views, topic_views
from briefgen.views.files import FileView, TextFileView
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
from briefgen.views.question import question_view

ENTITY_VIEWS = {"actors": actor_views, "regions": region_views, "topics": topic_views, "sources": source_views}
TEMPLATES = {"actors": "actor.html", "regions": "region.html", "topics": "topic.html", "sources": "source.html"}
INDEXES = ("actors", "regions", "questions", "topics", "sources", "articles")
ICONS = ("/favicon.svg", "/favicon.ico", "/favicon.png")


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
    icon_url: str


def plan_site(catalog: Catalog, look: Look, static: tuple[Asset, ...]) -> tuple[dict[str, Page], list[Finding]]:
    """URL -> page for every output, in order of URL; and findings on what would collide or lead nowhere."""
    icon = next((url for url in ICONS if any(a.url == url for a in static)), look.icon_url)
    chrome, findings = build_chrome(catalog, look.style_url, icon)
    static = tuple(asset for asset in static if asset.url not in catalog.withheld)
    planner = _Planner(catalog, chrome, look)
    plan: dict[str, Page] = {}
    for page in planner.pages():
        if page.url in plan:
            message = f"two records would stand at {page.url}"
            findings.append(Finding(planner.path_of(page), (), "url-taken", message, "rename one of them"))
        plan[page.url] = page
    plan |= {page.url: page for page in planner.sitemaps(plan)}
    findings.extend(_covering(static, plan))
    for asset in static:
        plan[asset.url] = Page(asset.url, "file", "", "", "", None, FileView(asset.path, asset.sha256), indexed=False)
    findings.extend(_dead_links(catalog, plan))
    findings.extend(_missing_pictures(catalog, plan))
    return dict(sorted(plan.items())), findings


def _covering(static: tuple[Asset, ...], plan: Mapping[str, Page]) -> list[Finding]:
    """Copied files that would take the place of an output, or of a folder that outputs stand in."""
    files = {output_path(url) for url in plan} | {MANIFEST}
    folders = {parent.as_posix() for file in files for parent in PurePosixPath(file).parents}
    findings = []
    for asset in static:
        path = PurePosixPath(output_path(asset.url))
        if path.as_posix() in files | folders or any(parent.as_posix() in files for parent in path.parents):
            message = f"this file would stand where a page of the site does: {asset.url}"
            findings.append(Finding(asset.path, (), "url-taken", message, "rename the file"))
    return findings


class _Planner:
    """Makes the pages of one catalogue, kind by kind."""

    def __init__(self, catalog: Catalog, chrome: Chrome, look: Look) -> None:
        self.catalog = catalog
        self.chrome = chrome
        self.look = look
        self.cards = Cards(catalog, build_groups(catalog))
        self.due = due_for_review(self.cards, catalog.visibility.today)

    def page(self, url: str, template: str, title: str, view: object, **more: object) -> Page:
        key = self.look.keys.get(template, "")
        return Page(url, template, key, title, str(more.pop("description", "")), self.chrome, view, **more)  # type: ignore[arg-type]

    def pages(self) -> Iterator[Page]:
        yield from self._home()
        yield from self._briefings()
        yield from self._articles()
        for kind in ENTITY_VIEWS:
            yield from self._entities(kind)
        yield from self._questions()
        yield from self._indexes()
        yield from self._fixed()

    def _feeds(self, title: str, url: str, entries: tuple, pages: list[Page]) -> tuple[Link, ...]:  # type: ignore[type-arg]
        """Adds the two feeds of the page at `url` to `pages`; the links to them."""
        if not entries:
            return ()
        view = feed_view(title, url, entries, self.cards)
        for name in ("feed.atom", "feed.json"):
            pages.append(Page(url + name, name, "", title, "", self.chrome, view, indexed=False))
        return (Link(title, f"{url}feed.atom"), Link(title, f"{url}feed.json"))

    def _home(self) -> Iterator[Page]:
        feeds: list[Page] = []
        links = self._feeds(self.chrome.title, "/", self.catalog.entries, feeds)
        about = f"Sourced briefings by {self.chrome.publisher}: every statement opens the passage it rests on."
        yield self.page("/", "home.html", self.chrome.title, home_view(self.cards, self.due), feeds=links, description=about)
        yield from feeds

    def _briefings(self) -> Iterator[Page]:
        entries = self.catalog.entries
        for number, entry in enumerate(entries):
            newer = self.cards.link("briefings", entries[number - 1].id) if number else None
            older = self.cards.link("briefings", entries[number + 1].id) if number + 1 < len(entries) else None
            view = briefing_view(entry, self.cards, self.due.get(entry.id, ""), newer, older)
            description = view.card.bottom_line.striptags()
            yield self.page(view.card.url, "briefing.html", entry.title, view, description=description)

    def _articles(self) -> Iterator[Page]:
        for id, article in self.catalog.articles.items():
            head = article.head
            description = f"{self.cards.source(id).label}, {format_date(article.date)}"
            yield self.page(f"/articles/{id}/", "article.html", head.title, article_view(id, self.cards), description=description)

    def _entities(self, kind: str) -> Iterator[Page]:
        for id in getattr(self.catalog, kind):
            view, *by_year = ENTITY_VIEWS[kind](id, self.cards)
            feeds: list[Page] = []
            entries = self.cards.groups.briefings.get((kind, id), ()) if view.feeds else ()
            links = self._feeds(f"{view.name} – {self.chrome.title}", view.url, entries, feeds)
            about = f"{view.name}: {', '.join(_amounts(view))}."
            yield self.page(view.url, TEMPLATES[kind], view.name, view, feeds=links, description=about)
            yield from feeds
            for part in by_year:
                yield self.page(f"{part.url}{part.year}/", TEMPLATES[kind], f"{part.name}, {part.year}", part)

    def _questions(self) -> Iterator[Page]:
        for id, question in self.catalog.questions.items():
            view = question_view(id, self.cards)
            feeds: list[Page] = []
            entries = self.cards.groups.briefings.get(("questions", id), ())
            links = self._feeds(f"{question.ask} – {self.chrome.title}", view.url, entries, feeds)
            about = f"{question.ask} Who answered how, when, and in which words."
            yield self.page(view.url, "question.html", question.ask, view, feeds=links, description=about)
            yield from feeds
            for count in view.years:
                title = f"{question.ask} {count.year}"
                yield self.page(count.url, "question.html", title, question_view(id, self.cards, count.year))

    def _indexes(self) -> Iterator[Page]:
        view = briefing_index(self.cards)
        yield self.page(view.url, "briefings.html", "Briefings", view)
        for count in view.years:
            yield self.page(count.url, "briefings.html", f"Briefings, {count.year}", briefing_index(self.cards, count.year))
        for kind in INDEXES:
            if kind == "regions":
                index = region_index(self.cards)
            else:
                index = article_index(self.cards) if kind == "articles" else entity_index(kind, self.cards)
            yield self.page(index.url, "index.html", kind.capitalize(), index)
            for count in index.years:
                yield self.page(count.url, "index.html", f"{kind.capitalize()}, {count.year}", article_index(self.cards, count.year))
        timeline = timeline_view(self.cards)
        yield self.page("/timeline/", "timeline.html", "Timeline", timeline)
        for count in timeline.years:
            yield self.page(count.url, "timeline.html", f"Timeline, {count.year}", timeline_view(self.cards, count.year))

    def _fixed(self) -> Iterator[Page]:
        yield self.page("/methodology/", "methodology.html", "Methodology", methodology_view())
        for id, page in self.catalog.pages.items():
            body = render_prose(page.body, self.catalog.names, lambda kind, id: False)
            yield self.page(f"/{id}/", "page.html", page.head.title, TextView(page.head.title, body))
        for old, url in self.catalog.retired.items():
            yield self.page(old, "redirect.html", "Moved", RedirectView(url), indexed=False)
        yield self.page("/404.html", "404.html", "Page not found", NotFoundView(), indexed=False)
        for url, text in self.look.assets.items():
            yield Page(url, "text", "", "", "", None, TextFileView(text), indexed=False)
        robots = f"User-agent: *\nAllow: /\nSitemap: {absolute(self.chrome.url, '/sitemap.xml')}\n"
        yield Page("/robots.txt", "text", "", "", "", None, TextFileView(robots), indexed=False)
        yield Page("/.nojekyll", "empty", "", "", "", None, None, indexed=False)

    def sitemaps(self, plan: Mapping[str, Page]) -> Iterator[Page]:
        """One sitemap, or an index of as many as the protocol's limit asks for."""
        dates = {f"/briefings/{id}/": item.updated[:10] for id, item in self.cards.feed_entries.items()}
        pages = [(url, dates.get(url, "")) for url, page in sorted(plan.items()) if page.indexed]
        if len(pages) <= MAX_URLS:
            yield self.page("/sitemap.xml", "sitemap", "", SitemapView(tuple(pages)), indexed=False)
            return
        parts = [pages[start : start + MAX_URLS] for start in range(0, len(pages), MAX_URLS)]
        names = [(f"/sitemap-{number}.xml", "") for number in range(1, len(parts) + 1)]
        yield self.page("/sitemap.xml", "sitemap-index", "", SitemapView(tuple(names)), indexed=False)
        for (url, _), part in zip(names, parts, strict=True):
            yield self.page(url, "sitemap", "", SitemapView(tuple(part)), indexed=False)

    def path_of(self, page: Page) -> str:
        """The content file of the record that stands at the page's URL, or that the page leads to."""
        paths = {record.url: record.path for record in self.catalog.records if record.url}
        leads_to = page.view.target if isinstance(page.view, RedirectView) else ""
        return paths.get(leads_to) or paths.get(page.url, CONFIG_FILE)


def _amounts(view: EntityView) -> Iterator[str]:
    """ "3 briefings", "12 statements" … as far as the page shows any."""
    for noun, items in (("briefing", view.briefings), ("statement", view.by + view.about), ("event", view.events)):
        if items:
            yield f"{len(items)} {noun}{'' if len(items) == 1 else 's'}"


def _dead_links(catalog: Catalog, plan: Mapping[str, Page]) -> list[Finding]:
    """Links in the desk's prose, articles and free pages to pages that the site does not have."""
    findings = []
    for entry in catalog.entries:
        for where, url in entry.briefing.links:
            findings.extend(_dead(url, entry.briefing.path, where, plan))
    for folder, items in (("articles", catalog.articles), ("pages", catalog.pages)):
        for id, item in items.items():
            for line, url in internal_links(item.body.blocks):  # type: ignore[attr-defined]
                findings.extend(_dead(url, f"content/{folder}/{id}.md", (), plan, line))
    return findings


def _dead(
    url: str, path: str, where: tuple[str | int, ...], plan: Mapping[str, Page], body_line: int = 0
) -> list[Finding]:
    page = unquote(url.split("#")[0].split("?")[0])
    if page in plan:
        return []
    hint = f"write '{page}/'" if page + "/" in plan else did_you_mean(page, plan) or "name a page of this site"
    return [Finding(path, where, "dead-link", f"there is no page at {page}", hint, token=url, body_line=body_line)]


def _missing_pictures(catalog: Catalog, plan: Mapping[str, Page]) -> list[Finding]:
    findings = []
    for id, article in catalog.articles.items():
        image = article.head.image
        if image and image.file and f"/{image.file}" not in plan and f"/{image.file}" not in catalog.withheld:
            message = f"there is no file content/static/{image.file}"
            hint = "save the picture there, or take 'file' out"
            findings.append(Finding(f"content/articles/{id}.md", ("image", "file"), "missing-picture", message, hint))
    return findings
