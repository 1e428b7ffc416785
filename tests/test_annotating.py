"""`briefgen new` and `briefgen quote`: a draft that checks, builds nowhere, and quotes what stands in the article."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.yamltext import parse_yaml
from site_driver import EXAMPLE, Site

ARTICLE, DRAFT = "content/articles/ferry.md", "content/annotations/ferry.yaml"
TEXT = """---
title: "Ferry to Hollin: no crew"
source: gazette
published: 2024-05-02
---
The ferry will not sail on Friday, harbour master Wilma Aske said. “We have no crew,” Aske told the Gazette. “And no crew means no ferry.”

A “lock-out”, the union calls it. “There is a crew: it waits # in the canteen,” its secretary, Jonas Bell, said.

“Nobody asked us,” a passenger from Marrowgate said.
"""
ACTORS = "wilma-aske:\n  name: Wilma Aske\n  aliases: [Aske]\njonas-bell:\n  name: Jonas Bell\nidle:\n  name: Somebody Else\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site.empty(tmp_path / "site").write(ARTICLE, TEXT)


@pytest.fixture
def known(site: Site) -> Site:
    return site.write("content/actors.yaml", ACTORS).write("content/regions.yaml", "hollin:\n  name: Hollin\n").write("content/sources.yaml", "gazette:\n  name: Gazette\n")


def claims_of(site: Site) -> dict[str, dict[str, str]]:
    data, problems = parse_yaml(site.read(DRAFT), DRAFT)
    assert not problems
    return data["claims"]


def test_a_draft_lists_what_the_registries_know_and_quotes_what_is_said(known: Site) -> None:
    known.run("new", "ferry").expect_exit(0)
    text = known.read(DRAFT)
    assert "\n# actors: wilma-aske (Wilma Aske), jonas-bell (Jonas Bell)\n# regions: hollin (Hollin)\n" in text
    assert claims_of(known) == {
        "aske-no-crew": {"by": "wilma-aske", "passage": "We have no crew,"},
        "aske-no-crew-means-no": {"by": "wilma-aske", "passage": "And no crew means no ferry."},
        "bell-there-crew-waits-canteen": {"by": "jonas-bell", "passage": "There is a crew: it waits # in the canteen,"},
    }
    assert "  #   by:  # who says it?\n  #   passage: Nobody asked us,\n" in text
    assert "# Quotation marks around a word or two: “lock-out”\n" in text


def test_a_speaker_whom_the_registry_lacks_is_named_in_a_comment(known: Site) -> None:
    known.write("content/actors.yaml", "jonas-bell:\n  name: Jonas Bell\n").run("new", "ferry").expect_exit(0)
    assert "  #   by:  # who says it? perhaps Wilma Aske, who is not among the actors\n  #   passage: We have no crew,\n" in known.read(DRAFT)
    assert list(claims_of(known)) == ["bell-there-crew-waits-canteen"]
    known.check("--drafts").expect_clean()


def test_a_draft_has_no_problem_and_no_page(known: Site) -> None:
    known.run("new", "ferry").expect_exit(0).check().expect_clean().check("--drafts").expect_clean()
    known.build().expect_exit(0)
    assert not known.has("/briefings/ferry/")
    assert known.build("--drafts").expect_exit(0).has("/briefings/ferry/")


def test_without_a_registry_names_stand_as_they_are_printed(site: Site) -> None:
    site.run("new", ARTICLE).expect_exit(0)
    assert [claim["by"] for claim in claims_of(site).values()] == ["Wilma Aske", "Wilma Aske", "Jonas Bell"]
    site.check("--drafts").expect_clean()


def test_an_article_without_quotations_is_a_draft_too(site: Site) -> None:
    site.write("content/articles/plain.md", "---\ntitle: T\nsource: s\nretrieved: 2024\n---\nNobody is quoted here.\n")
    site.run("new", "plain").expect_exit(0).check("--drafts").expect_clean()


def test_an_annotation_is_never_overwritten(site: Site) -> None:
    site.write(DRAFT, "bottom_line: Mine.\n")
    assert site.run("new", "ferry").code == 2
    assert site.read(DRAFT) == "bottom_line: Mine.\n"


@pytest.mark.parametrize(("command", "words"), [("new", ["fery"]), ("quote", ["fery", "x"])])
def test_a_misspelt_article(site: Site, command: str, words: list[str]) -> None:
    assert site.run(command, *words).code == 2
    assert "did you mean 'ferry'?" in site.err


def test_a_broken_article(site: Site) -> None:
    site.write(ARTICLE, "no front matter")
    assert site.run("new", "ferry").code == 1
    assert "briefgen check" in site.err


def test_quote_prints_a_claim_that_can_be_pasted(known: Site) -> None:
    known.run("new", "ferry").run("quote", "ferry", "There", "is a crew: it").expect_exit(0)
    assert known.out == '  bell-there-crew:\n    by: jonas-bell\n    passage: "There is a crew: it"\n'
    known.append(DRAFT, "\n").write(DRAFT, known.read(DRAFT).replace("claims:\n", "claims:\n" + known.out, 1)).check("--drafts").expect_clean()
    again = known.run("quote", "ferry", "There is a crew: it").out
    assert again.startswith("  bell-there-crew-2:\n")


def test_quote_says_why_it_refuses(known: Site) -> None:
    known.run("quote", "ferry", "no crew").expect_exit(1)
    assert "these words stand 3 times in the article" in known.err
    assert known.err.endswith("hint: each of these stands once: “Hollin: no crew”; “have no crew”; “no crew means”\n")
    assert known.out == ""
    known.run("quote", "ferry", "no crew", "--before", "And", "--by", "idle").expect_exit(0)
    assert known.out == "  idle-no-crew-means:\n    by: idle\n    passage: no crew means\n"
    known.run("quote", "ferry", "no crew at all").expect_exit(1)
    assert "hint: " in known.err


@pytest.mark.skipif(not EXAMPLE.exists(), reason=f"{EXAMPLE} is not here")
def test_the_example_has_six_quotations_of_three_speakers(tmp_path: Path) -> None:
    site = Site.from_dir(EXAMPLE, tmp_path / "site").remove("content/annotations")
    site.run("new", "2024-10-28-nato-dprk-kursk").expect_exit(0)
    data, _ = parse_yaml((site.root / "content/annotations/2024-10-28-nato-dprk-kursk.yaml").read_text(encoding="utf-8"), "a.yaml")
    assert [claim["by"] for claim in data["claims"].values()] == ["mark-rutte", "sabrina-singh", "sabrina-singh", "sabrina-singh", "sergei-lavrov", "sergei-lavrov"]
    site.check("--drafts").expect_clean()
