"""`briefgen clean`: saved files in, articles and an account of each out."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefgen.article import parse_article
from briefgen.clean.article import Cleaned, Given
from briefgen.clean.decode import MAX_BYTES
from briefgen.clean.letters import only_letters
from briefgen.clean.trouble import CleaningError
from briefgen.clean.worker import SECONDS, Job, Outcome, clean_all
from briefgen.model import Source
from briefgen.registries import read_registry
from briefgen.shelf import Shelved, raw_name, shelve


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks of a run. `given` is what is known of the files; `write`: into the site."""

    given: Given
    jobs: int = 1
    seconds: float = SECONDS
    write: bool = True
    force: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file. `shelved` is None where nothing was written."""

    path: str
    outcome: Outcome
    shelved: Shelved | None = None


def clean_files(root: Path, paths: Sequence[str], wanted: Wanted) -> Iterator[Result]:
    """Cleans each file and, if wanted, writes its article, in the order given."""
    sources = known_sources(root) if wanted.write else {}
    ready: dict[int, Result] = {}

    def jobs() -> Iterator[Job]:
        for number, path in enumerate(paths):
            try:
                yield Job(_read(path), wanted.given.of_file(raw_name(path), sources), number)
            except CleaningError as error:
                ready[number] = Result(path, error)

    ended = clean_all(jobs(), wanted.jobs, wanted.seconds)
    for number in range(len(paths)):
        while number not in ready and (end := next(ended, None)):
            job, outcome = end
            ready[job.number] = _finished(root, paths[job.number], outcome, job.raw, wanted)
        yield ready.pop(number)


def known_sources(root: Path) -> Mapping[str, str]:
    """Names and addresses of the entries in the registry `sources` -> their ids; {} without one."""
    found: dict[str, str] = {}
    for id, entry in read_registry(root, "sources").entries.items():
        assert isinstance(entry, Source)
        found |= {key: id for key in (id, entry.name, entry.url or "") if key}
    return found


def _finished(root: Path, path: str, outcome: Outcome, raw: bytes, wanted: Wanted) -> Result:
    if isinstance(outcome, CleaningError):
        return Result(path, outcome)
    try:
        if not wanted.given.lenient:
            _prove(outcome)
        shelved = shelve(root, outcome.raw_name, outcome.id, outcome.file, raw, wanted.force) if wanted.write else None
    except OSError as error:
        return Result(path, CleaningError("cannot-write", f"the article cannot be written: {error.strerror}"))
    except CleaningError as error:
        return Result(path, error)
    return Result(path, outcome, shelved)


def _prove(cleaned: Cleaned) -> None:
    """The site's own reader must take the file for an article of the same letters. Raises `CleaningError`."""
    parsed = parse_article(cleaned.file, f"content/articles/{cleaned.id}.md")
    wrong = next((problem for problem in parsed.problems if problem.severity == "error"), None)
    if parsed.value is None or wrong:
        said = f"{wrong.message} (line {wrong.line})" if wrong else "it is none"
        raise CleaningError("letters-lost", f"the file would not read as an article: {said}", "please report it with the page")
    read = "".join(only_letters(block.text) for block in parsed.value.body.blocks)
    kept = "".join(only_letters(block.text) for block in cleaned.reading.body())
    if read != kept:
        raise CleaningError("letters-lost", f"the article would show {len(read):,} letters of {len(kept):,}", "please report it with the page")


def _read(path: str) -> bytes:
    """The file's bytes; one byte past the limit is read, so that the limit can be told. Raises `CleaningError`."""
    if path == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        file = Path(path)
        if not stat.S_ISREG(file.stat().st_mode):
            raise CleaningError("cannot-read", "it is not a regular file")
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise CleaningError("cannot-read", f"the file cannot be read: {getattr(error, 'strerror', None) or error}") from error
