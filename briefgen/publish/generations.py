"""Publishing in one step: a new generation beside the one that readers see, then a switch.

Unchanged files of the new generation are second names (hard links) of those of the old one; they
are never written in place, so one generation cannot change another.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from pathlib import Path

from briefgen.publish.disk import Disk, LocalDisk, refused
from briefgen.publish.filehost import above, read_below
from briefgen.publish.host import Done, HostError
from briefgen.publish.manifest import JOURNAL, folders_of
from briefgen.publish.plan import Plan
from briefgen.swap import Locked, exchange, lock, recover
from briefgen.layout import MANIFEST


def make_generation(disk: Disk, old: str, new: str, plan: Plan, source: Path, done: Done) -> None:
    """Fills the folder `new`: what `plan` sends, from `source`, and everything else from `old`."""
    sent = {upload.path: source / upload.path for upload in plan.uploads} | {MANIFEST: source / MANIFEST}
    gone = {*plan.removed, *sent, JOURNAL}
    kept = [path for path in disk.walk(old) if path not in gone] if old else []
    folders = folders_of([*sent, *(path for path in kept if not path.endswith("/")), *(f"{path}-" for path in kept if path.endswith("/"))])
    disk.make_folders([*above(new), *(f"{new}/{folder}" for folder in folders)])
    disk.link([(f"{old}/{path}", f"{new}/{path}") for path in kept if not path.endswith("/")])
    disk.put({f"{new}/{path}": file for path, file in sent.items()}, lambda path: done(path.removeprefix(f"{new}/")))
    for path in plan.removed:
        done(path)


class ExchangedFolder:
    """`SwitchingHost` for a folder of this machine: two folders change places."""

    def __init__(self, folder: Path, where: str) -> None:
        self.folder = folder
        self.where = where
        self.disk = LocalDisk()

    def read(self, paths: Sequence[str]) -> dict[str, bytes]:
        return read_below(self.disk, str(self.folder), paths)

    def names(self, folder: str) -> frozenset[str]:
        return self.disk.names(f"{self.folder}/{folder}" if folder else str(self.folder))

    def switch(self, plan: Plan, source: Path, done: Done) -> None:
        new, aside, previous, locked = (self.folder.with_name(f".{self.folder.name}.{role}") for role in ("new", "aside", "previous", "lock"))
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            with lock(locked):
                recover(self.folder, new, aside)
                _remove_tree(new)
                make_generation(self.disk, str(self.folder) if self.folder.exists() else "", str(new), plan, source, done)
                if not self.folder.exists():
                    new.rename(self.folder)
                    return
                new.chmod(self.folder.stat().st_mode & 0o7777)
                exchange(self.folder, new, aside)
                _remove_tree(previous)
                new.rename(previous)
        except Locked as error:
            raise HostError(f"another program is publishing to {self.folder}; let it finish and try again") from error
        except OSError as error:
            raise refused(error, str(error.filename or self.folder)) from error

    def close(self) -> None:
        """Nothing is open."""


class SymlinkedFolder:
    """`SwitchingHost` for a symbolic link on a disk: it leads to one generation, then to the next.

    The generations stand beside the link, in `.NAME.generations/`; the one before the last is kept.
    """

    def __init__(self, disk: Disk, link: str, where: str) -> None:
        self.disk = disk
        self.link = link.rstrip("/")
        self.where = where
        folder, _, name = self.link.rpartition("/")
        self.shelf = f".{name}.generations"
        self.folder = f"{folder}/{self.shelf}" if folder else self.shelf

    def _shown(self) -> str:
        """The name of the generation that the link leads to; "" where there is no link yet."""
        target = self.disk.leads_to(self.link)
        if target is None:
            return ""
        shelf, name = posixpath.split(target.rstrip("/"))
        if shelf not in (self.shelf, self.folder):
            raise HostError(f"{self.link} leads to {target}, which briefgen did not make; remove the link, or set 'switch: no'")
        return name

    def read(self, paths: Sequence[str]) -> dict[str, bytes]:
        shown = self._shown()
        return read_below(self.disk, f"{self.folder}/{shown}", paths) if shown else {}

    def names(self, folder: str) -> frozenset[str]:
        shown = self._shown()
        return self.disk.names(f"{self.folder}/{shown}/{folder}".rstrip("/")) if shown else frozenset()

    def switch(self, plan: Plan, source: Path, done: Done) -> None:
        shown = self._shown()
        numbers = {int(name) for name in self.disk.names(self.folder) if name.isdecimal()}
        new = str(max(numbers, default=0) + 1)
        make_generation(self.disk, f"{self.folder}/{shown}" if shown else "", f"{self.folder}/{new}", plan, source, done)
        if self._shown() != shown:
            raise HostError(f"someone else has published to {self.where} meanwhile; publish again")
        self.disk.point(self.link, f"{self.shelf}/{new}")
        for number in sorted(numbers):
            if str(number) != shown:
                self._forget(f"{self.folder}/{number}")

    def _forget(self, generation: str) -> None:
        """Removes a generation that is neither shown nor the one before, or that was never finished."""
        paths = self.disk.walk(generation)
        self.disk.remove([f"{generation}/{path}" for path in paths if not path.endswith("/")], lambda path: None)
        folders = folders_of([path.rstrip("/") + ("/-" if path.endswith("/") else "") for path in paths])
        self.disk.remove_empty([*(f"{generation}/{folder}" for folder in reversed(folders)), generation])

    def close(self) -> None:
        self.disk.close()


def _remove_tree(folder: Path) -> None:
    import shutil

    if folder.exists():
        shutil.rmtree(folder)
