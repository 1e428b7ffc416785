"""The site's folder: which files there are, and their text."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefgen.errors import Problem
from briefgen.layout import CONFIG_FILE, RECORD_KINDS, REGISTRY_KINDS, SHAPES_FILE


Stamp = tuple[int, int, int, int]
"""(time of last change of the content, of the file's own entry, both in ns; size in bytes; inode).
Two are compared for equality only: clocks run backwards, and copies bring old times along."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Paths of the site's input files, relative to its folder, with forward slashes, sorted."""

    root: Path
    records: Mapping[str, tuple[str, ...]]
    """kind ("articles", "annotations", "pages", "shapes", "actors", …) -> files"""
    static: tuple[str, ...]
    raw: tuple[str, ...]
    unexpected: tuple[str, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """All of them that are read."""
        return (*(path for files in self.records.values() for path in files), *self.static, *self.raw)

    def stamps(self) -> dict[str, Stamp]:
        """path -> stamp of every input file that can be looked at."""
        root = str(self.root)
        found = ((path, stamp_of(f"{root}/{path}")) for path in self.paths)
        return {path: stamp for path, stamp in found if stamp}


def stamp_of(file: Path | str) -> Stamp | None:
    """The file's stamp; None where there is none."""
    try:
        status = os.stat(file)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino


def find_sources(root: Path) -> Sources:
    """Every input file below `root`; names that begin with a dot are passed over."""
    content = root / "content"
    records: dict[str, tuple[str, ...]] = {}
    unexpected: list[str] = []
    known = {*RECORD_KINDS, *REGISTRY_KINDS, "static", "raw"}
    for kind, ending in RECORD_KINDS.items():
        files = list(_files(root, content / kind))
        fits = [f.endswith(ending) and f.count("/") == 2 for f in files]
        records[kind] = tuple(f for f, fit in zip(files, fits, strict=True) if fit)
        unexpected += [f for f, fit in zip(files, fits, strict=True) if not fit]
    for kind in REGISTRY_KINDS:
        files = list(_files(root, content / kind))
        records[kind] = tuple(f for f in files if f.endswith(".yaml"))
        unexpected += [f for f in files if not f.endswith(".yaml")]
        if (content / f"{kind}.yaml").is_file():
            records[kind] = (f"content/{kind}.yaml", *records[kind])
    records["shapes"] = (SHAPES_FILE,) if (root / SHAPES_FILE).is_file() else ()
    for path in _files(root, content, deep=False):
        name = path.split("/")[1]
        if path == SHAPES_FILE:
            continue
        if name.removesuffix(".yaml") not in REGISTRY_KINDS or not name.endswith(".yaml"):
            unexpected.append(path)
    if content.is_dir():
        folders = sorted(e.name for e in os.scandir(content) if e.is_dir() and not e.name.startswith("."))
        unexpected += [f"content/{name}/" for name in folders if name not in known]
        unexpected += [link for name in sorted(known) for link in _linked_folders(root, content / name)]
    static = list(_files(root, content / "static", hidden=True))
    unnamed = [f for f in (*static, *(f for files in records.values() for f in files)) if not _is_utf8(f)]
    return Sources(
        root,
        {kind: tuple(filter(_is_utf8, files)) for kind, files in records.items()},
        tuple(filter(_is_utf8, static)),
        tuple(filter(_is_utf8, _files(root, content / "raw"))),
        tuple(sorted(os.fsencode(f).decode("utf-8", "backslashreplace") for f in (*unexpected, *unnamed))),
    )


def _is_utf8(path: str) -> bool:
    """Whether the name can be printed and be part of a URL: Linux allows any bytes in it."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def walk(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """`os.walk`; nothing where there is no such folder. Raises OSError where one cannot be listed, since what
    stands in it would be missing in silence."""

    def failed(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError | NotADirectoryError):
            raise error

    return os.walk(folder, onerror=failed)


def _files(root: Path, folder: Path, *, deep: bool = True, hidden: bool = False) -> Iterator[str]:
    """Files below `folder`, as paths from `root`. Hidden ones only where asked for (`.well-known`)."""
    for place, folders, names in walk(folder):
        folders[:] = sorted(f for f in folders if hidden or not f.startswith(".")) if deep else []
        if names:
            here = Path(place).relative_to(root).as_posix()  # once a folder: thousands of files stand in one
            for name in sorted(names):
                if not name.startswith(".") or (hidden and name not in (".DS_Store", ".gitkeep")):
                    yield f"{here}/{name}"


def _linked_folders(root: Path, folder: Path) -> Iterator[str]:
    """Links to folders: they are not followed, since they may lead in a ring or out of the site."""
    for place, folders, _ in walk(folder):
        links = (Path(place, name) for name in sorted(folders) if not name.startswith("."))
        yield from (f"{link.relative_to(root).as_posix()}/" for link in links if link.is_symlink())


def unreadable(path: str, error: OSError) -> Problem:
    """What is said of a dead link, a pipe, or a file that we may not open."""
    message = f"this file cannot be read: {error.strerror}"
    return Problem(path, 1, 1, "error", "unreadable-file", message, "restore it, or delete it")


def _open_file(file: Path) -> io.FileIO:
    if not stat.S_ISREG(os.stat(file).st_mode):
        raise OSError(0, "it is not a regular file")  # to open a pipe would wait for its other end
    return open(file, "rb", buffering=0)


def read_text(root: Path, path: str) -> tuple[str, list[Problem]]:
    """The file's text, decoded once: UTF-8, with or without a byte order mark, any line ends."""
    try:
        with _open_file(root / path) as file:
            data = file.read()
    except OSError as error:
        return "", [unreadable(path, error)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = f"this file is not UTF-8: the byte 0x{data[error.start]:02X} does not belong"
        hint = "save it as UTF-8"
        return "", [Problem(path, line, column, "error", "not-utf8", message, hint)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems = []
    if (at := text.find("\0")) >= 0:
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        problems.append(Problem(path, line, column, "error", "nul", "this file holds a NUL character", "delete it"))
    return text, problems


def hash_file(path: Path) -> str:
    """The file's SHA-256, in hexadecimal. Raises OSError."""
    with _open_file(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def find_root(directory: Path) -> Path | None:
    """`directory` or the nearest folder above it that holds briefgen.yaml."""
    for folder in (directory, *directory.parents):
        if (folder / CONFIG_FILE).is_file():
            return folder
    return None
