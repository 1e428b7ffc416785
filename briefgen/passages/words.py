"""Words compared loosely, and what sets two words apart that look the same. Only for messages."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_CYRILLIC = dict(zip("аеорсухіјѕһԁԛԝкмтвнгАВЕКМНОРСТХУІЈЅ", "aeopcyxijshdqwkmtbhrABEKMHOPCTXYIJS"))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονικαυ", "ABEZHIKMNOPTYXoviKau".lower()))
# Letters of one alphabet that pass for another's (from Unicode's confusables.txt, UTS #39).
_LOOK_ALIKES = str.maketrans(_CYRILLIC | _GREEK | {"ı": "i", "ӏ": "l", "Ӏ": "l", "օ": "o"})
_LONGEST = 100  # characters of a word that are compared; normalising takes the square of it


@lru_cache(maxsize=100_000)
def loose(word: str) -> str:
    """`word` without case, invisible characters, look-alikes and compatibility forms.

    "" for a word of invisible characters alone.
    """
    if word.isascii():
        return word.lower()
    seen = "".join(char for char in word[:_LONGEST] if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFKC", seen).translate(_LOOK_ALIKES).casefold()


def reveal(text: str) -> str:
    """`text` on one line, with invisible characters written as `<U+200B>`."""
    shown = "".join(
        f"<U+{ord(char):04X}>" if unicodedata.category(char) in ("Cf", "Cc", "Co", "Cn") else char
        for char in " ".join(text.split())
    )
    return shown if len(shown) <= 80 else f"{shown[:50]} … {shown[-25:]}"


def tell_apart(source: str, passage: str) -> str:
    """What sets two words apart that look alike, by code point; "" if any reader sees it."""
    if source == passage or loose(source) != loose(passage):
        return ""
    at = next(
        (n for n, (one, other) in enumerate(zip(source, passage)) if one != other),
        min(len(source), len(passage)),
    )
    one, other = source[at : at + 1], passage[at : at + 1]
    if one.casefold() == other.casefold():
        return ""
    if unicodedata.category(one or "x") == "Cf":
        return f"the article has an invisible {_name(one)}"
    if unicodedata.category(other or "x") == "Cf":
        return f"the passage has an invisible {_name(other)}"
    return f"the article has {_name(one)}, the passage {_name(other)}"


def _name(char: str) -> str:
    if not char:
        return "nothing more"
    return f"U+{ord(char):04X} {unicodedata.name(char, '(unnamed)')}"
