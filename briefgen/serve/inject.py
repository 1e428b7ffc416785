"""The reload script in a page, and the content security policy that allows it.

The policy is the page's own with what the script needs: it is named by a nonce and may connect to
this server. The same text then stands in the page's meta element and in the response's header.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from html import escape, unescape

_META = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(">)')
_LOOKS = re.compile(rb"(/?assets/[A-Za-z0-9_./-]+)\.[0-9a-f]{12}(\.(?:css|svg))\b")
NOT_THERE = "-"
"""What a tab has seen of a page that is not there."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a browser got, so that it can be told when it differs. `content` leaves out the hashes in
    the names of style sheets and icons: where `look` alone differs, the sheet is swapped."""

    content: str
    look: str

    def __str__(self) -> str:
        return f"{self.content}.{self.look}"


def seen_of(html: bytes) -> Seen:
    """The digests of a page's built bytes."""
    return Seen(_digest(_LOOKS.sub(rb"\1\2", html)), _digest(html))


def parse_seen(text: str) -> Seen:
    """The other way; any text is allowed, it comes from a browser."""
    content, _, look = text.partition(".")
    return Seen(content, look)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:24]


def nonce_of(secret: bytes, url: str, seen: str) -> str:
    """One nonce a page and state: it cannot be guessed, and a page that is the same has the same bytes."""
    return hashlib.blake2b(f"{url}\n{seen}".encode(), key=secret, digest_size=16).hexdigest()


def with_script(html: str, script: str, nonce: str, values: dict[str, str]) -> tuple[str, str]:
    """(`html` with the script at the address `script` and its `values` for data- attributes, the policy).

    The policy is "" where the page has none; then it gets none, as on the published site.
    """
    policy = ""

    def allow(found: re.Match[str]) -> str:
        nonlocal policy
        policy = allowing(unescape(found[2]), nonce)
        return found[1] + escape(policy, quote=False).replace('"', "&quot;") + found[3]

    head, closing, rest = html.partition("</head>")
    head = _META.sub(allow, head, count=1)
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in values.items())
    tag = f'<script nonce="{nonce}" src="{escape(script)}" defer{data}></script>'
    return (head + tag + closing + rest if closing else head + tag), policy


def allowing(policy: str, nonce: str) -> str:
    """`policy` with a script of this nonce, and with connections to the page's own server."""
    directives = {name: words for name, *words in (part.split() for part in policy.split(";") if part.strip())}
    for name, word in (("script-src", f"'nonce-{nonce}'"), ("connect-src", "'self'")):
        words = directives.get(name, directives.get("default-src", []))
        directives[name] = [*(w for w in words if w not in ("'none'", word)), word]
    return "; ".join(" ".join((name, *words)) for name, words in directives.items())
