"""The public manifest, and the journal that stands beside it while a publication is under way. Pure.

A host holds what its manifest says, unless there is a journal. The journal is put before the first
change and removed after the last one. So whoever comes after a publication that broke off knows
which files are ours, and which of them may be old, new or not there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from briefgen.errors import BuildError
from briefgen.layout import MANIFEST

JOURNAL = "site-manifest.next.json"
"""The file at the root of the host that says that a publication is under way."""


@dataclass(frozen=True, slots=True)
class File:
    """What a file holds: its SHA-256, its size in bytes."""

    sha256: str
    size: int


Manifest = Mapping[str, File]
"""Path below the site's root, with forward slashes -> what the file holds."""


class ForeignManifest(BuildError):
    """A file in the place of a manifest or a journal that no program of ours wrote."""


@dataclass(frozen=True, slots=True)
class Journal:
    """What is known of files that may differ from the manifest on the same host.

    `there`: confirmed. `changing`: there, but it is not known whether in the old form or the new.
    `perhaps`: ours, if there at all; no page that readers can reach links to them. `run` names the
    publication that wrote the journal, so that two at once notice each other.
    """

    there: Manifest
    changing: frozenset[str]
    perhaps: frozenset[str]
    run: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What a host is known to hold of ours. The three do not overlap."""

    files: Manifest
    changing: frozenset[str] = frozenset()
    perhaps: frozenset[str] = frozenset()

    @property
    def paths(self) -> frozenset[str]:
        """Everything that is ours, there for certain or not."""
        return frozenset(self.files) | self.changing | self.perhaps


def held(manifest: Manifest, journal: Journal | None) -> Held:
    """What a host with these two files holds."""
    if journal is None:
        return Held(manifest)
    unsure = journal.changing | journal.perhaps
    known = {path: file for path, file in {**manifest, **journal.there}.items() if path not in unsure}
    return Held(known, journal.changing - journal.perhaps, journal.perhaps)


def parse_manifest(data: bytes, where: str) -> Manifest:
    """The manifest in `data`, which was read at `where`. Raises `ForeignManifest`.

    A path that would lead out of the folder is refused: files that a manifest names may be removed.
    """
    return _files(_loaded(data, where).get("files"), where)


def parse_journal(data: bytes, where: str) -> Journal:
    """The journal in `data`, which was read at `where`. Raises `ForeignManifest`."""
    loaded = _loaded(data, where)
    lists = [loaded.get(name) for name in ("changing", "perhaps")]
    if not all(isinstance(paths, list) for paths in lists):
        raise ForeignManifest(f"{where} is not the journal of a publication")
    changing, perhaps = (frozenset(_path(path, where) for path in paths) for paths in lists)  # type: ignore[union-attr]
    return Journal(_files(loaded.get("there"), where), changing, perhaps, str(loaded.get("run", "")))


def render_manifest(manifest: Manifest) -> bytes:
    """The manifest as a build writes it."""
    return _rendered({"generator": "briefgen", "files": _rows(manifest)})


def render_journal(journal: Journal) -> bytes:
    return _rendered(
        {
            "generator": "briefgen",
            "run": journal.run,
            "there": _rows(journal.there),
            "changing": sorted(journal.changing),
            "perhaps": sorted(journal.perhaps),
        }
    )


def is_safe(path: str) -> bool:
    """Whether `path` names a file below the site's root, and neither the manifest nor the journal."""
    parts = path.split("/")
    inside = all(part not in ("", ".", "..") for part in parts) and "\\" not in path
    return inside and path.isprintable() and path not in (MANIFEST, JOURNAL)


def folders_of(paths: Iterable[str]) -> list[str]:
    """Every folder that the paths stand in, an outer one before its inner ones; the root left out."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return sorted(found, key=lambda folder: (folder.count("/"), folder))


def _loaded(data: bytes, where: str) -> dict[str, object]:
    try:
        loaded = json.loads(data)
    except (ValueError, RecursionError):
        loaded = None
    if not isinstance(loaded, dict) or loaded.get("generator") != "briefgen":
        raise ForeignManifest(f"{where} was not written by briefgen, or is damaged; move it away and publish again")
    return loaded


def _files(rows: object, where: str) -> Manifest:
    if not isinstance(rows, dict):
        raise ForeignManifest(f"{where} lists no files; move it away and publish again")
    try:
        return {_path(path, where): File(str(row["sha256"]), int(row["size"])) for path, row in rows.items()}
    except (KeyError, TypeError, ValueError):
        raise ForeignManifest(f"{where} is damaged; move it away and publish again") from None


def _path(path: object, where: str) -> str:
    if not isinstance(path, str) or not is_safe(path):
        raise ForeignManifest(f"{where} names {path!r}, which is no file of a site; nothing was changed")
    return path


def _rows(manifest: Manifest) -> dict[str, dict[str, object]]:
    return {path: {"sha256": file.sha256, "size": file.size} for path, file in sorted(manifest.items())}


def _rendered(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=0) + "\n").encode()
