"""Plain values from a view's: text without markup, ids and refs from links, addresses in full."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from briefgen.urls import absolute
from briefgen.views.cards import Link

_NOTE = re.compile(r'\s*<sup class="note"[^>]*>.*?</sup>')
_NOTE_NUMBER = re.compile(r'href="#note\.(\d+)"')
_TAG = re.compile(r"<[^>]*>")
_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|pre|tr)>")


def plain(html: str) -> str:
    """The text of inline HTML that this program made, without the numbers of its notes."""
    if "<" in html:
        html = _TAG.sub("", _NOTE.sub("", html))
    return unescape(html) if "&" in html else str(html)


def plain_blocks(html: str) -> str:
    """The text of block HTML, an empty line between blocks."""
    blocks = (plain(part).strip() for part in _BLOCK_END.split(_NOTE.sub("", html)))
    return "\n\n".join(block for block in blocks if block)


def note_numbers(html: str) -> list[int]:
    """The numbered notes that the text points at, in order, each once."""
    return list(dict.fromkeys(map(int, _NOTE_NUMBER.findall(html))))


def link_id(link: Link) -> str:
    """The id of the entity whose page the link leads to: "nato" for "/actors/nato/"."""
    return link.url.rsplit("/", 2)[1]


def link_ref(link: Link) -> str:
    """The ref of the statement or event that the link leads to: "briefing/claim"."""
    briefing, _, id = link.url.rpartition("/#")
    return f"{briefing.rpartition('/')[2]}/{id}"


def ids(links: Iterable[Link]) -> list[str]:
    return [link_id(link) for link in links]


def refs(links: Iterable[Link]) -> list[str]:
    return [link_ref(link) for link in links]


def in_full(base: str, url: str) -> str:
    """An address that means the same everywhere; those of other sites stay as they are."""
    return absolute(base, url) if url.startswith("/") else url
