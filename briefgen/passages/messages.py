"""A failure in words: code, message and hint of the problem that an analyst reads."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.passages.results import Ambiguous, Cut, Empty, Failure, Miss
from briefgen.passages.words import reveal

_AROUND = 60


def explain(
    failure: Failure, texts: Sequence[str], labels: Sequence[str] = ()
) -> tuple[str, str, str]:
    """(code, message, hint). `labels` name the texts; as a rule title, caption, paragraph 1, ….

    Codes: `passage-missing`, `passage-ambiguous`, `passage-cut`, `passage-empty`.
    """
    names = labels or _usual_names(len(texts))
    match failure:
        case Empty():
            return (
                "passage-empty",
                "the passage has no letter or digit",
                "copy the words that it rests on from the article",
            )
        case Ambiguous():
            return _explain_ambiguous(failure, names)
        case Cut():
            said = f"the passage {failure.side}s inside '{reveal(failure.word)}'"
            return "passage-cut", said, f"write '{reveal(failure.word)}' whole, or leave it out"
        case Miss():
            message, hint = _explain_miss(failure, texts, names)
            return "passage-missing", message, hint


def _explain_ambiguous(failure: Ambiguous, names: Sequence[str]) -> tuple[str, str, str]:
    places = [f"{names[place.index]}: {reveal_context(place.context)}" for place in failure.places]
    more = failure.count - len(places)
    if more:
        places.append(f"and {more} more")
    message = f"the passage stands {failure.count} times in the article"
    hint = "add words before or after it until only one is left: " + "; ".join(places)
    return "passage-ambiguous", message, hint


def _explain_miss(miss: Miss, texts: Sequence[str], names: Sequence[str]) -> tuple[str, str]:
    source, passage = reveal(miss.source), reveal(miss.passage)
    name = names[miss.index] if miss.index >= 0 else ""
    match miss.cause:
        case "apart":
            message = f"its parts stand in different places: {name} and {names[miss.other]}"
            return message, "make it two passages; what '…' leaves out lies in one paragraph"
        case "brackets":
            return f"'{passage}' is not in the article", "write '…' without brackets for words left out"
        case "crosses":
            message = f"the passage runs on after '{source}', where {name} ends"
            return message, "make it two passages, or end it there; a passage stands in one paragraph"
        case "dots":
            return f"'{passage}' is not in the article", "write '…', one character, for words left out"
        case "hidden":
            message = "the passage stands only where no reader sees it"
            return message, "a link's target or a picture's alternative text cannot be quoted"
        case "order":
            message = f"its parts stand in {name}, but not in this order"
            return message, "put them in the article's order, or make them passages of their own"
        case "unlike":
            return "the article has nothing like it", "copy the passage from the article's text"
        case "words":
            return _differ(miss, source, passage), _nearest(miss, texts, name)


def _differ(miss: Miss, source: str, passage: str) -> str:
    if miss.detail:
        return f"'{passage}' is not in the article: {miss.detail}"
    if not source:
        return f"the article does not have '{passage}' there"
    if not passage:
        return f"the passage leaves out '{source}'; '…' stands for words left out"
    if source == passage:
        return f"the article has '{source}' among other words than the passage does"
    return f"the article has '{source}' where the passage has '{passage}'"


def _nearest(miss: Miss, texts: Sequence[str], name: str) -> str:
    """The nearest words of the article, with some of those around them."""
    text = texts[miss.index]
    start, end = max(0, miss.span[0] - _AROUND), min(len(text), miss.span[1] + _AROUND)
    if end - start > 500:
        end = start + 500
    shown = ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
    return f"nearest, {name}: {reveal_context(shown)}"


def reveal_context(text: str) -> str:
    """`text` on one line with what cannot be seen written out, at full length."""
    return " ".join(reveal(word) for word in text.split())


def _usual_names(count: int) -> list[str]:
    return ["the title", "the caption", *(f"paragraph {n}" for n in range(1, count - 1))]
