"""Code pages in which UTF-8 is commonly misread, each as a table from character to byte.

A page has holes: bytes to which it gives no character. Software fills them from Windows-1252, or
passes the byte through as a control character; both are in the table, so that a mixture of two
pages is still traced back to its bytes ("sloppy" decoding).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

# In the order in which they are tried: where two explain the damage equally, the commoner wins.
NAMES = (
    "cp1252", "latin-1", "cp1251", "cp1250", "cp1254", "cp1253", "cp1257", "cp1258", "cp1255", "cp1256",
    "cp874", "iso8859-2", "iso8859-15", "mac-roman", "koi8-r", "koi8-u", "cp437", "cp850", "cp866",
)  # fmt: skip


@dataclass(frozen=True)
class CodePage:
    """`byte` maps each character to the byte it was read from; `sequence` finds misread UTF-8.

    `orphan` finds the first two bytes of a typographic sign whose third (9D, of a closing quotation
    mark) was a hole that some program dropped. `native` are the characters that are no filler.
    """

    name: str
    byte: dict[str, int]
    native: frozenset[str]
    sequence: re.Pattern[str]
    orphan: re.Pattern[str]


@cache
def code_page(name: str) -> CodePage:
    """The table of one of `NAMES`."""
    byte: dict[str, int] = {}
    for filler in ("latin-1", "cp1252", name):
        for code in range(0x80, 0x100):
            char = _char(code, filler)
            hole = filler != name and _char(code, name) != ""
            if char and (not hole or (filler == "latin-1" and code < 0xA0)):
                byte[char] = code
    native = frozenset(char for code in range(0x80, 0x100) if (char := _char(code, name)))
    return CodePage(name, byte, native, _sequence_pattern(byte), _orphan_pattern(byte))


def _char(code: int, codec: str) -> str:
    try:
        return bytes([code]).decode(codec)
    except UnicodeDecodeError:
        return ""


def _sequence_pattern(byte: dict[str, int]) -> re.Pattern[str]:
    """Characters whose bytes form one UTF-8 sequence (RFC 3629, section 4)."""

    def chars(low: int, high: int) -> str:
        return "[" + "".join(re.escape(char) for char, code in sorted(byte.items()) if low <= code <= high) + "]"

    tail = chars(0x80, 0xBF)
    return re.compile(
        f"{chars(0xC2, 0xDF)}{tail}|{chars(0xE0, 0xEF)}{tail}{{2}}|{chars(0xF0, 0xF4)}{tail}{{3}}"
    )


def _orphan_pattern(byte: dict[str, int]) -> re.Pattern[str]:
    by_code = {code: re.escape(char) for char, code in byte.items()}
    return re.compile(by_code[0xE2] + by_code[0x80] + r"(?=\ufffd|$|[\s.,;:!?)\]])\ufffd?")


def read_back(sequence: str, page: CodePage) -> str:
    """The character that `sequence` was before it was misread, or "" if it is not UTF-8."""
    try:
        return bytes(page.byte[char] for char in sequence).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return ""
