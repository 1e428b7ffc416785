"""That two generators' sites show the same is only as true as what `bench/same.py` notices."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / "bench" / "same.py"
PAGE = """<!doctype html>
<html lang="en"><head>
<meta name="citation_title" content="One"><title>One – Site</title>
<link rel="stylesheet" href="../assets/style.0123456789ab.css">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "Report", "name": "One"}]}</script>
</head><body><main id="main.content">
<p class="says">Some words and <a href="../two/" aria-label="To two">a link</a></p>
<svg viewBox="0 0 8 8"><circle cx="3.10" cy="2" r="1"/><text x="1">Label</text></svg>
</main></body></html>
"""
CHANGES = {
    "words": ("Some words", "Some letters"),
    "elements": ('class="says"', 'class="said"'),
    "links": ("../two/", "../three/"),
    "anchors": ("main.content", "main"),
    "labels": ("To two", "To three"),
    "shapes": ('cx="3.10"', 'cx="4"'),
    "head": ('content="One"', 'content="Two"'),
    "json-ld": ('"name": "One"', '"name": "Two"'),
}

pytestmark = pytest.mark.skipif(not SCRIPT.exists(), reason="the benchmarks are not in a source distribution")


def differences(tmp_path: Path, theirs: str) -> dict[str, str]:
    """page -> how it differs from one of `theirs`."""
    for name, text in (("ours", PAGE), ("theirs", theirs)):
        shutil.rmtree(tmp_path / name, ignore_errors=True)
        page = tmp_path / name / "one" / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(text, encoding="utf-8")
    compare = runpy.run_path(str(SCRIPT))["differences"]
    return compare(tmp_path / "ours", tmp_path / "theirs")  # type: ignore[no-any-return]


def test_other_markup_of_the_same_is_no_difference(tmp_path: Path) -> None:
    theirs = PAGE.replace("../", "/").replace(".0123456789ab", "").replace('{"@type": "Report", "name": "One"}', '{"name":"One","@type":"Report"}')
    assert differences(tmp_path, theirs.replace("3.10", "3.1")) == {}


@pytest.mark.parametrize("kind", CHANGES)
def test_each_kind_of_difference_is_noticed(tmp_path: Path, kind: str) -> None:
    old, new = CHANGES[kind]
    assert PAGE.count(old) == 1
    said = differences(tmp_path, PAGE.replace(old, new))["one/index.html"]
    assert said.startswith(f"{kind}: lacks 1 ") and " adds 1 " in said and ";" not in said
