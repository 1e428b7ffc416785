"""What is known about an article besides its text, each field in one order of trust.

    title      the headline that agrees with JSON-LD, Open Graph or the page's title; then those
    authors    JSON-LD of the article; meta tags; microdata; a link of kind "author"; the byline
    published  JSON-LD; meta tags; microdata; a visible date line; the first `<time>`; a date at the title's end
    updated    the same, for changes
    site       Open Graph; JSON-LD's publisher; meta tags
    url        the canonical link; Open Graph; JSON-LD
    language   `<html lang>`; Open Graph's locale; JSON-LD
    licence    a link of kind "license"; JSON-LD; meta tags
    image      Open Graph; JSON-LD; with the caption of the picture of that name, or of the first

A field that no source gives is left empty: nothing is inferred from the address or the clock.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefgen.clean.byline import byline_names, visible_dates
from briefgen.clean.letters import fold, one_space
from briefgen.clean.people import names_in
from briefgen.clean.prose import is_prose
from briefgen.clean.structured import Structured, plain_text
from briefgen.clean.titles import choose_title
from briefgen.clean.values import Block, Facts
from briefgen.clean.when import iso_date, visible_date

_PUBLISHED = (
    "article:published_time", "article:published:time", "http://ogp.me/ns/article#published_time", "datepublished", "og:article:published_time", "og:published_time", "date", "dc.date.issued",
    "dc.date.created", "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date", "pubdate", "publish-date", "publishdate",
    "publish_date", "publication_date", "published_time", "article.published", "sailthru.date", "parsely-pub-date", "citation_publication_date",
    "citation_date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "datecreated", "originalpublicationdate", "release_date", "created", "displaydate",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "article:modified:time", "og:updated_time", "datemodified", "dcterms.modified", "dc.date.modified", "last-modified", "lastmod",
    "article.updated", "revised", "updated_time", "article:updated_time",
)  # fmt: skip
_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "citation_author", "byl", "article:author_name", "cxenseparse:author", "twitter:data1")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?", re.IGNORECASE)


def read_facts(page: Structured, blocks: Sequence[Block], address: str = "") -> Facts:
    """The facts of an HTML page. `address` is where the page is known to come from, or ""."""
    site = site_name(page)
    title = page_title(page, blocks, site)
    near = _near_title(blocks, title)
    published, updated = page_dates(page, near)
    return Facts(
        title=title,
        authors=page_authors(page, near, site),
        published=published,
        updated=updated if updated != published else "",
        site=site,
        url=page_address(page, address),
        language=page_language(page),
        licence=page_licence(page),
    )


def site_name(page: Structured) -> str:
    """The site's own name, or ""."""
    named = page.meta("og:site_name", "application-name", "al:android:app_name", "dc.publisher", "publisher")
    publisher = page.main.get("publisher")
    if not named and publisher:
        named = plain_text(publisher)
    return named if not named.startswith("http") else ""


def page_title(page: Structured, blocks: Sequence[Block], site: str) -> str:
    """See `choose_title`."""
    headlines = [block.text for block in blocks if block.kind == "heading" and block.level == 1]
    claims = [page.text("headline"), page.meta("og:title"), page.meta("twitter:title", "dc.title", "parsely-title", "title"), page.text("name")]
    return choose_title(headlines, [claim for claim in claims if claim], page.title, site)


def page_dates(page: Structured, near: Sequence[Block]) -> tuple[str, str]:
    """(published, updated)."""
    properties = dict(reversed(page.properties))
    shown_published, shown_updated = visible_dates(near)
    times = [found for machine, shown in page.times if (found := iso_date(machine) or iso_date(shown))]
    published = _first_date(
        page.text("datePublished", "dateCreated", "uploadDate"), *page.all_metas(*_PUBLISHED), properties.get("datepublished", ""),
        _other_node(page, "datePublished"), shown_published, *([] if shown_updated else times[:1]),
    )  # fmt: skip
    if not published and not shown_updated:
        published = visible_date(page.title[-24:]) if len(page.title) > 40 else ""
    updated = _first_date(
        page.text("dateModified"), *page.all_metas(*_UPDATED), properties.get("datemodified", ""), _other_node(page, "dateModified"), shown_updated
    )
    return published, updated


def page_authors(page: Structured, near: Sequence[Block], site: str) -> tuple[str, ...]:
    """The authors' names. The site's own name is one only if nothing else names a person."""
    sites = (site, *_host_names(page))
    if names := names_in(page.main.get("author"), sites):
        return names
    for name in _AUTHORS:
        if names := names_in(page.all_metas(name), sites):
            return names
    marked = [value for key, value in page.properties if key == "author"]
    for claim in (names_in(marked[:1], sites), byline_names(near, sites), names_in(_other_author(page), sites)):
        if claim:
            return claim
    return names_in(page.main.get("author")) or names_in(page.all_metas("author"))


def _host_names(page: Structured) -> tuple[str, ...]:
    """What the page's own address calls the site: `example` of `www.example.org`."""
    host = re.sub(r"^https?://(?:www\.)?|[/:?#].*$", "", page_address(page, ""))
    return tuple(label for label in host.split(".")[:-1] if len(label) > 2 and label not in ("com", "org", "net", "news", "blog"))


def page_address(page: Structured, address: str) -> str:
    """The article's own address on the web, or ""."""
    canonical = next((href for rel, href in page.links if "canonical" in rel.split()), "")
    claims = (address, canonical, page.meta("og:url"), plain_text(page.main.get("url")), plain_text(page.main.get("mainEntityOfPage")))
    return next((claim for claim in claims if re.match(r"https?://[^/\s]+/?\S*$", claim)), "")


def page_language(page: Structured) -> str:
    """A BCP 47 tag, or ""."""
    for claim in (page.language, page.meta("og:locale"), page.text("inLanguage"), page.meta("content-language", "language", "dc.language")):
        tag = claim.replace("_", "-").split(",")[0].strip()
        if _LANGUAGE.fullmatch(tag):
            head, _, tail = tag.partition("-")
            return f"{head.lower()}-{tail}" if tail else head.lower()
    return ""


def page_licence(page: Structured) -> str:
    """The licence's address or name as the page states it, or ""."""
    linked = next((href for rel, href in page.links if "license" in rel.split()), "")
    return linked or page.text("license") or page.meta("dcterms.license", "dc.rights.license", "license")


def _near_title(blocks: Sequence[Block], title: str) -> Sequence[Block]:
    """The blocks around the headline, where bylines and dates stand."""
    key = fold(title)
    seen = [block for block in blocks if not block.hidden]
    for fits in (
        lambda block: block.kind == "heading" and fold(block.text) == key,
        lambda block: fold(block.text) == key,
        lambda block: block.kind == "heading" and len(key) > 14 and key in fold(block.text),
        lambda block: block.kind == "heading" and block.level == 1,
        lambda block: is_prose(block.text),
    ):
        if (at := next((place for place, block in enumerate(seen) if fits(block)), None)) is not None:
            return seen[max(0, at - 12) : at + 40]
    return seen[:40]


def _first_date(*claims: str) -> str:
    return next((found for claim in claims if claim and (found := iso_date(one_space(claim)))), "")


def _other_node(page: Structured, key: str) -> str:
    return next((plain_text(node[key]) for node in page.nodes if key in node and plain_text(node[key])), "")


def _other_author(page: Structured) -> object:
    return next((node["author"] for node in page.nodes if node.get("author")), "")
