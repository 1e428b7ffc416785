"""What looks like misread UTF-8, and when that is proof enough.

The rules are tried against healthy text in which such pairs do occur: Greek and Cyrillic capitals
before a closing quotation mark, Thai consonants that happen to form UTF-8, French guillemets with
their hard spaces, Portuguese capitals. See `tests/clean/test_repair.py`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from briefgen.clean.codepages import CodePage, read_back

_QUOTES = frozenset("«»‹›‘’‚“”„\"'")
_OPENING = frozenset("«‹‘‚“„")
# What a repair may bring back: letters and signs in common use (first and last of each range).
_PLAUSIBLE = (
    (0x0080, 0x017F), (0x0192, 0x0192), (0x0218, 0x021B), (0x0370, 0x03FF), (0x0400, 0x045F),
    (0x0490, 0x0491), (0x04B0, 0x04E9), (0x0531, 0x0589), (0x05D0, 0x05EA), (0x060C, 0x06FF),
    (0x0900, 0x0DFF), (0x0E01, 0x0E5B), (0x10D0, 0x10FF), (0x1E00, 0x1EFF), (0x2010, 0x2044),
    (0x20A0, 0x20BF), (0x2100, 0x215F), (0x2190, 0x22FF), (0x25A0, 0x27BF), (0x3001, 0x30FF),
    (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xFB00, 0xFB06), (0xFF01, 0xFF5E), (0x1F300, 0x1FAFF),
)  # fmt: skip
_SIGN_RANGES = ((0x2010, 0x2044), (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2190, 0x2193), (0x2212, 0x2265), (0x1F300, 0x1FAFF))


@dataclass(frozen=True, slots=True)
class Suspect:
    """Characters `start` to `end` of a word stand for the one character `now`."""

    start: int
    end: int
    was: str
    now: str


def suspects_in(token: str, page: CodePage) -> list[Suspect]:
    """Every stretch of `token` whose bytes in `page` are one plausible character of UTF-8."""
    found = []
    for match in page.sequence.finditer(token):
        now = read_back(match[0], page)
        if now and _within(now, _PLAUSIBLE):
            found.append(Suspect(match.start(), match.end(), match[0], now))
    return found


def uncovered_letters(token: str, page: CodePage) -> bool:
    """Whether `token` has letters of the page's own upper half that no suspect explains."""
    rest = page.sequence.sub("", token)
    return any(char.isalpha() and char in page.byte and not _is_latin(char) for char in rest)


def is_certain(token: str, found: list[Suspect], foreign: bool) -> bool:
    """Whether the suspects of one word prove it damaged.

    `foreign` says that the text holds healthy letters of the code page's own script, so that
    letters alone prove nothing.
    """
    if not found:
        return False
    if any(_sign_apart(suspect) or _stray_circumflex(token, suspect) for suspect in found):
        return True
    covered = sum(suspect.end - suspect.start for suspect in found)
    if covered < sum(not char.isascii() and char.isalpha() for char in token) or _letters_free(token, found):
        return False
    return _many_of_one_script(token, found, foreign) or any(_inside_word(token, s, foreign) for s in found)


def weak_holds(token: str, suspect: Suspect, page: CodePage, foreign: bool) -> bool:
    """Whether a suspect that proves nothing by itself is repaired beside a certain one."""
    before, after = token[: suspect.start], token[suspect.end :]
    if suspect.now in _QUOTES:
        return not before[-1:].isalpha() and (not foreign or suspect.now in _OPENING)
    if suspect.was[-1] in _QUOTES and not after[:1].isalpha() and (not before or before[-1:].isupper()):
        return False
    if foreign and all(char.isalpha() for char in suspect.was):
        return False
    return not uncovered_letters(token, page)


def _sign_apart(suspect: Suspect) -> bool:
    """`â€™` and its like: punctuation and symbols whose first byte is E2 (or F0, for pictures)."""
    return len(suspect.was) >= 3 and _within(suspect.now, _SIGN_RANGES)


def _stray_circumflex(token: str, suspect: Suspect) -> bool:
    """`Â£`, `Â°`, `Â` before a hard space: the lead byte C2 in the Latin code pages."""
    before = token[: suspect.start]
    if suspect.was[-1] in _QUOTES:
        return False
    return suspect.was[0] == "Â" and not suspect.now.isalpha() and not before[-1:].isalpha() and suspect.now not in _QUOTES


def _letters_free(token: str, found: list[Suspect]) -> bool:
    """Whether some non-ASCII letter of the word belongs to no suspect."""
    rest, at = [], 0
    for suspect in found:
        rest.append(token[at : suspect.start])
        at = suspect.end
    rest.append(token[at:])
    return any(char.isalpha() and not char.isascii() for part in rest for char in part)


def _many_of_one_script(token: str, found: list[Suspect], foreign: bool) -> bool:
    """A whole word of another script that came apart, such as Russian or Greek."""
    scripts = {_script(suspect.now) for suspect in found if suspect.now.isalpha()}
    letters = sum(suspect.now.isalpha() for suspect in found)
    if len(scripts) != 1 or "LATIN" in scripts:
        return False
    symbols = any(not char.isalpha() for suspect in found for char in suspect.was)
    return letters >= 3 or (letters == 2 and (symbols or not foreign))


def _inside_word(token: str, suspect: Suspect, foreign: bool) -> bool:
    """A Latin letter beside plain letters, where a symbol or a capital cannot stand."""
    before, after = token[: suspect.start][-1:], token[suspect.end :][:1]
    beside = _ascii_letter(before) or _ascii_letter(after)
    if not beside or not _is_latin(suspect.now):
        return False
    tail = suspect.was[-1]
    if tail in _QUOTES and not after.isalpha() and not before.islower():
        return False
    if not tail.isalpha() or not suspect.was[0].isalpha():
        return True
    if suspect.was[0].isupper() and before.islower():
        return True
    return not _is_latin(suspect.was[0]) and not foreign


def _ascii_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _is_latin(char: str) -> bool:
    return _script(char) == "LATIN"


def _script(char: str) -> str:
    script = unicodedata.name(char, "NONE").split()[0]
    return "CJK" if script in ("HIRAGANA", "KATAKANA", "HANGUL") else script


def _within(char: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return len(char) == 1 and any(first <= ord(char) <= last for first, last in ranges)
