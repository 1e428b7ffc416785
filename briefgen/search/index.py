"""The index of a site: taken from the last build where no record changed, else made by Pagefind."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import shutil
from dataclasses import astuple
from pathlib import Path

from briefgen.search.program import SearchError, run_pagefind
from briefgen.search.settle import settle
from briefgen.views.search import SearchIndexView

FORM = 1
"""To be raised when `settle` or the requests to Pagefind change, so that no old index is taken."""


def build_index(view: SearchIndexView, program: Path, kept: Path) -> dict[str, bytes]:
    """path -> bytes of the index's files, in order of path; the same bytes for the same view and program.

    `kept` is a folder of ours in which the last index stands with the key of what it was made from.
    Raises `SearchError`.
    """
    key = _key(view, program)
    files = _read(kept, key)
    if files is None:
        try:
            files = settle(run_pagefind(program, view))
        except (ValueError, KeyError, TypeError, gzip.BadGzipFile) as error:
            message = f"{program} makes an index of a form that is not known here ({error}); Pagefind 1.5 is"
            raise SearchError(message) from error
        with contextlib.suppress(OSError):  # the index is there; only the next build takes longer
            _keep(kept, key, files)
    return files


def _key(view: SearchIndexView, program: Path) -> str:
    """A hash of everything that the index is made from."""
    stamp = program.stat()
    parts = [FORM, str(program.resolve()), stamp.st_size, stamp.st_mtime_ns, astuple(view)]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def _read(kept: Path, key: str) -> dict[str, bytes] | None:
    """The kept index if it was made from `key` and is whole."""
    try:
        record = json.loads((kept / "key.json").read_bytes())
        if record["key"] != key:
            return None
        files = {path: (kept / path).read_bytes() for path in record["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return None
    whole = all(hashlib.sha256(data).hexdigest() == record["files"][path] for path, data in files.items())
    return files if whole else None


def _keep(kept: Path, key: str, files: dict[str, bytes]) -> None:
    """Writes the files first and the key last, so that a kept index is whole or has no key."""
    if kept.exists():
        shutil.rmtree(kept)
    for path, data in files.items():
        (kept / path).parent.mkdir(parents=True, exist_ok=True)
        (kept / path).write_bytes(data)
    record = {"key": key, "files": {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}}
    (kept / "key.json").write_text(json.dumps(record), encoding="utf-8")
