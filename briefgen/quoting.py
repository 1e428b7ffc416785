"""Words of an article to a claim that quotes them: a passage proven to stand exactly once.

    words --prove_words--> Quotation     the article's own words, found once, or `Refused` with a reason
          --claim_block--> YAML          ready to be put under `claims:` of an annotation

Words that cut a word are completed. Words that stand several times are extended by their neighbours
until they stand once, if it is known which place is meant; else the offers are in the refusal's hint.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice

from briefgen.article import Article
from briefgen.errors import Refused
from briefgen.names import Names
from briefgen.passages import Ambiguous, Cut, Hit, TextRange, explain, find_passage, fold
from briefgen.passages.cuts import cut_word
from briefgen.passages.search import find_places, split_parts
from briefgen.speakers import probable_speaker
from briefgen.speech import Speech, speech
from briefgen.urls import slug
from briefgen.yamlscalar import write_scalar

_MOST_PLACES, _MOST_OFFERS = 20, 5
_REACH = 200  # characters before a place that are compared
_ID_WORDS = 4
_QUOTES = re.compile("[“”„«»\"]")
_CROSSING = 4  # words that it is worth not to run over the end of a quotation
_WORD = re.compile(r"\w(?:\S*\w)?")
_SMALL = frozenset(
    "a an the of to in on at by for from with and or but that this these those it its is are was were be been has have had "
    "will would can could should may might i we you he she they our their his her my your not as if".split()
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage, and where it stands: `spans` are offsets in `article.texts[index]`."""

    passage: str
    index: int
    spans: tuple[TextRange, ...]
    speech: Speech


def claim_block(
    article: Article, words: str, before: str = "", *, by: str = "", names: Names | None = None, taken: Collection[str] = ()
) -> str:
    """A claim in YAML whose passage is `words`, indented for its place under `claims:`.

    `before` is text that stands right before the words meant, for words that stand several times.
    `by` is who says them; without it the probable speaker, found with the help of `names`, and `by`
    is left empty where nothing tells, or where the name beside the words is none of `names`: that one
    stands in a comment. `taken` are ids of claims that are in use.

    Raises `Refused`: the message says why there is no such passage, the hint what to do.
    """
    quotation = prove_words(article, words, before)
    speaker = by or probable_speaker(article, quotation.index, quotation.spans, names)
    id = claim_id(quotation.passage, speaker, taken)
    lines = [f"  {id}:", f"    by: {write_scalar(speaker)}" if speaker else f"    by:  # who says it?{_unregistered(article, quotation, names)}"]
    return "\n".join([*lines, f"    passage: {write_scalar(quotation.passage)}", ""])


def prove_words(article: Article, words: str, before: str = "") -> Quotation:
    """The passage that `words` stand for. Raises `Refused`, as `claim_block` does."""
    found = find_passage(words, article.folded, article.hidden)
    if isinstance(found, Cut):
        found = _completed(article, found)
    elif isinstance(found, Ambiguous):
        found = _chosen(article, words, before)
    if not isinstance(found, Hit):
        _, message, hint = explain(found, article.texts)
        raise Refused(message, hint)
    passage = _written(article.texts[found.index], found.spans)
    proven = find_passage(passage, article.folded, article.hidden)
    if not isinstance(proven, Hit) or proven.index != found.index:
        raise Refused("these words cannot be written as a passage", "copy a longer or a shorter part")
    return Quotation(passage, proven.index, proven.spans, speech(article.texts[proven.index], article.quoted[proven.index], proven.spans))


def _unregistered(article: Article, quotation: Quotation, names: Names | None) -> str:
    """The probable speaker that the registry of actors lacks, as part of a comment."""
    printed = probable_speaker(article, quotation.index, quotation.spans) if names is not None else ""
    return f" perhaps {' '.join(printed.split())}, who is not among the actors" if printed else ""


def claim_id(passage: str, speaker: str, taken: Collection[str] = ()) -> str:
    """A readable id: the speaker's last word and the passage's first telling words."""
    said = [word for word in slug(passage).split("-") if word not in _SMALL][:_ID_WORDS]
    base = slug(" ".join([*slug(speaker).split("-")[-1:], *said] if speaker and speaker != "article" else said or [passage]))
    number, id = 1, base
    while id in taken:
        number += 1
        id = f"{base}-{number}"
    return id


def _completed(article: Article, cut: Cut) -> object:
    """The passage with the words that it cuts made whole."""
    text, spans = article.texts[cut.index], list(cut.spans)
    for place, (start, end) in enumerate(spans):
        while start > 0 and cut_word(text, start):
            start -= 1
        while end < len(text) and cut_word(text, end):
            end += 1
        spans[place] = (start, end)
    return find_passage(_written(text, spans), article.folded, article.hidden)


def _chosen(article: Article, words: str, before: str) -> object:
    """The place that `before` names, made unique; without it a refusal that offers every place."""
    folded = fold(words).text.strip(" ")
    places = list(islice(find_places((folded,), article.folded), _MOST_PLACES))
    places = places or list(islice(find_places(split_parts(folded), article.folded), _MOST_PLACES))
    if wanted := fold(before).text.strip(" ")[-_REACH:]:
        named = [place for place in places if _precedes(wanted, article.texts[place[0]][: place[1][0][0]])]
        if len(named) == 1:
            if unique := _extended(article, *named[0]):
                return find_passage(unique, article.folded, article.hidden)
            raise Refused("these words stand several times, and so do all the words around them", "quote another part of the article")
    offers = [offer for place in places[:_MOST_OFFERS] if (offer := _extended(article, *place))]
    message = f"these words stand {len(places)} times in the article"
    if not offers:
        raise Refused(message, "the words around them are the same each time; quote another part")
    more = f"; and {len(places) - len(offers)} more" if len(places) > len(offers) else ""
    raise Refused(message, "each of these stands once: " + "; ".join(f"“{offer}”" for offer in offers) + more)


def _precedes(wanted: str, text: str) -> bool:
    return fold(text[-2 * _REACH :]).text.strip(" ").endswith(wanted)


def _extended(article: Article, index: int, spans: Sequence[TextRange]) -> str:
    """The passage at one place with the fewest neighbours that let it stand once; "" if none do.

    Only its first part grows: a place is told from another by where it starts.
    """
    text, (start, end), rest = article.texts[index], spans[0], spans[1:]
    tokens = [word.span() for word in _WORD.finditer(text[: rest[0][0] if rest else len(text)])]
    low = next(number for number, token in enumerate(tokens) if token[1] > start)
    high = max(number for number, token in enumerate(tokens) if token[0] < end)

    def unique(left: int, right: int) -> str:
        first = (start if left == low else tokens[left][0], end if right == high else tokens[right][1])
        passage = _written(text, [first, *rest])
        found = find_passage(passage, article.folded, article.hidden)
        return passage if isinstance(found, Hit) and (found.index, found.spans[0]) == (index, first) else ""

    marks = len(_QUOTES.findall(text[start:end]))
    best, cheapest, right = "", math.inf, len(tokens) - 1
    for left in range(low, -1, -1):  # the earlier it starts, the sooner it may end
        if not unique(left, right):
            continue
        while right > high and unique(left, right - 1):
            right -= 1
        passage = unique(left, right)
        cost = low - left + right - high + _CROSSING * (len(_QUOTES.findall(passage)) > marks)
        if cost < cheapest:
            best, cheapest = passage, cost
    return best


def _written(text: str, spans: Collection[TextRange]) -> str:
    """The parts as an annotation has them: on one line, with `…` between them."""
    return " … ".join(" ".join(text[start:end].split()) for start, end in spans)
