"""Pagefind, the program that makes the index: where it is found, and talking to it.

It is found as the path that the settings name, on PATH, or in the package of the `search` extra.
"""

from __future__ import annotations

import base64
import contextlib
import importlib
import json
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from briefgen.errors import BuildError
from briefgen.views.search import SearchIndexView, SearchRecord

PACKAGES = ("pagefind_bin_extended", "pagefind_bin")
"""What the extra installs; the extended program also splits Chinese and Japanese into words."""
HOW = "install it with: pip install 'briefgen[search]', or write 'search: none' into briefgen.yaml"


class SearchError(BuildError):
    """The index could not be made; the message says why and what to do."""


def find_pagefind(root: Path, configured: str | None, environ: Mapping[str, str]) -> Path:
    """The program's path. `configured` is a path counted from the site's folder. Raises `SearchError`."""
    if configured:
        program = (root / configured).resolve()
        if not program.is_file() or not os.access(program, os.X_OK):
            raise SearchError(f"'search_program: {configured}' in briefgen.yaml names no program")
        return program
    found = shutil.which("pagefind_extended", path=environ.get("PATH")) or shutil.which("pagefind", path=environ.get("PATH"))
    if found:
        return Path(found)
    for package in PACKAGES:
        with contextlib.suppress(ImportError, OSError):
            return Path(importlib.import_module(package).get_executable())
    raise SearchError(f"briefgen.yaml says 'search: pagefind', and there is no Pagefind here; {HOW}")


def run_pagefind(program: Path, view: SearchIndexView) -> dict[str, bytes]:
    """path -> bytes of the bundle that Pagefind makes of the records, unchanged. Raises `SearchError`."""
    messages = [{"message_id": number, "payload": payload} for number, payload in enumerate(_requests(view), start=1)]
    with tempfile.TemporaryDirectory(prefix="briefgen-search-") as folder:  # no settings of Pagefind's own lie there
        environ = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
        pipe, silent = subprocess.PIPE, subprocess.DEVNULL
        try:
            process = subprocess.Popen(
                [program, "--service"], bufsize=0, stdin=pipe, stdout=pipe, stderr=silent, cwd=folder, env=environ
            )
        except OSError as error:
            raise SearchError(f"{program} cannot be started: {error.strerror}") from error
        with process:
            answers = _converse(process, messages)
    return _bundle(program, answers, len(messages))


def _converse(process: subprocess.Popen[bytes], messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Its answers, in order, up to that to the last message; fewer where it ends before.

    A message is JSON in base64, with a comma after it. Both pipes are bounded, so one thread writes while
    this one reads. The service stops at the end of its input without finishing its work, so the input
    stays open until the last answer is there.
    """

    def write() -> None:
        with contextlib.suppress(OSError):  # it has ended; what it answered tells more
            for message in messages:
                process.stdin.write(base64.b64encode(json.dumps(message).encode()) + b",")  # type: ignore[union-attr]

    writer = threading.Thread(target=write)
    writer.start()
    answers: list[dict[str, Any]] = []
    try:
        pieces: list[bytes] = []
        while len(answers) < len(messages) and (piece := process.stdout.read(1 << 16)):  # type: ignore[union-attr]
            *ends, rest = piece.split(b",")
            for end in ends:
                answers.append(json.loads(base64.b64decode(b"".join([*pieces, end]))))
                pieces.clear()
            pieces.append(rest)
    finally:
        process.kill()
        writer.join()
    return answers


def _requests(view: SearchIndexView) -> Iterator[dict[str, Any]]:
    yield {"type": "NewIndex", "config": {}}
    for record in view.records:
        yield _add(record, view.language)
    yield {"type": "GetFiles", "index_id": 0}


def _add(record: SearchRecord, language: str) -> dict[str, Any]:
    return {
        "type": "AddRecord",
        "index_id": 0,
        "url": record.url,
        "content": record.text,
        "language": language,
        "meta": dict(record.about),
        "filters": {name: list(values) for name, values in record.filters},
        "sort": {"date": record.date or "0"},
    }


def _bundle(program: Path, answers: list[dict[str, Any]], expected: int) -> dict[str, bytes]:
    for answer in answers:
        payload = answer["payload"]
        if payload["type"] == "Error":
            raise SearchError(f"{program} made no index: {payload['message']}")
        if payload["type"] == "GetFiles":
            return {file["path"]: base64.b64decode(file["content"]) for file in payload["files"]}
    raise SearchError(f"{program} ended after {len(answers)} of {expected} steps and made no index")
