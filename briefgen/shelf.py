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
_CAPTURE = re.compile(r"^capture:\n  file: (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Shelved:
    """Where an article and its original stand, and whether the article is new."""

    article: Path
    raw: Path
    change: Change


def raw_name(path: str) -> str:
    """The name under which a file is kept in `content/raw`: its own, without characters that some system refuses.

    "" for standard input, which has no name.
    """
    name = unicodedata.normalize("NFC", Path(path).name) if path != "-" else ""
    return _UNSAFE.sub("-", name.encode("utf-8", "replace").decode("utf-8")).strip("-.")


def shelve(root: Path, name: str, article_id: str, file: str, raw: bytes, force: bool = False) -> Shelved:
    """Writes both files. Raises `CleaningError` edited-article, id-taken or raw-differs, and then writes nothing.

    An article on disk that differs from what this run would write was edited, or cleaned otherwise: the error's
    `detail` is the difference. `force` replaces it. An original that is kept is never replaced.
    """
    article, kept = root / "content/articles" / f"{article_id}.md", root / "content/raw" / name
    is_kept = kept.exists()
    if is_kept and kept.read_bytes() != raw:
        raise CleaningError("raw-differs", f"another file is already kept as {kept.relative_to(root).as_posix()}", "rename this file; originals are never replaced")
    change = _change(article, file, force)
    if not is_kept:
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
    if force:
        return "replaced"
    was_made_from, is_made_from = _CAPTURE.search(before), _CAPTURE.search(file)
    if was_made_from and is_made_from and was_made_from[1] != is_made_from[1]:
        raise CleaningError("id-taken", f"there is an article of this id, made from {was_made_from[1]}", "give another with --id, or use --force to replace it")
    difference = difflib.unified_diff(before.splitlines(), file.splitlines(), "on disk", "cleaned now", n=1, lineterm="")
    message = "the article was edited since it was cleaned, or cleaned with other options"
    raise CleaningError("edited-article", message, "use --force to replace it", "\n".join(difference))


def _write(path: Path, content: bytes) -> None:
    """In one step, so that a reader finds the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    passing = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        passing.write_bytes(content)
        os.replace(passing, path)
    except BaseException:
        passing.unlink(missing_ok=True)
        raise
