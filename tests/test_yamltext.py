"""Strict YAML: what is read, what is refused and where, and where a value stands."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen import yamltext
from briefgen.yamltext import MAX_DEPTH, locate, parse_yaml


def value_of(text):
    value, problems = parse_yaml(text, "a.yaml")
    assert problems == []
    return value


def said_about(text, **options):
    return [
        f"{p.line}:{p.column} {p.code}: {p.message} | {p.hint}" for p in parse_yaml(text, "a.yaml", **options)[1]
    ]


# -- values ----------------------------------------------------------------------------------------

VALUES = [
    ("", ""),
    ("# only a comment\n", ""),
    ("---\n", ""),
    ("\ufeffa: b\n", {"a": "b"}),
    ("a: NO\nb: yes\nc: null\nd: ~\ne:\n", {"a": "NO", "b": "yes", "c": "null", "d": "~", "e": ""}),
    ("[1:30, 0123, 0x1F, 1_000, 1e3, .inf]", ["1:30", "0123", "0x1F", "1_000", "1e3", ".inf"]),
    ("a: 2024-10-28\nb: 2024-10-28T18:09\n", {"a": "2024-10-28", "b": "2024-10-28T18:09"}),
    ("NO: Norway\n1: one\n", {"NO": "Norway", "1": "one"}),
    ("b: 1\na: 2\n", {"b": "1", "a": "2"}),
    ("a: >-\n  x\n  y\nb: |\n  x\n  y\n", {"a": "x y", "b": "x\ny\n"}),
    ("- {a: [b, 'it''s', \"\\u00e9\"]}\n", [{"a": ["b", "it's", "é"]}]),
    ("a: [b, c: d]\n", {"a": ["b", {"c": "d"}]}),
    ("'<<': a\n", {"<<": "a"}),
    ("? a\n: b\n", {"a": "b"}),
    ("---\na: b\n...\n", {"a": "b"}),
    ("a: b\r\nc: d\r\n", {"a": "b", "c": "d"}),
    ("a: b\u2028c\ne\u0085: |\n  f\u2029g\n", {"a": "b\u2028c", "e\u0085": "f\u2029g\n"}),
]


@pytest.mark.parametrize(("text", "expected"), VALUES)
def test_every_scalar_is_text(text, expected):
    assert value_of(text) == expected
    assert list(value_of(text)) == list(expected)


# -- problems --------------------------------------------------------------------------------------

ALIAS = "write the value out, or put it in quotes if it begins with "
TAG = "is a YAML tag, and every value is text | delete it, or put the value in quotes if it begins with !"
JOIN = "join the two, or rename one"
KEY = "put it in quotes if it is meant as text"
IN_SINGLE = "inside '…' write '' for an apostrophe, or put \"…\" around the whole value"
IN_DOUBLE = "inside \"…\" write \\\" for a quotation mark, or put '…' around the whole value"
ESCAPE = "inside \"…\" write \\\\ for a backslash, or use '…', where it stands for itself"
TAB = "yaml-syntax: a tab: YAML is indented with spaces only | put spaces in its place"
CONTINUES = "yaml-syntax: this line continues the value above, and a value that contains ': ' needs quotes"
DIRECTIVE = (
    "yaml-syntax: a line that begins with % is a YAML directive | delete the line; text that begins with % needs quotes"
)

STRICT = [
    ("a: b\nc: d\na: e\n", [f"3:1 duplicate-key: a is here already: line 1, column 1 | {JOIN}"], {"a": "b", "c": "d"}),
    (
        "x:\n  'a': b\n  \"a\": {c: d, c: e}\n",
        [
            f'3:3 duplicate-key: "a" is here already: line 2, column 3 | {JOIN}',
            f"3:15 duplicate-key: c is here already: line 3, column 9 | {JOIN}",
        ],
        {"x": {"a": "b"}},
    ),
    ("𝒳é: b\n𝒳é: c\n", [f"2:1 duplicate-key: 𝒳é is here already: line 1, column 1 | {JOIN}"], {"𝒳é": "b"}),
    ("a: !!str b\n", [f"1:4 yaml-tag: '!!str' {TAG}"], {"a": "b"}),
    ("a: !important thing\n", [f"1:4 yaml-tag: '!important' {TAG}"], {"a": "thing"}),
    ("a: &x !y {}\n", [f"1:4 yaml-alias: '&x' is a YAML anchor | {ALIAS}&", f"1:7 yaml-tag: '!y' {TAG}"], {"a": {}}),
    ("a: !e!x y\n", [f"1:4 yaml-tag: '!e!x' {TAG}"], None),
    ("%TAG ! x:\n---\na: b\n", ["1:1 yaml-tag: %TAG declares YAML tags | delete this line"], {"a": "b"}),
    (
        "𝒳: [𝒳, &x b]\nc: *x\n",
        [f"1:8 yaml-alias: '&x' is a YAML anchor | {ALIAS}&", f"2:4 yaml-alias: '*x' is a YAML alias | {ALIAS}*"],
        {"𝒳": ["𝒳", "b"], "c": ""},
    ),
    ("*x : b\nc: d\n", [f"1:1 yaml-alias: '*x' is a YAML alias | {ALIAS}*"], {"c": "d"}),
    (
        "a:\n  <<: {b: c}\n  d: e\n",
        ["2:3 yaml-merge: '<<' would merge another mapping into this one | write its fields out"],
        {"a": {"d": "e"}},
    ),
    ("[a]: b\nc: d\n", [f"1:1 yaml-key: a key must be text, not a list | {KEY}"], {"c": "d"}),
    ("a: {{b}}\n", [f"1:5 yaml-key: a key must be text, not a mapping | {KEY}"], {"a": {}}),
    (
        "a: b\n---\nc: d\n",
        [
            "2:1 second-document: a second document begins here | "
            "delete this line, or move what follows to a file of its own"
        ],
        {"a": "b"},
    ),
]

SYNTAX = [
    ("a: b: c\n", "1:5 yaml-syntax: a value that contains ': ' needs quotes | write a: \"b: c\""),
    ("- 𝒳: NATO: yes\n", "1:10 yaml-syntax: a value that contains ': ' needs quotes | write - 𝒳: \"NATO: yes\""),
    ("a: \"b\": c\n", "1:7 yaml-syntax: a value that contains ': ' needs quotes | write a: '\"b\": c'"),
    ("a: b: c # d\n", "1:5 yaml-syntax: a value that contains ': ' needs quotes | put the whole value in quotes"),
    ("a: foo:\n", "1:7 yaml-syntax: a value that ends in ':' needs quotes | write a: \"foo:\""),
    ("a: b\n c: d\n", f"2:3 {CONTINUES} | to begin a field here, begin it in the column of the field above"),
    (
        "a: b\nfoo\nc: d\n",
        "2:1 yaml-syntax: this line is not a field: it has no ': ' | "
        "write it as `key: value`, or indent it if it continues the value above",
    ),
    ("a: b\nc:d\ne: f\n", "2:2 yaml-syntax: no space after the ':' | write c: d"),
    ("a:\n\t- b\n", f"2:1 {TAB}"),
    ("a: b\n\tc: d\n", f"2:1 {TAB}"),
    ("a: |\n  x\n\ty\n", f"3:1 {TAB}"),
    ("a: @x\n", "1:4 yaml-syntax: a value that begins with '@' needs quotes | write a: \"@x\""),
    ("a: 50\nb: %x\n", "2:4 yaml-syntax: a value that begins with '%' needs quotes | write b: \"%x\""),
    ("- `x` y\n", "1:3 yaml-syntax: a value that begins with '`' needs quotes | write - \"`x` y\""),
    ("a: **bold** text\n", "1:4 yaml-syntax: a value that begins with '*' needs quotes | write a: \"**bold** text\""),
    ("a: *one two\n", "1:4 yaml-syntax: a value that begins with '*' needs quotes | write a: \"*one two\""),
    ("a: & co\n", "1:4 yaml-syntax: a value that begins with '&' needs quotes | write a: \"& co\""),
    ("a: ? b\n", "1:4 yaml-syntax: a value that begins with '? ' needs quotes | write a: \"? b\""),
    ("a: [^x] says\n", "1:9 yaml-syntax: text after the closing ] | write a: \"[^x] says\""),
    ("a: 'it's'\n", f"1:8 yaml-syntax: text after the closing ' | {IN_SINGLE}"),
    ("a: \"Yes\" he said\n", f"1:10 yaml-syntax: text after the closing \" | {IN_DOUBLE}"),
    ("a: [b]]\n", "1:7 yaml-syntax: this ] closes nothing | delete it, or put the value in quotes"),
    ("a: [b\n", "1:4 yaml-syntax: this [ is never closed | add ]"),
    ("{a: b, c\n", "1:1 yaml-syntax: this { is never closed | add }"),
    (
        "a: [b: c: d]\n",
        "1:9 yaml-syntax: ',' or ']' is missing here | "
        "the [ stands in line 1; a value in it that contains any of , : [ ] { } needs quotes",
    ),
    ("a: \"b\n\n", "1:4 yaml-syntax: this \" is never closed | add the closing \""),
    ("a: 'b\n", "1:4 yaml-syntax: this ' is never closed | add the closing '; inside '…' an apostrophe is written ''"),
    ("a: \"x\n---\n", "1:4 yaml-syntax: this \" is never closed | add the closing \""),
    ('a: "\\q"\n', f"1:5 yaml-syntax: '\\q' is not an escape | {ESCAPE}"),
    ('a: "C:\\new\\uzz"\n', f"1:11 yaml-syntax: '\\u' is not an escape | {ESCAPE}"),
    ("a: > b\n", "1:6 yaml-syntax: nothing may follow '>' in its line | begin the text in the next line, indented"),
    (
        "a: - b\n",
        "1:4 yaml-syntax: a list cannot begin in the line of its key | "
        "begin the list in the next line; put the value in quotes if it begins with a dash",
    ),
    (
        "a: 1\n- b\n",
        "2:1 yaml-syntax: a list item where a field belongs | "
        "put it under a key of its own, in the column of the other items",
    ),
    ("- a\nb: c\n", "2:1 yaml-syntax: a field where a list item ('- …') belongs | check the indentation"),
    (
        "a:\n  b: c\n d: e\n",
        "3:2 yaml-syntax: this indentation fits nothing above | begin it in the column of the field above",
    ),
    (
        "  a: b\n c: d\n",
        "2:2 yaml-syntax: this line is outside of the document that ends above | "
        "begin it in the column of the first line, and put a value that stands alone in quotes or under a key",
    ),
    (
        "a: [b, , c]\n",
        "1:8 yaml-syntax: ',' where a value belongs | delete the ',', or put it in quotes if it is part of a value",
    ),
    ("%YAML 1.3\n---\n", f"1:1 {DIRECTIVE}"),
    ("a: b\n%c\n", f"2:1 {DIRECTIVE}"),
    ("a: b\n\ufeffc: d\n", "2:1 yaml-syntax: an invisible byte order mark, U+FEFF | delete it"),
    ("é: \x07b\n", "1:4 yaml-syntax: an unprintable character: U+0007, a control character | delete it"),
    ("𝒳: \x00\x00\n", "1:4 yaml-syntax: an unprintable character: U+0000, a null | delete it, and 1 more like it"),
    ("a: \ud800\n", "1:4 yaml-syntax: an unprintable character: U+D800, half of a surrogate pair | delete it"),
    (
        "a: it\x92s\n",
        "1:6 yaml-syntax: an unprintable character: U+0092, a control character | "
        "probably ’, read with the wrong encoding; write that",
    ),
]


@pytest.mark.parametrize(("text", "said", "value"), STRICT)
def test_what_would_surprise_is_a_problem(text, said, value):
    assert said_about(text) == said
    assert parse_yaml(text, "a.yaml")[0] == value


@pytest.mark.parametrize(("text", "said"), SYNTAX)
def test_syntax_is_explained(text, said):
    assert said_about(text) == [said]
    assert parse_yaml(text, "a.yaml")[0] is None


def test_everything_wrong_before_a_syntax_error_is_said_too():
    said = said_about("a: !x b\na: *y\n<<: c\n[d]: e\nf: g: h\n", first_line=2)
    assert [line.split(": ")[0] for line in said] == [
        "2:4 yaml-tag", "3:1 duplicate-key", "3:4 yaml-alias", "4:1 yaml-merge", "5:1 yaml-key", "6:5 yaml-syntax",
    ]  # fmt: skip


def test_a_problem_carries_its_line():
    (problem,) = parse_yaml("\ufeffa: b\r\n  a: c\r\na: d\r\n", "x/a.yaml", first_line=3)[1]
    assert (problem.path, problem.line, problem.column, problem.excerpt) == ("x/a.yaml", 4, 4, "  a: c")


@pytest.mark.parametrize("opener", ["[", "{a: ", "- ", "? ", "[{a: "])
def test_deep_nesting_stops_at_once(opener):
    value, problems = parse_yaml(opener * 100_000, "a.yaml")
    assert value is None
    assert [p for p in problems if p.code == "nested-too-deep"] == problems[-1:]


def test_nesting_is_fine_up_to_the_limit():
    assert value_of("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    (problem,) = parse_yaml("[" * (MAX_DEPTH + 1), "a.yaml")[1]
    assert (problem.column, problem.message) == (MAX_DEPTH + 1, "nested more than 60 levels deep")


@pytest.mark.parametrize("unit", ["k{}: v\n", "- a\n", "- &a b\n", "<<: b\n", '"k{}": x # y\n'])
@pytest.mark.parametrize("one_line", [False, True])
def test_time_grows_with_the_length_only(unit, one_line):
    def seconds(count: int) -> float:
        """The least of three, as other work on the machine only adds."""
        text = "".join(unit.format(number) for number in range(count))
        if one_line:
            text = "[" + text.replace("- ", "").replace(" # y", "").replace("\n", ", ") + "]"
        taken = []
        for _ in range(3):
            started = time.process_time()
            parse_yaml(text, "a.yaml")
            taken.append(time.process_time() - started)
        return min(taken)

    assert seconds(40_000) < 20 * seconds(5_000) + 0.5  # 8 times the text


# -- places ----------------------------------------------------------------------------------------

DOCUMENT = """\
title: "NATO [^a]"
by: nato
claims:
  x: {about: [dprk, 𝒳, kursk]}
  y:
    text: >-

      One [^a] and
      two [^b] 𝒳 [^c]
    list:
      - p
      - q: r
    plain: one
      two [^d]
    none:
"""

PLACES = [
    ((), {}, (1, 1)),
    (("title",), {}, (1, 8)),
    (("title",), {"on_key": True}, (1, 1)),
    (("title",), {"token": "[^a]"}, (1, 14)),
    (("title",), {"token": '"'}, (1, 8)),
    (("by",), {}, (2, 5)),
    (("by", 0), {}, (2, 5)),
    (("claims",), {}, (4, 3)),
    (("claims", "x"), {}, (4, 6)),
    (("claims", "x"), {"on_key": True}, (4, 3)),
    (("claims", "x", "about"), {"token": "kursk"}, (4, 24)),
    (("claims", "x", "about", 2), {}, (4, 24)),
    (("claims", "x", "about", 2), {"on_key": True}, (4, 24)),
    (("claims", "y", "text"), {}, (8, 7)),
    (("claims", "y", "text"), {"token": "[^b]"}, (9, 11)),
    (("claims", "y", "text"), {"token": "[^c]"}, (9, 18)),
    (("claims", "y", "text"), {"token": "and two"}, (8, 7)),
    (("claims", "y", "text", 0), {"token": "[^b]"}, (9, 11)),
    (("claims", "y", "list", 1, "q"), {}, (12, 12)),
    (("claims", "y", "plain"), {"token": "[^d]"}, (14, 11)),
    (("claims", "y", "none"), {}, (15, 10)),
    (("claims", "y"), {"token": "[^d]"}, (14, 11)),
    (("claims", "y", "passage"), {}, (5, 3)),
    (("claims", "y", "passage", "deeper", 3), {"token": "[^a]"}, (5, 3)),
    (("claims", "y", "list", 7), {}, (10, 5)),
    (("claims", "y", "list", 0, "name"), {}, (11, 9)),
    (("nothing",), {}, (1, 1)),
    (("nothing",), {"on_key": True}, (1, 1)),
]


@pytest.mark.parametrize(("field", "options", "place"), PLACES)
@pytest.mark.parametrize(("before", "line_break"), [("", "\n"), ("\ufeff", "\r\n"), ("", "\r")])
def test_where_a_value_stands(field, options, place, before, line_break):
    text = before + DOCUMENT.replace("\n", line_break)
    line, column, excerpt = locate(text, field, first_line=11, **options)
    assert (line - 10, column) == place
    assert excerpt == DOCUMENT.splitlines()[place[0] - 1]


def test_places_in_a_document_that_cannot_be_read_to_its_end():
    assert locate("a: b\nc: [d\n", ("c", 0)) == (2, 5, "c: [d")
    assert locate("a: b\nc: d: e\n", ("zzz",)) == (1, 1, "a: b")
    assert locate("", ("a",)) == (1, 1, "")
    assert locate("\x00", ("a",)) == (1, 1, "\x00")


def test_places_around_old_line_breaks():
    assert locate("a: b\u2028c\nd: e\u0085 [^x]\n", ("d",), token="[^x]") == (2, 7, "d: e\u0085 [^x]")


def test_an_empty_block_stands_at_its_sign():
    assert locate("a: |\nb: c\n", ("a",)) == (1, 4, "a: |")


# -- against other readers -------------------------------------------------------------------------

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
trees = st.recursive(
    words, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4), max_leaves=20
)
yaml_like = st.text(st.sampled_from(list("ab:- \n\n[]{},'\"#|>&*!%?\t\\<\r\u2028\ufeff𝒳é\x07")), max_size=40)


@given(trees, st.booleans())
@settings(max_examples=300, deadline=None)
def test_what_is_dumped_in_quotes_is_read_back(tree, allow_unicode):
    dumped = yaml.safe_dump(tree, default_style='"', allow_unicode=allow_unicode, sort_keys=False)
    assert value_of(dumped.replace("!!null ", "")) == tree


@given(yaml_like)
@settings(max_examples=1500, deadline=None)
def test_any_text_gives_a_value_or_problems_in_their_places(text):
    value, problems = parse_yaml(text, "a.yaml")
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in problems:
        assert problem.excerpt == lines[problem.line - 1]
        assert 1 <= problem.column <= len(problem.excerpt) + 2
        assert "this is not YAML" not in problem.message
    assert value is not None or problems
    if not problems and "\u2028" not in text:
        theirs = yaml.load(text.removeprefix("\ufeff"), Loader=yaml.CBaseLoader)
        assert value == ("" if theirs is None else theirs)
    for field in [("a",), (0, "b"), ("a", 0, "b")]:
        line, column, excerpt = locate(text, field, token="a")
        assert excerpt == lines[line - 1]
        assert 1 <= column <= len(excerpt) + 2


# PyYAML's own parser lets a newer version, and a % or a byte order mark amid the text, pass or explains it otherwise.
ONLY_LIBYAML = {"%YAML 1.3\n---\n", "a: b\n%c\n", "a: b\n\ufeffc: d\n"}


@pytest.mark.parametrize("text", [t for t, *_ in [*VALUES, *STRICT, *SYNTAX] if t not in ONLY_LIBYAML])
def test_without_libyaml_it_reads_the_same(monkeypatch, text):
    value, problems = parse_yaml(text, "a.yaml")
    monkeypatch.setattr(yamltext, "EventParser", yaml.SafeLoader)
    plain_value, plain_problems = parse_yaml(text, "a.yaml")
    assert plain_value == value
    assert [(p.line, p.code) for p in plain_problems] == [(p.line, p.code) for p in problems]
    assert not any("this is not YAML" in p.message for p in plain_problems)
