"""Repair of mojibake: UTF-8 that some program read in another code page.

Nothing is changed but what is proven damaged. A stretch is a *candidate* if the bytes it was read
from are one character of UTF-8. It is *certain* if, besides, no language writes what stands there:
a typographic sign that came apart into three characters (`â€™`), or a symbol or a capital inside a
word (`cafÃ©`). Candidates that are not certain (`Ã` before a closing quotation mark may be
Portuguese) are repaired only beside a certain one from the same code page, or where no character
beyond ASCII is left that could be healthy. The damage may be repeated, so the search runs until nothing changes.
"""

from __future__ import annotations

import re

from briefgen.clean.codepages import NAMES, CodePage, code_page
from briefgen.clean.letters import visible
from briefgen.clean.suspects import Suspect, is_certain, suspects_in, uncovered_letters, weak_holds
from briefgen.clean.values import Repair

_ROUNDS = 6
_TOKEN = re.compile(r"[^ \t\n]+")
_ODD = re.compile(r"[^\W\d_A-ZÀ-ÖØ-ÞΑ-ΩЀ-Я][A-ZÀ-ÖØ-ÞΑ-ΩЀ-Я]|[\x80-\x9f]")
_CONTEXT = 24
_SIGNS = {"’": "apostrophe", "‘": "quotation mark", "“": "quotation mark", "”": "quotation mark",
          "„": "quotation mark", "‚": "quotation mark", "«": "quotation mark", "»": "quotation mark",
          "–": "dash", "—": "dash", "…": "ellipsis", "\u00a0": "space", "•": "bullet"}  # fmt: skip


def repair(text: str) -> tuple[str, tuple[Repair, ...]]:
    """`text` with its mojibake repaired, and each repair with the word that follows it.

    Spaces, tabs and line breaks are never changed, so texts joined by line breaks can be told
    apart again.
    """
    if text.isascii():
        return text, ()
    before = _TOKEN.findall(text)
    after = list(before)
    for _ in range(_ROUNDS):
        page, foreign = _likeliest(after)
        if page is None:
            break
        wholly = _is_wholly_misread(after, page)
        mended = [token if token.isascii() else _mend(token, page, foreign, wholly) for token in after]
        if mended == after:
            break
        after = mended
    if after == before:
        return text, ()
    tokens = iter(after)
    return _TOKEN.sub(lambda _: next(tokens), text), _record(before, after)


def repairs_between(was: str, now: str) -> tuple[Repair, ...]:
    """The repairs that turned `was` into `now`: the same text before and after `repair`.

    Empty if more than repaired words differ.
    """
    before, after = _TOKEN.findall(was), _TOKEN.findall(now)
    return _record(before, after) if len(before) == len(after) else ()


def _likeliest(tokens: list[str]) -> tuple[CodePage | None, bool]:
    """The code page that proves most words damaged, or None if none does.

    Of two that prove as much, the one that explains more characters, with fewer capitals inside
    words, then with fewer fillers. The flag says that the text also holds healthy letters of that
    page's own script.
    """
    doubtful = [token for token in tokens if not token.isascii()]
    joined = "\n".join(doubtful)
    best, most, own = None, (0, 0, 0, 0), False
    for name in NAMES:
        page = code_page(name)
        if not page.sequence.search(joined):
            continue
        foreign = any(uncovered_letters(token, page) for token in doubtful)
        found = [(token, suspects_in(token, page)) for token in doubtful]
        certain = [suspects for token, suspects in found if is_certain(token, suspects, foreign)]
        stretches = [suspect.was for _, suspects in found for suspect in suspects]
        fillers = sum(char not in page.native for stretch in stretches for char in stretch)
        odd = sum(len(_ODD.findall(_replaced(token, suspects))) for token, suspects in found)
        score = (len(certain), sum(map(len, stretches)), -odd, -fillers)
        if certain and score > most:
            best, most, own = page, score, foreign
    return best, own


def _is_wholly_misread(tokens: list[str], page: CodePage) -> bool:
    """Whether every character beyond ASCII belongs to misread UTF-8, so that none is healthy."""
    return all(token.isascii() or page.orphan.sub("", page.sequence.sub("", token)).isascii() for token in tokens)


def _mend(token: str, page: CodePage, foreign: bool, wholly: bool) -> str:
    """`token` with its misread characters put back."""
    found = suspects_in(token, page)
    if not wholly and not is_certain(token, found, foreign):
        found = [suspect for suspect in found if weak_holds(token, suspect, page, foreign)]
    return page.orphan.sub("”", _replaced(token, found))


def _replaced(token: str, found: list[Suspect]) -> str:
    parts, at = [], 0
    for suspect in found:
        parts += [token[at : suspect.start], suspect.now]
        at = suspect.end
    return "".join(parts) + token[at:]


def _record(before: list[str], after: list[str]) -> tuple[Repair, ...]:
    """Each changed word with the word after it, once, in the order of the text."""
    repairs: dict[Repair, None] = {}
    for place, (was, now) in enumerate(zip(before, after, strict=True)):
        if was != now and visible(was) != now:
            was, now = _around(*_without_outer_marks(was, now))
            follows = f" {before[place + 1]}" if place + 1 < len(before) and before[place + 1] == after[place + 1] else ""
            if len(follows) > _CONTEXT or "\x1f" in follows:
                follows = ""
            repairs[Repair(was + follows, now + follows, f"mis-decoded {_what(was, now)}")] = None
    return tuple(repairs)


def _without_outer_marks(was: str, now: str) -> tuple[str, str]:
    """The two words without the punctuation before them that both share."""
    while len(was) > 1 and len(now) > 1 and was[0] == now[0] and not was[0].isalnum():
        was, now = was[1:], now[1:]
    return was, now


def _around(was: str, now: str) -> tuple[str, str]:
    """The two words, cut down to the change where they are as long as a sentence (Thai, Chinese)."""
    if len(was) <= 3 * _CONTEXT:
        return was, now
    shared = min(len(was), len(now))
    start = next((i for i in range(shared) if was[i] != now[i]), shared)
    end = next((i for i in range(shared - start) if was[-1 - i] != now[-1 - i]), shared - start)
    start, end = max(0, start - _CONTEXT), max(0, end - _CONTEXT)
    return was[start : len(was) - end], now[start : len(now) - end]


def _what(was: str, now: str) -> str:
    changed = [char for char in now if char not in was] or [char for char in now if not char.isascii()]
    signs = {_SIGNS.get(char, "letter" if char.isalpha() else "sign") for char in changed}
    if signs <= {"letter"}:
        return "letter" if len(changed) == 1 else "letters"
    if "letter" in signs:
        return "letters and signs"
    return signs.pop() if len(signs) == 1 else "punctuation"
