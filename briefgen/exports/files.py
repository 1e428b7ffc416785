"""Small files whose text is given."""

from __future__ import annotations

from briefgen.views.chrome import Page
from briefgen.views.files import TextFileView


def render_text(page: Page) -> bytes:
    assert isinstance(page.view, TextFileView)
    return page.view.text.encode()


def render_empty(page: Page) -> bytes:
    return b""
