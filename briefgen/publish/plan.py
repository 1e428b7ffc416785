"""What to send, replace and remove, and in which order. Pure.

The order is what keeps a site whole while it is being changed, one file at a time, and wherever
that breaks off:

1. files that the host has not: nothing that readers can reach links to them yet;
2. files that it has in another form: all that they link to is there now;
3. the manifest;
4. removals: nothing links to these files any more.

Within the first two: what pages are drawn with, pages, then indexes, feeds and the home page.
A file that *may* be missing, after a publication that broke off, belongs to the first: the journal
calls files so only while no page within reach links to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import PurePosixPath

from briefgen.publish.manifest import Held, Journal, Manifest, folders_of

ASSETS, PAGES, INDEXES, HOME = range(4)
_LISTS = (".atom", ".xml", ".txt", ".webmanifest")
LARGE_REMOVAL = 0.1
"""From which share of a site on a removal has to be allowed."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to put on the host. `size` in bytes; `replaces`: the host has it in another form."""

    path: str
    sha256: str
    size: int
    replaces: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps from what a host holds to what it should hold.

    `uploads` and `removals` are in order. `in_the_way` is removed before anything else: a file
    where a folder has to be, or the other way round. `unchanged` counts files.
    """

    uploads: tuple[Upload, ...]
    in_the_way: tuple[str, ...]
    removals: tuple[str, ...]
    unchanged: int
    held: int
    sizes: Mapping[str, int] = field(default_factory=dict)
    """Of the files that are removed, the sizes that are known."""

    @property
    def new(self) -> tuple[Upload, ...]:
        return tuple(upload for upload in self.uploads if not upload.replaces)

    @property
    def replaced(self) -> tuple[Upload, ...]:
        return tuple(upload for upload in self.uploads if upload.replaces)

    @property
    def removed(self) -> tuple[str, ...]:
        return (*self.in_the_way, *self.removals)

    @property
    def is_empty(self) -> bool:
        return not self.uploads and not self.removed

    @property
    def removes_much(self) -> bool:
        """Whether more than a tenth of what the host holds would go."""
        return len(self.removed) > self.held * LARGE_REMOVAL

    def batches(self) -> Iterator[tuple[Upload, ...]]:
        """The uploads in runs; those of one run may be sent in any order, the runs only one after another."""
        for _, run in groupby(self.uploads, key=_turn):
            yield tuple(run)


def plan_publication(local: Manifest, there: Held) -> Plan:
    """From what the host holds (`there`) to `local`."""
    uploads = [
        Upload(path, file.sha256, file.size, path in there.files or path in there.changing)
        for path, file in local.items()
        if there.files.get(path) != file
    ]
    gone = there.paths - local.keys()
    folders = frozenset(folders_of(local))
    blocking = {path for path in gone if path in folders or any(folder in local for folder in folders_of([path]))}
    removals = sorted(gone - blocking, key=lambda path: (-kind_of(path), path))
    return Plan(
        tuple(sorted(uploads, key=lambda upload: (_turn(upload), upload.path))),
        tuple(sorted(blocking)),
        tuple(removals),
        len(local) - len(uploads),
        len(there.files) + len(there.changing),
        {path: there.files[path].size for path in sorted(gone & there.files.keys())},
    )


def _turn(upload: Upload) -> tuple[bool, int]:
    return upload.replaces, kind_of(upload.path)


def kind_of(path: str) -> int:
    """Whether a file is what pages are drawn with, a page, an index or a feed, or the home page."""
    file = PurePosixPath(path)
    if path == "index.html":
        return HOME
    if file.suffix == ".html":
        return INDEXES if len(file.parts) <= 2 else PAGES
    return INDEXES if file.suffix in _LISTS or file.name == "feed.json" else ASSETS


# --- the journal of a publication ---


def first_journal(manifest: Manifest, there: Held, plan: Plan, run: str) -> Journal:
    """Written before the first step: every file of the plan may be as it was or as it will be."""
    known = {path: file for path, file in there.files.items() if manifest.get(path) != file}
    changing = there.changing | {upload.path for upload in plan.replaced}
    perhaps = there.perhaps | {upload.path for upload in plan.new} | set(plan.removed)
    return Journal(known, changing - perhaps, frozenset(perhaps), run)


def with_sent(journal: Journal, sent: Manifest) -> Journal:
    """The journal once these files are known to be there."""
    return Journal({**journal.there, **sent}, journal.changing - sent.keys(), journal.perhaps - sent.keys(), journal.run)
