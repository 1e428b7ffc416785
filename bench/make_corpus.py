"""Writes a synthetic site of N briefings: `python bench/make_corpus.py N DIR [--seed 1]`.

Sizes are those of real briefings: an article of about 700 words, an annotation of eight claims, two
events, three key points and a judgement; every second claim answers a question, each of which has a
cast of three to twelve actors. Actors and regions follow Zipf's law, so that a few have
thousands of statements and most have one or two. The same seed gives the same bytes.
"""

from __future__ import annotations

import argparse
import bisect
import datetime
import itertools
import random
from collections.abc import Sequence
from pathlib import Path

SYLLABLES = "ba be bo ca da de do fa fi ga go ha ho ka ke ko la le lo ma me mo na ne no pa po ra re ro sa se so ta te to va vo za zo".split()
STANCES = ("affirms", "denies", "likely", "unlikely", "unclear", "declines")


class Corpus:
    """Everything random about one corpus, drawn from one seeded generator."""

    def __init__(self, size: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.size = size
        self.words = [self.word() for _ in range(2500)]
        self.actors = self.names(max(10, min(size // 4, 3000)), "actor")
        self.regions = self.names(max(5, min(size // 20, 600)), "region")
        self.questions = [f"question-{number}" for number in range(max(3, min(size // 20, 600)))]
        self.sources = [f"source-{number}" for number in range(max(2, min(size // 50, 200)))]
        self.casts = {q: [self.random.choice(self.actors)[0] for _ in range(self.random.randint(3, 12))] for q in self.questions}
        self.topics = [f"topic-{number}" for number in range(12)]
        self.weights = {len(items): self.zipf(len(items)) for items in (self.actors, self.regions, self.questions, self.sources)}
        self.first_day = datetime.date(2015, 1, 1)

    def word(self) -> str:
        return "".join(self.random.choice(SYLLABLES) for _ in range(self.random.randint(2, 4)))

    def names(self, count: int, kind: str) -> list[tuple[str, str]]:
        names: dict[str, str] = {}
        while len(names) < count:
            name = f"{self.word().title()} {self.word().title()}"
            names.setdefault(name.lower().replace(" ", "-"), name)
        return list(names.items())

    def zipf(self, count: int) -> list[float]:
        return list(itertools.accumulate(1 / rank for rank in range(1, count + 1)))

    def pick(self, items: Sequence):  # type: ignore[no-untyped-def,type-arg]
        cumulative = self.weights[len(items)]
        return items[bisect.bisect(cumulative, self.random.random() * cumulative[-1])]

    def sentence(self, length: int) -> str:
        words = self.random.choices(self.words, k=length)
        return words[0].title() + " " + " ".join(words[1:])

    def day(self, number: int) -> datetime.date:
        return self.first_day + datetime.timedelta(days=number * 3600 // self.size)


def paragraphs(corpus: Corpus) -> list[str]:
    """Twelve paragraphs; every second one quotes an actor."""
    found = []
    for number in range(12):
        name = corpus.pick(corpus.actors)[1]
        place = corpus.pick(corpus.regions)[1]
        if number % 2:
            found.append(f"“{corpus.sentence(22)} in {place} {number},” {name} said. {corpus.sentence(18)}.")
        else:
            found.append(f"{corpus.sentence(20)} {name}, {corpus.sentence(12)}. {corpus.sentence(24)} {place} {number}.")
    return found


def write_article(corpus: Corpus, folder: Path, id: str, day: datetime.date) -> list[str]:
    body = paragraphs(corpus)
    source = corpus.pick(corpus.sources)
    head = f"---\ntitle: {corpus.sentence(9)}\nsource: {source}\npublished: {day}\nrights: full\n---\n"
    (folder / "articles" / f"{id}.md").write_text(head + "\n\n".join(body) + "\n", encoding="utf-8")
    return body


def write_annotation(corpus: Corpus, folder: Path, id: str, day: datetime.date, body: list[str]) -> None:
    r = corpus.random
    lines = [
        f"title: {corpus.sentence(10)}",
        f"bottom_line: {corpus.sentence(14)} {corpus.pick(corpus.actors)[1]} [^claim-1]; {corpus.sentence(9)} [^claim-2].",
        f"why_it_matters: {corpus.sentence(18)} {corpus.pick(corpus.regions)[1]}.",
        "key_points:",
        *(f"  - {corpus.sentence(12)} {corpus.pick(corpus.actors)[1]} [^claim-{n}]." for n in (3, 4, 5)),
        f"topics: [{r.choice(corpus.topics)}]",
        f"published: {day}",
        "claims:",
    ]
    for number in range(1, 9):
        paragraph = body[number]
        passage = paragraph.split(",”")[0].lstrip("“") if paragraph.startswith("“") else paragraph.split(". ")[0]
        question = r.choice(corpus.questions)
        speaker = r.choice(corpus.casts[question]) if number % 2 else corpus.pick(corpus.actors)[0]
        lines += [
            f"  claim-{number}:",
            f"    by: {speaker}",
            f"    says: {corpus.sentence(12)} {corpus.pick(corpus.regions)[1]}.",
            f"    passage: {passage}",
            f"    date: {day}",
            *([f"    answers: {{{question}: {r.choice(STANCES)}}}"] if number % 2 else []),
            f"    about: [{corpus.pick(corpus.actors)[0]}]",
            f"    where: [{corpus.pick(corpus.regions)[0]}]",
        ]
    lines.append("events:")
    for number in (1, 2):
        lines += [
            f"  event-{number}:",
            f"    what: {corpus.sentence(8)}",
            f"    date: {day}",
            f"    actors: [{corpus.pick(corpus.actors)[0]}]",
            f"    where: [{corpus.pick(corpus.regions)[0]}]",
            f"    passage: {body[8 + number * 2 - 2].split('. ')[0]}" if number == 1 else f"    per: claim-{number}",
        ]
    lines += [
        "unknowns:",
        f"  - ask: {corpus.sentence(9)}?",
        "judgements:",
        f"  - says: {corpus.sentence(10)}.",
        "    likelihood: likely",
        "    confidence: moderate",
        "changes:",
        f"  - date: {day}",
        "    kind: first published",
    ]
    (folder / "annotations" / f"{id}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_registries(corpus: Corpus, folder: Path) -> None:
    r = corpus.random
    actors = []
    for rank, (id, name) in enumerate(corpus.actors):
        actors += [f"{id}:", f"  name: {name}", "  kind: person"]
        if rank > 10 and r.random() < 0.5:
            actors.append(f"  of: {corpus.actors[rank % 10][0]}")
    regions = []
    for rank, (id, name) in enumerate(corpus.regions):
        regions += [f"{id}:", f"  name: {name}"]
        if rank > 4:
            regions.append(f"  in: {corpus.regions[rank % 5][0]}")
    questions = [line for id in corpus.questions for line in (f"{id}:", f"  ask: {corpus.sentence(9)}?")]
    sources = [line for id in corpus.sources for line in (f"{id}:", f"  name: {corpus.sentence(2)}", "  reliability: C")]
    topics = [line for id in corpus.topics for line in (f"{id}:", f"  name: {corpus.sentence(2)}")]
    texts = {"actors": actors, "regions": regions, "questions": questions, "sources": sources, "topics": topics}
    for kind, lines in texts.items():
        (folder / f"{kind}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def make_corpus(size: int, root: Path, seed: int = 1) -> None:
    """Writes the site into `root`, which is made if need be."""
    corpus = Corpus(size, seed)
    folder = root / "content"
    for kind in ("articles", "annotations"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
    (root / "briefgen.yaml").write_text("title: Benchmark\nurl: https://bench.example\n", encoding="utf-8")
    write_registries(corpus, folder)
    for number in range(size):
        day = corpus.day(number)
        id = f"{day}-{number:05}"
        write_annotation(corpus, folder, id, day, write_article(corpus, folder, id, day))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int)
    parser.add_argument("root", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    make_corpus(options.size, options.root, options.seed)


if __name__ == "__main__":
    main()
