"""What open tabs are told, as server-sent events: that their page differs, and how the site stands.

A tab says which page it shows, what it has seen of it and which files that page uses. So it needs no
history: whatever it missed while it was away is seen when it connects.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field

from briefgen.render import RenderError
from briefgen.serve.inject import Seen
from briefgen.serve.worker import Worker

PING = 15.0
"""Seconds after which a comment is sent, so that a lost connection is noticed."""
RETRY = 300
"""Milliseconds after which a browser connects anew."""
MOST_FILES = 40


@dataclass(eq=False, slots=True)
class Tab:
    """One connection: the page it shows, what it has seen, and what it is still to be told."""

    url: str
    seen: Seen
    files: dict[str, str | None]
    """URL of a file that the page uses -> its key"""
    told: Mapping[str, object] | None = None
    pending: list[tuple[str, str]] = field(default_factory=list)
    wake: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, event: str, text: str = "") -> None:
        if (event, text) not in self.pending:  # one who does not listen has a short list
            self.pending.append((event, text))
        self.wake.set()


class Events:
    """All open tabs. `seen_at` and `key_of` are called in the worker's thread."""

    def __init__(self, worker: Worker, seen_at: Callable[[str], Seen], key_of: Callable[[str], str | None]) -> None:
        self.tabs: set[Tab] = set()
        self.state: Mapping[str, object] = {}
        self.closing = False
        self._worker = worker
        self._seen_at = seen_at
        self._key_of = key_of

    def open(self, url: str, seen: Seen, files: list[str]) -> Tab:
        return Tab(url, seen, dict.fromkeys(files[:MOST_FILES]))

    async def stream(self, tab: Tab) -> AsyncIterator[bytes]:
        """The bytes of the event stream, until the tab or the server goes."""
        self.tabs.add(tab)
        try:
            yield f"retry: {RETRY}\n\n".encode()
            tab.files = await self._worker.run(self._keys, tab)
            await self.compare(tab)
            while not self.closing:
                if tab.told is not self.state:
                    tab.told = self.state
                    yield _event("state", json.dumps(self.state, ensure_ascii=False))
                while tab.pending:
                    yield _event(*tab.pending.pop(0))
                tab.wake.clear()
                if tab.told is self.state and not self.closing:
                    yield await _or_ping(tab.wake)
        finally:
            self.tabs.discard(tab)

    def tell_state(self, state: Mapping[str, object]) -> None:
        if state != self.state:
            self.state = state
            for tab in self.tabs:
                tab.wake.set()

    async def tell_changes(self) -> None:
        """Compares what each tab has seen with what it would get now."""
        for tab in list(self.tabs):
            await self.compare(tab)

    async def compare(self, tab: Tab) -> None:
        try:
            seen = await self._worker.run(self._seen_at, tab.url)
        except RenderError:
            return  # what the tab shows is the last good state
        keys = await self._worker.run(self._keys, tab)
        if seen.content != tab.seen.content or (seen.look != tab.seen.look and seen.content == "-"):
            tab.tell("reload")
        elif seen.look != tab.seen.look:
            tab.tell("style")
            tab.tell("seen", str(seen))
        for url in (url for url, key in keys.items() if key != tab.files.get(url) and key):
            tab.tell("file", url)
        tab.seen, tab.files = seen, keys

    def _keys(self, tab: Tab) -> dict[str, str | None]:
        return {url: self._key_of(url) for url in tab.files}

    def close(self) -> None:
        """Ends every stream."""
        self.closing = True
        for tab in self.tabs:
            tab.wake.set()


async def _or_ping(wake: asyncio.Event) -> bytes:
    try:
        await asyncio.wait_for(wake.wait(), PING)
    except TimeoutError:
        return b": still here\n\n"
    return b""


def _event(name: str, text: str) -> bytes:
    """One event; JSON and URLs hold no line breaks, so `text` is one line."""
    return f"event: {name}\ndata: {text}\n\n".encode()
