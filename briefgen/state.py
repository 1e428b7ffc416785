"""What the last build knew, in `.briefgen/`: so that the next one reads, plans and draws only what differs.

A state is a cache and nothing else: where it is absent, damaged or of another make (other code, other
Python, other libraries), everything is built anew. It is written last, in one rename.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, field, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from briefgen.errors import Problem, naming
from briefgen.layout import CONFIG_FILE, MANIFEST, STATE_FOLDER, TEMPLATE_KINDS
from briefgen.options import Options
from briefgen.output import Mark, intact
from briefgen.pack import Handle
from briefgen.sources import Sources, Stamp, find_sources, stamp_of, walk

MAGIC = b"briefgen state 1\n"
LIBRARIES = ("jinja2", "markupsafe", "markdown_it", "yaml", "pydantic", "pydantic_core", "anyascii", "resvg_py")
PART_OF_OUTPUT = 2
"""Parts of pages that are kept may come to the bytes of all pages divided by this."""
Stamps = tuple[tuple[str, Stamp | None], ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """All that a build would read, by name and stamp, without reading it. `clock` is the file system's
    own time just before, in ns: what was changed since then may change again unseen."""

    sources: Sources
    stamps: Mapping[str, Stamp]
    templates: Mapping[str, Stamp]
    clock: int

    @property
    def inputs(self) -> dict[str, object]:
        """Equal to that of another survey only where nothing can have changed in between."""
        settled = {path: stamp for path, stamp in {**self.stamps, **self.templates}.items() if self.is_settled(stamp)}
        return {"stamps": settled, "files": (*self.stamps, *self.templates), "unexpected": self.sources.unexpected}

    def is_settled(self, stamp: Stamp | None) -> bool:
        """Whether a later change of the file must show in its stamp."""
        return stamp is None or max(stamp[0], stamp[1]) < self.clock


def survey(root: Path, clock: int) -> Survey:
    """Looks at every input of the site below `root`."""
    sources = find_sources(root)
    stamps = sources.stamps()
    if config := stamp_of(root / CONFIG_FILE):
        stamps[CONFIG_FILE] = config
    templates = {}
    for folder in (default_templates(), root / "templates"):
        for file in template_files(folder):
            if stamp := stamp_of(file):
                templates[str(file)] = stamp
    return Survey(sources, stamps, templates, clock)


def resurvey(last: Survey, paths: Iterable[str], clock: int) -> Survey | None:
    """`last` with a new look at some files alone (counted from the site's folder); None where one is not
    known or has gone."""
    root, stamps, templates = last.sources.root, dict(last.stamps), dict(last.templates)
    for path in paths:
        if path.rpartition("/")[2].startswith(".") and not path.startswith("content/static/"):
            continue  # what an editor puts aside
        file = str(root / path)
        known, key = (templates, file) if file in templates else (stamps, path)
        stamp = stamp_of(file)
        if key not in known or stamp is None:
            return None
        known[key] = stamp
    return replace(last, stamps=stamps, templates=templates, clock=clock)


def default_templates() -> Path:
    """Where the templates that come with briefgen are: in the package, or beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "default_templates"
    return installed if installed.is_dir() else package.parent / "templates"


def template_files(folder: Path) -> list[Path]:
    """The templates and assets below `folder`, in order of their names; hidden ones are passed over. Raises
    OSError where a folder cannot be listed."""
    found = []
    for place, folders, names in walk(folder):
        folders.sort()
        found += [Path(place, name) for name in names if name.endswith(TEMPLATE_KINDS) and not name.startswith(".")]
    return sorted(found)


@cache
def make_key() -> str:
    """The hash of the program itself: its own code, the Python and the libraries that run it."""
    package = Path(__file__).parent
    parts = [sys.version, sys.byteorder]
    for file in sorted(file for file in package.rglob("*") if file.suffix in (".py", ".xz", ".ttf")):
        parts.append(f"{file.relative_to(package)} {hashlib.sha256(file.read_bytes()).hexdigest()}")
    for name in LIBRARIES:
        spec = find_spec(name)
        parts.append(f"{name} {spec and spec.origin and stamp_of(spec.origin)}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@dataclass(slots=True)
class State:
    """What is saved, all of it plain values. `files` are the outputs as they were left, `spare` those of
    the generation before, None where that one is not known to stand."""

    key: str
    root: str
    output: str
    options: str
    inputs: dict[str, object]
    look: str
    shown: str
    """The hash of which records have a page."""
    pack: str
    records: dict[str, tuple[Stamps, Handle, Handle | None]]
    references: Handle
    """Where the ids and names are that the records were resolved against."""
    files: dict[str, Mark]
    manifest: Mark | None
    spare: dict[str, Mark] | None
    pages: dict[str, tuple[bytes, bytes]]
    """URL -> (print, numbers of the inputs that it rests on, as 4 bytes each)"""
    sources: tuple[str, ...]
    """The inputs that those numbers count."""
    problems: tuple[tuple[object, ...], ...]
    left_out: tuple[tuple[str, str], ...]
    templates: Any = None
    """`remembered.Memory.templates`"""
    briefings: int = 0
    reasons: dict[str, str] = field(default_factory=dict)
    """URL -> why the last build made it anew"""

    def said(self) -> list[Problem]:
        """The warnings and notices of the last build."""
        return [Problem(*fields) for fields in self.problems]  # type: ignore[arg-type]

    def stands(self, survey: Survey, options: Options, output: Path) -> bool:
        """Whether a build would change nothing: no input and no output is other than it was left."""
        if (self.options, self.output) != (repr(options), str(output)) or not self.knows(survey):
            return False
        marks = {**self.files, MANIFEST: self.manifest}
        return all(mark and intact(self.output, path, mark) for path, mark in marks.items())

    def made(self, output: Path) -> bool:
        """Whether the folder is the one that the last build made, its manifest as it was left."""
        return self.output == str(output) and self.manifest is not None and intact(output, MANIFEST, self.manifest)

    def knows(self, survey: Survey) -> bool:
        """Whether no input is other than it was, and none may change unseen."""
        found = survey.inputs
        return self.inputs == found and len(found["stamps"]) == len(found["files"])  # type: ignore[arg-type]

    def shows(self, options: Options) -> bool:
        """Whether a build with these options would show the same pages: where nothing was left out, there
        is nothing more for drafts and the future to show."""
        plain = replace(options, drafts=False, future=False)
        return self.options == repr(options) or (not self.left_out and self.options == repr(plain))


def problem_fields(problem: Problem) -> tuple[object, ...]:
    return astuple(problem)


def load_state(root: Path) -> State | None:
    """The state of the last build of the site at `root`; None where there is none that can be used."""
    try:
        data = (root / STATE_FOLDER / "state").read_bytes()
        head, payload = data[: len(MAGIC) + 32], data[len(MAGIC) + 32 :]
        if head != MAGIC + hashlib.sha256(payload).digest():
            return None
        state = State(*_parts(payload))
    except (OSError, ValueError, EOFError, TypeError):
        return None
    same = state.key == make_key() and state.root == str(root.resolve())
    return state if same and (root / STATE_FOLDER / state.pack).is_file() else None


def _parts(payload: bytes) -> Iterator[Any]:
    """The values that follow each other in `payload`, each behind its length."""
    view, at = memoryview(payload), 0
    while at < len(view):
        end = at + 8 + int.from_bytes(view[at : at + 8], "little")
        yield marshal.loads(view[at + 8 : end])
        at = end


def shown_ids(catalog: Any) -> str:
    """The hash of which records of a `catalog.Catalog` have a page."""
    kinds = (catalog.articles, catalog.actors, catalog.regions, catalog.questions, catalog.topics, catalog.sources, catalog.pages)
    return hashlib.sha256(repr([*map(tuple, kinds), [entry.id for entry in catalog.entries]]).encode()).hexdigest()


def save_state(root: Path, state: State) -> None:
    """Puts the state in the place of the last one. Raises OSError."""
    folder = root / STATE_FOLDER
    waiting, digest = folder / "state.new", hashlib.sha256()
    with naming(waiting):
        with waiting.open("wb") as file:
            file.write(MAGIC + bytes(32))
            for name in State.__slots__:  # one after another: all together would take much memory
                part = marshal.dumps(getattr(state, name))
                for data in (len(part).to_bytes(8, "little"), part):
                    digest.update(data)
                    file.write(data)
            file.seek(len(MAGIC))
            file.write(digest.digest())
    os.replace(waiting, folder / "state")
    for other in folder.glob("pack-*"):
        if other.name != state.pack:
            other.unlink()


def parts_folder(root: Path, anew: bool, output: int) -> str:
    """Where a build of the site at `root` keeps parts of pages (`keptparts`), emptied if they are to be begun `anew` or have
    outgrown pages of `output` bytes; "" where nothing can be written."""
    folder = root / STATE_FOLDER / f"parts-{make_key()[:16]}"
    try:
        size = sum(file.stat().st_size for file in folder.iterdir()) if folder.is_dir() else 0
        for other in folder.parent.glob("parts-*"):
            if anew or other != folder or size > output // PART_OF_OUTPUT:
                other.unlink() if other.is_symlink() or other.is_file() else shutil.rmtree(other)
        folder.mkdir(exist_ok=True)
        return str(folder)
    except OSError:
        return ""


def clock_of(root: Path) -> int:
    """The time that the site's file system gives to a change made now, in ns; 0 where nothing can be written."""
    file = root / STATE_FOLDER / "clock"
    try:
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"")
        os.utime(file)
        return os.stat(file).st_mtime_ns
    except OSError:
        return 0
