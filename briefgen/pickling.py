"""Values as bytes and back. A value is taken back with the classes of this package and a few plain ones, and nothing
else is ever called: bytes of unknown origin cannot bring code of their own."""

from __future__ import annotations

import io
import marshal
import pickle
import zlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from types import FunctionType
from typing import Any, Generic, TypeVar, cast

T = TypeVar("T")
MOST_OUT = 15_000
"""How many packed values are kept as they were last taken out."""
MOST_RECURRING = 200_000
"""How many items of tuples are looked for among new ones."""
DIGEST_SIZE = 8
"""Bytes of a digest of a value."""
RECURS = "recurs"
"""In the metadata of a field: a tuple of texts, or of tuples of texts, that many values have in common."""

_PLAIN = {
    ("builtins", "frozenset"),
    ("builtins", "set"),
    ("builtins", "object"),
    ("datetime", "date"),
    ("pathlib", "PosixPath"),
    ("decimal", "Decimal"),
    ("markupsafe", "Markup"),
    ("copyreg", "__newobj__"),
    ("copyreg", "_reconstructor"),
    ("types", "MappingProxyType"),
    ("briefgen.dates", "parse_date"),
    ("briefgen.pickling", "maker_of"),
}


class Damaged(Exception):
    """What was read is not what was written."""


def pickled(value: object) -> bytes:
    file = io.BytesIO()
    _Pickler(file, protocol=5).dump(value)
    return file.getvalue()


def digest_of(value: object) -> bytes:
    """`DIGEST_SIZE` bytes that are the same for equal plain values alone: texts, numbers, bytes, and tuples or lists of them."""
    return blake2b(marshal.dumps(value, 2), digest_size=DIGEST_SIZE).digest()  # version 2 writes equal values alike


class _Pickler(pickle.Pickler):
    """Pickles our dataclasses by the values of their fields: half the time of the standard library's way."""

    def reducer_override(self, value: object) -> object:
        kind = value.__class__
        if kind is FunctionType and value in _KINDS:
            return maker_of, (_KINDS[value],)
        names = _slots_of(kind)
        return (maker_of(kind), tuple([getattr(value, name) for name in names])) if names else NotImplemented


@cache
def _slots_of(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass with slots; () for all else."""
    if not is_dataclass(kind) or "__slots__" not in kind.__dict__ or "__reduce__" in kind.__dict__:
        return ()
    return tuple(field.name for field in fields(kind))


@cache
def maker_of(kind: type) -> Callable[..., object]:
    """What makes a dataclass with slots, frozen or not, from the values of its fields."""
    puts = [_sharing(put) if RECURS in one.metadata else put for one in fields(kind) for put in [getattr(kind, one.name).__set__]]
    numbers = range(len(puts))
    code = f"def make({', '.join(f'v{n}' for n in numbers)}):\n made = new(kind)\n"
    code += "".join(f" put{n}(made, v{n})\n" for n in numbers) + " return made"
    names: dict[str, Any] = {"new": object.__new__, "kind": kind, **{f"put{n}": put for n, put in enumerate(puts)}}
    exec(code, names)  # the code is ours, made of numbers
    _KINDS[names["make"]] = kind
    return names["make"]  # type: ignore[no-any-return]


_KINDS: dict[object, type] = {}
"""What makes a dataclass -> the dataclass."""


def _sharing(put: Callable[[object, object], None]) -> Callable[[object, object], None]:
    """The same for a tuple whose items are mostly those of others: each is one object for all."""

    def put_shared(made: object, items: tuple[Hashable, ...]) -> None:
        if len(_RECURRING) > MOST_RECURRING:
            _RECURRING.clear()
        shared = tuple([_RECURRING.setdefault(item, item) for item in items])
        put(made, _RECURRING.setdefault(shared, shared) if len(shared) < 2 else shared)

    return put_shared  # type: ignore[return-value]


_RECURRING: dict[Hashable, Hashable] = {}


def unpickled(data: bytes) -> object:
    """Raises `Damaged` where the bytes are no value of ours."""
    try:
        return _Unpickler(io.BytesIO(data)).load()
    except Exception as error:  # a damaged pickle can fail in any way
        raise Damaged(str(error)) from error


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> object:
        return _class(module, name)


@cache
def _class(module: str, name: str) -> object:
    import importlib

    if (module, name) not in _PLAIN and not module.startswith("briefgen."):
        raise Damaged(f"{module}.{name} has no place here")
    found = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    if not isinstance(found, type) and (module, name) not in _PLAIN:
        raise Damaged(f"{module}.{name} is not a class")
    return found


@dataclass(frozen=True, slots=True)
class Packed(Generic[T]):
    """A value as bytes in memory, taken out when it is asked for. Two of them are equal where their bytes are; equal
    values that were made in different ways may have different bytes."""

    data: bytes

    @property
    def value(self) -> T:
        """Raises `Damaged`."""
        return cast(T, _taken_out(self.data))


def packed(value: T, tight: bool) -> Packed[T]:
    """The value, if `tight` in a third of the bytes, which takes twice the time."""
    data = pickled(value)
    return Packed(zlib.compress(data, 1) if tight else data)


def taken_out() -> int:
    """How many values are kept as they were last taken out."""
    return _taken_out.cache_info().currsize


def forget_taken_out() -> None:
    """Lets go of the values that were taken out last."""
    _taken_out.cache_clear()


@lru_cache(MOST_OUT)
def _taken_out(data: bytes) -> object:
    try:
        return unpickled(data if data.startswith(pickle.PROTO) else zlib.decompress(data))
    except zlib.error as error:
        raise Damaged(str(error)) from error
