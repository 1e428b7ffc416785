"""What a built site's pages say: positions on a question's page, statements and passages of a briefing."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin

from bs4 import BeautifulSoup, NavigableString, Tag

from site_driver import Site, words

_BLOCKS = ("p", "li", "td", "th", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption")


def positions(page: BeautifulSoup) -> dict[str, Tag]:
    """The origin's name -> its line under "Positions now"."""
    return {words(line.select_one(".who a")): line for line in page.select("#section\\.positions .side li")}


def answers(page: BeautifulSoup) -> dict[str, str]:
    """The origin's name -> the word or figure of its position."""
    return {name: words(line.find_parent(class_="side").select_one(".stance")) for name, line in positions(page).items()}


def ledger(page: BeautifulSoup) -> list[tuple[str, str, str]]:
    """(when, who, answer) of every row of the ledger, from the top."""
    rows = page.select("#section\\.ledger tbody tr")
    return [(words(row.th), words(row.select("td")[0]), words(row.select_one(".stance"))) for row in rows]


def statements(page: BeautifulSoup) -> dict[str, Tag]:
    """claim id -> its card on its briefing's page."""
    return {card["id"]: card for card in page.select("article.statement[id]")}


def speech_of(card: Tag) -> str:
    """ "direct", "reported" or "partly quoted", as the card says; "" of the reporter's own words."""
    text = words(card)
    found = [kind for kind in ("direct speech", "reported speech", "partly quoted") if kind in text]
    assert len(found) == 1 or (not found and "the reporter’s own words" in text), text
    return found[0].removesuffix(" speech") if found else ""


def shown_parts(passage: Tag) -> list[str]:
    """The parts of a passage as a briefing's page shows them."""
    return [part.get_text() for part in passage.select("blockquote span")]


def highlighted_parts(site: Site, url: str, passage: Tag) -> list[str]:
    """The same parts as they stand highlighted in the article that the passage on the page at `url` links to.

    The first begins where the link leads; every character of each part stands inside a mark.
    """
    target, anchor = urldefrag(urljoin(url, passage.select_one("figcaption a[href*='#']")["href"]))
    place = site.page(target).find(id=anchor)
    assert place is not None, f"{target} has no #{anchor}"
    first = place if place.name == "mark" else place.find_parent("mark")
    assert first is not None, f"#{anchor} on {target} is not highlighted"
    block = first.find_parent(_BLOCKS)
    text, marked, start = "", [], 0
    for string, mark in _strings(block):
        if mark is first and not any(m is first for m in marked):
            start = len(text)
        text += string
        marked += [mark] * len(string)
    found, at = [], start
    for part in shown_parts(passage):
        while not (text.startswith(part, at) and all(m is not None for m in marked[at : at + len(part)])):
            assert found and at < len(text), f"{part!r} is not highlighted at {target}#{anchor}"
            at += 1
        found.append(text[at : at + len(part)])
        at += len(part)
    return found


def _strings(block: Tag) -> Iterator[tuple[str, Tag | None]]:
    """(text, the mark it stands in) of a block, without the numbers of what rests on its passages."""
    for node in block.descendants:
        if isinstance(node, NavigableString) and not any(p.name == "sup" for p in node.parents):
            yield str(node), node.find_parent("mark")
