"""Saved pages: what is text stays, as Markdown; what is furniture goes, by name; nothing vanishes."""

from __future__ import annotations

import pytest

from briefgen.article import parse_article
from briefgen.clean.blocks import build_blocks
from briefgen.clean.boilerplate import judge_page
from briefgen.clean.letters import only_letters
from briefgen.clean.page import parse_page
from briefgen.clean.trouble import CleaningError
from briefgen.clean.values import Facts
from briefgen.clean.votes import Votes
from cleaned import OTHERS, PAGES, SENTENCE, between, clean, page

FERRY = (PAGES / "ferry.html").read_bytes()


def test_a_newspapers_page_becomes_its_article() -> None:
    cleaned = clean(FERRY, "ferry.html", title="", source="", date="")
    assert cleaned.file == (PAGES / "ferry.md").read_text(encoding="utf-8")


def test_every_dropped_block_of_that_page_has_a_rule_that_fits() -> None:
    cleaned = clean(FERRY, "ferry.html", title="", source="", date="")
    rules = {block.text: verdict.rule for block, verdict in zip(cleaned.reading.blocks, cleaned.reading.verdicts, strict=True)}
    for words, rule in (
        ("We use cookies", "cookie notice"),
        ("Sign up to our daily", "newsletter boilerplate"),
        ("Share on one", "share buttons"),
        ("Hidden words", "hidden element"),
        ("Ida Lund writes", "author box"),
        ("seagull44", "reader comments"),
        ("Advertisement", "advertisement"),
        ("Sport", "navigation"),
        ("© 2024", "legal line"),
    ):
        assert [found for text, found in rules.items() if text.startswith(words)] == [rule]


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>It is <b>bold</b>, <i>slanted</i> and <code>code</code>.</p>", "It is **bold**, *slanted* and `code`."),
        ("<p>A <a href='/b?x=1&amp;y=2'>link</a> and <a href='javascript:alert(1)'>none</a>.</p>", "A [link](https://x.example/b?x=1&y=2) and none."),
        ("<p>a<b>b</b>c <b>“quoted”</b>, he said.</p>", "a**b**c **“quoted”**, he said."),
        ("<p>a<b>“b”</b>c, so the <b>quotation </b>stands.</p>", "a“b”c, so the quotation stands."),
        ("<h2>What <em>they</em> want</h2><p>More than they can have, as it seems today.</p>", "## What *they* want\n\nMore than they can have, as it seems today."),
        ("<p>These are the demands:</p><ul><li>one</li><li>two</li></ul>", "These are the demands:\n\n- one\n- two"),
        ("<p>These are the demands:</p><ol start=3><li>one<li>two</ol>", "These are the demands:\n\n3. one\n4. two"),
        ("<p>These are the demands:</p><ul><li>one<ul><li>deep</li></ul></li><li>two</li></ul>", "These are the demands:\n\n- one\n  - deep\n- two"),
        ("<p>These are the demands:</p><ul><li>one<ol start=5><li>deep</li></ol></li></ul>", "These are the demands:\n\none\n\ndeep"),
        ("<p>These are the demands:</p><ul><ul><li>deep</li><li>deep too</li></ul><li>one</li></ul>", "These are the demands:\n\n- deep\n- deep too\n- one"),
        ("<blockquote><p>We have no crew at all, and no wage to pay one.</p></blockquote>", "> We have no crew at all, and no wage to pay one."),
        (
            "<p>The figures are these, says the council:</p><table><tr><th>Year<th>Boats<tr><td>2022<td>12|3<tr><td>2023<td>9</table>",
            "The figures are these, says the council:\n\n| Year | Boats |\n| --- | --- |\n| 2022 | 12\\|3 |\n| 2023 | 9 |",
        ),
        ("<p>The machine prints the line as follows:</p><pre>if a &lt; b:\n    stop()</pre>", "The machine prints the line as follows:\n\n```\nif a < b:\n    stop()\n```"),
        ("<p>One line of the poem,<br>and then another line of it.</p>", "One line of the poem,\\\nand then another line of it."),
        ("<p>The first of two paragraphs ends here.<br><br>The second one begins at this place.</p>", "The first of two paragraphs ends here.\n\nThe second one begins at this place."),
        ("<p>[North Korean] soldiers * 2 _were_ &lt;there&gt; # no `heading`.</p>", "[North Korean] soldiers * 2 \\_were\\_ \\<there> # no \\`heading\\`."),
        ("<p>1. April was the day on which it began for them.</p>", "1\\. April was the day on which it began for them."),
        ("<p>- We have no crew, he said, and went away again.</p>", "\\- We have no crew, he said, and went away again."),
        ("<p>Unclosed paragraph of the page that goes on<p>And another one that is not closed either", "Unclosed paragraph of the page that goes on\n\nAnd another one that is not closed either"),
    ],
)
def test_structure_is_kept_as_markdown(html: str, markdown: str) -> None:
    assert between(clean(page(html), url="https://x.example/a/")) == markdown


@pytest.mark.parametrize(
    "html",
    [
        "<script>document.write('The words of a script that is long enough for a sentence.')</script>",
        "<style>p { content: 'The words of a style sheet that are long enough.' }</style>",
        "<template><p>The words of a template that nobody has ever put into the page.</p></template>",
        "<!-- <p>The words of a comment that somebody left in the page by mistake.</p> -->",
        "<p hidden>The words of a hidden paragraph that no reader of the page has seen.</p>",
        "<p style='color:red; display : none'>The words of a hidden paragraph that no reader of the page has seen.</p>",
        "<div class='visually-hidden'><p>The words for machines that no reader of the page has seen.</p></div>",
        "<dialog><p>The words of a dialogue box that nobody has opened on this page yet.</p></dialog>",
        "<noscript><p>The words for readers without scripts, who are few and far between.</p></noscript>",
        "<iframe>The words inside of a frame that shows a page from somewhere else.</iframe>",
        "<textarea>The words of a form that somebody was about to fill in here.</textarea>",
        "<svg><text>The words of a drawing that stands between two paragraphs here.</text></svg>",
        "<p>Advertisement</p>",
        "<p>Read more: Harbour fees rise again in the spring</p>",
        "<div class='newsletter-signup'><h3>Every morning</h3><p>Get the best of the Gazette by mail, before you rise, every single day.</p></div>",
        "<aside class='related'><ul><li><a href='/x'>Harbour fees rise again in the spring of the year</a></li></ul></aside>",
        "<div class='comments'><p>gull says: I have been waiting for this boat since Tuesday morning.</p></div>",
        "<div class='share-buttons'><a href='#'>On one network</a><a href='#'>On another one</a></div>",
        "<div class='author-bio'><p>Ida Lund writes about harbours and boats for the Gazette since 2011.</p></div>",
        "<div class='ad-slot'><p>The best boats of the year are now at a price that you will not believe.</p></div>",
        "<p><a href='/a'>One story about the boat of the town</a> <a href='/b'>Another story about the same</a></p>",
    ],
)
def test_what_is_no_text_never_becomes_quotable(html: str) -> None:
    assert between(clean(page(html))) == ""


def test_a_name_that_covers_the_whole_text_is_not_believed() -> None:
    """Some sites put the whole article into an element called `paywall` or `sidebar-layout`."""
    html = page("").replace("<article>", "<article class='sidebar subscription promo'>")
    assert between(clean(html)) == ""


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<aside class='center'><p>The ferry was built in 1961, and has sunk once since.</p></aside>", True),
        ("<aside class='promo'><p>The ferry was built in 1961, and has sunk once since.</p></aside>", False),
        ("<aside><p>The ferry of the other town sails <a href='/b'>at noon, and at six, and whenever it likes</a>.</p></aside>", False),
        ("<div class='columns'><aside><p>The ferry was built in 1961, and has sunk once since.</p></aside></div>", False),
    ],
)
def test_an_aside_among_the_paragraphs_is_text_and_a_box_beside_them_is_none(html: str, kept: bool) -> None:
    assert bool(between(clean(page(html)))) is kept


def test_a_post_that_the_article_quotes_stays_with_its_author() -> None:
    post = "<blockquote class='twitter-tweet'><p>No crew. No ferry.</p>— Wilma Aske (@aske) May 2, 2024</blockquote>"
    cleaned = clean(page(f"<div class='social-media-embed'>{post}</div>"))
    assert between(cleaned) == "> No crew. No ferry.\n>\n> — Wilma Aske (@aske) May 2, 2024"


def test_an_address_that_is_printed_is_text() -> None:
    html = "<p>The demands of both sides can be read here:</p><p><a href='https://town.example/demands/2024'>https://town.example/demands/2024</a></p>"
    assert "https://town.example/demands/2024" in between(clean(page(html)))


def test_teasers_that_only_a_generous_extractor_kept_are_no_end_of_an_article() -> None:
    teasers = "".join(f"<div><p>{text}</p></div>" for text in OTHERS[1:])
    blocks = build_blocks(parse_page(f"<main><h1>A title</h1><p>{SENTENCE}</p><p>{OTHERS[0]} {SENTENCE} {SENTENCE}</p></main>{teasers}"))
    text, all_of_it = frozenset({1, 2}), frozenset({1, 2, 3, 4})
    for rough, kept in ((text, text), (all_of_it, all_of_it)):
        verdicts = judge_page(blocks, Votes(text, all_of_it, rough), Facts(title="A title"))
        assert {index for index, verdict in enumerate(verdicts) if verdict.where == "body"} == kept


@pytest.mark.parametrize(("second", "kept"), [("h2", True), ("h3", False)])
def test_a_heading_above_the_text_that_no_extractor_kept_stays_beside_its_like(second: str, kept: bool) -> None:
    html = f"<main><h1>A title</h1><h2>Harbour</h2><p>{OTHERS[0]}</p><{second}>Canteen</{second}><p>{OTHERS[1]}</p></main>"
    blocks = build_blocks(parse_page(html))
    voted = frozenset({2, 3, 4})
    verdicts = judge_page(blocks, Votes(voted, voted, voted), Facts(title="A title"))
    assert [block.text for block, verdict in zip(blocks, verdicts, strict=True) if verdict.where == "body"][: 1 + kept] == ["Harbour"] * kept + [OTHERS[0]]


def test_captions_inside_the_text_are_kept_where_asked_for() -> None:
    html = page("<figure><img src=x><figcaption>The ferry at the quay, seen from the bridge.</figcaption></figure><p>And here the text goes on for a whole sentence.</p>")
    assert between(clean(html)) == "And here the text goes on for a whole sentence."
    assert between(clean(html, captions=True)) == "The ferry at the quay, seen from the bridge.\n\nAnd here the text goes on for a whole sentence."


def test_deep_nesting_loses_nothing() -> None:
    """lxml drops what lies deeper than 255 elements without a word."""
    deep = "<div>" * 400 + "<p>The deepest words of the page stand four hundred elements below its top.</p>" + "</div>" * 400
    assert between(clean(page(deep))) == "The deepest words of the page stand four hundred elements below its top."


def test_long_text_loses_nothing() -> None:
    long = "The ferry does not sail. " * 4_000
    assert between(clean(page(f"<p>{long}</p>"))) == long.strip()


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("<div>" * 1_100 + "<p>x</p>", "too-deep"),
        ("<p>" * 200_100, "too-many-elements"),
        ("<p " + " ".join(f"a{n}=1" for n in range(2_100)) + ">", "too-many-elements"),
        ("<p>" + "a " * 2_500_001, "too-large"),  # lxml drops text nodes of ten million characters
    ],
)
def test_bombs_are_refused_by_name(html: str, code: str) -> None:
    with pytest.raises(CleaningError) as refused:
        clean(page(html))
    assert refused.value.code == code


def test_a_page_without_text_is_no_article() -> None:
    with pytest.raises(CleaningError) as refused:
        clean("<html><body><nav><a href='/'>Home</a></nav></body></html>")
    assert refused.value.code == "no-article"


def test_letters_of_the_page_are_all_accounted_for() -> None:
    cleaned = clean(FERRY, "ferry.html")
    ledger = cleaned.ledger
    assert ledger.unaccounted == 0
    assert ledger.seen == ledger.body + ledger.front + sum(count for _, count in ledger.dropped)
    article = parse_article(cleaned.file, "a.md").value
    assert article is not None
    assert only_letters("".join(article.texts[2:])) == only_letters("".join(block.text for block in cleaned.reading.body()))


def test_a_ledger_that_does_not_balance_is_an_error() -> None:
    from briefgen.clean.ledger import balance
    from briefgen.clean.plain import build_plain_blocks
    from briefgen.clean.values import Verdict

    blocks = build_plain_blocks(f"{SENTENCE}\n\n{OTHERS[0]}")
    kept = [Verdict("body", "article")] * 2
    seen = len(only_letters(SENTENCE + OTHERS[0]))
    assert balance(seen, blocks, kept).unaccounted == 0
    with pytest.raises(CleaningError) as lost:
        balance(seen, blocks[:1], kept[:1])
    assert lost.value.code == "letters-lost"


def test_mojibake_in_a_page_is_repaired_and_listed() -> None:
    cleaned = clean(page("<p>Itâ€™s the third time that <b>ZoÃ«</b> has said so this year.</p>"))
    assert between(cleaned) == "It’s the third time that **Zoë** has said so this year."
    assert [(repair.was, repair.now) for repair in cleaned.repairs] == [("Itâ€™s the", "It’s the"), ("ZoÃ« has", "Zoë has")]
