"""A saved HTML page as a tree, within limits, and what each of its elements means for the text."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

from briefgen.clean.letters import count_letters
from briefgen.clean.streamed import place_streamed_parts
from briefgen.clean.tree import parse_tree
from briefgen.clean.trouble import CleaningError

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

MAX_ELEMENTS = 200_000
MAX_ATTRIBUTES = 2_000

# Never text, and never counted as such.
SILENT = frozenset({"script", "style", "template", "title", "meta", "link", "base", "param"})
# Elements whose text a reader of the article does not read, by the rule that drops it.
UNREAD = {
    "noscript": "no-script fallback", "noframes": "no-script fallback",
    "iframe": "embedded frame", "object": "embedded frame", "embed": "embedded frame",
    "audio": "media fallback", "video": "media fallback", "canvas": "media fallback", "svg": "picture text",
    "map": "picture text", "button": "form control", "select": "form control", "textarea": "form control",
    "datalist": "form control", "input": "form control", "option": "form control", "label": "form control",
    "legend": "form control", "annotation": "formula source", "annotation-xml": "formula source",
    "rp": "ruby gloss",
}  # fmt: skip
_UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_UNSEEN_CLASS = frozenset(
    {"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only", "element-invisible",
     "u-visually-hidden", "assistive-text"}
)  # fmt: skip
# Frameworks' own words for "not shown", unless another word shows the element on wider screens.
_FRAMEWORK_HIDDEN = frozenset({"hidden", "d-none", "is-hidden", "u-hidden"})
_SHOWN_WIDER = re.compile(r"(?:^|\s)(?:(?:sm|md|lg|xl|2xl|xxl|@\w+):(?!hidden)\S+|d-(?:sm|md|lg|xl|xxl)-(?!none)\w+)")
_TAG = re.compile(r"<[a-zA-Z]")
_ID_WORD = re.compile(r"[^-_\s]+")
_SLUG = 4  # from so many words on an id is a heading's own words, made for links to it


def parse_page(html: str) -> BeautifulSoup:
    """The tree of `html`. Raises `CleaningError` too-many-elements, too-deep or too-large."""
    if len(_TAG.findall(html)) > MAX_ELEMENTS:
        raise CleaningError("too-many-elements", f"the page has more than {MAX_ELEMENTS:,} elements")
    from bs4 import MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        soup = parse_tree(html)
    place_streamed_parts(soup)
    return soup


def hint_of(tag: Tag) -> str:
    """What the page's author called the element: class, id, role and the like, in lower case."""
    attrs = tag.attrs
    if len(attrs) > MAX_ATTRIBUTES:
        raise CleaningError("too-many-elements", f"an element has more than {MAX_ATTRIBUTES:,} attributes")
    named = [attrs.get(key) for key in ("class", "role", "itemprop", "data-component", "data-testid", "aria-label")]
    if isinstance(id := attrs.get("id"), str) and len(_ID_WORD.findall(id)) < _SLUG:
        named.insert(1, id)
    return " ".join(value for value in named if isinstance(value, str)).lower()[:400]


def unseen(tag: Tag, hint: str) -> str:
    """The rule that keeps an element's text from ever being quoted, or ""."""
    if rule := UNREAD.get(tag.name):
        return rule
    attrs = tag.attrs
    if "hidden" in attrs and str(attrs["hidden"]).lower() != "until-found":
        return "hidden element"
    if "style" in attrs and _UNSEEN_STYLE.search(str(attrs["style"])):
        return "hidden element"
    if tag.name == "dialog" and "open" not in attrs:
        return "hidden element"
    names = hint.split()
    if not _UNSEEN_CLASS.isdisjoint(names):
        return "hidden element"
    return "hidden element" if not _FRAMEWORK_HIDDEN.isdisjoint(names) and not _SHOWN_WIDER.search(hint) else ""


def count_text(soup: BeautifulSoup) -> int:
    """How many letters a page shows, hidden ones among them; counted apart from its blocks."""
    from bs4.element import NavigableString, PreformattedString, Tag

    silent: set[int] = set()
    letters = 0
    for element in soup.descendants:
        if isinstance(element, Tag):
            if element.name in SILENT:
                silent.update(id(inner) for inner in element.descendants)
        elif isinstance(element, NavigableString) and not isinstance(element, PreformattedString) and id(element) not in silent:
            letters += count_letters(str(element))
    return letters
