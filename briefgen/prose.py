"""The desk's own prose as HTML: names linked, notes numbered."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from briefgen.markup import Block, Document, Link, render_block, render_document
from briefgen.markup.weave import no_note
from briefgen.names import Names, mentions
from briefgen.urls import marked

HasPage = Callable[[str, str], bool]


def render_prose(
    text: Block | Document,
    names: Names,
    has_page: HasPage,
    note: Callable[[str], str] | None = None,
) -> Markup:
    """`text` with every known name linked at its first mention in a block.

    `has_page(kind, id)` says which names may link; `note` gives the HTML of `[^id]`, which is left
    out without it. Links inside the site are marked (`urls.marked`).
    """
    if isinstance(text, Document):
        links = {index: _links(block, names, has_page) for index, block in enumerate(text.blocks)} if names else {}
        return Markup(render_document(text, note=note or no_note, links=links))
    return Markup(render_block(text, note=note or no_note, links=_links(text, names, has_page) if names else ()))


def _links(block: Block, names: Names, has_page: HasPage) -> list[Link]:
    return [
        Link(m.start, m.end, f'<a href="{marked(f"/{m.kind}/{m.id}/")}">')  # ids need no escaping
        for m in mentions(block, names)
        if has_page(m.kind, m.id)
    ]
