"""`briefgen.yaml`: the site's own settings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from briefgen.errors import Refused, did_you_mean
from briefgen.model import STRICT, TLP, Texts
from briefgen.scalars import Days, Id, Language, OneOrMany, Scalar, SiteUrl, Text, YesNo, one_of
from briefgen.targets import Target

SECTIONS = ("briefings", "questions", "actors", "regions", "topics", "sources", "articles", "timeline", "methodology", "data")
EXPORTS = ("json-ld", "csv", "json", "stix", "annotations", "geojson")
"""The machine-readable forms that a site can have; docs/exports.md describes each."""

VIEWPOINTS = ("international", "de facto")


def parse_theme_value(text: str) -> str:
    if re.search(r"[;{}<>\\]|/\*|url\(", text, re.IGNORECASE):
        raise Refused(f"'{text}' cannot be a style value", "write a colour, a length or a font list")
    return text


def parse_token(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", text):
        raise Refused(f"'{text}' is not a token's name", "write lower-case letters, digits and hyphens")
    return text


def parse_editor(text: str) -> str:
    if not re.match(r"(?!javascript:|data:)[a-z][a-z0-9+.-]*:", text) or "{path}" not in text:
        raise Refused(f"'{text}' opens no editor", "write an address such as vscode://file{path}:{line}:{column}")
    return text


def parse_viewpoint(text: str) -> str:
    if text in VIEWPOINTS or re.fullmatch("[A-Z]{2}", text):
        return text
    hint = did_you_mean(text, VIEWPOINTS) or "write international, de facto, or a country's code such as UA"
    raise Refused(f"'{text}' is no viewpoint for maps", hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Settings of one site. Required: `title`, `url`."""

    __pydantic_config__ = STRICT

    title: Text
    """The site's name."""
    url: SiteUrl
    """Where it will stand on the web; feeds, sitemap and canonical links are built from it."""
    publisher: Text | None = None
    """Who publishes it; the title where not given."""
    language: Language = "en"
    """The language of the desk's own words, as a BCP 47 tag."""
    tlp: Annotated[str, one_of(*TLP)] = "clear"
    """The most restricted marking that may be published; a briefing above it is left out."""
    estimative_language: Annotated[str, one_of("icd-203")] = "icd-203"
    """The standard that judgements keep to."""
    review_after_days: Days = 14
    """After how many days a briefing without `review_by` is due for review."""
    nav: Texts = ("briefings", "questions", "actors", "regions", "timeline")
    """What stands in the navigation: sections and free pages, by id."""
    theme: Mapping[Annotated[str, Scalar(parse_token)], Annotated[str, Scalar(parse_theme_value)]] = field(default_factory=dict)
    """Style tokens to change, such as `accent: "#7a1f1f"`; `dark-accent` for the dark theme."""
    cards: YesNo = False
    """Whether each briefing gets a picture for link previews; needs the extra `cards`."""
    viewpoint: Annotated[str, Scalar(parse_viewpoint)] = "international"
    """Whose view of disputed borders the maps show: `international`, `de facto`, or a country's code."""
    links: Annotated[str, one_of("directories", "files")] = "directories"
    """`files` ends every link in index.html, so that the folder also works from a disk."""
    search: Annotated[str, one_of("none", "pagefind")] = "none"
    """`pagefind` gives the site a search page and makes its index with Pagefind."""
    search_program: Text | None = None
    """Where Pagefind stands, counted from the site's folder; otherwise it is looked for on PATH and in the `search` extra."""
    exports: Annotated[tuple[Annotated[str, one_of(*EXPORTS)], ...], OneOrMany()] = EXPORTS
    """The machine-readable forms to make; `[]` makes none."""
    editor: Annotated[str, Scalar(parse_editor)] | None = None
    """The address that opens a file in your editor, with {path}, {line} and {column}."""
    publish: Mapping[Id, Target] = field(default_factory=dict)
    """Places to publish to, by a name of yours."""
