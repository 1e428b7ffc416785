"""The sentences that hold a passage, for articles whose rights allow no more to be shown.

A rule, not a model: a full stop ends a sentence when white space and a capital (or a letter without
case) follow, unless the word before it is an abbreviation, an initial or a number before its month.
In doubt the sentence goes on: to show a sentence too many is better than half of one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

TextRange = tuple[int, int]

_CLOSERS = "\"'”’“»«›)\\]}」』】）〉》"
_OPENERS = "\"'“‘„‚«‹»([{¿¡「『【（—–-…"
# Full stops of scripts with and without spaces (property Sentence_Terminal, less the Latin ones).
_STOP = re.compile(
    f"(?P<plain>[.!?…‽]+)[{_CLOSERS}]*(?:\\s+|$)"
    f"|(?P<other>[。！？｡．؟۔।॥။።፧։]+)[{_CLOSERS}]*\\s*"
    r"|\n[ \t]*\n\s*"
)
_WORD_BEFORE = re.compile(r"[\w.’'-]*$")
_WORD = re.compile(r"[^\W\d_]+")

# Never the last word of a sentence: something always follows.
_LEADS = frozenset(
    "mr mrs ms mx messrs dr prof gen lt col maj capt sgt cpl pvt cmdr adm brig rep reps sen sens gov "
    "pres amb hon rev fr st mt ft vs ca cf approx e.g i.e viz al ph.d dipl ing bzw z.b d.h u.a sog "
    "mme mlle mm sra srta dña ул им проф акад ген тов т.е т.н и.о см напр".split()
)
# Before a number, never the last word.
_COUNTS = frozenset(
    "no nos nr art arts p pp vol fig figs sec sect ch chap para res doc jan feb mar apr jun jul aug "
    "sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun ст п стр гл №".split()
)
# An abbreviation that may end a sentence: it does if a word follows that begins one.
_MAY_END = frozenset(
    "jan feb apr jun jul aug sep sept oct nov dec etc inc ltd co corp bros jr sr est dept div assn ave blvd rd univ plc llc gmbh ag a.m p.m u.s "
    "u.k u.n e.u b.c a.d d.c ph.d m.d esq usw mio mrd bio ee.uu тыс млн млрд трлн руб гг вв др пр".split()
)
_BEGINNERS = frozenset(
    "the a an he she it they we you i his her its their our my your this that these those there here "
    "in on at by for from with to of but and or nor so yet not no if when while after before as since "
    "although though because until unless however meanwhile moreover still also both some many most "
    "several all each every what who whose which why how where earlier later last next according asked "
    "der die das ein eine er sie es wir ich im am auf mit nach vor bei und aber doch "
    "le la les un une il elle ils elles on nous ce cette ces en au mais et "
    "el los las ella ellos lo esta este pero y "
    "он она они это в во на с по но и а мы вы я він вона вони це у та але".split()
)
_MONTHS = frozenset(
    "januar jänner februar märz april mai juni juli august september oktober november dezember "
    "jahrhundert".split()
)
# What a speaker does after the quotation mark: "Why?" Singh asked.
_SPEAKS = re.compile(
    r"(?:[\w.’'-]+\s+){0,4}?"
    r"(?:said|says|asked|asks|told|added|wrote|writes|warned|replied|noted|stated|insisted|argued)"
    r"(?=\s*[.,;:!?]|\s*$|\s+(?:in|on|at|to|of|during|after|when|as|via|through|[A-Z]\w+day)\b)"
)


def sentences_around(text: str, spans: Iterable[TextRange]) -> tuple[TextRange, ...]:
    """The sentences that hold the spans, in order; sentences side by side are one range.

    White space around sentences is left out. A span is within one of the ranges, wholly.
    """
    starts, ends = _sentences(text)
    ranges: list[TextRange] = []
    for start, end in sorted(spans):
        first = max(0, bisect_right(starts, start) - 1)
        last = max(first, bisect_right(starts, end - 1) - 1)
        left, right = min(start, starts[first]), max(end, ends[last])
        if ranges and left <= ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], max(right, ranges[-1][1]))
        else:
            ranges.append((left, right))
    return tuple(ranges)


def sentence_around(text: str, spans: Iterable[TextRange]) -> TextRange:
    """The one range from the first of these sentences to the last, with all that lies between."""
    ranges = sentences_around(text, spans)
    return ranges[0][0], ranges[-1][1]


def _sentences(text: str) -> tuple[list[int], list[int]]:
    """Where the text's sentences start and end; at least one of each."""
    starts, ends = [len(text) - len(text.lstrip())], []
    for stop in _STOP.finditer(text):
        if stop.end() < len(text) and _ends(text, stop, starts[-1]):
            ends.append(stop.start() + len(stop.group().rstrip()))
            starts.append(stop.end())
    ends.append(len(text.rstrip()))
    return starts, ends


def _ends(text: str, stop: re.Match[str], start: int) -> bool:
    """Whether a sentence that began at `start` ends at this stop."""
    plain = stop["plain"]
    if plain is None:
        return True
    following = text[stop.end() : stop.end() + 80].lstrip(_OPENERS + " \t\n")
    if not following or following[0].islower():
        return False
    quoted = stop.group().rstrip() != plain
    if quoted and _SPEAKS.match(text, stop.end()):
        return False
    if plain != "." or quoted:
        return True
    before = _WORD_BEFORE.search(text, max(start, stop.start() - 30), stop.start())
    return _may_follow(before.group() if before else "", following, text[start : stop.start()])


def _may_follow(word: str, following: str, sentence: str) -> bool:
    """Whether a sentence may end in `word` and a full stop, seeing what follows."""
    word = word.strip("'’-").casefold()
    next_word = _WORD.match(following)
    begins = next_word is not None and next_word.group().casefold() in _BEGINNERS
    if word.isdigit():
        is_date = next_word is not None and next_word.group().casefold() in _MONTHS
        return not is_date and sentence.strip() != word
    if word in _LEADS or (word in _COUNTS and following[0].isdigit()):
        return False
    is_initial = len(word) == 1 and word.isalpha()
    is_acronym = "." in word
    return begins if is_initial or is_acronym or word in _MAY_END else True
