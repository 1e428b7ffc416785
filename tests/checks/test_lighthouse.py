"""Lighthouse with its mobile settings on the pages that readers see most."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from checkers import npm_package, program
from chromium import ARGUMENTS, CHROMIUM
from crawl import served

FULL = ("accessibility", "best-practices", "seo")
PAGES = {"briefing": "briefings/2", "question": "questions/"}
"""Kind of page -> how its address begins; the page with the most text of its kind is looked at."""
if os.environ.get("BRIEFGEN_ALL") == "1":
    PAGES |= {"home": "", "actor": "actors/"}


def report(address: str, profile: Path) -> dict:
    flags = " ".join(["--headless=new", f"--user-data-dir={profile}", *ARGUMENTS])
    lighthouse = npm_package("lighthouse") / "cli/index.js"
    command = [program("node"), lighthouse, address, "--quiet", "--output=json", f"--only-categories=performance,{','.join(FULL)}", f"--chrome-flags={flags}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, env={**os.environ, "CHROME_PATH": CHROMIUM})
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def failed(report: dict, category: str) -> list[tuple[str, str]]:
    """(audit, what it says) of what takes points off a category."""
    audits = [report["audits"][ref["id"]] for ref in report["categories"][category]["auditRefs"] if ref["weight"]]
    return [(a["id"], a.get("explanation") or a["title"]) for a in audits if a["score"] is not None and a["score"] < 1]


@pytest.mark.parametrize("kind", PAGES)
def test_full_marks(own_site, tmp_path: Path, kind: str, capsys) -> None:
    """Performance is printed, not required: it flickers with the machine; its causes are held in tests/browser."""
    if not Path(CHROMIUM).is_file():
        pytest.skip(f"no browser at {CHROMIUM} (BRIEFGEN_CHROMIUM names another)")
    urls = [url for url in own_site.urls() if url[1:].startswith(PAGES[kind]) and url.count("/") == (3 if PAGES[kind] else 1)]
    url = max(urls, key=lambda url: len(own_site.html(url)))
    with served(own_site.output, tmp_path) as base:
        found = report(base + url[1:], tmp_path / "profile")
    scores = {name: round(category["score"] * 100) for name, category in found["categories"].items()}
    with capsys.disabled():
        print(f"\nLighthouse, {kind} page {url}: {scores}")
    assert {category: failed(found, category) for category in FULL} == {category: [] for category in FULL}
    assert {category: scores[category] for category in FULL} == dict.fromkeys(FULL, 100)
