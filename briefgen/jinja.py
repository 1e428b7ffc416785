"""Jinja, set up for us: the same language, with two costs taken out of the code that it generates.

Jinja calls markupsafe for every value that it prints, and looks every attribute up as an item too.
Our values are strings and dataclasses, so printing checks first whether there is anything to
escape, and an attribute is an attribute. What is printed stays the same: a test compares both.
"""

from __future__ import annotations

import re
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

_special = re.compile("[&<>\"']").search


def quick_escape(value: object) -> str:
    """`markupsafe.escape`, without the wrapping and, where there is nothing to escape, without the copy."""
    kind = value.__class__
    if kind is Markup:
        return value  # type: ignore[return-value]
    if kind is str and not _special(value):  # type: ignore[arg-type]
        return value  # type: ignore[return-value]
    return escape(value)


class QuickGenerator(CodeGenerator):
    """Jinja's code generator, with quicker output and attributes."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
            return
        self.write("environment.quick_escape(")
        if finalize.src is not None:
            self.write(finalize.src)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")


class QuickEnvironment(Environment):
    """An environment whose templates print with `quick_escape`."""

    code_generator_class = QuickGenerator
    quick_escape = staticmethod(quick_escape)
