"""The main job on the project's own content: every feature that content can use is used, and shows.

A machine without the example beside the checkout tests the whole road here.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from briefgen.article import parse_article
from briefgen.model import ACTOR_KINDS, CHANGE_KINDS, EVIDENCE, FLAG_KINDS
from briefgen.yamltext import parse_yaml
from claims import answers, highlighted_parts, ledger, positions, shown_parts, speech_of, statements
from site_driver import ROOT, Site, words

NATO = "/briefings/2024-10-29-nato-confirms-kursk/"
COUNT = "/briefings/2024-10-30-us-count-revised/"
VLADIVOSTOK = "/briefings/2024-11-01-where-is-vladivostok/"
LAVROV = "/briefings/2024-11-07-lavrov-answer/"
ESCALATION = "/briefings/2024-11-13-what-escalation-would-mean/"
KURSK = "/questions/dprk-troops-in-kursk/"
ANNOTATIONS = sorted((ROOT / "content/annotations").glob("*.yaml"))


def annotation_texts() -> dict[str, dict]:
    """id -> the annotation as plain values."""
    return {path.stem: parse_yaml(path.read_text(encoding="utf-8"), path.name)[0] for path in ANNOTATIONS}


# --- the facts of the issue, on the project's own content ---


def test_kursk_is_contested_and_the_denials_follow(own_site: Site) -> None:
    page = own_site.page(KURSK)
    assert answers(page) == {
        "NATO": "affirms",
        "U.S. Department of Defense": "likely",
        "North Korea": "denies",
        "Russia": "denies",
    }
    for name in ("Russia", "North Korea"):
        assert "Follows from the answer to: Are North Korean troops in Russia?" in words(positions(page)[name])


def test_a_denial_follows_through_two_steps(own_site: Site) -> None:
    page = own_site.page("/questions/dprk-training-in-vladivostok/")
    assert answers(page)["Russia"] == "denies" and "Follows from" in words(positions(page)["Russia"])


def test_an_affirmation_follows_to_the_wide_question(own_site: Site) -> None:
    page = own_site.page("/questions/dprk-troops-in-vladivostok/")
    assert "affirms" in answers(page).values()
    assert any("Follows from the answer to: Did North Korean troops come to Vladivostok" in words(li) for li in positions(page).values())


def test_the_count_goes_from_up_to_3000_to_10000(own_site: Site) -> None:
    page = own_site.page("/questions/dprk-troop-count/")
    said = [answer for _, _, answer in ledger(page)]
    assert said.index("up to 3,000 troops") < said.index("10,000 (unclear) troops")
    assert len(said) == 2, "one ceiling told in two briefings counts once"
    assert "up to 3,000 troops" in words(page.select_one("#section\\.shifts"))


def test_home_shows_what_is_contested_and_revised(own_site: Site) -> None:
    text = own_site.text("/")
    assert "Are North Korean troops deployed to Russia's Kursk region?" in text
    assert "10,000 (unclear) troops" in text


@pytest.mark.parametrize("url", [NATO, COUNT, VLADIVOSTOK, LAVROV, ESCALATION])
def test_every_passage_is_highlighted_in_its_article_character_for_character(own_site: Site, url: str) -> None:
    articles = {
        path.stem: parse_article(path.read_text(encoding="utf-8"), path.name).value
        for path in (ROOT / "content/articles").glob("*.md")
    }
    cards = statements(own_site.page(url))
    assert len(cards) == len(annotation_texts()[url.split("/")[2]]["claims"])
    for passage in own_site.page(url).select("figure.passage"):
        parts = highlighted_parts(own_site, url, passage)
        assert parts and parts == shown_parts(passage)
        name = re.search(r"articles/([^/]+)/", passage.select_one("figcaption a[href*='#']")["href"])[1]
        assert any(all(part in text for part in parts) for text in articles[name].texts)


def test_the_page_prints_the_sources_characters_not_the_annotations(own_site: Site) -> None:
    """Curly for straight quotation marks, a long dash for a hyphen."""
    assert "heading “that direction, towards Kursk”" in shown_parts(statements(own_site.page(COUNT))["singh-heading"])[0]
    assert "Vladivostok—seven" in shown_parts(statements(own_site.page(VLADIVOSTOK))["clocks"])[0]


def test_brackets_inside_a_quotation_survive(own_site: Site) -> None:
    assert shown_parts(statements(own_site.page(ESCALATION))["singh-escalation"])[0].startswith("Should [North Korean] soldiers")


def test_speech_is_told_from_the_marks_around_it(own_site: Site) -> None:
    kinds = {id: speech_of(card) for id, card in statements(own_site.page(NATO)).items()}
    assert {id for id, kind in kinds.items() if kind == "direct"} == {"rutte-confirms", "singh-likely"}
    assert kinds["dod-3000"] == "reported"
    assert speech_of(statements(own_site.page(COUNT))["singh-heading"]) == "partly quoted"
    assert speech_of(statements(own_site.page(LAVROV))["lavrov-uk"]) == "direct"


def test_russia_lists_what_happened_in_its_regions(own_site: Site) -> None:
    links = {a["href"].replace("../../", "/") for a in own_site.page("/regions/russia/").select("#section\\.briefings a")}
    assert {NATO, COUNT, VLADIVOSTOK, ESCALATION} <= links


def test_the_flag_on_vladivostok_shows(own_site: Site) -> None:
    flags = words(own_site.page(COUNT).select_one("#section\\.flags"))
    assert "Vladivostok (131.9° E) lies east of Kursk (36.2° E), not west." in flags


# --- every feature is used, and shows ---


def test_six_articles_and_five_briefings_are_published(own_site: Site) -> None:
    pages = own_site.urls()
    assert len([url for url in pages if re.fullmatch(r"/articles/[^/]+/", url)]) >= 6
    assert len([url for url in pages if re.fullmatch(r"/briefings/\d[^/]+/", url)]) >= 5


def test_every_kind_of_page_is_there(own_site: Site) -> None:
    for url in (
        "/", "/briefings/", "/articles/", "/actors/", "/regions/", "/questions/", "/topics/", "/sources/",
        "/timeline/", "/methodology/", "/about/", "/contact/", "/404.html", "/feed.atom", "/feed.json",
        "/sitemap.xml", "/robots.txt", "/.nojekyll", "/kursk-vladivostok.svg",
        NATO, "/articles/2024-10-29-nato-confirms-kursk/", "/actors/nato/", "/regions/kursk/", KURSK,
        "/topics/armed-conflict/", "/sources/briefgen-sample-wire/",
        "/actors/nato/feed.atom", "/regions/kursk/feed.json", "/questions/dprk-troops-in-kursk/feed.atom", "/topics/diplomacy/feed.json",
    ):  # fmt: skip
        assert own_site.has(url), url


def used_in_claims(field: str) -> list:
    return [claim[field] for one in annotation_texts().values() for claim in one.get("claims", {}).values() if field in claim]


@pytest.mark.parametrize(
    "field",
    ["says", "date", "setting", "answers", "about", "where", "revises", "same_as", "evidence", "credibility", "translation", "note", "article"],
)
def test_every_field_of_a_claim_is_used(field: str) -> None:
    assert used_in_claims(field)


@pytest.mark.parametrize(
    "field",
    [
        "title", "why_it_matters", "key_points", "analysis", "claims", "events", "unknowns", "watch", "judgements",
        "flags", "changes", "topics", "tlp", "published", "review_by", "draft", "articles", "formerly",
    ],
)  # fmt: skip
def test_every_field_of_an_annotation_is_used(field: str) -> None:
    assert any(field in one for one in annotation_texts().values())


def test_every_word_of_the_closed_lists_is_used_where_content_can(own_site: Site) -> None:
    texts = annotation_texts().values()
    assert {flag["kind"] for one in texts for flag in one.get("flags", [])} == set(FLAG_KINDS)
    assert {change["kind"] for one in texts for change in one.get("changes", [])} == set(CHANGE_KINDS)
    assert set(used_in_claims("evidence")) == set(EVIDENCE)
    assert {"person", "institution", "state", "alliance", "other"} <= set(ACTOR_KINDS)


def test_revises_and_same_as_join_briefings_and_show(own_site: Site) -> None:
    assert any("/" in str(ref) for ref in used_in_claims("revises")) and any("/" in str(ref) for ref in used_in_claims("same_as"))
    card = statements(own_site.page(COUNT))["singh-10000"]
    assert any(a["href"].endswith("2024-10-29-nato-confirms-kursk/#dod-3000") for a in card.select("a"))
    revised = statements(own_site.page(NATO))["dod-3000"]
    assert "Since revised" in words(revised)


def test_a_briefing_on_two_articles_names_both(own_site: Site) -> None:
    sources = words(own_site.page(ESCALATION).select_one("#section\\.sources"))
    assert "Kursk since August" in sources and "What Washington says" in sources


def test_dates_keep_the_precision_they_have(own_site: Site) -> None:
    timeline = own_site.text("/timeline/")
    for shown in ("August 2024", "since August 2024", "August–October 2024", "October 2024 (uncertain)", "18 June 2024"):
        assert shown in timeline, shown
    assert "about 25 October 2024" in words(statements(own_site.page(NATO))["dod-3000"])
    assert "until 28 October 2024" in words(statements(own_site.page(NATO))["denials"])
    assert "reported" in words(statements(own_site.page(COUNT))["us-training"])


def test_an_event_known_through_one_claim_is_alleged(own_site: Site) -> None:
    assert "alleged" in words(own_site.page(COUNT).find(id="dprk-arrives"))
    assert "alleged" not in words(own_site.page(NATO).find(id="nato-statement"))


def test_regions_nest(own_site: Site) -> None:
    page = own_site.page("/regions/vladivostok/")
    assert "Primorsky Krai" in words(page.select_one(".facts"))
    assert "Where is Vladivostok" in own_site.text("/articles/") and own_site.has("/regions/kursk-border-strip/")
    assert "What a North Korean part" in own_site.text("/regions/russia/"), "three levels up"


def test_unknowns_judgements_and_watch_show_apart_from_claims(own_site: Site) -> None:
    page = own_site.page(NATO)
    assert "What evidence does NATO have" in words(page.select_one("#section\\.unknowns"))
    desk = page.select_one("#section\\.judgements")
    assert "North Korean troops are in Russia." in words(desk)
    slots = words(desk.select_one("dl"))
    assert "likely" in slots and "moderate" in slots
    assert "drops the word" in words(page.select_one("#section\\.watch"))


def test_a_correction_and_a_withdrawal_are_told(own_site: Site) -> None:
    assert "about 4,200 miles, not about 4,000" in own_site.text(VLADIVOSTOK)
    assert "withdrawn" in own_site.text("/briefings/2024-10-29-pentagon-on-kursk/").lower()


def test_a_translated_quotation_stands_beside_its_original(own_site: Site) -> None:
    card = statements(own_site.page(LAVROV))["lavrov-uk"]
    assert "Західні військовослужбовці давно діють в Україні" in words(card)
    assert "Western service members have long been active in Ukraine" in words(card)
    assert card.select_one("blockquote")["lang"] == "uk"


def test_a_picture_shows_with_its_caption_credit_and_alternative_text(own_site: Site) -> None:
    picture = own_site.page("/articles/2024-11-01-where-is-vladivostok/").select_one("figure img")
    assert picture["alt"].startswith("A grid of latitudes") and picture["src"].endswith("kursk-vladivostok.svg")
    assert "shortest path" in words(picture.parent) and "map desk" in words(picture.parent)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/briefings/2024-10-29-nato-kursk/", NATO),
        ("/articles/where-is-vladivostok/", "/articles/2024-11-01-where-is-vladivostok/"),
        ("/actors/pentagon/", "/actors/us-dod/"),
        ("/regions/kursk-oblast/", "/regions/kursk/"),
        ("/questions/dprk-in-russia/", "/questions/dprk-troops-in-russia/"),
        ("/topics/war/", "/topics/armed-conflict/"),
        ("/sources/sample-desk/", "/sources/briefgen-sample-desk/"),
    ],
)
def test_retired_ids_lead_on(own_site: Site, old: str, new: str) -> None:
    page = own_site.page(old)
    refresh = page.select_one("meta[http-equiv='refresh']")["content"]
    assert refresh.endswith(new[1:])
    assert any(a["href"].endswith(new[1:]) for a in page.select("a"))
    assert new in page.select_one("link[rel=canonical]")["href"]


def test_notes_are_numbered_links_there_and_back(own_site: Site) -> None:
    page = own_site.page(NATO)
    for link in page.select("sup.note a"):
        note = page.find(id=link["href"][1:])
        assert note is not None and note.select_one("a")["href"]
        assert page.find(id=note.select_one("a.back, a[href^='#ref']")["href"][1:]) is not None


def test_names_link_themselves_the_longest_first(own_site: Site) -> None:
    bottom = own_site.page(NATO).select_one("#section\\.bottom-line")
    links = {words(a): a["href"] for a in bottom.select("a")}
    assert links["NATO"].endswith("actors/nato/") and links["Kursk region"].endswith("regions/kursk/")
    assert links["Pentagon"].endswith("actors/us-dod/") and links["North Korean units"].endswith("actors/dprk/")
    assert "North Korea" not in links, "the first mention in a block only"


def test_the_methodology_explains_every_scale(own_site: Site) -> None:
    text = own_site.text("/methodology/")
    for word in ("declines", "roughly even chance", "truth cannot be judged", "AMBER+STRICT", "none given", "withdrawn"):
        assert word in text


def test_the_capture_and_its_repairs_are_told(own_site: Site) -> None:
    assert "mis-decoded apostrophe" in own_site.text("/articles/2024-10-31-moscow-pyongyang-deny/")


# --- what must not be there ---

RESTRICTED = ("zephyr", "quillon", "marrowfat", "crease", "6,666", "6666", "zephyr-cell", "quillon-yard", "zephyr-notebook")


def _holds(site: Site, word: str) -> list[str]:
    needle = word.encode()
    return [path for path, data in site.files().items() if needle in data.lower() or word in path.lower()]


@pytest.mark.parametrize("word", RESTRICTED)
def test_nothing_of_a_briefing_above_the_sites_marking_is_anywhere(own_site: Site, drafts_site: Site, word: str) -> None:
    """Every byte of the output, and every file's name; drafts do not lift the marking."""
    source = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "content").rglob("*") if p.suffix in (".md", ".yaml")).lower()
    # "crease" would also be found in "increase"
    pattern = re.compile(rb"(?<![a-z])" + re.escape(word.encode()))
    assert word in source
    for site in (own_site, drafts_site):
        assert [path for path, data in site.files().items() if pattern.search(data.lower()) or word in path] == []


def test_nothing_of_a_draft_is_anywhere_unless_asked_for(own_site: Site, drafts_site: Site) -> None:
    assert _holds(own_site, "frostline") == []
    assert "Frostline" in drafts_site.text("/briefings/2024-11-20-kursk-next-weeks/")
    assert "draft" in words(drafts_site.page("/briefings/2024-11-20-kursk-next-weeks/").select_one("header.page-header"))


def test_no_unquoted_text_of_an_article_with_restricted_rights_is_anywhere(own_site: Site, drafts_site: Site) -> None:
    """The sentence with this word is quoted by the excluded briefing alone."""
    assert _holds(own_site, "vermilion") == [] and _holds(drafts_site, "vermilion") == []


def test_an_article_with_restricted_rights_shows_each_passages_sentence_and_its_share(own_site: Site) -> None:
    text = own_site.text("/articles/2024-11-12-kursk-since-august/")
    assert "By late October Russian forces had won back part of the ground" in text
    rows = {row["id"]: row for row in own_site.list() if row["kind"] == "articles"}
    share = rows["2024-11-12-kursk-since-august"]["share"]
    assert 0 < share < 100 and f"{share} %" in text
    assert rows["2024-10-29-nato-confirms-kursk"]["share"] == 100


def test_what_is_left_out_is_listed_with_its_reason(own_site: Site) -> None:
    rows = {(row["kind"], row["id"]): row for row in own_site.list()}
    assert rows["briefings", "2024-11-15-zephyr-map-exercise"]["says"].startswith("marked TLP:AMBER")
    assert rows["briefings", "2024-11-20-kursk-next-weeks"]["says"] == "draft: yes"
    assert rows["actors", "zephyr-cell"]["outcome"] == "excluded"
    assert rows["sources", "zephyr-notebook"]["outcome"] == "excluded"
    assert {row["outcome"] for row in rows.values()} == {"published", "excluded"}, "no open row"


def test_every_input_record_has_its_row(own_site: Site) -> None:
    listed = {row["path"] for row in own_site.list()}
    for path in (own_site.root / "content").rglob("*"):
        name = path.relative_to(own_site.root).as_posix()
        if path.is_file() and name.split("/")[1] not in ("static", "raw"):
            assert name in listed


def test_a_full_article_shows_all_of_its_text(own_site: Site) -> None:
    """Conservation: every letter of an article with `rights: full`, in order."""
    for path in (ROOT / "content/articles").glob("*.md"):
        article = parse_article(path.read_text(encoding="utf-8"), path.name).value
        if article.head.rights != "full" or not own_site.has(f"/articles/{path.stem}/"):
            continue
        body = own_site.page(f"/articles/{path.stem}/").select_one("div.article")
        for number in body.select("sup.rests"):
            number.decompose()
        squeeze = lambda text: re.sub(r"\W+", "", text)
        assert squeeze(body.get_text()) == squeeze("".join(block.text for block in article.body.blocks))


def test_the_manifest_lists_every_output_and_nothing_else(own_site: Site) -> None:
    manifest = json.loads((own_site.output / "site-manifest.json").read_text())
    assert sorted([*manifest["files"], "site-manifest.json"]) == sorted(own_site.files())


def test_each_article_says_that_it_is_a_sample(tmp_path: Path) -> None:
    for path in (ROOT / "content/articles").glob("*.md"):
        assert re.search(r"sample|зразок", path.read_text(encoding="utf-8")), path.name
