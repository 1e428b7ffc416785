"""An answer over HTTP: conditional requests, ranges, HEAD (RFC 9110)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from briefgen.serve.guard import HEADERS
from briefgen.serve.pages import Moved, Served, quoted

CHUNK = 256 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)\Z", re.ASCII)


def respond(request: Request, answer: Served | Moved) -> Response:
    """The response to a GET or HEAD."""
    if isinstance(answer, Moved):
        query = f"?{request.url.query}" if request.url.query else ""
        return Response(status_code=302, headers={**HEADERS, "location": quoted(answer.url) + query})
    try:
        size = answer.body.stat().st_size if isinstance(answer.body, Path) else len(answer.body)
    except OSError:
        return Response("This file has just gone.\n", 404, HEADERS, "text/plain")
    tag = f'"{answer.tag}"'
    headers = {**HEADERS, "etag": tag, "accept-ranges": "bytes"}
    if answer.policy:
        headers["content-security-policy"] = answer.policy
    if answer.status == 200 and _matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    headers["content-type"] = answer.type
    part = _range(request, tag, size) if answer.status == 200 else None
    if part == (-1, -1):
        return Response(status_code=416, headers={**headers, "content-range": f"bytes */{size}", "content-length": "0"})
    start, end = part or (0, size)
    headers["content-length"] = str(end - start)
    if part:
        headers["content-range"] = f"bytes {start}-{end - 1}/{size}"
    status = 206 if part else answer.status
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    if isinstance(answer.body, Path):
        return StreamingResponse(_chunks(answer.body, start, end), status, headers)
    return Response(answer.body[start:end], status, headers)


def _matches(condition: str, tag: str) -> bool:
    """If-None-Match: `*`, or a list of tags, compared weakly."""
    return condition.strip() == "*" or tag in (one.strip().removeprefix("W/") for one in condition.split(","))


def _range(request: Request, tag: str, size: int) -> tuple[int, int] | None:
    """(start, end) of the one range asked for; None for the whole; (-1, -1) where there is nothing in it.

    Several ranges, and what is no range of bytes, are answered with the whole, as a server may.
    """
    found = _RANGE.match(request.headers.get("range", "").strip())
    if not found or found.groups() == ("", "") or len(found[0]) > 50:
        return None
    if request.headers.get("if-range", tag) != tag:
        return None
    first, last = found.groups()
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
        if last and int(last) < int(first):
            return None
    return (start, end) if start < end else (-1, -1)


def _chunks(path: Path, start: int, end: int) -> Iterator[bytes]:
    """The bytes from `start` to `end`; fewer, and so a broken connection, if the file shrinks meanwhile."""
    with path.open("rb") as file:
        file.seek(start)
        while start < end and (chunk := file.read(min(CHUNK, end - start))):
            start += len(chunk)
            yield chunk
