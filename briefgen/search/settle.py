"""Making Pagefind's bundle the same at every run, and leaving out what our search page does not load.

Pagefind lists the values of a filter in an order that changes from run to run; the file's name is a
hash of its bytes, the index's own name a hash over those, and so on. Here the values are sorted and
the names made anew. Everything else is the same at every run already.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from briefgen.search.cbor import decode, encode

SIGNATURE = b"pagefind_dcd"
"""Stands before the content of each file; a file that starts with it is read as it is, without unpacking."""
_LOADED = re.compile(r"(?:fragment|index|filter)/|pagefind(?:-worker)?\.js\Z|pagefind-entry\.json\Z|pagefind\.[^/]*\.pf_meta\Z")


def settle(bundle: Mapping[str, bytes]) -> dict[str, bytes]:
    """path -> bytes of what a search page loads, in order of path. Raises ValueError for an unknown form."""
    files = {path: data for path, data in bundle.items() if _LOADED.match(path)}
    entry = json.loads(files.pop("pagefind-entry.json"))
    for language in entry["languages"].values():
        language["hash"] = _settle_language(files, language["hash"])
        wasm = f"wasm.{language['wasm'] or 'unknown'}.pagefind"
        files[wasm] = bundle[wasm]
    files["pagefind-entry.json"] = json.dumps(entry, sort_keys=True, ensure_ascii=False).encode()
    return dict(sorted(files.items()))


def _settle_language(files: dict[str, bytes], name: str) -> str:
    """Sorts the filters of one language's index in `files`; the index's new name."""
    version, pages, chunks, filters, sorts, *rest = _open(files.pop(f"pagefind.{name}.pf_meta"))
    language = name.rpartition("_")[0]
    settled = []
    for label, old in filters:
        content = _open(files.pop(f"filter/{old}.pf_filter"))
        content[1].sort()
        new = f"{language}_{_digest(encode(content))[:10]}"
        files[f"filter/{new}.pf_filter"] = SIGNATURE + encode(content)
        settled.append([label, new])
    index = encode([version, pages, chunks, sorted(settled), sorted(sorts), *rest])
    new = f"{language}_{_digest(index)[:10]}"
    files[f"pagefind.{new}.pf_meta"] = SIGNATURE + index
    return new


def _open(data: bytes) -> Any:
    plain = data if data.startswith(SIGNATURE) else gzip.decompress(data)
    if not plain.startswith(SIGNATURE):
        raise ValueError("a file of the index has no signature")
    return decode(plain[len(SIGNATURE) :])


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
