"""Names of authors, out of the many ways in which pages write them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Any

from briefgen.clean.letters import fold, one_space

_MAX_NAME = 60
_MAX_PEOPLE = 12
_BY = re.compile(
    r"^(?:(?:written|reported|posted|published|created|story|words|text|photos?|reviewed|updated) )?"
    r"(?:by|von|vom|par|por|di|de|door|af|av|przez|autor(?:in|en|ka|zy)?|auteurs?|autora?|автор(?:ы)?|текст|yazar|skribent|tekst|text|interview|από|του|της|oleh)\b[:\s]+",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:;|•|·|\||\n|・|、|,?\s+(?:and|und|et|och|og|ja|en|&|i|и|та|ve|with|mit)\s+|\s+&\s+|\s*,\s+)\s*", re.IGNORECASE)
_ASIDE = re.compile(r"\s*[(\[][^)\]]{0,60}[)\]]\s*")
_ROLE = re.compile(
    r"\b(?:staff|reporter|writer|correspondent|editor|redaktion|redaktør|journalist|contributor|team|desk|photographer|bureau|agency|ph\.?d|m\.?d|j\.?d|rd|mba|esq|cpa|senior|chief)\b\.?",
    re.IGNORECASE,
)
_TITLE_AFTER = re.compile(r"\s*(?:기자|記者|특파원|선임기자)(?:\s*외\s*\d+명)?$")
_NO_NAME = re.compile(r"https?://|www\.|@|\d{2,}|\d\s|^(?:admin|administrator|editor|editors|staff|guest|author|user|n/?a|none|unknown|anonymous|redaktion|redacción|redazione|rédaction)$", re.IGNORECASE)


def names_in(value: Any, sites: Iterable[str] = ()) -> tuple[str, ...]:
    """The names in a JSON-LD `author`, a meta tag or a byline; the names of `sites` are none."""
    found: dict[str, str] = {}
    for text in _texts(value):
        for name in split_names(text):
            key = fold(name)
            if key and not any(_is_site(key, fold(site)) for site in sites):
                found.setdefault(key, name)
    return tuple(found.values())[:_MAX_PEOPLE]


def _is_site(name: str, site: str) -> bool:
    """Whether a folded name is the site's, perhaps with its domain or department behind it."""
    return bool(site) and (name == site or (len(site) > 2 and name.startswith(site) and len(name) <= len(site) + 12))


def split_names(text: str) -> list[str]:
    """The single names of a byline, without "by", asides in brackets, places and offices."""
    text = one_space(_ASIDE.sub(" ", html.unescape(text)).replace("\u00a0", " "))
    text = _BY.sub("", text).strip(" ,.:-–—|/")
    if not text or len(text) > 400:
        return []
    parts = [part for part in _AND.split(text) if part.strip()]
    if len(parts) == 2 and "," not in text and len(parts[0].split()) > 2 and len(parts[1].split()) == 1:
        parts = [text]  # "Center for Drug Evaluation and Research"
    return [name for part in parts if (name := _name(part))]


def _name(part: str) -> str:
    part = _TITLE_AFTER.sub("", _BY.sub("", part).strip(" ,.:-–—|/\"“”"))
    if not part or len(part) > _MAX_NAME or _NO_NAME.search(part) or len(part.split()) > 6:
        return ""
    bare = _ROLE.sub("", part).strip(" ,.-")
    return part if len(bare) > 1 and not bare.isdigit() else ""


def _texts(value: Any) -> Iterable[str]:
    pending, seen = [value], 0
    while pending and seen < 100:
        item, seen = pending.pop(0), seen + 1
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            name = item.get("name") or " ".join(str(item.get(key, "")) for key in ("givenName", "familyName")).strip()
            pending.insert(0, name if isinstance(name, (str, list)) else "")
        elif isinstance(item, list):
            pending[:0] = item[:40]
