"""Every single mistake that can be made in a site's content: where it stands and what it turns the text into.

A mutation is found in the parsed values and made in the file's text, at the very characters: the place
that the program must name is the place that was changed.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefgen.annotation import Annotation
from briefgen.article import split_front_matter
from briefgen.config import Config
from briefgen.model import REGISTRIES, ArticleHead, PageHead
from briefgen.schema import record_at
from briefgen.yamltext import locate, parse_yaml

DATES = {"date", "published", "updated", "retrieved", "review_by"}
# A field that refers -> what it refers to.
REFERENCES = {
    "by": "actors", "about": "actors", "actors": "actors", "of": "actors",
    "where": "regions", "in": "regions",
    "answers": "questions", "question": "questions", "narrows": "questions",
    "topics": "topics", "source": "sources", "articles": "articles", "article": "articles",
    "revises": "claims", "same_as": "claims", "per": "claims", "answered": "claims",
}  # fmt: skip


@dataclass(frozen=True)
class Mutation:
    """`old` at `line` and `column` of `path` becomes `new`; `word` is the field or id that is meant."""

    path: str
    line: int
    column: int
    old: str
    new: str
    word: str = ""
    kind: str = ""

    def apply(self, text: str) -> str:
        lines = text.split("\n")
        line, at = lines[self.line - 1], self.column - 1
        assert line.startswith(self.old, at), f"{self}: {line!r}"
        lines[self.line - 1] = line[:at] + self.new + line[at + len(self.old) :]
        return "\n".join(lines)

    def __str__(self) -> str:
        return f"{Path(self.path).stem}:{self.line}:{self.column} {self.old[:20]}"


@dataclass(frozen=True)
class Leaf:
    """One value: its file, where its field is, the model class of its document, and what it holds."""

    path: str
    text: str
    first_line: int
    kind: type
    field: tuple
    value: Any

    def at(self, *, on_key: bool = False) -> tuple[int, int, str]:
        return locate(self.text, self.field, on_key=on_key, first_line=self.first_line)

    @property
    def name(self) -> str:
        """The field's own name, whether its value is one of a list or not."""
        return next(str(step) for step in reversed(self.field) if isinstance(step, str))


def documents(root: Path) -> Iterator[tuple[str, str, int, type]]:
    """(path, YAML, first line, model class) of every file below `root`."""
    yield "briefgen.yaml", (root / "briefgen.yaml").read_text(encoding="utf-8"), 1, Config
    for file in sorted((root / "content").rglob("*")):
        path = file.relative_to(root).as_posix()
        folder = path.split("/")[1].removesuffix(".yaml")
        if file.suffix == ".yaml" and folder in (*REGISTRIES, "annotations"):
            kind = Annotation if folder == "annotations" else dict[str, REGISTRIES[folder]]
            yield path, file.read_text(encoding="utf-8"), 1, kind
        elif file.suffix == ".md" and folder in ("articles", "pages"):
            front = split_front_matter(file.read_text(encoding="utf-8"))[0]
            yield path, front, 2, ArticleHead if folder == "articles" else PageHead


def leaves(root: Path) -> Iterator[Leaf]:
    """Every key and every value of every document, containers included."""
    for path, text, first_line, kind in documents(root):
        data, problems = parse_yaml(text, path)
        assert not problems
        waiting: list[tuple[tuple, Any]] = [((), data)]
        while waiting:
            field, value = waiting.pop()
            if field:
                yield Leaf(path, text, first_line, kind, field, value)
            steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
            waiting.extend(((*field, step), inner) for step, inner in steps)


def is_field(leaf: Leaf) -> bool:
    """Whether the last step is a field's name, rather than an id or a list's number."""
    return isinstance(leaf.field[-1], str) and dataclasses.is_dataclass(record_at(leaf.kind, leaf.field[:-1]))


def other_letter(letter: str) -> str:
    """A letter of the same script that is another one, however it is folded."""
    if "а" <= letter.lower() <= "я" or letter.lower() in "іїєґ":
        return "ж" if letter.lower() != "ж" else "п"
    return "q" if letter.lower() != "q" else "k"


def misspelt(word: str) -> str:
    """`word` with one letter in its middle changed."""
    at = max((i for i, c in enumerate(word) if c.isalpha()), key=lambda i: (-abs(i - len(word) // 2), i))
    return word[:at] + other_letter(word[at]) + word[at + 1 :]


def passages(root: Path, choose) -> Iterator[Mutation]:
    """One letter of every passage, the one that `choose` picks."""
    for leaf in leaves(root):
        if leaf.name == "passage" and isinstance(leaf.value, str):
            line, column, excerpt = leaf.at()
            written = excerpt[column - 1 :].split(" #")[0].rstrip()
            at = choose([i for i, c in enumerate(written) if c.isalpha()])
            yield Mutation(leaf.path, line, column, written, written[:at] + other_letter(written[at]) + written[at + 1 :])


def field_names(root: Path) -> Iterator[Mutation]:
    for leaf in leaves(root):
        if is_field(leaf):
            line, column, _ = leaf.at(on_key=True)
            yield Mutation(leaf.path, line, column, leaf.name, misspelt(leaf.name), leaf.name)


def references(root: Path) -> Iterator[Mutation]:
    """Every reference to an id: in fields, as keys of `answers`, as notes, in `nav`."""
    for leaf in leaves(root):
        kind = REFERENCES.get(leaf.name)
        if len(leaf.field) > 1 and leaf.field[-2] == "answers" and leaf.field[0] == "claims":
            line, column, _ = leaf.at(on_key=True)
            yield Mutation(leaf.path, line, column, leaf.name, misspelt(leaf.name), leaf.name, "questions")
        elif kind and isinstance(leaf.value, str) and leaf.value != "article" and not leaf.path.endswith("briefgen.yaml"):
            line, column, _ = leaf.at()
            yield Mutation(leaf.path, line, column, leaf.value, misspelt(leaf.value), leaf.value, kind)
        elif leaf.name == "nav" and isinstance(leaf.value, str) and leaf.path == "briefgen.yaml":
            line, column, _ = leaf.at()
            yield Mutation(leaf.path, line, column, leaf.value, misspelt(leaf.value), leaf.value, "pages")
    yield from notes(root)


def notes(root: Path) -> Iterator[Mutation]:
    for file in sorted((root / "content/annotations").glob("*.yaml")):
        path = file.relative_to(root).as_posix()
        for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), start=1):
            for found in re.finditer(r"\[\^([a-z0-9-]+)\]", line.split("#")[0]):
                new = f"[^{misspelt(found[1])}]"
                yield Mutation(path, number, found.start() + 1, found[0], new, found[1], "notes")


def definitions(root: Path) -> Iterator[Mutation]:
    """Every id where it is defined as a key: registry entries, claims, events."""
    for leaf in leaves(root):
        folder = leaf.path.split("/")[1].removesuffix(".yaml") if leaf.path.startswith("content/") else ""
        if folder in REGISTRIES and len(leaf.field) == 1:
            kind = folder
        elif folder == "annotations" and len(leaf.field) == 2 and leaf.field[0] in ("claims", "events"):
            kind = leaf.field[0]
        else:
            continue
        line, column, _ = leaf.at(on_key=True)
        yield Mutation(leaf.path, line, column, leaf.name, misspelt(leaf.name), leaf.name, kind)


def dates(root: Path) -> Iterator[Mutation]:
    for leaf in leaves(root):
        if leaf.name in DATES and isinstance(leaf.value, str):
            line, column, _ = leaf.at()
            yield Mutation(leaf.path, line, column, leaf.value, impossible(leaf.value))


def impossible(date: str) -> str:
    """The date with its finest part out of range."""
    for pattern, instead in ((r"T\d\d", "T25"), (r"(-\d\d)-\d\d", r"\1-32"), (r"-\d\d", "-13"), (r"\d{4}", "0000")):
        if re.search(pattern, date):
            return re.sub(pattern, instead, date, count=1)
    raise AssertionError(date)
