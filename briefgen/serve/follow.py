"""Keeps the site up to date: after each hint the new plan stands first, then the open tabs are told."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import time
import traceback
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from briefgen.errors import Problem
from briefgen.live import LiveSite, Refreshed
from briefgen.render import RenderError
from briefgen.reports import in_order
from briefgen.serve.editor import edit_link
from briefgen.serve.events import Events
from briefgen.serve.notes import Notes
from briefgen.serve.pages import Pages
from briefgen.serve.standing import Standing, as_json, standing_of
from briefgen.serve.watch import Watch
from briefgen.serve.worker import Worker
from briefgen.state import Survey

SETTLE = 0.1
"""Seconds after which the site is looked at once more when something changed: an editor that empties a file
before it writes it leaves an error for a moment, which nobody needs to see."""
MOST_UNSETTLED = 10
"""How many times files may have changed again by then before errors are told all the same."""


@dataclass(slots=True)
class Desk:
    """The parts of one running preview."""

    root: Path
    site: LiveSite
    worker: Worker
    pages: Pages
    notes: Notes
    events: Events
    editor: Callable[[], str]
    beside: str

    def edit(self, path: str, line: int) -> str:
        """The link that opens a file of the site at a line; "" where no editor is known."""
        return edit_link(self.editor(), self.root, path, line, 1)


class Follower:
    """Looks at the files after hints and every few seconds; `report` is told of each new state."""

    def __init__(self, desk: Desk, report: Callable[[Standing, float], None]) -> None:
        self.desk = desk
        self.problems: tuple[Problem, ...] = ()
        self.untried: list[str] = []
        """URLs of pages that are drawn to see whether their templates fail."""
        self.crash = ""
        self.took = self.idle = 0.0
        """Seconds that it took to take in what changed last, and the last look at every file."""
        self._report = report
        self._blamed: dict[tuple[str, int, str], Problem] = {}
        self._told: Standing | None = None

    async def run(self, watch: Watch) -> None:
        """Until cancelled."""
        unsettled = 0
        while True:
            trial = asyncio.create_task(self._try())
            hinted = await watch.wait(watch.pause(self.idle))
            found = await self._survey(watch) if hinted is None else None
            trial.cancel()
            if hinted is None and watch.hinted:
                continue  # which is quicker to follow
            if await self.look(hinted or (), found):
                await asyncio.sleep(SETTLE)
                found = await self._survey(watch)
                if not watch.hinted:
                    await self.look((), found)
                elif (unsettled := unsettled + 1) < MOST_UNSETTLED:
                    continue
            unsettled = 0
            await self.tell()

    async def _survey(self, watch: Watch) -> Survey | None:
        """A look at every file, beside the work on pages that are asked for, until a hint comes. None where that
        came first, or where looking failed: `look` then looks itself, and tells of it."""
        started = time.monotonic()
        looking = asyncio.create_task(asyncio.to_thread(self._try_survey))
        hint = asyncio.create_task(watch.hint())
        await asyncio.wait({looking, hint}, return_when=asyncio.FIRST_COMPLETED)
        hint.cancel()
        if not looking.done():
            return None
        self.idle = time.monotonic() - started
        return looking.result()

    def _try_survey(self) -> Survey | None:
        try:
            return self.desk.site.survey()
        except Exception:  # noqa: BLE001: the look that follows fails alike, and is told
            return None

    async def look(self, hinted: Collection[str] = (), found: Survey | None = None) -> bool:
        """Brings the site up to date and tells the tabs whose pages differ; whether anything was new."""
        before = (self.problems, self.crash)
        started = time.monotonic()
        try:
            refreshed = await self.desk.worker.run(self._refresh, hinted, found)
        except Exception as error:  # a bug must not end the preview; its traceback is in the terminal
            crash = f"{type(error).__name__}: {error}"
            if crash != self.crash:
                traceback.print_exc()
            self.crash = crash
            return before != (self.problems, self.crash)
        self.took = time.monotonic() - started
        self.crash, self.problems = "", refreshed.problems
        if refreshed.changed:
            await self.desk.events.tell_changes()
        if refreshed.new:
            samples = await self.desk.worker.run(self.desk.site.samples)
            self.untried = list(dict.fromkeys([*self.desk.pages.failures, *self.untried, *samples]))
        if not self._errors():
            await self.tell()
        return refreshed.changed or before != (self.problems, self.crash)

    async def _try(self) -> None:
        """Draws pages, one at a time, so that requests come in between; tells what fails."""
        while self.untried:
            with contextlib.suppress(RenderError):
                await self.desk.worker.run(self.desk.pages.seen_at, self.untried[0])
            self.untried.pop(0)
            if not self.untried:
                await self.tell()

    def _refresh(self, hinted: Collection[str], found: Survey | None) -> Refreshed:
        first = self.desk.site.catalog is None
        refreshed = self.desk.site.refresh(hinted, found)
        if refreshed.new and first:
            # What was read stays: to look through it for reference cycles takes a second at ten thousand briefings.
            gc.freeze()
        if refreshed.new:
            self.desk.pages.forget()
            self.desk.notes.follow()
        return refreshed

    def _errors(self) -> bool:
        return bool(self.crash) or any(problem.severity == "error" for problem in self.problems)

    async def tell(self) -> None:
        """Tells tabs and terminal how the site stands, if that has changed."""
        desk = self.desk
        # One fault in a template shows on many pages: it is told once, of the page where it was seen first.
        failures = {(p.path, p.line, p.code): p for p in desk.pages.failures.values()}
        self._blamed = {place: self._blamed.get(place, problem) for place, problem in failures.items()}
        problems = in_order([*self.problems, *self._blamed.values()])
        standing = await desk.worker.run(standing_of, desk.site.catalog, problems, desk.editor(), self.crash)
        if standing != self._told:
            self._told = standing
            desk.events.tell_state(as_json(standing, desk.root, desk.beside))
            self._report(standing, self.took)
