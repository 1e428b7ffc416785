"""What was published from here, kept for `--rollback`: `.briefgen/published/TARGET/`.

`next/` is what is being sent, `current/` what was sent last, `previous/` what was sent before that.
Each is a whole site with its manifest. Files are hard links to those of the build, which never
writes a file in place; so what is sent is one generation, whatever is built meanwhile.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from briefgen.errors import BuildError, UsageError
from briefgen.publish.manifest import File, Manifest, folders_of, parse_manifest, render_manifest
from briefgen.swap import Locked, lock
from briefgen.layout import MANIFEST


class Kept:
    """The generations of one target below the site's folder `root`."""

    def __init__(self, root: Path, target: str) -> None:
        self.folder = root / ".briefgen" / "published" / target
        self.next, self.current, self.previous = (self.folder / name for name in ("next", "current", "previous"))

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Nobody else on this machine publishes to the target meanwhile. Raises `BuildError` if somebody does."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            with lock(self.folder.with_name(f".{self.folder.name}.lock")):
                yield
        except Locked as error:
            raise BuildError(f"another program is publishing to '{self.folder.name}'; let it finish and try again") from error

    def take(self, site: Path, added: Mapping[str, bytes]) -> Manifest:
        """Makes `next/` of a built site and files to add; its manifest. Raises `BuildError` if a file of
        the site is not as its build made it."""
        manifest = read_site(site)
        try:
            _remove(self.next)
            self.next.mkdir(parents=True)
            for folder in folders_of([*manifest, *added]):
                (self.next / folder).mkdir(exist_ok=True)
            for path, file in manifest.items():
                _check_and_link(site, self.next, path, file)
            for path, data in added.items():
                if path in manifest:
                    raise BuildError(f"'add' would put {path} where the site has a file of its own; take one of them away")
                (self.next / path).write_bytes(data)
            whole = {**manifest, **{path: file_of(data) for path, data in added.items()}}
            (self.next / MANIFEST).write_bytes(render_manifest(whole) if added else (site / MANIFEST).read_bytes())
        except OSError as error:
            raise BuildError(f"{error.filename or self.folder}: {error.strerror or error}") from error
        return whole

    def finished(self) -> None:
        """`next/` was published: it is `current/` now, and what that was is `previous/`."""
        if manifest_in(self.current) == manifest_in(self.next):
            _remove(self.next)
            return
        _remove(self.previous)
        if self.current.exists():
            self.current.rename(self.previous)
        self.next.rename(self.current)

    def rolled_back(self, source: Path) -> None:
        """`source`, one of the three, was published again."""
        if source == self.current:
            _remove(self.next)
            return
        aside = self.folder / "aside"
        _remove(aside)
        self.current.rename(aside)
        self.previous.rename(self.current)
        aside.rename(self.previous)


def read_site(site: Path) -> Manifest:
    """The manifest of a built site. Raises `UsageError` where there is none."""
    if not site.is_dir():
        raise UsageError(f"there is no folder {site}; run 'briefgen build' first")
    manifest = manifest_in(site)
    if manifest is None:
        raise UsageError(f"{site} was not made by briefgen: it has no {MANIFEST}")
    return manifest


def manifest_in(folder: Path) -> Manifest | None:
    """The manifest in a folder of this machine; None where there is none. Raises `BuildError` for a damaged one."""
    try:
        return parse_manifest((folder / MANIFEST).read_bytes(), str(folder / MANIFEST))
    except (FileNotFoundError, NotADirectoryError):
        return None


def file_of(data: bytes) -> File:
    return File(hashlib.sha256(data).hexdigest(), len(data))


def _check_and_link(site: Path, folder: Path, path: str, file: File) -> None:
    try:
        data = (site / path).read_bytes()
    except OSError:
        data = b""
    if file_of(data) != file:
        raise BuildError(f"{site / path} is not as the build made it; build again")
    try:
        os.link(site / path, folder / path, follow_symlinks=True)
    except OSError:  # another file system, or one without hard links
        (folder / path).write_bytes(data)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
