"""`briefgen clean` as it is used: files in, articles out, nothing overwritten, errors by name."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from briefgen.clean.article import Given
from briefgen.clean.trouble import CODES, CleaningError
from briefgen.clean.worker import Job, clean_all
from cleaned import OTHERS, PAGES, SENTENCE, page
from site_driver import ROOT, Site

FERRY, ARTICLE = PAGES / "ferry.html", "content/articles/2024-05-02-hollin-ferry-will-not-sail-on-friday.md"
FACTS = ("--source", "x", "--date", "2024-05-02")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site.empty(tmp_path / "site")


def test_a_page_becomes_an_article_that_builds(site: Site) -> None:
    site.run("clean", FERRY).expect_exit(0)
    assert site.err.startswith(f"{ARTICLE}: new; ")
    raw = (site.root / "content/raw/ferry.html").read_bytes()
    assert raw == FERRY.read_bytes()
    assert f"sha256: {hashlib.sha256(raw).hexdigest()}" in site.read(ARTICLE)
    site.check().expect_clean()


def test_cleaning_again_gives_the_same_bytes(site: Site) -> None:
    before = site.run("clean", FERRY).expect_exit(0).read(ARTICLE)
    site.run("clean", FERRY).expect_exit(0)
    assert ": same; " in site.err
    assert site.read(ARTICLE) == before
    other = Site.empty(site.root.parent / "other").run("clean", FERRY, in_process=False, env={"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"})
    assert other.expect_exit(0).read(ARTICLE) == before


def test_an_edited_article_is_never_overwritten(site: Site) -> None:
    site.run("clean", FERRY).expect_exit(0).replace(ARTICLE, "will not sail on Friday, harbour", "may sail on Friday, harbour")
    edited = site.read(ARTICLE)
    site.run("clean", FERRY).expect_exit(1)
    assert site.codes() == ["edited-article"]
    assert "-The ferry to Hollin may sail" in site.err
    assert "+The ferry to Hollin will not sail" in site.err
    assert site.read(ARTICLE) == edited
    site.run("clean", FERRY, "--force").expect_exit(0)
    assert "will not sail on Friday, harbour" in site.read(ARTICLE)


def test_an_original_is_never_replaced(site: Site, tmp_path: Path) -> None:
    site.run("clean", FERRY).expect_exit(0)
    other = tmp_path / "ferry.html"
    other.write_text(page("<p>Other words of another page stand here.</p>"))
    for force in ((), ("--force",)):
        site.run("clean", other, *FACTS, *force).expect_exit(1)
        assert site.codes() == ["raw-differs"]
    assert (site.root / "content/raw/ferry.html").read_bytes() == FERRY.read_bytes()


def test_two_pages_of_one_id(site: Site, tmp_path: Path) -> None:
    other = tmp_path / "other.html"
    other.write_text(page("<p>Other words of another page stand here.</p>"))
    site.run("clean", FERRY, "--id", "one").expect_exit(0)
    site.run("clean", other, "--id", "one", *FACTS).expect_exit(1)
    assert site.codes() == ["id-taken"]


def test_standard_input_and_output(site: Site) -> None:
    words = [sys.executable, "-m", "briefgen", "clean", "--stdout", "-", "--id", "ferry"]
    done = subprocess.run(words, input=FERRY.read_bytes(), capture_output=True, cwd=site.root, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode() == (PAGES / "ferry.md").read_text(encoding="utf-8").replace("file: ferry.html", "file: ferry.html")
    assert not (site.root / "content").exists()


def test_what_is_given_wins(site: Site) -> None:
    site.run("clean", FERRY, "--id", "a", "--title", "T: u", "--source", "the-source", "--date", "2024-05", "--url", "https://other.example/x", "--retrieved", "2024-06-01", "--stdout").expect_exit(0)
    head = site.out.split("---")[1]
    for line in ('title: "T: u"', "source: the-source", "published: 2024-05", "url: https://other.example/x", "retrieved: 2024-06-01"):
        assert f"\n{line}\n" in head


def test_a_source_that_the_site_knows_is_named_by_its_id(site: Site) -> None:
    site.write("content/sources.yaml", "gazette:\n  name: Sample Gazette, The\n  url: https://www.gazette.example/\n")
    assert "\nsource: gazette\n" in site.run("clean", FERRY).expect_exit(0).read(ARTICLE)
    site.check().expect_clean()


def test_json_says_what_was_done(site: Site) -> None:
    site.run("clean", "--json", FERRY, PAGES / "scrape.txt").expect_exit(1)
    done, failed = json.loads(site.out)
    assert (done["article"], done["title"], done["letters"]["unaccounted"]) == (ARTICLE, "Hollin ferry will not sail on Friday", 0)
    assert done["letters"]["seen"] == done["letters"]["body"] + done["letters"]["front"] + sum(done["letters"]["dropped"].values())
    assert (failed["error"], failed["file"]) == ("missing-source", str(PAGES / "scrape.txt"))


def test_explain_shows_every_block_and_writes_nothing(site: Site) -> None:
    site.run("clean", "--explain", FERRY).expect_exit(0)
    assert "dropped  reader comments          paragraph  seagull44" in site.out
    assert "body     article                  paragraph  The ferry to Hollin will not sail" in site.out
    assert not (site.root / "content").exists()


def test_an_mhtml_archive(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "ferry.mhtml"
    head = b"MIME-Version: 1.0\r\nSnapshot-Content-Location: https://gazette.example/x\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\nContent-Type: text/html\r\n\r\n"
    archive.write_bytes(head + FERRY.read_bytes() + b"\r\n--B--\r\n")
    site.run("clean", archive).expect_exit(0)
    body = site.read(ARTICLE).split("---\n", 2)[2]
    assert body == (PAGES / "ferry.md").read_text(encoding="utf-8").split("---\n", 2)[2]


@pytest.mark.parametrize("jobs", [1, 3])
def test_many_files_in_order_whatever_becomes_of_each(site: Site, tmp_path: Path, jobs: int) -> None:
    files = []
    for number in range(6):
        file = tmp_path / f"p{number}.html"
        file.write_bytes(b"%PDF" if number == 2 else page(f"<p>Number {number} says something of its own here.</p>").replace("A title", f"Title of page {number}").encode())
        files.append(file)
    site.run("clean", *files, tmp_path / "absent.html", *FACTS, "--jobs", jobs).expect_exit(1)
    assert site.codes() == ["not-text", "cannot-read"]
    made = sorted(path.name for path in (site.root / "content/articles").iterdir())
    assert made == [f"2024-05-02-title-of-page-{number}.md" for number in (0, 1, 3, 4, 5)]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--date", "soon"], "bad-date"),
        (["--id", "Not An Id"], "bad-id"),
        (["--url", "nowhere"], "bad-url"),
        (["--seconds", "0.1"], "took-too-long"),
    ],
)
def test_what_cannot_be_is_refused_by_name(site: Site, words: list[str], code: str) -> None:
    site.run("clean", FERRY, *words).expect_exit(1)
    assert site.codes() == [code]
    assert not (site.root / "content/articles").exists()


def test_wrong_usage(site: Site, tmp_path: Path) -> None:
    assert site.run("clean").code == 2
    assert site.run("clean", FERRY, FERRY, "--id", "a").code == 2
    assert site.run("clean", "-", "-").code == 2
    (tmp_path / "none").mkdir()
    assert Site(tmp_path / "none").run("clean", FERRY).code == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"{SENTENCE}\n\n{OTHERS[0]}", "missing-title"),
        (f"A title of words\n\n{SENTENCE}\n\n{OTHERS[0]}", "missing-source"),
        ("", "empty-file"),
        ("Menu\n\nHome\n\n© 2024", "no-article"),
    ],
)
def test_what_an_article_must_have_is_asked_for(site: Site, tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    site.run("clean", tmp_path / "a.txt").expect_exit(1)
    assert site.codes() == [code]


def test_a_date_is_asked_for(site: Site, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"A title of words\n\n{SENTENCE}\n\n{OTHERS[0]}")
    assert site.run("clean", tmp_path / "a.txt", "--source", "x").codes() == ["missing-date"]
    site.run("clean", tmp_path / "a.txt", "--source", "x", "--retrieved", "2024-06-01").expect_exit(0)


# --- the child process ---


def outcomes(*raws: bytes, **limits: float) -> list[str]:
    """The code, or "article", of each, in order."""
    given = Given("p.html", title="T", source="x", date="2024")
    found = {job.number: outcome for job, outcome in clean_all([Job(raw, given, n) for n, raw in enumerate(raws)], **limits)}
    return [outcome.code if isinstance(outcome, CleaningError) else "article" for _, outcome in sorted(found.items())]


def test_a_page_that_takes_too_long_is_stopped_and_the_next_goes_on() -> None:
    slow = ("<p>Ã©â€™ and words enough for a sentence of the page, it seems.</p>" * 60_000).encode()
    assert outcomes(page("").encode(), slow, page("").encode(), seconds=12.0) == ["article", "took-too-long", "article"]


def test_a_page_that_needs_too_much_memory_is_stopped_and_the_next_goes_on() -> None:
    large = ("<p>" + "word " * 900_000 + "</p>" * 2).encode() * 4
    ended = outcomes(large, page("").encode(), memory=260 << 20)
    assert ended[0] in ("out-of-memory", "cleaning-crashed", "too-large") and ended[1] == "article"


def test_a_child_that_is_killed_is_an_error_and_the_next_goes_on() -> None:
    given = Given("p.html", title="T", source="x", date="2024")
    raws = [page("").encode(), ("<p>" + "Ã©â€™ " * 400_000 + "</p>").encode(), page("").encode()]
    run = clean_all([Job(raw, given, n) for n, raw in enumerate(raws)])
    first, _ = next(run)
    assert first.number == 0
    import threading
    import multiprocessing

    def kill() -> None:
        time.sleep(0.5)
        for child in multiprocessing.active_children():
            os.kill(child.pid, signal.SIGKILL)

    threading.Thread(target=kill).start()
    assert [(job.number, getattr(outcome, "code", "article")) for job, outcome in run] == [(1, "cleaning-crashed"), (2, "article")]


def test_every_error_is_documented_and_no_other() -> None:
    text = (ROOT / "docs/problems.md").read_text(encoding="utf-8")
    table = text.partition("## Problems of `briefgen clean`")[2]
    documented = [line.split("`")[1] for line in table.splitlines() if line.startswith("| `")]
    assert documented == sorted(CODES)


def test_every_error_is_raised_somewhere_and_no_other() -> None:
    import re

    source = "".join(path.read_text(encoding="utf-8") for path in [*(ROOT / "briefgen/clean").glob("*.py"), ROOT / "briefgen/cleaning.py", ROOT / "briefgen/shelf.py"])
    raised = set(re.findall(r'CleaningError\(\s*"([a-z-]+)"', source)) | set(re.findall(r'"notice", "([a-z-]+)"', source))
    assert raised == set(CODES)
