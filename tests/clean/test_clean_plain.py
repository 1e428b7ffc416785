"""Plain-text scrapes and Markdown: title, caption, date line, body, tail; hard-wrapped text is unwrapped."""

from __future__ import annotations

import pytest

from briefgen.article import parse_article, split_front_matter
from briefgen.clean.furniture import furniture_rule
from briefgen.clean.lines import read_lines
from briefgen.clean.plain import build_plain_blocks
from briefgen.clean.plainrules import keep_paragraphs
from cleaned import OTHERS, PAGES, SENTENCE, clean
from site_driver import EXAMPLE

SEED = EXAMPLE.parent / "seed" / "000_ea4d305658d2b847.txt"
BODY = f"{SENTENCE}\n\n{OTHERS[0]}\n\n{OTHERS[1]}\n\n{OTHERS[2]}"


def test_a_scrape_becomes_its_article() -> None:
    cleaned = clean((PAGES / "scrape.txt").read_bytes(), "scrape.txt", title="", source="sample-gazette", date="")
    assert cleaned.file == (PAGES / "scrape.md").read_text(encoding="utf-8")
    assert cleaned.ledger.unaccounted == 0


@pytest.mark.skipif(not SEED.exists(), reason=f"{SEED} is not here")
def test_the_seed_becomes_the_examples_article() -> None:
    written = (EXAMPLE / "content/articles/2024-10-28-nato-dprk-kursk.md").read_text(encoding="utf-8")
    cleaned = clean(SEED.read_bytes(), SEED.name, title="", source="freebase-news", date="")
    assert split_front_matter(cleaned.file)[1] == split_front_matter(written)[1]
    ours, theirs = parse_article(cleaned.file, "a.md").value, parse_article(written, "b.md").value
    assert ours is not None and theirs is not None
    assert ours.head == theirs.head
    assert cleaned.ledger.unaccounted == 0


@pytest.mark.parametrize(
    ("tail", "rule"),
    [
        ("Subscribe to our newsletter", "newsletter boilerplate"),
        ("Jetzt Newsletter abonnieren", "newsletter boilerplate"),
        ("Подпишитесь на нашу рассылку", "newsletter boilerplate"),
        ("Leave a comment", "comment form"),
        ("Lire aussi : Le port ferme", "related links"),
        ("Lea también: El puerto cierra", "related links"),
        ("Читайте также: Порт закрыт", "related links"),
        ("関連記事", "related links"),
        ("Advertisement", "advertisement"),
        ("© 2024 Sample Media. All rights reserved.", "legal line"),
        ("This site uses cookies to make it work.", "cookie notice"),
        ("Share this article", "share buttons"),
        ("About the author", "empty author box"),
        ("Menu", "navigation"),
        ("Follow Sample Media on Facebook for the latest news updates.", "navigation"),
        ("Got a story? Write to our news desk.", "navigation"),
        ("By entering your address you agree to our terms.", "newsletter boilerplate"),
        ("2 thoughts on “The ferry”", "comment form"),
    ],
)
def test_known_furniture_is_dropped_by_name(tail: str, rule: str) -> None:
    assert furniture_rule(tail) == rule
    cleaned = clean(f"A title of a few words\n\n{BODY}\n\n{tail}\n", "a.txt", title="")
    assert cleaned.body == BODY
    assert rule in dict(cleaned.ledger.dropped)


@pytest.mark.parametrize(
    "line",
    [
        "She asked them to subscribe to the theory that nobody had read the papers.",
        "The newsletter of the union was found in the office of the harbour master.",
        "“Read more,” she told the class, “and you will see what I mean by that.”",
        "Advertisement revenue fell by a tenth in the first quarter of this year.",
        "All rights reserved for the crown were given up in the treaty of that year.",
        "He left a comment. It was deleted within the hour by the harbour office.",
        "By providing weapons, the neighbour has become a party to the conflict, the minister said.",
        "By entering the war, the kingdom hoped to gain the valley.",
        "Already a member of the union, the country has sent 300 soldiers.",
        "No response to a request for comment was received by Monday.",
        "Category 5 hurricane winds hit the coast on Friday.",
        "Copyright law was changed in 2019, and again last year.",
        "Victims may receive compensation from the state, the court ruled.",
        "Next on the list is the harbour, officials said.",
        "More by accident than by design, the talks went on.",
        "Share this burden with us, the secretary told the allies.",
        "Search and rescue crews arrived before noon.",
        "Tag teams of negotiators met in the capital on Monday.",
        "Topics included the war and the price of grain.",
        "Posted to the border in 2004, he served there twice.",
        "For more than two decades the ferry ran.",
        "Your bank will never ask for personal information by phone.",
        "Listen to the people, she said.",
        "Loading docks burned in three ports.",
        "Deel van het land is overstroomd, zegt de regering.",
        "Compartir el poder no es fácil, dijo la ministra.",
        "Weitere Themen waren die Lage im Hafen und der Krieg.",
    ],
)
def test_sentences_that_only_speak_of_such_things_stay(line: str) -> None:
    assert furniture_rule(line) == ""
    cleaned = clean(f"A title of a few words\n\n{SENTENCE}\n\n{line}\n\n{OTHERS[0]}\n", "a.txt", title="")
    assert cleaned.body == f"{SENTENCE}\n\n{line}\n\n{OTHERS[0]}"


def test_hard_wrapped_text_is_unwrapped() -> None:
    wrapped = "The harbour master of Hollin said on Tues-\nday that the ferry would not sail before\nthe end of the week, and that nobody could\nsay when it would.\n\n- one demand\n- another"
    assert [(block.kind, block.text) for block in build_plain_blocks(wrapped)] == [
        ("paragraph", "The harbour master of Hollin said on Tues-day that the ferry would not sail before the end of the week, and that nobody could say when it would."),
        ("item", "one demand"),
        ("item", "another"),
    ]


def test_lines_that_are_paragraphs_are_not_joined() -> None:
    text = "\n".join([SENTENCE, OTHERS[0], OTHERS[1]])
    assert [block.text for block in build_plain_blocks(text)] == [SENTENCE, OTHERS[0], OTHERS[1]]


def test_markdown_from_a_clipper_keeps_its_markup() -> None:
    text = f"---\ntitle: Ferry stays in port\nsource: https://g.example/a\nauthor: Ida Lund\npublished: 2024-05-02\n---\n# Ferry stays in port\n\n{SENTENCE} It is **bold** and [linked](https://x.example).\n\nSubscribe to our newsletter\n\n- one\n- two\n"
    cleaned = clean(text, "a.md", title="", date="")
    assert cleaned.body == f"{SENTENCE} It is **bold** and [linked](https://x.example).\n\n- one\n- two"
    assert (cleaned.facts.title, cleaned.facts.url, cleaned.facts.authors, cleaned.facts.published) == ("Ferry stays in port", "https://g.example/a", ("Ida Lund",), "2024-05-02")


def test_a_long_paragraph_between_lines_that_are_kept_is_kept() -> None:
    paragraph = f"{SENTENCE} {OTHERS[2]}"
    lines = read_lines(build_plain_blocks(f"{OTHERS[0]}\n\n{paragraph}\n\nHarbour fees\n\n{OTHERS[1]}"))
    kept = [True, False, False, True]
    keep_paragraphs(lines, kept)
    assert kept == [True, True, False, True]
