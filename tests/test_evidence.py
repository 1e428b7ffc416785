"""Evidence: marks change no character, and without the rights only sentences that hold one are shown."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from briefgen.evidence import Mark, letters, render_full, render_line, render_passages, sentences
from briefgen.markup import parse_markdown

TEXT = """One sentence here. Two **sentences** there! A third [with a link](https://x.example/a) in it.

- an item that says little
- another item

> Quoted words, “and more” of them. The end.
"""
DOCUMENT = parse_markdown(TEXT)[0]


def marks_for(*found: tuple[int, str]) -> list[list[Mark]]:
    """Marks by block: (block, the words to mark), numbered in order."""
    marks: list[list[Mark]] = [[] for _ in DOCUMENT.blocks]
    for number, (block, words) in enumerate(found, start=1):
        start = DOCUMENT.blocks[block].text.index(words)
        marks[block].append(Mark(start, start + len(words), number, f"a{number}", True))
    return marks


def shown(html: str) -> BeautifulSoup:
    page = BeautifulSoup(html, "html.parser")
    for number in page.select("sup"):
        number.decompose()
    return page


FOUND = [
    [(0, "Two sentences there")],
    [(0, "sentences there! A third with")],
    [(0, "here. Two"), (0, "Two sentences")],
    [(0, "with a link"), (0, "link in it.")],
    [(0, DOCUMENT.blocks[0].text)],
    [(1, "item"), (2, "another item"), (3, "“and more”")],
    [(0, "One"), (0, "One sentence"), (0, "One sentence here.")],
    [],
]


@pytest.mark.parametrize("found", FOUND)
def test_a_full_text_keeps_every_character(found: list) -> None:
    plain, html = render_full(DOCUMENT, marks_for()), render_full(DOCUMENT, marks_for(*found))
    assert shown(html).get_text() == shown(plain).get_text()
    assert html.count("<a ") - html.count('<sup class="rests">') == plain.count("<a ")


@pytest.mark.parametrize("found", FOUND)
def test_each_mark_has_its_anchor_and_its_number_once(found: list) -> None:
    for html in (render_full(DOCUMENT, marks_for(*found)), render_passages(DOCUMENT, marks_for(*found))[0]):
        page = BeautifulSoup(html, "html.parser")
        for number, (_, words) in enumerate(found, start=1):
            (place,) = page.select(f"#a{number}")
            assert place.name == "mark" or place.find_parent("mark")
            assert len(page.select(f'sup.rests a[href="#rest.{number}"]')) == 1
        assert not page.select("a a"), "a link in a link"


@pytest.mark.parametrize(
    ("found", "text"),
    [
        ([(0, "Two sentences")], "Two sentences there!…"),
        ([(0, "One"), (0, "third")], "One sentence here. … A third with a link in it.…"),
        ([(0, "here. Two")], "One sentence here. Two sentences there!…"),
        ([(3, "and more")], "…Quoted words, “and more” of them."),
        ([(2, "another")], "…another item…"),
        ([], ""),
    ],
)
def test_passages_show_their_sentences_and_nothing_else(found: list, text: str) -> None:
    html, count = render_passages(DOCUMENT, marks_for(*found))
    assert re.sub(r"\s+", " ", shown(html).get_text()).strip() == text
    assert count == letters(text)


def test_a_caption_without_the_rights_is_its_marked_sentence() -> None:
    text = "Putin meets Kim. A second sentence."
    mark = Mark(0, 5, 1, "a", True)
    assert shown(render_line(text, [mark], full=False)[0]).get_text() == "Putin meets Kim."
    assert shown(render_line(text, [mark], full=True)[0]).get_text() == text
    assert render_line(text, [], full=False) == ("", 0)


@given(st.data())
def test_any_marks_keep_the_text(data: st.DataObject) -> None:
    block = DOCUMENT.blocks[0]
    ranges = data.draw(st.lists(st.tuples(st.integers(0, len(block.text) - 1), st.integers(1, 30)), max_size=6))
    marks: list[list[Mark]] = [[] for _ in DOCUMENT.blocks]
    marks[0] = [Mark(s, min(len(block.text), s + n), i, f"a{i}", True) for i, (s, n) in enumerate(sorted(ranges), start=1)]
    assert shown(render_full(DOCUMENT, marks)).get_text() == shown(render_full(DOCUMENT, marks_for())).get_text()
    assert all(any(s <= m.start and m.end <= e for s, e in sentences(block.text, marks[0])) for m in marks[0])


def test_letters_are_counted_in_every_script() -> None:
    assert letters("Ніна 3,000 – ok!") == 10
