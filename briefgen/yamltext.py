"""Strict YAML: every scalar is text as typed, and whatever would surprise a writer is a problem.

The reader composes PyYAML's *event* stream by itself, without recursion and without resolving
anything: `NO` is Norway, `1:30` is text, `0123` keeps its zero. Tags, anchors, aliases, merges,
repeated keys, keys that are not text and second documents are problems.

Two passes, one composer. The first keeps no places and gives up at the first irregularity; only then
does a second pass record where everything stands and say all that is wrong. `locate` is that second
pass too. Places come from the marks' character indexes alone.

Line breaks are those of YAML 1.2 (section 5.4): LF, CR LF and CR. PyYAML follows YAML 1.1, where
U+0085, U+2028 and U+2029 break lines as well; they come along with text pasted from web pages and
would cut a value in two, so noncharacters stand in for them while it reads.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from briefgen.errors import Field, Problem
from briefgen.yamlfaults import MAX_DEPTH, TOO_DEEP, Fault, explain_syntax, tag_fault

EventParser: Any
try:  # the bare parser is a seventh faster than yaml.parse(text, Loader=CSafeLoader)
    from yaml.cyaml import CParser as EventParser
except ImportError:  # PyYAML built without libyaml: the same events, much slower
    from yaml import SafeLoader as EventParser

Value = str | list[Any] | dict[str, Any]

_READER_ERRORS = (yaml.YAMLError, UnicodeEncodeError)  # the latter: half of a surrogate pair
_EMPTY = {MappingStartEvent: dict, SequenceStartEvent: list, AliasEvent: str}
_OLD_BREAKS = "\x85\u2028\u2029"
_BLOCK_HEADER = re.compile(r"[^|>\r\n]*[|>][^\r\n]*[ \t\r\n]*")
_LINE_BREAK = re.compile(r"\r\n?|\n")


def parse_yaml(text: str, path: str, *, first_line: int = 1) -> tuple[Value | None, list[Problem]]:
    """Read one YAML document into nested dicts (in written order), lists and strings.

    An empty document and an empty value are "". Problems come in the order of the text, with the
    codes `yaml-syntax`, `nested-too-deep` (both end the reading: the value is None),
    `second-document` (not read), `duplicate-key` (the first one counts), `yaml-merge` and
    `yaml-key` (left out), `yaml-tag` (ignored) and `yaml-alias` (an anchor is ignored, an alias
    reads as ""). `first_line` is the file's line in which `text` begins.
    """
    text = text.removeprefix("\ufeff")
    readable, stand_ins = _without_old_breaks(text)
    problems: list[Problem] = []
    value: Value | None
    try:
        value = _compose(readable, None)
    except (_Irregular, *_READER_ERRORS):
        recorder = _Recorder(text, first_line)
        value = recorder.record(readable)
        problems = recorder.problems(path)
    return (_as_typed(value, stand_ins) if stand_ins else value), problems


def locate(
    text: str, field: Field, *, on_key: bool = False, token: str = "", first_line: int = 1
) -> tuple[int, int, str]:
    """Say where the value at `field` stands: line and column, from 1, and the source line.

    `on_key` asks for its key instead; `token` for the first place of that literal inside it (its
    start, if it does not stand there literally). A field that does not exist stands at the key of
    its nearest ancestor. An index into a scalar is that scalar: one value may stand for a list.
    """
    text = text.removeprefix("\ufeff")
    recorder = _Recorder(text, first_line)
    recorder.record(_without_old_breaks(text)[0])
    place, exists = recorder.root.entries.get(0, recorder.root), True
    for step in field:
        if step in place.entries:
            place = place.entries[step]
        elif not (isinstance(step, int) and place.is_scalar):
            exists = False
            break
    if (on_key or not exists) and place.key is not None:
        return recorder.lines.at(place.key)
    start, inside, end = place.extent(text)
    hit = text.find(token, inside, end) if token and exists else -1
    return recorder.lines.at(start if hit < 0 else hit)


# -- composing -------------------------------------------------------------------------------------


class _Irregular(Exception):
    """There is something to report, and this pass keeps no record."""


class _Stop(Exception):
    """The reading cannot go on; the recorder knows why."""


class _Refused:
    """Takes the place of a key whose entry is not kept."""


def _compose(text: str, recorder: _Recorder | None) -> Value:
    parser = EventParser(text)
    parser.get_event()  # the start of the stream
    event = parser.get_event()
    if type(event) is StreamEndEvent:
        return ""
    if event.tags:
        _needed(recorder).refuse_tag_directive(event)
    value = _compose_document(parser.get_event, recorder)
    event = parser.get_event()
    if type(event) is DocumentStartEvent:
        _needed(recorder).refuse_document(event)
    return value


def _compose_document(next_event: Callable[[], Any], recorder: _Recorder | None) -> Value:
    root: list[Any] = []  # the document is its one entry
    holder: Any = root  # the list or dict being filled
    key: Any = None  # of the value to come; None in a list, or where a key comes next
    above: list[tuple[Any, Any]] = []
    while True:
        event = next_event()
        kind = type(event)
        if kind is MappingEndEvent or kind is SequenceEndEvent:
            if recorder is not None:
                recorder.close(event, holder)
            holder, key = above.pop()
            continue
        if kind is DocumentEndEvent:
            return root[0]  # type: ignore[no-any-return]
        if event.anchor is not None or event.tag is not None:
            _needed(recorder).refuse_properties(event)
        is_scalar = kind is ScalarEvent
        value = event.value if is_scalar else _EMPTY[kind]()
        key_above = None
        if key is None and type(holder) is dict:
            key = value
            if recorder is not None:
                recorder.key = event
            if not is_scalar or key in holder or (key == "<<" and not event.style):
                key = _needed(recorder).refuse_key(event)
            if is_scalar or kind is AliasEvent:
                continue
            key_above = _Refused()  # this key is a list or mapping: its value is not kept either
        if recorder is not None:
            recorder.put(len(holder) if key is None else key, event)
        if key is None:
            holder.append(value)
        else:
            holder[key] = value
            key = None
        if not is_scalar and kind is not AliasEvent:
            above.append((holder, key_above))
            holder = value
            if len(above) > MAX_DEPTH:
                _needed(recorder).refuse_depth(event)


def _needed(recorder: _Recorder | None) -> _Recorder:
    if recorder is None:
        raise _Irregular
    return recorder


# -- recording -------------------------------------------------------------------------------------


class _Place:
    """Where one value stands in the text, as character indexes; `key` is None if it has no key."""

    __slots__ = ("end", "entries", "is_scalar", "key", "start", "style")

    def __init__(self, key: int | None, start: int, end: int, event: Any = None) -> None:
        self.key, self.start, self.end = key, start, end
        self.is_scalar = type(event) is ScalarEvent
        self.style = event.style if self.is_scalar else None
        self.entries: dict[Any, _Place] = {}

    def extent(self, text: str) -> tuple[int, int, int]:
        """Where the value starts, where the text in it starts, and where that ends."""
        if self.style in ("'", '"'):
            return self.start, self.start + 1, self.end - 1
        if self.style in ("|", ">"):
            header = _BLOCK_HEADER.match(text, self.start, self.end)
            if header and header.end() < self.end:
                return header.end(), header.end(), self.end
        return self.start, self.start, self.end


class _Recorder:
    """What the second pass keeps: the place of every value, and all that is wrong."""

    def __init__(self, text: str, first_line: int) -> None:
        self.text = text
        self.lines = _Lines(text, first_line)
        self.faults: list[Fault] = []
        self.key: Any = None  # the event of the key whose value comes next
        self.root = _Place(None, 0, len(text))
        self.open = [self.root]

    def record(self, readable: str) -> Value | None:
        """Read `readable`, which has the indexes of `text`; None where it cannot be read to its end."""
        try:
            return _compose(readable, self)
        except _Stop:
            return None
        except _READER_ERRORS as error:
            fault = explain_syntax(error, self.text, self.lines.number)
            self.faults = [other for other in self.faults if other.index != fault.index] + [fault]
            return None

    def put(self, step: Any, event: Any) -> None:
        key = None if self.key is None else self.key.start_mark.index
        place = _Place(key, event.start_mark.index, event.end_mark.index, event)
        self.key = None
        self.open[-1].entries[step] = place
        if type(event) is MappingStartEvent or type(event) is SequenceStartEvent:
            place.end = len(self.text)  # until it is closed
            self.open.append(place)

    def close(self, event: Any, holder: Any) -> None:
        self.open.pop().end = event.end_mark.index
        if self.faults and type(holder) is dict:
            for key in [key for key in holder if type(key) is _Refused]:
                del holder[key]

    def problems(self, path: str) -> list[Problem]:
        """All faults, in the order of the text."""
        return [
            Problem(path, line, column, "error", fault.code, fault.message, fault.hint, excerpt)
            for fault in sorted(self.faults, key=lambda fault: fault.index)
            for line, column, excerpt in [self.lines.at(fault.index)]
        ]

    def refuse(self, code: str, index: int, message: str, hint: str) -> None:
        self.faults.append(Fault(code, index, message, hint))

    def refuse_properties(self, event: Any) -> None:
        """An alias, or an anchor or tag before a value."""
        start = event.start_mark.index
        if event.anchor is not None:
            sign, noun = ("*", "alias") if type(event) is AliasEvent else ("&", "anchor")
            index = self.text.find(sign + event.anchor, start)
            message = f"'{sign}{event.anchor}' is a YAML {noun}"
            hint = f"write the value out, or put it in quotes if it begins with {sign}"
            self.refuse("yaml-alias", index, message, hint)
        if type(event) is not AliasEvent and event.tag is not None:
            self.faults.append(tag_fault(self.text, self.text.find("!", start)))

    def refuse_key(self, event: Any) -> _Refused:
        """A key that is there already, `<<`, or one that is not text."""
        start, end = event.start_mark.index, event.end_mark.index
        if type(event) is ScalarEvent and event.value in self.open[-1].entries:
            line, column, _ = self.lines.at(self.open[-1].entries[event.value].key or 0)
            message = f"{self.text[start:end]} is here already: line {line}, column {column}"
            self.refuse("duplicate-key", start, message, "join the two, or rename one")
        elif type(event) is ScalarEvent:
            message = "'<<' would merge another mapping into this one"
            self.refuse("yaml-merge", start, message, "write its fields out")
        elif type(event) is not AliasEvent:
            kind = "mapping" if type(event) is MappingStartEvent else "list"
            hint = "put it in quotes if it is meant as text"
            self.refuse("yaml-key", start, f"a key must be text, not a {kind}", hint)
        return _Refused()

    def refuse_depth(self, event: Any) -> None:
        self.refuse("nested-too-deep", event.start_mark.index, TOO_DEEP, "")
        raise _Stop

    def refuse_document(self, event: Any) -> None:
        hint = "delete this line, or move what follows to a file of its own"
        self.refuse("second-document", event.start_mark.index, "a second document begins here", hint)

    def refuse_tag_directive(self, event: Any) -> None:
        index = self.text.find("%TAG")
        self.refuse("yaml-tag", index, "%TAG declares YAML tags", "delete this line")


class _Lines:
    """Turns character indexes into lines and columns; the text's first line is `first_line`."""

    def __init__(self, text: str, first_line: int) -> None:
        self.text, self.first_line = text, first_line
        self.starts = [0, *(found.end() for found in _LINE_BREAK.finditer(text))]
        self.excerpts: dict[int, str] = {}  # one string for all problems in a line

    def number(self, index: int) -> int:
        return bisect_right(self.starts, index) - 1 + self.first_line

    def at(self, index: int) -> tuple[int, int, str]:
        """Line and column, from 1, and the line without its break."""
        line = bisect_right(self.starts, index) - 1
        start = self.starts[line]
        if line not in self.excerpts:
            end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)
            self.excerpts[line] = self.text[start:end].rstrip("\r\n")
        return line + self.first_line, index - start + 1, self.excerpts[line]


# -- line breaks of YAML 1.1 -----------------------------------------------------------------------


def _without_old_breaks(text: str) -> tuple[str, dict[int, str]]:
    """Put noncharacters that the text does not use for breaks that YAML 1.2 does not know.

    Also returns the table that takes them back, empty if there was nothing to do.
    """
    present = [char for char in _OLD_BREAKS if char in text]
    if not present:
        return text, {}
    unused = (code for code in range(0xFDD0, 0xFDF0) if chr(code) not in text)
    stand_ins = dict(zip(unused, present, strict=False))
    return text.translate({ord(char): code for code, char in stand_ins.items()}), stand_ins


def _as_typed(value: Any, stand_ins: dict[int, str]) -> Any:
    if isinstance(value, str):
        return value.translate(stand_ins)
    if isinstance(value, list):
        return [_as_typed(entry, stand_ins) for entry in value]
    if isinstance(value, dict):
        return {k.translate(stand_ins): _as_typed(v, stand_ins) for k, v in value.items()}
    return value
