"""The one door to the output folder: a new generation is made beside it, then shown by one swap.

The folder is ours if it holds our manifest. Files that are not in the manifest were put there by
others and are carried over untouched.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefgen.errors import BuildError, UsageError
from briefgen.swap import Locked, exchange, lock, recover
from briefgen.urls import MANIFEST


@dataclass(frozen=True, slots=True)
class Written:
    """What a build did to the output folder."""

    files: int
    size: int
    carried: tuple[str, ...]


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
    """path -> sha256 of the files that a build put into `folder`; None if no build made it."""
    try:
        files = json.loads((folder / MANIFEST).read_bytes())["files"]
        return {str(path): str(file["sha256"]) for path, file in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_site(folder: Path, files: Iterable[tuple[str, bytes | Path]]) -> Written:
    """Makes the folder hold exactly `files` (path -> bytes, or a file to copy) and what others put there.

    What it held before is kept beside it, in `.NAME.previous`.
    """
    folder = folder.resolve()  # what a link leads to is replaced, not the link; "." has no name
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with lock(_beside(folder, "lock")):
            return _write_generation(folder, files)
    except Locked as error:
        raise OutputError(f"another build is writing {folder}; let it finish and try again") from error
    except OSError as error:
        raise OutputError(f"{error.filename or folder}: {error.strerror or error}") from error


def _write_generation(folder: Path, files: Iterable[tuple[str, bytes | Path]]) -> Written:
    new, previous, aside = (_beside(folder, role) for role in ("new", "previous", "aside"))
    recover(folder, new, aside)
    check_output(folder)
    _remove(new)
    try:
        new.mkdir()
        manifest = dict(_write_files(new, files))
        carried = tuple(_carry_over(folder, new, manifest))
        _write_manifest(new, manifest)
        if folder.exists():
            exchange(folder, new, aside)
            _remove(previous)
            new.rename(previous)
        else:
            new.rename(folder)
    finally:
        _remove(new)  # there only if something failed
    return Written(len(manifest), sum(size for _, size in manifest.values()), carried)


def _beside(folder: Path, role: str) -> Path:
    return folder.with_name(f".{folder.name}.{role}")


def _write_files(folder: Path, files: Iterable[tuple[str, bytes | Path]]) -> Iterator[tuple[str, tuple[str, int]]]:
    made: set[Path] = set()
    for path, content in files:
        target = folder / path
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        if isinstance(content, Path):
            shutil.copyfile(content, target)
            data = target.read_bytes()
        else:
            data = content
            target.write_bytes(data)
        yield path, (hashlib.sha256(data).hexdigest(), len(data))


def _carry_over(old: Path, new: Path, manifest: Mapping[str, object]) -> Iterator[str]:
    """Copies what others put into the old folder, unless a page of ours now stands there."""
    ours = read_manifest(old)
    if ours is None:
        return
    for place, folders, names in os.walk(old):
        folders.sort()
        for name in sorted([*names, *(folder for folder in folders if Path(place, folder).is_symlink())]):
            path = Path(place, name).relative_to(old).as_posix()
            if path in ours or path in manifest or path == MANIFEST:
                continue
            target = new / path
            if target.exists() or any(parent.is_file() for parent in target.parents):
                raise OutputError(f"{old / path} was put there by hand, where the site now has a page; move it away")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(old / path, target, follow_symlinks=False)
            yield path


def _write_manifest(folder: Path, manifest: Mapping[str, tuple[str, int]]) -> None:
    files = {path: {"sha256": digest, "size": size} for path, (digest, size) in sorted(manifest.items())}
    text = json.dumps({"generator": "briefgen", "files": files}, ensure_ascii=False, indent=0)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
