"""Work for other processes: pure functions over plain values, behind the standard library's Executor."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from briefgen.errors import BuildError

A, T = TypeVar("A"), TypeVar("T")
WORTH_IT = 300
"""From how many files on another process pays for its start."""


FORKS = sys.platform == "linux"


class Inline(Executor):
    """Does the work here and now, in the order in which it is handed in."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)
        return future


class Workers(ProcessPoolExecutor):
    """Processes of this machine."""

    def __init__(self, processes: int) -> None:
        way = "fork" if FORKS else "spawn"
        super().__init__(processes, mp_context=multiprocessing.get_context(way), initializer=_start_worker)
        self.processes = processes


def in_turn(executor: Executor, work: Callable[[A], T], shares: Iterable[A]) -> Iterator[T]:
    """What `work` gives for each of the shares, in their order.

    `Executor.map` calls off what is left when a share fails. Where that is since a process was killed, the pool is just
    failing all shares itself, and both at once end in a traceback (Python before 3.12).
    """
    if isinstance(executor, Inline):
        yield from map(work, shares)  # one after another, as the results are asked for
        return
    waiting = [executor.submit(work, share) for share in shares]
    try:
        for future in waiting:
            yield future.result()
    except BrokenExecutor:
        raise
    except BaseException:
        for future in waiting:
            future.cancel()
        raise


def processes_of(executor: Executor) -> int:
    """How many processes do the work; of an executor that does not say, as many as this machine has processors."""
    return 1 if isinstance(executor, Inline) else getattr(executor, "processes", os.cpu_count() or 1)


def shares_memory(executor: Executor) -> bool:
    """Whether the work is done here, or in processes that are forked from this one and have all that it has."""
    return isinstance(executor, Inline) or isinstance(executor, Workers) and FORKS


def make_executor(work: int, jobs: int) -> Executor:
    """`jobs` processes (0: as many as there are processors to use) where there is work for them."""
    jobs = jobs or _processors()
    return Inline() if jobs == 1 or work < WORTH_IT else Workers(jobs)


def can_work_ahead(jobs: int) -> bool:
    """Whether a process of its own can do work `meanwhile`."""
    return FORKS and (jobs or _processors()) > 1


def _processors() -> int:
    return len(os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1))


@contextmanager
def working(executor: Executor) -> Iterator[Executor]:
    """The executor, until its work is done; a failure or Ctrl-C does not wait for work not yet begun.

    Raises `BuildError` where the system has killed a worker.
    """
    try:
        yield executor
    except BaseException as error:
        own = isinstance(executor, ProcessPoolExecutor)  # others need not know of cancelling
        executor.shutdown(wait=True, **({"cancel_futures": True} if own and not isinstance(error, BrokenExecutor) else {}))
        if isinstance(error, BrokenExecutor):
            raise BuildError("a process that did part of the work was killed; try again with --jobs 1") from error
        raise
    executor.shutdown()


@contextmanager
def meanwhile(work: Callable[..., None], *arguments: Any) -> Iterator[Callable[[], bool]]:
    """Has another process do some work during the block. What it yields waits for the end and says whether all went well;
    who does not ask does not wait: what is not done at the end of the block is left undone."""
    process = multiprocessing.get_context("fork").Process(target=_work, args=(work, *arguments), daemon=True)
    process.start()

    def went_well() -> bool:
        process.join()
        return process.exitcode == 0

    try:
        yield went_well
    finally:
        process.kill()
        process.join()


def _work(work: Callable[..., None], *arguments: Any) -> None:
    _start_worker()
    try:
        work(*arguments)
    except BaseException:
        os._exit(1)  # whoever waits does the work over, and says what is wrong
    os._exit(0)


def _start_worker() -> None:
    """Ctrl-C is the parent's to handle, and our values hold no reference cycles to look for."""
    import gc
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever, and hold the lock that it inherited."""
    from multiprocessing.connection import wait

    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)
