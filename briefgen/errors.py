"""Problems: what is wrong in the content, where it stands, and what to do about it.

Two stages, two types. A *finding* speaks the content's own terms (this file, this field); a
*problem* has been looked up in the text and has a line and a column. Parsers have the text at hand
and return problems; cross-checks, which run over values, return findings, and `places.place` reads
the few files concerned again to turn them into problems.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "notice"]
Field = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong at one place. `line` and `column` count from 1, `column` in characters.

    `excerpt` is the source line itself, for the caret; `hint` says what to do.
    """

    path: str
    line: int
    column: int
    severity: Severity
    code: str
    message: str
    hint: str = ""
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a value that was read from `path`, at `field`.

    `field` walks keys and list indexes from the document's root: `("claims", "x", "about", 0)`.
    `on_key` points at the key instead of its value; `token` at its first occurrence in the value.
    What stands in a Markdown body has no field, but a `body_line`, counted from 1.
    """

    path: str
    field: Field
    code: str
    message: str
    hint: str = ""
    severity: Severity = "error"
    on_key: bool = False
    token: str = ""
    body_line: int = 0


class Refused(ValueError):
    """A value that cannot be what its field wants: `str(error)` says why, `hint` what to write."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class SecretRefused(Refused):
    """A value that holds a secret where none may stand; it must not be printed, and its line neither."""


class UsageError(Exception):
    """The command was called in a way that cannot work; ends with exit status 2."""


class BuildError(Exception):
    """The site could not be made, through no fault of the program; the message says why. Exit status 1."""


@contextmanager
def naming(path: object) -> Iterator[None]:
    """Has a failure of the system name the path: calls on a file that is open leave it out."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def nearest(word: str, known: object) -> str:
    """The entry of `known` (an iterable of str) most like `word`, or "" if none is close."""
    from difflib import get_close_matches

    candidates = list(known)  # type: ignore[call-overload]
    folded = {c.casefold(): c for c in candidates}
    cutoff = 0.5 if len(word) < 4 else 0.6  # one letter in two or three
    close = get_close_matches(word.casefold(), folded, n=1, cutoff=cutoff)
    return folded[close[0]] if close else ""


def did_you_mean(word: str, known: object) -> str:
    """A hint naming the nearest entry of `known`, or "" if none is close."""
    best = nearest(word, known)
    return f"did you mean '{best}'?" if best else ""
