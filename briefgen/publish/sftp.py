"""A disk of another machine, over SFTP."""

from __future__ import annotations

import stat
import struct
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

from briefgen.publish import sftpwire as wire
from briefgen.publish.advice import advise
from briefgen.publish.disk import part_of
from briefgen.publish.host import Done, HostError
from briefgen.publish.sftpwire import Answer, Request, Task, Wire, cut, text

CHUNK = 32_768
"""The most bytes that every server takes in one request."""
AHEAD = 16
"""How many chunks of a file are under way at a time."""
_NO_ATTRIBUTES = struct.pack(">I", 0)
_HARD_LINK, _RENAME = "hardlink@openssh.com", "posix-rename@openssh.com"


class SftpDisk:
    """`Disk` behind a `Wire`. A relative path begins at the home folder."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def read(self, paths: Sequence[str]) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        self.wire.run(self._reading(path, found) for path in paths)
        return found

    def names(self, folder: str) -> frozenset[str]:
        entries: list[tuple[str, int]] = []
        self.wire.run([self._listing(folder, entries)])
        return frozenset(name for name, _ in entries)

    def walk(self, folder: str) -> list[str]:
        found, folders = [], [""]
        while folders:
            listed: dict[str, list[tuple[str, int]]] = {inner: [] for inner in folders}
            self.wire.run(self._listing(f"{folder}/{inner}".rstrip("/"), listed[inner]) for inner in folders)
            found += [f"{inner}/" for inner in folders if inner and not listed[inner]]
            entries = [(f"{inner}/{name}" if inner else name, mode) for inner in folders for name, mode in listed[inner]]
            folders = [path for path, mode in entries if stat.S_ISDIR(mode)]
            found += [path for path, mode in entries if not stat.S_ISDIR(mode)]
        return sorted(found)

    def make_folders(self, folders: Sequence[str]) -> None:
        for _, same_depth in groupby(sorted(folders, key=lambda folder: folder.count("/")), lambda folder: folder.count("/")):
            self.wire.run(self._making(folder) for folder in same_depth)

    def put(self, files: Mapping[str, Path], done: Done) -> None:
        self.wire.run(self._putting(path, source, done) for path, source in files.items())

    def link(self, pairs: Sequence[tuple[str, str]]) -> None:
        if pairs and _HARD_LINK not in self.wire.extensions:
            raise HostError(f"{self.wire.host} cannot make hard links, which a switch needs; set 'switch: no'")
        self.wire.run(self._linking(old, new) for old, new in pairs)

    def remove(self, paths: Sequence[str], done: Done) -> None:
        self.wire.run(self._removing(path, done) for path in paths)

    def remove_empty(self, folders: Sequence[str]) -> None:
        for _, same_depth in groupby(sorted(folders, key=lambda folder: -folder.count("/")), lambda folder: folder.count("/")):
            self.wire.run(_asking(wire.RMDIR, text(folder)) for folder in same_depth)

    def point(self, link: str, target: str) -> None:
        def pointing() -> Task:
            yield [Request(wire.REMOVE, text(part_of(link)))]
            # OpenSSH, and with it nearly every server, has the two the other way round than the draft.
            yield [Request(wire.SYMLINK, text(target) + text(part_of(link)))]
            yield from self._renaming(part_of(link), link)

        self.wire.run([pointing()])

    def leads_to(self, link: str) -> str | None:
        found: list[str | None] = []

        def looking() -> Task:
            (there,) = yield [Request(wire.LSTAT, text(link))]
            if there.code == wire.NO_SUCH_FILE:
                found.append(None)
                return
            self._check(there, link)
            (target,) = yield [Request(wire.READLINK, text(link))]
            if target.kind != wire.NAME:
                raise HostError(f"{link} on {self.wire.host} is there and is no symbolic link; move it away, or set 'switch: no'")
            found.append(cut(target.body, 4)[0].decode())

        self.wire.run([looking()])
        return found[0]

    def close(self) -> None:
        self.wire.close()

    # --- one task each ---

    def _reading(self, path: str, found: dict[str, bytes]) -> Task:
        (opened,) = yield [Request(wire.OPEN, text(path) + struct.pack(">I", wire.FOR_READING) + _NO_ATTRIBUTES)]
        if opened.code == wire.NO_SUCH_FILE:
            return
        self._check(opened, path)
        handle, at, more, pieces = opened.body, 0, True, []
        while more:
            asked = [Request(wire.READ, handle + struct.pack(">QI", at + number * CHUNK, CHUNK)) for number in range(AHEAD)]
            for answer in (yield asked):
                if answer.code == wire.END_OF_FILE:
                    more = False
                    break
                self._check(answer, path)
                piece, _ = cut(answer.body)
                pieces.append(piece)
                at += len(piece)
                if len(piece) < CHUNK:
                    break  # what follows was asked for at the wrong place
        yield [Request(wire.CLOSE, handle)]
        found[path] = b"".join(pieces)

    def _listing(self, folder: str, entries: list[tuple[str, int]]) -> Task:
        (opened,) = yield [Request(wire.OPENDIR, text(folder or "."))]
        if opened.code == wire.NO_SUCH_FILE:
            return
        if opened.code != wire.OK:
            (there,) = yield [Request(wire.STAT, text(folder or "."))]
            if there.kind == wire.ATTRS and not stat.S_ISDIR(_mode(there.body, 0)[0]):
                return  # a file stands there, and holds no names
            self._check(opened, folder)
        while True:
            (answer,) = yield [Request(wire.READDIR, opened.body)]
            if answer.code == wire.END_OF_FILE:
                break
            self._check(answer, folder)
            entries.extend((name, mode) for name, mode in _entries(answer.body) if name not in (".", ".."))
        yield [Request(wire.CLOSE, opened.body)]

    def _making(self, folder: str) -> Task:
        (made,) = yield [Request(wire.MKDIR, text(folder) + _NO_ATTRIBUTES)]
        if made.code != wire.OK:
            (there,) = yield [Request(wire.STAT, text(folder))]
            if there.kind != wire.ATTRS:
                self._check(made, folder)
            elif not stat.S_ISDIR(_mode(there.body, 0)[0]):
                raise HostError(f"{self.wire.host}: {folder}: {advise('Not a directory')}")

    def _putting(self, path: str, source: Path, done: Done) -> Task:
        part, at = part_of(path), 0
        (opened,) = yield [Request(wire.OPEN, text(part) + struct.pack(">I", wire.FOR_WRITING) + _NO_ATTRIBUTES)]
        self._check(opened, path)
        with source.open("rb") as file:
            while block := file.read(CHUNK * AHEAD):
                chunks = [(at + start, block[start : start + CHUNK]) for start in range(0, len(block), CHUNK)]
                for written in (yield [Request(wire.WRITE, opened.body + struct.pack(">Q", where) + text(data)) for where, data in chunks]):
                    self._check(written, path)
                at += len(block)
        (closed,) = yield [Request(wire.CLOSE, opened.body)]
        self._check(closed, path)
        yield from self._renaming(part, path)
        done(path)

    def _renaming(self, old: str, new: str) -> Task:
        if _RENAME in self.wire.extensions:
            (renamed,) = yield [Request(wire.EXTENDED, text(_RENAME) + text(old) + text(new))]
        else:  # the protocol's own renaming takes no name that is in use
            yield [Request(wire.REMOVE, text(new))]
            (renamed,) = yield [Request(wire.RENAME, text(old) + text(new))]
        self._check(renamed, new)

    def _linking(self, old: str, new: str) -> Task:
        (linked,) = yield [Request(wire.EXTENDED, text(_HARD_LINK) + text(old) + text(new))]
        self._check(linked, new)

    def _removing(self, path: str, done: Done) -> Task:
        whole, part = yield [Request(wire.REMOVE, text(path)), Request(wire.REMOVE, text(part_of(path)))]
        if whole.code != wire.NO_SUCH_FILE:
            self._check(whole, path)
        done(path)

    def _check(self, answer: Answer, path: str) -> None:
        if answer.code == wire.OK:
            return
        says = answer.says if answer.says.lower() not in ("", "failure") else "refused without a reason; see whether its disk or your quota is full"
        raise HostError(f"{self.wire.host}: {path}: {advise(says)}")


def _asking(kind: int, body: bytes) -> Task:
    yield [Request(kind, body)]


def _entries(body: bytes) -> list[tuple[str, int]]:
    """(name, mode) of each entry of an answer that lists a folder."""
    (count,) = struct.unpack_from(">I", body)
    entries, at = [], 4
    for _ in range(count):
        name, at = cut(body, at)
        _, at = cut(body, at)
        mode, at = _mode(body, at)
        entries.append((name.decode("utf-8", "surrogateescape"), mode))
    return entries


def _mode(body: bytes, at: int) -> tuple[int, int]:
    """The mode among a file's attributes at `at` (0 where there is none), and where the next value begins."""
    (flags,) = struct.unpack_from(">I", body, at)
    at += 4
    at += 8 if flags & 0x01 else 0  # size
    at += 8 if flags & 0x02 else 0  # owner, group
    mode = struct.unpack_from(">I", body, at)[0] if flags & 0x04 else 0
    at += 4 if flags & 0x04 else 0
    at += 8 if flags & 0x08 else 0  # times
    if flags & 0x80000000:
        (count,) = struct.unpack_from(">I", body, at)
        at += 4
        for _ in range(2 * count):
            _, at = cut(body, at)
    return mode, at
