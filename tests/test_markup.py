"""Markdown to safe HTML and visible text: nothing vanishes, nothing acts, everything nests."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.markup import (
    Block,
    Highlight,
    Link,
    Note,
    Tag,
    escape,
    hidden_text,
    internal_links,
    linkable,
    note_ids,
    parse_inline,
    parse_markdown,
    plain,
    render_block,
    render_document,
    showable,
    visible_text,
)
from briefgen.markup import parse
from case_reader import read_cases

VOID = {"br", "hr", "img"}
WORDS = st.sampled_from(
    ["a", "Kursk", "10,000", "[x]", "[North Korean]", "é", "e\u0301", "中", "😀", "\u00a0", "\u200b", "-", "1.", "2)"]
    + ["*", "**", "_", "`", "``", "~~~", "```", "\\", "<", ">", "&", "&amp;", "&#65;", "&#13;", "&#10;", "|", "#", "##", "+", "=", "--", "---"]
    + ["[", "]", "](", ")", "![", "[^n]", "[^", "](/u/)", "](https://e.org)", "](javascript:x)", '"', "'", "!", ":", "~"]
    + ["\n", "\n", "\n\n", "\n\n\n", " ", " ", "  ", "   ", "    ", "\t", "\r", "\r\n", "\f", "\v", "\x00", "\u2028", "  \n"]
    + ["| a | b |\n|---|---|\n", "> ", "- ", "<https://e.org>", "\n- x", "\n1. y", "\ntext\n", "\n\nPlain text, long.\n\n"]
)
MARKDOWN = st.lists(WORDS, max_size=30).map("".join)


class Reader(HTMLParser):
    """HTML back to text; fails where tags do not nest."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""
        self.marks: list[list] = []
        self.anchors: list[list] = []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        assert not any(name.startswith("on") or name in ("style", "srcset") for name in attributes)
        if tag == "img":
            assert attributes["src"].startswith("\x00/")
        if tag == "a":
            assert "a" not in self.open
            assert re.match(r"\x00/(?!/)|https?://|mailto:|tel:|#", attributes["href"]), attributes
            self.anchors.append([attributes["href"], len(self.text), None])
        if tag == "mark":
            assert "mark" not in self.open
            self.marks.append([attributes.get("class", ""), len(self.text), None])
        assert tag != "script"
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        for ranges in {"mark": self.marks, "a": self.anchors}.get(tag, []), :
            if ranges:
                ranges[-1][2] = len(self.text)

    def handle_data(self, data):
        self.text += data

    def unknown_decl(self, data):
        raise AssertionError(data)

    handle_comment = handle_decl = handle_pi = unknown_decl


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def with_end(block: Block) -> str:
    """A block's text and the line end behind its closing tag."""
    return block.text + ("\n" if block.after.endswith("\n") else "")


def shown(html: str, problems) -> str:
    said = "".join(f"\n! {problem.line} {problem.code}" for problem in problems)
    return html.replace("\x00", "␀").rstrip("\n") + said


@pytest.mark.parametrize("text, expected", read_cases("markup"))
def test_documents(text, expected):
    document, problems = parse_markdown(text)
    html = render_document(document)
    assert shown(html, problems) == expected
    read(html)


@pytest.mark.parametrize("text, expected", read_cases("markup_notes"))
def test_prose(text, expected):
    block, problems = parse_inline(text)
    assert shown(render_block(block, note="{{{}}}".format), problems) == expected


def test_blocks_say_where_they_are():
    text = "# T\n\none\ntwo\n\n- a\n- b *c*\n\n| h |\n|---|\n| d |\n\n```\ncode\n```\n\n> q\n\nlast"
    document, _ = parse_markdown(text)
    assert [(b.kind, b.line, b.text) for b in document.blocks] == [
        ("heading", 1, "T"),
        ("paragraph", 3, "one\ntwo"),
        ("item", 6, "a"),
        ("item", 7, "b c"),
        ("cell", 9, "h"),
        ("cell", 11, "d"),
        ("code", 14, "code"),
        ("paragraph", 17, "q"),
        ("paragraph", 19, "last"),
    ]
    assert visible_text(document) == "T\n\none\ntwo\n\na\n\nb c\n\nh\n\nd\n\ncode\n\nq\n\nlast"


def test_what_a_page_must_check_is_listed_with_its_line():
    text = "a [x](/actors/nato/) \nb [^n]\n\n![alt *t*](/static/p.png 'ti')\n[e](https://e.org \"te\") [^m]"
    document, _ = parse_markdown(text, notes=True)
    assert internal_links(document.blocks) == ((1, "/actors/nato/"), (4, "/static/p.png"))
    assert note_ids(document.blocks) == ((2, "n"), (5, "m"))
    hidden = ("/actors/nato/", "/static/p.png", "alt t", "ti", "https://e.org", "te")
    assert hidden_text(document.blocks) == hidden
    assert plain(document.blocks[0]) == "a x b"


def test_headings_start_at_the_level_asked_for():
    document, _ = parse_markdown("## a\n\n###### b", top=3)
    assert [b.before for b in document.blocks] == ["<h3>", "<h6>"]


def test_messages():
    _, problems = parse_markdown("| a |\n|---|\n| 1 | lost *text* |\n\n[x](foo:y)\n\n``` a b\n```")
    assert [(p.line, p.code, p.message, p.hint) for p in problems] == [
        (
            3,
            "text-lost",
            "Markdown would drop 'lost *text'",
            "a table's row has no more cells than its header; inside a cell, '|' is written '\\|'",
        ),
        (
            5,
            "unsafe-link",
            "a link may not lead to 'foo:y'",
            "a link starts with https:, http:, mailto:, tel:, / or #",
        ),
        (
            7,
            "text-lost",
            "Markdown would drop 'b'",
            "behind ``` or ~~~ stands one word, the language; the text starts on the next line",
        ),
    ]


@pytest.mark.parametrize(
    "text, lost",
    [
        (">" * 60 + " deep words\n\nafter", "deep words"),
        ("- " * 40 + "deep words\n", "deep words"),
        ("> " * 49 + "a\n" + "> " * 49 + "\n" + "> " * 60 + "deep words\n\nafter", "deep words"),
        ("> a\n\n" + "- " * 25 + "deep words\n\n- ok\n\nafter", "deep words"),
    ],
)
def test_blocks_past_the_nesting_limit_are_reported(text, lost):
    _, problems = parse_markdown(text)
    assert [p.code for p in problems] == ["nested-too-deep"]
    assert lost in problems[0].message
    assert text.split("\n")[problems[0].line - 1].endswith(lost)


@pytest.mark.parametrize("depth", [1, 10, 48])
def test_blocks_within_the_nesting_limit_are_shown(depth):
    document, problems = parse_markdown("> " * depth + "words")
    assert problems == () and visible_text(document) == "words"


@pytest.mark.parametrize(
    "text",
    ["[" * 5000, "![" * 3000, "[a](" * 3000, "[" * 2000 + "a" + "](b)" * 2000, "![" * 1500 + "x" + "](/y)" * 1500]
    + ["**a " * 5000, "*" * 20000, "*a **b " * 3000, "`" * 9000, "<" * 9000, "> " * 9000, "- " * 9000]
    + ["\\" * 9000, "&" * 9000, "](" * 9000, "|" * 500 + "\n" + "-|" * 499 + "\n|\n", "a\n" * 9000],
    ids=lambda text: f"{text[:6]!r}-{len(text)}",
)
def test_hostile_nesting_neither_breaks_nor_hangs(text):
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(600)
    try:
        start = time.perf_counter()
        document, problems = parse_markdown(text)
        html = render_document(document)
        assert time.perf_counter() - start < 20
    finally:
        sys.setrecursionlimit(limit)
    letters = [char for char in text if char.isalnum()]
    if not problems and "](" not in text:
        assert [char for char in visible_text(document) if char.isalnum()] == letters
    assert html.count("<") < 2_000_000


def test_importing_is_cheap():
    code = "import sys, briefgen.markup; sys.exit('markdown_it' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_prose_and_plain_paragraphs_never_reach_the_parser(monkeypatch):
    monkeypatch.setattr(parse, "markdown", None)
    document, _ = parse_markdown("“One [North Korean],” he said.\nTwo: 3.5 – 10,000; R&D!\n\n#x" [:-2])
    assert len(document.blocks) == 1
    block, _ = parse_inline("Up to 4,000 [^navy-4000], then 9,000 [^hill-9000].")
    assert block.pieces == (
        "Up to 4,000",
        Note("navy-4000"),
        ", then 9,000",
        Note("hill-9000"),
        ".",
    )


def slow_markdown(text: str, notes: bool):
    """The document as the parser alone reads it."""
    chunks = parse.chunks
    parse.chunks = lambda text: iter([(0, text, False)])
    try:
        return parse_markdown(text, notes=notes)
    finally:
        parse.chunks = chunks


def slow_inline(text: str):
    is_plain = parse.is_plain_inline
    parse.is_plain_inline = lambda text: False
    try:
        return parse_inline(text)
    finally:
        parse.is_plain_inline = is_plain


@settings(max_examples=200, deadline=None)
@given(MARKDOWN, st.booleans())
def test_the_fast_path_reads_documents_as_the_parser_does(text, notes):
    fast, slow = parse_markdown(text, notes=notes), slow_markdown(text, notes)
    assert fast[0].parts == slow[0].parts
    assert {p.code for p in fast[1]} == {p.code for p in slow[1]}


@settings(max_examples=200, deadline=None)
@given(MARKDOWN)
def test_the_fast_path_reads_prose_as_the_parser_does(text):
    assert parse_inline(text) == slow_inline(text)


@settings(max_examples=200, deadline=None)
@given(st.one_of(MARKDOWN, st.text(max_size=80)))
def test_html_says_what_the_blocks_say(text):
    document, _ = parse_markdown(text, notes=True)
    for block in document.blocks:
        assert "\x00" not in block.text
        assert block.text == "".join(piece for piece in block.pieces if isinstance(piece, str))
        assert read(render_block(block)).text == with_end(block)
    html = render_document(document)
    assert "\r" not in html and "\x00" not in re.sub(r'(?:href|src)="\x00/', "", html)
    read(html)


@settings(max_examples=200, deadline=None)
@given(MARKDOWN)
def test_no_letter_vanishes_unreported(text):
    """Each word is in the visible text, a link's target or a listing's language, or in a problem."""
    document, problems = parse_markdown(text)
    kept = render_document(document) + "".join(p.message for p in problems)
    links = text.count("](") if not problems else len(text)  # a link in a link loses its target
    for word in ("Kursk", "10,000", "North Korean"):
        assert kept.count(word) >= text.count(word) - links


@st.composite
def marked(draw):
    document, _ = parse_markdown(draw(MARKDOWN), notes=True)
    blocks = [block for block in document.blocks if block.text] or [parse_inline("some *text* here")[0]]
    block = draw(st.sampled_from(blocks))
    at = st.integers(0, len(block.text))
    pairs = draw(st.lists(st.tuples(at, at).map(sorted), max_size=5))
    links = sorted(draw(st.sets(at, max_size=6)))
    highlights = [Highlight(start, end, f"k{n}") for n, (start, end) in enumerate(pairs)]
    return block, highlights, [
        Link(a, b, f'<a href="\x00/n{a}">') for a, b in zip(links[::2], links[1::2])
    ]


@settings(max_examples=200, deadline=None)
@given(marked())
def test_highlights_and_links_weave(given_):
    block, highlights, links = given_
    starts: list[str] = []
    ends: list[str] = []

    def mark(html, covering, starting, ending):
        assert html and covering and set(starting) <= set(covering) >= set(ending)
        starts.extend(h.key for h in starting)
        ends.extend(h.key for h in ending)
        return f'<mark class="{" ".join(h.key for h in covering)}">{html}</mark>'

    html = render_block(block, highlights=highlights, links=links, mark=mark, note=lambda id: "<sup></sup>")
    reader = read(html)
    assert reader.text == with_end(block)
    for highlight in highlights:
        marks = [m for m in reader.marks if highlight.key in m[0].split()]
        said = "".join(reader.text[start:end] for _, start, end in marks)
        assert said == block.text[highlight.start : highlight.end]
        once = 1 if highlight.start < highlight.end else 0
        assert starts.count(highlight.key) == ends.count(highlight.key) == once
    free = linkable(block)
    for link in links:
        pieces = [a for a in reader.anchors if a[0] == f"\x00/n{link.start}"]
        inside = any(a <= link.start < link.end <= b for a, b in free)
        said = "".join(reader.text[start:end] for _, start, end in pieces)
        assert said == (block.text[link.start : link.end] if inside else "")


def test_weaving_closes_and_reopens_around_tags():
    block, _ = parse_inline("one **two** three [^n] four")
    html = render_block(
        block,
        highlights=[Highlight(0, 7, "a"), Highlight(4, 13, "b")],
        links=[Link(0, 7, "<a>")],
        mark=lambda html, covering, starting, ending: (
            f"<mark {'+'.join(h.key for h in covering)} ({''.join(h.key for h in starting)}"
            f"|{''.join(h.key for h in ending)})>{html}</mark>"
        ),
        note=lambda id: f"({id})",
    )
    assert html == (
        "<a><mark a (a|)>one </mark></a>"
        "<strong><a><mark a+b (b|a)>two</mark></a></strong>"
        "<mark b (|b)> three</mark>(n) four"
    )


def test_names_in_links_and_code_stay_as_they_are():
    block, _ = parse_inline("NATO `NATO` [NATO](/x/) *NATO* x")
    assert [block.text[a:b] for a, b in linkable(block)] == ["NATO ", " ", " NATO x"]
    code = parse_markdown("    NATO")[0].blocks[0]
    assert code.kind == "code" and linkable(code) == ()


@given(st.text())
def test_escape_holds_any_text(text):
    html = f'<p title="{escape(text)}">{escape(text)}</p>'
    html.encode("utf-8")
    reader = read(html)
    assert reader.text == showable(text) and len(showable(text)) == len(text)


def test_blocks_are_values():
    import pickle

    document, _ = parse_markdown("a *b* [c](/d/) [^e]\n\n- f", notes=True)
    assert pickle.loads(pickle.dumps(document)) == document
    assert pickle.loads(pickle.dumps(document)).blocks == document.blocks
    assert hash(document) and isinstance(document.blocks[0], Block)
    assert Tag("<em>", "em", "open") in document.blocks[0].pieces
