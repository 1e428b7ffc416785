"""Reading a live site over HTTP, as its readers do."""

from __future__ import annotations

import gzip
import http.client
import ssl
import threading
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urljoin, urlsplit

from briefgen import __version__
from briefgen.publish.host import HostError

TIMEOUT = 30
_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = (429, 500, 502, 503, 504)
_SWITCHES = ("_headers", "_redirects")
"""Files that some hosts read as instructions and show to nobody."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host gave for an address. `body` is as the reader gets it, decompressed."""

    status: int
    body: bytes
    moved: str = ""
    """The file that the host sent us on to for good, where that is another one than was asked for."""


def is_shown(path: str) -> bool:
    """Whether hosts give this file to readers: most hide names that begin with a dot."""
    parts = PurePosixPath(path).parts
    return path not in _SWITCHES and not any(part.startswith(".") and part != ".well-known" for part in parts)


def address_of(path: str) -> str:
    """The address of a file, relative to the site's: a folder's for its index.html."""
    return quote(path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path)


class LiveSite:
    """The site at `url`. One connection for each thread that reads; redirects are followed on the same host."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/") + "/"
        self._local = threading.local()

    def get(self, path: str) -> Answer:
        """What readers get for the file `path`. Raises `HostError` if the host cannot be reached."""
        asked = address = urljoin(self.url, address_of(path))
        moved = True
        for _ in range(6):
            response, body = self._request(address)
            if response.status not in _REDIRECTS:
                return Answer(response.status, body, self._file_at(address) if moved and address != asked else "")
            moved = moved and response.status in (301, 308)
            target = urljoin(address, response.headers.get("Location", ""))
            if urlsplit(target).hostname != urlsplit(self.url).hostname:
                raise HostError(f"{address} sends readers on to another host: {target}")
            address = target
        raise HostError(f"{address} is redirected in a circle")

    def _file_at(self, address: str) -> str:
        path = unquote(address.removeprefix(self.url)) if address.startswith(self.url) else ""
        return path + "index.html" if path.endswith("/") or not path else path

    def _request(self, address: str) -> tuple[http.client.HTTPResponse, bytes]:
        parts = urlsplit(address)
        headers = {"User-Agent": f"briefgen/{__version__}", "Accept-Encoding": "identity", "Cache-Control": "no-cache"}
        for attempt in range(3):
            connection = self._connection(parts.scheme, parts.netloc)
            try:
                connection.request("GET", parts.path or "/", headers=headers)
                response = connection.getresponse()
                body = response.read()
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                if attempt == 2 or isinstance(error, ssl.SSLCertVerificationError):
                    raise HostError(f"{address} cannot be read: {_words(error)}") from error
                continue
            if response.status not in _BUSY or attempt == 2:
                break
        encoded = response.headers.get("Content-Encoding", "") in ("gzip", "x-gzip") and not address.endswith(".gz")
        return response, gzip.decompress(body) if encoded else body

    def _connection(self, scheme: str, netloc: str) -> http.client.HTTPConnection:
        connections = self._local.__dict__.setdefault("connections", {})
        if (scheme, netloc) not in connections:
            if scheme == "https":
                connections[scheme, netloc] = http.client.HTTPSConnection(netloc, timeout=TIMEOUT, context=ssl.create_default_context())
            else:
                connections[scheme, netloc] = http.client.HTTPConnection(netloc, timeout=TIMEOUT)
        return connections[scheme, netloc]


def _words(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({error.verify_message})"
    return str(error) or type(error).__name__
