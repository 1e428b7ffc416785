"""What was read of a site, remembered for the next look at it: near values in memory, whole records in the pack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from operator import is_, is_not
from typing import Any, TypeVar

from briefgen.entries import Content, Digested
from briefgen.errors import Field, Problem
from briefgen.memo import Memo
from briefgen.names import Names
from briefgen.pack import Handle, Pack
from briefgen.pickling import pickled, unpickled
from briefgen.planner import Asset
from briefgen.reading import Record
from briefgen.sources import Sources, Stamp
from briefgen.state import Survey

T = TypeVar("T")
UNSETTLED: Stamp = (0, 0, 0, 0)
"""No file's stamp."""
MOST_RECENT = 8
"""How many whole records of a kind stay in memory."""


@dataclass(slots=True)
class Kept:
    """A record that was kept. `near_at` is None while what is near of it is not in the pack as it is now."""

    stamps: tuple[tuple[str, Stamp | None], ...]
    near_at: Handle | None
    far_at: Handle | None


@dataclass(slots=True)
class Memory:
    """Everything that was read so far, for the next look at the same folder.

    `known` and `names` are those of the registries that the records were resolved against; `loaded` is
    what the last look at the folder came to.
    """

    pack: Pack
    records: dict[str, Kept] = field(default_factory=dict)
    memo: Memo = field(default_factory=Memo)
    known: object = None
    names: Names | None = None
    loaded: Loaded | None = None
    templates: tuple[object, Mapping[str, str]] | None = None
    """((language, stamps), keys) of the templates that were checked last, if they had no problems."""
    _seen: Mapping[str, Stamp] = field(default_factory=dict)
    _users: dict[str, set[str]] = field(default_factory=dict)
    """file -> the records that came from it"""
    _doubtful: set[str] = field(default_factory=set)
    """Records that are read again at the next look in any case."""
    _near: dict[str, Any] = field(default_factory=dict)
    """What is near of the records, as far as it was asked for."""
    _expected: Sequence[str] = ()
    """The files that `missing` was asked about last."""
    _missing: set[str] = field(default_factory=set)
    """Those of them that have no record, and every other record that was dropped since."""

    def missing(self, paths: Sequence[str]) -> list[str]:
        """Those of `paths` that have no record, in order of ids. The same object is not looked through again."""
        if paths is not self._expected:
            self._expected, self._missing = paths, set(paths).difference(self.records)
        return sorted(self._missing, key=_by_id)

    def near(self, path: str) -> Any:
        """What the whole site may need of a record. Raises `Damaged`."""
        found = self._near.get(path)
        if found is None:
            handle = self.records[path].near_at
            assert handle is not None
            found = self._near[path] = self.pack.get(handle)
        return found

    def all_near(self, paths: Iterable[str]) -> tuple[Any, ...]:
        """The same of many records. Where nothing has changed, the same objects."""
        try:
            return tuple(map(self._near.__getitem__, paths))
        except KeyError:
            return tuple(map(self.near, paths))

    def set_near(self, path: str, near: Any) -> None:
        """Another value for what is near of a record, not in the pack yet."""
        self._near[path], self.records[path].near_at = near, None

    def forget(self, survey: Survey) -> dict[str, Any]:
        """Drops the records of files that are not as they were, and those with errors: a hint may speak
        of other files. path -> what was known of it."""
        stamps, dropped = survey.stamps, {}
        for path in self._suspects(stamps) & self.records.keys():
            changed = any(stamps.get(other) != stamp for other, stamp in self.records[path].stamps)
            if changed or path in self._doubtful or path not in stamps:
                dropped[path] = self.near(path)
                del self.records[path], self._near[path]
                self._missing.add(path)
        self._seen, self._doubtful = stamps, self._doubtful & self.records.keys()
        return dropped

    def _suspects(self, stamps: Mapping[str, Stamp]) -> set[str]:
        """The records that need a look: at first all, then those of files with another stamp."""
        if not self._seen:
            return set(self.records)
        if not self._users:
            for path, kept in self.records.items():
                self._note_users(path, kept.stamps)
        same_files = len(stamps) == len(self._seen) and all(map(is_, stamps, self._seen))
        # After a hint most stamps are the same objects, which is quicker to see than that they are equal.
        others = list(compress(stamps, map(is_not, stamps.values(), self._seen.values()))) if same_files else list(stamps)
        changed = [path for path in others if self._seen.get(path) != stamps[path]]
        changed += () if same_files else self._seen.keys() - stamps.keys()
        return self._doubtful.union(*(self._users.get(path, ()) for path in changed))

    def _note_users(self, record: str, stamps: Iterable[tuple[str, Stamp | None]]) -> None:
        for path, _ in stamps:
            self._users.setdefault(path, set()).add(record)

    def settle(self) -> None:
        """Puts into the pack what is not there yet. Raises OSError."""
        for path, kept in self.records.items():
            if kept.near_at is None:
                kept.near_at = self.pack.put(pickled(self._near[path]))

    def keep(self, record: Record, survey: Survey) -> None:
        """Adds a record. One whose files may yet change unseen is read again next time. Raises OSError."""
        far_at = self.pack.put(record.far) if record.far is not None else None
        stamps = tuple((path, stamp if survey.is_settled(stamp) else UNSETTLED) for path, stamp in record.stamps)
        near = self._near[record.path] = unpickled(record.near)
        self.records[record.path] = Kept(stamps, self.pack.put(record.near), far_at)
        self._missing.discard(record.path)
        if self._users:
            self._note_users(record.path, stamps)
        if any(stamp == UNSETTLED for _, stamp in stamps) or any(p.severity == "error" for p in near.problems):
            self._doubtful.add(record.path)


@dataclass(frozen=True, slots=True)
class Loaded:
    """All that a build starts from. `content` is None where the settings could not be read.

    `read` are the paths of the files that were read this time; `same_faces` says that all that other
    pages may know of them is as it was.
    """

    sources: Sources
    content: Content | None
    static: tuple[Asset, ...]
    problems: tuple[Problem, ...]
    removed: Mapping[str, tuple[Field, ...]] = field(default_factory=dict)
    """path -> entries that are missing from the file's lists because of a problem (`schema.as_written`)"""
    read: tuple[str, ...] = ()
    same_faces: bool = False

    def changed_bodies(self) -> list[tuple[str, str]]:
        """(kind, id) of the articles and briefings that were read this time."""
        kinds = {"articles": "articles", "annotations": "briefings"}
        folders = ((path.split("/")[1], id_of(path)) for path in self.read if path.count("/") == 2)
        return [(kinds[folder], id) for folder, id in folders if folder in kinds]


@dataclass(frozen=True, slots=True)
class Far(Digested[T]):
    """Whole briefings or articles by id, each read from the pack when it is asked for. What the pack holds stays, so
    a site that was good keeps its texts when files have errors later."""

    pack: Pack
    handles: dict[str, Handle]
    recent: dict[Handle, Any] = field(default_factory=dict)
    """The last few: neighbours are often asked for the same."""

    def __getitem__(self, id: str) -> T:
        handle = self.handles[id]
        if handle not in self.recent:
            if len(self.recent) >= MOST_RECENT:
                del self.recent[next(iter(self.recent))]
            self.recent[handle] = self.pack.get(handle)
        return self.recent[handle]  # type: ignore[no-any-return]

    def digest(self, id: str) -> bytes:
        """What tells the record from what it was before, without reading it."""
        return self.handles[id][2]

    def __iter__(self) -> Iterator[str]:
        return iter(self.handles)

    def __len__(self) -> int:
        return len(self.handles)


def id_of(path: str) -> str:
    """A record's id: its file's name."""
    return path.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _by_id(path: str) -> tuple[str, str]:
    """The order in which files are read: an article and its annotation are mostly needed together."""
    return id_of(path), path
