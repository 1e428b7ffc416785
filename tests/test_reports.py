"""Reports: the text with its caret, and order."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from briefgen.errors import Problem
from briefgen.reports import count_words, in_order, render_github, render_json, render_sarif, render_text

ONE = Problem("a.yaml", 3, 5, "error", "bad-date", "there is no day 32", "write 2024-11", "    date: 2024-11-32")
TWO = Problem("a.yaml", 10, 1, "warning", "shared-name", "two of a kind")
NOTE = Problem("b.md", 1, 1, "notice", "raw-missing", "gone")


def test_the_text() -> None:
    assert render_text([ONE, TWO]) == (
        "a.yaml:3:5: error bad-date: there is no day 32\n"
        "        date: 2024-11-32\n"
        "        ^\n"
        "    hint: write 2024-11\n"
        "a.yaml:10:1: warning shared-name: two of a kind\n"
    )


def test_problems_are_sorted_by_number_not_by_text_and_told_once() -> None:
    assert in_order([NOTE, TWO, ONE, ONE]) == [ONE, TWO, NOTE]


def test_counts() -> None:
    assert count_words([]) == "no problems"
    assert count_words([ONE, TWO, NOTE, ONE]) == "2 errors, 1 warning, 1 notice"


def test_a_long_line_is_shown_around_its_column() -> None:
    line = "x" * 5000 + "HERE" + "y" * 5000
    shown = render_text([Problem("a.md", 1, 5001, "error", "c", "m", "", line)]).split("\n")
    assert len(shown[1]) < 200 and shown[1][shown[2].index("^")] == "H"


def test_a_tab_or_a_control_in_the_line_keeps_the_caret_in_place() -> None:
    shown = render_text([Problem("a.md", 1, 4, "error", "c", "m", "", "\ta\x1bHERE")]).split("\n")
    assert shown[1][shown[2].index("^")] == "H" and "\x1b" not in shown[1]


@given(st.text(), st.text(), st.integers(1, 300))
def test_no_report_breaks_on_any_text(message: str, excerpt: str, column: int) -> None:
    problem = Problem("a.yaml", 1, column, "error", "code", message, message, excerpt)
    assert json.loads(render_json([problem]))[0]["message"] == message
    json.loads(render_sarif([problem]))
    assert render_github([problem]).count("\n") == 1
    assert "\x1b" not in render_text([problem])
