"""Outputs that no template draws: feeds, sitemap, machine-readable files. Each is bytes from a page's view."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from briefgen.exports.annotations import render_annotations, render_article_text
from briefgen.exports.briefing import render_briefing
from briefgen.exports.claims import render_claims
from briefgen.exports.entity import render_entity, render_question
from briefgen.exports.feeds import render_atom, render_json_feed
from briefgen.exports.files import render_empty, render_text
from briefgen.exports.geojson import render_regions
from briefgen.exports.schemas import render_schema
from briefgen.exports.sitemap import render_sitemap, render_sitemap_index
from briefgen.exports.stix import render_stix
from briefgen.exports.tables import render_claims_table, render_events_table
from briefgen.views.chrome import Page

EXPORTS: Mapping[str, Callable[[Page], bytes]] = {
    "annotations": render_annotations,
    "article-text": render_article_text,
    "briefing.json": render_briefing,
    "claims.csv": render_claims_table,
    "claims.json": render_claims,
    "empty": render_empty,
    "entity.json": render_entity,
    "events.csv": render_events_table,
    "feed.atom": render_atom,
    "feed.json": render_json_feed,
    "question.json": render_question,
    "regions.geojson": render_regions,
    "schema": render_schema,
    "sitemap": render_sitemap,
    "sitemap-index": render_sitemap_index,
    "stix": render_stix,
    "text": render_text,
}
