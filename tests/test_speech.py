"""Direct, reported or partly quoted, from the quotation marks alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.speech import quoted_ranges, speech
from case_reader import read_cases

MARKS = st.sampled_from(list("“”„«»‹›「」\"‘’‚'") + ["a", "s", "t", " ", " ", ".", ",", "\n", "é", "中", "9"])


@pytest.mark.parametrize("case, expected", read_cases("speech"))
def test_quoted_ranges(case, expected):
    texts = case.split("\n\n")
    assert "\n\n".join(map(shown, texts, quoted_ranges(texts))) == expected


def shown(text, ranges):
    for start, end in reversed(ranges):
        text = f"{text[:start]}{{{text[start:end]}}}{text[end:]}"
    return text


@pytest.mark.parametrize(
    "part, expected",
    [
        ("it is", "direct"),
        ("“it is so,”", "direct"),
        ("it is so,” he", "partly quoted"),
        ("he said", "reported"),
        ("” he said. “", "reported"),
        ("He", "reported"),
        (",”", "reported"),
    ],
)
def test_speech(part, expected):
    text = "He: “it is so,” he said. “No.”"
    (ranges,) = quoted_ranges([text])
    start = text.index(part)
    assert speech(text, ranges, [(start, start + len(part))]) == expected


def test_the_parts_of_a_passage_count_together():
    text = "He said “yes” and she said no."
    (ranges,) = quoted_ranges([text])
    assert speech(text, ranges, [(9, 12), (27, 29)]) == "partly quoted"
    assert speech(text, ranges, [(0, 7), (27, 29)]) == "reported"
    assert speech(text, ranges, []) == "reported"


@given(st.lists(MARKS, max_size=40).map("".join))
def test_ranges_are_in_order_and_hold_no_outer_mark(text):
    (ranges,) = quoted_ranges([text])
    at = 0
    for start, end in ranges:
        assert at < start < end <= len(text)
        assert text[start - 1] in "“”„«»‹›「」『』\"‘’‚'"
        at = end


def test_many_marks_are_quick():
    start = time.perf_counter()
    for mark in ("“", "'a ", "a' ", "‘s’ ", '" ', "« ", "’ ", "a”"):
        quoted_ranges([mark * 100_000])
    assert time.perf_counter() - start < 30


def test_the_example_has_exactly_five_direct_claims():
    from test_passages import example

    from briefgen.passages import find_passage

    texts, passages = example()
    ranges = quoted_ranges(texts)
    found = {id: find_passage(passage, texts) for id, passage in passages.items()}
    said = {id: speech(texts[hit.index], ranges[hit.index], hit.spans) for id, hit in found.items()}
    direct = {id for id, how in said.items() if how == "direct"}
    assert direct == {
        "rutte-confirms",
        "singh-likely",
        "singh-escalation",
        "singh-security",
        "lavrov-westerners",
    }
    assert set(said.values()) == {"direct", "reported"}
