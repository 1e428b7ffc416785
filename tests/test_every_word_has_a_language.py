"""No word of the interface stands in templates or code: where all words are Hebrew, no Latin one is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from bs4 import BeautifulSoup, NavigableString

from site_driver import Site

NAMES = re.compile(
    r"TLP:[A-Z+]+|JSON Schema|JSON Feed|GeoJSON|JSON|Atom|CSV|UTF-8|STIX 2\.1|Web Annotations|EDTF|RFC 4180"  # formats
    r"|Wikidata|GeoNames|ISO 3166|UN M49|IPTC Media Topic|medtop:\d+"  # registers
    r"|\bQ\d+|\b[A-Z]{2}(-[A-Z]{2,3})?\b|\b[A-F]\b"  # their ids, codes of countries and regions, Admiralty letters
    r"|https?://\S+|(?<!\S)/\S*"  # addresses
    r"|\{[a-z]+\}"  # places that a script fills
)
SHOWN = ("aria-label", "title", "alt", "placeholder", "label", "data-done", "data-none", "data-one", "data-other", "data-for", "data-hint", "data-waiting")
DESCRIBES = "meta[name=description], meta[property='og:title'], meta[property='og:description'], meta[property='og:image:alt']"


def shown(page: BeautifulSoup) -> Iterator[str]:
    """Everything on a page that someone may read or hear. Names of files and columns are the program's own."""
    for part in page.select("script, style, code, [id^='columns.'] dt"):
        part.decompose()
    yield from (str(text) for text in page.find_all(string=True) if type(text) is NavigableString)
    yield from (element[name] for name in SHOWN for element in page.select(f"[{name}]"))
    yield from (element["content"] for element in page.select(DESCRIBES))


def latin(text: str) -> list[str]:
    return re.findall(r"[A-Za-z]+", NAMES.sub(" ", text))


def test_no_page_holds_a_word_that_no_catalogue_has(hebrew_site: Site) -> None:
    found = {}
    for url in hebrew_site.urls():
        if left := [text for text in shown(hebrew_site.page(url)) if latin(text)]:
            found[url] = left
    assert found == {}


def test_no_feed_does(hebrew_site: Site) -> None:
    texts = [
        BeautifulSoup(element.text, "html.parser").get_text()
        for path in hebrew_site.output.rglob("*.atom")
        for element in ElementTree.parse(path).iter()
        if element.tag.rpartition("}")[2] in ("title", "subtitle", "summary", "name", "rights") and element.text
    ]
    assert texts and [text for text in texts if latin(text)] == []


def test_a_word_that_is_hard_coded_would_be_found() -> None:
    page = BeautifulSoup('<p aria-label="Close">שלום <b>Bottom line</b> TLP:CLEAR, JSON Feed <code>x.csv</code></p>', "html.parser")
    assert [text for text in shown(page) if latin(text)] == ["Bottom line", "Close"]
