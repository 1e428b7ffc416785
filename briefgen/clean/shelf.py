"""The two folders that cleaning writes: `content/raw` (as it was saved) and `content/articles`."""

from __future__ import annotations

import difflib
import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from briefgen.clean.trouble import CleaningError

Change = Literal["new", "same", "replaced"]
_UNSAFE = re.compile(r"[^\w.\-]+")


@dataclass(frozen=True, slots=True)
class Shelved:
    """Where an article and its original stand, and whether the article is new."""

    article: Path
    raw: Path
    change: Change


def raw_name(path: str, otherwise: str) -> str:
    """The name under which a file is kept in `content/raw`: its own, without characters that some system refuses."""
    name = unicodedata.normalize("NFC", Path(path).name if path != "-" else otherwise)
    return _UNSAFE.sub("-", name).strip("-.") or otherwise


def shelve(root: Path, name: str, article_id: str, file: str, raw: bytes, force: bool = False) -> Shelved:
    """Writes both files. Raises `CleaningError` edited-article or raw-differs, and then writes nothing.

    An article on disk that differs from what this run would write was edited, or cleaned otherwise;
    the error's message holds the difference.
    """
    article, kept = root / "content/articles" / f"{article_id}.md", root / "content/raw" / name
    change = _change(article, file, force)
    if kept.exists() and kept.read_bytes() != raw and not force:
        raise CleaningError("raw-differs", f"another file is already kept as {kept.relative_to(root)}", "rename the file, or use --force")
    if not kept.exists() or kept.read_bytes() != raw:
        _write(kept, raw)
    if change != "same":
        _write(article, file.encode("utf-8"))
    return Shelved(article, kept, change)


def _change(article: Path, file: str, force: bool) -> Change:
    if not article.exists():
        return "new"
    before = article.read_bytes().decode("utf-8", "replace")
    if before == file:
        return "same"
    if not force:
        difference = "".join(
            line if line.endswith("\n") else line + "\n"
            for line in difflib.unified_diff(before.splitlines(True), file.splitlines(True), "on disk", "cleaned now", n=1)
        )
        raise CleaningError("edited-article", f"the article was edited since it was cleaned, or cleaned otherwise\n{difference}", "use --force to replace it")
    return "replaced"


def _write(path: Path, content: bytes) -> None:
    """In one step, so that a reader finds the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    passing = path.with_name(f".{path.name}.{os.getpid()}.part")
    passing.write_bytes(content)
    os.replace(passing, path)
