"""Answers: stances and figures, how they print, and which figures can both be true."""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefgen.answers import STANCES, Figure, parse_answer
from briefgen.errors import Refused

FIGURES = [
    # typed, low, high, about, unclear, as readers see it
    ("3000", 3000, 3000, False, False, "3,000"),
    ("300", 300, 300, False, False, "300"),
    ("1234567", 1234567, 1234567, False, False, "1,234,567"),
    ("up to 3000", None, 3000, False, False, "up to 3,000"),
    ("at least 5700", 5700, None, False, False, "at least 5,700"),
    ("about 4200", 4200, 4200, True, False, "about 4,200"),
    ("4050 to 4300", 4050, 4300, False, False, "4,050 to 4,300"),
    ("10000 (unclear)", 10000, 10000, False, True, "10,000 (unclear)"),
    ("up to 10000 (unclear)", None, 10000, False, True, "up to 10,000 (unclear)"),
    ("0", 0, 0, False, False, "0"),
    ("1.23456", "1.23456", "1.23456", False, False, "1.23456"),
    ("12345.67891", "12345.67891", "12345.67891", False, False, "12,345.67891"),
    ("7 to 7", 7, 7, False, False, "7 to 7"),
]


@pytest.mark.parametrize(("typed", "low", "high", "about", "unclear", "shown"), FIGURES)
def test_figures(typed: str, low: object, high: object, about: bool, unclear: bool, shown: str) -> None:
    figure = parse_answer(typed)
    bound = lambda value: None if value is None else Decimal(value)
    assert figure == Figure(typed, bound(low), bound(high), about, unclear)
    assert str(figure) == shown


@pytest.mark.parametrize("word", STANCES)
def test_stances_are_themselves(word: str) -> None:
    assert parse_answer(word) == word


@pytest.mark.parametrize(
    ("typed", "message", "hint"),
    [
        ("affirm", "'affirm' is no answer", "did you mean 'affirms'?"),
        ("yes", "'yes' is no answer", "write one of: affirms, likely, unclear, declines, unlikely, denies"),
        ("3,000", "'3,000' is not a number", "write 3000, without separators"),
        ("up to 3'000", "'3'000' is not a number", "write 3000, without separators"),
        ("4300 to 4050", "'4300 to 4050' runs backwards", "write 4050 to 4300"),
        ("about 3 to 4", "'about 3 to 4' is not a figure", None),
        ("3000 soldiers", "'3000 soldiers' is not a figure", None),
        ("-3", "'-3' is not a number", None),
        ("1e3", "'1e3' is not a number", None),
        ("Up To 3", "'Up To 3' is not a figure", None),
        ("", "there is no answer here", None),
    ],
)
def test_what_is_no_answer(typed: str, message: str, hint: str | None) -> None:
    with pytest.raises(Refused) as refused:
        parse_answer(typed)
    assert str(refused.value) == message
    assert refused.value.hint and (hint is None or refused.value.hint == hint)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("3000", "3000", True),
        ("3000", "10000", False),
        ("up to 3000", "10000", False),
        ("up to 3000", "3000", True),
        ("up to 3000", "at least 3000", True),
        ("up to 3000", "at least 3001", False),
        ("at least 5", "at least 9000", True),
        ("about 4200", "4050 to 4300", True),
        ("about 4200", "4600", True),
        ("about 4200", "4621", False),
        ("about 3000", "about 3600", True),
        ("about 3000", "about 4000", False),
        ("1 to 5", "6 to 9", False),
    ],
)
def test_figures_that_can_both_be_true(one: str, other: str, both: bool) -> None:
    assert parse_answer(one).overlaps(parse_answer(other)) is both
    assert parse_answer(other).overlaps(parse_answer(one)) is both
