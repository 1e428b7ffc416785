"""One text as a YAML scalar on one line, for files that the program writes for people to go on with.

Our own reader takes every scalar as text, so only what YAML would read as structure is quoted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

# YAML 1.2, 7.3.3: plain scalars; a little narrower, so that nobody has to know the rule.
_PLAIN = re.compile(r"[^\W_][^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]*(?<![\s:])")
_UNSAFE = re.compile(r": |:$| #|\s$|\t")
_FLOW = re.compile(r"[,\[\]{}]|:\?")  # libyaml takes ":?" in brackets for a key
_ESCAPED = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def write_scalar(text: str, *, flow: bool = False) -> str:
    """`text` plain where that is safe (`flow`: inside brackets, too), else in double quotes."""
    if _PLAIN.fullmatch(text) and not _UNSAFE.search(text) and not (flow and _FLOW.search(text)):
        return text
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))


def write_list(values: Iterable[str]) -> str:
    """The values as one YAML list in brackets."""
    return "[" + ", ".join(write_scalar(value, flow=True) for value in values) + "]"
