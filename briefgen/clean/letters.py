"""Letters: what is counted so that no text is lost, and the keys by which two texts are compared.

A *letter* is a character of Unicode category L or N (letters and digits of any script). White space,
punctuation and marks are not counted, since cleaning may fold them; words it may not.
"""

from __future__ import annotations

import re
import unicodedata

_NOT_LETTERS = re.compile(r"[\W_]+")
_SPACE = re.compile(r"\s+")
# Characters that show nothing and only break words apart: C1 controls, soft hyphens, zero-width
# spaces, direction overrides. The joiners U+200C and U+200D stay: Persian and Hindi are spelled
# with them.
_UNSEEN = re.compile("[\x80-\x9f\u00ad\u200b\u2060-\u2064\u2066-\u2069\u202a-\u202e\ufeff]")
WORD = re.compile(r"\w+")


def only_letters(text: str) -> str:
    """`text` without white space, punctuation and symbols, case kept."""
    return _NOT_LETTERS.sub("", text)


def count_letters(text: str) -> int:
    """How many letters and digits stand in `text`."""
    return len(only_letters(text))


def visible(text: str) -> str:
    """`text` in NFC without characters that show nothing."""
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text))


def fold(text: str) -> str:
    """A key that ignores case, punctuation and white space, for asking whether two texts are one."""
    return only_letters(unicodedata.normalize("NFKC", text).casefold())


def one_space(text: str) -> str:
    """`text` on one line: every run of white space becomes one space, none at the ends."""
    return _SPACE.sub(" ", text).strip()


def words(text: str) -> list[str]:
    """The words of `text`, case kept."""
    return WORD.findall(text)


def shingles(tokens: list[str], size: int = 4) -> set[tuple[str, ...]]:
    """The sets of `size` neighbouring tokens; shorter texts give one shingle of all they have."""
    if len(tokens) <= size:
        return {tuple(tokens)} if tokens else set()
    return {tuple(tokens[i : i + size]) for i in range(len(tokens) - size + 1)}
