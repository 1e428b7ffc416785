"""The views of outputs whose bytes are given: copied files, and small texts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileView:
    """A file that the output step copies as it is: where it stands below the site's folder, and its hash."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class TextFileView:
    """A file of this text, in UTF-8."""

    text: str
