"""Passages: found once in the article as it is shown, or refused with the reason."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from briefgen.markup import hidden_text, parse_markdown
from briefgen.passages import (
    Ambiguous,
    Cut,
    Empty,
    Hit,
    Miss,
    explain,
    find_passage,
    fold,
    fold_texts,
    sentence_around,
    sentences_around,
)
from briefgen.passages.cuts import cut_word
from briefgen.passages.folding import DASHES, DOUBLE_QUOTES, SINGLE_QUOTES, WHITE_SPACE
from briefgen.passages.search import find_places
from case_reader import read_cases

EXAMPLE = Path(__file__).parents[2] / "shared" / "example" / "content"
LETTERS = "aAeéбйкц中가กक"
CHARS = st.sampled_from(
    list(LETTERS) + ["e\u0301", "q\u0307\u0323", "\u1112\u1161\u11ab", "ो", "\u0bc6\u0bbe", "9", ",", ".", "…", "...", "(", "[", "]"]
    + [" ", " ", "  ", "\n", "\u00a0", "\t"] + list("\"“”'’‚-–—−") + ["\u200b", "\u00ad", "\x00", "\ud800", "K", "Å", "ﬁ"]
)
TEXT = st.lists(CHARS, max_size=40).map("".join)


def said(result, texts) -> str:
    if isinstance(result, Hit):
        parts = (texts[result.index][start:end] for start, end in result.spans)
        return f"{result.index}: {' | '.join(parts)}"
    return "\n".join(explain(result, texts))


@pytest.mark.parametrize("case, expected", read_cases("passages"))
def test_passages(case, expected):
    passage, _, rest = case.partition("\n--\n")
    texts = [text.rstrip("\n") for text in rest.split("--\n")]
    assert said(find_passage(passage, texts), texts) == expected
    assert find_passage(passage, fold_texts(texts)) == find_passage(passage, texts)


@pytest.mark.parametrize("case, expected", read_cases("passages_cuts"))
def test_cuts(case, expected):
    at = case.index("|")
    assert cut_word(case[:at] + case[at + 1 :], at) == expected


@pytest.mark.parametrize("case, expected", read_cases("passages_sentences"))
def test_sentences(case, expected):
    text, spans = "", []
    for piece in case.replace("]", "[").split("["):
        spans.append((len(text), len(text) + len(piece)))
        text += piece
    ranges = sentences_around(text, spans[1::2])
    assert "\n".join(text[start:end] for start, end in ranges) == expected
    assert sentence_around(text, spans[1::2]) == (ranges[0][0], ranges[-1][1])


def test_offsets_are_the_articles_own():
    texts = ["", "", "“It’s  long\nof the former war,” he said."]
    assert find_passage("It's long of the … war", texts) == Hit(2, ((1, 18), (26, 29)))


def test_a_passage_runs_across_bold_text_and_a_link():
    document, _ = parse_markdown("The **Danish** and [South *African*](https://e.org/x) ministries\ndenied it.")
    texts = ["", "", *(block.text for block in document.blocks)]
    found = find_passage("Danish and South African ministries denied it.", texts)
    assert said(found, texts) == "2: Danish and South African ministries\ndenied it."


def test_what_no_reader_sees_is_no_passage():
    document, _ = parse_markdown("See [here](https://e.org/secret-report) ![the alt text](/static/x.png).")
    texts = ["", "", *(block.text for block in document.blocks)]
    hidden = hidden_text(document.blocks)
    for passage in ("https://e.org/secret-report", "secret-report", "the alt text"):
        found = find_passage(passage, texts, hidden)
        assert found == Miss("hidden", passage=passage)
        assert explain(found, texts) == (
            "passage-missing",
            "the passage stands only where no reader sees it",
            "a link's target or a picture's alternative text cannot be quoted",
        )


def test_a_failure_says_where_in_the_passage_it_is():
    texts = ["", "", "The two sides have, so far, denied that “troops” are there."]
    passage = "two  sides\nhave, so fa, denied"
    miss = find_passage(passage, texts)
    assert isinstance(miss, Miss)
    assert (miss.source, miss.passage, miss.at) == ("far", "fa", passage.index("fa,"))
    passage = 'denied that "troop" are'
    miss = find_passage(passage, texts)
    assert (miss.passage, miss.at) == ("troop", passage.index("troop"))
    assert texts[2][slice(*miss.span)] == "denied that “troops” are"


def test_texts_can_be_named_otherwise():
    found = find_passage("a", ["a", "b", "a"])
    _, _, hint = explain(found, ["a", "b", "a"], ["the headline", "", "line 7"])
    assert hint.endswith("the headline: »a«; line 7: »a«")


def test_every_failure_has_its_type():
    texts = ["one two one"]
    assert find_passage("…", texts) == find_passage("", texts) == Empty()
    assert find_passage("two", texts) == Hit(0, ((4, 7),))
    assert isinstance(find_passage("one", texts), Ambiguous)
    assert find_passage("tw", texts) == Cut(0, ((4, 6),), "end", "tw", "two")
    assert isinstance(find_passage("three", texts), Miss)


@pytest.mark.parametrize("family", [DOUBLE_QUOTES, SINGLE_QUOTES, DASHES, WHITE_SPACE])
def test_the_closed_list_of_folded_characters(family):
    expected = " " if family is WHITE_SPACE else family[0]
    for char in family:
        assert fold(f"a{char}b").text == f"a{expected}b"
    assert "".join(sorted(family)) == "".join(sorted(set(family)))


def test_nothing_else_is_folded():
    listed = set(DOUBLE_QUOTES + SINGLE_QUOTES + DASHES + WHITE_SPACE)
    for code in range(0x20, 0x30000):
        char = chr(code)
        shown = fold(f"a{char}b").text
        if char in listed or 0xD800 <= code < 0xE000 or unicodedata.category(char) in ("Cc", "Cn"):
            continue
        assert shown == unicodedata.normalize("NFC", f"a{char}b"), hex(code)


def test_the_documented_list_is_the_list():
    page = (Path(__file__).parents[1] / "docs" / "passages.md").read_text(encoding="utf-8")
    for family in (DOUBLE_QUOTES, SINGLE_QUOTES, DASHES):
        row = next(line for line in page.split("\n") if line.startswith("|") and f"`{family[1]}`" in line)
        assert [char for char in family if f"`{char}`" not in row] == []


def test_latin_text_needs_no_normalising():
    latin = [chr(n) for n in (*range(0x300), *range(0x2002, 0x20D0))]
    assert not any(map(unicodedata.combining, latin))
    assert all(unicodedata.is_normalized("NFC", char) for char in latin)


@given(TEXT)
def test_folding_leads_back(text):
    folded = fold(text)
    assert fold(folded.text).text == folded.text
    offsets = [folded.back(at) for at in range(len(folded.text) + 1)]
    known = [at for at in offsets if at is not None]
    assert known == sorted(set(known))
    assert (known[0], known[-1]) == (0, len(text))
    bounds = [at for at in range(len(offsets)) if offsets[at] is not None]
    for left, right in zip(bounds, bounds[1:]):
        assert fold(text[offsets[left] : offsets[right]]).text == folded.text[left:right]


@settings(max_examples=400, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=4), st.data())
def test_what_is_found_is_the_passage(texts, data):
    """Any stretch of any text: if it is found, then once, and what is marked folds to it."""
    letters = [(index, at) for index, text in enumerate(texts) for at, char in enumerate(text) if char.isalnum()]
    assume(letters)
    index, letter = data.draw(st.sampled_from(letters))
    start = data.draw(st.integers(0, letter))
    end = data.draw(st.integers(letter + 1, len(texts[index])))
    passage = texts[index][start:end]
    found = find_passage(passage, texts)
    explain_or_check(found, passage, texts)


@settings(max_examples=300, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=4), TEXT)
def test_any_passage_is_found_or_explained(texts, passage):
    explain_or_check(find_passage(passage, texts), passage, texts)


def explain_or_check(found, passage, texts):
    if not isinstance(found, Hit):
        code, message, hint = explain(found, texts)
        assert code.startswith("passage-") and message and hint and "\n" not in message + hint
        return
    marked = [texts[found.index][start:end] for start, end in found.spans]
    assert all(left[1] <= right[0] for left, right in zip(found.spans, found.spans[1:]))
    whole = fold(passage).text.strip(" ")
    parts = [part.strip(" ") for part in whole.split("…") if part.strip(" ")]
    assert [fold(part).text for part in marked] in ([whole], parts)
    if "…" not in whole:
        assert starts(whole, texts) == [(found.index, found.spans[0][0])]


def starts(whole, texts):
    """Where the folded passage starts, by trying every stretch of every text."""

    def is_boundary(text, at):
        combines = at < len(text) and unicodedata.category(text[at])[0] == "M"
        nfc = lambda piece: unicodedata.normalize("NFC", piece)
        return not combines and nfc(text[:at]) + nfc(text[at:]) == nfc(text)

    found = set()
    for index, text in enumerate(texts):
        bounds = [at for at in range(len(text) + 1) if is_boundary(text, at)]
        for start in bounds:
            for end in bounds:
                stretch = text[start:end]
                if start < end and stretch.strip(WHITE_SPACE) == stretch and fold(stretch).text == whole:
                    found.add((index, start))
    return sorted(found)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["Kursk", "troops", "3,000", "not", "in", "Russia", "“so”", "he said,"]), min_size=4, max_size=9, unique=True), st.data())
def test_one_changed_character_is_never_found(words, data):
    text = " ".join(words)
    at = data.draw(st.integers(0, len(text) - 1))
    assume(not text[at].isspace() and text[at] not in "“”")
    changed = data.draw(st.sampled_from(["x", "7", "\u0430", "\u00ad", "", "q"]))
    passage = text[:at] + changed + text[at + 1 :]
    assume(passage != text and fold(passage).text.strip() not in fold(text).text)
    assert isinstance(find_passage(passage, ["T", "", text]), Miss)


@settings(max_examples=200, deadline=None)
@given(TEXT, st.data())
def test_sentences_hold_their_spans(text, data):
    assume(text.strip())
    at = st.integers(0, len(text))
    spans = [tuple(sorted(pair)) for pair in data.draw(st.lists(st.tuples(at, at), min_size=1, max_size=3))]
    spans = [(start, end) for start, end in spans if start < end]
    assume(spans)
    ranges = sentences_around(text, spans)
    assert all(any(a <= start and end <= b for a, b in ranges) for start, end in spans)
    assert all(left[1] < right[0] for left, right in zip(ranges, ranges[1:]))


@pytest.mark.parametrize(
    "texts, passage",
    [
        (["lorem ipsum dolor sit amet " * 80_000], "lorem ipsum dolor sti amet"),
        ([f"word{n} and more of it." for n in range(90_000)], "word777 and more off it"),
        (["a" * 2_000_000], "a" * 200 + "b"),
        (["a " * 1_000_000], "a a"),
        (["a b " * 500_000], "a … b … a … b … c"),
        (["é" * 500_000 + "e\u0301" * 500_000], "e\u0301e\u0301x"),
        (["。第一句" * 100_000], "第二句"),
    ],
    ids=range(7),
)
def test_two_megabytes_are_quick(texts, passage):
    start = time.perf_counter()
    found = find_passage(passage, texts)
    assert explain(found, texts)
    assert time.perf_counter() - start < 30


def example():
    yaml = pytest.importorskip("yaml")
    name = "2024-10-28-nato-dprk-kursk"
    if not EXAMPLE.is_dir():
        pytest.skip(f"the example lies beside the checkout, and {EXAMPLE} is not there")
    _, front, body = (EXAMPLE / f"articles/{name}.md").read_text(encoding="utf-8").split("---\n", 2)
    head = yaml.safe_load(front)
    annotation = yaml.safe_load((EXAMPLE / f"annotations/{name}.yaml").read_text(encoding="utf-8"))
    document, problems = parse_markdown(body)
    assert problems == ()
    texts = [head["title"], head["image"]["caption"], *(block.text for block in document.blocks)]
    records = [*annotation["claims"].items(), *annotation["events"].items()]
    records += [(entry.get("ask", "flag"), entry) for entry in annotation["unknowns"] + annotation["flags"]]
    return texts, {id: entry["passage"] for id, entry in records if "passage" in entry}


def test_every_passage_of_the_example_is_found():
    texts, passages = example()
    assert len(passages) == 15
    for id, passage in passages.items():
        found = find_passage(passage, texts)
        assert isinstance(found, Hit), (id, explain(found, texts))
    assert find_passage(passages["putin-kim-pyongyang"], texts).index == 1
    assert len(find_passage(passages["lavrov-westerners"], texts).spans) == 2


def test_no_passage_of_the_example_survives_a_changed_letter():
    texts, passages = example()
    for passage in passages.values():
        for at, char in enumerate(passage):
            if char.isalnum():
                other = "q" if char != "q" else "x"
                assert not isinstance(find_passage(passage[:at] + other + passage[at + 1 :], texts), Hit)


@given(
    texts=st.lists(st.text(alphabet="ab …“\"-–\u0301é", max_size=12), max_size=6),
    passage=st.text(alphabet="ab …\"-é", min_size=1, max_size=6),
)
def test_one_look_into_all_texts_finds_what_looking_into_each_finds(texts, passage):
    folded = fold_texts(texts)
    part = fold(passage).text.strip(" ")
    if part:
        assert list(find_places((part,), folded)) == list(find_places((part,), list(folded)))
