"""Machine-readable files, read by programs that know nothing of briefgen: csv, jsonschema, stix2-validator."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from briefgen.exports.tables import guarded
from briefgen.views.columns import CLAIM_COLUMNS, EVENT_COLUMNS
from site_driver import ROOT, Site, words

PIER = "content/annotations/pier.yaml"
KINDS = ("actors", "regions", "topics", "sources", "questions")


def data(site: Site, url: str) -> dict:
    return json.loads((site.output / url.lstrip("/")).read_bytes())


def table(site: Site, name: str) -> list[dict[str, str]]:
    text = (site.output / "data" / name).read_bytes().decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def on_pages(site: Site, selector: str) -> set[str]:
    """Refs of everything of a kind that stands on some briefing's page."""
    pages = [url for url in site.urls() if re.fullmatch(r"/briefings/[a-z0-9-]+/", url) and not re.fullmatch(r"/briefings/\d{4}/", url)]
    return {f"{url.split('/')[2]}/{card['id']}" for url in pages for card in site.page(url).select(selector)}


def notes(bundle: dict, record: str) -> dict[str, dict]:
    """reference -> the note of every claim (or event) in a bundle."""
    found = {}
    for made in bundle["objects"]:
        for extension in made.get("extensions", {}).values():
            if made["type"] == "note" and extension["record"] == record:
                found[extension["reference"]] = made
    return found


# --- everything is there, and nothing else ---


@pytest.mark.parametrize("name", ["own_site", "drafts_site"])
def test_every_claim_on_the_site_is_in_every_export(name: str, request: pytest.FixtureRequest) -> None:
    site: Site = request.getfixturevalue(name)
    shown = on_pages(site, "article.statement[id]")
    assert len(shown) > 30
    assert {row["ref"] for row in table(site, "claims.csv")} == shown
    claims = data(site, "/data/claims.json")
    assert {claim["ref"] for claim in claims["claims"]} == shown and claims["count"] == len(shown)
    assert set(notes(data(site, "/data/stix.json"), "claim")) == shown
    own = [claim["ref"] for path in site.output.glob("briefings/*/briefing.json") for claim in json.loads(path.read_bytes())["claims"]]
    assert sorted(own) == sorted(shown)


def test_every_event_on_the_site_is_in_every_export(own_site: Site) -> None:
    shown = on_pages(own_site, "li.event[id], article.event[id]")
    assert len(shown) > 5
    assert {row["ref"] for row in table(own_site, "events.csv")} == shown
    assert set(notes(data(own_site, "/data/stix.json"), "event")) == shown


def test_a_claim_is_the_same_value_wherever_it_stands(own_site: Site) -> None:
    everywhere = {claim["ref"]: claim for claim in data(own_site, "/data/claims.json")["claims"]}
    for path in own_site.output.glob("briefings/*/briefing.json"):
        for claim in json.loads(path.read_bytes())["claims"]:
            assert claim == everywhere[claim["ref"]]
    site_wide = {made["id"]: made for made in data(own_site, "/data/stix.json")["objects"]}
    for path in own_site.output.glob("briefings/*/stix.json"):
        for made in json.loads(path.read_bytes())["objects"]:
            assert made == site_wide[made["id"]], "one id, two objects"


def test_entities_name_claims_that_exist(own_site: Site) -> None:
    claims = {claim["ref"]: claim for claim in data(own_site, "/data/claims.json")["claims"]}
    events = {row["ref"] for row in table(own_site, "events.csv")}
    for kind in KINDS:
        files = sorted(own_site.output.glob(f"{kind}/*/data.json"))
        pages = [path for path in own_site.output.glob(f"{kind}/*/index.html") if b'http-equiv="refresh"' not in path.read_bytes()]
        assert {path.parent for path in files} == {path.parent for path in pages}
        for path in files:
            entity = json.loads(path.read_bytes())
            for ref in (*entity.get("claims_by", ()), *entity.get("claims_about", ())):
                assert ref in claims
            assert set(entity.get("events", ())) <= events
            for position in entity["positions"]:
                assert position["says"] == claims[position["claim"]]["says"]
    nato = data(own_site, "/actors/nato/data.json")
    said = {ref for ref, claim in claims.items() if any("nato" in (s["id"], (s["for"] or {}).get("id")) for s in claim["by"])}
    assert said <= set(nato["claims_by"]) and said


def test_a_marked_or_unfinished_briefing_is_in_no_file(tmp_path: Path) -> None:
    """Words that stand in one annotation only, with every rule that keeps a briefing out."""
    for number, line in enumerate(("tlp: amber", "draft: yes", "published: 2031-01-01")):
        site = Site.small(tmp_path / f"s{number}")
        site.write(
            "content/annotations/secret.yaml",
            "bottom_line: Xylophone secret.\narticles: [pier]\n"
            f"{line}\nclaims:\n  zither:\n    by: jo-marsh\n    says: Quokka words.\n    passage: the pier was open\n"
            "events:\n  banjo:\n    what: Marimba event\n    date: 2024-10-30\n",
        )
        site.build().expect_exit(0)
        found = [path for path, content in site.files().items() if re.search(rb"(?i)xylophone|zither|quokka|banjo|marimba|secret", content)]
        assert found == []


# --- shapes ---


def test_json_files_have_the_shape_that_their_schema_says(own_site: Site, drafts_site: Site) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    checked: dict[str, int] = {}
    for site in (own_site, drafts_site):
        for path in sorted(site.output.rglob("*.json")):
            value = json.loads(path.read_bytes())
            if not str(value.get("format", "")).startswith("briefgen-"):
                continue
            prefix = "https://briefgen-sample.example/"
            assert value["$schema"].startswith(prefix), "a schema stands at the site's own address"
            schema = data(site, value["$schema"].removeprefix(prefix))
            assert schema["$id"] == value["$schema"]
            jsonschema.Draft202012Validator.check_schema(schema)
            jsonschema.Draft202012Validator(schema).validate(value)
            checked[value["format"]] = checked.get(value["format"], 0) + 1
    assert set(checked) == {"briefgen-claims", "briefgen-briefing", "briefgen-entity", "briefgen-question"}


def test_schemas_refuse_other_shapes(own_site: Site) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema, value = data(own_site, "/data/claims.schema.json"), data(own_site, "/data/claims.json")
    check = jsonschema.Draft202012Validator(schema).is_valid
    claim = value["claims"][0]
    assert check({**value, "claims": [claim]})
    for change in ({"tlp": "white"}, {"more": 1}, {"ref": "no-slash"}, {"by": None}, {"credibility": "7"}):
        assert not check({**value, "claims": [{**claim, **change}]}), change
    assert not check({**value, "claims": [{name: part for name, part in claim.items() if name != "passage"}]})


def test_columns_are_those_that_the_data_page_explains(own_site: Site) -> None:
    text = own_site.page("/data/")
    for name, columns in (("claims.csv", CLAIM_COLUMNS), ("events.csv", EVENT_COLUMNS)):
        assert list(table(own_site, name)[0]) == list(columns)
        said = text.find(id=f"columns.{name}").select("dt")
        assert [words(term) for term in said] == list(columns)


def test_figures_keep_their_bounds(own_site: Site) -> None:
    figures = {c["ref"]: a["figure"] for c in data(own_site, "/data/claims.json")["claims"] for a in c["answers"] if a["figure"]}
    assert figures["2024-10-29-nato-confirms-kursk/dod-3000"] == {
        "text": "up to 3000", "low": None, "high": 3000, "about": False, "unclear": False,
    }  # fmt: skip


# --- CSV ---


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "'=1", "''@x", "＝1", "＋1", "－1", "＠x", "\n-1"])
def test_a_cell_is_never_a_formula(text: str) -> None:
    assert guarded(text) == "'" + text


@pytest.mark.parametrize("text", ["", "plain", "1-2", "a=b", "'tis", "’=", " a", "3000", "“=1”"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text


def test_hostile_text_survives_csv_json_and_pages(tmp_path: Path) -> None:
    site = Site.small(tmp_path / "s")
    hostile = "=HYPERLINK(&quot;x&quot;) </script><script>alert(1)</script> <!-- \"quoted\", 'single'; \\ %0a"
    site.append(PIER, "").replace(PIER, "    passage: said that the pier was open\n", f"    passage: said that the pier was open\n    says: {json.dumps(hostile)}\n")
    site.build().expect_exit(0)
    row = next(row for row in table(site, "claims.csv") if row["ref"] == "pier/open")
    claim = next(claim for claim in data(site, "/data/claims.json")["claims"] if claim["ref"] == "pier/open")
    shown = words(site.page("/briefings/pier/").find(id="open"))
    assert row["says"].startswith("'=HYPERLINK(") and row["says"][1:] == claim["says"]
    assert "</script><script>alert(1)</script>" in claim["says"] and "alert(1)" in shown
    html = site.html("/briefings/pier/")
    assert html.count("<script") == html.count("</script>") and "<script>" not in html


# --- STIX ---


def bundles(site: Site) -> list[Path]:
    return [site.output / "data/stix.json", *sorted(site.output.glob("briefings/*/stix.json"))]


# SHOULD-rules that a published, reproducible bundle cannot keep: random ids (103), hashes of web pages (302).
NOT_KEPT = "103,302"


@pytest.mark.parametrize("name", ["own_site", "drafts_site"])
def test_stix_bundles_are_valid(name: str, request: pytest.FixtureRequest) -> None:
    validator = pytest.importorskip("stix2validator")
    site: Site = request.getfixturevalue(name)
    options = validator.ValidationOptions(version="2.1", disabled=NOT_KEPT)
    for path in bundles(site):
        result = validator.validate_string(path.read_text(encoding="utf-8"), options)
        assert result.is_valid, (path, [str(error) for error in result.errors])
        warned = [str(warning) for warning in result.warnings]
        assert [w for w in warned if "region-ov" not in w] == []


def test_the_stix_validator_finds_faults(own_site: Site) -> None:
    validator = pytest.importorskip("stix2validator")
    bundle = data(own_site, "/data/stix.json")
    note = next(made for made in bundle["objects"] if made["type"] == "note")
    del note["content"]
    assert not validator.validate_string(json.dumps(bundle), validator.ValidationOptions(version="2.1")).is_valid


def test_stix_says_who_where_and_how_sure(own_site: Site) -> None:
    bundle = data(own_site, "/data/stix.json")
    by_id = {made["id"]: made for made in bundle["objects"]}
    assert len(by_id) == len(bundle["objects"]), "an object stands twice"
    claim = notes(bundle, "claim")["2024-10-29-nato-confirms-kursk/rutte-confirms"]
    names = {by_id[ref]["name"] for ref in claim["object_refs"]}
    assert {"Mark Rutte", "Kursk region"} <= names
    assert claim["confidence"] == 50 and claim["labels"] == ["claim"]
    (extension,) = claim["extensions"].values()
    assert extension["credibility"] == "3" and [by_id[id]["name"] for id in extension["speakers"]] == ["Mark Rutte"]
    (marking,) = (by_id[id] for id in claim["object_marking_refs"])
    assert marking["id"] == "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487" and marking["name"] == "TLP:CLEAR"
    extensions = {made["id"] for made in bundle["objects"] if made["type"] == "extension-definition"}
    assert set(claim["extensions"]) <= extensions
    status = {tuple(event["labels"]) for event in notes(bundle, "event").values()}
    assert status == {("event", "reported"), ("event", "alleged")}
    kursk = next(made for made in bundle["objects"] if made["type"] == "location" and made["name"] == "Kursk region")
    assert kursk["country"] == "RU" and 30 < kursk["longitude"] < 40
    report = next(made for made in bundle["objects"] if made["type"] == "report" and "NATO confirms" in made["name"])
    assert claim["id"] in report["object_refs"]
    for made in bundle["objects"]:
        for ref in made.get("object_refs", ()):
            assert ref in by_id, f"{made['id']} refers to {ref}, which is not in the bundle"


def test_stix_holds_the_judgements_of_the_desk(own_site: Site) -> None:
    """Each as the page shows it: its likelihood and its confidence in slots of their own, and in no sentence."""
    shown = {(url, words(one.select_one(".says"))) for url in own_site.urls() for one in own_site.page(url).select(".judgement")}
    made = notes(data(own_site, "/data/stix.json"), "judgement")
    assert {(f"/briefings/{ref.partition('/')[0]}/", note["content"].split("\n")[0]) for ref, note in made.items()} == shown and len(shown) > 4
    note = made["2024-10-30-us-count-revised/judgement.1"]
    (extension,) = note["extensions"].values()
    assert (extension["likelihood"], extension["confidence"], note["confidence"]) == ("roughly even chance", "low", 15)
    assert note["authors"] == ["briefgen sample desk"] and "even chance" not in note["content"] and "[^" not in note["content"]
    own = data(own_site, "/briefings/2024-10-30-us-count-revised/stix.json")["objects"]
    report = next(one for one in own if one["type"] == "report")
    assert note in own and note["id"] in report["object_refs"] and note["object_refs"] == [report["id"]]


def test_stix_ids_and_dates_do_not_depend_on_the_build(own_site: Site, tmp_path: Path) -> None:
    again = Site.from_dir(ROOT, tmp_path / "again").run("build", env={"SOURCE_DATE_EPOCH": "1780000000"}).expect_exit(0)
    assert (again.output / "data/stix.json").read_bytes() == (own_site.output / "data/stix.json").read_bytes()
    other = Site.from_dir(ROOT, tmp_path / "other").build(base_url="https://elsewhere.example").expect_exit(0)
    mine, theirs = ({made["id"] for made in data(site, "/data/stix.json")["objects"] if made["type"] == "note"} for site in (own_site, other))
    assert not mine & theirs, "another site's records have other ids"


def test_an_amber_site_marks_what_it_publishes(tmp_path: Path) -> None:
    site = Site.from_dir(ROOT, tmp_path / "amber").replace("briefgen.yaml", "tlp: clear ", "tlp: amber ").build().expect_exit(0)
    bundle = data(site, "/briefings/2024-11-15-zephyr-map-exercise/stix.json")
    by_id = {made["id"]: made for made in bundle["objects"]}
    report = next(made for made in bundle["objects"] if made["type"] == "report")
    assert [by_id[id]["name"] for id in report["object_marking_refs"]] == ["TLP:AMBER"]
    assert data(site, "/briefings/2024-11-15-zephyr-map-exercise/briefing.json")["tlp"] == "amber"
    assert data(site, "/data/claims.json")["tlp"] == "amber"
    assert data(site, "/briefings/2024-11-07-lavrov-answer/briefing.json")["tlp"] == "clear"
    assert {row["tlp"] for row in table(site, "claims.csv")} == {"clear", "amber"}


# --- which exports there are ---


def test_a_site_can_do_without(tmp_path: Path) -> None:
    site = Site.small(tmp_path / "s").append("briefgen.yaml", "exports: []\n").build().expect_exit(0)
    made = [path for path in site.files() if path.startswith("data/") or path.endswith(("stix.json", "data.json", "briefing.json", "annotations.json", "text.txt"))]
    assert made == ["data/index.html"]
    assert "ld+json" not in site.html("/briefings/pier/") and "This page as data" not in site.text("/briefings/pier/")


def test_a_site_can_have_some(tmp_path: Path) -> None:
    site = Site.small(tmp_path / "s").append("briefgen.yaml", "exports: [csv, annotations]\n").build().expect_exit(0)
    assert site.has("/data/claims.csv") and site.has("/briefings/pier/annotations.json")
    assert not site.has("/data/claims.json") and not site.has("/data/stix.json")
    links = {link["href"] for link in site.page("/briefings/pier/").select("link[rel=alternate]")}
    assert [link for link in links if "annotations.json" in link] and not [link for link in links if "stix" in link]


@pytest.mark.parametrize(
    "path, old, new",
    [
        ("briefgen.yaml", "exports: [csv, stix]", "exports: [csv, json, annotations, json-ld]"),
        ("content/articles/pier.md", "rights: full", "rights: passages"),
        ("content/articles/pier.md", "published: 2024-10-28", "published: 2024-10-27"),
        (PIER, "title: Is Pier Nine shut", "title: Is Pier Nine closed"),
    ],
)
def test_a_later_build_equals_a_clean_one(path: str, old: str, new: str, tmp_path: Path) -> None:
    site = Site.small(tmp_path / "s")
    if path != "briefgen.yaml":
        site.build().expect_exit(0)
    else:
        site.append(path, f"{old}\n").build().expect_exit(0)
    before = site.files()
    site.replace(path, old, new).build().expect_exit(0)
    after = site.files()
    clean = Site.from_dir(site.root, tmp_path / "clean").build().expect_exit(0)
    assert after != before and after == clean.files()


def test_an_unknown_export_is_an_error(tmp_path: Path) -> None:
    site = Site.small(tmp_path / "s").append("briefgen.yaml", "exports: [stixx]\n").build().expect_exit(1)
    assert site.codes() == ["bad-value"] and "did you mean 'stix'?" in site.err


def test_a_site_of_names_alone_has_valid_exports(minimal: Site) -> None:
    validator = pytest.importorskip("stix2validator")
    minimal.build().expect_exit(0)
    for path in bundles(minimal):
        assert validator.validate_string(path.read_text(encoding="utf-8"), validator.ValidationOptions(version="2.1", disabled=NOT_KEPT)).is_valid


def test_a_site_without_briefings_builds(tmp_path: Path) -> None:
    site = Site.empty(tmp_path / "s").build().expect_exit(0)
    assert table(site, "claims.csv") == [] if site.has("/data/claims.csv") else True
    assert site.has("/data/")


# --- the data page ---


def test_the_data_page_leads_to_every_file_of_the_site(own_site: Site) -> None:
    page = own_site.page("/data/")
    linked = {link["href"].removeprefix("../data/") for link in page.main.select("a[href*='/data/']")}
    files = {path.name for path in (own_site.output / "data").iterdir()} - {"index.html"}
    assert files <= linked, files - linked
    lines = {words(line.a): words(line.select_one(".meta")) for line in page.select("#section\\.site li")}
    assert lines["/data/claims.csv"] == f"CSV · every statement · {len(table(own_site, 'claims.csv'))} · columns"
    assert page.select("#section\\.pages li")
