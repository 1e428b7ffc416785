"""What extractors take a page's text to be, as votes for its blocks.

trafilatura is asked three ways: its default, and with a bent to precision (`strict`) and to recall;
what any of them keeps is `sure`. Its copy of Readability looks at the page quite differently; what
only it keeps is `rough`, and counts inside the article's element.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from briefgen.clean.align import kept_blocks
from briefgen.clean.trouble import CleaningError
from briefgen.clean.values import Block


@dataclass(frozen=True, slots=True)
class Votes:
    """Indexes of blocks."""

    strict: frozenset[int]
    sure: frozenset[int]
    rough: frozenset[int]


def cast_votes(html: str, blocks: Sequence[Block]) -> Votes:
    """The votes for the blocks of the page `html`."""
    extract = _extractor()
    default, strict, greedy = (
        kept_blocks(blocks, _guarded(lambda bent=bent: extract(html, include_comments=False, **bent)))
        for bent in ({}, {"favor_precision": True}, {"favor_recall": True})
    )
    rough = kept_blocks(blocks, _guarded(lambda: _readability(html)))
    return Votes(strict, default | strict | greedy, rough)


def _extractor() -> Callable[..., str | None]:
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        from trafilatura import extract
    except ImportError as error:
        hint = "pip install --upgrade trafilatura lxml_html_clean"
        raise CleaningError("missing-library", f"the text extractor cannot be loaded: {error}", hint) from error
    return extract


def _guarded(vote: Callable[[], str | None]) -> str:
    """The extractor's text, or "" if it gives none: on broken pages the libraries raise anything."""
    try:
        return vote() or ""
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # one voice less; the others and our own rules remain
        return ""


def _readability(html: str) -> str:
    import lxml.html
    from trafilatura.readability_lxml import Document

    parser = lxml.html.HTMLParser(encoding="utf-8")
    summary = Document(lxml.html.fromstring(html.encode("utf-8", "replace"), parser=parser)).summary()
    tree = summary if not isinstance(summary, str) else lxml.html.fromstring(summary)
    return "\n".join(str(text) for text in tree.itertext())
