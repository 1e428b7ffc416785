"""Jinja, set up for us: the same language, with three costs taken out of the code that it generates.

The interface's words are put into templates while they are read: `words.notes` is a constant of the
build, so printing one costs nothing, and a word that does not exist is found before any page is drawn.

Jinja calls markupsafe for every value that it prints, and looks every attribute up as an item too.
Our values are strings and dataclasses, so HTML is printed as it is, of other values it is checked first whether there is
anything to escape, and an attribute is an attribute. Nothing that a template can call here asks for its context, so that
a call is a call. What is printed stays the same: a test compares both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from io import StringIO
from typing import Any

from jinja2 import Environment, Template, TemplateSyntaxError, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

_special = re.compile("[&<>\"']").search


def quick_escape(value: object) -> str:
    """`markupsafe.escape`, without the wrapping and, where there is nothing to escape, without the copy."""
    kind = value.__class__
    if kind is Markup:
        return value  # type: ignore[return-value]
    if kind is str and not _special(value):  # type: ignore[arg-type]
        return value  # type: ignore[return-value]
    if kind is int or kind is float:
        return str(value)
    return escape(value)


class QuickGenerator(CodeGenerator):
    """Jinja's code generator, with quicker output and attributes."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
            return
        assert finalize.src is None  # our environment has no `finalize`
        self.write("(printed if (printed := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_post(node, frame, finalize)
            return
        self.write(").__class__ is Markup else environment.quick_escape(printed))")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        if isinstance(node.node, nodes.Name) and node.node.name == "self":
            super().visit_Getattr(node, frame)  # a block of the template's, which is no attribute
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        self.write("(")
        self.visit(node.node, frame)
        self.write(")(")
        stream, self.stream = self.stream, StringIO()
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        arguments, self.stream = self.stream.getvalue(), stream
        self.write(f"{arguments.removeprefix(', ')})")  # Jinja has the callable before them


class NoSuchWord(TemplateSyntaxError):
    """A template asks for a word of the interface that does not exist; `word` is its name."""

    def __init__(self, word: str, line: int) -> None:
        super().__init__(f"there is no word '{word}'", line)
        self.word = word


class WordsInPlace(NodeTransformer):
    """Puts the text of a word in the place of `words.NAME`; a word with plural forms becomes a mapping."""

    def __init__(self, words: Mapping[str, str | Mapping[str, str]]) -> None:
        self.words = words

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.node.name != "words":
            return node
        word = self.words.get(node.attr)
        if word is None:
            raise NoSuchWord(node.attr, node.lineno)
        if isinstance(word, str):
            return _constant(word, node.lineno)
        pairs = [nodes.Pair(_constant(form, node.lineno), _constant(text, node.lineno)) for form, text in word.items()]
        return nodes.Dict(pairs, lineno=node.lineno)


def _constant(text: str, line: int) -> nodes.Const:
    return nodes.Const(escape(text), lineno=line)


class QuickEnvironment(Environment):
    """An environment whose templates print with `quick_escape`, and hold the interface's `words`. They stay as they are."""

    code_generator_class = QuickGenerator
    quick_escape = staticmethod(quick_escape)
    words: Mapping[str, str | Mapping[str, str]] = {}

    @cached_property
    def _by_name(self) -> dict[str, Template]:
        return {}

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:
        """The template of this name: one object, since its text does not change."""
        return self._by_name.get(name) or self._by_name.setdefault(name, super().get_template(name, parent, globals))

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return WordsInPlace(self.words).visit(super()._parse(source, name, filename))  # type: ignore[no-any-return]
