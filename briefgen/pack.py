"""Pickled values outside memory: one file that only grows, and where in it each value stands.

Whole briefings and articles are needed for their own pages only, so they are put here as soon as they
are read. A value is taken back with the classes of this package and a few plain ones, and nothing else
is ever called: a folder of unknown origin cannot bring code of its own.
"""

from __future__ import annotations

import gc
import io
import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

from briefgen.errors import naming

Handle = tuple[int, int, int]
"""(offset, length, CRC-32) of a value in its pack"""

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
    ("briefgen.pack", "restore"),
}


class Damaged(Exception):
    """What was read is not what was written."""


def pickled(value: object) -> bytes:
    file = io.BytesIO()
    _Pickler(file, protocol=5).dump(value)
    return file.getvalue()


class _Pickler(pickle.Pickler):
    """Pickles our dataclasses by the values of their fields: half the time of the standard library's way."""

    def reducer_override(self, value: object) -> object:
        kind = value.__class__
        names = _slots_of(kind)
        return (restore, (kind, *[getattr(value, name) for name in names])) if names else NotImplemented


@cache
def _slots_of(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass with slots; () for all else."""
    if not is_dataclass(kind) or "__slots__" not in kind.__dict__ or "__reduce__" in kind.__dict__:
        return ()
    return tuple(field.name for field in fields(kind))


def restore(kind: type, *values: object) -> object:
    """A dataclass with slots from the values of its fields."""
    made = object.__new__(kind)
    for put, value in zip(_setters_of(kind), values, strict=True):
        put(made, value)
    return made


@cache
def _setters_of(kind: type) -> tuple[Callable[[object, object], None], ...]:
    """What puts a value into each slot of a dataclass, frozen or not."""
    return tuple(getattr(kind, name).__set__ for name in _slots_of(kind))


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


@dataclass(slots=True)
class Pack:
    """A growing file of values. Workers may read while this process writes.

    Everything from `start` on stands in `file`; what is before it, in `below`, which is only read.
    """

    path: Path
    file: int
    end: int
    start: int = 0
    below: int = -1

    def put(self, data: bytes) -> Handle:
        """Writes the bytes at the end. Raises OSError."""
        view, offset = memoryview(data), self.end
        with naming(self.path):
            while view:
                view = view[os.pwrite(self.file, view, self.end - self.start) :]
                self.end = offset + len(data) - len(view)
        return offset, len(data), crc32(data)

    def read(self, handle: Handle) -> bytes:
        """The bytes at `handle`. Raises `Damaged`, OSError."""
        offset, length, check = handle
        file, offset = (self.file, offset - self.start) if offset >= self.start else (self.below, offset)
        data = os.pread(file, length, offset)
        if len(data) != length or crc32(data) != check:
            raise Damaged(f"{self.path} does not hold what was written to it")
        return data

    def get(self, handle: Handle) -> object:
        """The value at `handle`. Raises `Damaged`, OSError."""
        return unpickled(self.read(handle))

    def close(self) -> None:
        for file in (self.file, self.below):
            if file >= 0:
                os.close(file)


def open_pack(path: Path) -> Pack:
    """The pack at `path`, made if it is not there. Raises OSError."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    return Pack(path, file, os.fstat(file).st_size)


def temporary_pack() -> Pack:
    """A pack without a name, which is gone when it is closed. Raises OSError."""
    import tempfile

    with tempfile.TemporaryFile(prefix="briefgen-") as file:
        return Pack(Path("temporary file"), os.dup(file.fileno()), 0)


def layered_pack(path: Path) -> Pack:
    """A temporary pack over the one at `path`, which stays as it is. Raises OSError."""
    below = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    end = os.fstat(below).st_size
    over = temporary_pack()
    return Pack(path, over.file, end, end, below)


@contextmanager
def without_collector() -> Iterator[None]:
    """Leaves the search for reference cycles out: our values are frozen and have none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

