"""Results of pure functions: kept while what they were made from stays the same, or made when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

K, V, T = TypeVar("K", bound=Hashable), TypeVar("V"), TypeVar("T")


@dataclass(slots=True)
class Memo:
    """The last result under each name, with the values that it was made from.

    Values are compared, never invalidated: a result is used again if each of its inputs is the same
    object as last time, or equal to it. So whoever asks must name every input that the work reads.
    """

    kept: dict[Hashable, tuple[tuple[Any, ...], Any]] = field(default_factory=dict)

    def of(self, name: Hashable, inputs: tuple[Any, ...], make: Callable[..., T]) -> T:
        """`make(*inputs)`, or its last result under this name."""
        last = self.kept.get(name)
        if last is not None and last[0] == inputs:  # tuples look at identity before equality
            return last[1]  # type: ignore[no-any-return]
        made = make(*inputs)
        self.kept[name] = (inputs, made)
        return made

    def same(self, name: Hashable, value: T) -> T:
        """The value of last time where this one equals it, so that what depends on it finds the same object."""
        last = self.kept.get(name)
        if last is not None and last[1] == value:
            return last[1]  # type: ignore[no-any-return]
        self.kept[name] = ((), value)
        return value


class Made(Mapping[K, V], dict[K, V]):  # type: ignore[misc]  # a mapping to the eye; a dict, whose look-ups cost the least
    """A mapping whose values are made when they are first asked for."""

    __slots__ = ("_keys", "_make")

    def __init__(self, keys: Mapping[K, object] | frozenset[K], make: Callable[[K], V]) -> None:
        self._keys, self._make = keys, make

    __getitem__ = dict.__getitem__

    def __missing__(self, key: K) -> V:
        if key not in self._keys:
            raise KeyError(key)
        value = self._make(key)
        dict.__setitem__(self, key, value)
        return value

    @property
    def made(self) -> int:
        """How many values have been made."""
        return dict.__len__(self)

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[K]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)
