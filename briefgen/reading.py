"""Reading input files: from a path to a proven value. Pure functions of what stands on disk, a share
of the files at a time, so that other processes can do it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from briefgen.annotation import parse_annotation
from briefgen.article import Article, ArticleFace, parse_article, parse_page
from briefgen.briefing import ON_CARDS, Briefing, articles_of, join_briefing
from briefgen.config import Config
from briefgen.entries import Resolved, resolve_entry
from briefgen.errors import Field, Finding, Problem
from briefgen.layout import CONFIG_FILE
from briefgen.markup import internal_links
from briefgen.names import Mentions, Names, mentioned, words_in
from briefgen.pickling import pickled, unpickled
from briefgen.places import place
from briefgen.ownshapes import parse_shapes
from briefgen.registry import Registry, parse_registry
from briefgen.schema import Parsed, validate
from briefgen.sources import Stamp, hash_file, read_text, stamp_of, unreadable
from briefgen.targets import without_secret
from briefgen.yamltext import parse_yaml


@dataclass(frozen=True, slots=True)
class ArticleRead:
    """An article as far as other pages may know it. `face` is None where it could not be read."""

    face: ArticleFace | None
    links: tuple[tuple[int, str], ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class AnnotationRead:
    """A briefing as far as other pages may know it. `resolved` is None where it could not be read.

    `words` are those of the desk's prose (`names.words_in`), which change with any body and so are not
    compared; `broken` are refs of its claims and events that were left out because of a problem of their own;
    `removed` is for `schema.as_written`.
    """

    resolved: Resolved | None = None
    mentions: Mentions = Mentions()
    links: tuple[tuple[Field, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    removed: tuple[Field, ...] = ()
    broken: tuple[str, ...] = ()
    words: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class CopyRead:
    """A file that is copied. `sha256` is "" where it could not be read."""

    sha256: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """What was read from one file. `stamps` are those of all files that it came from, taken before they
    were read; `near` is what the whole site may need of it, `far` what only its own pages show."""

    path: str
    stamps: tuple[tuple[str, Stamp | None], ...]
    near: bytes
    far: bytes | None = None


@dataclass(frozen=True)
class Vocabulary:
    """What the words of files may refer to. It is the same for all shares, so it is pickled once, and
    each process takes it back once."""

    registries: Mapping[str, Registry]
    names: Names

    @cached_property
    def _data(self) -> bytes:
        return pickled((self.registries, self.names))

    def __reduce__(self) -> tuple[Callable[[bytes], Vocabulary], tuple[bytes]]:
        return _vocabulary_of, (self._data,)


@lru_cache(maxsize=1)
def _vocabulary_of(data: bytes) -> Vocabulary:
    return Vocabulary(*unpickled(data))  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class Share:
    """Files of one site to read, as paths from `root`, and what their words may refer to. `tight`: there are so many that
    what is kept of them is to be small."""

    root: str
    paths: tuple[str, ...]
    vocabulary: Vocabulary
    tight: bool


def read_share(share: Share) -> list[Record]:
    """A record of each file of the share, in order."""
    reader = _Reader(share, Path(share.root))
    return [reader.read(path) for path in share.paths]


def read_file(root: Path, path: str, kind: str) -> Record:
    """A record of a file that nothing but itself decides: settings, registries, free pages, static files."""
    stamps = ((path, stamp_of(root / path)),)
    if kind == "static":
        return Record(path, stamps, pickled(_read_copy(root, path)))
    parse: Callable[[str, str], Parsed[Any]]
    if path == CONFIG_FILE:
        parse = parse_config
    elif kind == "pages":
        parse = parse_page
    elif kind == "shapes":
        parse = parse_shapes
    else:
        parse = lambda text, path: parse_registry(text, path, kind)  # noqa: E731
    text, found = read_text(root, path)
    parsed: Parsed[Any] = Parsed(None, tuple(found)) if found else parse(text, path)
    return Record(path, stamps, pickled(parsed))


def parse_config(text: str, path: str) -> Parsed[Config]:
    """The settings in `text`. No problem shows a line with a secret."""
    data, found = parse_yaml(text, path)
    problems = tuple(without_secret(problem) for problem in found)
    if data is None:
        return Parsed(None, problems)
    checked = validate(Config, data, text, path)
    return Parsed(checked.value, (*problems, *checked.problems))


def _read_copy(root: Path, path: str) -> CopyRead:
    try:
        return CopyRead(hash_file(root / path))
    except OSError as error:
        return CopyRead("", (unreadable(path, error),))


@dataclass(slots=True)
class _Reader:
    """Reads a share's files; an article that several of them need is parsed once."""

    share: Share
    root: Path
    articles: dict[str, tuple[Stamp | None, Parsed[Article]]] = field(default_factory=dict)

    def stamp_of(self, path: str) -> Stamp | None:
        return stamp_of(f"{self.share.root}/{path}")

    def read(self, path: str) -> Record:
        return self._article(path) if path.endswith(".md") else self._annotation(path)

    def _parsed_article(self, id: str) -> tuple[Stamp | None, Parsed[Article]]:
        if id not in self.articles:
            if len(self.articles) >= 64:
                self.articles.clear()  # neighbours need the same ones; memory stays bounded
            path = f"content/articles/{id}.md"
            stamp = self.stamp_of(path)
            text, found = read_text(self.root, path)
            parsed: Parsed[Article] = Parsed(None, tuple(found)) if found else parse_article(text, path)
            self.articles[id] = stamp, parsed
        return self.articles[id]

    def _article(self, path: str) -> Record:
        stamp, parsed = self._parsed_article(PurePosixPath(path).stem)
        stamps: tuple[tuple[str, Stamp | None], ...] = ((path, stamp),)
        article, problems = parsed.value, parsed.problems
        if article is None:
            return Record(path, stamps, pickled(ArticleRead(None, (), problems)))
        if article.head.capture:
            original = f"content/raw/{article.head.capture.file}"
            stamps += ((original, self.stamp_of(original)),)
            problems += tuple(place(self.root, _check_capture(self.root, path, article)))
        near = ArticleRead(article.face, internal_links(article.body.blocks), problems)
        return Record(path, stamps, pickled(near), pickled(article))

    def _annotation(self, path: str) -> Record:
        id = PurePosixPath(path).stem
        stamps: tuple[tuple[str, Stamp | None], ...] = ((path, self.stamp_of(path)),)
        text, found = read_text(self.root, path)
        parsed = Parsed(None, tuple(found)) if found else parse_annotation(text, path)
        broken = tuple(sorted(f"{id}/{w[1]}" for w in parsed.broken if w[0] in ("claims", "events") and len(w) == 2))
        if parsed.value is None:
            near = AnnotationRead(None, problems=parsed.problems, removed=parsed.removed, broken=broken)
            return Record(path, stamps, pickled(near))
        articles, unread = {}, set()
        for name in articles_of(id, parsed.value):
            file = f"content/articles/{name}.md"
            if not os.path.exists(f"{self.share.root}/{file}"):
                stamps += ((file, None),)
                continue
            stamp, article = self._parsed_article(name)
            stamps += ((file, stamp),)
            if article.value is None:
                unread.add(name)
            else:
                articles[name] = article.value
        briefing, findings = join_briefing(
            id, path, parsed.value, articles, every=self._every_article, unreadable=frozenset(unread), broken=parsed.broken
        )
        faces = {name: article.face for name, article in articles.items()}
        near = AnnotationRead(
            resolve_entry(briefing, faces, self.share.vocabulary.registries, self.share.tight),
            check_mentions(briefing, self.share.vocabulary.names),
            briefing.links,
            parsed.problems + tuple(place(self.root, findings, {path: parsed.removed})),
            parsed.removed,
            broken,
            words_in(briefing.prose.values()),
        )
        return Record(path, stamps, pickled(near), pickled(briefing))

    def _every_article(self) -> Iterable[str]:
        return sorted(file.stem for file in (self.root / "content" / "articles").glob("*.md"))


def _check_capture(root: Path, path: str, article: Article) -> Iterable[Finding]:
    """The saved original: an absent one is a notice, one that has changed an error."""
    capture = article.head.capture
    assert capture is not None
    original = root / "content" / "raw" / capture.file
    if not original.is_file():
        message = f"the original, content/raw/{capture.file}, is not there"
        yield Finding(path, ("capture", "file"), "raw-missing", message, "keep it if you can", "notice")
    elif capture.sha256 and (found := hash_file(original)) != capture.sha256:
        message = f"content/raw/{capture.file} is not the file that this article was made from: its hash is {found}"
        hint = "restore the original, or clean it again"
        yield Finding(path, ("capture", "sha256"), "raw-changed", message, hint)


def check_mentions(briefing: Briefing, names: Names) -> Mentions:
    """The names that stand in the desk's prose in the briefing."""
    return mentioned(briefing.prose, names, ON_CARDS)
