"""Faults of YAML syntax in a writer's words: where to look, what is wrong, what to write instead.

PyYAML says "mapping values are not allowed here"; a writer needs "a value that contains ': ' needs
quotes", at that place, with the line as it should be. Works for the messages of libyaml and of
PyYAML's own parser, of which only the parts that both share are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple


class Fault(NamedTuple):
    """A problem before its line is known; `index` counts characters from the start of the text."""

    code: str
    index: int
    message: str
    hint: str


MAX_DEPTH = 60
TOO_DEEP = f"nested more than {MAX_DEPTH} levels deep"
Words = tuple[int, str, str]  # index, message, hint

# An entry of a block mapping or list: what stands before its value, and the value.
_ENTRY = re.compile(
    r"""\s*((?:- +)*(?:(?:"[^"]*"|'[^']*'|[^\s"'#][^\r\n]*?):(?=\s)|-(?=\s)))\s+(\S.*)"""
)
_NO_SPACE = re.compile(r"\s*(?:- +)*([^\s:\"'\[{]+):(?=[^\s/:])")
_ALLOWED = "\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff"  # YAML 1.1, 5.1
_UNPRINTABLE = re.compile(f"[^{_ALLOWED}]")


def explain_syntax(error: Any, text: str, line_number: Callable[[int], int]) -> Fault:
    """The fault at which the parser stopped with `error` (YAMLError, or UnicodeEncodeError)."""
    if not hasattr(error, "problem_mark") and (character := _UNPRINTABLE.search(text)):
        return Fault("yaml-syntax", *_unprintable(text, character.start()))
    said = f"{getattr(error, 'context', '') or ''}: {getattr(error, 'problem', error) or ''}"
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    began = getattr(error, "context_mark", None) or mark
    at = _Spot(text, mark.index if mark else 0, began.index if began else 0, line_number)
    if "maximum nesting" in said:  # libyaml's own limit, which it meets while it looks ahead
        return Fault("nested-too-deep", at.index, TOO_DEEP, "")
    if ("tag" in said or "URI" in said) and "directive" not in said:
        return tag_fault(text, at.began)
    for part, explain in _EXPLAINED.items():
        if part in said:
            return Fault("yaml-syntax", *explain(at))
    return Fault("yaml-syntax", at.index, f"this is not YAML: {said.strip(': ')}", "")


def tag_fault(text: str, index: int) -> Fault:
    """A `!tag` at `index`."""
    tag = re.compile(r"!<[^>\r\n]*>|[^\s,\[\]{}]*").match(text, index)
    message = f"'{tag[0] if tag else '!'}' is a YAML tag, and every value is text"
    return Fault("yaml-tag", index, message, "delete it, or put the value in quotes if it begins with !")


class _Spot:
    """Where the parser stopped (`index`) while reading what it had begun at `began`."""

    def __init__(self, text: str, index: int, began: int, line_number: Callable[[int], int]) -> None:
        self.text, self.index, self.began, self.line_number = text, index, began, line_number
        self.char = text[index : index + 1]
        self.opener = text[began : began + 1]

    def line_start(self, index: int) -> int:
        return max(self.text.rfind("\n", 0, index), self.text.rfind("\r", 0, index)) + 1

    def line(self, index: int) -> str:
        return re.split(r"[\r\n]", self.text[self.line_start(index) :], maxsplit=1)[0]

    @property
    def before(self) -> str:
        """What stands in the line before the place."""
        return self.text[self.line_start(self.index) : self.index]

    @property
    def at_end(self) -> bool:
        return not self.text[self.index :].strip()

    def entry(self, index: int) -> tuple[str, str, int] | None:
        """The entry of this line: `key:` or `-`, its value, and the value's index."""
        line = self.line(index)
        found = _ENTRY.match(line)
        return (found[1], found[2].rstrip(), self.line_start(index) + found.start(2)) if found else None

    def quoted(self, index: int) -> str:
        """A hint that shows the line with its value in quotes, if it is short and has no comment."""
        entry = self.entry(index)
        if entry is None or len(entry[1]) > 100 or " #" in entry[1]:
            return "put the whole value in quotes"
        return f"write {entry[0]} {_in_quotes(entry[1])}"


def _in_quotes(value: str) -> str:
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def _unprintable(text: str, index: int) -> Words:
    code = ord(text[index])
    names = {0: "a null", 8: "a backspace", 0x0B: "a vertical tab", 0x0C: "a form feed", 0x1B: "an escape"}
    name = names.get(code, "half of a surrogate pair" if 0xD800 <= code < 0xE000 else "a control character")
    more = sum(1 for _ in _UNPRINTABLE.finditer(text)) - 1
    hint = "delete it" + (f", and {more} more like it" if more else "")
    if 0x80 <= code < 0xA0:
        meant = bytes([code]).decode("cp1252", "ignore")
        if meant:
            hint = f"probably {meant}, read with the wrong encoding; write that"
    return index, f"an unprintable character: U+{code:04X}, {name}", hint


def _colon(at: _Spot) -> Words:
    entry = at.entry(at.index)
    if entry and entry[2] < at.index:
        at_line_end = at.text[at.index + 1 : at.index + 2] in ("", "\r", "\n")
        what = "ends in ':'" if at_line_end else "contains ': '"
        return at.index, f"a value that {what} needs quotes", at.quoted(at.index)
    message = "this line continues the value above, and a value that contains ': ' needs quotes"
    return at.index, message, "to begin a field here, begin it in the column of the field above"


def _colon_in_brackets(at: _Spot) -> Words:
    hint = "put a space after it, or put the value in quotes if it is part of one"
    return at.index, "a ':' inside of [ ] or { } with no space after it", hint


def _no_colon(at: _Spot) -> Words:
    start, line = at.line_start(at.began), at.line(at.began)
    if found := _NO_SPACE.match(line):
        key, rest = found[1], line[found.end() :].strip()
        hint = f"write {key}: {rest}" if len(rest) <= 100 else "write a space after it"
        return start + found.end() - 1, "no space after the ':'", hint
    hint = "write it as `key: value`, or indent it if it continues the value above"
    return at.began, "this line is not a field: it has no ': '", hint


def _out_of_place(at: _Spot) -> Words:
    before, entry = at.before.rstrip(), at.entry(at.index)
    if before.startswith("\ufeff"):
        return at.line_start(at.index), "an invisible byte order mark, U+FEFF", "delete it"
    if before:
        if entry and entry[1][0] in "*&!":
            return entry[2], f"a value that begins with '{entry[1][0]}' needs quotes", at.quoted(at.index)
        if at.char in ("]", "}"):
            return at.index, f"this {at.char} closes nothing", "delete it, or put the value in quotes"
        message = f"text after the closing {before[-1]}"
        if before[-1] == "'":
            hint = "inside '…' write '' for an apostrophe, or put \"…\" around the whole value"
            return at.index, message, hint
        if before[-1] == '"':
            hint = "inside \"…\" write \\\" for a quotation mark, or put '…' around the whole value"
            return at.index, message, hint
        if before[-1] in "]}":
            return at.index, message, at.quoted(at.index)
        return at.index, "this text does not belong here", ""
    if re.match(r"-\s", at.text[at.index : at.index + 2]):
        hint = "put it under a key of its own, in the column of the other items"
        return at.index, "a list item where a field belongs", hint
    if at.opener == "-":
        return at.index, "a field where a list item ('- …') belongs", "check the indentation"
    return at.index, "this indentation fits nothing above", "begin it in the column of the field above"


def _unclosed(at: _Spot) -> Words:
    closer = "]" if at.opener == "[" else "}"
    if at.at_end:
        return at.began, f"this {at.opener} is never closed", f"add {closer}"
    hint = (
        f"the {at.opener} stands in line {at.line_number(at.began)}; "
        "a value in it that contains any of , : [ ] { } needs quotes"
    )
    return at.index, f"',' or '{closer}' is missing here", hint


def _open_quote(at: _Spot) -> Words:
    hint = f"add the closing {at.opener}"
    if at.opener == "'":
        hint += "; inside '…' an apostrophe is written ''"
    return at.began, f"this {at.opener} is never closed", hint


def _tab(at: _Spot) -> Words:
    return at.index, "a tab: YAML is indented with spaces only", "put spaces in its place"


def _bad_start(at: _Spot) -> Words:
    if at.char == "\t":
        return _tab(at)
    return at.index, f"a value that begins with '{at.char}' needs quotes", at.quoted(at.index)


def _no_value(at: _Spot) -> Words:
    if at.at_end:
        return at.index, "the text ends where a value belongs", ""
    hint = f"delete the '{at.char}', or put it in quotes if it is part of a value"
    return at.index, f"'{at.char}' where a value belongs", hint


def _name(at: _Spot) -> Words:
    return at.began, f"a value that begins with '{at.opener}' needs quotes", at.quoted(at.began)


def _block_header(at: _Spot) -> Words:
    message = f"nothing may follow '{at.opener}' in its line"
    return at.index, message, "begin the text in the next line, indented"


def _escape(at: _Spot) -> Words:
    index = at.text.rfind("\\", at.began, at.index + 1)
    escape = re.compile(r"\\(?:[xuU][0-9A-Fa-f]{0,8}|.)?").match(at.text, index)
    hint = "inside \"…\" write \\\\ for a backslash, or use '…', where it stands for itself"
    return index, f"'{escape[0] if escape else at.char}' is not an escape", hint


def _list_beside_key(at: _Spot) -> Words:
    hint = "begin the list in the next line; put the value in quotes if it begins with a dash"
    return at.index, "a list cannot begin in the line of its key", hint


def _question_mark(at: _Spot) -> Words:
    return at.index, "a value that begins with '? ' needs quotes", at.quoted(at.index)


def _after_document(at: _Spot) -> Words:
    hint = (
        "begin it in the column of the first line, "
        "and put a value that stands alone in quotes or under a key"
    )
    return at.index, "this line is outside of the document that ends above", hint


def _directive(at: _Spot) -> Words:
    start = at.line_start(at.index)
    hint = "delete the line; text that begins with % needs quotes"
    return start, "a line that begins with % is a YAML directive", hint


# Part of what the parser says -> what we say. The first that fits counts.
_EXPLAINED: dict[str, Callable[[_Spot], Words]] = {
    "directive": _directive,
    "incompatible": _directive,
    "tab character": _tab,
    "cannot start any token": _bad_start,
    "mapping values are not allowed": _colon,
    "mapping keys are not allowed": _question_mark,
    "sequence entries are not allowed": _list_beside_key,
    "unexpected ':'": _colon_in_brackets,
    "find expected ':'": _no_colon,
    "alphabetic or numeric": _name,
    "expected ',' or": _unclosed,
    "expected key": _out_of_place,
    "<block end>": _out_of_place,
    "'-' indicator": _out_of_place,
    "node content": _no_value,
    "end of stream": _open_quote,
    "document indicator": _open_quote,
    "document separator": _open_quote,
    "block scalar": _block_header,
    "escape character": _escape,
    "character escape": _escape,
    "escape sequence": _escape,
    "hexdecimal": _escape,  # sic
    "<document start>": _after_document,
}
