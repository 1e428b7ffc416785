"""How much a block reads like an article's prose, from its words alone."""

from __future__ import annotations

import re

from briefgen.clean.letters import WORD

_ENDS = re.compile(r"[.!?…。！？؟।׃][\"'”’»“」』)\]\d*]*$|[:;,][\"'”’»]*$")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


def word_count(text: str) -> int:
    """Words in `text`; two characters count as a word where a script writes none apart."""
    unspaced = len(_CJK.findall(text))
    return len(WORD.findall(_CJK.sub(" ", text) if unspaced else text)) + (unspaced + 1) // 2


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence does."""
    return bool(_ENDS.search(text.rstrip()))


def is_prose(text: str) -> bool:
    """A sentence or more: ten words with an end, or thirty without."""
    count = word_count(text)
    return count >= 30 or (count >= 10 and ends_sentence(text))
