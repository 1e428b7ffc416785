"""Blocks to HTML: tags, notes, highlights and name links woven into the visible text.

Highlights and links are ranges of a block's text. They may start and end anywhere, highlights may
overlap; both are closed before a tag and reopened after it, so that the HTML always nests:
Markdown's tags outside, then links, then one `<mark>` for each stretch of text that the same
highlights cover.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefgen.markup.blocks import Block, Document, Note, linkable
from briefgen.markup.escaping import escape


@dataclass(frozen=True, slots=True)
class Highlight:
    """A range of a block's text to be marked; `key` is the caller's, e.g. a claim's anchor."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class Link:
    """A range of a block's text to be linked; links do not overlap. `html` is the opening tag."""

    start: int
    end: int
    html: str


Highlights = tuple[Highlight, ...]
# (html, covering, starting, ending) -> html: one stretch of text, escaped, with the highlights that
# cover it, those of them whose first stretch it is and those whose last it is, in the given order.
MarkText = Callable[[str, Highlights, Highlights, Highlights], str]
ShowNote = Callable[[str], str]


def plain_mark(html: str, covering: Highlights, starting: Highlights, ending: Highlights) -> str:
    """`<mark>` and nothing else."""
    return f"<mark>{html}</mark>"


def no_note(note_id: str) -> str:
    """Leaves notes out."""
    return ""


def render_document(
    document: Document,
    *,
    note: ShowNote = no_note,
    mark: MarkText = plain_mark,
    highlights: Mapping[int, Sequence[Highlight]] | None = None,
    links: Mapping[int, Sequence[Link]] | None = None,
) -> str:
    """The document as HTML. `highlights` and `links` are by the index of the block they are in."""
    parts: list[str] = []
    index = 0
    for part in document.parts:
        if isinstance(part, str):
            parts.append(part)
            continue
        marked = highlights.get(index, ()) if highlights else ()
        linked = links.get(index, ()) if links else ()
        parts.append(render_block(part, note=note, mark=mark, highlights=marked, links=linked))
        index += 1
    return "".join(parts)


def render_block(
    block: Block,
    *,
    note: ShowNote = no_note,
    mark: MarkText = plain_mark,
    highlights: Sequence[Highlight] = (),
    links: Sequence[Link] = (),
) -> str:
    """One block as HTML, with its own tags. A link that touches another link or code is left out."""
    if not highlights and block.is_plain and (html := _linked(block.text, links)) is not None:
        return block.before + html + block.after
    weave = _Weave(tuple(h for h in highlights if h.start < h.end), _free(block, links), mark)
    html = [block.before]
    at = 0
    for piece in block.pieces:
        if isinstance(piece, str):
            html.extend(weave.text(piece, at))
            at += len(piece)
        else:
            html.append(note(piece.id) if isinstance(piece, Note) else piece.html)
    html.append(block.after)
    return "".join(html)


def _linked(text: str, links: Sequence[Link]) -> str | None:
    """Text without tags as HTML with its links; None where these are not in order, one behind another."""
    html, at = [], 0
    for link in links:
        if not at <= link.start < link.end <= len(text):
            return None
        html += [escape(text[at : link.start]), link.html, escape(text[link.start : link.end]), "</a>"]
        at = link.end
    return "".join([*html, escape(text[at:])])


class _Weave:
    """One block's highlights and links, and the cuts that they make in its text."""

    def __init__(self, highlights: Highlights, links: Sequence[Link], mark: MarkText) -> None:
        self.highlights = highlights
        self.links = links
        self.mark = mark
        self.cuts = sorted({at for x in (*highlights, *links) for at in (x.start, x.end)})

    def text(self, piece: str, start: int) -> Iterator[str]:
        """`piece`, whose first character is at `start`, as HTML with marks and links."""
        end = start + len(piece)
        stops = [start, *(cut for cut in self.cuts if start < cut < end), end]
        open_link: Link | None = None
        for left, right in zip(stops, stops[1:]):
            link = next((x for x in self.links if x.start <= left and right <= x.end), None)
            if link is not open_link:
                yield "</a>" if open_link else ""
                yield link.html if link else ""
                open_link = link
            yield self._stretch(escape(piece[left - start : right - start]), left, right)
        yield "</a>" if open_link else ""

    def _stretch(self, html: str, left: int, right: int) -> str:
        covering = tuple(h for h in self.highlights if h.start <= left and right <= h.end)
        if not covering:
            return html
        starting = tuple(h for h in covering if h.start == left)
        ending = tuple(h for h in covering if h.end == right)
        return self.mark(html, covering, starting, ending)


def _free(block: Block, links: Sequence[Link]) -> tuple[Link, ...]:
    """The links that lie wholly outside the block's own links and code."""
    if not links:
        return ()
    free = linkable(block)
    return tuple(
        link
        for link in links
        if any(start <= link.start < link.end <= end for start, end in free)
    )
