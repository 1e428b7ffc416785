"""Parts of pages kept as they were drawn, for the other processes of a build and for the builds to come.

A card stands on a dozen pages, which several processes draw, now and after each edit. What was drawn of it stands in files
beside the state, under a digest of all that it was drawn from: so it is never out of date, and what is missing is drawn.
Each process adds to files of its own and reads those of all.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from struct import Struct
from zlib import crc32

MOST_WAITING = 400
"""How many parts wait to be written, at most."""
DIGEST = 8
"""Bytes of a part's digest."""
_PLACE = Struct(f"<{DIGEST}sQII")
"""Where a part stands: its digest, offset, length in bytes, the CRC-32 of digest and part."""


@dataclass(slots=True)
class _Files:
    """The two open files of one process: parts, and the places where they stand, known up to `looked` bytes."""

    parts: int
    places: int
    looked: int = 0


@dataclass(slots=True)
class KeptParts:
    """The parts in a folder that is there, for one process. What cannot be written is not kept, and what is damaged is as
    if it were not there: both cost time and nothing else."""

    folder: str
    known: dict[bytes, tuple[int, int, int, int]] = field(default_factory=dict)
    """digest -> (the file that holds the part, offset, length, check)"""
    files: list[_Files] = field(default_factory=list)
    own: _Files | None = None
    can_keep: bool = True
    end: int = 0
    """Where the own file of parts will end."""
    waiting: list[tuple[bytes, bytes]] = field(default_factory=list)
    """(place, part) of what is not yet written."""

    def get(self, digest: bytes) -> str | None:
        """The part under this digest; None where none is kept."""
        place = self.known.get(digest)
        if place is None:
            return None
        file, offset, length, check = place
        try:
            data = os.pread(file, length, offset)
            return data.decode() if crc32(data, crc32(digest)) == check else None
        except (OSError, UnicodeDecodeError):
            return None

    def put(self, digest: bytes, part: str) -> None:
        """Keeps a part; it is found after the next `flush` and `look`."""
        if not self.can_keep:
            return
        try:
            self.own = self.own or self._free_files()
            data = part.encode()
            self.waiting.append((_PLACE.pack(digest, self.end, len(data), crc32(data, crc32(digest))), data))
            self.end += len(data)
            if len(self.waiting) >= MOST_WAITING:
                self.flush()
        except OSError:
            self.can_keep = False

    def flush(self) -> None:
        """Writes what waits: the parts before the places that lead to them."""
        if not self.can_keep or not self.own or not self.waiting:
            return
        places, parts = (b"".join(column) for column in zip(*self.waiting, strict=True))
        self.waiting.clear()
        try:
            _write(self.own.parts, parts, self.end - len(parts))
            _write(self.own.places, places, os.fstat(self.own.places).st_size)
        except OSError:
            self.can_keep = False

    def look(self) -> None:
        """Learns what all have kept since the last look."""
        with suppress(OSError):
            for number in count():
                files = self._numbered(number)
                data = os.pread(files.places, os.fstat(files.places).st_size - files.looked, files.looked)
                files.looked += (whole := len(data) - len(data) % _PLACE.size)
                size = os.fstat(files.parts).st_size
                for digest, offset, length, check in _PLACE.iter_unpack(data[:whole]):
                    if offset + length <= size:
                        self.known[digest] = files.parts, offset, length, check

    def _free_files(self) -> _Files:
        """The first files that no other process adds to, for this one alone from now on. Raises OSError."""
        files = next(files for number in count() if _is_free((files := self._numbered(number, os.O_CREAT)).places))
        self.end = os.fstat(files.parts).st_size
        return files

    def _numbered(self, number: int, create: int = 0) -> _Files:
        """The files of this number, which follows on those that are open. Raises OSError."""
        if number == len(self.files):
            mode = os.O_RDWR | os.O_CLOEXEC | create
            self.files.append(_Files(*(os.open(f"{self.folder}/{number}.{name}", mode, 0o644) for name in ("parts", "places"))))
        return self.files[number]


def _is_free(file: int) -> bool:
    """Whether no other process adds to the file, nor will as long as this one lives; what a killed one wrote in part is
    cut off. Raises OSError."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    size = os.fstat(file).st_size
    os.ftruncate(file, size - size % _PLACE.size)
    return True


def _write(file: int, data: bytes, offset: int) -> None:
    view = memoryview(data)
    while view:
        written = os.pwrite(file, view, offset)
        view, offset = view[written:], offset + written
