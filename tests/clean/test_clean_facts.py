"""What is known of an article besides its text: one order of trust, nothing guessed."""

from __future__ import annotations

import pytest

from briefgen.clean.people import names_in
from briefgen.clean.titles import choose_title, without_site
from briefgen.clean.when import iso_date, visible_date
from cleaned import OTHERS, SENTENCE, clean


def facts_of(head: str = "", body: str = "", title: str = "", attributes: str = ""):
    html = f"<html {attributes}><head>{head}</head><body><article>{body}<p>{SENTENCE}</p><p>{OTHERS[0]}</p><p>{OTHERS[1]}</p></article></body></html>"
    return clean(html, title=title, date="", lenient=True).facts


def ld(**fields: str) -> str:
    pairs = ", ".join(f'"{key}": {value}' for key, value in {"@type": '"NewsArticle"', "headline": '"H"', **fields}.items())
    return f'<script type="application/ld+json">{{{pairs}}}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def test_nothing_known_is_nothing_said() -> None:
    facts = facts_of()
    assert (facts.title, facts.authors, facts.published, facts.updated, facts.site, facts.url, facts.language, facts.licence) == ("", (), "", "", "", "", "", "")


@pytest.mark.parametrize(
    ("sources", "published"),
    [
        ([ld(datePublished='"2024-05-01"'), meta("article:published_time", "2024-05-02"), "<time datetime=2024-05-03>x</time>"], "2024-05-01"),
        ([meta("article:published_time", "2024-05-02"), "<time datetime=2024-05-03>x</time>"], "2024-05-02"),
        (["<p itemprop=datePublished content=2024-05-04>x</p>", "<p>5 May 2024</p>"], "2024-05-04"),
        (["<p>5 May 2024</p>", "<time datetime=2024-05-06>x</time>"], "2024-05-05"),
        (["<time datetime=2024-05-06>x</time>"], "2024-05-06"),
        (["<p>Someone said so on 5 May 2024, in a letter to the editor of the paper.</p>"], ""),
    ],
)
def test_dates_in_the_order_of_trust(sources: list[str], published: str) -> None:
    head = "".join(source for source in sources if source.startswith(("<script", "<meta")))
    body = "".join(source for source in sources if not source.startswith(("<script", "<meta")))
    assert facts_of(head, "<h1>H</h1>" + body).published == published


@pytest.mark.parametrize(
    ("sources", "authors"),
    [
        ([ld(author='{"name": "Ida Lund"}'), meta("author", "Other Name"), "<p>By Third Person</p>"], ("Ida Lund",)),
        ([meta("author", "Ida Lund and Tomas Reyk"), "<p>By Third Person</p>"], ("Ida Lund", "Tomas Reyk")),
        (["<p>By Ida Lund</p>"], ("Ida Lund",)),
        ([meta("og:site_name", "The Gazette"), meta("author", "The Gazette"), "<p>By Ida Lund</p>"], ("Ida Lund",)),
        ([meta("author", "admin")], ()),
    ],
)
def test_authors_in_the_order_of_trust(sources: list[str], authors: tuple[str, ...]) -> None:
    head = "".join(source for source in sources if source.startswith(("<script", "<meta")))
    body = "".join(source for source in sources if not source.startswith(("<script", "<meta")))
    assert facts_of(head, "<h1>H</h1>" + body).authors == authors


def test_the_rest_of_what_a_page_says_of_itself() -> None:
    facts = facts_of(
        '<link rel=canonical href="https://g.example/a"><link rel=license href="https://l.example/by">' + meta("og:url", "https://g.example/?id=1") + meta("og:site_name", "The Gazette"),
        attributes='lang="de_AT"',
    )
    assert (facts.url, facts.licence, facts.site, facts.language) == ("https://g.example/a", "https://l.example/by", "The Gazette", "de-AT")


def test_what_an_article_may_not_say_is_left_out() -> None:
    """A canonical address or a language that our own reader would refuse."""
    facts = facts_of('<link rel=canonical href="https://g.example/a b|c">', attributes='lang="english!"')
    assert (facts.url, facts.language) == ("", "")


@pytest.mark.parametrize(
    ("headlines", "claims", "page_title", "site", "title"),
    [
        (["Ferry stays in port"], ["Ferry stays in port"], "Ferry stays in port | Gazette", "Gazette", "Ferry stays in port"),
        (["The Gazette", "Ferry stays in port"], ["Ferry stays in port"], "x", "The Gazette", "Ferry stays in port"),
        (["Ferry stays in port: no crew, says harbour master"], ["Ferry stays in port"], "", "", "Ferry stays in port: no crew, says harbour master"),
        (["Welcome"], ["Ferry stays in port - Gazette"], "", "Gazette", "Ferry stays in port"),
        ([], [], "Ferry stays in port | Gazette", "Gazette", "Ferry stays in port"),
        ([], [], "Gazette: Ferry stays in port", "Gazette", "Gazette: Ferry stays in port"),
        (["Ferry stays in port"], [], "", "", "Ferry stays in port"),
        ([], [], "", "", ""),
    ],
)
def test_titles(headlines: list[str], claims: list[str], page_title: str, site: str, title: str) -> None:
    assert choose_title(headlines, claims, page_title, site) == title


@pytest.mark.parametrize(
    ("title", "site", "bare"),
    [
        ("Ferry stays in port – and so does the mail – today", "", "Ferry stays in port – and so does the mail – today"),
        ("Ferry stays in port — again", "Gazette", "Ferry stays in port — again"),
        ("Ferry stays in port - Gazette", "Gazette", "Ferry stays in port"),
        ("Ferry stays in port - The Gazette", "", "Ferry stays in port"),
        ("Ferry stays in port | News | Gazette", "", "Ferry stays in port"),
        ("Gazette | Ferry stays in port", "Gazette", "Ferry stays in port"),
        ("Who pays? - Who sails?", "", "Who pays? - Who sails?"),
    ],
)
def test_a_sites_name_is_no_part_of_a_title(title: str, site: str, bare: str) -> None:
    assert without_site(title, site) == bare


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2024-05-02T18:09:00+02:00", "2024-05-02T18:09+02:00"),
        ("2024-05-02T16:09:00.000Z", "2024-05-02T16:09Z"),
        ("2024-05-02 18:09", "2024-05-02T18:09"),
        ("2024-05", "2024-05"),
        ("2024", "2024"),
        ("20240502", "2024-05-02"),
        ("2024-02-30", ""),
        ("2024-13-01", ""),
        ("soon", ""),
    ],
)
def test_machine_dates_keep_their_precision_and_zone(written: str, read: str) -> None:
    assert iso_date(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Last updated on October 28th, 2024 at 06:09 pm", "2024-10-28T18:09"),
        ("2 May 2024, 18:09 CET", "2024-05-02T18:09+01:00"),
        ("12:05 a.m. on May 2, 2024", "2024-05-02T00:05"),
        ("Donnerstag, 2. Mai 2024, 18.09 Uhr", "2024-05-02T18:09"),
        ("2 mai 2024 à 18h09", "2024-05-02T18:09"),
        ("2 de mayo de 2024", "2024-05-02"),
        ("2 мая 2024", "2024-05-02"),
        ("2 травня 2024", "2024-05-02"),
        ("2 maja 2024", "2024-05-02"),
        ("2 Mayıs 2024", "2024-05-02"),
        ("2 Μαΐου 2024", "2024-05-02"),
        ("2024年5月2日 18時09分", "2024-05-02T18:09"),
        ("2.5.2024", "2024-05-02"),
        ("May 2024", "2024-05"),
        ("03/04/2024", ""),  # March or April: nothing is guessed
        ("23/04/2024", "2024-04-23"),
        ("in the spring", ""),
    ],
)
def test_visible_dates_in_many_languages(written: str, read: str) -> None:
    assert visible_date(written) == read


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("By Ida Lund and Tomas Reyk", ("Ida Lund", "Tomas Reyk")),
        ("Von Ida Lund, Tomas Reyk und Nora Falk", ("Ida Lund", "Tomas Reyk", "Nora Falk")),
        ([{"name": "Ida Lund"}, {"givenName": "Tomas", "familyName": "Reyk"}], ("Ida Lund", "Tomas Reyk")),
        ("Ida Lund (Hollin)", ("Ida Lund",)),
        ("https://g.example/ida", ()),
        ("Staff", ()),
    ],
)
def test_names(written: object, names: tuple[str, ...]) -> None:
    assert names_in(written) == names


@pytest.mark.parametrize("broken", ["{", "[[[[", '{"@type": "NewsArticle", "headline": 3, "author": [[[]]], "datePublished": {}}', "null", '{"@graph": "x"}', "[" * 3000])
def test_broken_or_hostile_json_ld_says_nothing(broken: str) -> None:
    facts = facts_of(f'<script type="application/ld+json">{broken}</script>')
    assert (facts.authors, facts.published) == ((), "")
