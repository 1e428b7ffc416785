"""Bylines and date lines that a reader sees near the headline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefgen.clean.letters import words
from briefgen.clean.people import names_in, split_names
from briefgen.clean.values import Block
from briefgen.clean.when import date_span, visible_date

_BYLINE_HINT = re.compile(r"(?:^|[\s_\-])(?:by-?line|author|autor|writer|contributor|reporter|redakteur|skribent)s?(?:$|[\s_\-]|name|link|list|text)")
_STARTS_BY = re.compile(r"^(?:(?:written|story|words|text|reported) )?(?:by|von|par|por|di|door|af|av|przez|автор|текст)\b[:\s]", re.IGNORECASE)
_UPDATED = re.compile(
    r"\b(?:updated|modified|revised|edited|aktualisiert|geändert|mis à jour|modifié|actualizado|atualizado|modificado|aggiornato|bijgewerkt|uppdaterad|opdateret|oppdatert|päivitetty|zaktualizowano|aktualizacja|обновлено|оновлено|güncelleme|ενημέρωση|更新|수정)\b",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\b(?:published|posted|first published|written|by|on|veröffentlicht|erschienen|stand|publié|publicado|pubblicato|gepubliceerd|publicerad|publisert|offentliggjort|opublikowano|опубликовано|yayınlanma|von|par|por|di)\b",
    re.IGNORECASE,
)
_DATE_WORDS = 8


def byline_names(near: Sequence[Block], sites: Sequence[str]) -> tuple[str, ...]:
    """The names in the byline: an element that is called one, or a line that begins with "by"."""
    for block in near:
        if len(words(block.text)) > 24 or not block.text:
            continue
        called = block.step is not None and any(_BYLINE_HINT.search(step.hint) for step in list(block.step.up())[:3])
        if _STARTS_BY.match(block.text) or (called and not date_span(block.text)):
            line = block.text.split("\n")[0]
            span = date_span(line)
            found = names_in(line[: span[0]] if span else line, sites)
            if found and all(_looks_like_name(name) for name in found):
                return found
    return ()


def visible_dates(near: Sequence[Block]) -> tuple[str, str]:
    """(published, updated) from short lines that hold a date; "" where none is shown."""
    published = updated = ""
    for block in near:
        if block.kind == "caption":
            continue
        for line in block.text.split("\n"):
            if is_date_line(line):
                if match := _UPDATED.search(line):
                    published = published or visible_date(line[: match.start()])
                    updated = updated or visible_date(line[match.start() :]) or visible_date(line)
                else:
                    published = published or visible_date(line)
    return published, updated


def is_date_line(text: str) -> bool:
    """Whether a line holds a date and little else: at most a byline or a word such as "updated"."""
    span = date_span(text)
    if span is None:
        return False
    before, after = text[: span[0]], text[span[1] :]
    rest = [word for word in words(f"{before} {after}") if word.isalpha()]
    if len([word for word in words(before) if word.isalpha()]) > 4 and not (_UPDATED.search(before) or _PUBLISHED.search(before)):
        return False
    return len(rest) <= _DATE_WORDS and not re.search(r"[.!?]\s+\S+ \S+ \S+", text[span[1] :])


def is_update_line(text: str) -> bool:
    """Whether a date line speaks of a change rather than of publication."""
    return bool(_UPDATED.search(text))


def _looks_like_name(name: str) -> bool:
    parts = name.split()
    return 1 <= len(parts) <= 5 and not split_names(name)[1:] and any(part[:1].isupper() or not part.isascii() for part in parts)
