"""An article's file: front matter in plain, safe YAML, and the body."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.clean.values import Facts, Repair
from briefgen.yamlscalar import write_list, write_scalar


def article_file(facts: Facts, source: str, retrieved: str, raw_name: str, sha256: str, repairs: Sequence[Repair], dropped: Sequence[str], body: str) -> str:
    """The text of `content/articles/<id>.md`; fields that are not known are left out."""
    lines = ["---"]
    lines += _field("title", facts.title) + _field("source", source) + _field("url", facts.url)
    if len(facts.authors) > 1:
        lines.append("author: " + write_list(facts.authors))
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
            lines += [f"    - was: {write_scalar(repair.was)}", f"      now: {write_scalar(repair.now)}", f"      why: {write_scalar(repair.why)}"]
    if dropped:
        lines.append("  dropped: " + write_list(dropped))
    return "\n".join([*lines, "---", body, ""])


def _field(name: str, value: str, indent: str = "") -> list[str]:
    return [f"{indent}{name}: {write_scalar(value)}"] if value else []
