"""Feeds: Atom (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

import json
from functools import lru_cache
from xml.etree.ElementTree import Element

from markupsafe import Markup

from briefgen.exports.xml import child, document, fragment
from briefgen.urls import MARK, absolute
from briefgen.views.cards import FeedEntry
from briefgen.views.chrome import Page
from briefgen.views.lists import FeedView

MOST_ENTRIES = 20_000
"""How many serialised entries are kept at most: one briefing stands in many feeds."""


def render_atom(page: Page) -> bytes:
    site, feed = page.site, page.view
    assert site is not None and isinstance(feed, FeedView)
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": site.language})
    child(root, "title", feed.title)
    child(root, "id", absolute(site.url, page.url))
    child(root, "link", rel="self", type="application/atom+xml", href=absolute(site.url, page.url))
    child(root, "link", rel="alternate", type="text/html", href=absolute(site.url, feed.url))
    child(root, "updated", feed.updated)
    child(child(root, "author"), "name", site.publisher)
    return document(root, [_atom_entry(entry, site.url) for entry in feed.entries])


@lru_cache(maxsize=MOST_ENTRIES)
def _atom_entry(item: FeedEntry, base: str) -> bytes:
    entry = Element("entry")
    url = absolute(base, item.url)
    child(entry, "title", item.title)
    child(entry, "id", url)
    child(entry, "link", rel="alternate", type="text/html", href=url)
    child(entry, "published", item.published)
    child(entry, "updated", item.updated)
    child(entry, "summary", absolute_links(item.summary, base), type="html")
    return fragment(entry)


def render_json_feed(page: Page) -> bytes:
    site, feed = page.site, page.view
    assert site is not None and isinstance(feed, FeedView)
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": absolute(site.url, feed.url),
        "feed_url": absolute(site.url, page.url),
        "language": site.language,
        "authors": [{"name": site.publisher}],
    }
    items = ",\n".join(_json_item(entry, site.url) for entry in feed.entries)
    return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "items": [\n{items}\n]}}\n'.encode()


@lru_cache(maxsize=MOST_ENTRIES)
def _json_item(item: FeedEntry, base: str) -> str:
    fields = {
        "id": absolute(base, item.url),
        "url": absolute(base, item.url),
        "title": item.title,
        "content_html": absolute_links(item.summary, base),
        "date_published": item.published,
        "date_modified": item.updated,
    }
    return json.dumps(fields, ensure_ascii=False)


def forget_entries() -> None:
    """Lets go of all entries that were serialised."""
    _atom_entry.cache_clear()
    _json_item.cache_clear()


def absolute_links(html: Markup, base: str) -> str:
    """A fragment for readers outside the site: its links start at the site's address."""
    return str(html).replace(MARK, base.rstrip("/"))
