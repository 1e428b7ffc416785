"""Pickled values outside memory: one file that only grows, and where in it each value stands.

Whole briefings and articles are needed for their own pages only, so they are put here as soon as they are read.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from briefgen.errors import naming
from briefgen.pickling import Damaged, unpickled

Handle = tuple[int, int, bytes]
"""(offset, length, digest) of a value in its pack"""

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
        return offset, len(data), _digest(data)

    def read(self, handle: Handle) -> bytes:
        """The bytes at `handle`. Raises `Damaged`, OSError."""
        offset, length, check = handle
        file, offset = (self.file, offset - self.start) if offset >= self.start else (self.below, offset)
        data = os.pread(file, length, offset)
        if len(data) != length or _digest(data) != check:
            raise Damaged(f"{self.path} does not hold what was written to it")
        return data

    def get(self, handle: Handle) -> object:
        """The value at `handle`. Raises `Damaged`, OSError."""
        return unpickled(self.read(handle))

    def close(self) -> None:
        for file in (self.file, self.below):
            if file >= 0:
                os.close(file)


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=8).digest()


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

