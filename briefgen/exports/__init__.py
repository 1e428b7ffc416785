"""Outputs that no template draws: feeds, sitemap, robots.txt. Each is bytes from a page's view."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from briefgen.exports.feeds import render_atom, render_json_feed
from briefgen.exports.files import render_empty, render_text
from briefgen.exports.sitemap import render_sitemap, render_sitemap_index
from briefgen.views.chrome import Page

EXPORTS: Mapping[str, Callable[[Page], bytes]] = {
    "feed.atom": render_atom,
    "feed.json": render_json_feed,
    "sitemap": render_sitemap,
    "sitemap-index": render_sitemap_index,
    "text": render_text,
    "empty": render_empty,
}
