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
from struct import Struct
from zlib import crc32

MOST_WAITING = 400
"""How many parts wait to be written, at most."""
MOST_FILES = 16
"""How many processes may add to one folder; those that come after them only read."""
DIGEST = 8
"""Bytes of a part's digest."""
_PLACE = Struct(f"<{DIGEST}sQII")
"""Where a part stands: its digest, offset, length in bytes, the CRC-32 of digest and part."""


@dataclass(slots=True)
class KeptParts:
    """The parts in a folder that is there, for one process. What cannot be written is not kept, and what is damaged is as
    if it were not there: both cost time and nothing else."""

    folder: str
    known: dict[bytes, tuple[int, int, int, int]] = field(default_factory=dict)
    """digest -> (the file that holds the part, offset, length, check)"""
    files: list[int] = field(default_factory=list)
    """The open files of parts, by number."""
    looked: list[int] = field(default_factory=list)
    """How many bytes of each number's places are known."""
    own: tuple[int, int] | None = None
    """The files of parts and of places that this process adds to."""
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
        if not self.can_keep or not self._has_own():
            return
        data = part.encode()
        self.waiting.append((_PLACE.pack(digest, self.end, len(data), crc32(data, crc32(digest))), data))
        self.end += len(data)
        if len(self.waiting) >= MOST_WAITING:
            self.flush()

    def flush(self) -> None:
        """Writes what waits: the parts before the places that lead to them."""
        if not self.own or not self.waiting:
            return
        places, parts = (b"".join(column) for column in zip(*self.waiting, strict=True))
        self.waiting.clear()
        try:
            _write(self.own[0], parts, self.end - len(parts))
            _write(self.own[1], places, os.fstat(self.own[1]).st_size)
        except OSError:
            self.can_keep = False

    def look(self) -> None:
        """Learns what all have kept since the last look."""
        with suppress(OSError):
            for number in range(MOST_FILES):
                places = self._open(number, "places", os.O_RDONLY)
                try:
                    self._look(number, places)
                finally:
                    os.close(places)

    def _look(self, number: int, places: int) -> None:
        if number == len(self.files):
            self.files.append(self._open(number, "parts", os.O_RDONLY))
            self.looked.append(0)
        data = os.pread(places, max(0, os.fstat(places).st_size - self.looked[number]), self.looked[number])
        self.looked[number] += (whole := len(data) - len(data) % _PLACE.size)
        file = self.files[number]
        size = os.fstat(file).st_size
        for digest, offset, length, check in _PLACE.iter_unpack(data[:whole]):
            if offset + length <= size:
                self.known[digest] = file, offset, length, check

    def _has_own(self) -> bool:
        """Whether this process has files to add to: the first that no other one adds to, of so many as there may be."""
        if self.own is None:
            with suppress(OSError):
                self.own = self._free_files()
            self.can_keep = self.own is not None
            self.end = os.fstat(self.own[0]).st_size if self.own else 0
        return self.can_keep

    def _free_files(self) -> tuple[int, int] | None:
        for number in range(MOST_FILES):
            places = self._open(number, "places", os.O_RDWR | os.O_CREAT)
            try:
                if _is_free(places):
                    return self._open(number, "parts", os.O_RDWR | os.O_CREAT), places
            except OSError:
                os.close(places)
                raise
            os.close(places)
        return None

    def _open(self, number: int, name: str, mode: int) -> int:
        """A file of this number; links are not followed, and pipes not waited for. Raises OSError."""
        return os.open(f"{self.folder}/{number}.{name}", mode | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK, 0o644)

    def __del__(self) -> None:
        for file in (*self.files, *(self.own or ())):
            os.close(file)


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
