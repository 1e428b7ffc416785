"""Connections that do not hold the server up: those that ask for nothing are closed after a while."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_HEADER = 16 * 1024
"""Bytes of a request's head."""
PATIENCE = 10.0
"""Seconds in which a request's head must arrive."""
MOST_WAITING = 100
"""Connections without a request; the one that has waited longest gives way to another."""

_waiting: OrderedDict[H11Protocol, asyncio.TimerHandle] = OrderedDict()
"""Those of this process, the longest waiting first."""


class PatientProtocol(H11Protocol):
    """uvicorn's protocol, with an end to waiting for a request."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._between_requests():
            self._wait()
        else:
            self._stop_waiting()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._between_requests():
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _between_requests(self) -> bool:
        return self.conn.their_state is h11.IDLE and (self.cycle is None or self.cycle.response_complete)

    def _wait(self) -> None:
        if self in _waiting or self.transport.is_closing():
            return
        _waiting[self] = self.loop.call_later(PATIENCE, self._give_up)
        if len(_waiting) > MOST_WAITING:
            next(iter(_waiting))._give_up()  # type: ignore[attr-defined]

    def _stop_waiting(self) -> None:
        handle = _waiting.pop(self, None)
        if handle:
            handle.cancel()

    def _give_up(self) -> None:
        self._stop_waiting()
        self.transport.abort()
