"""A passage laid beside the words of the article that are most like it.

Words are compared loosely (`words.loose`), so that what differs only to a computer is found and
named. Each word that both have votes for how far apart they stand; the window with most votes, rare
words counting for more, is then aligned word by word.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from briefgen.passages.folding import Folded
from briefgen.passages.results import Cause, Miss, TextRange
from briefgen.passages.words import loose, tell_apart

# Scripts that put no spaces between words: there, a character counts as a word.
_SPACELESS = "\u0e00-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff"
_INVISIBLE = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
# A word with its apostrophes, marks and invisible characters, or any other single character.
WORD = re.compile(
    f"[{_SPACELESS}]"
    f"|(?:(?![{_SPACELESS}])[\\w\u0300-\u036f{_INVISIBLE}])+"
    f"(?:'(?:(?![{_SPACELESS}])[\\w\u0300-\u036f{_INVISIBLE}])+)*"
    r"|[^\w\s]"
)
_COMMON = 1000  # a word that stands more often in the article has no vote
_SHIFT = 8  # votes count together that are up to this many words apart
_SHOWN = 8  # words of a difference that are shown


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a folded text: its loose key, and where it stands in `texts[index]`, folded."""

    key: str
    text: str
    index: int
    start: int
    end: int


def source_range(text: Folded, start: int, end: int) -> TextRange:
    """The source's range of a folded one, widened to whole characters."""
    while (left := text.back(start)) is None:
        start -= 1
    while (right := text.back(end)) is None:
        end += 1
    return left, right


def loose_rows(texts: Sequence[Folded]) -> list[list[str]]:
    """For each text, the loose keys of its words."""
    rows = [WORD.findall(text.text) for text in texts]
    keys = {word: loose(word) for word in set().union(*rows)}
    return [[keys[word] for word in row] for row in rows]


def nearest_window(
    keys: Sequence[str], texts: Sequence[Folded], rows: Sequence[Sequence[str]]
) -> list[Word]:
    """The stretch of the texts' words, taken as one row, that shares most with `keys` in place.

    `rows` are the texts' words as `loose_rows` has them.
    """
    at: defaultdict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        if key.isalnum():
            at[key].append(place)
    counts = Counter(key for row in rows for key in row if key in at)
    votes: defaultdict[int, float] = defaultdict(float)
    place = 0
    for row in rows:
        for key in row:
            if key in at and counts[key] <= _COMMON:
                for mine in at[key]:
                    votes[(place - mine) // _SHIFT] += 1 / counts[key] ** 0.5
            place += 1
    if not votes:
        return []
    best = max(votes, key=lambda n: (votes[n] + votes.get(n + 1, 0.0), -n))
    first = best * _SHIFT - _SHIFT
    return _words(texts, rows, max(0, first), first + len(keys) + 4 * _SHIFT)


def _words(
    texts: Sequence[Folded], rows: Sequence[Sequence[str]], first: int, last: int
) -> list[Word]:
    """Words number `first` to `last` of the row."""
    words: list[Word] = []
    seen = 0
    for index, (text, row) in enumerate(zip(texts, rows)):
        low, high = max(0, first - seen), min(len(row), last - seen)
        for match in islice(WORD.finditer(text.text), low, high) if low < high else ():
            words.append(Word(loose(match[0]), match[0], index, match.start(), match.end()))
        seen += len(row)
    return words


@dataclass(frozen=True, slots=True)
class _Step:
    """Words of the passage beside words of the article; either side may be empty."""

    mine: Sequence[Word]
    theirs: Sequence[Word]
    differs: bool


class Alignment:
    """One part of a passage (`said`, words in the folded passage) beside a window of the texts."""

    def __init__(
        self,
        passage: Folded,
        said: Sequence[Word],
        window: Sequence[Word],
        texts: Sequence[Folded],
    ) -> None:
        self.passage = passage
        self.said = said
        self.window = window
        self.texts = texts
        self.steps = tuple(self._steps())

    def first_difference(self) -> Miss | None:
        """Where the two part first; None if they have less than two words in five in common."""
        pairs = [step for step in self.steps if not step.differs]
        spoken = sum(word.key.isalnum() for word in self.said)
        shared = sum(step.mine[0].key.isalnum() for step in pairs)
        if not pairs or 5 * shared < 2 * spoken:
            return None
        before: _Step | None = None
        for number, step in enumerate(self.steps):
            if not step.differs and before and step.theirs[0].index != before.theirs[-1].index:
                return self._miss("crosses", _joined(*self.steps[max(0, number - 4) : number]))
            if step.differs or step.mine[0].text != step.theirs[0].text:
                return self._miss("words", step)
            if before and _gap(before.mine, step.mine) != _gap(before.theirs, step.theirs):
                return self._miss("words", _joined(before, step))
            before = step
        return self._miss("words", _joined(*self.steps[:_SHOWN]))

    def _steps(self) -> Iterator[_Step]:
        """Word pairs that are loosely alike, and what stands between them on either side."""
        said, window = self.said, self.window
        keys = [word.key for word in said], [word.key for word in window]
        for tag, i, i_end, j, j_end in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
            if tag == "equal":
                for n in range(i_end - i):
                    yield _Step(said[i + n : i + n + 1], window[j + n : j + n + 1], False)
                continue
            if i == 0:  # the window reaches beyond the passage on both sides
                j = max(j, j_end - i_end)
            if i_end == len(said):
                j_end = min(j_end, j + i_end - i)
            if i < i_end or j < j_end:
                yield _Step(said[i:i_end], window[j:j_end], True)

    def _miss(self, cause: Cause, step: _Step) -> Miss:
        index, span = self._nearest()
        source = self._source(step.theirs[:_SHOWN])
        start, end = self._place(step)
        passage = self.passage.source[start:end]
        one_each = len(step.mine) == len(step.theirs) == 1
        detail = tell_apart(source, passage) if one_each else ""
        if cause == "crosses":
            index = step.theirs[-1].index
        return Miss(cause, index, span, source, passage, start, detail)

    def _place(self, step: _Step) -> TextRange:
        """Where a step stands in the passage: for words left out, an empty range before the next."""
        if step.mine:
            shown = step.mine[:_SHOWN]
            return source_range(self.passage, shown[0].start, shown[-1].end)
        later = self.steps[self.steps.index(step) + 1]
        start, _ = source_range(self.passage, later.mine[0].start, later.mine[0].end)
        return start, start

    def _source(self, words: Sequence[Word]) -> str:
        """What the article has there; a space where two texts meet."""
        pieces: list[str] = []
        for index in dict.fromkeys(word.index for word in words):
            here = [word for word in words if word.index == index]
            start, end = source_range(self.texts[index], here[0].start, here[-1].end)
            pieces.append(self.texts[index].source[start:end])
        return " ".join(pieces)

    def _nearest(self) -> tuple[int, TextRange]:
        """The text with most of the paired words, and the range from the first to the last."""
        theirs = [step.theirs[0] for step in self.steps if not step.differs]
        index = Counter(word.index for word in theirs).most_common(1)[0][0]
        here = [word for word in theirs if word.index == index]
        return index, source_range(self.texts[index], here[0].start, here[-1].end)


def _gap(before: Sequence[Word], after: Sequence[Word]) -> bool:
    """Whether white space stands between two words, for words of one text."""
    return before[-1].end < after[0].start


def _joined(*steps: _Step) -> _Step:
    mine = tuple(word for step in steps for word in step.mine)
    return _Step(mine, tuple(word for step in steps for word in step.theirs), True)
