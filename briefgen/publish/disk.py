"""A file system of this machine, as publishing uses one; `sftp.py` gives the same of another machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from briefgen.publish.advice import advise
from briefgen.publish.host import Done, HostError


def part_of(path: str) -> str:
    """The name under which a file is written before it takes its place."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}.{name}.part"


def whole_of(path: str) -> str:
    """The path that a file with this name has, or will have when it is complete."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}{name[1:].removesuffix('.part')}" if name.startswith(".") and name.endswith(".part") else path


class Disk(Protocol):
    """Absolute paths with forward slashes. Every method may raise `HostError`."""

    def read(self, paths: Sequence[str]) -> dict[str, bytes]: ...

    def names(self, folder: str) -> frozenset[str]: ...

    def walk(self, folder: str) -> list[str]:
        """Every file below `folder`, relative to it; a symbolic link is a file, and so is an empty folder, with a slash."""

    def make_folders(self, folders: Sequence[str]) -> None:
        """Makes each, an outer one before its inner ones; those that are there stay."""

    def put(self, files: Mapping[str, Path], done: Done) -> None:
        """Each file is written under another name, then renamed."""

    def link(self, pairs: Sequence[tuple[str, str]]) -> None:
        """A second name for each file: (old, new)."""

    def remove(self, paths: Sequence[str], done: Done) -> None:
        """Files that may be missing, with what an upload that broke off has left of them."""

    def remove_empty(self, folders: Sequence[str]) -> None:
        """Those of the folders that are empty; the others stay."""

    def point(self, link: str, target: str) -> None:
        """Makes the symbolic link lead to `target`, in one step."""

    def leads_to(self, link: str) -> str | None:
        """Where a symbolic link leads; None where there is nothing. Raises `HostError` for anything else."""

    def close(self) -> None: ...


class LocalDisk:
    """`Disk` for this machine."""

    def read(self, paths: Sequence[str]) -> dict[str, bytes]:
        found = {}
        for path in paths:
            try:
                found[path] = Path(path).read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                raise refused(error, path) from error
        return found

    def names(self, folder: str) -> frozenset[str]:
        try:
            return frozenset(os.listdir(folder))
        except (FileNotFoundError, NotADirectoryError):
            return frozenset()
        except OSError as error:
            raise refused(error, folder) from error

    def walk(self, folder: str) -> list[str]:
        return sorted(_walk(folder))

    def make_folders(self, folders: Sequence[str]) -> None:
        for folder in folders:
            try:
                os.makedirs(folder, exist_ok=True)
            except OSError as error:
                raise refused(error, folder) from error

    def put(self, files: Mapping[str, Path], done: Done) -> None:
        for path, source in files.items():
            try:
                shutil.copyfile(source, part_of(path))
                os.replace(part_of(path), path)
            except OSError as error:
                Path(part_of(path)).unlink(missing_ok=True)
                raise refused(error, path) from error
            done(path)

    def link(self, pairs: Sequence[tuple[str, str]]) -> None:
        for old, new in pairs:
            try:
                try:
                    os.link(old, new, follow_symlinks=False)
                except OSError:  # no hard links here, or too many
                    shutil.copy2(old, new, follow_symlinks=False)
            except OSError as error:
                raise refused(error, new) from error

    def remove(self, paths: Sequence[str], done: Done) -> None:
        for path in paths:
            try:
                for name in (path, part_of(path)):
                    try:
                        os.unlink(name)
                    except (FileNotFoundError, NotADirectoryError):
                        pass
            except OSError as error:
                raise refused(error, path) from error
            done(path)

    def remove_empty(self, folders: Sequence[str]) -> None:
        for folder in folders:
            try:
                os.rmdir(folder)
            except OSError:
                pass  # not empty, or not there

    def point(self, link: str, target: str) -> None:
        try:
            Path(part_of(link)).unlink(missing_ok=True)
            os.symlink(target, part_of(link))
            os.replace(part_of(link), link)
        except OSError as error:
            raise refused(error, link) from error

    def leads_to(self, link: str) -> str | None:
        try:
            return os.readlink(link)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise HostError(f"{link} is there and is no symbolic link; move it away, or set 'switch: no'") from error

    def close(self) -> None:
        """Nothing is open."""


def refused(error: OSError, path: str) -> HostError:
    return HostError(f"{path}: {advise(error.strerror or str(error))}")


def _walk(folder: str) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        inside = os.path.relpath(place, folder).replace(os.sep, "/") + "/"
        inside = "" if inside == "./" else inside
        if inside and not folders and not names:
            yield inside
        yield from (inside + name for name in names)
        yield from (inside + name for name in folders if os.path.islink(os.path.join(place, name)))
