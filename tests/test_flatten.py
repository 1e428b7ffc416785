"""Views taken apart by code written from their types: whatever a page may show is in its print."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, fields, is_dataclass, replace

import pytest
from markupsafe import Markup

from briefgen.build import plan_build
from briefgen.changes import SHARED, Printer
from briefgen.flatten import flatten
from briefgen.options import Options
from briefgen.views.cards import Link
from briefgen.views.chrome import Page

from site_driver import ROOT


@dataclass(frozen=True, slots=True)
class Inner:
    number: int
    link: Link | None


@dataclass(frozen=True, slots=True)
class Outer:
    text: str
    html: Markup | None
    inner: Inner
    several: tuple[Inner, ...]
    words: tuple[str, ...]
    either: str | Link
    table: dict[str, int]


ONE = Outer("a", Markup("<b>"), Inner(1, Link("x", "/x/")), (Inner(2, None),), ("p", "q"), "e", {"k": 1})


def printed(view: object) -> bytes:
    return Printer().print_of(Page("/x/", "page.html", "", "", "", None, view))


@pytest.mark.parametrize(
    "other",
    [
        replace(ONE, text="b"),
        replace(ONE, html=None),
        replace(ONE, html=Markup("<i>")),
        replace(ONE, inner=Inner(2, Link("x", "/x/"))),
        replace(ONE, inner=Inner(1, Link("x", "/y/"))),
        replace(ONE, inner=Inner(1, None)),
        replace(ONE, several=()),
        replace(ONE, several=(Inner(2, None), Inner(2, None))),
        replace(ONE, several=(Inner(2, Link("", "")),)),
        replace(ONE, words=("pq",)),
        replace(ONE, either=Link("e", "")),
        replace(ONE, table={"k": 2}),
    ],
)
def test_every_value_counts(other: Outer) -> None:
    assert printed(other) != printed(ONE)


def test_equal_values_have_equal_prints() -> None:
    again = Outer("a", Markup("<b>"), Inner(1, Link("x", "/x/")), (Inner(2, None),), ("p", "q"), "e", {"k": 1})
    assert printed(again) == printed(ONE)


def test_a_value_that_is_not_what_its_class_says_still_counts() -> None:
    odd = replace(ONE, inner=Link("not", "inner"), text=Markup("a"))  # type: ignore[arg-type]
    assert printed(odd) != printed(replace(odd, inner=Link("nor", "this")))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="may not hold"):
        printed(replace(ONE, table=object()))  # type: ignore[arg-type]


def test_views_are_what_their_classes_say() -> None:
    """So that their prints are made the quick way, and each of their fields is a part of it."""
    plan = plan_build(ROOT, Options(datetime.date(2024, 12, 1))).plan
    assert plan is not None
    seen = set()
    for url in plan:
        page = plan[url]
        if is_dataclass(page.view) and (kind := type(page.view)) not in seen:
            assert len(flatten(kind, SHARED)(page.view, Printer())) == len(fields(kind))
            seen.add(kind)
    assert len(seen) > 15
