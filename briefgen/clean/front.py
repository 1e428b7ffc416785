"""An article's file: front matter in plain, safe YAML, and the body.

Scalars are read as text by our own reader, so only what YAML would read as structure is quoted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from briefgen.clean.values import Facts, Repair

# YAML 1.2, 7.3.3: plain scalars; a little narrower, so that nobody has to know the rule.
_PLAIN = re.compile(r"[^\W_](?:[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]*[^\s:])?")
_UNSAFE = re.compile(r": |:$| #|\s$|\t")
_FLOW = re.compile(r"[,\[\]{}]")


def article_file(facts: Facts, source: str, retrieved: str, raw_name: str, sha256: str, repairs: Sequence[Repair], dropped: Sequence[str], body: str) -> str:
    """The text of `content/articles/<id>.md`; fields that are not known are left out."""
    lines = ["---"]
    lines += _field("title", facts.title) + _field("source", source) + _field("url", facts.url)
    if len(facts.authors) > 1:
        lines.append("author: " + _flow(facts.authors))
    elif facts.authors:
        lines += _field("author", facts.authors[0])
    for name, value in (("published", facts.published), ("updated", facts.updated), ("retrieved", retrieved)):
        lines += _field(name, value)
    lines += _field("language", facts.language) + _field("licence", facts.licence) + _field("rights", "unknown")
    image = [line for name in ("caption", "credit", "alt") for line in _field(name, getattr(facts.image, name), "  ")]
    if image:
        lines += ["image:", *image]
    lines += ["capture:", *_field("file", raw_name, "  "), *_field("sha256", sha256, "  ")]
    if repairs:
        lines.append("  repairs:")
        for repair in repairs:
            lines += [f"    - was: {scalar(repair.was)}", f"      now: {scalar(repair.now)}", f"      why: {scalar(repair.why)}"]
    if dropped:
        lines.append("  dropped: " + _flow(dropped))
    return "\n".join([*lines, "---", body, ""])


def scalar(text: str, flow: bool = False) -> str:
    """`text` as a YAML scalar on one line: plain where that is safe, else in double quotes."""
    if _PLAIN.fullmatch(text) and not _UNSAFE.search(text) and not (flow and _FLOW.search(text)):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return re.sub(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", lambda match: f"\\u{ord(match[0]):04x}", quoted)


def _flow(values: Sequence[str]) -> str:
    return "[" + ", ".join(scalar(value, flow=True) for value in values) + "]"


def _field(name: str, value: str, indent: str = "") -> list[str]:
    return [f"{indent}{name}: {scalar(value)}"] if value else []
