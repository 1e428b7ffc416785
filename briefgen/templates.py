"""Templates: where they are found, what each is made of, and the environment that renders them.

A template's key is the hash of its own text and of all that it extends, includes and imports; these
are named by string literals only, so the key is exact. A site's own `templates/` folder overrides
the default ones file by file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from jinja2 import DictLoader, Environment, StrictUndefined, TemplateSyntaxError, nodes
from jinja2.meta import find_referenced_templates

from briefgen.errors import Problem
from briefgen.urls import marked


@dataclass(frozen=True)
class TemplateSet:
    """All templates by name ("macros/statement.html"), with the file that each came from."""

    texts: Mapping[str, str]
    paths: Mapping[str, str]

    @cached_property
    def environment(self) -> Environment:
        """Autoescape on, undefined names are errors, no globals, one filter of ours: `link`."""
        environment = Environment(
            loader=DictLoader(dict(self.texts)),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        environment.globals.clear()
        environment.filters["link"] = marked
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
                found[name] = tuple(r for r in find_referenced_templates(self.environment.parse(text)) if r)
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
            for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
                problems.extend(self._check_reference(name, node))
        return problems

    def _check_reference(self, name: str, node: nodes.Node) -> list[Problem]:
        target = node.template  # type: ignore[attr-defined]
        if not isinstance(target, nodes.Const) or not isinstance(target.value, str):
            hint = "write its name as text, in quotation marks"
            return [self._problem(name, node.lineno, "template-reference", "a template must be named, not computed", hint)]
        if target.value not in self.texts:
            message = f"there is no template '{target.value}'"
            return [self._problem(name, node.lineno, "template-reference", message, "put it into templates/")]
        return []

    def _problem(self, name: str, line: int, code: str, message: str, hint: str) -> Problem:
        lines = self.texts[name].split("\n")
        excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
        return Problem(self.paths[name], line, 1, "error", code, message, hint, excerpt)
