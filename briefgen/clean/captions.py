"""Picture captions: telling them from text, and their credit from their words."""

from __future__ import annotations

import re

from briefgen.clean.letters import words

_AGENCY = r"getty(?: images)?|reuters|\bap\b|\bafp\b|associated press|\bepa\b|\bdpa\b|imago|alamy|shutterstock|istock|unsplash|pexels|xinhua|\bpa (?:wire|media|images)\b|zuma|picture alliance|keystone|\bansa\b|\blusa\b|\bntb\b|\bscanpix\b|flickr|wikimedia|screenshot"
_LABEL = r"photos?|photograph(?:er|y|ed)?|image|picture|pic|foto(?:graf)?|bild|crédits?(?: photo)?|credit|créditos?|fuente|courtesy|handout|released|illustration|zdjęcie|фото|fotó|φωτ\w*|写真|사진|图"
_CREDIT_WORD = re.compile(f"(?:{_AGENCY}|{_LABEL})", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"^(.*\S)\s*[(\[]([^()\[\]]{2,140})[)\]]\.?$", re.DOTALL)
_LABELLED = re.compile(
    rf"^(.*?)[\s|–—-]*(?:©|\(c\)|\b(?:{_LABEL})(?:\s+(?:by|credit|source))?\s*[:/]|\b(?:photos?|image|picture|photograph|illustration) by\b|\bcourtesy of\b)\s*(.+)$",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_CREDIT = 16


def split_credit(text: str) -> tuple[str, str]:
    """(caption, credit) of a caption as printed; "" for what it does not have."""
    if (match := _IN_BRACKETS.match(text)) and _is_credit(match[2], match[1]):
        return match[1].strip(), _unlabelled(match[2].strip())
    if (match := _LABELLED.match(text)) and len(words(match[2])) <= _LONGEST_CREDIT:
        return match[1].strip(" |–—-"), match[2].strip(" .")
    return text.strip(), ""


def ends_in_credit(text: str) -> bool:
    """Whether a line ends as a caption does: with an agency or a photographer in brackets."""
    match = _IN_BRACKETS.match(text)
    return bool(match) and _is_credit(match[2], match[1])  # type: ignore[index]


def is_credit_line(text: str) -> bool:
    """Whether a short line only says whose picture it is."""
    return len(words(text)) <= 12 and (split_credit(text)[0] == "" or bool(re.search(_AGENCY, text, re.IGNORECASE))) and not text.endswith((".", "?", "!"))


def _is_credit(inside: str, before: str) -> bool:
    if len(words(inside)) > _LONGEST_CREDIT or not before.rstrip().endswith((".", "”", '"', "!", "?", "’", "…")) and not _CREDIT_WORD.search(inside):
        return False
    return bool(_CREDIT_WORD.search(inside)) or bool(re.search(r"[^\W\d]/\s?[^\W\d]", inside))


def _unlabelled(credit: str) -> str:
    bare = re.sub(rf"^(?:{_LABEL})(?:\s+(?:by|credit|source|courtesy of))?\s*[:/]?\s+", "", credit, flags=re.IGNORECASE)
    return bare or credit
