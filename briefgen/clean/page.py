"""A saved HTML page as a tree, within limits, and what each of its elements means for the text.

beautifulsoup4 builds the tree on Python's own HTML parser, which keeps every character of the text
however deep or large the page is; lxml drops what lies past its limits without a word.
"""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

from briefgen.clean.letters import count_letters
from briefgen.clean.streamed import place_streamed_parts
from briefgen.clean.trouble import CleaningError

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

MAX_ELEMENTS = 200_000
MAX_ATTRIBUTES = 2_000
MAX_DEPTH = 1_000

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
BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav ol p pre search section summary table tbody td "
    "tfoot th thead tr ul caption".split()
)
_UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_UNSEEN_CLASS = frozenset(
    {"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only", "element-invisible",
     "u-visually-hidden", "assistive-text"}
)  # fmt: skip
# Frameworks' own words for "not shown", unless another word shows the element on wider screens.
_FRAMEWORK_HIDDEN = frozenset({"hidden", "d-none", "is-hidden", "u-hidden"})
_SHOWN_WIDER = re.compile(r"(?:^|\s)(?:(?:sm|md|lg|xl|2xl|xxl|@\w+):(?!hidden)\S+|d-(?:sm|md|lg|xl|xxl)-(?!none)\w+)")
_TAG = re.compile(r"<[a-zA-Z]")


def parse_page(html: str) -> BeautifulSoup:
    """The tree of `html`. Raises `CleaningError` too-many-elements."""
    if len(_TAG.findall(html)) > MAX_ELEMENTS:
        raise CleaningError("too-many-elements", f"the page has more than {MAX_ELEMENTS:,} elements")
    from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        soup = BeautifulSoup(html, "html.parser", multi_valued_attributes=None, on_duplicate_attribute="ignore")
    place_streamed_parts(soup)
    return soup


def hint_of(tag: Tag) -> str:
    """What the page's author called the element: class, id, role and the like, in lower case."""
    attrs = tag.attrs
    if len(attrs) > MAX_ATTRIBUTES:
        raise CleaningError("too-many-elements", f"an element has more than {MAX_ATTRIBUTES:,} attributes")
    named = (attrs.get(key) for key in ("class", "id", "role", "itemprop", "data-component", "data-testid", "aria-label"))
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
