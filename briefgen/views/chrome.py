"""What stands around every page, and the page itself as the plan holds it."""

from __future__ import annotations

from dataclasses import dataclass

from briefgen.catalog import Catalog
from briefgen.config import SECTIONS
from briefgen.errors import Finding, did_you_mean
from briefgen.views.cards import Link


@dataclass(frozen=True, slots=True)
class Chrome:
    """The site around a page; one object for all pages."""

    title: str
    publisher: str
    url: str
    language: str
    tlp: str
    nav: tuple[Link, ...]
    more: tuple[Link, ...]
    """Index pages that the navigation leaves out, for the footer."""
    style: str
    """URL of the style sheet."""
    icon: str
    """URL of the favicon."""


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


def build_chrome(catalog: Catalog, style: str, icon: str) -> tuple[Chrome, list[Finding]]:
    """The chrome, and a finding for each entry of `nav` that names no page."""
    config, findings = catalog.config, []
    titles = {section: Link(section.capitalize(), f"/{section}/") for section in SECTIONS}
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
        config.tlp,
        tuple(nav),
        more,
        style,
        icon,
    )
    return chrome, findings
