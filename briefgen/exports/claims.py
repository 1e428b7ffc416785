"""`/data/claims.json`: every claim on the site, newest first."""

from __future__ import annotations

from io import BytesIO

from briefgen.exports.values import claim_json, encode, head_value
from briefgen.views.chrome import Page
from briefgen.views.data import ClaimsView


def render_claims(page: Page) -> bytes:
    """One claim in a line, written straight into the file's bytes: the site's largest file stands in memory once."""
    assert page.site is not None and isinstance(page.view, ClaimsView)
    claims, base = page.view.claims, page.site.url
    head = head_value(page.site, "claims", page.view.tlp)
    file = BytesIO()
    file.write(f'{encode({**head, "count": len(claims)})[:-1]},\n"claims":['.encode())
    for number, card in enumerate(claims):
        file.write(b",\n" if number else b"\n")
        file.write(claim_json(card, base))
    file.write(b"]}\n")
    return file.getvalue()
