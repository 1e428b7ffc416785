"""Says where another generator's site shows something else than ours:
`python bench/same.py OURS THEIRS [--show 5]`.

Compares each page of ours, each kind of thing as a multiset: in its body the words, the elements with their
classes, the links, the anchors, what is said to screen readers, and the shapes of drawings with their places;
in its head the title, every meta and link element and script, and JSON-LD as parsed objects. For feeds their
words, for the sitemap its addresses; and which pages there are. Links are compared by what they lead to, the
fingerprints in names of assets are left out, and of a page's policy the hash of its JSON-LD.
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

SITE = "https://bench.example/"
FEEDS = ("feed.atom", "feed.json")
COMPARED = (".html", ".atom", ".json", ".xml")
ADDRESSES = ("href", "src")
FINGERPRINT = re.compile(r"(?<=\.)[0-9a-f]{12}\.")
NUMBER = re.compile(r"-?\d+\.\d+")

Attributes = list[tuple[str, str | None]]


class Shown(HTMLParser):
    """What a page shows, and what it tells programs."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url, self.part, self.drawing, self.data = url, "", False, False
        names = ("words", "elements", "links", "anchors", "labels", "shapes", "head", "json-ld")
        self.found: dict[str, Counter[str]] = {name: Counter() for name in names}

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        values = {name: self._value(name, value or "") for name, value in attrs}
        if tag in ("head", "body"):
            self.part = tag
        elif self.part == "head":
            self._start_in_head(tag, values)
        elif self.part == "body":
            self._start_in_body(tag, values)

    def _value(self, name: str, value: str) -> str:
        return FINGERPRINT.sub("", urljoin(self.url, value)) if name in ADDRESSES else value

    def _start_in_head(self, tag: str, values: dict[str, str]) -> None:
        self.data = values.get("type") == "application/ld+json"
        if tag in ("meta", "link", "script") and not self.data:
            policy = values.get("http-equiv") == "Content-Security-Policy"
            script_hash = r"(script-src [^;]*?) 'sha256-[^']*'"
            told = {name: re.sub(script_hash, r"\1", value) if policy else value for name, value in values.items()}
            self.found["head"][f"{tag} {_sorted(told)}"] += 1

    def _start_in_body(self, tag: str, values: dict[str, str]) -> None:
        self.drawing = self.drawing or tag == "svg"
        if self.drawing:
            places = {name: value for name, value in values.items() if name not in ("href", "aria-label")}
            self.found["shapes"][NUMBER.sub(lambda n: f"{round(float(n[0]), 1):g}", f"{tag} {_sorted(places)}")] += 1
        else:
            self.found["elements"][f"{tag}.{values.get('class', '')}"] += 1
        for name, kind in (("href", "links"), ("id", "anchors"), ("aria-label", "labels")):
            if name in values:
                self.found[kind][values[name]] += 1

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)  # "/>" ends no element of HTML, and in a drawing nothing depends on it

    def handle_endtag(self, tag: str) -> None:
        if tag == "svg":
            self.drawing = False
        elif tag == "script":
            self.data = False

    def handle_data(self, data: str) -> None:
        if self.part == "head" and self.data:
            self.found["json-ld"].update(json.dumps(thing, sort_keys=True) for thing in json.loads(data)["@graph"])
        elif self.part == "head" and data.strip():
            self.found["head"][f"text {' '.join(data.split())}"] += 1
        elif self.part == "body":
            self.found["words"].update(re.findall(r"[^\W_]+|[^\w\s]", data))


def _sorted(values: dict[str, str]) -> str:
    return " ".join(f'{name}="{value}"' for name, value in sorted(values.items()))


def shown(folder: Path, name: str) -> dict[str, Counter[str]]:
    """kind -> what the page at `name` shows of it."""
    text = (folder / name).read_text(encoding="utf-8")
    if name.endswith(".xml"):
        return {"addresses": Counter(re.findall(r"<loc>(.*?)</loc>", text))}
    if name.endswith("feed.json"):
        text = json.dumps(json.loads(text), ensure_ascii=False)  # escapes may differ
    if name.endswith(FEEDS):
        return {"words": Counter(re.findall(r"\w+", unescape(unescape(text))))}
    page = Shown(SITE + name.removesuffix("index.html"))
    page.feed(text)
    page.close()
    return page.found


def differences(ours: Path, theirs: Path) -> dict[str, str]:
    """page -> what differs, for every page of either."""
    found = {}
    names = _names(ours) - {"site-manifest.json"}
    for name in sorted(names | _names(theirs)):
        if name not in names or not (theirs / name).is_file():
            found[name] = "is missing" if name in names else "is theirs only"
            continue
        a, b = shown(ours, name), shown(theirs, name)
        said = [
            f"{kind}: {_said('lacks', a[kind] - b[kind])}{_said('adds', b[kind] - a[kind])}" for kind in a if a[kind] != b[kind]
        ]
        if said:
            found[name] = "; ".join(said)
    return found


def _names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix in COMPARED}


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
    for name, folder in (("ours", options.ours), ("theirs", options.theirs)):
        sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
        print(f"{name}: {len(sizes):,} files, {sum(sizes) / 1e6:.1f} MB")
    print(f"{len(found)} pages differ")
    raise SystemExit(1 if found else 0)


if __name__ == "__main__":
    main()
