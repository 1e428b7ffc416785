"""The page inside an MHTML archive (RFC 2557), as browsers save it."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from briefgen.clean.trouble import CleaningError


def page_in_archive(raw: bytes) -> tuple[bytes, str, str]:
    """(the page's bytes, its declared encoding or "", its address or "").

    Raises `CleaningError` bad-mhtml if no part is an HTML page.
    """
    try:
        message = email.message_from_bytes(raw, policy=email.policy.compat32)
        parts = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
        page = parts[0].get_payload(decode=True) if parts else None
    except (ValueError, LookupError, RecursionError, AttributeError) as error:
        raise CleaningError("bad-mhtml", f"the MHTML archive cannot be read: {error}") from error
    if not isinstance(page, bytes) or not page.strip():
        raise CleaningError("bad-mhtml", "the MHTML archive holds no HTML page", "save the page again, as HTML")
    address = _header(message, "Snapshot-Content-Location") or _header(parts[0], "Content-Location")
    return page, str(parts[0].get_content_charset() or ""), address if address.startswith(("http://", "https://")) else ""


def _header(part: Message, name: str) -> str:
    return str(part.get(name, "")).strip()
