"""The title of a page: the headline its reader sees, checked against what the page calls itself."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from briefgen.clean.letters import fold, one_space, words

_MARKS = re.compile(r"\s+(?:[|\-–—•·»«:~]|::|//|&raquo;)\s+|\s*\|\s*")
_SHARED = 0.6
_LONGEST = 300


def choose_title(headlines: Sequence[str], claims: Sequence[str], page_title: str, site: str) -> str:
    """The headline (an `<h1>`) that agrees with a claim (JSON-LD, Open Graph) or the page's title.

    Without such a headline the first claim, without its site's name; without claims the page's
    title, without its site's name; then the only headline. "" if the page has none of them.
    """
    headlines = [one_space(text) for text in headlines if fold(text) and len(text) <= _LONGEST and fold(text) != fold(site)]
    claims = [without_site(one_space(html.unescape(text)), site) for text in claims if fold(text)]
    named = [*claims, *([without_site(page_title, site)] if fold(page_title) else [])]
    for agree in (_same, _is_part, _contained, _alike):
        for claim in named:
            if match := next((text for text in headlines if agree(text, claim)), ""):
                return match
    claims = [claim for claim in claims if fold(claim) != fold(site)]
    if claims:
        return claims[0]
    if named and len(words(named[-1])) > 2:
        return named[-1]
    return headlines[0] if headlines else (named[-1] if named else "")


def without_site(title: str, site: str) -> str:
    """`title` without the site's name at its end or start, behind a dash, bar or colon."""
    marks = list(_MARKS.finditer(title))
    if not marks:
        return title
    if fold(site):
        for mark in marks:
            if _names(title[mark.end() :], site):
                return title[: mark.start()].strip()
        if _names(title[: marks[0].start()], site):
            return title[marks[0].end() :].strip()
    last = marks[-1]
    head, tail = title[: last.start()].strip(), title[last.end() :].strip()
    if len(words(head)) >= 3 and len(words(tail)) <= 4 and len(words(tail)) < len(words(head)) and _may_be_name(tail, last[0]):
        return without_site(head, "") if "|" in last[0] else head
    return title


def _may_be_name(tail: str, mark: str) -> bool:
    """Whether what stands behind a mark may be a site's name: behind a dash only capitalised words are."""
    if tail.endswith(("?", "!")) or "—" in mark:
        return False
    return mark.strip() not in ("-", "–") or all(not word[0].islower() for word in tail.split())


def _names(part: str, site: str) -> bool:
    one, other = fold(part), fold(site)
    return bool(one) and (one == other or (len(one) > 3 and len(other) > 3 and (one in other or other in one) and len(words(part)) <= 6))


def _same(headline: str, claim: str) -> bool:
    return fold(headline) == fold(claim)


def _is_part(headline: str, claim: str) -> bool:
    """`Climate change` of `Climate change | The Institute`."""
    return fold(headline) in {fold(part) for part in _MARKS.split(claim)}


def _contained(headline: str, claim: str) -> bool:
    one, other = fold(headline), fold(claim)
    short, long = sorted((one, other), key=len)
    return len(short) >= 0.4 * len(long) and short in long and len(short) > 8


def _alike(headline: str, claim: str) -> bool:
    one, other = ({word.casefold() for word in words(text)} for text in (headline, claim))
    return bool(one and other) and len(one & other) >= _SHARED * min(len(one), len(other)) and min(len(one), len(other)) >= 3
