"""The view of a briefing's own page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from briefgen.briefing import Briefing
from briefgen.catalog import ledgers_of
from briefgen.entries import Entry
from briefgen.model import CONFIDENCE, LIKELIHOOD, Change, Judgement, Repair
from briefgen.views.cardmaking import Cards
from briefgen.views.cards import BriefingCard, EventCard, Link, QuoteCard, StatementCard, When
from briefgen.views.question import Stance, stance
from briefgen.views.related import RelatedView, related


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered source note: what it points at on the same page."""

    number: int
    url: str
    label: str
    quote: QuoteCard | None


@dataclass(frozen=True, slots=True)
class UnknownView:
    ask: Markup
    quote: QuoteCard | None
    question: Link | None
    answered: Link | None


@dataclass(frozen=True, slots=True)
class JudgementView:
    """The desk's own view. A level is the term's place on its scale, from 1; 0 where there is no term."""

    says: Markup
    likelihood: str
    likelihood_words: str
    likelihood_level: int
    odds: str
    """What the likelihood stands for: "55–80 %"."""
    confidence: str
    confidence_words: str
    confidence_level: int
    because: Markup | None


@dataclass(frozen=True, slots=True)
class FlagView:
    """A doubt about a passage: its kind, and the word for it."""

    kind: str
    words: str
    quote: QuoteCard
    note: Markup


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change: its kind, and the word for it."""

    when: When
    kind: str
    words: str
    note: Markup | None


@dataclass(frozen=True, slots=True)
class RepairView:
    """One repair; `was` and `now` are "" where the article may not be shown whole."""

    was: str
    now: str
    why: str


@dataclass(frozen=True, slots=True)
class SourceNote:
    """An article as the briefings that rest on it name it."""

    article: Link
    source: Link
    reliability: str
    authors: tuple[str, ...]
    dates: tuple[tuple[str, When], ...]
    url: str
    archived: str
    repairs: tuple[RepairView, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BriefingView:
    card: BriefingCard
    tlp: str
    due: str
    bottom_line: Markup
    why_it_matters: Markup | None
    key_points: tuple[Markup, ...]
    analysis: Markup | None
    stances: tuple[Stance, ...]
    statements: tuple[StatementCard, ...]
    events: tuple[EventCard, ...]
    unknowns: tuple[UnknownView, ...]
    watch: tuple[Markup, ...]
    judgements: tuple[JudgementView, ...]
    flags: tuple[FlagView, ...]
    changes: tuple[ChangeView, ...]
    sources: tuple[SourceNote, ...]
    notes: tuple[Note, ...]
    newer: Link | None
    older: Link | None
    related: tuple[RelatedView, ...]
    updated: When | None
    """The last change after it first appeared."""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands on a briefing's page and is not its own. `due` says why it should be reviewed, or is ""."""

    due: str
    newer: Link | None
    older: Link | None
    related: tuple[RelatedView, ...]
    stances: tuple[Stance, ...]
    sources: tuple[SourceNote, ...]


def around(entry: Entry, cards: Cards, due: str, newer: Link | None, older: Link | None) -> Around:
    sources = tuple(source_note(article, cards) for article in entry.bonds.articles)
    return Around(due, newer, older, related(entry, cards), _own_stances(entry, cards), sources)


def told_of_briefing(entry: Entry, around: Around, cards: Cards) -> tuple[object, ...]:
    """All that `briefing_view` reads but the whole briefing."""
    own = cards.briefings[entry.id], *(cards.statements[s.ref] for s in entry.statements), *(cards.events[h.ref] for h in entry.happenings)
    asked = cards.links("questions", tuple(question for question in entry.unknown_questions if question))
    answered = tuple(cards.statement_link(ref) for ref in entry.answered if ref)
    quotable = tuple(map(cards.telling.article.__getitem__, entry.bonds.articles))
    return around, own, asked, answered, quotable, cards.telling.linked(entry.id)


def briefing_view(entry: Entry, whole: Briefing, around: Around, cards: Cards) -> BriefingView:
    """The briefing's own page."""
    annotation, prose, quotes = whole.annotation, whole.prose, whole.quotes
    numbers = {id: number for number, id in enumerate(whole.notes, start=1)}
    note = _note_renderer(numbers)

    def html(*where: str | int) -> Markup | None:
        return cards.prose_of(whole, where, note) if where in prose else None

    def quote(name: str, number: int) -> QuoteCard | None:
        found = quotes.get((f"{name}s", number))
        return cards.quote(found, f"{entry.id}__{name}-{number + 1}") if found else None

    return BriefingView(
        card=cards.briefings[entry.id],
        tlp=annotation.tlp,
        due=around.due,
        bottom_line=html("bottom_line"),  # type: ignore[arg-type]
        why_it_matters=html("why_it_matters"),
        key_points=tuple(html("key_points", n) for n in range(len(annotation.key_points))),  # type: ignore[misc]
        analysis=html("analysis"),
        stances=around.stances,
        statements=tuple(cards.statements[s.ref] for s in entry.statements),
        events=tuple(cards.events[h.ref] for h in entry.happenings),
        unknowns=tuple(
            UnknownView(
                html("unknowns", n, "ask"),  # type: ignore[arg-type]
                quote("unknown", n),
                cards.link("questions", q) if (q := entry.unknown_questions[n]) else None,
                cards.statement_link(ref) if (ref := entry.answered[n]) else None,
            )
            for n in range(len(annotation.unknowns))
        ),
        watch=tuple(html("watch", n) for n in range(len(annotation.watch))),  # type: ignore[misc]
        judgements=tuple(
            _judgement(j, html("judgements", n, "says"), html("judgements", n, "because"), cards)  # type: ignore[arg-type]
            for n, j in enumerate(annotation.judgements)
        ),
        flags=tuple(
            FlagView(f.kind, cards.words[f"flag.{f.kind}"], quote("flag", n), html("flags", n, "note"))  # type: ignore[arg-type]
            for n, f in enumerate(annotation.flags)
        ),
        changes=tuple(_change(c, html("changes", n, "note"), cards) for n, c in enumerate(annotation.changes)),
        sources=around.sources,
        notes=_notes(entry, cards, numbers),
        newer=around.newer,
        older=around.older,
        related=around.related,
        updated=cards.when(later[-1].date) if (later := _later_changes(entry)) else None,
    )


def _change(change: Change, note: Markup | None, cards: Cards) -> ChangeView:
    return ChangeView(cards.when(change.date), change.kind, cards.words[f"change.{change.kind}"], note)


def _later_changes(entry: Entry) -> list[Change]:
    changes = [change for change in entry.head.changes if change.kind != "first published"]
    return sorted(changes, key=lambda change: change.date.sort_key)


def _judgement(judgement: Judgement, says: Markup, because: Markup | None, cards: Cards) -> JudgementView:
    likelihood, confidence = judgement.likelihood or "", judgement.confidence or ""
    return JudgementView(
        says,
        likelihood,
        cards.words[f"likelihood.{likelihood}"] if likelihood else "",
        list(LIKELIHOOD).index(likelihood) + 1 if likelihood else 0,
        LIKELIHOOD.get(likelihood, ""),
        confidence,
        cards.words[f"confidence.{confidence}"] if confidence else "",
        list(CONFIDENCE).index(confidence) + 1 if confidence else 0,
        because,
    )


def _note_renderer(numbers: dict[str, int]) -> Callable[[str], str]:
    """`[^id]` as a numbered link to its note; only the first mention of a note can be led back to."""
    seen: set[str] = set()

    def render(id: str) -> str:
        number = numbers[id]
        back = "" if id in seen else f' id="ref.{number}"'
        seen.add(id)
        return f'<sup class="note"{back}><a href="#note.{number}">{number}</a></sup>'

    return render


def _notes(entry: Entry, cards: Cards, numbers: dict[str, int]) -> tuple[Note, ...]:
    notes = []
    for id, number in numbers.items():
        ref = f"{entry.id}/{id}"
        if ref in cards.statements:
            statement = cards.statements[ref]
            notes.append(Note(number, statement.url, cards.statement_link(ref).label, statement.quote))
        else:
            event = cards.events[ref]
            notes.append(Note(number, event.url, event.when.text, event.quote))
    return tuple(notes)


def _own_stances(entry: Entry, cards: Cards) -> tuple[Stance, ...]:
    """How this briefing's own statements answer each question, those apart that they answer only by implication."""
    own = ledgers_of([entry], cards.catalog)
    asked = (ledger for ledger in own.values() if any(entry.follows_from is None for entry in ledger.entries))
    return tuple(stance(ledger, cards) for ledger in asked)


def _repair(repair: Repair, quotable: bool) -> RepairView:
    """The repair; its words, which are the article's, only where all of the article may be shown."""
    return RepairView(repair.was, repair.now, repair.why) if quotable else RepairView("", "", repair.why)


def source_note(article: str, cards: Cards) -> SourceNote:
    head = cards.catalog.articles[article].head
    source = cards.catalog.sources[cards.catalog.source_of[article]]
    dates = (("published", head.published), ("updated", head.updated), ("retrieved", head.retrieved))
    capture = head.capture
    return SourceNote(
        cards.link("articles", article),
        cards.source(article),
        cards.reliability(source.reliability),
        head.author,
        tuple((label, cards.when(date)) for label, date in dates if date),
        head.url or "",
        head.archived or "",
        tuple(_repair(r, head.rights == "full") for r in capture.repairs) if capture else (),
        capture.dropped if capture else (),
    )
