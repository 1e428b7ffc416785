"""What kind of text a file holds: a web page, an MHTML archive, Markdown, or a plain scrape."""

from __future__ import annotations

import re
from typing import Literal

Format = Literal["html", "mhtml", "markdown", "plain"]

_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|article|main|meta|title)\b", re.IGNORECASE)
_TAGS = re.compile(r"</(?:p|div|span|a|li|h[1-6]|td|section)\s*>|<(?:p|div|br)\b[^>]{0,300}>", re.IGNORECASE)
_MHTML = re.compile(rb"(?:^|\n)content-type:\s*multipart/related", re.IGNORECASE)
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|>\s\S|```|\|.*\|\s*$|\[[^\]]+\]: \S)|\]\(https?://|(?<!\w)\*\*\S", re.MULTILINE)


def is_mhtml(raw: bytes) -> bool:
    """Whether the bytes begin with the headers of a web page saved with its parts (RFC 2557)."""
    head = raw[:4096]
    return bool(_MHTML.search(head)) and b"<html" not in head[:200].lower()


def sniff(text: str, name: str = "") -> Format:
    """The kind of a decoded text; `name` is its file's name, of which only the ending counts."""
    head = text[:5000].lstrip()
    if _HTML.search(head) or len(_TAGS.findall(text[:200_000])) > 3:
        return "html"
    if name.lower().endswith((".md", ".markdown")):
        return "markdown"
    if head.startswith("---\n") and re.search(r"^[\w-]+:.*$", head[4:400], re.MULTILINE):
        return "markdown"
    return "markdown" if len(_MARKDOWN.findall(text[:50_000])) >= 3 else "plain"
