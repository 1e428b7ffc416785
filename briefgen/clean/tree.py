"""HTML to a tree, with the ends that authors leave out, within limits.

beautifulsoup4 on Python's own HTML parser keeps every character of the text however deep or large the
page is; lxml drops what lies past its limits without a word. That parser knows no implied ends: to it
every `<li>` without `</li>` holds all the following ones. They are implied here where the next element
opens (HTML Living Standard, 13.1.2.4 "Optional tags").
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from briefgen.clean.trouble import CleaningError

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

MAX_DEPTH = 1_000
_DECLARATION = re.compile(r"<!(?!--|doctype)", re.IGNORECASE)
MAX_TEXT = 5_000_000
BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav ol p pre search section summary table tbody td "
    "tfoot th thead tr ul caption".split()
)
# The start of an element ends open ones of these names, unless one of those (or the root) lies between.
_ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    name: (frozenset(ended.split()), frozenset(barriers.split()))
    for names, ended, barriers in (
        ("li", "li", "ul ol menu dir"),
        ("dt dd", "dt dd", "dl"),
        ("td th", "td th", "tr table"),
        ("tr", "td th tr", "table"),
        ("tbody thead tfoot", "td th tr tbody thead tfoot", "table"),
        ("option", "option", "select datalist"),
    )
    for name in names.split()
}
DEEP = 150
_WRAPPERS = frozenset("div span section article main center font b i u em strong small big ul ol li table tbody tr td dl dd form blockquote".split())
_P = frozenset({"p"})
_NOT_P = BLOCKS - _P | {"object", "button", "template"}


def parse_tree(html: str) -> BeautifulSoup:
    """The tree of `html`. Raises `CleaningError` too-deep, too-large or not-text."""
    from bs4.builder import ParserRejectedMarkup

    for text in (html, _DECLARATION.sub("&lt;!", html)):  # Python's parser gives up on some broken declarations
        try:
            return _soup_class()(text, "html.parser", multi_valued_attributes=None, on_duplicate_attribute="ignore")
        except ParserRejectedMarkup:
            continue
    raise CleaningError("not-text", "the page's markup cannot be read", "save the page as text")


def flatten(soup: BeautifulSoup) -> str:
    """The HTML of `soup` without its deepest wrappers, for parsers that stop at 255 elements. Changes `soup`."""
    from bs4.element import Tag

    deep, waiting = [], [(soup, 0)]
    while waiting:
        tag, depth = waiting.pop()
        if depth > DEEP and tag.name in _WRAPPERS:
            deep.append(tag)
        waiting += [(child, depth + 1) for child in tag.children if isinstance(child, Tag)]
    for tag in deep:
        tag.unwrap()
    return soup.decode()


@cache
def _soup_class() -> type[BeautifulSoup]:
    from bs4 import BeautifulSoup

    class Soup(BeautifulSoup):
        """A tree builder's listener that implies ends and counts how deep it is."""

        def handle_starttag(self, name: str, *args: Any, **kwargs: Any) -> Any:
            self.endData()
            if name in BLOCKS:
                self._imply(_P, _NOT_P)
            if name in _ENDS:
                self._imply(*_ENDS[name])
            if len(self.tagStack) > MAX_DEPTH:
                raise CleaningError("too-deep", f"the page nests more than {MAX_DEPTH:,} elements")
            return super().handle_starttag(name, *args, **kwargs)

        def handle_data(self, data: str) -> None:
            if len(data) > MAX_TEXT:
                raise CleaningError("too-large", f"one text of the page has more than {MAX_TEXT:,} characters")
            super().handle_data(data)

        def _imply(self, ended: frozenset[str], barriers: frozenset[str]) -> None:
            """Ends the outermost open element named in `ended`, above the nearest of `barriers`."""
            outermost = 0
            for place in range(len(self.tagStack) - 1, 0, -1):
                name = self.tagStack[place].name
                if name in barriers:
                    break
                if name in ended:
                    outermost = place
            while outermost and len(self.tagStack) > outermost:
                self.popTag()

    return Soup
