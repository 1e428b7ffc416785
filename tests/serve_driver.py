"""A preview under test: the real `briefgen serve` in a process of its own, asked over real sockets.

    with Preview(site) as preview:
        preview.get("/actors/nato/").status == 200
"""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from site_driver import ROOT, TODAY, Site

PATIENCE = 20.0
"""Seconds until something that must happen counts as not happening."""
_SCRIPT = re.compile(rb'<script nonce="([0-9a-f]{32})" src="(/~[A-Za-z0-9_-]{32}/)page\.js" defer( data-[a-z]+="[^"]*")*></script>')


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Preview:
    """A running preview of a site. What it prints is in `printed`."""

    def __init__(self, site: Site, *arguments: str, env: dict[str, str] | None = None, port: int = 0, under: list[str] | None = None) -> None:
        self.site = site
        paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
        self.environ = {**os.environ, "SOURCE_DATE_EPOCH": TODAY, "PYTHONPATH": paths, "EDITOR": "", "VISUAL": "", **(env or {})}
        command = [*(under or ()), sys.executable, "-m", "briefgen", "serve", "-C", str(site.root), "--port", str(port), *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=self.environ, text=True)
        self._lines: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()
        self.url = self._wait_for_url()
        self.host, _, port_text = self.url.removeprefix("http://").split("/")[0].rpartition(":")
        self.port = int(port_text)

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.append(line)

    def _wait_for_url(self) -> str:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            for line in list(self._lines):
                if found := re.match(r"(http://\S+)  \(Ctrl-C ends\)", line):
                    return found[1]
            if self.process.poll() is not None:
                break
            time.sleep(0.01)
        raise AssertionError(f"the preview did not start:\n{self.printed}")

    @property
    def printed(self) -> str:
        return "".join(self._lines)

    def __enter__(self) -> Preview:
        return self

    def __exit__(self, *_: Any) -> None:
        self.stop()

    def stop(self) -> tuple[int, float]:
        """Ctrl-C: (exit status, seconds until the process was gone)."""
        started = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            code = self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        return code, time.monotonic() - started

    # -- asking ------------------------------------------------------------------------------------

    def ask(self, method: str, path: str, **headers: str) -> Reply:
        """One request on a connection of its own; `path` is sent as it is."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in {"Host": f"127.0.0.1:{self.port}", **headers}.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            response = connection.getresponse()
            return Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def get(self, url: str, **headers: str) -> Reply:
        """The reply for the site-absolute `url`, percent-encoded as a browser does."""
        return self.ask("GET", quote(url, safe="/~!$&'()*+,;=:@?%"), **headers)

    def raw(self, data: bytes, wait: float = 2.0) -> bytes:
        """What comes back on a plain socket until the server closes it, or `wait` seconds have passed."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as connection:
            found = b""
            with contextlib.suppress(OSError):
                connection.sendall(data)
                while chunk := connection.recv(65536):
                    found += chunk
            return found

    def token(self) -> str:
        """The prefix of what the preview adds, as pages carry it."""
        found = re.search(_SCRIPT, self.get("/").body)
        assert found, "the front page carries no script"
        return found[2].decode()

    def built(self, url: str) -> bytes:
        """What is served for `url`, without the script, and without what the policy allows it."""
        return as_built(self.get(url).body)

    def wait_until(self, url: str, holds: Any) -> Reply:
        """Asks for `url` until `holds(reply)`."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            reply = self.get(url)
            if holds(reply):
                return reply
            time.sleep(0.01)
        raise AssertionError(f"{url} did not come to show it; {reply.status}\n{reply.text[:3000]}\n{self.printed}")

    def wait_for(self, url: str, words: str) -> Reply:
        return self.wait_until(url, lambda reply: reply.status == 200 and words in reply.text)

    def wait_for_print(self, words: str, times: int = 1) -> None:
        until = time.monotonic() + PATIENCE
        while self.printed.count(words) < times:
            assert time.monotonic() < until, f"{words!r} was not printed:\n{self.printed}"
            time.sleep(0.01)

    @contextlib.contextmanager
    def events(self, url: str = "/", seen: str = "-.-", token: str | None = None) -> Iterator[Any]:
        """An open event stream, as an iterator of (event, text)."""
        prefix = self.token() if token is None else token
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", f"{prefix}events?url={quote(url)}&seen={seen}")
        response = connection.getresponse()
        assert response.status == 200, response.status

        def read() -> Iterator[tuple[str, str]]:
            name = ""
            while line := response.readline().decode().rstrip("\n"):
                pass
            while True:
                line = response.readline().decode()
                if not line:
                    return
                if line.startswith("event: "):
                    name = line.removeprefix("event: ").strip()
                elif line.startswith("data: "):
                    yield name, line.removeprefix("data: ").rstrip("\n")

        try:
            yield read()
        finally:
            connection.sock.close() if connection.sock else None
            response.close()
            connection.close()

    def descriptors(self) -> int:
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def memory(self) -> int:
        """Resident bytes."""
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) * 1024  # type: ignore[index]


def as_built(body: bytes) -> bytes:
    """A served page without the script, its nonce and the leave to connect."""
    found = _SCRIPT.search(body)
    if not found:
        return body
    body = body.replace(found[0], b"")
    nonce = found[1]
    policy = re.search(rb'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)"', body)
    if policy:
        parts = policy[2].split(b"; ")
        if parts[-1] == b"connect-src 'self'":  # what the page's own policy has stands where it stood
            parts.pop()
        parts = [part for part in parts if part != b"script-src 'nonce-%s'" % nonce]
        parts = [part.replace(b" 'nonce-%s'" % nonce, b"") for part in parts]
        body = body.replace(policy[0], policy[1] + b"; ".join(parts) + b'"')
    return body
