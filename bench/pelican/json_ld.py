"""A page's data in the vocabulary of schema.org."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import unescape
from typing import Any

Thing = dict[str, Any]


def things(page: Any, pages: Mapping[str, Mapping[str, Any]], base: str, site: str, text_of: Callable[[str], str]) -> list[Thing]:
    """What the page tells; `text_of` makes a line of Markdown to text without markup."""
    publisher = {"@type": "Organization", "@id": f"{base}/#publisher", "name": site, "url": f"{base}/"}
    if page.template == "briefing":
        articles = [pages["articles"][id] for id in page.params["articles"]]
        claims = [_claim(page, key, pages, base, text_of) for key in page.params["claims"]]
        return [_report(page, pages, base, publisher), *claims, *(_news_article(one, pages, base) for one in articles)]
    if page.template == "article":
        return [{**_news_article(page, pages, base), "inLanguage": "en", "mainEntityOfPage": base + page.url}]
    if page.template == "home":
        return [{"@type": "WebSite", "@id": f"{base}/#site", "url": f"{base}/", "name": site, "inLanguage": "en", "publisher": publisher}]
    return []


def _report(page: Any, pages: Mapping[str, Mapping[str, Any]], base: str, publisher: Thing) -> Thing:
    url, params = base + page.url, page.params
    return {
        "@type": "Report",
        "@id": url,
        "url": url,
        "headline": page.title,
        "abstract": page.description,
        "datePublished": params["day"],
        "dateModified": params["day"],
        "inLanguage": "en",
        "publisher": publisher,
        "author": {"@id": publisher["@id"]},
        "keywords": ", ".join(pages["topics"][id].title for id in params["topics"]),
        "mentions": [{"@id": f"{url}#{key}"} for key in params["claims"]],
        "citation": [{"@id": f"{base}/articles/{id}/"} for id in params["articles"]],
    }


def _claim(page: Any, key: str, pages: Mapping[str, Mapping[str, Any]], base: str, text_of: Callable[[str], str]) -> Thing:
    claim, url = page.params["claims"][key], f"{base}{page.url}#{key}"
    by = [{"@type": "Person", "@id": f"{base}/actors/{id}/", "name": pages["actors"][id].title} for id in claim["by"]]
    return {
        "@type": "Claim",
        "@id": url,
        "url": url,
        "text": unescape(text_of(claim["words"])),
        "author": by,
        "dateCreated": claim["date"],
        "appearance": {"@id": f"{base}/articles/{claim['quote']['article']}/"},
    }


def _news_article(page: Any, pages: Mapping[str, Mapping[str, Any]], base: str) -> Thing:
    source = pages["sources"][page.params["source"]]
    publisher = {"@type": "Organization", "@id": base + source.url, "name": source.title}
    return {
        "@type": "NewsArticle",
        "@id": base + page.url,
        "headline": page.title,
        "publisher": publisher,
        "datePublished": page.params["day"],
    }
