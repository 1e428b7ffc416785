"""Which pages differ from last time, and in what: pages are compared, never invalidated.

A page's *print* has a digest for each part of it: its template, what stands around it, and each field
of its view. Two pages are the same if their prints are. Nothing records what a page depends on; the
print covers every value that the page may show. Some pages need not be planned to be compared: their
prints begin with a digest of all that they are planned from (`Plan.told`).
"""

from __future__ import annotations

import datetime
import marshal
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from functools import cache, lru_cache
from hashlib import blake2b
from operator import attrgetter
from typing import Any

from briefgen.dates import Edtf
from briefgen.flatten import flatten
from briefgen.views.briefing import BriefingView
from briefgen.views.cards import BriefingCard, EventCard, FeedEntry, OpenQuestion, PositionCard, QuoteCard, StatementCard
from briefgen.views.chrome import Chrome, Page
from briefgen.views.unread import Unread
from briefgen.words import Words

SIZE = 8
"""Bytes of a part's digest."""
SHORT = 32
"""Below how many bytes a part is likely to be the same on other pages."""
SHARED = (StatementCard, EventCard, BriefingCard, OpenQuestion, PositionCard, FeedEntry, QuoteCard, Chrome, Words)
"""Values that many pages show: each is digested once."""
_PLAIN = frozenset((str, int, bool, float, bytes, type(None)))
_HEAD = tuple(field.name for field in fields(Page) if field.name not in ("url", "view"))
_head_of = attrgetter(*_HEAD)


@dataclass(slots=True)
class Printer:
    """Makes the prints of pages, for a renderer whose links name files or not. `sources` are the site's inputs."""

    files_in_links: bool = False
    sources: tuple[str, ...] = ()
    known: dict[int, tuple[object, bytes, frozenset[int]]] = field(default_factory=dict)
    """id of a shared value -> the value, which holding keeps its id its own; its digest; the numbers of the inputs on it"""
    met: list[frozenset[int]] = field(default_factory=list)
    """The inputs that hold each value that was met since the last page was begun, by their numbers in `sources`."""
    numbers: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.numbers = {path: number for number, path in enumerate(self.sources)}

    def beginning(self, told: tuple[object, ...]) -> bytes:
        """How the print of a page begins that is planned from these values; b"" where there are none."""
        return _digest(_plain((self.files_in_links, self.other(told)))) if told else b""

    def print_of(self, page: Page, beginning: bytes = b"") -> bytes:
        """The page's print; `inputs` are those of this page from now on."""
        self.met = [self._numbers_of(_own_files(page))]
        parts = [_plain(self.files_in_links), *[_plain(self.other(value)) for value in _head_of(page)]]
        if is_dataclass(page.view):
            parts += self._parts(page.view)
        return beginning + b"".join([_digest_of_short(part) if len(part) < SHORT else _digest(part) for part in parts])

    @property
    def inputs(self) -> frozenset[int]:
        """The numbers of the inputs that hold the records on the page that was printed last."""
        return frozenset[int]().union(*self.met)

    @property
    def files(self) -> frozenset[str]:
        """The same as paths."""
        return frozenset(map(self.sources.__getitem__, self.inputs))

    def _numbers_of(self, files: Iterable[str]) -> frozenset[int]:
        return frozenset([number for file in files if (number := self.numbers.get(file)) is not None])

    def shared(self, value: Any) -> bytes:
        """The digest of a value that many pages show."""
        known = self.known.get(id(value))
        if known is None:
            known = self.known[id(value)] = (value, *self._digest_of(value))
        self.met.append(known[2])
        return known[1]

    def _digest_of(self, value: Any) -> tuple[bytes, frozenset[int]]:
        """(a digest of the value, the numbers of the inputs that hold the records that it shows)."""
        kind = value.__class__.__name__.encode()
        if isinstance(value, Unread) and (told := value.told()):
            return _digest(kind + told.digest), self._numbers_of(told.files)
        around, self.met = self.met, [self._numbers_of(_files_of(value))]
        digest = _digest(b"".join((kind, *self._parts(value))))
        inputs, self.met = self.inputs, around
        return digest, inputs

    def other(self, value: Any) -> Any:
        """Any other value that a view may hold, as plain tuples and texts."""
        kind = value.__class__
        if kind in _PLAIN:
            return value
        if kind in SHARED:
            return self.shared(value)
        if isinstance(value, (tuple, list)):
            return tuple(map(self.other, value))
        if is_dataclass(value):
            return (kind.__name__, *self._parts(value))
        if isinstance(value, (Edtf, Decimal, datetime.date, str)):
            return str(value)
        if isinstance(value, Mapping):
            return tuple(sorted((self.other(key), self.other(item)) for key, item in value.items()))
        if isinstance(value, (set, frozenset)):
            return tuple(sorted(map(self.other, value)))
        raise TypeError(f"a view may not hold a {kind.__name__}: it cannot be compared")

    def _parts(self, value: Any) -> list[bytes]:
        """Each field of a dataclass as bytes that are the same for equal values alone."""
        kind = value.__class__
        try:
            return list(map(_plain, flatten(kind, SHARED)(value, self)))
        except (AttributeError, TypeError, ValueError):  # some value is not what its class says
            return [_plain(self.other(getattr(value, name))) for name in _fields(kind)]


def _plain(flat: Any) -> bytes:
    return marshal.dumps(flat, 2)  # version 2 writes equal values alike


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=SIZE).digest()


_digest_of_short = lru_cache(maxsize=4096)(_digest)
"""For what stands on very many pages, such as nothing."""


@cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _files_of(value: Any) -> tuple[str, ...]:
    """The content files that hold the record on a card that does not tell them."""
    return (f"content/articles/{value.article.url.split('/')[2]}.md",) if isinstance(value, QuoteCard) else ()


def _own_files(page: Page) -> tuple[str, ...]:
    """The files of the page's own record."""
    kind, _, rest = page.url.removeprefix("/").partition("/")
    if isinstance(page.view, BriefingView):
        own = f"content/annotations/{rest.strip('/')}.yaml"
        return own, *(f"content/articles/{note.article.url.split('/')[2]}.md" for note in page.view.sources)
    return (f"content/articles/{rest.strip('/')}.md",) if kind == "articles" and page.template == "article.html" else ()


def is_same(last: bytes, now: bytes, beginning: bytes) -> bool:
    """Whether two prints are of the same page, whatever it was planned from."""
    return last[len(beginning) :] == now[len(beginning) :]


def differences(page: Page, last: bytes, now: bytes) -> tuple[str, ...]:
    """The names of the parts in which two prints of a page differ."""
    view = _fields(type(page.view)) if is_dataclass(page.view) else ()
    names = ("links", *_HEAD, *view)
    if len(last) != len(now):
        return ("view",)
    begin = len(now) - SIZE * len(names)
    return tuple(name for at, name in enumerate(names) if (part := slice(begin + at * SIZE, begin + (at + 1) * SIZE)) and last[part] != now[part])


_SAID = {"links": "the form of links", "key": "template", "site": "what stands around every page", "feeds": "links to feeds", "indexed": "place in the sitemap", "data": "links to data"}


def reason(page: Page, last: bytes, now: bytes, shown: Iterable[str], changed: Iterable[str]) -> str:
    """Why a page is stale, for people: "statements, years changed (2024-10-28-nato)"; `changed` are the
    files that were read anew, `shown` those that the page rests on."""
    parts = dict.fromkeys(_SAID.get(name, name.replace("_", " ")) for name in differences(page, last, now))
    causes = sorted({path.rsplit("/", 1)[-1].rsplit(".", 1)[0] for path in set(shown) & set(changed)})
    causes = causes or sorted(path for path in changed if path.count("/") < 2 or not path.startswith(("content/annotations", "content/articles")))
    because = f" ({', '.join(causes[:3])}{' …' if len(causes) > 3 else ''})" if causes else ""
    return f"{', '.join(parts)} changed{because}"
