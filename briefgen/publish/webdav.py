"""A folder behind a WebDAV address (RFC 4918), through Python's own HTTP client."""

from __future__ import annotations

import base64
import http.client
import ssl
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit
from xml.etree import ElementTree

from briefgen import __version__
from briefgen.publish.advice import advise
from briefgen.publish.disk import part_of, whole_of
from briefgen.publish.host import Done, HostError
from briefgen.publish.manifest import folders_of
from briefgen.publish.secrets import Login

TIMEOUT = 60
_TRIES = 4
_BUSY = (423, 429, 500, 502, 503, 504)
_LIST = b'<?xml version="1.0"?><propfind xmlns="DAV:"><prop><resourcetype/></prop></propfind>'
_MEANING = {
    403: "not allowed; you must be allowed to write there",
    405: "no WebDAV folder answers there; check 'address:' (behind Apache such a folder needs 'DirectoryIndex disabled')",
    409: "the folder above is not there; make it, or check 'address:'",
    501: "this server does not speak WebDAV; check 'address:'",
    507: "its disk or your quota is full; make room there",
}
"""What an answer means, and what to do about it."""


class WebDavHost:
    """`FileHost` for `address`. A file is stored under another name and moved, so that none is seen half."""

    def __init__(self, address: str, login: Login) -> None:
        self.where = address
        parts = urlsplit(address)
        self.host, self.base = parts.netloc, unquote(parts.path).rstrip("/")
        self.is_safe = parts.scheme == "https"
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._headers = {"User-Agent": f"briefgen/{__version__}"}
        self._meaning = {401: login.refused, **_MEANING}
        if login.user:
            self._headers["Authorization"] = "Basic " + base64.b64encode(f"{login.user}:{login.password}".encode()).decode()
        self._connection: http.client.HTTPConnection | None = None
        self._made: set[str] = set()

    def read(self, paths: Sequence[str]) -> dict[str, bytes]:
        answers = ((path, self._ask("GET", path, missing=True)) for path in paths)
        return {path: body for path, (status, body) in answers if status == 200}

    def names(self, folder: str) -> frozenset[str]:
        status, body = self._ask("PROPFIND", f"{folder}/" if folder else "", _LIST, {"Depth": "1", "Content-Type": "application/xml"}, missing=True)
        if status != 207:
            return frozenset()
        try:
            listed = [unquote(urlsplit(href.text or "").path).rstrip("/") for href in ElementTree.fromstring(body).iter("{DAV:}href")]
        except ElementTree.ParseError:
            raise HostError(f"{self.where} does not answer as WebDAV does") from None
        own = f"{self.base}/{folder}".rstrip("/")
        return frozenset(path.rpartition("/")[2] for path in listed if path != own)

    def put(self, files: Mapping[str, Path], done: Done) -> None:
        for folder in ["", *folders_of(files)]:
            if folder not in self._made:
                self._ask("MKCOL", f"{folder}/" if folder else "", missing=True, there=True)
                self._made.add(folder)
        for path, file in files.items():
            self._store(path, file.read_bytes())
            done(path)

    def _store(self, path: str, data: bytes) -> None:
        """A move whose answer was lost is asked for again and finds nothing to move: then all of it once more."""
        headers = {"Destination": self._origin + self._quoted(path), "Overwrite": "T"}
        for _ in range(_TRIES):
            self._ask("PUT", part_of(path), data)
            status, _ = self._ask("MOVE", part_of(path), None, headers, missing=True)
            if 200 <= status < 300:
                return
        raise HostError(f"{self.where}: {path}: MOVE was answered with {status}")

    def remove(self, paths: Sequence[str], done: Done) -> None:
        for path in paths:
            for name in (path, part_of(path)):
                self._ask("DELETE", name, missing=True)
            done(path)
        for folder in reversed(folders_of(paths)):  # a folder is deleted with all that it holds: look first
            if not self.names(folder):
                self._ask("DELETE", f"{folder}/", missing=True)
        self._made.clear()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _quoted(self, path: str) -> str:
        return quote(f"{self.base}/{path}")

    def _ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        missing: bool = False,
        there: bool = False,
    ) -> tuple[int, bytes]:
        """(status, body). Asks again where the host is busy or the connection breaks. Raises `HostError` for
        refusals other than those that are allowed: `missing` (404), `there` (the folder exists)."""
        for attempt in range(1, _TRIES + 1):
            try:
                status, answer = self._once(method, path, body, headers or {})
            except ssl.SSLCertVerificationError as error:
                raise HostError(f"the certificate of {self.host} is not trusted: {error.verify_message}. Nothing was sent. If it is signed by an authority of your own, name that one's file in SSL_CERT_FILE") from None
            except (OSError, http.client.HTTPException) as error:
                self.close()
                status, answer, failure = 0, b"", str(error) or type(error).__name__
            if status and status not in _BUSY or attempt == _TRIES:
                break
            time.sleep(0.2 * attempt)
        if 200 <= status < 300 or missing and status in (404, 409) or there and status in (301, 302, 403, 405):
            return status, answer
        meant = self._meaning.get(status, f"{method} was answered with {status}") if status else advise(failure)
        raise HostError(f"{self.where}: {whole_of(path) or 'its folder'}: {meant}")

    def _once(self, method: str, path: str, data: bytes | None, headers: Mapping[str, str]) -> tuple[int, bytes]:
        if self._connection is None:
            if self.is_safe:
                self._connection = http.client.HTTPSConnection(self.host, timeout=TIMEOUT, context=ssl.create_default_context())
            else:
                self._connection = http.client.HTTPConnection(self.host, timeout=TIMEOUT)
        self._connection.request(method, self._quoted(path), data, {**self._headers, **headers})
        response = self._connection.getresponse()
        return response.status, response.read()
