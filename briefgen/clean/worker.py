"""Cleaning in a child process with limits, so that a hostile page ends as an error and nothing else.

A child cleans one file after the other. If it takes too long, crashes or runs out of memory, it is
killed, its file ends as a named error, and a fresh child takes the next.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import time
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from typing import Any

from briefgen.clean.article import Cleaned, Given, clean_bytes
from briefgen.clean.trouble import CleaningError

SECONDS = 60.0
MEMORY = 3 << 30
Outcome = Cleaned | CleaningError


@dataclass(frozen=True, slots=True)
class Job:
    """One file: its bytes, what is known of it, and its number among the files of a run."""

    raw: bytes
    given: Given
    number: int = 0


@dataclass(slots=True)
class _Child:
    process: Any
    pipe: Connection
    job: Job
    deadline: float


def clean_all(jobs: Iterable[Job], workers: int = 1, seconds: float = SECONDS, memory: int = MEMORY) -> Iterator[tuple[Job, Outcome]]:
    """Each job with its outcome, as they end; jobs are taken as children become free. `memory` is in bytes, for one child."""
    pending = iter(jobs)
    children: list[_Child] = []
    idle: list[tuple[Any, Connection]] = []
    try:
        while True:
            while len(children) < max(1, workers) and (job := next(pending, None)) is not None:
                children.append(_start(job, idle, seconds, memory))
            if not children:
                return
            yield from _collect(children, idle, seconds)
    finally:
        for process, pipe in [*idle, *((child.process, child.pipe) for child in children)]:
            _stop(process, pipe)


def _start(job: Job, idle: list[tuple[Any, Connection]], seconds: float, memory: int) -> _Child:
    while idle:
        process, pipe = idle.pop()
        try:
            pipe.send(job)
            return _Child(process, pipe, job, time.monotonic() + seconds)
        except OSError:  # it died while it waited
            _stop(process, pipe)
    context = multiprocessing.get_context("spawn")
    pipe, far_end = context.Pipe()
    process = context.Process(target=_serve, args=(far_end, memory), daemon=True)
    process.start()
    far_end.close()
    with contextlib.suppress(OSError):  # a child that dies at once is noticed when its answer is read
        pipe.send(job)
    return _Child(process, pipe, job, time.monotonic() + seconds)


def _collect(children: list[_Child], idle: list[tuple[Any, Connection]], seconds: float) -> Iterator[tuple[Job, Outcome]]:
    """Waits until some child ends its job, dies, or is out of time."""
    soonest = min(child.deadline for child in children)
    ready = wait([child.pipe for child in children], timeout=max(0.0, soonest - time.monotonic()))
    for child in list(children):
        if child.pipe in ready:
            outcome = _received(child)
            if child.process.is_alive():
                idle.append((child.process, child.pipe))
        elif time.monotonic() >= child.deadline:
            _stop(child.process, child.pipe)
            outcome = CleaningError("took-too-long", f"cleaning took longer than {seconds:.0f} seconds")
        else:
            continue
        children.remove(child)
        yield child.job, outcome


def _received(child: _Child) -> Outcome:
    try:
        return child.pipe.recv()
    except (EOFError, OSError):
        child.process.join(5)
        return CleaningError("cleaning-crashed", f"a library crashed on the page (exit status {child.process.exitcode})")


def _stop(process: Any, pipe: Connection) -> None:
    pipe.close()
    if process.is_alive():
        process.kill()
    process.join(5)


def _serve(pipe: Connection, memory: int) -> None:
    """The child: jobs in, outcomes out, until the pipe closes."""
    _limit(memory)
    while True:
        try:
            job = pipe.recv()
        except (EOFError, OSError, KeyboardInterrupt):
            return
        pipe.send(outcome_of(job))


def outcome_of(job: Job) -> Outcome:
    """What becomes of one file, whatever it sets off, in the process that asks."""
    try:
        cleaned = clean_bytes(job.raw, job.given)
        return replace(cleaned, reading=cleaned.reading.without_places())
    except CleaningError as error:
        return error
    except MemoryError:
        return CleaningError("out-of-memory", "cleaning needed more memory than allowed")
    except RecursionError:
        return CleaningError("too-deep", "the page nests deeper than its libraries can follow")
    except Exception as error:  # noqa: BLE001  # whatever a hostile page sets off, the next file goes on
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{where.filename.rsplit('/', 1)[-1]}:{where.lineno}"
        return CleaningError("cleaning-crashed", f"{type(error).__name__} at {place}: {error}", "please report it with the page")


def _limit(memory: int) -> None:
    """Address space, where the system can limit it; never core files."""
    try:
        import resource
    except ImportError:  # not a Unix
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard == resource.RLIM_INFINITY or hard > memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
