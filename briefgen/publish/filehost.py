"""A folder on a disk, near or far, whose files are changed one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from briefgen.publish.disk import Disk
from briefgen.publish.host import Done
from briefgen.publish.manifest import folders_of


class DiskHost:
    """`FileHost` for `root` on `disk`."""

    def __init__(self, disk: Disk, root: str, where: str) -> None:
        self.disk = disk
        self.root = root.rstrip("/")
        self.where = where
        self._made: set[str] = set()

    def read(self, paths: Sequence[str]) -> dict[str, bytes]:
        return read_below(self.disk, self.root, paths)

    def names(self, folder: str) -> frozenset[str]:
        return self.disk.names(f"{self.root}/{folder}" if folder else self.root or "/")

    def put(self, files: Mapping[str, Path], done: Done) -> None:
        folders = [*above(self.root), *(f"{self.root}/{folder}" for folder in folders_of(files))]
        self.disk.make_folders([folder for folder in folders if folder not in self._made])
        self._made.update(folders)
        self.disk.put({f"{self.root}/{path}": file for path, file in files.items()}, self._told(done))

    def remove(self, paths: Sequence[str], done: Done) -> None:
        self.disk.remove([f"{self.root}/{path}" for path in paths], self._told(done))
        self.disk.remove_empty([f"{self.root}/{folder}" for folder in reversed(folders_of(paths))])
        self._made.clear()

    def _told(self, done: Done) -> Done:
        return lambda path: done(path.removeprefix(f"{self.root}/"))

    def close(self) -> None:
        self.disk.close()


def read_below(disk: Disk, folder: str, paths: Sequence[str]) -> dict[str, bytes]:
    """What `paths` below `folder` hold, by those paths."""
    return {path.removeprefix(f"{folder}/"): data for path, data in disk.read([f"{folder}/{path}" for path in paths]).items()}


def above(folder: str) -> list[str]:
    """`folder` and every folder that it stands in, the outermost first."""
    parts = folder.split("/")
    return [path for number in range(1, len(parts) + 1) if (path := "/".join(parts[:number]))]
