"""Cleaning in this process, for tests that look at what came of a page."""

from __future__ import annotations

from pathlib import Path

from briefgen.clean.article import Cleaned, Given, clean_bytes

PAGES = Path(__file__).parent / "pages"
SENTENCE = "The harbour master of Hollin said on Tuesday that the ferry would not sail before the end of the week."
OTHERS = (
    "The union’s secretary answered within the hour that a crew had been waiting in the canteen since Monday.",
    "Talks in the town hall go on at noon on Friday, and the council has promised a bus by way of the long bridge.",
    "Nobody in the harbour office could say on Thursday what the bus would cost, or who would pay for it in the end.",
)


def clean(text: str | bytes, name: str = "page.html", **given: object) -> Cleaned:
    raw = text.encode() if isinstance(text, str) else text
    facts = {"title": "A title", "source": "x", "date": "2024", **given}
    return clean_bytes(raw, Given(name, **facts))  # type: ignore[arg-type]


def page(body: str, head: str = "") -> str:
    """A page of an article that holds `body` between two of its paragraphs."""
    return (
        f"<html><head><title>A title</title>{head}</head><body><article><h1>A title</h1><p>{SENTENCE}</p><p>{OTHERS[0]}</p>\n"
        f"{body}\n<p>{OTHERS[1]}</p><p>{OTHERS[2]}</p></article></body></html>"
    )


def between(cleaned: Cleaned) -> str:
    """What stands between the paragraphs of `page`."""
    before, _, rest = cleaned.body.partition(OTHERS[0])
    assert before.strip() == SENTENCE, cleaned.body
    inner, _, after = rest.partition(OTHERS[1])
    assert after.strip() == OTHERS[2], cleaned.body
    return inner.strip("\n")
