"""Names that link themselves: actors' and regions' names and aliases in running text.

Longest match first, case kept, at word boundaries, the first mention in a block. A name shared by
two entries of one registry links nothing; a name that is both an actor and a region is the actor.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from itertools import chain
from operator import or_

from briefgen.errors import Field, Finding
from briefgen.markup import Block, Document, linkable
from briefgen.pickling import RECURS, digest_of
from briefgen.registry import Registry

_WORD = re.compile(r"\w+")
# One character for one character, so that offsets hold: quotation marks, dashes and spaces.
_FOLDED = tuple(zip("’‘ʼ“”‐‑–—\n\t\u00a0\u202f", "'''\"\"---- " + "   ", strict=True))


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a text: characters `start` to `end`, and the entry that it names."""

    start: int
    end: int
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Names:
    """All names to look for, under the first word of each, longest first."""

    by_first_word: Mapping[str, tuple[tuple[str, int, str, str], ...]]
    """first word -> (folded name, where that word stands in it, kind, id)"""
    initials: str
    """The characters with which those words begin: no other word of a text needs a look."""

    def __bool__(self) -> bool:
        return bool(self.by_first_word)

    def words_unlike(self, other: Names) -> list[int]:
        """For each name that only one of the two has, or has for another entry, its words (`word_bits`). In a text
        that holds none of these names both find the same."""
        mine, theirs = self.by_first_word, other.by_first_word
        unlike = (set(mine.get(word, ())) ^ set(theirs.get(word, ())) for word in {**mine, **theirs} if mine.get(word) != theirs.get(word))
        return [word_bits(*_WORD.findall(name)) for name, *_ in chain.from_iterable(unlike)]

    def find(self, text: str) -> list[Mention]:
        """Every mention in `text`, in order, none overlapping."""
        folded = _fold(text)
        found = []
        free_from = 0
        for word in _words_with(self.initials).finditer(folded):
            if word.start() < free_from:
                continue
            for name, offset, kind, id in self.by_first_word.get(word[0], ()):
                start = word.start() - offset
                end = start + len(name)
                if start >= free_from and folded.startswith(name, start) and not _cuts(folded, start, end):
                    found.append(Mention(start, end, kind, id))
                    free_from = end
                    break
        return found


@dataclass(frozen=True, slots=True)
class Mentions:
    """The entries that a briefing's prose links, as (kind, id), each once, sorted; and a digest of which names stand in
    it in which order, with which a text's links are settled: of what other pages show (`on_cards`), and of all."""

    ids: tuple[tuple[str, str], ...] = field(default=(), metadata={RECURS: True})
    fields: tuple[Field, ...] = field(default=(), metadata={RECURS: True})
    """Where any of them stand; in all other prose there are none to look for."""
    on_cards: bytes = b""
    everywhere: bytes = b""


def mentioned(texts: Mapping[Field, Block | Document], names: Names, on_cards: Collection[str]) -> Mentions:
    """What the texts mention; those of fields that begin with one of `on_cards` stand on other pages, too."""
    ids, found = set(), []
    for where, text in texts.items():
        for number, block in enumerate(_blocks((text,))):
            for start, end in linkable(block):
                for mention in names.find(block.text[start:end]):
                    ids.add((mention.kind, mention.id))
                    name = block.text[start:end][mention.start : mention.end]
                    found.append((where, number, mention.kind, mention.id, name))
    shown = [one for one in found if one[0][0] in on_cards]
    fields = tuple(dict.fromkeys(where for where, *_ in found))
    return Mentions(tuple(sorted(ids)), fields, digest_of(shown) if shown else b"", digest_of(found) if found else b"")


def _blocks(texts: Iterable[Block | Document]) -> Iterator[Block]:
    return (block for text in texts for block in (text.blocks if isinstance(text, Document) else (text,)))


def words_in(texts: Iterable[Block | Document]) -> int:
    """The words of the texts as a Bloom filter (`word_bits`)."""
    return word_bits(*{word for block in _blocks(texts) for word in _WORD.findall(_fold(block.text))})


def _fold(text: str) -> str:
    """The text with what is written in several ways written in one; `str.translate` takes ten times as long where a text
    is not ASCII."""
    for character, plain in _FOLDED:
        if character in text:
            text = text.replace(character, plain)
    return text


def word_bits(*words: str) -> int:
    """The words as a Bloom filter: two of 2048 bits for each. In the 300 words of a briefing one that is not there
    is taken to be in 6 of 100 cases."""
    return reduce(or_, map(_bits_of, words), 0)


@lru_cache(maxsize=16_384)
def _bits_of(word: str) -> int:
    hashed = zlib.crc32(word.encode("utf-8", "surrogatepass"))
    return 1 << (hashed & 2047) | 1 << (hashed >> 11 & 2047)


def mentions(block: Block, names: Names) -> list[Mention]:
    """What the block's text links: the first mention of each entry outside its own links and code."""
    found: dict[tuple[str, str], Mention] = {}
    for start, end in linkable(block):
        for mention in names.find(block.text[start:end]):
            placed = Mention(mention.start + start, mention.end + start, mention.kind, mention.id)
            found.setdefault((mention.kind, mention.id), placed)
    return list(found.values())


NO_NAMES = Names({}, "")


def _cuts(text: str, start: int, end: int) -> bool:
    """Whether the range ends (or begins) inside a word."""
    return (end < len(text) and _is_word(text[end - 1]) and _is_word(text[end])) or (
        0 < start < len(text) and _is_word(text[start - 1]) and _is_word(text[start])
    )


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def build_names(actors: Registry, regions: Registry) -> tuple[Names, list[Finding]]:
    """The names of both registries, and a warning for each that two entries of one registry share."""
    findings: list[Finding] = []
    owners: dict[str, tuple[str, str]] = {}
    shared: set[str] = set()
    for registry in (regions, actors):  # actors last: they win over a region of the same name
        owners.update(_owners(registry, shared, findings))
    table: dict[str, list[tuple[str, int, str, str]]] = {}
    for name, (kind, id) in owners.items():
        first = _WORD.search(name)
        if first and name not in shared:
            table.setdefault(first[0], []).append((name, first.start(), kind, id))
    ordered = {word: tuple(sorted(names, key=lambda n: (-len(n[0]), n))) for word, names in table.items()}
    return Names(ordered, "".join(sorted({word[0] for word in ordered}))), findings


@lru_cache(maxsize=8)
def _words_with(initials: str) -> re.Pattern[str]:
    """Finds the words that begin with one of these characters."""
    return re.compile(rf"(?<!\w)[{re.escape(initials)}]\w*" if initials else r"(?!)")


def _owners(registry: Registry, shared: set[str], findings: list[Finding]) -> dict[str, tuple[str, str]]:
    """Folded name -> (kind, id); names that two entries share are added to `shared`."""
    owner: dict[str, str] = {}
    for id, entry in registry.entries.items():
        for number, name in enumerate((entry.name, *entry.aliases)):  # type: ignore[union-attr]
            folded = " ".join(_fold(name).split())
            if owner.setdefault(folded, id) != id:
                shared.add(folded)
                where = (id, "aliases", number - 1) if number else (id, "name")
                if id in registry.places:
                    findings.append(_shared_name(registry, name, where, owner[folded]))
    return {name: (registry.kind, id) for name, id in owner.items()}


def _shared_name(registry: Registry, name: str, where: tuple[str | int, ...], other: str) -> Finding:
    message = f"'{name}' names both '{other}' and '{where[0]}', so it links to neither"
    hint = "take it from one of the two"
    return Finding(registry.places[str(where[0])], where, "shared-name", message, hint, severity="warning")
