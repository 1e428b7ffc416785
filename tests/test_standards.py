"""Feeds, sitemap and CSV before programs that nobody here wrote: feedparser, jing, lxml, csv-parse."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from checkers import npm_package, program, run
from site_driver import HERE, Site

ATOM = HERE / "schemas/atom.rnc"
FEED_FAULTS = {
    "an entry without an id": ("<id>", "<!-- id>", "</id>", "</id -->"),
    "a date without a time": ("T00:00:00Z</updated>", "</updated>", "", ""),
    "an element that Atom does not know": ("<author>", "<author><nick>x</nick>", "", ""),
    "no author": ("<author>", "<!--", "</author>", "-->"),
}


def feeds(site: Site, name: str) -> list[Path]:
    found = sorted(site.output.rglob(name))
    assert len(found) > 10
    return found


def test_atom_feeds_are_valid(own_site: Site) -> None:
    """RELAX NG after RFC 4287, by jing."""
    done = run(program("jing"), "-c", ATOM, *feeds(own_site, "feed.atom"))
    assert done.returncode == 0 and done.stdout == "", done.stdout


@pytest.mark.parametrize("fault", FEED_FAULTS)
def test_the_feed_schema_finds_faults(fault: str, own_site: Site, tmp_path: Path) -> None:
    text = (own_site.output / "feed.atom").read_text(encoding="utf-8")
    old, new, end, new_end = FEED_FAULTS[fault]
    broken = text.replace(old, new).replace(end, new_end) if end else text.replace(old, new)
    assert broken != text
    (tmp_path / "feed.atom").write_text(broken, encoding="utf-8")
    done = run(program("jing"), "-c", ATOM, tmp_path / "feed.atom")
    assert done.returncode != 0 and "error:" in done.stdout


def test_a_feed_reader_reads_all_feeds(own_site: Site) -> None:
    feedparser = pytest.importorskip("feedparser")
    for path in feeds(own_site, "feed.atom"):
        feed = feedparser.parse(path.read_bytes())
        assert not feed.bozo, (path, feed.get("bozo_exception"))
        assert feed.version == "atom10" and feed.feed.title and feed.entries
        same = json.loads(path.with_name("feed.json").read_bytes())
        assert [entry.id for entry in feed.entries] == [item["id"] for item in same["items"]]
        for entry in feed.entries:
            assert entry.updated_parsed and entry.link == entry.id and own_site.has("/" + entry.link.split("/", 3)[3])


def test_the_sitemap_fits_its_schema(own_site: Site) -> None:
    """The protocol's own XSD, as an npm package carries it."""
    etree = pytest.importorskip("lxml.etree")
    schema = etree.XMLSchema(etree.parse(str(npm_package("sitemap") / "schema/sitemap.xsd")))
    sitemap = etree.parse(str(own_site.output / "sitemap.xml"))
    assert schema.validate(sitemap), schema.error_log
    sitemap.getroot()[0].append(etree.Element("{http://www.sitemaps.org/schemas/sitemap/0.9}colour"))
    assert not schema.validate(sitemap)


READER = """
const { parse } = require(process.argv[2]);
const rows = parse(require('fs').readFileSync(process.argv[3]), { columns: true, record_delimiter: '\\r\\n', encoding: 'utf8' });
console.log(JSON.stringify(rows));
"""


@pytest.mark.parametrize("name", ["claims.csv", "events.csv"])
def test_another_csv_reader_reads_the_same(name: str, small: Site, own_site: Site, tmp_path: Path) -> None:
    """csv-parse of Node, strict about quotes and column counts; lines end in CR LF (RFC 4180, 2.1)."""
    package = npm_package("csv-parse") / "dist/cjs/sync.cjs"
    (tmp_path / "read.cjs").write_text(READER, encoding="utf-8")
    small.replace("content/annotations/pier.yaml", "what: Nothing moves at the gate", "what: '\"Nothing\", he said, \"moves\"'").build().expect_exit(0)
    for site in (small, own_site):
        file = site.output / "data" / name
        done = run(program("node"), tmp_path / "read.cjs", package, file)
        assert done.returncode == 0, done.stderr
        text = file.read_bytes().decode("utf-8")
        assert json.loads(done.stdout) == list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
        assert text.endswith("\r\n") and not text.startswith("\ufeff")
