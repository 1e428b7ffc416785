"""The words of the interface: one catalogue file for each language, read once for a build.

`templates/languages/en.yaml` is the measure: another language has the same words, each with the same
`{places}` to fill. A site's own file of the same name changes single words; a new one adds a language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from briefgen.answers import Figure
from briefgen.dates import DateWords, Edtf, format_date
from briefgen.errors import Problem, did_you_mean
from briefgen.yamltext import locate, parse_yaml

Word = str | Mapping[str, str]
"""A text, or one for each plural form ("one", "other")."""

_PLACE = re.compile(r"\{([a-z]+)\}")


def _east_slavic(n: int) -> str:
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "many"


def _polish(n: int) -> str:
    return "one" if n == 1 else "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "many"


def _arabic(n: int) -> str:
    if n < 3:
        return ("zero", "one", "two")[n]
    return "few" if 3 <= n % 100 <= 10 else "many" if n % 100 >= 11 else "other"


PLURALS: Mapping[str, tuple[tuple[str, ...], Callable[[int], str]]] = {
    "en": (("one", "other"), lambda n: "one" if n == 1 else "other"),
    "fr": (("one", "other"), lambda n: "one" if n < 2 else "other"),
    "ja": (("other",), lambda n: "other"),
    "cs": (("one", "few", "other"), lambda n: "one" if n == 1 else "few" if n in (2, 3, 4) else "other"),
    "pl": (("one", "few", "many"), _polish),
    "ru": (("one", "few", "many"), _east_slavic),
    "ar": (("zero", "one", "two", "few", "many", "other"), _arabic),
}
"""A language that stands for all that count like it: its forms, and the form for a whole number (Unicode CLDR)."""


@dataclass(frozen=True)
class Words:
    """One language's words by dotted name: "page.notes", "stance.affirms".

    `direction` is "ltr" or "rtl"; `plurals` names a language of `PLURALS`.
    """

    language: str
    direction: str
    plurals: str
    entries: Mapping[str, Word]

    def __getitem__(self, name: str) -> str:
        word = self.entries[name]
        assert isinstance(word, str), f"{name} has plural forms"
        return word

    def fill(self, name: str, /, **values: str) -> str:
        """The word with its `{places}` filled."""
        return fill(self[name], values)

    @cached_property
    def dates(self) -> DateWords:
        """How the language writes dates; the section `date`."""
        said = {name.removeprefix("date."): self[name] for name in self.entries if name.startswith("date.")}
        months = {name: _months(said.pop(name)) for name in ("months", "short_months")}
        return DateWords(**months, **said)  # type: ignore[arg-type]

    def date(self, date: Edtf) -> str:
        return format_date(date, words=self.dates)

    def figure(self, figure: Figure) -> str:
        """As readers see it, thousands grouped: "10,000 (unclear)"."""
        low, high = (None if bound is None else self.number(f"{bound:,}" if abs(bound) >= 1000 else f"{bound}") for bound in (figure.low, figure.high))
        if figure.about:
            text = self.fill("figure.about", n=str(low))
        elif low is not None and high is not None:
            text = low if low == high else self.fill("figure.between", n=low, more=high)
        else:
            text = self.fill("figure.up_to", n=str(high)) if low is None else self.fill("figure.at_least", n=low)
        return self.fill("figure.unclear", figure=text) if figure.unclear else text

    def number(self, english: str) -> str:
        """A number as English writes it, with the language's own marks: "1,234.5"."""
        swap = {",": self["figure.thousands"], ".": self["figure.decimal"]}
        return "".join(swap.get(c, c) for c in english)

    def count(self, name: str, number: int, /, **values: str) -> str:
        """The form for `number`, which stands at `{n}`."""
        forms = self.entries[name]
        assert not isinstance(forms, str), f"{name} has no plural forms"
        return fill(forms[plural_form(self.plurals, number)], {"n": f"{number}", **values})


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with each `{place}` replaced by the value of that name; others stay as they are."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), text)


def plural_form(plurals: str, number: int) -> str:
    return PLURALS[plurals][1](number)


def merge_words(language: str, files: list[tuple[str, str]], measure: Words | None) -> tuple[Words | None, list[Problem]]:
    """The catalogue of `language` from (path, YAML text) of its files, later ones over earlier ones.

    `measure` is the catalogue whose words all others have; None for that one itself.
    """
    entries: dict[str, Word] = {}
    head = {"direction": "ltr", "plurals": "en"}
    problems: list[Problem] = []
    for path, text in files:
        value, found = parse_yaml(text, path)
        reader = _Reader(path, text, measure, head)
        if isinstance(value, dict):
            entries |= reader.read(value)
        problems += [*found, *reader.problems]
    missing = [name for name in (measure.entries if measure else ()) if name not in entries]
    if missing and not any(problem.code == "yaml-syntax" for problem in problems):
        message = f"the word '{missing[0]}' is missing" + (", and others are" if len(missing) > 1 else "")
        hint = "translate from languages/en.yaml: " + ", ".join(missing[:8]) + (" …" if len(missing) > 8 else "")
        problems.append(Problem(files[-1][0], 1, 1, "error", "missing-word", message, hint))
    if any(problem.severity == "error" for problem in problems):
        return None, problems
    return Words(language, head["direction"], head["plurals"], entries), problems


class _Reader:
    """Reads one file's words into `section.key` -> word; what is wrong ends in `problems`, with its place."""

    def __init__(self, path: str, text: str, measure: Words | None, head: dict[str, str]) -> None:
        self.path, self.text, self.measure, self.head = path, text, measure, head
        self.problems: list[Problem] = []

    def read(self, value: Mapping[str, object]) -> dict[str, Word]:
        found: dict[str, Word] = {}
        for section, words in value.items():
            if section in self.head:
                self._setting(section, words)
            elif isinstance(words, dict):
                for key, word in words.items():
                    if self._is_sound(section, key, word):
                        found[f"{section}.{key}"] = word
            else:
                self._refuse((section,), f"'{section}' holds no words", "write them below it, one a line")
        return found

    def _setting(self, name: str, value: object) -> None:
        known = tuple(PLURALS) if name == "plurals" else ("ltr", "rtl")
        if value in known:
            self.head[name] = str(value)
        else:
            self._refuse((name,), f"there is no {name} '{value}'", f"write one of: {', '.join(known)}")

    def _is_sound(self, section: str, key: str, word: object) -> bool:
        where, name = (section, key), f"{section}.{key}"
        like = self.measure.entries.get(name) if self.measure else None
        forms = PLURALS[self.head["plurals"]][0]
        if self.measure and like is None:
            line, column, excerpt = locate(self.text, where, on_key=True)
            hint = did_you_mean(name, self.measure.entries) or "take it out"
            message = f"nothing uses the word '{name}'"
            self.problems.append(Problem(self.path, line, column, "warning", "unused-word", message, hint, excerpt))
            return False
        if isinstance(word, list) or not word:
            self._refuse(where, f"the word '{name}' is empty", "write its text")
        elif isinstance(word, dict) and (set(word) != set(forms) or not all(isinstance(t, str) and t for t in word.values())):
            self._refuse(where, f"'{name}' needs other plural forms", f"write a text for each of: {', '.join(forms)}")
        elif like is not None and isinstance(like, str) != isinstance(word, str):
            hint = "write one text" if isinstance(like, str) else f"write a text for each of: {', '.join(forms)}"
            self._refuse(where, f"'{name}' has {'no ' if isinstance(like, str) else ''}plural forms", hint)
        elif like is not None and (more := sorted(_places(word) - _places(like))):  # type: ignore[arg-type]
            known = ", ".join(f"{{{place}}}" for place in sorted(_places(like))) or "none"
            self._refuse(where, f"'{name}' has no place {{{more[0]}}}", f"its places: {known}")
        elif any(brace in _PLACE.sub("", text) for text in _texts(word) for brace in "{}"):  # type: ignore[arg-type]
            self._refuse(where, f"'{name}' has a brace that belongs to no place", "write a place as {name}, and no other braces")
        elif name in ("date.months", "date.short_months") and len(_months(word)) != 12:  # type: ignore[arg-type]
            self._refuse(where, f"'{name}' has {len(_months(word))} names", "write all twelve months, with commas between them")  # type: ignore[arg-type]
        else:
            return True
        return False

    def _refuse(self, field: tuple[str, ...], message: str, hint: str) -> None:
        line, column, excerpt = locate(self.text, field)
        self.problems.append(Problem(self.path, line, column, "error", "bad-word", message, hint, excerpt))


def _texts(word: Word) -> tuple[str, ...]:
    return (word,) if isinstance(word, str) else tuple(word.values())


def _places(word: Word) -> set[str]:
    return {place for text in _texts(word) for place in _PLACE.findall(text)}


def _months(word: str) -> tuple[str, ...]:
    return tuple(name for month in word.split(",") if (name := month.strip()))
