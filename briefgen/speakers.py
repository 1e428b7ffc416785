"""Who probably speaks a quotation: the name beside the word "said", as newspapers write it.

A guess for the analyst to check, never a fact: it stands in files that people go on with, and no
page shows it. The words of speaking are English, German, French and Spanish; in other languages,
and where only a pronoun stands, the speaker of the quotation before it in the article is taken, or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefgen.article import BODY, Article
from briefgen.names import Names
from briefgen.passages import TextRange
from briefgen.passages.sentences import sentence_around

_SPEAKING = re.compile(
    r"\b(?:said|says|say|told|tells|added|adds|wrote|writes|stated|states|announced|argued|argues|asked|warned|warns|insisted|noted|notes|"
    r"explained|replied|claimed|claims|declared|confirmed|acknowledged|admitted|continued|concluded|recalled|stressed|testified|tweeted|"
    r"posted|denied|denies|assessed|estimated|pledged|vowed|urged|demanded|reported|according to|sagte|sagt|erklärte|schrieb|betonte|teilte|laut|a déclaré|a dit|a affirmé|selon|dijo|afirmó|declaró|según)\b"
)
_BEFORE_NAME = frozenset(("according to", "laut", "selon", "según"))
_BY_PRONOUN = re.compile(r"\b(?:he|she|they|it|er|sie|il|elle|ils|él|ella)\b", re.IGNORECASE)
_NO_SUBJECT = re.compile(r"\b(?:from|in|at|near|to)\s+(?:the\s+)?$")
# What may stand between "said" and the end of its subject: no comma, no quotation, no preposition.
_PHRASE = re.compile(r"(?:\s+(?!(?:in|at|on|to|after|during|who|as|that|when|while|by)\b)[\w’'.-]+){0,8}")
_BLOT = "一"  # a letter without case: a sentence may begin with it, a name may not
_NEAR = 60  # characters between a name and its word of speaking
# A name as print has it: capitalised words, with the particles that stand inside names.
_CAPITALS = re.compile(r"(?:[A-ZÀ-ÞĀ-ŽА-Я][\w’'.-]*\s+(?:(?:de|del|der|den|van|von|bin|al|el|la|le|du|da|dos)\s+)*){0,4}[A-ZÀ-ÞĀ-ŽА-Я][\w’'-]+")
_NO_NAME = frozenset(
    "The A An In On At By For From It He She They We I You This That These Those There But And Or If When While As After Before Asked "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October "
    "November December Oct Nov Dec Sept Jan Feb Of Some Yes No Well Yeah Our My His Her Their What Who How Why Where Also Later Earlier "
    "However Meanwhile According One Two Three Many Most All Both Each Every With To As If So Not I'm You're".split()
)

_OFFICES = frozenset(
    "Secretary General President Minister Premier Chancellor Chairman Chairwoman Chair Chief Director Spokesman Spokeswoman Spokesperson "
    "Senator Sen Rep Representative Governor Gov Mayor King Queen Prince Pope Colonel Captain Lieutenant Admiral Commander Judge Justice "
    "Ambassador Commissioner Professor Prof Dr Mr Mrs Ms Officer Sergeant Major Marshal Deputy Vice Inspector".split()
)


def probable_speaker(article: Article, index: int, spans: Sequence[TextRange], names: Names | None = None) -> str:
    """An actor's id where `names` knows the speaker, else the name as it is printed, else ""."""
    text, quoted = article.texts[index], article.quoted[index]
    start, end = spans[0][0], spans[-1][1]
    if not any(left < end and start < right for left, right in quoted):
        found = _reported_by(text, spans, names)
    else:
        outside = _outside(text, quoted)
        found = _attributed(outside, start, end, names)
        if not found and index >= BODY and not _spoken_by_another(outside, start, end):
            found = _antecedent(outside, start, names) or _earlier(article, index, start, names)
    return found if names is not None else _in_full(article, found)


def _attributed(outside: str, start: int, end: int, names: Names | None) -> str:
    """The name at the word of speaking nearest to the quotation from `start` to `end`."""
    left, right = sentence_around(outside, [(start, end)])
    found = list(_names_in(outside, left, right, names))
    verbs = sorted(_SPEAKING.finditer(outside, left, right), key=lambda verb: max(verb.start() - end, start - verb.end(), 0))
    for verb in verbs:
        if name := _subject(outside, verb, found):
            return name
    return ""


def _spoken_by_another(outside: str, start: int, end: int) -> bool:
    """Whether the sentence says who speaks, and that is no "he" or "she"."""
    left, right = sentence_around(outside, [(start, end)])
    verbs = [verb for verb in _SPEAKING.finditer(outside, left, right) if max(verb.start() - end, start - verb.end()) <= _NEAR]
    return bool(verbs) and not any(_BY_PRONOUN.search(outside[max(left, verb.start() - 16) : verb.end() + 8]) for verb in verbs)


def _subject(text: str, verb: re.Match[str], found: Sequence[tuple[TextRange, str]]) -> str:
    """Who does what `verb` says: `Mark Rutte said`, `said Mark Rutte`, `Mark Rutte, the alliance's head, said`."""
    phrase = _PHRASE.match(text, verb.end())
    after = [name for at, name in found if phrase and verb.end() <= at[0] and at[1] <= phrase.end()]
    before = [(at, name) for at, name in found if at[1] <= verb.start()]
    if verb[0] in _BEFORE_NAME:
        return after[0] if after else ""
    if after and verb[0] not in ("told", "tells") and not (before and text[before[-1][0][1] : verb.start()].strip() in ("", "has", "had", "also")):
        return after[-1]
    if not before or verb.start() - before[-1][0][1] > _NEAR:
        return ""
    place = len(before) - 1
    while place and text[before[place][0][1] :].lstrip().startswith(",") and text[before[place - 1][0][1] :].lstrip().startswith(","):
        place -= 1  # a name between commas is about the one before it
    return before[place][1]


def _antecedent(outside: str, start: int, names: Names | None) -> str:
    """Whom "she" means: the first name in the sentence before, if the quotation stands in a later one of its block."""
    own = sentence_around(outside, [(start, start + 1)])[0]
    if not own:
        return ""
    before = sentence_around(outside, [(own - 2, own - 1)]) if own > 2 else (0, 0)
    return next((name for _, name in _names_in(outside, before[0], before[1], names)), "")


def _earlier(article: Article, index: int, start: int, names: Names | None) -> str:
    """The speaker of the nearest quotation before this one that is attributed to a name."""
    for place in range(index, max(BODY, index - 3) - 1, -1):
        text, quoted = article.texts[place], article.quoted[place]
        for left, right in reversed(quoted):
            if place < index or right < start:
                if found := _attributed(_outside(text, quoted), left, right, names):
                    return found
    return ""


def _reported_by(text: str, spans: Sequence[TextRange], names: Names | None) -> str:
    """For reported speech: the name at the word of speaking in the passage's own sentence."""
    left, right = sentence_around(text, spans)
    verb = _SPEAKING.search(text, left, right)
    if verb is None:
        return ""
    if verb[0] in _BEFORE_NAME:
        return next((name for _, name in _names_in(text, verb.end(), min(right, verb.end() + _NEAR), names)), "")
    before = [name for at, name in _names_in(text, left, verb.start(), names) if verb.start() - at[1] <= _NEAR]
    return before[-1] if before else ""


def _names_in(text: str, start: int, end: int, names: Names | None) -> Iterator[tuple[TextRange, str]]:
    """Actors known from the registry; where there is none, words that look like a name."""
    part = text[start:end]
    if names is not None:
        for mention in names.find(part):
            if mention.kind == "actors":
                yield (mention.start + start, mention.end + start), mention.id
        return
    for match in _CAPITALS.finditer(part):
        words = match[0].split() if not _NO_SUBJECT.search(part, max(0, match.start() - 12), match.start()) else []
        while words and words[0].rstrip(".") in _NO_NAME:
            words = words[1:]
        if words and words[-1].rstrip(".") not in _NO_NAME and not (len(words) == 1 and re.search("['’](?!s$)", words[0])):
            yield (match.end() + start - len(" ".join(words)), match.end() + start), _person(words)


def _person(words: Sequence[str]) -> str:
    """The name without the offices before it: the words after the last word that names an office."""
    office = max((place for place, word in enumerate(words[:-1]) if word.rstrip(".") in _OFFICES), default=-1)
    return " ".join(words[office + 1 :]).removesuffix("’s").removesuffix("'s")


def _in_full(article: Article, name: str) -> str:
    """The longest form of a name without a first name that the article prints: `Sabrina Singh` for `Singh`."""
    if " " in name or not name:
        return name
    forms = {found for text in article.texts for _, found in _names_in(text, 0, len(text), None) if found.split()[-1] == name and len(found.split()) <= 3}
    return max(sorted(forms), key=lambda form: len(form.split()), default=name)


def _outside(text: str, quoted: Sequence[TextRange]) -> str:
    """`text` with what is quoted blotted out, offsets kept, so that no name inside a quotation speaks it."""
    parts, at = [], 0
    for left, right in quoted:
        parts += [text[at:left], _BLOT * (right - left)]
        at = right
    return "".join(parts) + text[at:]
