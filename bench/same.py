"""Says where another generator's site shows something else than ours:
`python bench/same.py OURS THEIRS [--show 5]`.

Compares, for each page of ours, the words of its `<main>`, the links and the anchors there, each as a
multiset; for feeds, their words; and which pages there are. Links are compared by what they lead to.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

FEEDS = ("feed.atom", "feed.json")


class Shown(HTMLParser):
    """What a page shows below `<main>`."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url, self.inside = url, False
        self.words: Counter[str] = Counter()
        self.links: Counter[str] = Counter()
        self.anchors: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = self.inside or tag == "main"
        if self.inside:
            for name, value in attrs:
                if name == "href":
                    self.links[urljoin(self.url, value or "")] += 1
                elif name == "id":
                    self.anchors[value or ""] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.words.update(re.findall(r"[^\W_]+|[^\w\s]", data))


def shown(folder: Path, name: str) -> dict[str, Counter[str]]:
    """kind -> what the page at `name` shows of it."""
    text = (folder / name).read_text(encoding="utf-8")
    if name.endswith("feed.json"):
        text = json.dumps(json.loads(text), ensure_ascii=False)  # escapes may differ
    if name.endswith(FEEDS):
        return {"words": Counter(re.findall(r"\w+", unescape(unescape(text))))}
    page = Shown("https://bench.example/" + name.removesuffix("index.html"))
    page.feed(text)
    return {"words": page.words, "links": page.links, "anchors": page.anchors}


def differences(ours: Path, theirs: Path) -> dict[str, str]:
    """page -> what differs, for every page of either."""
    found = {}
    names = {path.relative_to(ours).as_posix() for path in ours.rglob("*") if path.suffix in (".html", ".atom", ".json")}
    names -= {"site-manifest.json"}
    for name in sorted(names):
        if not (theirs / name).is_file():
            found[name] = "is missing"
            continue
        a, b = shown(ours, name), shown(theirs, name)
        said = [
            f"{kind}: {_said('lacks', a[kind] - b[kind])}{_said('adds', b[kind] - a[kind])}" for kind in a if a[kind] != b[kind]
        ]
        if said:
            found[name] = "; ".join(said)
    return found


def _said(verb: str, counts: Counter[str]) -> str:
    return f"{verb} {sum(counts.values())} {list(counts)[:5]} " if counts else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ours", type=Path)
    parser.add_argument("theirs", type=Path)
    parser.add_argument("--show", type=int, default=5)
    options = parser.parse_args()
    found = differences(options.ours, options.theirs)
    for name, what in list(found.items())[: options.show]:
        print(f"{name}: {what}")
    files = sum(1 for path in options.theirs.rglob("*") if path.is_file())
    size = sum(path.stat().st_size for path in options.theirs.rglob("*") if path.is_file())
    print(f"{len(found)} pages differ; theirs: {files} files, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
