"""`/data/claims.csv` and `/data/events.csv`: RFC 4180, UTF-8 without a byte order mark.

No cell can be a formula: one that begins as formulas do in some spreadsheet gets an apostrophe before it
(`guarded`); to read the text back, take it off again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from briefgen.exports.plain import in_full, ids, link_id, link_ref, plain, refs
from briefgen.views.cards import EventCard, Link, StatementCard
from briefgen.views.chrome import Page
from briefgen.views.columns import CLAIM_COLUMNS, EVENT_COLUMNS
from briefgen.views.data import ClaimsView, EventsView

# The signs that OWASP's "CSV Injection" names, with their full-width forms, also behind white space or apostrophes.
_FORMULA = re.compile(r"'*\s*[=+\-@\t\r\n＝＋－＠]")
_MAY_BEGIN_ONE = frozenset("'=+-@＝＋－＠")


def render_claims_table(page: Page) -> bytes:
    assert page.site is not None and isinstance(page.view, ClaimsView)
    base = page.site.url
    return _table(CLAIM_COLUMNS, (_claim_row(card, base) for card in page.view.claims))


def render_events_table(page: Page) -> bytes:
    assert page.site is not None and isinstance(page.view, EventsView)
    base = page.site.url
    return _table(EVENT_COLUMNS, (_event_row(card, base) for card in page.view.events))


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    file = io.BytesIO()
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    text.flush()
    return file.getvalue()


def guarded(cell: str) -> str:
    """`cell`, which no spreadsheet takes for a formula. NUL, which some readers end a text at, is left out."""
    if "\0" in cell:
        cell = cell.replace("\0", "")
    suspect = cell[:1] in _MAY_BEGIN_ONE or cell[:1].isspace()
    return f"'{cell}" if suspect and _FORMULA.match(cell) else cell


def _claim_row(card: StatementCard, base: str) -> tuple[str, ...]:
    quote, when = card.quote, card.when
    speakers = [speaker.link for speaker in card.speakers]
    return (
        card.ref,
        in_full(base, card.url),
        link_id(card.briefing),
        card.briefing.label,
        when.edtf,
        when.earliest,
        when.latest,
        _yes(card.reported),
        _list(ids(speakers)),
        _names(speakers),
        _list(dict.fromkeys(link_id(speaker.of) for speaker in card.speakers if speaker.of)),
        card.setting,
        plain(card.words),
        _yes(card.verbatim),
        " … ".join(quote.parts),
        card.translation,
        quote.speech,
        quote.language,
        _list(f"{link_id(a.question)}: {a.figure.text if a.figure else a.stance}" for a in card.answers),
        _list(ids(card.about)),
        _list(ids(card.where)),
        link_id(quote.article),
        quote.article.label,
        quote.original,
        link_id(quote.source),
        quote.source.label,
        quote.reliability,
        card.credibility,
        card.evidence,
        _list(refs(card.revises)),
        link_ref(card.revised_by) if card.revised_by else "",
        _list(refs(card.same_as)),
        plain(card.note or ""),
        card.tlp,
    )


def _event_row(card: EventCard, base: str) -> tuple[str, ...]:
    quote, when = card.quote, card.when
    source = (link_id(quote.article), quote.article.label, quote.original, link_id(quote.source), quote.source.label) if quote else ("",) * 5
    return (
        card.ref,
        in_full(base, card.url),
        link_id(card.briefing),
        card.briefing.label,
        when.edtf,
        when.earliest,
        when.latest,
        plain(card.what),
        link_ref(card.alleged) if card.alleged else "",
        _list(ids(card.actors)),
        _names(card.actors),
        _list(ids(card.where)),
        _names(card.where),
        " … ".join(quote.parts) if quote else "",
        *source,
        card.tlp,
    )


def _list(words: Iterable[str]) -> str:
    return "; ".join(words)


def _names(links: Iterable[Link]) -> str:
    return "; ".join(link.label for link in links)


def _yes(value: bool) -> str:
    return "yes" if value else "no"
