"""A reader of the site who never stops, in a process of its own, while builds replace what it reads.

What is promised: every file that both the old and the new site have can be opened at any moment by its
path, and is then whole, of one of the two. A folder that is opened once shows one generation, entire,
until the next build but one begins, which takes the kept folder for its own. A file that is opened
once stays what it was.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import struct
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_SLOTS = ("stop", "begun", "walks", "passed_over", "opened")


@dataclass
class Counters:
    """Numbers that two processes share."""

    memory: mmap.mmap

    def __getitem__(self, name: str) -> int:
        return int(struct.unpack_from("q", self.memory, 8 * _SLOTS.index(name))[0])

    def __setitem__(self, name: str, value: int) -> None:
        struct.pack_into("q", self.memory, 8 * _SLOTS.index(name), value)


@contextmanager
def reader(shown: Path, outputs: Sequence[dict[str, str]], report: Path) -> Iterator[Counters]:
    """Reads until the block ends. The block adds one to "begun" before each build. Raises AssertionError
    with what the reader met, where that is not one of the `outputs`."""
    counters = Counters(mmap.mmap(-1, 8 * len(_SLOTS)))
    report.write_text("")
    pid = os.fork()
    if pid == 0:
        try:
            _read(shown, outputs, counters)
        except BaseException:
            report.write_text(traceback.format_exc())
        os._exit(0)
    try:
        yield counters
    finally:
        counters["stop"] = 1
        os.waitpid(pid, 0)
    assert not report.read_text(), report.read_text()


def _read(shown: Path, outputs: Sequence[dict[str, str]], counters: Counters) -> None:
    common = sorted(set(outputs[0]) & set(outputs[1]))
    held_open = os.open(shown / "index.html", os.O_RDONLY)
    was = os.pread(held_open, 1 << 20, 0)
    while not counters["stop"]:
        begun = counters["begun"]
        found = dict(_walk(shown))
        if counters["begun"] - begun < 2:
            assert found in outputs, f"a walk met {len(found)} files that are neither site"
            counters["walks"] += 1
        else:
            counters["passed_over"] += 1
        for path in common:
            data = (shown / path).read_bytes()
            assert hashlib.sha256(data).hexdigest() in (outputs[0][path], outputs[1][path]), f"{path} is of neither site"
            counters["opened"] += 1
        assert os.pread(held_open, 1 << 20, 0) == was, "a file that was open has changed"


def _walk(shown: Path) -> Iterator[tuple[str, str]]:
    """(path, hash) of every file below the folder, which is opened by its path once."""
    top = os.open(shown, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for place, _, names, folder in os.fwalk(".", dir_fd=top):
            for name in names:
                path = os.path.normpath(f"{place}/{name}")
                if path != "CNAME":
                    with open(name, "rb", opener=lambda name, flags: os.open(name, flags, dir_fd=folder)) as file:  # noqa: B023
                        yield path, hashlib.sha256(file.read()).hexdigest()
    except FileNotFoundError as error:
        yield "missing", str(error)
    finally:
        os.close(top)
