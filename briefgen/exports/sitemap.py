"""The sitemap (sitemaps.org protocol 0.9): one file, or an index of several past 50,000 pages."""

from __future__ import annotations

from urllib.parse import quote
from xml.etree.ElementTree import Element

from briefgen.exports.xml import child, document
from briefgen.urls import absolute
from briefgen.views.chrome import Page
from briefgen.views.lists import SitemapView

_URL_CHARACTERS = "%:/?#[]@!$&'()*+,;=-._~"
"""What stands in a URI as it is (RFC 3986, with escapes already made); the rest is escaped."""
_NAMESPACE = {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def render_sitemap(page: Page) -> bytes:
    return _render(page, "urlset", "url")


def render_sitemap_index(page: Page) -> bytes:
    return _render(page, "sitemapindex", "sitemap")


def _render(page: Page, outer: str, inner: str) -> bytes:
    assert page.site is not None and isinstance(page.view, SitemapView)
    root = Element(outer, _NAMESPACE)
    for url, date in page.view.pages:
        element = child(root, inner)
        child(element, "loc", quote(absolute(page.site.url, url), safe=_URL_CHARACTERS))
        if date:
            child(element, "lastmod", date)
    return document(root)
