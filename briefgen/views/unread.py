"""Cards that are made when someone looks into them.

Most pages are compared and not drawn, and to compare a card is to compare all that it would be made from. So a card can
be told from another without its words being taken out, linked and written as HTML.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

T = TypeVar("T", bound="Unread")


@dataclass(frozen=True, slots=True)
class Told:
    """A digest of all that a card is made from, and the content files that hold it."""

    digest: bytes
    files: tuple[str, ...]


class Unread:
    """A dataclass with slots that may have none of its values yet. Once it has them, or has told what it is made from, it
    holds on to nothing that it needed for that: a page may outlive the site of which it was planned."""

    __slots__ = ("_make", "_tell")

    @classmethod
    def unread(cls: type[T], make: Callable[[], T], tell: Callable[[], Told], **known: object) -> T:
        """What `make` gives, once someone looks into it; `tell` says what it will be made from. `known` are values that it
        will have, for those who ask for no others."""
        card = object.__new__(cls)
        for name, value in known.items():
            object.__setattr__(card, name, value)
        _PUT_MAKE(card, make)
        _PUT_TELL(card, tell)
        return card

    def told(self) -> Told | None:
        """What it is made from; None where its maker does not say."""
        try:
            tell = _GET_TELL(self)
        except AttributeError:
            return None
        if not isinstance(tell, Told):
            tell = tell()
            _PUT_TELL(self, tell)
        return tell

    def __getattr__(self, name: str) -> Any:
        """Called for what has no value yet."""
        kind = type(self)
        if name not in kind.__dataclass_fields__:  # type: ignore[attr-defined]
            raise AttributeError(f"'{kind.__name__}' object has no attribute '{name}'")
        made, _, (get, puts) = _GET_MAKE(self)(), self.told(), _copying(kind)
        for put, value in zip(puts, get(made), strict=True):
            put(self, value)
        _PUT_MAKE(self, None)
        return getattr(self, name)


_PUT_MAKE, _GET_MAKE = Unread._make.__set__, Unread._make.__get__  # type: ignore[attr-defined]
_PUT_TELL, _GET_TELL = Unread._tell.__set__, Unread._tell.__get__  # type: ignore[attr-defined]


@cache
def _copying(kind: type) -> tuple[Callable[[object], tuple[Any, ...]], tuple[Callable[[object, object], None], ...]]:
    """(what gets the values of all fields, what puts each)."""
    names = [field.name for field in fields(kind)]
    return attrgetter(*names), tuple(getattr(kind, name).__set__ for name in names)
