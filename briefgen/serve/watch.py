"""Hints that files may have changed. What has changed is found by looking, so no hint need be exact."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

from briefgen.layout import CONFIG_FILE

EVERYTHING = ""
"""Stands for all paths."""
MOST_PATHS = 50
"""How many paths are looked at one by one."""
FOLDERS = ("content", "templates")
STEP = {True: 5, False: 20}
"""Milliseconds between two looks of the watcher at what the system reports: below the folders, and in
the site's own folder, where only `briefgen.yaml` changes. A save is heard of after 8 ms with 5 (median of
30), 15 ms with 10, 81 ms with its default of 50; listening takes 0.9 % of a processor with 5, 0.2 % with 50."""
DEBOUNCE = 20
"""Milliseconds after which the watcher speaks even while files keep changing."""
LOOK_EVERY, POLL_EVERY, AT_LEAST_EVERY = 2.0, 0.5, 10.0
"""Seconds between two looks without a hint; where the system gives no hints; where looking takes long."""
LOOKING = 20
"""How many times as long as a look takes passes before the next without a hint."""


class Watch:
    """Waits for hints. `say` is told, once, that there will be none."""

    def __init__(self, root: Path, loop: asyncio.AbstractEventLoop, say: Callable[[str], None]) -> None:
        self.polling = False
        self._root = root.resolve()
        self._loop = loop
        self._say = say
        self._hint = asyncio.Event()
        self._paths: set[str] = set()
        self._stop = threading.Event()
        self._anew = threading.Event()
        for recursive in (False, True):
            threading.Thread(target=self._listen, args=(recursive,), name="watch", daemon=True).start()

    def pause(self, last_look: float) -> float:
        """Seconds until it is time to look without a hint, where a look takes `last_look`."""
        return min(max(POLL_EVERY if self.polling else LOOK_EVERY, LOOKING * last_look), AT_LEAST_EVERY)

    @property
    def hinted(self) -> bool:
        """Whether there is a hint that `wait` has not given yet."""
        return self._hint.is_set()

    async def hint(self) -> None:
        """Until there is one, which `wait` then gives."""
        await self._hint.wait()

    async def wait(self, pause: float) -> frozenset[str] | None:
        """Until the next hint: the paths hinted at, counted from the site's folder; none where everything is to be
        looked at. None where no hint came for `pause` seconds."""
        try:
            await asyncio.wait_for(self._hint.wait(), pause)
        except TimeoutError:
            return None
        self._hint.clear()
        paths, self._paths = frozenset(self._paths), set()
        return paths if EVERYTHING not in paths and len(paths) <= MOST_PATHS else frozenset()

    def _tell(self, paths: set[str]) -> None:
        self._paths |= paths
        self._hint.set()

    def close(self) -> None:
        self._stop.set()

    def _listen(self, recursive: bool) -> None:
        """The folders with all below them; or the site's own folder alone, in which they come and go."""
        while not self._stop.is_set():
            paths = [self._root / name for name in FOLDERS if (self._root / name).is_dir()] if recursive else [self._root]
            if recursive:
                self._anew.clear()
            try:
                self._listen_to(paths, recursive)
            except FileNotFoundError:
                self._stop.wait(POLL_EVERY)  # it went in the meantime
            except (OSError, RuntimeError) as error:
                self._poll(str(error))
                return

    def _listen_to(self, paths: list[Path], recursive: bool) -> None:
        from watchfiles import watch

        if not paths:
            self._anew.wait(LOOK_EVERY)
            return
        stop = _Either(self._stop, self._anew) if recursive else self._stop
        settings = {"debounce": DEBOUNCE, "step": STEP[recursive], "rust_timeout": 500, "recursive": recursive}
        first = True
        for changes in watch(*paths, stop_event=stop, raise_interrupt=False, watch_filter=None, yield_on_timeout=True, **settings):  # type: ignore[arg-type]
            names = {Path(path).name for _, path in changes if Path(path).parent == self._root}
            if not recursive and names & set(FOLDERS):
                self._anew.set()
            # The first time, too: what changed before the system began to listen is found by a look.
            if first or (changes and recursive) or names & {*FOLDERS, CONFIG_FILE}:
                hinted = {EVERYTHING} if first else {Path(path).relative_to(self._root).as_posix() for _, path in changes}
                self._loop.call_soon_threadsafe(self._tell, hinted)
            first = False

    def _poll(self, cause: str) -> None:
        if not self.polling:
            self.polling = True
            self._loop.call_soon_threadsafe(
                self._say, f"the system watches no more files ({cause}); looking every {POLL_EVERY} s instead"
            )
            self._loop.call_soon_threadsafe(self._tell, {EVERYTHING})


class _Either:
    """Set when one of two events is."""

    def __init__(self, one: threading.Event, other: threading.Event) -> None:
        self.one, self.other = one, other

    def is_set(self) -> bool:
        return self.one.is_set() or self.other.is_set()
