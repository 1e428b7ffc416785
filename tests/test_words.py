"""The interface's words: English is what the model says, other languages have all of it, and all of it is used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from briefgen.answers import STANCES, parse_figure
from briefgen.dates import parse_date
from briefgen.graphics.numberscale import fit_numbers
from briefgen.graphics.timescale import TimeAxis
from briefgen.look import load_templates
from briefgen.model import (
    ACTOR_KINDS,
    CHANGE_KINDS,
    CONFIDENCE,
    CREDIBILITY,
    EVIDENCE,
    FLAG_KINDS,
    LIKELIHOOD,
    RELIABILITY,
    TLP,
)
from briefgen.state import default_templates
from briefgen.words import PLURALS, plural_form
from site_driver import ROOT, Site, language, words

LANGUAGES = sorted(path.stem for path in (default_templates() / "languages").glob("*.yaml"))
MEANINGS = {
    "stance": STANCES,
    "confidence": CONFIDENCE,
    "reliability": RELIABILITY,
    "credibility": CREDIBILITY,
    "evidence": EVIDENCE,
    "flag": FLAG_KINDS,
    "change": CHANGE_KINDS,
    "tlp": TLP,
}


def test_english_says_what_the_model_says() -> None:
    english = language("en")
    for section, meanings in MEANINGS.items():
        said = {name.partition(".")[2]: word for name, word in english.entries.items() if name.startswith(f"{section}_means.")}
        assert said == dict(meanings), section
    for section, kinds in (("stance", STANCES), ("likelihood", LIKELIHOOD), ("evidence", EVIDENCE), ("change", CHANGE_KINDS)):
        assert [english[f"{section}.{kind}"] for kind in kinds] == list(kinds)
    assert [english[f"actor_kind.{kind}"] for kind in ACTOR_KINDS if kind != "other"] == list(ACTOR_KINDS[:-1])


def test_every_page_word_is_used_and_there_is_no_other() -> None:
    texts = [path.read_text(encoding="utf-8") for path in default_templates().rglob("*.html")]
    used = {name for text in texts for name in re.findall(r"\bwords\.(\w+)", text)}
    used |= set(re.findall(r"\"(n_\w+)\"", (ROOT / "briefgen/plan.py").read_text(encoding="utf-8")))
    assert used == {name.removeprefix("page.") for name in language("en").entries if name.startswith("page.")}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_language_has_every_word(tag: str) -> None:
    assert set(language(tag).entries) == set(language("en").entries)


@pytest.mark.parametrize("tag", [tag for tag in LANGUAGES if tag != "en"])
def test_a_language_fills_every_place_that_english_fills(tag: str) -> None:
    """`load_words` refuses places that are too many; one too few would hide a name or a number."""
    other = language(tag)
    for name, word in language("en").entries.items():
        places = lambda text: sorted(set(re.findall(r"\{\w+\}", str(text))))  # noqa: E731
        assert places(other.entries[name]) == places(word), name


# --- numbers and dates ---


@pytest.mark.parametrize("typed", ["3000", "up to 3000", "at least 12.50", "about 3000", "3000 to 40000", "10000 (unclear)", "0.05", "999", "1234567.5"])
def test_english_figures_are_those_of_the_ledger(typed: str) -> None:
    figure = parse_figure(typed)
    text = "1,234,567.5" if typed == "1234567.5" else str(figure)
    assert language("en").figure(figure) == text


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("up to 3000", "bis zu 3.000"), ("at least 12.50", "mindestens 12,50"), ("3000 to 40000", "3.000 bis 40.000"), ("about 10000 (unclear)", "etwa 10.000 (unklar)")],
)
def test_german_figures(typed: str, expected: str) -> None:
    assert language("de").figure(parse_figure(typed)) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2024-10-28", "28. Oktober 2024"), ("2024-10", "Oktober 2024"), ("2024-10-28T18:09Z", "28. Oktober 2024, 18:09 UTC"),
        ("2024-10~", "etwa Oktober 2024"), ("2024?", "2024 (unsicher)"), ("2024-08/..", "seit August 2024"),
        ("../2024-10-28", "bis 28. Oktober 2024"), ("2024-10-03/2024-10-05", "3.–5. Oktober 2024"),
        ("2024-09-30/2024-10-05", "30. September – 5. Oktober 2024"),
    ],
)  # fmt: skip
def test_german_dates(typed: str, expected: str) -> None:
    assert language("de").date(parse_date(typed)) == expected


@pytest.mark.parametrize(
    ("plurals", "forms"),
    [
        ("en", {0: "other", 1: "one", 2: "other"}), ("fr", {0: "one", 1: "one", 2: "other"}), ("ja", {1: "other"}),
        ("cs", {1: "one", 3: "few", 5: "other"}), ("pl", {1: "one", 3: "few", 13: "many", 22: "few", 21: "many"}),
        ("ru", {1: "one", 3: "few", 13: "many", 21: "one", 111: "many"}), ("ar", {0: "zero", 2: "two", 7: "few", 11: "many", 100: "other"}),
    ],
)  # fmt: skip
def test_plural_forms_are_those_of_the_cldr(plurals: str, forms: dict[int, str]) -> None:
    assert {number: plural_form(plurals, number) for number in forms} == forms
    assert set(forms.values()) <= set(PLURALS[plurals][0])


# --- drawings ---


def test_drawings_write_dates_and_numbers_in_the_language() -> None:
    german = language("de")
    march = parse_date("2024-03-01").earliest.toordinal()
    assert [tick.label for tick in TimeAxis(march, march + 92, 0, 800).ticks(11, german.dates)] == ["März 2024", "Apr 2024", "Mai 2024"]
    assert [tick.label for tick in TimeAxis(march, march + 3, 0, 800).ticks(11, german.dates)] == ["1. März 2024", "2. März", "3. März"]
    assert [tick.label for tick in fit_numbers([2_500_000], 100, german).ticks] == ["0", "1 Mio.", "2 Mio.", "3 Mio."]


def test_a_word_in_a_drawing_changes_the_key_of_its_template(small: Site) -> None:
    before = load_templates(small.root)[0].keys
    small.write("templates/languages/en.yaml", "figure:\n  million: \"{n} m\"\n")
    after = load_templates(small.root)[0].keys
    changed = {name for name in before if before[name] != after[name]}
    assert {"macros/steps.html", "question.html", "timeline.html"} <= changed and "macros/ledger.html" not in changed


# --- sites ---


def test_a_german_site_speaks_german(tmp_path: Path) -> None:
    """No word of the English interface is left: every English word and its German one differ, so each can be looked for."""
    site = Site.from_dir(ROOT, tmp_path / "de").replace("briefgen.yaml", "\nlanguage: en\n", "\nlanguage: de\n").build().expect_exit(0)
    assert not [code for code in site.codes() if code != "raw-missing"]
    page = site.page("/briefings/2024-10-29-nato-confirms-kursk/")
    assert page.html["lang"] == "de" and page.html["dir"] == "ltr"
    assert {words(h) for h in page.select("h2")} >= {"Auf den Punkt", "Wer was sagt", "Die Sicht der Redaktion", "Nicht bekannt"}
    text = words(page.main)
    assert "29. Oktober 2024" in text and "bis zu 3.000 troops" in text and "bejaht" in text and "direkte Rede" in text
    english, german = language("en"), language("de")
    whole = {name for name in english.entries if len(str(english.entries[name])) > 12 and english.entries[name] != german.entries[name]}
    for url in site.urls():
        body = site.page(url).body
        said = words(body)
        for name in whole:
            for phrase in re.split(r"\{\w+\}", str(english.entries[name])):
                # Content in English may hold a short phrase by chance; a long one comes from the interface.
                assert len(phrase.strip()) <= 18 or phrase.strip() not in said, f"{url}: {name}"


def test_a_site_changes_one_word(small: Site) -> None:
    small.write("templates/languages/en.yaml", "page:\n  bottom_line: In one breath\n").build().expect_clean()
    assert words(small.page("/briefings/pier/").h2) == "In one breath"


def test_a_site_brings_a_language_that_is_written_from_the_right(small: Site) -> None:
    own = yaml.safe_load((default_templates() / "languages/en.yaml").read_text(encoding="utf-8"))
    own["direction"], own["page"]["bottom_line"] = "rtl", "<b>שורה & תחתונה</b>"
    small.append("briefgen.yaml", "language: he\n").write("templates/languages/he.yaml", yaml.safe_dump(own, allow_unicode=True))
    small.build().expect_clean()
    page = small.page("/briefings/pier/")
    assert page.html["dir"] == "rtl" and page.html["lang"] == "he"
    assert words(page.h2) == "<b>שורה & תחתונה</b>", "a word is text, whatever it holds"


def test_a_word_that_changes_changes_the_keys_of_the_templates_that_say_it(small: Site) -> None:
    before = load_templates(small.root)[0].keys
    small.write("templates/languages/en.yaml", "page:\n  bottom_line: In one breath\n")
    after = load_templates(small.root)[0].keys
    changed = {name for name in before if before[name] != after[name]}
    assert {"briefing.html", "briefing_contents.html"} <= changed
    assert not changed & {"question.html", "parts/statement.html", "home.html"}


def test_a_catalogue_that_cannot_be_read_is_a_problem(small: Site) -> None:
    """Its words would be missing in silence."""
    small.append("briefgen.yaml", "language: de\n").write("templates/languages/de.yaml", "page:\n  skip: Zum Inhalt für alle\n".encode("latin-1"))
    small.check().expect_exit(1).expect_problem("templates/languages/de.yaml:2:21: error not-utf8: this file is not UTF-8: the byte 0xFC does not belong")
    assert small.codes() == ["not-utf8"]
