"""The closed list of differences that do not make a different text, and the way back from it.

Folded, and nothing else:
- a run of white space (Unicode property White_Space) is one space;
- quotation marks are `"` (double and « ») or `'` (single, ‹ › and apostrophes);
- hyphens, dashes and the minus sign are `-`;
- canonically equivalent spellings are the same (Unicode Normalization Form C, UAX #15);
- a control character that HTML cannot hold is U+FFFD, as it is in an article's visible text.

Not folded: case, digits, zero-width characters, soft hyphens, look-alike letters, full-width forms,
ligatures, `...` against `…`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from briefgen.markup import showable

# Unicode property White_Space (PropList.txt); re's \s would add U+001C to U+001F.
WHITE_SPACE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
DOUBLE_QUOTES = "\"“”„‟«»"
# U+02BC is the apostrophe as a letter (Ukrainian, Breton), U+02BB the ʻokina (Hawaiian, Uzbek).
SINGLE_QUOTES = "'‘’‚‛‹›\u02bc\u02bb"
# Hyphen-minus, hyphen, non-breaking hyphen, figure dash, en dash, em dash, horizontal bar, minus.
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"

_STANDS_FOR = {
    char: family[0]
    for family in (" " + WHITE_SPACE, DOUBLE_QUOTES, SINGLE_QUOTES, DASHES)
    for char in family
    if char != family[0]
}
_FOLDED_CHAR = re.compile(f"[{''.join(_STANDS_FOR)}]")
_RUN = re.compile("  +")
# Latin letters and general punctuation (without U+2000, U+2001) neither change nor compose.
_BEYOND_LATIN = re.compile("[^\x00-\u02ff\u2002-\u20cf]")
_LONG = re.compile("[^\x00-\u02ff]{31,}")
_TOO_MANY = re.compile(rb"[^\0]{31}")
_COMPOSABLE = re.compile("[\x00-\u02ff]?[^\x00-\u02ff]+")


@dataclass(frozen=True, slots=True)
class Shifts:
    """Where a changed text and its original are out of step.

    Piece n of the changed text, `[starts[n], ends[n])`, came from `[was_starts[n], was_ends[n])`;
    between the pieces both run in step.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    was_starts: tuple[int, ...]
    was_ends: tuple[int, ...]

    def back(self, at: int) -> int | None:
        """The original offset of the boundary `at`, or None where it falls inside a piece."""
        after = bisect_right(self.ends, at)  # pieces that end at or before the boundary
        if after < len(self.starts) and self.starts[after] < at:
            return None
        return at + (self.was_ends[after - 1] - self.ends[after - 1] if after else 0)

    def forth(self, at: int) -> int:
        """The changed offset of the original boundary `at`, or the start of the piece it is in."""
        after = bisect_right(self.was_ends, at)
        if after < len(self.starts) and self.was_starts[after] < at:
            return self.starts[after]
        return at + (self.ends[after - 1] - self.was_ends[after - 1] if after else 0)


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is `source` folded; `shifts` lead back, the last one first."""

    source: str
    text: str
    shifts: tuple[Shifts, ...] = ()

    def back(self, at: int) -> int | None:
        """The offset in `source` of a boundary in `text`; None where no character starts there."""
        place: int | None = at
        for shift in reversed(self.shifts):
            if place is None:
                return None
            place = shift.back(place)
        return place


class FoldedTexts(tuple[Folded, ...]):
    """An article's texts, folded; made once, so that many passages are each found in one look."""

    _BETWEEN = "\0"  # in no text and no passage

    @cached_property
    def _joined(self) -> str:
        return self._BETWEEN.join(text.text for text in self)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(text.text) + 1 for text in self)]

    def holding(self, part: str) -> Iterator[int]:
        """The indexes of the texts that hold `part`, in order, each once."""
        at = self._joined.find(part) if part and self._BETWEEN not in part else -1
        while at >= 0:
            index = bisect_right(self._starts, at) - 1
            yield index
            at = self._joined.find(part, self._starts[index + 1])


def fold(source: str) -> Folded:
    """`source` without the differences of the list above, and the way back to its offsets."""
    composed, composition = _compose(showable(source))
    folded = _FOLDED_CHAR.sub(_stand_in, composed)
    folded, runs = _shorten_runs(folded)
    return Folded(source, folded, tuple(shift for shift in (composition, runs) if shift))


def _stand_in(match: re.Match[str]) -> str:
    return _STANDS_FOR[match[0]]


def _shorten_runs(text: str) -> tuple[str, Shifts | None]:
    """Runs of spaces as one space."""
    pieces: list[tuple[int, int, int, int]] = []
    shrunk = 0
    for run in _RUN.finditer(text) if "  " in text else ():
        start, end = run.span()
        pieces.append((start - shrunk, start - shrunk + 1, start, end))
        shrunk += end - start - 1
    return _RUN.sub(" ", text) if pieces else text, _shifts(pieces)


def _compose(text: str) -> tuple[str, Shifts | None]:
    """NFC, cluster by cluster, so that each composed character knows where it came from."""
    if not _BEYOND_LATIN.search(text) or not _is_stream_safe(text):
        return text, None
    if unicodedata.is_normalized("NFC", text):
        return text, None
    pieces: list[tuple[int, int, int, int]] = []
    composed: list[str] = []
    done = length = 0
    for start, end in _clusters(text):
        was = text[start:end]
        now = _nfc(was)
        if now != was:
            composed += (text[done:start], now)
            length += start - done + len(now)
            pieces.append((length - len(now), length, start, end))
            done = end
    return "".join((*composed, text[done:])), _shifts(pieces)


def _is_stream_safe(text: str) -> bool:
    """Whether no more than 30 combining characters stand in a row (UAX #15 §13).

    No language needs more, and normalisation takes the square of their number.
    """
    return not any(
        _TOO_MANY.search(bytes(map(unicodedata.combining, run[0]))) for run in _LONG.finditer(text)
    )


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Ranges that NFC treats apart, its form of the whole being theirs, joined.

    Left out are characters before the first combining one, which never change by themselves.
    """
    for run in _COMPOSABLE.finditer(text):
        start = run.start()
        for at in range(start + 1, run.end()):
            if not unicodedata.combining(text[at]) and _is_apart(text[start:at], text[at]):
                yield start, at
                start = at
        yield start, run.end()


@lru_cache(maxsize=10_000)
def _is_apart(cluster: str, char: str) -> bool:
    """Whether `char`, which does not combine, does not compose with what stands before it either.

    Hangul syllables and some vowel signs do.
    """
    return _nfc(cluster + char) == _nfc(cluster) + _nfc(char)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _shifts(pieces: list[tuple[int, int, int, int]]) -> Shifts | None:
    if not pieces:
        return None
    starts, ends, was_starts, was_ends = zip(*pieces)
    return Shifts(starts, ends, was_starts, was_ends)
