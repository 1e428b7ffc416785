"""A briefing's article and annotation side by side; a selection in the article becomes a claim to copy."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from briefgen.annotation import parse_annotation
from briefgen.article import BODY, CAPTION, TITLE, Article, parse_article
from briefgen.briefing import Quote, join_briefing
from briefgen.errors import Field, Refused
from briefgen.evidence import Mark, render_full, render_line
from briefgen.model import Annotation
from briefgen.quoting import claim_block
from briefgen.serve.follow import Desk
from briefgen.serve.guard import HEADERS
from briefgen.serve.inject import NOT_THERE, Seen, seen_of
from briefgen.serve.notes import own_templates
from briefgen.serve.pages import Served
from briefgen.serve.respond import respond
from briefgen.sources import read_text
from briefgen.urls import parse_id
from briefgen.yamltext import locate

MOST_WORDS = 1500
"""How many characters of a selection are looked for; a request's head has 16 KB."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the annotation; `number` is that of the passage whose record starts here, else 0."""

    line: int
    text: str
    edit: str
    number: int


@dataclass(frozen=True, slots=True)
class Text:
    """An article with the annotation's passages highlighted."""

    id: str
    language: str
    title: Markup
    caption: Markup
    body: Markup
    edit: str


class Beside:
    """The side-by-side pages. They show the files as they are, whether or not the site is good."""

    def __init__(self, desk: Desk, prefix: str) -> None:
        self.desk = desk
        self.prefix = prefix
        self._templates = own_templates()

    async def page(self, request: Request) -> Response:
        served = await self.desk.worker.run(self.serve, request.path_params["id"])
        return respond(request, served) if served else Response("no such briefing\n", 404, HEADERS)

    async def claim(self, request: Request) -> Response:
        """The claim block for the words in the query, or why there is none."""
        query = request.query_params
        found = await self.desk.worker.run(
            self.claim_of, query.get("briefing", ""), query.get("article", ""), query.get("words", ""), query.get("before", "")
        )
        return JSONResponse(found, headers={**HEADERS, "cache-control": "no-store"})

    def serve(self, id: str) -> Served | None:
        html = self._html(id)
        if html is None:
            return None
        return self.desk.pages.html_page(200, html, f"{self.prefix}beside/{id}", seen_of(html.encode()))

    def seen(self, id: str) -> Seen:
        """What a tab gets that loads the page of this briefing now."""
        html = self._html(id)
        return seen_of(html.encode()) if html is not None else Seen(NOT_THERE, "gone")

    def claim_of(self, id: str, article_id: str, words: str, before: str) -> dict[str, str]:
        article = self._article(article_id)
        if article is None:
            return {"refused": "this article cannot be read", "hint": "look at the problems"}
        if len(words) > MOST_WORDS:
            return {"refused": "the selection is long", "hint": "select less; … in a passage stands for words left out"}
        annotation = self._annotation(id)[1]
        taken = {*annotation.claims, *annotation.events} if annotation else set()
        catalog = self.desk.site.catalog
        try:
            block = claim_block(article, words, before, names=catalog.names if catalog else None, taken=taken)
        except Refused as refused:
            return {"refused": str(refused), "hint": refused.hint}
        return {"block": block}

    def _html(self, id: str) -> str | None:
        text, annotation = self._annotation(id)
        if not text:
            return None
        names = (annotation.articles if annotation else ()) or (id,)
        articles = {name: article for name in names if (article := self._article(name))}
        quotes = _quotes(id, annotation, articles)
        numbers = {where: number for number, (where, _) in enumerate(quotes, start=1)}
        path = f"content/annotations/{id}.yaml"
        starts = {locate(text, where, on_key=True)[0]: number for where, number in reversed(numbers.items())}
        lines = [
            Line(line, words, self.desk.edit(path, line), starts.get(line, 0))
            for line, words in enumerate(text.rstrip("\n").split("\n"), start=1)
        ]
        texts = [self._text(name, article, quotes, numbers) for name, article in articles.items()]
        url = f"{self.desk.site.base}briefings/{id}/"
        there = f"/briefings/{id}/" in self.desk.site.plan
        missing = [name for name in names if name not in articles]
        return self._templates.get_template("beside.html").render(
            id=id, path=path, lines=lines, texts=texts, missing=missing, url=url if there else "", prefix=self.prefix
        )

    def _text(self, id: str, article: Article, quotes: list[tuple[Field, Quote]], numbers: dict[Field, int]) -> Text:
        marks: list[list[Mark]] = [[] for _ in article.texts]
        for where, quote in quotes:
            for part, (start, end) in enumerate(quote.spans if quote.article == id else ()):
                number = numbers[where]
                anchor = f"at.{number}" if part == 0 else ""
                marks[quote.text].append(Mark(start, end, number, anchor, part == len(quote.spans) - 1))
        return Text(
            id,
            article.head.language or "",
            render_line(article.texts[TITLE], marks[TITLE], full=True)[0],
            render_line(article.texts[CAPTION], marks[CAPTION], full=True)[0],
            render_full(article.body, marks[BODY:]),
            self.desk.edit(f"content/articles/{id}.md", 1),
        )

    def _annotation(self, id: str) -> tuple[str, Annotation | None]:
        path = self._path("annotations", id, ".yaml")
        if path is None or not (self.desk.root / path).is_file():
            return "", None
        text, problems = read_text(self.desk.root, path)
        return text, None if problems else parse_annotation(text, path).value

    def _article(self, id: str) -> Article | None:
        path = self._path("articles", id, ".md")
        if path is None:
            return None
        text, problems = read_text(self.desk.root, path)
        return None if problems else parse_article(text, path).value

    def _path(self, folder: str, id: str, ending: str) -> str | None:
        """The record's file; an id has no slash, dot or backslash, so it stands in this folder."""
        try:
            return f"content/{folder}/{parse_id(id)}{ending}"
        except Refused:
            return None


def _quotes(id: str, annotation: Annotation | None, articles: dict[str, Article]) -> list[tuple[Field, Quote]]:
    """(record, its proven passage) in the order of the text."""
    if annotation is None:
        return []
    briefing, _ = join_briefing(id, f"content/annotations/{id}.yaml", annotation, articles, every=lambda: articles)
    order = {name: number for number, name in enumerate(briefing.articles)}
    return sorted(briefing.quotes.items(), key=lambda item: (order[item[1].article], item[1].text, item[1].spans, str(item[0])))
