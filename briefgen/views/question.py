"""The views of questions: the ledger on a question's own page, and what other pages show of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from briefgen.answers import Figure
from briefgen.entries import Entry as BriefingEntry
from briefgen.ledger import Entry, Ledger
from briefgen.views.cardmaking import Cards
from briefgen.views.cards import AnswerCard, BriefingCard, Link, OpenQuestion, PositionCard, When
from briefgen.views.grid import Grid, grid
from briefgen.views.years import NEWEST, YearCount, split


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """All who give one answer."""

    answer: AnswerCard
    positions: tuple[PositionCard, ...]


@dataclass(frozen=True, slots=True)
class Stance:
    """One question and who answers it how, in one briefing or everywhere; from yes to no, or from the largest figure."""

    question: Link
    groups: tuple[AnswerGroup, ...]
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
class FigurePoint:
    """One figure that an origin named; `low` and `high` are its bounds as decimal numbers, "" where open."""

    when: When
    words: str
    low: str
    high: str
    about: bool
    unclear: bool
    revised: bool


@dataclass(frozen=True, slots=True)
class FigureLine:
    """The figures of one origin, from the oldest to the newest."""

    origin: Link
    points: tuple[FigurePoint, ...]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """The ledger. `entries` from the oldest to the newest; `grid` is the same by origin and day. `sides`
    are the groups of current positions that cannot all be right. A year's page has the entries of that
    year and nothing else. `figures` are for a chart, where the question has a unit."""

    url: str
    ask: str
    unit: str
    note: Markup | None
    wider: Link | None
    narrower: tuple[Link, ...]
    contested: bool
    groups: tuple[AnswerGroup, ...]
    grid: Grid | None
    entries: tuple[PositionCard, ...]
    shifts: tuple[ShiftView, ...]
    sides: tuple[tuple[PositionCard, ...], ...]
    corroboration: tuple[CorroborationView, ...]
    figures: tuple[FigureLine, ...]
    open: tuple[OpenQuestion, ...]
    briefings: tuple[BriefingCard, ...]
    years: tuple[YearCount, ...]
    year: str


def stance(ledger: Ledger, cards: Cards) -> Stance:
    return Stance(cards.link("questions", ledger.question), answer_groups(ledger, cards), ledger.contested)


def answer_groups(ledger: Ledger, cards: Cards) -> tuple[AnswerGroup, ...]:
    """The ledger's current positions, in its order, those with one answer together."""
    positions = _cards(ledger.question, ledger.positions, cards)
    same = groupby(positions, key=lambda position: position.answer)
    return tuple(AnswerGroup(answer, tuple(found)) for answer, found in same)


def question_years(id: str, cards: Cards) -> tuple[YearCount, ...]:
    """The years of the ledger that have a page of their own."""
    ledger = cards.catalog.ledgers.get(id)
    return split(ledger.entries, f"/questions/{id}/")[1] if ledger else ()


def question_view(id: str, cards: Cards, year: str = "") -> QuestionView:
    """A question's ledger, or one year of it."""
    question, ledger = cards.catalog.questions[id], cards.catalog.ledgers.get(id)
    url = f"/questions/{id}/"
    newest_first = ledger.entries[::-1] if ledger else ()
    shown, years = split(newest_first, url, year)
    entries = _cards(id, shown[::-1], cards)
    wider = cards.link("questions", question.narrows) if question.narrows in cards.catalog.questions else None
    if year or ledger is None:
        empty: tuple[()] = ()
        rest = (empty, None, entries, empty, empty, empty)
    else:
        shifts = tuple(ShiftView(*_cards(id, (s.before, s.after), cards)) for s in ledger.shifts[-NEWEST:])
        sides = tuple(_cards(id, side, cards) for side in ledger.sides)
        rest = (answer_groups(ledger, cards), grid(ledger, cards), entries, shifts, sides, _corroboration(ledger, cards))
    return QuestionView(
        url,
        question.ask,
        question.unit or "",
        cards.registry_note("questions", id),
        wider,
        cards.links("questions", cards.groups.below.get(("questions", id), ())),
        bool(ledger and ledger.contested),
        *rest,
        figure_lines(shown[::-1] if year or ledger is None else ledger.entries, cards),
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


def figure_lines(entries: Sequence[Entry], cards: Cards) -> tuple[FigureLine, ...]:
    """The figures among `entries` by origin, in the order of each origin's first."""
    lines: dict[str, list[FigurePoint]] = {}
    labels: dict[str, Link] = {}
    for entry in entries:
        if isinstance(entry.answer, Figure):
            low, high = ("" if bound is None else str(bound) for bound in (entry.answer.low, entry.answer.high))
            figure, revised = entry.answer, entry.revised_by is not None
            point = FigurePoint(cards.when(entry.date), cards.words.figure(figure), low, high, figure.about, figure.unclear, revised)
            lines.setdefault(entry.origin, []).append(point)
            label = cards.origin(entry)
            labels[entry.origin] = label if labels.get(entry.origin, label) == label else cards.link("actors", entry.origin)
    return tuple(FigureLine(labels[origin], tuple(points)) for origin, points in lines.items())


def open_unknowns(cards: Cards, question: str | None = None) -> tuple[OpenQuestion, ...]:
    """What briefings have found to be unknown and nothing has answered since; newest briefing first."""
    by_question = cards.once("open unknowns", lambda: _open_by_question(cards))
    found = by_question.get(question, []) if question else [one for entries in by_question.values() for one in entries]
    found = sorted(found, key=lambda one: (one[0], one[2]))
    return tuple(cards.open_question(e, n) for _, e, n in found)


def _open_by_question(cards: Cards) -> Mapping[str | None, list[tuple[int, BriefingEntry, int]]]:
    """question (None: no question of the registry) -> (place of the briefing, the briefing, place in its unknowns)"""
    found: dict[str | None, list[tuple[int, BriefingEntry, int]]] = {}
    for place, entry in enumerate(cards.catalog.entries):
        for n, asked in enumerate(entry.unknown_questions):
            if entry.answered[n] is None:
                found.setdefault(asked, []).append((place, entry, n))
    return found


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
