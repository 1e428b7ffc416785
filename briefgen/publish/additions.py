"""Files that are published beside a site where a target asks for them: rules for the host, compressed copies."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from briefgen.errors import UsageError
from briefgen.publish.hostfiles import headers_file, htaccess, read_rules, redirects_file
from briefgen.publish.keep import read_site

TEXTS = (".html", ".css", ".js", ".mjs", ".svg", ".json", ".jsonld", ".geojson", ".xml", ".atom", ".txt", ".csv", ".webmanifest")
SMALLEST = 512
"""From how many bytes on a compressed copy is worth a file of its own."""


def additions_for(wanted: Sequence[str], site: Path, url: str) -> Mapping[str, bytes]:
    """Path -> content of each file that `add` of a target asks for. The same site gives the same bytes."""
    found: dict[str, bytes] = {}
    if "headers" in wanted or "htaccess" in wanted:
        rules = read_rules(site, url)
        if "headers" in wanted:
            found |= {"_headers": headers_file(rules).encode(), "_redirects": redirects_file(rules).encode()}
        if "htaccess" in wanted:
            found[".htaccess"] = htaccess(rules).encode()
    for ending in ("gz", "br"):
        if ending in wanted:
            found |= dict(_compressed(site, ending))
    return found


def _compressed(site: Path, ending: str) -> Iterator[tuple[str, bytes]]:
    compress = _gzip if ending == "gz" else _brotli()
    for path, file in read_site(site).items():
        if path.endswith(TEXTS) and file.size >= SMALLEST:
            data = compress((site / path).read_bytes())
            if len(data) < file.size:
                yield f"{path}.{ending}", data


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)


def _brotli():  # type: ignore[no-untyped-def]
    try:
        import brotli
    except ImportError:
        raise UsageError("'add: br' needs a package: pip install 'briefgen[publish]'") from None
    return lambda data: brotli.compress(data, mode=brotli.MODE_TEXT, quality=11)
