"""The media type of an output, by the ending of its name; the same on every machine."""

from __future__ import annotations

import mimetypes
from pathlib import PurePosixPath

HTML = "text/html; charset=utf-8"
OURS = {
    ".atom": "application/atom+xml; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".geojson": "application/geo+json",
    ".html": HTML,
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}
_python = mimetypes.MimeTypes()
"""Python's own table, without what the system adds to it."""


def type_of(path: str) -> str:
    """The type of the output at `path`, such as "feed.json"."""
    if PurePosixPath(path).name == "feed.json":
        return "application/feed+json"
    ending = PurePosixPath(path).suffix.lower()
    return OURS.get(ending) or _python.types_map[1].get(ending, "application/octet-stream")
