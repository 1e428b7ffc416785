"""What comes of looking for a passage: found once, or one of four ways to fail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TextRange = tuple[int, int]
Cause = Literal[
    "apart",  # its parts stand in different texts
    "brackets",  # an ellipsis in brackets
    "crosses",  # runs from one text into the next
    "dots",  # full stops for an ellipsis
    "hidden",  # only in a link's target or title, or in a picture's alternative text
    "order",  # its parts stand in another order
    "unlike",  # nothing near
    "words",  # the nearest words differ
]


@dataclass(frozen=True, slots=True)
class Hit:
    """Found once. `spans` are the offsets of its parts in `texts[index]`; one part without `…`."""

    index: int
    spans: tuple[TextRange, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """One of several hits: `start` of its first part, and the words around it, the part as `»…«`."""

    index: int
    start: int
    context: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Found `count` times (1000: or more); `places` are the first 20 of them."""

    count: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """Found once, but one of its parts starts or ends with `token`, a bit of the source's `word`."""

    index: int
    spans: tuple[TextRange, ...]
    side: Literal["start", "end"]
    token: str
    word: str


@dataclass(frozen=True, slots=True)
class Miss:
    """Not found.

    `index` and `span` say where in the texts the nearest words stand (-1 and (0, 0) if nowhere).
    `source` and `passage` are what differs first, as written on either side, "" for nothing; `at`
    is the offset of `passage` in the passage. `detail` names what cannot be seen. `other` is the
    second text of a passage whose parts are apart.
    """

    cause: Cause
    index: int = -1
    span: TextRange = (0, 0)
    source: str = ""
    passage: str = ""
    at: int = 0
    detail: str = ""
    other: int = -1


@dataclass(frozen=True, slots=True)
class Empty:
    """A passage without a letter or digit."""


Failure = Miss | Ambiguous | Cut | Empty
Result = Hit | Failure
