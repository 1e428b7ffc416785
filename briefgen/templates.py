"""Templates: where they are found, what each is made of, and the environment that renders them.

A template's key is the hash of its own text and of all that it extends, includes and imports; these
are named by string literals only, so the key is exact. A site's own `templates/` folder overrides
the default ones file by file.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import blake2b
from types import CodeType
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, Template, TemplateNotFound, TemplateSyntaxError, nodes
from markupsafe import Markup, escape

from briefgen.errors import Problem, did_you_mean
from briefgen.exports.jsonld import render_json_ld
from briefgen.graphics.filters import SPEAKING, SPOKEN, drawings
from briefgen.jinja import NoSuchWord, QuickEnvironment
from briefgen.keptparts import DIGEST, KeptParts
from briefgen.urls import marked
from briefgen.views.cards import Link, When
from briefgen.views.unread import Unread
from briefgen.words import Words, fill, plural_form

MOST_LINKS = 100_000
"""How many links and dates are kept as HTML."""
NO_WORDS = Words("en", "ltr", "en", {})
_WORD = re.compile(r"\bwords\.(\w+)")
_DRAWN = re.compile(rf"(?:\||\bmap\s*\()\s*[\"']?({'|'.join(SPEAKING)})\b")


Reference = tuple[int, nodes.Node | None]
"""(line, the expression that names another template)"""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A template as code, and what it uses."""

    code: CodeType
    references: tuple[Reference, ...]


_COMPILED: dict[tuple[str, str, str], Compiled] = {}
"""(name, path, text with the words in it) -> the template compiled: an edit of one leaves the others as they are."""
MOST_COMPILED = 500


@dataclass(frozen=True)
class TemplateSet:
    """All templates by name ("macros/statement.html"), with the file that each came from, and the words in them."""

    texts: Mapping[str, str]
    paths: Mapping[str, str]
    words: Words = NO_WORDS
    known: Mapping[str, str] | None = None
    """The keys, where they are known: then only what is drawn has to be compiled."""

    @cached_property
    def environment(self) -> Environment:
        """Autoescape on, undefined names are errors, no globals; seven filters of ours.

        `link`: a site-absolute URL for an attribute. `a`: a `Link` as an anchor, or its label where
        it leads nowhere; several with commas between them. `time`: a `When` as a time element. `draw`: a
        value drawn by the template named, which gets it as `view` and nothing else, so it is drawn once
        for all pages. `fill`: a word with its `{places}` filled. `plural`: the form of a word for a number.
        `json_ld`: a page's JSON-LD.
        """
        environment = QuickEnvironment(
            loader=_Loader(self),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        environment.globals.clear()
        environment.words = self._page_words
        environment.filters |= {"link": marked, "a": render_links, "time": render_time, "draw": self._parts.draw}
        environment.filters |= {"json_ld": render_json_ld, "fill": fill_word, "plural": self._plural} | drawings(self.words)
        for name in ("safe", "random"):
            del environment.filters[name]
        return environment

    @cached_property
    def _parts(self) -> _Parts:
        return _Parts(self)

    @property
    def drawn(self) -> int:
        """How many parts are at hand as they were drawn."""
        return len(self._parts.drawn)

    def keep_parts(self, folder: str) -> KeptParts | None:
        """Has parts be kept in this folder, and drawn ones be found there; None where it is "" or not there."""
        if self._parts.kept is None and folder and os.path.isdir(folder):
            self._parts.kept = KeptParts(folder)
        return self._parts.kept

    def forget_drawn(self) -> None:
        """Lets go of the parts that were drawn, and of the values that they show."""
        self._parts.drawn.clear()
        _LINKS.clear()

    @cached_property
    def _page_words(self) -> Mapping[str, str | Mapping[str, str]]:
        """What `words.NAME` may name: the catalogue's section `page`."""
        return {name.removeprefix("page."): word for name, word in self.words.entries.items() if name.startswith("page.")}

    def _plural(self, forms: Mapping[str, Markup], number: int) -> Markup:
        return fill_word(forms[plural_form(self.words.plurals, number)], n=number)

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """template -> the hash of everything it is made of, words included."""
        if self.known is not None:
            return self.known
        digests = {name: hashlib.sha256(self._with_words(text).encode()).hexdigest() for name, text in self.texts.items()}
        keys = {}
        for name in self.texts:
            made_of = sorted(self._made_of(name))
            keys[name] = hashlib.sha256("".join(f"{n}:{digests[n]}\n" for n in made_of).encode()).hexdigest()
        return keys

    def _with_words(self, text: str) -> str:
        said = text + "".join(f"\n{name}: {self._page_words.get(name)}" for name in sorted(set(_WORD.findall(text))))
        return said + self._drawn_words if _DRAWN.search(text) else said

    @cached_property
    def _drawn_words(self) -> str:
        return "".join(f"\n{name}: {word}" for name, word in sorted(self.words.entries.items()) if name.startswith(SPOKEN))

    def _made_of(self, name: str) -> set[str]:
        found, waiting = set(), [name]
        while waiting:
            here = waiting.pop()
            if here not in found and here in self.texts:
                found.add(here)
                waiting.extend(self._references[here])
        return found

    @cached_property
    def _references(self) -> Mapping[str, tuple[str, ...]]:
        found = {}
        for name in self.texts:
            try:
                found[name] = tuple(_names(self.compiled(name).references))
            except TemplateSyntaxError:
                found[name] = ()  # reported by `check`
        return found

    def compiled(self, name: str) -> Compiled:
        """The template as code; the same for all sets in which its text and the words in it are the same.
        Raises `TemplateSyntaxError`."""
        text, path = self.texts[name], self.paths[name]
        key = (name, path, self._with_words(text))
        if key not in _COMPILED:
            tree = self.environment._parse(text, name, path)
            references = tuple(_reference_nodes(tree))
            if len(_COMPILED) >= MOST_COMPILED:
                _COMPILED.clear()
            _COMPILED[key] = Compiled(self.environment.compile(tree, name, path), references)
        return _COMPILED[key]

    def check(self) -> list[Problem]:
        """Syntax errors, references that are computed or lead nowhere, unknown filters."""
        problems = []
        for name in self.texts:
            try:
                references = self.compiled(name).references
            except NoSuchWord as error:
                hint = did_you_mean(error.word, self._page_words) or "add it to the page words of templates/languages/"
                problems.append(self._problem(name, error.lineno, "unknown-word", str(error.message), hint))
                continue
            except TemplateSyntaxError as error:
                problems.append(self._problem(name, error.lineno, "template-syntax", str(error.message), "see docs/templates.md"))
                continue
            for line, target in references:
                problems.extend(self._check_reference(name, line, target))
        return problems

    def _check_reference(self, name: str, line: int, target: nodes.Node | None) -> list[Problem]:
        if not isinstance(target, nodes.Const) or not isinstance(target.value, str):
            hint = "write its name as text, in quotation marks"
            return [self._problem(name, line, "template-reference", "a template must be named, not computed", hint)]
        if target.value not in self.texts:
            message = f"there is no template '{target.value}'"
            return [self._problem(name, line, "template-reference", message, "put it into templates/")]
        return []

    def _problem(self, name: str, line: int, code: str, message: str, hint: str) -> Problem:
        lines = self.texts[name].split("\n")
        excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
        return Problem(self.paths[name], line, 1, "error", code, message, hint, excerpt)


class _Loader(BaseLoader):
    """Gives the environment of a set its templates."""

    def __init__(self, templates: TemplateSet) -> None:
        self._templates = templates

    def load(self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None) -> Template:
        if name not in self._templates.texts:
            raise TemplateNotFound(name)
        code = self._templates.compiled(name).code
        return environment.template_class.from_code(environment, code, {})  # no globals, and none to look through


def _reference_nodes(tree: nodes.Template) -> Iterator[Reference]:
    """Everything in a template that uses another one."""
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        yield node.lineno, node.template  # type: ignore[attr-defined]
    for node in tree.find_all(nodes.Filter):
        if node.name == "draw":
            yield node.lineno, node.args[0] if node.args else None
        elif node.name == "map" and (node.args or node.dyn_args):
            name, template = (*node.args, None, None)[:2]
            if not isinstance(name, nodes.Const):
                yield node.lineno, None  # the filter is computed: it may be `draw`
            elif name.value == "draw":
                yield node.lineno, template


def _names(references: Iterable[Reference]) -> Iterator[str]:
    for _, target in references:
        if isinstance(target, nodes.Const) and isinstance(target.value, str):
            yield target.value


@dataclass(slots=True)
class _Parts:
    """Parts of pages that are the same wherever they stand, each drawn once. Whoever draws many pages sees to it that they
    do not become too many (`drawing.Site.keep`), and may have those of cards kept for others (`kept`)."""

    templates: TemplateSet
    drawn: dict[tuple[str, int], tuple[object, Markup]] = field(default_factory=dict)
    kept: KeptParts | None = None

    def draw(self, view: object, name: str) -> Markup:
        part = self.drawn.get((name, id(view)))
        if part is None:
            # Holding the view keeps its id its own.
            part = self.drawn[name, id(view)] = (view, self._of_card(view, name) if isinstance(view, Unread) else self._anew(view, name))
        return part[1]

    def _of_card(self, card: Unread, name: str) -> Markup:
        told = card.told() if self.kept else None
        if not self.kept or not told:
            return self._anew(card, name)
        made_from = f"{self.templates.keys[name]} {type(card).__name__} ".encode() + told.digest
        digest = blake2b(made_from, digest_size=DIGEST).digest()
        known = self.kept.get(digest)
        if known is not None:
            return Markup(known)
        part = self._anew(card, name)
        self.kept.put(digest, part)
        return part

    def _anew(self, view: object, name: str) -> Markup:
        template = self.templates.environment.get_template(name)
        context = template.new_context({"view": view}, shared=True)
        return Markup("".join(template.root_render_func(context)))


def render_links(links: Link | tuple[Link, ...]) -> Markup:
    """A link as HTML, or several with commas between them."""
    return render_link(links) if links.__class__ is Link else Markup(", ".join(map(render_link, links)))  # type: ignore[arg-type]


_LINKS: dict[int, tuple[Link, Markup]] = {}
"""id of a link -> the link, which holding keeps its id its own, and its HTML."""


def render_link(link: Link) -> Markup:
    known = _LINKS.get(id(link))
    if known is None:
        if len(_LINKS) >= MOST_LINKS:
            _LINKS.clear()
        label = escape(link.label)
        html = Markup(f'<a href="{escape(marked(link.url))}">{label}</a>') if link.url else label
        known = _LINKS[id(link)] = (link, html)
    return known[1]


@lru_cache(maxsize=MOST_LINKS)
def render_time(when: When) -> Markup:
    """A date as HTML; `<time>` where HTML has a form for it."""
    text = escape(when.text)
    return Markup(f'<time datetime="{escape(when.datetime)}">{text}</time>') if when.datetime else text


def fill_word(text: Markup, **values: object) -> Markup:
    """A word with each `{place}` replaced by the value of that name, escaped as it needs."""
    return Markup(fill(text, {place: str(escape(value)) for place, value in values.items()}))
