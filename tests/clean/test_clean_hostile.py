"""Damaged and real pages: each ends as an article or as an error with a name; none loses a letter."""

from __future__ import annotations

import importlib.util
import json
import lzma
import random
import sys
import time
from itertools import islice
from types import ModuleType

import pytest

from briefgen.clean.article import Given
from briefgen.clean.byline import is_date_line
from briefgen.clean.captions import split_credit
from briefgen.clean.furniture import furniture_rule
from briefgen.clean.people import split_names
from briefgen.clean.trouble import CleaningError
from briefgen.clean.worker import Job, outcome_of
from cleaned import PAGES, page
from site_driver import EXAMPLE, ROOT

BENCHMARKS = EXAMPLE.parent / "benchmarks"
FAULTS = ("cleaning-crashed", "letters-lost")


def bench(name: str) -> ModuleType:
    """A script of the folder bench/ as a module."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, ROOT / "bench" / f"{name}.py")
        assert spec and spec.loader
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


def ends(raw: bytes, name: str = "page.html") -> str:
    outcome = outcome_of(Job(raw, Given(name, source="s", date="2024")))
    return f"{outcome.code}: {outcome.message}" if isinstance(outcome, CleaningError) else "article"


@pytest.mark.parametrize("first", range(0, 120, 30))
def test_random_damage(first: int) -> None:
    damaged = bench("fuzz_cleaning").damaged
    sources = [(PAGES / "ferry.html").read_bytes(), (PAGES / "scrape.txt").read_bytes(), page("<table><tr><td>1<td>2<tr><td>3<td>4</table>").encode()]
    for seed in range(first, first + 30):
        chance = random.Random(seed)
        end = ends(damaged(chance.choice(sources), chance))
        assert not end.startswith(FAULTS), f"seed {seed}: {end}"


@pytest.mark.parametrize(
    "html",
    [
        "<html><body>" + "<a href='" + "x" * 100_000 + "'>y</a>" * 2,
        "<p>" + "&#x110000;&#xD800;&#0;&notanentity;" * 50 + "The text goes on for a sentence behind them.</p>",
        "<p><![CDATA[ words in a section ]]> and <? an instruction ?> and <!doctype in the middle> go on.</p>",
        "<table>" * 90 + "<tr><td>deep</td></tr>" + "</table>" * 90,
        "<ul>" + "<li>" * 900 + "x</ul>",
        "<select><option>" * 300,
        "<svg><title><p>words</p></title></svg><math><mi>x</mi></math>" * 20,
        "<p>" + "\u202e\u2066\ufeff\u200b" * 2_000 + "Words between marks that turn the direction of writing.</p>",
        "<p>" + "a\u0301" * 5_000 + "\u0301" * 5_000 + "</p>",
        "<pre>" + "`" * 3_000 + "</pre>",
        "<p>" + "*_`[" * 2_000 + "</p>",
        "<blockquote>" * 120 + "<p>A quotation inside of quotations that goes on for a sentence.</p>",
        "<p>Words before <![CDAmpaccted [ words inside ]]> and words behind a broken section of the page.</p>",
        '<meta http-equiv="refresh" content="0;url=javascript:alert(1)"><base href="javascript:"><p><a href="x">The link of a base that is none</a></p>',
    ],
    ids=range(14),
)
def test_odd_pages(html: str) -> None:
    for whole in (html, page(html)):
        end = ends(whole.encode("utf-8", "surrogatepass"))
        assert not end.startswith(FAULTS), end


@pytest.mark.parametrize("part", ["2", "a, ", "2:", "by ", "1 ", "- ", "share ", "a-", "12.30 ", "x ", "and ", "1 jan ", "photo ", "«", "read more "])
def test_lines_that_repeat_one_thing_take_no_time(part: str) -> None:
    """Patterns that try every way to part such a line would not end in a lifetime."""
    started = time.process_time()
    for line in (part * (320 // len(part)), part * 12 + "!", part * 12 + "2019-11-20 12:57:32 Marcus"):
        furniture_rule(line)
        split_names(line)
        is_date_line(line)
        split_credit(line)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(("collection", "floor"), [("scrapinghub", 0.93), ("fundus", 0.90), ("wcxb", 0.90)])
def test_real_pages(collection: str, floor: float) -> None:
    """A few pages of each collection; `bench/cleaning.py` measures them all."""
    path = BENCHMARKS / f"{collection}.jsonl.xz"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    measure = bench("cleaning")
    score = measure.Score()
    with lzma.open(path, "rt", encoding="utf-8") as rows:
        for row in islice(rows, 0, 96, 12):
            record = json.loads(row)
            gold = record["gold"] if isinstance(record["gold"], dict) else {"text": record["gold"]}
            score.add(gold, measure.ours(record))
    precision, recall, f1 = map(float, score.row()[:3])
    assert f1 >= floor, (precision, recall)
