"""`content/articles/<id>.md` and `content/pages/<id>.md`: YAML front matter and a Markdown body."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Generic, TypeVar

from briefgen.dates import Edtf, parse_date
from briefgen.errors import Problem
from briefgen.markup import Document, hidden_text, parse_markdown
from briefgen.model import ArticleHead, PageHead
from briefgen.passages import FoldedTexts, fold_texts
from briefgen.schema import Parsed, validate
from briefgen.speech import quoted_ranges
from briefgen.yamltext import locate, parse_yaml

H = TypeVar("H")
FENCE = "---"
TITLE, CAPTION, BODY = 0, 1, 2
"""Where an article's title, caption and first block stand among its `texts`."""


@dataclass(frozen=True, slots=True)
class ArticleFace:
    """What pages other than the article's own may know of it."""

    head: ArticleHead

    @property
    def date(self) -> Edtf:
        """Its own date: published, else updated, else retrieved."""
        date = self.head.published or self.head.updated or self.head.retrieved
        assert date is not None  # parse_article has seen to it
        return date


@dataclass(frozen=True)
class Article:
    """One saved article: what its front matter says, and its text."""

    head: ArticleHead
    body: Document

    @property
    def face(self) -> ArticleFace:
        return ArticleFace(self.head)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Its visible text as passages see it: title, caption ("" if none), then each block."""
        caption = self.head.image.caption if self.head.image else None
        return (self.head.title, caption or "", *(block.text for block in self.body.blocks))

    @cached_property
    def folded(self) -> FoldedTexts:
        """`texts` as passages are matched against them."""
        return fold_texts(self.texts)

    @cached_property
    def hidden(self) -> tuple[str, ...]:
        """What the text says but does not show, such as the targets of its links."""
        return hidden_text(self.body.blocks)

    @cached_property
    def quoted(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """For each of `texts`, the ranges inside quotation marks."""
        return quoted_ranges(self.texts)

    def __getstate__(self) -> tuple[ArticleHead, Document]:
        return self.head, self.body

    def __setstate__(self, state: tuple[ArticleHead, Document]) -> None:
        self.__dict__["head"], self.__dict__["body"] = state


@dataclass(frozen=True)
class FreePage:
    """A page of the desk's own, such as "About"."""

    head: PageHead
    body: Document


def parse_article(text: str, path: str) -> Parsed[Article]:
    """The article in `text`; `path` is only for problems. Never raises."""
    parsed = _parse_document(ArticleHead, text, path, notes=False)
    if parsed.value is None:
        return Parsed(None, parsed.problems, parsed.broken)
    head, body = parsed.value
    problems = parsed.problems
    if not (head.published or head.updated or head.retrieved):
        undated = not any(p.code == "bad-date" for p in problems)
        if undated:
            hint = "add published, updated or retrieved, such as 'published: 2024-10-28'"
            problems += (_at_top(text, path, "missing-date", "the article has no date", hint),)
        head = _dated(head)
    return Parsed(Article(head, body), problems, parsed.broken)


def parse_page(text: str, path: str) -> Parsed[FreePage]:
    """The free page in `text`; `path` is only for problems. Never raises."""
    parsed = _parse_document(PageHead, text, path, notes=False)
    value = FreePage(*parsed.value) if parsed.value else None
    return Parsed(value, parsed.problems, parsed.broken)


def _dated(head: ArticleHead) -> ArticleHead:
    return replace(head, retrieved=parse_date("1970"))


def _parse_document(kind: type[H], text: str, path: str, *, notes: bool) -> Parsed[tuple[H, Document]]:
    front, body, body_line = split_front_matter(text)
    if front is None:
        hint = "begin with a line '---', then 'title: …', then a line '---', then the text"
        code = "no-front-matter" if not text.startswith(FENCE) else "open-front-matter"
        message = "there is no front matter" if code == "no-front-matter" else "the front matter is not closed"
        return Parsed(None, (_at_top(text, path, code, message, hint),))
    data, yaml_problems = parse_yaml(front, path, first_line=2)
    document, markup_problems = parse_markdown(body, notes=notes)
    lines = text.split("\n")
    problems = [
        *yaml_problems,
        *(
            Problem(path, p.line + body_line - 1, 1, "error", p.code, p.message, p.hint, lines[p.line + body_line - 2])
            for p in markup_problems
        ),
    ]
    if data is None:
        return Parsed(None, tuple(problems))
    checked = validate(kind, data, front, path, first_line=2)
    value = None if checked.value is None else (checked.value, document)
    return Parsed(value, (*problems, *checked.problems), checked.broken)


def split_front_matter(text: str) -> tuple[str | None, str, int]:
    """(front matter, body, the body's first line counted from 1); None where there is no front matter."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return None, text, 1
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == FENCE:
            return "\n".join(lines[1:number]) + "\n", "\n".join(lines[number + 1 :]), number + 2
    return None, text, 1


def _at_top(text: str, path: str, code: str, message: str, hint: str) -> Problem:
    return Problem(path, 1, 1, "error", code, message, hint, text.split("\n", 1)[0])


__all__ = ["BODY", "CAPTION", "TITLE", "Article", "ArticleFace", "FreePage", "locate", "parse_article", "parse_page", "split_front_matter"]
