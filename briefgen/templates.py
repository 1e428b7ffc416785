"""Templates: where they are found, what each is made of, and the environment that renders them.

A template's key is the hash of its own text and of all that it extends, includes and imports; these
are named by string literals only, so the key is exact. A site's own `templates/` folder overrides
the default ones file by file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateSyntaxError, nodes
from markupsafe import Markup, escape

from briefgen.errors import Problem
from briefgen.jinja import QuickEnvironment
from briefgen.urls import marked
from briefgen.views.cards import Link, When

MOST_PARTS = 100_000
"""How many drawn parts are kept; then all are forgotten, so that memory stays bounded."""


@dataclass(frozen=True)
class TemplateSet:
    """All templates by name ("macros/statement.html"), with the file that each came from."""

    texts: Mapping[str, str]
    paths: Mapping[str, str]

    @cached_property
    def environment(self) -> Environment:
        """Autoescape on, undefined names are errors, no globals; four filters of ours.

        `link`: a site-absolute URL for an attribute. `a`: a `Link` as an anchor, or its label where
        it leads nowhere; several with commas between them. `time`: a `When` as a time element. `draw`: a value drawn by the template
        named, which gets it as `view` and nothing else, so it is drawn once for all pages.
        """
        environment = QuickEnvironment(
            loader=FunctionLoader(lambda name: (self.texts[name], self.paths[name], None) if name in self.texts else None),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        environment.globals.clear()
        environment.filters |= {"link": marked, "a": render_links, "time": render_time, "draw": _Parts(environment).draw}
        for name in ("safe", "random"):
            del environment.filters[name]
        return environment

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """template -> the hash of everything it is made of."""
        digests = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in self.texts.items()}
        keys = {}
        for name in self.texts:
            made_of = sorted(self._made_of(name))
            keys[name] = hashlib.sha256("".join(f"{n}:{digests[n]}\n" for n in made_of).encode()).hexdigest()
        return keys

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
        for name, text in self.texts.items():
            try:
                found[name] = tuple(_references_in(self.environment.parse(text)))
            except TemplateSyntaxError:
                found[name] = ()  # reported by `check`
        return found

    def check(self) -> list[Problem]:
        """Syntax errors, references that are computed or lead nowhere, unknown filters."""
        problems = []
        for name, text in self.texts.items():
            try:
                tree = self.environment.parse(text, name)
                self.environment.compile(text, name)
            except TemplateSyntaxError as error:
                problems.append(self._problem(name, error.lineno, "template-syntax", str(error.message), "see docs/templates.md"))
                continue
            for line, target in _reference_nodes(tree):
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


def _reference_nodes(tree: nodes.Template) -> Iterator[tuple[int, nodes.Node | None]]:
    """(line, the expression that names another template) of everything that uses one."""
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        yield node.lineno, node.template  # type: ignore[attr-defined]
    for node in tree.find_all(nodes.Filter):
        if node.name == "draw":
            yield node.lineno, node.args[0] if node.args else None


def _references_in(tree: nodes.Template) -> Iterator[str]:
    for _, target in _reference_nodes(tree):
        if isinstance(target, nodes.Const) and isinstance(target.value, str):
            yield target.value


@dataclass(slots=True)
class _Parts:
    """Parts of pages that are the same wherever they stand, each drawn once."""

    environment: Environment
    drawn: dict[tuple[str, int], tuple[object, Markup]] = field(default_factory=dict)

    def draw(self, view: object, name: str) -> Markup:
        key = (name, id(view))
        if key not in self.drawn:
            if len(self.drawn) >= MOST_PARTS:
                self.drawn.clear()
            template = self.environment.get_template(name)
            context = template.new_context({"view": view}, shared=True)
            html = Markup("".join(template.root_render_func(context)))
            self.drawn[key] = (view, html)  # holding the view keeps its id its own
        return self.drawn[key][1]


def render_links(links: Link | tuple[Link, ...]) -> Markup:
    """A link as HTML, or several with commas between them."""
    return render_link(links) if isinstance(links, Link) else Markup(", ".join(map(render_link, links)))


@lru_cache(maxsize=MOST_PARTS)
def render_link(link: Link) -> Markup:
    label = escape(link.label)
    return Markup(f'<a href="{escape(marked(link.url))}">{label}</a>') if link.url else label


@lru_cache(maxsize=MOST_PARTS)
def render_time(when: When) -> Markup:
    """A date as HTML; `<time>` where HTML has a form for it."""
    text = escape(when.text)
    return Markup(f'<time datetime="{escape(when.datetime)}">{text}</time>') if when.datetime else text
