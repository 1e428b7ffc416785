"""Who is answered at all: this machine's own pages, and nobody who asks through a browser from elsewhere.

A web page that is open in the same browser can send requests to a server on this machine. So the Host
must be one of ours (another site's name could be made to lead here), and what the browser says of the
origin of the request must be this server itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

METHODS = ("GET", "HEAD")
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
HEADERS = {
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cache-control": "no-cache",
}
"""On every answer; each but the last keeps pages of other origins out of ours."""


class Refusal(Exception):
    """The request is not answered: a status and the reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Guard:
    """Lets through to `app` what `check` does not refuse."""

    def __init__(self, app: ASGIApp, names: Iterable[str], port: int) -> None:
        self._app = app
        self._names = {name.lower() for name in names}
        self._port = port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            self.check(scope)
        except Refusal as refusal:
            headers = {**HEADERS, "connection": "close"}
            if refusal.status == 405:
                headers["allow"] = ", ".join(METHODS)
            await PlainTextResponse(f"{refusal}\n", refusal.status, headers)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def check(self, scope: Scope) -> None:
        """Raises `Refusal`."""
        headers: dict[bytes, list[str]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name, []).append(value.decode("latin-1"))
        if scope["method"] not in METHODS:
            raise Refusal(405, "This server only answers GET and HEAD.")
        if not scope["raw_path"].startswith(b"/"):
            raise Refusal(400, "The address must begin with a slash.")
        if headers.get(b"content-length", ["0"]) != ["0"] or b"transfer-encoding" in headers:
            raise Refusal(413, "A request to this server has no body.")
        hosts = self._hosts(scope)
        if [host.lower() for host in headers.get(b"host", ())] not in [[host] for host in hosts]:
            raise Refusal(421, "This server does not answer to that name.")
        if any(origin.lower() not in {f"http://{host}" for host in hosts} for origin in headers.get(b"origin", ())):
            raise Refusal(403, "A page of another origin may not ask this server.")
        self._check_site(headers)

    def _check_site(self, headers: dict[bytes, list[str]]) -> None:
        """Fetch metadata (W3C): "same-site" is another port of this machine; it may link here, no more."""
        for site in headers.get(b"sec-fetch-site", ()):
            link = site == "same-site" and headers.get(b"sec-fetch-dest") == ["document"]
            if site not in ("same-origin", "none") and not link:
                raise Refusal(403, "A page of another site may not ask this server.")

    def _hosts(self, scope: Scope) -> set[str]:
        """The Hosts that lead here: the names given, and the address that this connection was made to."""
        names = set(self._names)
        if scope.get("server"):
            address = ip_address(scope["server"][0].split("%")[0])
            names.add(f"[{address}]" if address.version == 6 else str(address))
        port = f":{self._port}" if self._port != 80 else ""
        return {name + port for name in names}
