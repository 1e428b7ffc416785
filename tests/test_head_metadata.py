"""What programs read of a page: JSON-LD, meta elements for citation managers and link previews."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256

import pytest
from bs4 import BeautifulSoup

from checkers import CHECKS, npm_package, run
from site_driver import Site

BASE = "https://briefgen-sample.example"
NATO = "/briefings/2024-10-29-nato-confirms-kursk/"
COUNT = "/briefings/2024-10-30-us-count-revised/"
LAVROV = "/briefings/2024-11-07-lavrov-answer/"


def graph(site: Site, url: str) -> list[dict]:
    """The things in a page's JSON-LD, as an independent reader finds them."""
    extruct = pytest.importorskip("extruct")
    found = extruct.extract(site.html(url), base_url=BASE + url, syntaxes=["json-ld"])["json-ld"]
    assert len(found) <= 1
    return found[0]["@graph"] if found else []


def by_type(things: list[dict]) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for thing in things:
        found.setdefault(thing["@type"], []).append(thing)
    return found


def metas(page: BeautifulSoup) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in page.head.select("meta[name], meta[property]"):
        found.setdefault(meta.get("name") or meta["property"], []).append(meta["content"])
    return found


# --- JSON-LD ---


def test_a_briefing_is_a_report_with_claims_and_articles(own_site: Site) -> None:
    things = by_type(graph(own_site, NATO))
    (report,) = things["Report"]
    assert report["@id"] == report["url"] == BASE + NATO
    assert report["datePublished"] == "2024-10-29" and report["inLanguage"] == "en"
    assert report["publisher"]["name"] == "briefgen sample desk"
    claims = {claim["@id"]: claim for claim in things["Claim"]}
    cards = own_site.page(NATO).select("article.statement[id]")
    assert set(claims) == {f"{BASE}{NATO}#{card['id']}" for card in cards} == {mention["@id"] for mention in report["mentions"]}
    rutte = claims[f"{BASE}{NATO}#rutte-confirms"]
    assert rutte["author"] == [{"@type": "Person", "@id": f"{BASE}/actors/mark-rutte/", "name": "Mark Rutte"}]
    assert rutte["dateCreated"] == "2024-10-28"
    (article,) = things["NewsArticle"]
    assert rutte["appearance"] == report["citation"][0] == {"@id": article["@id"]}
    assert article["headline"].startswith("NATO puts") and article["publisher"]["name"] == "briefgen sample wire"


def test_corrections_are_correction_comments(own_site: Site) -> None:
    corrected = [
        (url, thing["correction"])
        for url in own_site.urls()
        for thing in (graph(own_site, url) if "/briefings/20" in url else ())
        if thing["@type"] == "Report" and "correction" in thing
    ]
    assert corrected
    for url, comments in corrected:
        notices = own_site.page(url).select(".notice, .changes li, #section\\.changes li")
        for comment in comments:
            assert comment["@type"] == "CorrectionComment" and re.fullmatch(r"\d{4}-\d\d-\d\d", comment["datePublished"])
            assert any(comment["text"] in " ".join(notice.get_text().split()) for notice in notices)


def test_an_article_is_a_news_article_at_its_own_address(own_site: Site) -> None:
    (article,) = graph(own_site, "/articles/2024-10-29-nato-confirms-kursk/")
    assert article["@type"] == "NewsArticle" and article["@id"] == article["url"]
    assert article["url"].startswith("https://wire.") and article["mainEntityOfPage"].startswith(BASE + "/articles/")
    assert "articleBody" not in article and "text" not in article


def test_the_front_page_is_a_web_site(own_site: Site) -> None:
    (site,) = graph(own_site, "/")
    assert site["@type"] == "WebSite" and site["url"] == BASE + "/"


def test_json_ld_can_hold_no_markup(own_site: Site) -> None:
    scripts = [script for url in own_site.urls() for script in own_site.page(url).select('script[type="application/ld+json"]')]
    assert len(scripts) > 10
    assert not [script for script in scripts if re.search("[<>&\u2028\u2029]", script.string)]


def test_the_policy_names_the_data_block_by_its_hash(own_site: Site) -> None:
    """A browser runs no data block, but a checker that takes it for a script finds its hash (CSP 3, 2.3.1)."""
    for url in own_site.urls():
        page = own_site.page(url)
        policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
        blocks = page.select('script[type="application/ld+json"]')
        hashes = {f"'sha256-{b64encode(sha256(block.string.encode()).digest()).decode()}'" for block in blocks}
        allowed = next((d for d in policy.split("; ") if d.startswith("script-src")), "").split()
        assert hashes <= set(allowed) and "'unsafe-inline'" not in allowed
        assert len([source for source in allowed if source.startswith("'sha256-")]) == len(blocks)


def _terms(value: object) -> Iterator[tuple[str, str]]:
    """("class" or "property", name) of all that JSON-LD uses of its vocabulary."""
    if isinstance(value, list):
        for part in value:
            yield from _terms(part)
    if isinstance(value, dict):
        for name, part in value.items():
            if name == "@type":
                yield "class", part
            elif not name.startswith("@"):
                yield "property", name
            yield from _terms(part)


def test_every_word_is_one_of_schema_org(own_site: Site) -> None:
    """Against the vocabulary as rdflib carries it."""
    namespace = pytest.importorskip("rdflib.namespace")
    terms = {term for url in own_site.urls() for term in _terms(graph(own_site, url))}
    assert {"Report", "Claim", "NewsArticle", "CorrectionComment"} <= {name for kind, name in terms if kind == "class"}
    assert [name for _, name in sorted(terms) if name not in namespace.SDO] == []


def test_types_and_properties_fit_schema_org(own_site: Site, tmp_path) -> None:  # type: ignore[no-untyped-def]
    """TypeScript's compiler over Google's types of the vocabulary: which property a class has, and of which type."""
    npm_package("schema-dts")
    compiler = npm_package("typescript") / "bin/tsc"
    (tmp_path / "node_modules").symlink_to(CHECKS / "node_modules")

    def check(things: list[dict], name: str) -> str:
        lines = ['import type { Thing } from "schema-dts";', f"export const things: Thing[] = {json.dumps(things, indent=1)};"]
        (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
        done = run("node", compiler, "--noEmit", "--strict", "--skipLibCheck", "--types", "", "--module", "nodenext", "--moduleResolution", "nodenext", name, cwd=tmp_path)
        return done.stdout

    things = [thing for url in own_site.urls() for thing in graph(own_site, url)]
    said = check(things, "all.ts")
    assert said == "", said[:3000]
    broken = [{**thing, "appearance": 3} if thing["@type"] == "Claim" else thing for thing in graph(own_site, NATO)]
    assert "error TS" in check(broken, "broken.ts"), "the check itself finds a number where a work belongs"


# --- meta elements ---


def test_zotero_finds_a_report(own_site: Site) -> None:
    """The names that Zotero's "Embedded Metadata" translator maps; an institution makes the item a report."""
    found = metas(own_site.page(NATO))
    assert found["citation_title"] == [own_site.page(NATO).h1.get_text()]
    assert found["citation_technical_report_institution"] == found["citation_publisher"] == ["briefgen sample desk"]
    assert found["citation_publication_date"] == ["2024/10/29"]
    assert found["citation_language"] == ["en"]
    assert found["citation_public_url"] == [BASE + NATO]
    assert found["DC.title"] == found["citation_title"] and found["DC.date"] == ["2024-10-29"]
    assert own_site.page(NATO).head.find("link", rel="schema.DC")["href"] == "http://purl.org/dc/elements/1.1/"


def test_an_article_is_cited_as_it_was_published(own_site: Site) -> None:
    url = "/articles/2024-10-29-nato-confirms-kursk/"
    found = metas(own_site.page(url))
    assert found["citation_publisher"] == ["briefgen sample wire"] and found["citation_public_url"][0].startswith("https://wire.")
    assert "citation_technical_report_institution" not in found


def test_link_previews(own_site: Site) -> None:
    for url in own_site.urls():
        page = own_site.page(url)
        found = metas(page)
        canonical = page.head.find("link", rel="canonical")
        if page.find("meta", attrs={"name": "robots", "content": "noindex"}):
            assert "og:url" not in found
            continue
        assert found["og:url"] == [canonical["href"]]
        assert found["og:site_name"] == ["briefgen sample briefings"]
        assert len(found["og:title"]) == len(found["og:type"]) == 1
        assert all(len(values) == 1 for name, values in found.items() if name not in ("citation_author", "DC.creator", "theme-color"))
    assert metas(own_site.page(NATO))["og:type"] == ["article"] and metas(own_site.page("/"))["og:type"] == ["website"]
    assert metas(own_site.page(NATO))["article:published_time"] == ["2024-10-29"]


def test_pages_name_their_machine_readable_forms(own_site: Site) -> None:
    page = own_site.page(NATO)
    forms = {link["type"].split(";")[0]: link["href"] for link in page.head.select("link[rel=alternate]")}
    assert set(forms) == {"application/stix+json", "application/json", "application/ld+json"}
    shown = {link["href"] for link in page.select("footer a")}
    assert set(forms.values()) <= shown
    for href in forms.values():
        assert own_site.has("/" + href.removeprefix("../../"))


def test_dates_of_lesser_precision_stay_so(small: Site) -> None:
    small.append("content/annotations/pier.yaml", "published: 2024-10\n").build().expect_exit(0)
    found = metas(small.page("/briefings/pier/"))
    assert found["citation_publication_date"] == ["2024/10"] and found["DC.date"] == ["2024-10"]
    assert "article:published_time" not in found, "Open Graph knows no month without a day"


def test_hostile_titles_cannot_leave_their_elements(small: Site) -> None:
    title = '</script><script>alert(1)</script>" onload=x <!--'
    small.replace("content/annotations/pier.yaml", "title: Is Pier Nine shut\n", f"title: {json.dumps(title)}\n").build().expect_exit(0)
    page = small.page("/briefings/pier/")
    assert metas(page)["og:title"] == metas(page)["citation_title"] == [title]
    assert {script.get("type") for script in page.select("script:not([src])")} == {"application/ld+json"}
    assert next(thing for thing in graph(small, "/briefings/pier/") if thing["@type"] == "Report")["headline"] == title
