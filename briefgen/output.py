"""The one door to the output folder: a new generation is made beside it, then shown by one swap.

The folder is ours if it holds our manifest. Files that are not in the manifest were put there by
others and are carried over untouched. What was shown before is kept beside it; the next build but
one takes that folder for its new generation, so that only what differs has to be written.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from briefgen.errors import BuildError, UsageError
from briefgen.layout import MANIFEST
from briefgen.swap import Locked, exchange, lock, recover

Mark = tuple[str, int, int, int]
"""A file that a build wrote: (SHA-256, size in bytes, time of last change in ns, inode)."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a build did to the output folder."""

    files: Mapping[str, Mark]
    carried: tuple[str, ...]
    manifest: Mark

    @property
    def size(self) -> int:
        return sum(mark[1] for mark in self.files.values())


class OutputError(BuildError):
    """The output could not be written; the message names the path and the cause."""


def check_output(folder: Path) -> None:
    """Refuses a folder that holds files and was not made by us."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder with --output")
    if any(folder.iterdir()) and read_manifest(folder) is None:
        raise UsageError(f"{folder} holds files and was not made by briefgen; empty it, or name another folder with --output")


def read_manifest(folder: Path) -> Mapping[str, str] | None:
    """path -> sha256 of the files that a build put into `folder`; None if no build made it. Raises OSError."""
    try:
        files = json.loads((folder / MANIFEST).read_bytes())["files"]
        return {str(path): str(file["sha256"]) for path, file in files.items()}
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, ValueError, KeyError, TypeError, AttributeError):
        return None


@contextmanager
def locked(folder: Path) -> Iterator[Path]:
    """Holds the folder for one build, and gives its real path. Raises `OutputError` where another has it."""
    folder = Path(os.path.realpath(folder))  # what a link leads to is replaced, not the link; "." has no name
    with named_errors(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with lock(beside(folder, "lock")):
            recover(folder, beside(folder, "new"), beside(folder, "aside"))
            yield folder


@contextmanager
def named_errors(folder: Path) -> Iterator[None]:
    """Failures of the system as one line with path and cause."""
    try:
        yield
    except Locked as error:
        raise OutputError(f"another build is writing {folder}; let it finish and try again") from error
    except OSError as error:
        raise OutputError(f"{error.filename or folder}: {error.strerror or error}") from error


def beside(folder: Path, role: str) -> Path:
    return folder.with_name(f".{folder.name}.{role}")


def mark_of(path: str | Path, digest: str = "") -> Mark | None:
    """The file's mark as far as the system knows it; None where it is not a file."""
    try:
        status = os.stat(path, follow_symlinks=False)
    except OSError:
        return None
    return digest, status.st_size, status.st_mtime_ns, status.st_ino


def intact(folder: str | Path, path: str, mark: Mark) -> bool:
    """Whether the file at `path` is as a build left it, as far as the system can tell."""
    now = mark_of(f"{folder}/{path}")
    return now is not None and now[1:] == mark[1:]


@dataclass(slots=True)
class Generation:
    """A new generation in the making, in the folder `new`. `base` are the files that it began with, and has just been
    given, or was left with long ago if it is `used`."""

    shown: Path
    new: Path
    base: Mapping[str, Mark]
    used: bool = False
    """Whether it was shown before, with what others had put there."""
    made: set[str] = field(default_factory=set)

    def write(self, path: str, data: bytes) -> Mark:
        """Writes one file. Raises OSError."""
        return write_file(f"{self.new}/{path}", data, self.made)

    def finish(self, files: Mapping[str, Mark], written: Iterable[str], before: Iterable[str]) -> Written:
        """Completes the generation and shows it. `files` are all that it is to hold; those not `written`
        are as they were in the shown one, where `before` are the paths of ours."""
        files, written = dict(files), set(written)
        theirs = _foreign(self.shown, before)
        held = dict(_walk(self.new)) if self.used else {path: mark[3] for path, mark in self.base.items()}
        if self.used:
            for path in held.keys() - self.base.keys() - files.keys() - theirs - {MANIFEST}:
                _take_away(self.new, path)
        for path in [path for path in files if path not in written]:
            base, mark = self.base.get(path), files[path]
            same = base is not None and base[0] == mark[0]
            if not (same and held.get(path) == base[3] == mark[3]):  # else it is the very file that is shown
                files[path] = base if same and intact(self.new, path, base) else self._link(path, mark)
        ours = set(files) | {MANIFEST}
        for path in self.base:
            if path not in ours:
                _take_away(self.new, path)
        carried = tuple(self._carry_over(files, theirs))
        mark = self.write(MANIFEST, _manifest(files).encode())
        self._show()
        return Written(files, carried, mark)

    def drop(self) -> None:
        """Leaves everything as it was."""
        if self.used:
            self.new.rename(beside(self.shown, "previous"))
        else:
            _remove(self.new)

    def _link(self, path: str, mark: Mark) -> Mark:
        """Takes a file over from the shown generation: one more name for it, not a copy."""
        target = f"{self.new}/{path}"
        _unlink(target)
        _make_folder(target, self.made)
        try:
            os.link(f"{self.shown}/{path}", target)
            return mark
        except OSError:
            shutil.copy2(f"{self.shown}/{path}", target)  # a file system without links, or too many of them
            return mark_of(target, mark[0]) or mark

    def _carry_over(self, files: Mapping[str, Mark], theirs: Iterable[str]) -> Iterator[str]:
        """Copies what others put into the shown folder, unless a page of ours now stands there."""
        for path in sorted(theirs):
            source, target = self.shown / path, self.new / path
            holds_ours = target.is_dir() and any(file.startswith(f"{path}/") for file in files)
            if path in files or holds_ours or any(parent.is_file() for parent in target.parents):
                raise OutputError(f"{source} was put there by hand, where the site now has a page; move it away")
            if not (target.is_file() and not target.is_symlink() and _alike(source, target)):
                _unlink(target)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target, follow_symlinks=False)
            yield path

    def _show(self) -> None:
        previous = beside(self.shown, "previous")
        if not self.shown.exists():
            self.new.rename(self.shown)
            return
        exchange(self.shown, self.new, beside(self.shown, "aside"))
        _remove(previous)
        self.new.rename(previous)


def _manifest(files: Mapping[str, Mark]) -> str:
    """The public manifest: JSON with a line for each file."""
    write = json.JSONEncoder(ensure_ascii=False).encode
    lines = (f'{write(path)}: {{"sha256": "{mark[0]}", "size": {mark[1]}}}' for path, mark in sorted(files.items()))
    return '{"generator": "briefgen", "files": {\n' + ",\n".join(lines) + "\n}}\n"


def begin_generation(shown: Path, files: Mapping[str, Mark]) -> None:
    """Has the folder of the next generation hold all these files of the shown one, each under one more name. Raises OSError,
    also where one is missing or another file than it was."""
    new, made = beside(shown, "new"), set[str]()
    _remove(new)
    new.mkdir()
    for path, mark in files.items():
        target = f"{new}/{path}"
        _make_folder(target, made)
        os.link(f"{shown}/{path}", target)
        if os.stat(target).st_ino != mark[3]:
            raise FileNotFoundError(errno.ENOENT, "another file stands in its place", f"{shown}/{path}")


def abandon_generation(shown: Path) -> None:
    """Removes what a generation began with, where it was not shown."""
    shutil.rmtree(beside(shown, "new"), ignore_errors=True)  # the next build will, too


@contextmanager
def new_generation(shown: Path, spare: Mapping[str, Mark] | None = None, begun: Mapping[str, Mark] | None = None) -> Iterator[Generation]:
    """A generation to fill and to `finish`; nothing is left of it if that does not come about.

    `spare` are the files of the generation that was kept, if it is known to stand as it was left; `begun` those that
    this one was begun with, if it was.
    """
    new, previous = beside(shown, "new"), beside(shown, "previous")
    generation = Generation(shown, new, begun or {})
    if begun is None:
        _remove(new)
        if spare is not None and previous.is_dir() and not previous.is_symlink():
            previous.rename(new)
            generation = Generation(shown, new, spare, used=True)
        else:
            new.mkdir()
    try:
        yield generation
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)  # what failed is to be told, not this
        raise


def write_site(folder: Path, files: Iterable[tuple[str, bytes | Path]]) -> Written:
    """Makes the folder hold exactly `files` (path -> bytes, or a file to copy) and what others put there."""
    with locked(folder) as shown:
        check_output(shown)
        with new_generation(shown) as generation:
            marks = {
                path: generation.write(path, content.read_bytes() if isinstance(content, Path) else content)
                for path, content in files
            }
            return generation.finish(marks, marks, read_manifest(shown) or ())


def write_file(target: str, data: bytes, made: set[str]) -> Mark:
    """Writes a file of a generation in the making; `made` are folders known to exist. Raises OSError.

    What stands there is replaced and never written over: another generation may share it, and a reader
    who opened it long ago goes on reading what it was.
    """
    _make_folder(target, made)
    new = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        handle = os.open(target, new, 0o644)
    except FileExistsError:
        _unlink(target)
        handle = os.open(target, new, 0o644)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
        status = os.fstat(handle)
    except OSError as error:
        error.filename = error.filename or target
        raise
    finally:
        os.close(handle)
    return hashlib.sha256(data).hexdigest(), len(data), status.st_mtime_ns, status.st_ino


def _make_folder(target: str, made: set[str]) -> None:
    folder = target.rpartition("/")[0]
    if folder not in made:
        try:
            os.mkdir(folder)
        except OSError:
            _make_folders(folder)
        made.add(folder)


def _make_folders(folder: str) -> None:
    """The folder with all that are above it, whatever stands in the way."""
    try:
        os.makedirs(folder, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        _clear_way(folder)
        os.makedirs(folder, exist_ok=True)


def _clear_way(folder: str) -> None:
    """Removes a file of an earlier generation that stands where a folder is to be."""
    for parent in (*reversed(PurePosixPath(folder).parents), PurePosixPath(folder)):
        if os.path.isfile(parent) or os.path.islink(parent):
            os.unlink(parent)
            return


def _foreign(folder: Path, ours: Iterable[str]) -> set[str]:
    """Paths of files below `folder`, if it is there, that are not ours."""
    known = {*ours, MANIFEST}
    return {path for path, _ in _walk(folder) if path not in known} if folder.is_dir() else set()


def _walk(folder: Path) -> Iterator[tuple[str, int]]:
    """(path, inode) of each file below `folder`; links to folders count as files."""
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        with os.scandir(f"{folder}/{inside}") as entries:
            for entry in entries:
                path = f"{inside}/{entry.name}" if inside else entry.name
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(path)
                else:
                    yield path, entry.inode()


def _alike(one: Path, other: Path) -> bool:
    return not one.is_symlink() and mark_of(one, "")[1:3] == mark_of(other, "")[1:3]  # type: ignore[index]


def _unlink(path: Path | str) -> None:
    try:
        os.unlink(path)
    except (FileNotFoundError, NotADirectoryError):
        pass  # it is gone, or its folder is
    except IsADirectoryError:
        _remove(Path(path))


def _take_away(root: Path, path: str) -> None:
    """Removes a file, and the folders above it that are empty then; a folder in its place is of the new generation."""
    if not (root / path).is_dir() or (root / path).is_symlink():
        _unlink(root / path)
        _prune(root, path)


def _prune(root: Path, path: str) -> None:
    """Removes the folders above `path` that are empty now."""
    for parent in PurePosixPath(path).parents[:-1]:
        try:
            os.rmdir(root / parent)
        except OSError:
            return


def _remove(folder: Path) -> None:
    """Removes a folder, or whatever stands in its place."""
    try:
        if folder.is_symlink() or folder.is_file():
            folder.unlink()
        else:
            shutil.rmtree(folder)
    except FileNotFoundError:
        pass
    except OSError as error:
        error.filename = str(folder)  # it was the last part of some path within
        raise
