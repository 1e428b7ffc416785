"""What HTML can hold, and how text is written into it."""

from __future__ import annotations

import re

# What a conforming HTML document may not contain: controls other than ASCII white space,
# surrogates, noncharacters; and the carriage return, which parsers turn into a line feed (WHATWG
# HTML §13.2.3.5, "Preprocessing the input stream").
_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0b\r\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17))
    + "]"
)
# The same five as Jinja's autoescape, so that text reads alike whoever writes it. "&" comes first.
_ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&#34;"), ("'", "&#39;"))


def showable(text: str) -> str:
    """`text` with each character that HTML cannot hold shown as U+FFFD; as long as `text`.

    Line breaks that HTML does not have (carriage return, vertical tab, U+0085) are spaces. The form
    feed stays: HTML counts it among white space. U+0000 goes, so that NUL can mark internal links.
    """
    if text.isprintable():
        return text
    return _UNSHOWABLE.sub(_stand_in, text)


def escape(text: str) -> str:
    """`text` as it stands in HTML, in content or in a quoted attribute."""
    text = showable(text)
    for char, entity in _ENTITIES:
        text = text.replace(char, entity)
    return text


def _stand_in(match: re.Match[str]) -> str:
    return " " if match.group() in "\r\x0b\x85" else "\ufffd"
