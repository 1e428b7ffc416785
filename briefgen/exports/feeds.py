"""Feeds: Atom (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

import json
from xml.etree.ElementTree import Element

from markupsafe import Markup

from briefgen.exports.xml import child, document
from briefgen.urls import absolute, relative_links
from briefgen.views.chrome import Page
from briefgen.views.lists import FeedView


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
    for item in feed.entries:
        entry = child(root, "entry")
        url = absolute(site.url, item.url)
        child(entry, "title", item.title)
        child(entry, "id", url)
        child(entry, "link", rel="alternate", type="text/html", href=url)
        child(entry, "published", item.published)
        child(entry, "updated", item.updated)
        child(entry, "summary", absolute_links(item.summary, site.url), type="html")
    return document(root)


def render_json_feed(page: Page) -> bytes:
    site, feed = page.site, page.view
    assert site is not None and isinstance(feed, FeedView)
    items = [
        {
            "id": absolute(site.url, item.url),
            "url": absolute(site.url, item.url),
            "title": item.title,
            "content_html": absolute_links(item.summary, site.url),
            "date_published": item.published,
            "date_modified": item.updated,
        }
        for item in feed.entries
    ]
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": absolute(site.url, feed.url),
        "feed_url": absolute(site.url, page.url),
        "language": site.language,
        "authors": [{"name": site.publisher}],
        "items": items,
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def absolute_links(html: Markup, base: str) -> str:
    """A fragment for readers outside the site: its links start at the site's address."""
    return relative_links(str(html), base.rstrip("/") + "/")
