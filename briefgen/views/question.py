"""The views of questions: the ledger on a question's own page, and what other pages show of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from briefgen.answers import Figure
from briefgen.ledger import Entry, Ledger
from briefgen.views.cards import BriefingCard, Cards, Link, PositionCard
from briefgen.views.years import NEWEST, YearCount, split


@dataclass(frozen=True, slots=True)
class Stance:
    """One question and who answers it how, in one briefing or everywhere."""

    question: Link
    positions: tuple[PositionCard, ...]
    contested: bool


@dataclass(frozen=True, slots=True)
class ShiftView:
    before: PositionCard
    after: PositionCard


@dataclass(frozen=True, slots=True)
class CorroborationView:
    """Everyone who now gives one answer, by origin, with the number of statements behind each."""

    answer: str
    origins: tuple[tuple[Link, int], ...]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """The ledger. `entries` from the oldest to the newest; `sides` are the groups of current positions
    that cannot all be right. A year's page has the entries of that year and nothing else."""

    url: str
    ask: str
    unit: str
    note: Markup | None
    wider: Link | None
    narrower: tuple[Link, ...]
    contested: bool
    positions: tuple[PositionCard, ...]
    entries: tuple[PositionCard, ...]
    shifts: tuple[ShiftView, ...]
    sides: tuple[tuple[PositionCard, ...], ...]
    corroboration: tuple[CorroborationView, ...]
    open: tuple[tuple[Markup, Link], ...]
    briefings: tuple[BriefingCard, ...]
    years: tuple[YearCount, ...]
    year: str


def stance(ledger: Ledger, cards: Cards) -> Stance:
    positions = tuple(cards.position(ledger.question, entry) for entry in ledger.positions)
    return Stance(cards.link("questions", ledger.question), positions, ledger.contested)


def question_view(id: str, cards: Cards, year: str = "") -> QuestionView:
    """A question's ledger, or one year of it."""
    question, ledger = cards.catalog.questions[id], cards.catalog.ledgers.get(id)
    url = f"/questions/{id}/"
    newest_first = ledger.entries[::-1] if ledger else ()
    shown, years = split(newest_first, lambda entry: f"{entry.date.year:04}", url, year)
    entries = _cards(id, shown[::-1], cards)
    wider = cards.link("questions", question.narrows) if question.narrows in cards.catalog.questions else None
    if year or ledger is None:
        empty: tuple[()] = ()
        rest = (empty, entries, empty, empty, empty)
    else:
        shifts = tuple(ShiftView(*_cards(id, (s.before, s.after), cards)) for s in ledger.shifts[-NEWEST:])
        sides = tuple(_cards(id, side, cards) for side in ledger.sides)
        rest = (_cards(id, ledger.positions, cards), entries, shifts, sides, _corroboration(ledger, cards))
    return QuestionView(
        url,
        question.ask,
        question.unit or "",
        cards.registry_note("questions", id),
        wider,
        cards.links("questions", cards.groups.below.get(("questions", id), ())),
        bool(ledger and ledger.contested),
        *rest,
        open_unknowns(cards, id) if not year else (),
        tuple(cards.briefings[e.id] for e in cards.groups.briefings.get(("questions", id), ())[:NEWEST]) if not year else (),
        years,
        year,
    )


def _cards(question: str, entries: Sequence[Entry], cards: Cards) -> tuple[PositionCard, ...]:
    return tuple(cards.position(question, entry) for entry in entries)


def _corroboration(ledger: Ledger, cards: Cards) -> tuple[CorroborationView, ...]:
    return tuple(
        CorroborationView(
            cards.answer(ledger.question, same.origins[0][0].answer).words,
            tuple((cards.position(ledger.question, entry).origin, count) for entry, count in same.origins),
        )
        for same in ledger.corroboration
    )


def open_unknowns(cards: Cards, question: str | None = None) -> tuple[tuple[Markup, Link], ...]:
    """What briefings have found to be unknown and nothing has answered since; newest briefing first."""
    return tuple(
        (cards.prose(entry.briefing.prose["unknowns", n, "ask"]), cards.link("briefings", entry.id))
        for entry in cards.catalog.entries
        for n, asked in enumerate(entry.unknown_questions)
        if entry.answered[n] is None and (question is None or asked == question)
    )


def figure_shifts(cards: Cards) -> tuple[tuple[Link, ShiftView], ...]:
    """Every figure that its own origin has revised, newest first."""
    found = [
        (question, shift)
        for question, ledger in cards.catalog.ledgers.items()
        for shift in ledger.shifts
        if isinstance(shift.after.answer, Figure)
    ]
    found.sort(key=lambda pair: (pair[1].after.date.sort_key, pair[0]), reverse=True)
    return tuple(
        (cards.link("questions", q), ShiftView(cards.position(q, s.before), cards.position(q, s.after))) for q, s in found
    )
