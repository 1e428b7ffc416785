"""Where a link may lead: an allow-list, since articles come from the open web."""

from __future__ import annotations

import re

from briefgen.markup.blocks import Tag
from briefgen.markup.escaping import escape

_SCHEMES = re.compile(r"(?:https?://[^/]|mailto:[^/]|tel:[^/])", re.IGNORECASE)
# Not allowed raw in a URL (WHATWG URL, "URL code points"), or, the backslash, read as a slash.
_UNSAFE = re.compile(r'[\x00-\x20"<>\\^`{|}\x7f-\xa0\u2028\u2029\ufffd]')


def tidy_url(url: str) -> str:
    """`url` with each character that no URL may hold percent-encoded; letters of any script stay."""
    return _UNSAFE.sub(_percent, url)


def is_internal(url: str) -> bool:
    """Whether `url` is site-absolute: one slash, not the two of a protocol-relative URL."""
    return url.startswith("/") and not url.startswith("//")


def is_external(url: str) -> bool:
    """Whether `url` leads out of the site by an allowed scheme: http, https, mailto, tel."""
    return _SCHEMES.match(url) is not None


def link_tag(url: str, title: str = "") -> Tag | None:
    """The opening tag of a link to `url`, or None where no link may lead there."""
    if is_external(url):
        href = f'href="{escape(url)}" rel="external noopener noreferrer"'
    elif is_internal(url):
        href = f'href="\x00{escape(url)}"'
    elif url.startswith("#") and len(url) > 1:
        href = f'href="{escape(url)}"'
    else:
        return None
    shown = f' title="{escape(title)}"' if title else ""
    return Tag(f"<a {href}{shown}>", "a", "open", url, tuple(filter(None, (url, title))))


def image_tag(url: str, alt: str, title: str = "") -> Tag:
    """A picture of the site's own; `url` is internal."""
    shown = f' title="{escape(title)}"' if title else ""
    html = f'<img src="\x00{escape(url)}" alt="{escape(alt)}"{shown} loading="lazy">'
    return Tag(html, "img", "void", url, tuple(filter(None, (url, alt, title))))


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode("utf-8"))
