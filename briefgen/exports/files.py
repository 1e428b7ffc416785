"""Outputs whose bytes are given: copied files, and small texts."""

from __future__ import annotations

from dataclasses import dataclass

from briefgen.views.chrome import Page


@dataclass(frozen=True, slots=True)
class FileView:
    """A file that the output step copies as it is: where it stands below the site's folder, and its hash."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class TextFileView:
    text: str


def render_text(page: Page) -> bytes:
    assert isinstance(page.view, TextFileView)
    return page.view.text.encode()


def render_empty(page: Page) -> bytes:
    return b""
