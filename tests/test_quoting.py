"""Words of an article to a claim that quotes them: proven once, completed, extended, or refused with an offer."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefgen.article import Article, parse_article
from briefgen.errors import Refused
from briefgen.model import Actor, Claim
from briefgen.names import Names, build_names
from briefgen.passages import Hit, find_passage
from briefgen.quoting import claim_block, prove_words
from briefgen.registry import Registry
from briefgen.schema import validate
from briefgen.yamlscalar import write_scalar
from briefgen.yamltext import parse_yaml

TEXT = """---
title: "Ferry to Hollin: harbour master expects a strike"
source: sample-gazette
published: 2024-05-02
---
The ferry to Hollin will not sail on Friday, harbour master Wilma Aske said. “We have no crew,” Aske told the Gazette. “And no crew means no ferry.”

The union’s secretary, Jonas Bell, disputed that. “There is a crew,” Bell said. “What there isn't is a wage.”

He added: “Talks end when the ferry sails.”

Nobody speaks in this line: the ferry to Hollin is 30 years old and the ferry to Hollin is late.

The council announced that a bus would run instead. It costs 10,000 crowns.

Same words here.

Same words here.
"""


def article(text: str = TEXT) -> Article:
    parsed = parse_article(text, "content/articles/ferry.md")
    assert parsed.value is not None, parsed.problems
    return parsed.value


def known_actors() -> Names:
    entries = {"aske": Actor(name="Wilma Aske", aliases=("Aske",)), "jonas-bell": Actor(name="Jonas Bell", aliases=("Bell",))}
    registry = Registry("actors", entries, dict.fromkeys(entries, "content/actors.yaml"), exists=True)
    return build_names(registry, Registry("regions", {}, {}, exists=False))[0]


def claim_in(block: str) -> tuple[str, dict[str, str]]:
    """The id and the fields of a claim block, read as an annotation's are."""
    data, problems = parse_yaml("claims:\n" + block, "a.yaml")
    assert not problems
    ((id, fields),) = data["claims"].items()
    return id, fields


@pytest.mark.parametrize(
    ("words", "passage"),
    [
        ("We have no crew,", "We have no crew,"),
        ("we", None),  # case is part of a text
        ("The ferry to Hollin will", "The ferry to Hollin will"),
        ("e have no cre", "We have no crew"),  # half words are completed
        ("costs 10", "costs 10,000"),
        ('"There is a crew," Bell', "“There is a crew,” Bell"),  # the article's own marks
        ("What there isn’t", "What there isn't"),
        ("We have\n  no   crew", "We have no crew"),
        ("We have … no ferry", "We have … no ferry"),
        ("expects a strike", "expects a strike"),  # the title
        ("", None),
        ("—", None),
        ("a crew of twelve", None),
        ("means no ferry.” The union’s", None),  # over the end of a paragraph
    ],
)
def test_words_become_the_articles_own_or_are_refused(words: str, passage: str | None) -> None:
    if passage is None:
        with pytest.raises(Refused) as refused:
            prove_words(article(), words)
        assert str(refused.value) and refused.value.hint
    else:
        assert prove_words(article(), words).passage.rstrip(".,”") == passage.rstrip(".,”")


def test_words_that_stand_twice_are_refused_with_an_offer_for_each_place() -> None:
    with pytest.raises(Refused, match="stand 2 times") as refused:
        prove_words(article(), "ferry to Hollin is")
    offers = refused.value.hint.removeprefix("each of these stands once: ").split("; ")
    assert offers == ["“ferry to Hollin is 30”", "“ferry to Hollin is late”"]
    for offer in offers:
        assert prove_words(article(), offer.strip("“”")).passage == offer.strip("“”")


def test_the_words_before_say_which_place_is_meant() -> None:
    first = prove_words(article(), "ferry to Hollin is", before="in this line: the")
    later = prove_words(article(), "ferry to Hollin is", before="30 years old and the")
    assert (first.passage, later.passage) == ("ferry to Hollin is 30", "ferry to Hollin is late")
    with pytest.raises(Refused):
        prove_words(article(), "ferry to Hollin is", before="words that are not there")


def test_words_that_no_extension_makes_unique_are_refused() -> None:
    with pytest.raises(Refused, match="2 times") as refused:
        prove_words(article(), "Same words")
    assert "the same each time" in refused.value.hint


def test_the_extension_is_the_shortest() -> None:
    text = TEXT + "\none two three four five\n\nzero two three four nine ten\n"
    with pytest.raises(Refused) as refused:
        prove_words(article(text), "two three")
    assert refused.value.hint == "each of these stands once: “one two three”; “zero two three”"


@pytest.mark.parametrize(
    ("words", "by_registry", "by_text"),
    [
        ("We have no crew,", "aske", "Wilma Aske"),
        ("And no crew means no ferry.", "aske", "Wilma Aske"),  # goes on without naming the speaker
        ("There is a crew,", "jonas-bell", "Jonas Bell"),
        ("What there isn't is a wage.", "jonas-bell", "Jonas Bell"),
        ("Talks end when the ferry sails.", "jonas-bell", "Jonas Bell"),  # "He added", so the last speaker
        ("will not sail on Friday", "aske", "Wilma Aske"),  # reported speech
        ("is 30 years old", "", ""),
    ],
)
def test_the_probable_speaker(words: str, by_registry: str, by_text: str) -> None:
    _, claim = claim_in(claim_block(article(), words, names=known_actors()))
    assert claim["by"] == by_registry
    _, claim = claim_in(claim_block(article(), words))
    assert claim["by"] == by_text


def test_a_block_is_a_claim_as_it_stands() -> None:
    id, fields = claim_in(claim_block(article(), "There is a crew", names=known_actors()))
    assert id == "bell-there-crew"
    checked = validate(Claim, fields, "", "a.yaml")
    assert checked.value and not checked.problems


def test_a_speaker_that_is_given_stands_and_ids_in_use_are_not_taken_again() -> None:
    block = claim_block(article(), "There is a crew", by="harbour-office", taken={"office-there-crew"})
    assert claim_in(block) == ("office-there-crew-2", {"by": "harbour-office", "passage": "There is a crew"})


@pytest.mark.parametrize(
    "paragraph",
    ["a: b # c", "- no list", "“quoted”: so", "'x' \\ y", "{a: [b, c]}", "& * ! | > % @", "null", "2024-10-28", "a\u0085b", "ends with:", "1: 2"],
)
def test_passages_that_yaml_would_misread_are_quoted(paragraph: str) -> None:
    escaped = "".join("\\" + c if c in "\\`*_{}[]()#+-.!|<>&~" else c for c in paragraph)
    read = article(TEXT + "\n" + escaped + " in the words of nobody else\n")
    words = read.texts[-1]
    _, claim = claim_in(claim_block(read, words))
    assert isinstance(find_passage(claim["passage"], read.folded), Hit)


@settings(max_examples=150, deadline=None)
@given(st.text(min_size=1).filter(lambda text: "\r" not in text))
@example("0:?")
def test_any_text_reads_back_from_its_scalar(text: str) -> None:
    data, problems = parse_yaml(f"key: {write_scalar(text)}\n", "a.yaml")
    assert (data, problems) == ({"key": text}, [])
    data, problems = parse_yaml(f"key: [{write_scalar(text, flow=True)}, b]\n", "a.yaml")
    assert (data, problems) == ({"key": [text, "b"]}, [])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_is_selected_is_found_once_or_refused(data: st.DataObject) -> None:
    read = article()
    index = data.draw(st.sampled_from([i for i, text in enumerate(read.texts) if text]))
    text = read.texts[index]
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    try:
        quotation = prove_words(read, text[start:end], before=text[:start])
    except Refused:
        return
    found = find_passage(quotation.passage, read.folded)
    assert isinstance(found, Hit)
    assert text[start:end].strip() in text[found.spans[0][0] : found.spans[-1][1]] or found.index == index
