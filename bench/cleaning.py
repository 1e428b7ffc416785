"""How well cleaning finds the article, beside other programs, on pages with gold text.

    python bench/cleaning.py FOLDER [--limit N] [--half 0|1] [--only scrapinghub] [--alone]

FOLDER holds `*.jsonl.xz` files with one record a line: `id, url, html, gold{text, title, author, date}`,
or, for plain scrapes (`*.plain.jsonl.xz`), `id, page, container, gold`. Body: precision, recall and F1
over the 4-grams of words, each averaged over pages; "lost" are gold paragraphs of 12 words or more of
which less than 60 % was found, "junk" lines of 4 words or more of which less than 20 % is gold. Title,
author and date: equal after folding case, punctuation and white space. Speed is in seconds of the processor; "ratio" sets it beside ours.
Others are trafilatura and what the extra `bench` installs: readability-lxml, resiliparse, jusText; and all text.
What is not installed is left out, and said. `--alone` leaves them all out; `--half` takes the hosts of one half.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import lzma
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

WORD = re.compile(r"\w+")
Record = dict[str, Any]


@dataclass
class Output:
    """What a program made of one page; None where it gives no such thing."""

    body: str
    title: str | None = None
    authors: list[str] | None = None
    date: str | None = None


@dataclass
class Score:
    """Sums over pages."""

    precisions: list[float] = field(default_factory=list)
    recalls: list[float] = field(default_factory=list)
    lost: int = 0
    junk: int = 0
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    pages: int = 0

    def add(self, gold: Record, output: Output) -> None:
        self.pages += 1
        wanted, found = grams(gold["text"]), grams(output.body)
        shared = sum((wanted & found).values())
        if found:
            self.precisions.append(shared / sum(found.values()))
        if wanted:
            self.recalls.append(shared / sum(wanted.values()))
        self.lost += lines_missing(gold["text"], set(found), 12, 0.6)
        self.junk += lines_missing(output.body, set(wanted), 4, 0.2)
        self.add_facts(gold, output)

    def add_facts(self, gold: Record, output: Output) -> None:
        authors = gold.get("author") or []
        authors = [authors] if isinstance(authors, str) else authors
        for name, wanted, found in (
            ("title", {fold(gold.get("title") or "")}, {fold(output.title or "")}),
            ("author", {fold(a) for a in authors} or {""}, {fold(a) for a in output.authors or []}),
            ("date", {(gold.get("date") or "")[:10]}, {(output.date or "")[:10]}),
        ):
            if wanted != {""}:
                self.asked[name] += 1
                self.right[name] += wanted == found

    def row(self) -> list[str]:
        precision = sum(self.precisions) / max(1, len(self.precisions))
        recall = sum(self.recalls) / max(1, len(self.recalls))
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        facts = [f"{self.right[n] / self.asked[n]:.3f}" if self.asked[n] else "-" for n in ("title", "author", "date")]
        return [f"{precision:.4f}", f"{recall:.4f}", f"{f1:.4f}", str(self.lost), str(self.junk), *facts, f"{self.pages / self.seconds if self.seconds else 0:.1f}"]


def grams(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))) if words else Counter()


def lines_missing(text: str, other: set[tuple[str, ...]], shortest: int, share: float) -> int:
    """Lines of at least `shortest` words of which less than `share` of the 4-grams is in `other`."""
    missing = 0
    for line in text.split("\n"):
        words = WORD.findall(line)
        if len(words) >= shortest:
            own = [tuple(words[i : i + 4]) for i in range(len(words) - 3)]
            missing += sum(gram in other for gram in own) < share * len(own)
    return missing


def fold(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def ours(record: Record) -> Output:
    from briefgen.clean.article import read_source
    from briefgen.clean.markdown import body_markdown
    from briefgen.clean.decode import tidy
    from briefgen.clean.escaping import text_of_markdown
    from briefgen.clean.ledger import balance
    from briefgen.clean.trouble import CleaningError

    try:
        reading = read_source(tidy(record["html"]), "html")
        balance(reading.seen, reading.raw, reading.verdicts)
        body = text_of_markdown(body_markdown(reading.body()))
    except CleaningError as error:
        print(f"  {record['id']}: {error.code}: {error.message}", file=sys.stderr)
        return Output("")
    facts = reading.facts
    return Output(body, facts.title, list(facts.authors), facts.published)


def ours_plain(record: Record) -> Output:
    from briefgen.clean.article import read_source
    from briefgen.clean.decode import tidy
    from briefgen.clean.ledger import balance

    reading = read_source(tidy(record["text"]), "plain")
    balance(reading.seen, reading.raw, reading.verdicts)
    return Output("\n\n".join(block.text for block in reading.body()), reading.facts.title)


def with_trafilatura(record: Record) -> Output:
    import trafilatura

    found = trafilatura.bare_extraction(record["html"], with_metadata=True)
    if found is None:
        return Output("")
    authors = [name for name in (found.author or "").split("; ") if name]
    return Output(trafilatura.extract(record["html"]) or "", found.title, authors, found.date)


def with_readability(record: Record) -> Output:
    import lxml.html
    from readability import Document

    document = Document(record["html"])
    return Output("\n".join(str(text) for text in lxml.html.fromstring(document.summary()).itertext()), document.short_title())


def with_resiliparse(record: Record) -> Output:
    from resiliparse.extract.html2text import extract_plain_text

    return Output(extract_plain_text(record["html"], main_content=True))


def with_justext(record: Record) -> Output:
    import justext

    paragraphs = justext.justext(record["html"], justext.get_stoplist("English"))
    return Output("\n".join(p.text for p in paragraphs if not p.is_boilerplate))


def with_all_text(record: Record) -> Output:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(record["html"], "html.parser")
    return Output(soup.get_text("\n"), soup.title.get_text() if soup.title else "")


OTHERS = {"trafilatura": with_trafilatura, "readability": with_readability, "resiliparse": with_resiliparse, "justext": with_justext, "bs4": with_all_text}


def records(path: Path, half: int | None, limit: int) -> Iterator[Record]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if limit and number >= limit:
                return
            record = json.loads(line)
            host = urlsplit(record.get("url") or "").netloc or record["id"]
            if half is None or int(hashlib.md5(host.encode()).hexdigest(), 16) % 2 == half:
                yield record


def measure(program: Callable[[Record], Output], pages: Iterable[Record]) -> Score:
    score = Score()
    for record in pages:
        started = time.process_time()
        try:
            output = program(record)
        except Exception as error:  # a rival's crash is a page without output
            print(f"  {record['id']}: {type(error).__name__}: {error}", file=sys.stderr)
            output = Output("")
        score.seconds += time.process_time() - started
        score.add(record["gold"], output)
    return score


def programs(alone: bool) -> dict[str, Callable[[Record], Output]]:
    chosen: dict[str, Callable[[Record], Output]] = {"briefgen": ours}
    for module, program in () if alone else OTHERS.items():
        if importlib.util.find_spec(module):
            chosen["all text" if module == "bs4" else module] = program
        else:
            print(f"  {module} is not installed and is left out", file=sys.stderr)
    return chosen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--only", default="")
    parser.add_argument("--alone", action="store_true", help="without the others")
    wanted = parser.parse_args()
    heads = ["collection", "program", "precision", "recall", "F1", "lost", "junk", "title", "author", "date", "pages/s", "ratio"]
    print("  ".join(f"{head:<12}" for head in heads))
    for path in sorted(wanted.folder.glob("*.jsonl.xz")):
        name = path.name.removesuffix(".jsonl.xz")
        if wanted.only not in name:
            continue
        reference = 0.0
        for label, program, pages in rows(path, name, wanted):
            score = measure(program, pages)
            reference = reference or score.seconds
            ratio = f"{reference / score.seconds:.2f}" if score.seconds else "-"
            print("  ".join(f"{cell:<12}" for cell in [name, label, *score.row(), ratio]), flush=True)


def rows(path: Path, name: str, wanted: argparse.Namespace) -> Iterator[tuple[str, Callable[[Record], Output], Iterator[Record]]]:
    def pages(field: str = "") -> Iterator[Record]:
        for record in records(path, wanted.half, wanted.limit):
            gold = record["gold"] if isinstance(record["gold"], dict) else {"text": record["gold"]}
            yield {**record, "gold": gold, "text": record.get(field, "")}

    if name.endswith(".plain"):
        for field_name in ("container", "page"):
            yield f"ours, {field_name}", ours_plain, pages(field_name)
            yield f"raw, {field_name}", lambda record: Output(record["text"]), pages(field_name)
        return
    for label, program in programs(wanted.alone).items():
        yield label, program, pages()


if __name__ == "__main__":
    main()
