"""The ledger: one table of cases for who holds which position, what follows, and what contradicts.

A statement is written "origin date answer", with what follows: q=QUESTION, revises=N, same=N (the number
of a statement in the case, from 0), by=SPEAKER+SPEAKER. The answer "-" is none.
"""

from __future__ import annotations

import itertools

import pytest

from briefgen.answers import parse_answer
from briefgen.dates import parse_date
from briefgen.ledger import Ledger, Said, build_ledgers, find_revision_ring, implications
from briefgen.model import Question

# narrow narrows middle narrows wide; other stands alone; many narrows wide too
QUESTIONS = {
    "wide": Question(ask="wide"),
    "middle": Question(ask="middle", narrows="wide"),
    "narrow": Question(ask="narrow", narrows="middle"),
    "beside": Question(ask="beside", narrows="wide"),
    "alone": Question(ask="alone"),
    "count": Question(ask="count", unit="things"),
}


def said(lines: list[str]) -> list[Said]:
    statements = []
    for number, line in enumerate(lines):
        words, options = [], {}
        for word in line.split():
            name, sign, value = word.partition("=")
            options.update({name: value}) if sign else words.append(word)
        origin, date, answer = words[0], words[1], " ".join(words[2:])
        questions = options.get("q", "alone").split("+")
        statements.append(
            Said(
                f"b/{number}",
                parse_date(date),
                ((origin, origin, tuple(options.get("by", origin).split("+"))),),
                tuple((question, parse_answer(answer)) for question in questions if answer != "-"),
                tuple(f"b/{other}" for other in options.get("revises", "").split("+") if other),
                tuple(f"b/{other}" for other in options.get("same", "").split("+") if other),
            )
        )
    return statements


def ledgers(*lines: str) -> dict[str, Ledger]:
    return build_ledgers(said(list(lines)), implications(QUESTIONS))


def positions(ledger: Ledger) -> dict[str, str]:
    """origin -> its answer now, with "<question" where it follows from another."""
    return {p.origin: str(p.answer) + (f" <{p.follows_from}" if p.follows_from else "") for p in ledger.positions}


NOW = {
    "the newest counts": (["A 2024-01 denies", "A 2024-02 affirms"], {"A": "affirms"}),
    "in whatever order they are written": (["A 2024-02 affirms", "A 2024-01 denies"], {"A": "affirms"}),
    "each origin has one": (["A 2024 affirms", "B 2024 denies"], {"A": "affirms", "B": "denies"}),
    "a month is older than its last day": (["A 2024-10 denies", "A 2024-10-31 affirms"], {"A": "affirms"}),
    "an explicit revision beats the dates": (["A 2024-05 affirms", "A 2024-01 denies revises=0"], {"A": "denies"}),
    "a chain of revisions ends at its last": (["A 2024-09 affirms", "A 2024-05 likely revises=0", "A 2024-01 denies revises=1"], {"A": "denies"}),
    "what is revised is no position, even if nothing else is left of its origin": (["A 2024 affirms", "B 2024 denies revises=0"], {"B": "denies"}),
    "to decline takes no position back": (["A 2024-01 denies", "A 2024-02 declines"], {"A": "denies"}),
    "to decline is a position where there is none": (["A 2024-02 declines"], {"A": "declines"}),
    "to answer replaces having declined": (["A 2024-01 declines", "A 2024-02 affirms"], {"A": "affirms"}),
    "unclear does replace": (["A 2024-01 denies", "A 2024-02 unclear"], {"A": "unclear"}),
    "a revision may decline": (["A 2024-01 denies", "A 2024-02 declines revises=0"], {"A": "declines"}),
    "one utterance told twice is one": (["A 2024-01 denies", "A 2024-03 denies same=0", "A 2024-02 affirms"], {"A": "affirms"}),
    "a revision need not answer anything": (["A 2024-01 affirms", "A 2024-02 - revises=0"], {}),
    "nor need the telling that is revised": (["A 2024-05 affirms", "A 2024-05 - same=0", "A 2024-01 denies revises=1"], {"A": "denies"}),
    "reporters' own words printed twice are one origin's": (["article:p 2024-01 affirms", "article:q 2024-02 affirms same=0"], {"article:p": "affirms"}),
    "to revise one telling revises the utterance": (["A 2024-03 affirms", "A 2024-04 affirms same=0", "A 2024-01 denies revises=1"], {"A": "denies"}),
}  # fmt: skip


@pytest.mark.parametrize("case", NOW)
def test_positions_now(case: str) -> None:
    lines, expected = NOW[case]
    assert positions(ledgers(*lines)["alone"]) == expected


FOLLOWS = {
    "who affirms the narrow affirms all that is wider": (
        ["A 2024 affirms q=narrow"],
        {"narrow": {"A": "affirms"}, "middle": {"A": "affirms <narrow"}, "wide": {"A": "affirms <narrow"}},
    ),
    "who denies the wide denies all that is narrower": (
        ["A 2024 denies q=wide"],
        {
            "wide": {"A": "denies"},
            "middle": {"A": "denies <wide"},
            "narrow": {"A": "denies <wide"},
            "beside": {"A": "denies <wide"},
        },
    ),
    "to deny the narrow says nothing of the wide": (["A 2024 denies q=narrow"], {"narrow": {"A": "denies"}}),
    "to affirm the wide says nothing of the narrow": (["A 2024 affirms q=wide"], {"wide": {"A": "affirms"}}),
    "to deny in the middle goes down only": (["A 2024 denies q=middle"], {"middle": {"A": "denies"}, "narrow": {"A": "denies <middle"}}),
    "likely follows to nothing": (["A 2024 likely q=narrow"], {"narrow": {"A": "likely"}}),
    "unlikely follows to nothing": (["A 2024 unlikely q=wide"], {"wide": {"A": "unlikely"}}),
    "unclear and declines follow to nothing": (["A 2024 unclear q=wide", "B 2024 declines q=narrow"], {"wide": {"A": "unclear"}, "narrow": {"B": "declines"}}),
    "one's own answer in the same statement stands": (
        ["A 2024 denies q=wide+narrow"],
        {"wide": {"A": "denies"}, "middle": {"A": "denies <wide"}, "narrow": {"A": "denies"}, "beside": {"A": "denies <wide"}},
    ),
    "on one day one's own words beat what follows": (
        ["A 2024-01-05 likely q=middle", "A 2024-01-05 affirms q=narrow"],
        {"middle": {"A": "likely"}, "narrow": {"A": "affirms"}, "wide": {"A": "affirms <narrow"}},
    ),
    "later, what follows counts": (
        ["A 2024-01-05 denies q=middle", "A 2024-01-06 affirms q=narrow"],
        {"middle": {"A": "affirms <narrow"}, "narrow": {"A": "affirms"}, "wide": {"A": "affirms <narrow"}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FOLLOWS)
def test_what_follows(case: str) -> None:
    lines, expected = FOLLOWS[case]
    assert {question: positions(ledger) for question, ledger in ledgers(*lines).items()} == expected


SIDES = {
    "yes against no": (["A 2024 affirms", "B 2024 denies"], [{"A"}, {"B"}]),
    "likely is on the side of yes": (["A 2024 likely", "B 2024 unlikely", "C 2024 affirms"], [{"A", "C"}, {"B"}]),
    "unclear and declines are on neither": (["A 2024 affirms", "B 2024 unclear", "C 2024 declines"], []),
    "one changed its mind": (["A 2024-01 affirms", "A 2024-02 denies"], []),
    "a position that was replaced contradicts nothing": (["A 2024-01 affirms", "B 2024 denies", "A 2024-02 denies revises=0"], []),
    "figures that exclude each other": (["A 2024 up to 3000 q=count", "B 2024 10000 q=count"], [{"A"}, {"B"}]),
    "figures that overlap": (["A 2024 up to 3000 q=count", "B 2024 2000 to 5000 q=count"], []),
    "an unclear figure contradicts none": (["A 2024 up to 3000 q=count", "B 2024 10000 (unclear) q=count"], []),
    "only those who clash take sides": (["A 2024 1 to 10 q=count", "B 2024 5 q=count", "C 2024 20 q=count"], [{"A"}, {"B"}, {"C"}]),
    "a figure beside a word": (["A 2024 3 q=count", "B 2024 declines q=count"], []),
}


@pytest.mark.parametrize("case", SIDES)
def test_contradictions(case: str) -> None:
    lines, expected = SIDES[case]
    (ledger,) = ledgers(*lines).values()
    assert sorted(sorted(position.origin for position in side) for side in ledger.sides) == sorted(map(sorted, expected))
    assert ledger.contested is bool(expected)


SHIFTS = {
    "a new answer": (["A 2024-01 denies", "A 2024-02 affirms"], ["denies>affirms"]),
    "the same again": (["A 2024-01 denies", "A 2024-02 denies"], []),
    "another's": (["A 2024-01 denies", "B 2024-02 affirms"], []),
    "to decline changes nothing": (["A 2024-01 denies", "A 2024-02 declines", "A 2024-03 denies"], []),
    "figures": (["A 2024-01 up to 3000 q=count", "A 2024-02 10000 (unclear) q=count revises=0"], ["up to 3000>10000 (unclear)"]),
    "one utterance told twice": (["A 2024-01 denies", "A 2024-02 denies same=0", "A 2024-03 affirms"], ["denies>affirms"]),
    "a revision against the dates": (["A 2024-05 affirms", "A 2024-01 denies revises=0"], ["affirms>denies"]),
}


@pytest.mark.parametrize("case", SHIFTS)
def test_shifts(case: str) -> None:
    lines, expected = SHIFTS[case]
    (ledger,) = ledgers(*lines).values()
    raw = lambda answer: getattr(answer, "text", answer)
    assert [f"{raw(s.before.answer)}>{raw(s.after.answer)}" for s in ledger.shifts] == expected


def test_corroboration_is_by_origin_and_same_as_counts_once() -> None:
    ledger = ledgers("A 2024-01 affirms", "A 2024-02 affirms same=0", "A 2024-03 affirms", "B 2024 affirms", "C 2024 denies")["alone"]
    found = {c.answer: [(entry.origin, count) for entry, count in c.origins] for c in ledger.corroboration}
    assert found == {"affirms": [("A", 2), ("B", 1)], "denies": [("C", 1)]}
    assert ledger.entries[0].also_in == ("b/1",)


def test_same_as_joins_a_chain_in_any_direction() -> None:
    for order in itertools.permutations(range(3)):
        lines = ["A 2024 affirms", "A 2024 affirms same=0", "A 2024 affirms same=1"]
        statements = said(lines)
        (ledger,) = build_ledgers([statements[n] for n in order], implications(QUESTIONS)).values()
        assert len(ledger.entries) == 1 and len(ledger.entries[0].also_in) == 2


def test_a_statement_of_two_origins_is_a_line_for_each() -> None:
    both = Said("b/0", parse_date("2024"), (("A", "A", ("a",)), ("B", "B", ("b", "c"))), (("alone", "denies"),))
    (ledger,) = build_ledgers([both], {}).values()
    assert [(e.origin, e.speakers) for e in ledger.entries] == [("A", ("a",)), ("B", ("b", "c"))]


def test_the_order_of_the_input_does_not_matter() -> None:
    lines = ["A 2024-01 denies q=wide", "B 2024-02 affirms q=narrow", "A 2024-01 likely q=middle", "C 2024-02 affirms q=narrow", "B 2024-01 denies q=middle revises=1"]
    statements = said(lines)
    expected = build_ledgers(statements, implications(QUESTIONS))
    for order in itertools.permutations(statements):
        assert build_ledgers(list(order), implications(QUESTIONS)) == expected


def test_revisions_in_a_ring_are_found() -> None:
    assert find_revision_ring({"a": ["b"], "b": ["c"], "c": ["a"], "d": []}) == ["a", "b", "c"]
    assert find_revision_ring({"a": ["b", "c"], "b": ["c"], "c": []}) == []
    assert find_revision_ring({str(n): [str(n + 1)] for n in range(20_000)}) == [], "a long chain needs no deep stack"


def test_narrows_in_a_ring_ends() -> None:
    ring = {"a": Question(ask="a", narrows="b"), "b": Question(ask="b", narrows="a")}
    assert set(implications(ring)) <= {(q, stance) for q in "ab" for stance in ("affirms", "denies")}


def test_a_revision_takes_back_what_followed() -> None:
    found = ledgers("A 2024-01 affirms q=narrow", "A 2024-02 denies q=narrow revises=0")
    assert positions(found["narrow"]) == {"A": "denies"}
    assert positions(found["wide"]) == {} and [e.revised_by for e in found["wide"].entries] == ["b/1"]


def test_what_is_the_same_through_a_third_counts_once() -> None:
    ledger = ledgers("A 2024-01 affirms same=1", "A 2024-01 -", "A 2024-02 affirms same=1")["alone"]
    assert [(e.ref, e.also_in) for e in ledger.entries] == [("b/0", ("b/2",))]
    assert [count for same in ledger.corroboration for _, count in same.origins] == [1]
