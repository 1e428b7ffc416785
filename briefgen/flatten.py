"""Views as plain tuples, by code written for each kind of view from the types of its fields.

A print is made of every page at every look, so how a view is taken apart is worked out once for its
class: `StatementCard` becomes one expression that reads all its fields and those of the values in them.
Whatever a class does not say in terms that are known here is left to `Flat.other`, at run time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import count
from types import NoneType, UnionType
from typing import Any, Protocol, Union, get_args, get_origin, get_type_hints

from markupsafe import Markup

_PLAIN = (str, int, bool, float, bytes, NoneType)
DEEPEST = 8
"""How deep values are taken apart inside one expression; what is deeper may be of a kind that holds itself."""


class Flat(Protocol):
    """What the code for a class calls for the values in it."""

    def shared(self, value: Any) -> Any:
        """What stands for a value that is taken apart once for all pages."""

    def other(self, value: Any) -> Any:
        """A value of which the class does not say enough, as something plain."""


Flatten = Callable[[Any, Flat], tuple[Any, ...]]
"""(a value of the class, what to call) -> each of its fields as something plain. Raises AttributeError,
TypeError where the value is not what its class says."""


@cache
def flatten(kind: type, shared: Collection[type]) -> Flatten:
    """How to take values of the dataclass `kind` apart; `shared` are the classes that `Flat.shared` stands for."""
    writer = _Writer(shared)
    parts = [writer.of(hint, f"value.{name}") for name, hint in _hints(kind)]
    code = f"lambda value, flat: ({''.join(part + ', ' for part in parts)})"
    return eval(code, {"plain": Markup.__str__})  # type: ignore[no-any-return]  # the code is ours, made of names of fields


def _hints(kind: type) -> list[tuple[str, Any]]:
    """(name, type) of each field of a dataclass."""
    hints = get_type_hints(kind)
    return [(field.name, hints[field.name]) for field in fields(kind)]


class _Writer:
    """Writes the expressions for one class."""

    def __init__(self, shared: Collection[type]) -> None:
        self.shared = shared
        self.numbers = count()

    def of(self, hint: Any, value: str, depth: int = 0) -> str:
        """An expression for the expression `value`, whose type is `hint`."""
        if hint in _PLAIN:
            return value
        if hint is Markup:
            return f"plain({value})"
        if hint in self.shared:
            return f"flat.shared({value})"
        if is_dataclass(hint) and isinstance(hint, type) and depth < DEEPEST:
            return self._inside(hint, value, depth + 1)
        arguments = get_args(hint)
        if get_origin(hint) is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
            name = f"x{next(self.numbers)}"
            item = self.of(arguments[0], name, depth)
            if item == f"flat.shared({name})":
                return f"[*map(flat.shared, {value})]"
            return value if item == name else f"[{item} for {name} in {value}]"
        if get_origin(hint) in (Union, UnionType):
            return self._optional([one for one in arguments if one is not NoneType], value, depth)
        return f"flat.other({value})"

    def _optional(self, kinds: list[Any], value: str, depth: int) -> str:
        """One of several types, or None."""
        if all(kind in _PLAIN for kind in kinds):
            return value
        if len(kinds) > 1:
            return f"flat.other({value})"
        name = f"x{next(self.numbers)}"
        return f"(None if ({name} := {value}) is None else {self.of(kinds[0], name, depth)})"

    def _inside(self, kind: type, value: str, depth: int) -> str:
        name = f"x{next(self.numbers)}"
        parts = (self.of(hint, f"{name}.{field}", depth) for field, hint in _hints(kind))
        return f"(({name} := {value}) is None, {', '.join(parts)})"
