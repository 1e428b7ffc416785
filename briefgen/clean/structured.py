"""What a page says about itself to machines: JSON-LD, meta tags, microdata and times.

JSON-LD is read leniently (control characters, comments, a trailing comma) but never evaluated;
nesting is bounded. Keys of meta tags are lower-cased.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefgen.clean.letters import one_space

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

ARTICLE_TYPES = ("Article", "BlogPosting", "NewsArticle", "ReportageNewsArticle", "Report", "LiveBlogPosting", "WebPage")
_MAX_NODES = 5_000
_MAX_VALUE = 2_000
_COMMENT = re.compile(r"^\s*(?://<!\[CDATA\[|/\*.*?\*/|<!--|//\s*<!\[CDATA\[)|(?://\s*\]\]>|-->|\]\]>)\s*;?\s*$", re.DOTALL)
_TRAILING = re.compile(r",\s*([}\]])")

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Structured:
    """`nodes` are all JSON-LD objects, outermost first; `main` is the one that is the article."""

    main: Node
    nodes: tuple[Node, ...]
    metas: tuple[tuple[str, str], ...]
    properties: tuple[tuple[str, str], ...]
    times: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]
    title: str
    language: str

    def meta(self, *names: str) -> str:
        """The first value of the first of these meta tags that has one."""
        return next(iter(self.all_metas(*names)), "")

    def all_metas(self, *names: str) -> list[str]:
        """Every value of these meta tags, in the order of `names`."""
        return [value for name in names for key, value in self.metas if key == name and value]

    def text(self, *keys: str) -> str:
        """The first of the article object's own texts under these keys."""
        return next((plain for key in keys if (plain := plain_text(self.main.get(key)))), "")


def read_structured(soup: BeautifulSoup) -> Structured:
    """Everything of the kind on one page."""
    nodes = tuple(_nodes(soup))
    metas = tuple((key, value) for tag in soup.find_all("meta") for key, value in _meta(tag))
    properties = tuple(
        (str(tag["itemprop"]).strip().lower(), value) for tag in soup.find_all(itemprop=True, limit=400) if (value := _property(tag))
    )
    times = tuple((_attribute(tag, "datetime"), one_space(tag.get_text())[:120]) for tag in soup.find_all("time", limit=100))
    links = tuple((_attribute(tag, "rel").lower(), _attribute(tag, "href")) for tag in soup.find_all("link", limit=400))
    title = one_space(soup.title.get_text())[:_MAX_VALUE] if soup.title else ""
    page = soup.find("html")
    language = _attribute(page, "lang") or _attribute(page, "xml:lang") if page else ""
    return Structured(_main_node(nodes), nodes, metas, properties, times, links, title, language)


def plain_text(value: object) -> str:
    """The text of a JSON-LD value: of a string, of an object's name or value, or of a list's first."""
    for _ in range(5):
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, dict):
            value = value.get("name") or value.get("@value") or value.get("url") or value.get("@id") or ""
        else:
            break
    return one_space(html.unescape(str(value)))[:_MAX_VALUE] if isinstance(value, (str, int)) else ""


def types_of(node: Node) -> tuple[str, ...]:
    """The schema.org types of a JSON-LD object, without their address."""
    kinds = node.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return tuple(str(kind).rsplit("/", 1)[-1] for kind in listed if isinstance(kind, str))


def is_article(node: Node) -> bool:
    """Whether a JSON-LD object is of an article type other than a mere web page."""
    return any(("Article" in kind or "Posting" in kind or kind == "Report") for kind in types_of(node))


def _main_node(nodes: tuple[Node, ...]) -> Node:
    for wanted in (lambda node: is_article(node) and ("headline" in node or "name" in node), is_article):
        if found := next((node for node in nodes if wanted(node)), None):
            return found
    return {}


def _nodes(soup: BeautifulSoup) -> Iterator[Node]:
    found = 0
    for script in soup.find_all("script", type=re.compile(r"ld\+json", re.IGNORECASE)):
        pending = [_lenient("".join(script.strings))]
        while pending and found < _MAX_NODES:
            value = pending.pop(0)
            if isinstance(value, dict):
                found += 1
                yield value
                pending += [inner for inner in value.values() if isinstance(inner, (dict, list))]
            elif isinstance(value, list):
                pending[:0] = value[:_MAX_NODES]


def _lenient(text: str) -> object:
    text = _COMMENT.sub("", text.strip())
    for attempt in (text, _TRAILING.sub(r"\1", text), html.unescape(text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _meta(tag: Tag) -> Iterator[tuple[str, str]]:
    content = one_space(html.unescape(_attribute(tag, "content")))[:_MAX_VALUE]
    for attribute in ("property", "name", "itemprop", "http-equiv"):
        for key in _attribute(tag, attribute).lower().split():
            yield key, content


def _property(tag: Tag) -> str:
    own = next((value for name in ("content", "datetime") if (value := _attribute(tag, name))), "")
    return (own or one_space(tag.get_text(" ")))[:300]


def _attribute(tag: object, name: str) -> str:
    value = tag.get(name) if tag is not None else ""  # type: ignore[attr-defined]
    return value.strip() if isinstance(value, str) else ""
