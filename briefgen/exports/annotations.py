"""W3C Web Annotations (Web Annotation Data Model, 2017): `annotations.json` beside each briefing.

Every quoted passage is an annotation of the article's own page; where all of the article may be shown,
of the plain text that this site keeps of it, too, with positions. Where it may not, nothing around a
passage leaves its own sentence.
"""

from __future__ import annotations

from typing import Any

from briefgen.exports.plain import in_full, plain
from briefgen.exports.values import encode, with_lists
from briefgen.passages import sentence_around
from briefgen.views.chrome import Chrome, Page
from briefgen.views.data import AnnotationsView, ArticleText, Passage

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
"""How many characters stand in `prefix` and `suffix`, at the most."""
MOTIVATIONS = {"claim": "describing", "event": "describing", "unknown": "questioning", "flag": "assessing"}


def render_annotations(page: Page) -> bytes:
    assert page.site is not None and isinstance(page.view, AnnotationsView)
    site, view = page.site, page.view
    here = in_full(site.url, page.url)
    collection = {
        "@context": [CONTEXT, {"tlp": in_full(site.url, "/data/#tlp")}],
        "id": here,
        "type": "AnnotationCollection",
        "label": view.briefing.title,
        "creator": _creator(site),
        "created": view.published,
        "modified": view.updated,
        "tlp": view.tlp,
        "total": len(view.passages),
    }
    first = {"id": f"{here}#page", "type": "AnnotationPage", "partOf": here, "startIndex": 0}
    shared = {"creator": in_full(site.url, "/"), "created": view.published, "modified": view.updated}
    items = (encode(_annotation(passage, shared, site)).encode() for passage in view.passages)
    head = f'{encode(collection)[:-1]},\n"first":'.encode()
    return head + with_lists(first, {"items": items}).rstrip() + b"}\n"


def render_article_text(page: Page) -> bytes:
    assert isinstance(page.view, ArticleText)
    return ("\n\n".join(page.view.texts) + "\n").encode()


def _creator(site: Chrome) -> dict[str, str]:
    return {"id": in_full(site.url, "/"), "type": "Organization", "name": site.publisher}


def _annotation(passage: Passage, shared: dict[str, Any], site: Chrome) -> dict[str, Any]:
    motivation = MOTIVATIONS[passage.kind]
    says = {"type": "TextualBody", "value": plain(passage.says), "format": "text/plain", "language": site.language}
    record = {"type": "SpecificResource", "source": in_full(site.url, passage.rests), "purpose": "linking"}
    return {
        "id": in_full(site.url, passage.url),
        "type": "Annotation",
        "motivation": motivation,
        **shared,
        "body": [{**says, "purpose": motivation}, record],
        "target": [target for span in passage.quote.spans for target in _targets(passage, span, site)],
    }


def _targets(passage: Passage, span: tuple[int, int], site: Chrome) -> list[dict[str, Any]]:
    """One part of the passage in the article where it was published, and in the plain text kept of it."""
    words = _quote_selector(passage, span)
    page = {"source": passage.original or in_full(site.url, passage.article), "selector": words}
    found = [page]
    if passage.full:
        start, end = (passage.offset + place for place in span)
        position = {"type": "TextPositionSelector", "start": start, "end": end}
        found.append({"source": in_full(site.url, f"{passage.article}text.txt"), "selector": position})
    return [{"type": "SpecificResource", **target} for target in found]


def _quote_selector(passage: Passage, span: tuple[int, int]) -> dict[str, str]:
    text, (start, end) = passage.text, span
    left, right = (0, len(text)) if passage.full else sentence_around(text, (span,))
    around = {"prefix": text[max(left, start - AROUND) : start], "suffix": text[end : min(right, end + AROUND)]}
    return {"type": "TextQuoteSelector", "exact": text[start:end], **{name: words for name, words in around.items() if words}}
