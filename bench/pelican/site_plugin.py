"""What the benchmark's site needs of Pelican beyond its core: JSON front matter, lookups by id, cards
that are drawn once, and a generator for feeds, sitemap, robots.txt and the 404 page."""

from __future__ import annotations

import datetime
import json
import re
from functools import cache
from itertools import groupby
from typing import Any

import markdown
from jinja2 import Environment, pass_environment
from markupsafe import escape
from pelican import signals
from pelican.generators import Generator, PagesGenerator
from pelican.readers import BaseReader, Readers

import json_ld

FIXED = {"sitemap.xml": "sitemap.xml", "robots.txt": "robots.txt", "404.html": "404"}
ALL: dict[str, Any] = {}
"""pages: kind -> id -> page; links: kind -> id -> a link to it; of: actor -> for whom it speaks."""
DRAWN: dict[tuple[str, str], str] = {}
TAG = re.compile(r"<[^>]*>")
RENDERER = markdown.Markdown(output_format="html")


class FrontMatterReader(BaseReader):
    """A JSON object, then Markdown."""

    enabled = True
    file_extensions = ["md"]

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        with open(source_path, encoding="utf-8") as file:
            text = file.read()
        head, end = json.JSONDecoder().raw_decode(text)
        body = text[end:].strip()
        url = head["url"]
        fields = {"title": head["title"], "template": head["template"], "slug": url.strip("/") or "home", "status": "published"}
        more = {"description": head["description"], "params": head["params"], "feeds": head["feeds"]}
        return (RENDERER.reset().convert(body) if body else ""), {**fields, **more, "url": url, "save_as": f"{url[1:]}index.html"}


@cache
def inline(text: str) -> str:
    """A line of Markdown as HTML."""
    return RENDERER.reset().convert(text).removeprefix("<p>").removesuffix("</p>")


def plain(text: str) -> str:
    """A line of Markdown as text without markup, still escaped."""
    return TAG.sub("", inline(text))


@cache
def day(date: str) -> str:
    when = datetime.date.fromisoformat(date)
    return f"{when.day} {when:%B %Y}"


@cache
def short_day(date: str) -> str:
    when = datetime.date.fromisoformat(date)
    return f"{when.day} {when:%b %Y}"


def by_year(ids: list[str]) -> list[tuple[str, list[str]]]:
    """Briefings, newest first, with those of one year together."""
    days = ALL["pages"]["briefings"]
    return [(year, list(found)) for year, found in groupby(ids, key=lambda id: days[id].params["day"][:4])]


def heading_of(page: Any) -> str:
    """The page's title; that of a year of an entity begins with the entity's, which is written once."""
    entity, year = page.params.get("entity"), page.params.get("year")
    if not entity or not year:
        return page.title
    kind = page.url.split("/")[1]
    return f"{ALL['pages'][kind][entity].title}{' ' if kind == 'questions' else ', '}{year}"


def description_of(page: Any) -> str:
    """What a page says of itself. The names in it are written in other files."""
    if page.template == "article":
        return f"{ALL['pages']['sources'][page.params['source']].title}, {day(page.params['day'])}"
    if not page.description or page.template not in ("entity", "question"):
        return page.description
    return f"{page.title}{' ' if page.template == 'question' else ': '}{page.description}"


@pass_environment
def draw(environment: Environment, ref: str, name: str) -> str:
    """What the template makes of a reference, drawn once."""
    key = (name, ref)
    if key not in DRAWN:
        DRAWN[key] = environment.get_template(f"parts/{name}.html").render(ref=ref, all=ALL, **_resolved(ref))
    return DRAWN[key]


def _resolved(ref: str) -> dict[str, Any]:
    """The briefing of a reference, and its claim or event."""
    id, _, key = ref.partition("/")
    briefing = ALL["pages"]["briefings"][id]
    record = briefing.params["claims"].get(key) or briefing.params["events"].get(key)
    return {"id": id, "key": key, "briefing": briefing, "record": record}


def collect(generator: PagesGenerator) -> None:
    """Fills ALL once every page is read."""
    pages: dict[str, dict[str, Any]] = {}
    for page in generator.pages:
        parts = page.url.strip("/").split("/")
        if len(parts) == 2 and page.template in ("briefing", "article", "entity", "question"):
            pages.setdefault(parts[0], {})[parts[1]] = page
    links = {kind: {id: f'<a href="{p.url}">{escape(p.title)}</a>' for id, p in found.items()} for kind, found in pages.items()}
    of = {}
    for id, actor in pages["actors"].items():
        for fact in actor.params["facts"]:
            if fact["label"] == "Speaks for":
                of[id] = links["actors"][fact["values"][0]]
    ALL.update(pages=pages, links=links, of=of, sitemap=[page.url for page in generator.pages])
    generator.context["all"] = ALL


def claim_of(ref: str) -> dict[str, Any]:
    id, _, key = ref.partition("/")
    return ALL["pages"]["briefings"][id].params["claims"][key]


def event_of(ref: str) -> dict[str, Any]:
    id, _, key = ref.partition("/")
    return ALL["pages"]["briefings"][id].params["events"][key]


class MoreFiles(Generator):
    """Feeds of the pages that ask for them, and the files that no content stands behind."""

    def generate_output(self, writer: Any) -> None:
        for page in self.context["pages"]:
            for name in ("feed.atom", "feed.json") if page.feeds else ():
                self._write(writer, page.url[1:] + name, name, page=page)
        for name, template in FIXED.items():
            self._write(writer, name, template)

    def _write(self, writer: Any, name: str, template: str, **values: Any) -> None:
        drawn = self.env.get_template(template if "." in template else f"{template}.html")
        writer.write_file(name, drawn, self.context, **values)


def use_reader(readers: Readers) -> None:
    readers.reader_classes["md"] = FrontMatterReader


def more_generators(pelican: Any) -> type[Generator]:
    return MoreFiles


def register() -> None:
    signals.readers_init.connect(use_reader)
    signals.page_generator_finalized.connect(collect)
    signals.get_generators.connect(more_generators)
    signals.initialized.connect(add_filters)


def add_filters(pelican: Any) -> None:
    def absolute(html: str) -> str:
        return html.replace('href="/', f'href="{pelican.settings["SITEURL"]}/')

    def things_of(page: Any) -> list[dict[str, Any]]:
        return json_ld.things(page, ALL["pages"], pelican.settings["SITEURL"], pelican.settings["SITENAME"], plain)

    filters = {"inline": inline, "day": day, "short_day": short_day, "by_year": by_year, "draw": draw, "absolute": absolute, "links": links}
    pelican.settings["JINJA_FILTERS"] = filters
    pelican.settings["JINJA_GLOBALS"] = {
        "claim_of": claim_of,
        "event_of": event_of,
        "heading_of": heading_of,
        "description_of": description_of,
        "things_of": things_of,
    }


def links(ids: list[str], kind: str) -> str:
    """Ids as links, with commas."""
    return ", ".join(ALL["links"][kind][id] for id in ids)
