"""Whether a place in a text is inside a word or number, so that a passage may not start or end there.

`can` is not what `cannot` says, nor `10` what `10,000` says. Inside a word is
- between two letters or digits (UAX #29 WB5 to WB10), marks and invisible characters aside;
- at an apostrophe between two letters (`can` of `can't`), except before a possessive `'s`
  (`Russia` of `Russia's`) and after the elision of a Latin script (`OTAN` of `l'OTAN`);
- at a separator between two digits: `10,000`, `3.5`, `10:30`, `1/2`, `10'000`, `10 000` with a
  no-break space;
- after a prefix that turns the meaning round and its hyphen (`lethal` of `non-lethal`), and after a
  minus sign (`5` of `-5`).
Scripts that write no spaces between words have no such places: Chinese, Japanese, Korean (particles
join its nouns), Thai, Lao, Khmer, Myanmar, Tibetan.
"""

from __future__ import annotations

import re
import unicodedata

# The blocks of the exempt scripts, first and last code point (Blocks.txt).
_SPACELESS = (
    ("\u0e00", "\u109f"),  # Thai, Lao, Tibetan, Myanmar
    ("\u1100", "\u11ff"),  # Hangul jamo
    ("\u1780", "\u17ff"),  # Khmer
    ("\u2e80", "\u31ff"),  # radicals, kana, bopomofo
    ("\u3400", "\u9fff"),  # Han
    ("\ua960", "\ua97f"),  # Hangul jamo
    ("\ua9e0", "\ua9ff"),  # Myanmar
    ("\uaa60", "\uaa7f"),  # Myanmar
    ("\uac00", "\ud7ff"),  # Hangul
    ("\uf900", "\ufaff"),  # Han
    ("\uff66", "\uffdc"),  # half-width kana and Hangul
    ("\U0001aff0", "\U0001b16f"),  # kana
    ("\U00020000", "\U0003ffff"),  # Han
)
_APOSTROPHES = "'‘’\u02bc\u02bb"
_NUMBER_SEPARATORS = ".,:/'’٫٬·\u00a0\u2009\u202f"
_HYPHENS = "-\u2010\u2011\u2212"
_TURNING = frozenset("anti counter ex non not pseudo quasi semi un не анти екс экс".split())
_POSSESSIVE = re.compile(r"s(?!\w)", re.IGNORECASE)


def cut_word(text: str, at: int) -> str:
    """The word or number that a cut at offset `at` would divide, or "" where it divides none."""
    left, right = _before(text, at), _after(text, at)
    if left < 0 or right >= len(text) or _is_spaceless(text[left]) or _is_spaceless(text[right]):
        return ""
    divides = (
        (_is_word(text[left]) and _is_word(text[right]))
        or _at_separator(text, left, right)
        or _at_apostrophe(text, left, right)
        or _after_turning_hyphen(text, left, right)
    )
    return _whole(text, at) if divides else ""


def _at_separator(text: str, left: int, right: int) -> bool:
    """`10|,000` or `10,|000`."""
    if text[right] in _NUMBER_SEPARATORS:
        right += 1
    elif text[left] in _NUMBER_SEPARATORS:
        left -= 1
    else:
        return False
    return left >= 0 and right < len(text) and text[left].isdigit() and text[right].isdigit()


def _at_apostrophe(text: str, left: int, right: int) -> bool:
    """`can|'t` or `п'|ять`."""
    if text[right] in _APOSTROPHES:
        beyond = _after(text, right + 1)
        joins = beyond < len(text) and text[left].isalpha() and text[beyond].isalpha()
        return joins and not _POSSESSIVE.match(text, beyond)
    if text[left] in _APOSTROPHES:
        beyond = _before(text, left)
        joins = beyond >= 0 and text[beyond].isalpha() and text[right].isalpha()
        return joins and not _is_latin(text[beyond])
    return False


def _after_turning_hyphen(text: str, left: int, right: int) -> bool:
    """`non-|lethal` or `-|5`."""
    if text[left] not in _HYPHENS or not _is_word(text[right]):
        return False
    if text[right].isdigit() and (left == 0 or text[left - 1].isspace() or text[left - 1] in "(["):
        return True
    start = left
    while start > 0 and text[start - 1].isalpha():
        start -= 1
    return text[start:left].casefold() in _TURNING


def _whole(text: str, at: int) -> str:
    """The run without white space around `at`, less the punctuation at its ends."""
    start = end = at
    while start > 0 and at - start < 60 and _in_whole(text, start - 1):
        start -= 1
    while end < len(text) and end - at < 60 and _in_whole(text, end):
        end += 1
    return text[start:end].strip("\"'“”„‟«»‘’‚‛‹›()[]{}.,:;!?…—–/").rstrip("-")


def _in_whole(text: str, at: int) -> bool:
    if not text[at].isspace():
        return True
    within = 0 < at < len(text) - 1
    return within and text[at] != " " and text[at - 1].isdigit() and text[at + 1].isdigit()


def _before(text: str, at: int) -> int:
    """The offset of the last character before `at` that can be seen, or -1."""
    at -= 1
    while at >= 0 and _is_invisible(text[at]):
        at -= 1
    return at


def _after(text: str, at: int) -> int:
    """The offset of the first character from `at` on that can be seen, or the text's length."""
    while at < len(text) and _is_invisible(text[at]):
        at += 1
    return at


def _is_invisible(char: str) -> bool:
    """Soft hyphen, zero-width characters, direction marks: they end no word (General_Category Cf)."""
    return char > "\x7f" and unicodedata.category(char) == "Cf"


def _is_word(char: str) -> bool:
    return char.isalnum() or (char >= "\u0300" and unicodedata.category(char)[0] == "M")


def _is_latin(char: str) -> bool:
    return char < "\u0250" or "\u1e00" <= char <= "\u1eff"


def _is_spaceless(char: str) -> bool:
    return char >= "\u0e00" and any(first <= char <= last for first, last in _SPACELESS)
