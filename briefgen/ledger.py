"""The ledger: who answered which question how, and when; and what follows from it.

Pure functions from statements to one `Ledger` per question. A statement by several speakers, or by
one government through several mouths, is counted by *origin*: the root of the chain of `of`.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from briefgen.answers import NO, YES, Answer, Figure
from briefgen.dates import Edtf
from briefgen.model import Question


@dataclass(frozen=True, slots=True)
class Said:
    """What the ledger needs to know of a statement. `ref` is "briefing/claim".

    `origins` maps each origin to (the id that labels it, the speakers of that origin).
    """

    ref: str
    date: Edtf
    origins: tuple[tuple[str, str, tuple[str, ...]], ...]
    answers: tuple[tuple[str, Answer], ...]
    revises: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a ledger: one origin's answer in one statement.

    `follows_from` names the question that was really answered; None where it was this one.
    `also_in` are other statements of the same utterance. `revised_by` is set where a later
    statement replaces this one.
    """

    ref: str
    date: Edtf
    origin: str
    label: str
    speakers: tuple[str, ...]
    answer: Answer
    follows_from: str | None = None
    also_in: tuple[str, ...] = ()
    revised_by: str | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """An origin's answer changed from one entry to the next."""

    before: Entry
    after: Entry


@dataclass(frozen=True, slots=True)
class Corroboration:
    """Who gives one answer now: each origin's current entry, and how many statements stand behind it."""

    answer: str
    origins: tuple[tuple[Entry, int], ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything said on one question. `entries` from the oldest to the newest."""

    question: str
    entries: tuple[Entry, ...]
    positions: tuple[Entry, ...]
    shifts: tuple[Shift, ...]
    corroboration: tuple[Corroboration, ...]
    sides: tuple[tuple[Entry, ...], ...]
    """Current positions that cannot all be right, one group for each answer; () where none contradict."""

    @property
    def contested(self) -> bool:
        return bool(self.sides)


Implied = Mapping[tuple[str, str], tuple[str, ...]]
"""(question, stance) -> the questions that this answer settles too, in the same sense."""


def implications(questions: Mapping[str, Question]) -> Implied:
    """What follows through `narrows`: to affirm the narrow question affirms every wider one, to deny
    the wide one denies every narrower one."""
    implied: dict[tuple[str, str], list[str]] = defaultdict(list)
    for id in sorted(questions):
        seen, wide = {id}, questions[id].narrows
        while wide and wide in questions and wide not in seen:
            implied[id, "affirms"].append(wide)
            implied[wide, "denies"].append(id)
            seen.add(wide)
            wide = questions[wide].narrows
    return {answer: tuple(others) for answer, others in implied.items()}


def build_ledgers(statements: Sequence[Said], implied: Implied) -> dict[str, Ledger]:
    """Question id -> its ledger, for every question that some statement answers or implies.

    `statements` are all of them, those without answers too: one may revise, or be the same as, others.
    """
    utterance = utterances({said.ref: said.same_as for said in statements})
    replaced = {utterance[old]: said.ref for said in statements for old in said.revises if old in utterance}
    by_question: dict[str, list[_Line]] = defaultdict(list)
    named = {ref for said in statements for ref in (*said.revises, *said.same_as)}
    bound = [said for said in statements if said.answers or said.revises or said.same_as or said.ref in named]
    for said in _in_order(bound, utterance):
        settled = {question for question, _ in said.answers}
        for question, answer in said.answers:
            by_question[question].append((said, answer, None))
        for question, answer in said.answers:
            for other in implied.get((question, answer), ()) if isinstance(answer, str) else ():
                if other not in settled:
                    settled.add(other)
                    by_question[other].append((said, answer, question))
    return {question: _ledger(question, lines, utterance, replaced) for question, lines in sorted(by_question.items())}


_Line = tuple[Said, Answer, str | None]
"""A statement, its answer, and the question that it really answered where that is another one."""


def _in_order(statements: Sequence[Said], utterance: Mapping[str, str]) -> list[Said]:
    """By date, oldest first; one that revises another stands after it whatever the dates say.

    What is the same utterance stands together, at its earliest date.
    """
    members: dict[str, list[Said]] = defaultdict(list)
    for said in sorted(statements, key=lambda said: (said.date.sort_key, said.ref)):
        members[utterance[said.ref]].append(said)
    waiting = {
        group: {utterance[old] for said in told for old in said.revises if old in utterance} - {group}
        for group, told in members.items()
    }
    revised_in = defaultdict(list)
    for group, earlier in waiting.items():
        for other in earlier:
            revised_in[other].append(group)
    ready = [(members[group][0].date.sort_key, group) for group, earlier in waiting.items() if not earlier]
    heapq.heapify(ready)
    ordered = []
    while ready:
        _, group = heapq.heappop(ready)
        ordered.extend(members[group])
        for later in revised_in[group]:
            waiting[later].discard(group)
            if not waiting[later]:
                heapq.heappush(ready, (members[later][0].date.sort_key, later))
    return ordered  # a ring of revisions was refused by the catalogue's checks


def find_revision_ring(revises: Mapping[str, Sequence[str]]) -> list[str]:
    """Refs of statements that revise each other in a ring; [] if there is none."""
    done: set[str] = set()
    for start in sorted(revises):
        trail: list[str] = []
        stack = [(start, iter(revises.get(start, ())))]
        on_trail = {start}
        trail.append(start)
        while stack:
            ref, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                stack.pop()
                done.add(ref)
                on_trail.discard(trail.pop())
            elif following in on_trail:
                return trail[trail.index(following) :]
            elif following not in done and following in revises:
                stack.append((following, iter(revises[following])))
                on_trail.add(following)
                trail.append(following)
    return []


def utterances(same_as: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """ref -> the ref that stands for its utterance (the first of its group by name)."""
    leader = {ref: ref for ref in same_as}

    def find(ref: str) -> str:
        while leader[ref] != ref:
            leader[ref] = leader[leader[ref]]
            ref = leader[ref]
        return ref

    for ref, others in same_as.items():
        for other in others:
            if other in leader:
                first, second = sorted((find(ref), find(other)))
                leader[second] = first
    return {ref: find(ref) for ref in leader}


def _ledger(question: str, lines: Sequence[_Line], utterance: Mapping[str, str], replaced: Mapping[str, str]) -> Ledger:
    entries = _entries(lines, utterance, replaced)
    positions = _positions(entries)
    return Ledger(
        question,
        tuple(entries),
        positions,
        find_shifts(entries),
        _corroboration(entries, positions),
        _sides(positions),
    )


def _entries(lines: Sequence[_Line], utterance: Mapping[str, str], replaced: Mapping[str, str]) -> list[Entry]:
    """One entry for each utterance and origin; a later report of it is named in the first one's `also_in`."""
    reports: dict[tuple[str, str], list[str]] = defaultdict(list)
    for said, _, _ in lines:
        for origin, _, _ in said.origins:
            reports[utterance[said.ref], _mouth(origin)].append(said.ref)
    entries = []
    for said, answer, follows_from in lines:
        for origin, label, speakers in said.origins:
            group = utterance[said.ref]
            first, *rest = reports[group, _mouth(origin)]
            if said.ref == first:
                also_in, revised_by = tuple(rest), replaced.get(group)
                entries.append(Entry(said.ref, said.date, origin, label, speakers, answer, follows_from, also_in, revised_by))
    return entries


def _mouth(origin: str) -> str:
    """What tells origins of one utterance apart: reporters' own words, printed twice, are one origin's."""
    return origin.partition(":")[0]


def _positions(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Each origin's newest entry that nothing has replaced."""
    now: dict[str, Entry] = {}
    for entry in entries:
        if entry.revised_by is None and not leaves_standing(entry, now.get(entry.origin)):
            now[entry.origin] = entry
    return tuple(sorted(now.values(), key=lambda e: (_rank(e.answer), e.origin)))


def leaves_standing(entry: Entry, before: Entry | None) -> bool:
    """Whether `entry` leaves the position `before` standing.

    To decline an answer takes back none; and on one day an origin's own words beat what follows from others.
    """
    if before is None:
        return False
    if entry.answer == "declines":
        return before.answer != "declines"
    same_day = before.date.earliest == entry.date.earliest
    return same_day and entry.follows_from is not None and before.follows_from is None


def _rank(answer: Answer) -> tuple[int, object]:
    if isinstance(answer, Figure):
        return (0, -answer.size)
    return (("affirms", "likely", "unclear", "declines", "unlikely", "denies").index(answer), 0)


def find_shifts(entries: Sequence[Entry], of: Callable[[Entry], str] = lambda entry: entry.origin) -> tuple[Shift, ...]:
    """Where the answer changed from one entry to the next of the same origin, or of what `of` says."""
    before: dict[str, Entry] = {}
    shifts = []
    for entry in entries:
        last = before.get(of(entry))
        if last is not None and entry.answer == "declines":
            continue  # it takes no answer back
        if last is not None and _words(last.answer) != _words(entry.answer):
            shifts.append(Shift(last, entry))
        before[of(entry)] = entry
    return tuple(shifts)


def _words(answer: Answer) -> str:
    return answer.text if isinstance(answer, Figure) else answer


def _corroboration(entries: Sequence[Entry], positions: Sequence[Entry]) -> tuple[Corroboration, ...]:
    told: dict[tuple[str, str], int] = defaultdict(int)
    for entry in entries:
        told[entry.origin, _words(entry.answer)] += 1
    together: dict[str, list[tuple[Entry, int]]] = {}
    for position in positions:
        words = _words(position.answer)
        together.setdefault(words, []).append((position, told[position.origin, words]))
    return tuple(Corroboration(words, tuple(origins)) for words, origins in together.items())


def _sides(positions: Sequence[Entry]) -> tuple[tuple[Entry, ...], ...]:
    figures = [p for p in positions if isinstance(p.answer, Figure) and not p.answer.unclear]
    if figures:
        clashing = [p for p in figures if any(not p.answer.overlaps(other.answer) for other in figures)]  # type: ignore[union-attr,arg-type]
        by_figure: dict[str, list[Entry]] = {}
        for position in clashing:
            by_figure.setdefault(_words(position.answer), []).append(position)
        return tuple(tuple(side) for side in by_figure.values())
    yes = tuple(p for p in positions if p.answer in YES)
    no = tuple(p for p in positions if p.answer in NO)
    return (yes, no) if yes and no else ()
