"""One thread in which everything that touches the live site happens, in the order asked for.

So a request that arrives while the site is being brought up to date waits for the new state.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
Job = tuple[asyncio.AbstractEventLoop, "asyncio.Future[Any]", Callable[[], Any]]


class Worker:
    """Runs functions one after another, in a thread that does not keep the program from ending."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[Job] = SimpleQueue()
        threading.Thread(target=self._work, name="live site", daemon=True).start()

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The function's result, or what it raises."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._jobs.put((loop, future, lambda: function(*args, **kwargs)))
        return await future

    def _work(self) -> None:
        while True:
            loop, future, job = self._jobs.get()
            if future.cancelled():  # nobody waits for it any more
                continue
            try:
                settle = _setter(future.set_result, job())
            except Exception as error:  # noqa: BLE001: it is raised again where the result is awaited
                settle = _setter(future.set_exception, error)
            with contextlib.suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(lambda future=future, settle=settle: None if future.done() else settle())


def _setter(settle: Callable[[Any], None], outcome: Any) -> Callable[[], None]:
    return lambda: settle(outcome)
