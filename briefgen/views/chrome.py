"""What stands around every page, and the page itself as the plan holds it."""

from __future__ import annotations

from dataclasses import dataclass

from briefgen.catalog import Catalog
from briefgen.config import SECTIONS
from briefgen.errors import Finding, did_you_mean
from briefgen.views.cards import Link
from briefgen.words import Words

SEARCH_URL = "/search/"


@dataclass(frozen=True, slots=True)
class Chrome:
    """The site around a page; one object for all pages."""

    title: str
    publisher: str
    url: str
    language: str
    direction: str
    """In which direction the site's language is written: ltr or rtl."""
    tlp: str
    nav: tuple[Link, ...]
    more: tuple[Link, ...]
    """Index pages that the navigation leaves out, for the footer."""
    search: str
    """URL of the search page; "" where the site has none."""
    style: str
    """URL of the style sheet."""
    script: str
    """URL of the script: theme switch and copied citations."""
    icon: str
    """URL of the favicon."""
    exports: tuple[str, ...] = ()
    """Which machine-readable forms the site has."""


@dataclass(frozen=True, slots=True)
class DataLink:
    """A machine-readable form of a page: what readers call it, where it stands, its media type."""

    label: str
    url: str
    type: str


@dataclass(frozen=True, slots=True)
class Citation:
    """How a page, or the article that it is about, is cited. Dates are ISO 8601 as precise as they are known,
    "" where they are not; `report` is true of the site's own briefings."""

    title: str
    authors: tuple[str, ...]
    publisher: str
    published: str
    updated: str
    language: str
    url: str
    report: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One output: where it stands, what makes it, and every value it may show.

    `template` is a template's file name, or the name of an export ("feed.atom", "sitemap.xml", "file").
    `key` is the hash of all that the template is made of. `site` is None for outputs without chrome.
    """

    url: str
    template: str
    key: str
    title: str
    description: str
    site: Chrome | None
    view: object
    feeds: tuple[Link, ...] = ()
    indexed: bool = True
    """Whether the page belongs in the sitemap."""
    data: tuple[DataLink, ...] = ()
    """The page in machine-readable forms."""
    citation: Citation | None = None
    """What citation managers read; none where the page is nothing that is cited."""
    picture: str = ""
    """URL of the picture for link previews; "" where there is none."""


def build_chrome(catalog: Catalog, style: str, script: str, icon: str, words: Words) -> tuple[Chrome, list[Finding]]:
    """The chrome, and a finding for each entry of `nav` that names no page."""
    config, findings = catalog.config, []
    titles = {section: Link(words[f"section.{section}"], f"/{section}/") for section in SECTIONS}
    titles |= {id: Link(page.head.title, f"/{id}/") for id, page in catalog.pages.items()}
    wanted = dict.fromkeys([*config.nav, *(id for id, page in catalog.pages.items() if page.head.nav)])
    nav = []
    for number, id in enumerate(wanted):
        if id in titles:
            nav.append(titles[id])
        else:
            hint = did_you_mean(id, titles) or "name a section or a page in content/pages"
            findings.append(Finding("briefgen.yaml", ("nav", number), "unknown-page", f"there is no page '{id}'", hint))
    more = tuple(link for id, link in titles.items() if id not in wanted)
    chrome = Chrome(
        config.title,
        config.publisher or config.title,
        config.url,
        config.language,
        words.direction,
        config.tlp,
        tuple(nav),
        more,
        SEARCH_URL if config.search != "none" else "",
        style,
        script,
        icon,
        config.exports,
    )
    return chrome, findings
