"""A page's tree to its blocks: everything a reader sees, in reading order, none of it lost.

The walk is iterative, so depth costs nothing but memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefgen.clean.page import SILENT, hint_of, unseen
from briefgen.clean.runs import fold_runs, paragraphs, text_of
from briefgen.clean.tree import BLOCKS
from briefgen.clean.values import Block, Kind, Run, Step

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BOLD, _ITALIC, _CODE = frozenset({"b", "strong"}), frozenset({"i", "em", "cite", "dfn"}), frozenset({"code", "kbd", "samp", "tt"})
_Frame = tuple[Iterator[object], "_Context", "Tag | None"]


@dataclass(frozen=True, slots=True)
class _Context:
    """What the open elements say about the text inside them."""

    step: Step
    kind: Kind = "paragraph"
    level: int = 0
    lists: int = 0
    ordinal: int = 0
    href: str = ""
    bold: bool = False
    italic: bool = False
    code: bool = False
    quoted: bool = False
    verbatim: bool = False
    hidden: str = ""
    row: int = 0
    item: int = 0


def build_blocks(soup: BeautifulSoup) -> tuple[Block, ...]:
    """Every visible block of the page; those with `hidden` set may not be quoted."""
    walk = _Walk()
    walk.through(soup)
    return tuple(walk.blocks)


class _Walk:
    """One pass over the tree. `runs` gathers the text of the block that is open, `cells` of its row.

    A hidden element inside a sentence must not cut it in two: what was gathered waits in `aside`.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.runs: list[Run] = []
        self.cells: list[tuple[Run, ...]] = []
        self.aside: list[tuple[Tag, list[Run], list[tuple[Run, ...]]]] = []
        self.order = 0
        self.counters: dict[int, int] = {}
        self.tables: dict[int, bool] = {}
        self.begun: set[int] = set()

    def through(self, soup: BeautifulSoup) -> None:
        from bs4.element import NavigableString, PreformattedString, Tag

        root = _Context(Step(None, "#page", "", 0))
        stack: list[_Frame] = [(iter(soup.contents), root, None)]
        while stack:
            children, context, tag = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                if tag is not None:
                    self.close(tag, context)
            elif isinstance(child, Tag):
                if child.name == "br":
                    self.runs.append(Run("\n"))
                elif child.name not in SILENT:
                    inner = self.open(child, context)
                    stack.append((iter(child.contents), inner, child))
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self.text(str(child), context)
        self.flush(root)

    def text(self, text: str, context: _Context) -> None:
        if text:
            self.runs.append(Run(text, context.href, context.bold, context.italic, context.code))

    def open(self, tag: Tag, outer: _Context) -> _Context:
        """The context inside `tag`; a block element first ends the block before it."""
        name = tag.name
        if name in BLOCKS:
            self.flush(outer)
        self.order += 1
        hint = hint_of(tag)
        hidden = outer.hidden or unseen(tag, hint)
        context = replace(outer, step=Step(outer.step, name, hint, self.order), hidden=hidden)
        if hidden and not outer.hidden:
            self.aside.append((tag, self.runs, self.cells))
            self.runs, self.cells = [], []
            context = replace(context, row=0)
        return self.meaning(tag, context)

    def meaning(self, tag: Tag, context: _Context) -> _Context:
        """`context` changed by what the element `tag` stands for."""
        name = tag.name
        if level := _HEADINGS.get(name):
            return replace(context, kind="heading", level=level)
        if name == "a" and isinstance(tag.get("href"), str):
            return replace(context, href=tag["href"].strip())
        if name in _BOLD or name in _ITALIC or name in _CODE:
            return replace(
                context, bold=context.bold or name in _BOLD, italic=context.italic or name in _ITALIC,
                code=context.code or name in _CODE,
            )  # fmt: skip
        if name in ("ul", "ol", "menu", "dir"):
            self.counters[context.step.order] = _number(tag.get("start"), 1) if name == "ol" else 0
            return replace(context, lists=context.lists + 1, ordinal=context.step.order, item=0)
        if name == "li":
            return replace(context, kind="item", level=max(1, context.lists), item=context.step.order)
        if name in ("figcaption", "caption"):
            return replace(context, kind="caption")
        if name == "pre":
            return replace(context, kind="code", verbatim=True)
        if name == "blockquote":
            return replace(context, quoted=True)
        if name == "table":
            return replace(context, row=context.step.order if not context.hidden and is_data_table(tag) else 0)
        return context

    def close(self, tag: Tag, context: _Context) -> None:
        """Ends the block, cell or row that `tag` was."""
        if self.aside and self.aside[-1][0] is tag:
            self.flush(context)
            _, self.runs, self.cells = self.aside.pop()
        elif context.row and tag.name in ("td", "th"):
            self.cells.append(tuple(fold_runs(self.runs)))
            self.runs = []
        elif context.row and tag.name == "tr":
            self.end_row(context)
        elif tag.name in BLOCKS:
            self.flush(context)

    def end_row(self, context: _Context) -> None:
        self.cells += [tuple(rest)] if (rest := fold_runs(self.runs)) else []
        cells, self.cells, self.runs = tuple(self.cells), [], []
        if any(cells):
            text = " ".join(text_of(cell) for cell in cells if cell)
            runs = tuple(run for cell in cells for run in cell)
            self.add(replace(context, kind="row"), text, runs, cells)

    def flush(self, context: _Context) -> None:
        """Ends the open block; a blank line inside it (two `<br>`) makes two of it."""
        if context.row and (context.kind != "caption"):
            self.runs.append(Run(" "))
            return
        runs, self.runs = self.runs, []
        if not any(run.text.strip() for run in runs):
            return
        for part in [runs] if context.verbatim else paragraphs(runs):
            folded = part if context.verbatim else fold_runs(part)
            if folded:
                self.add(context, text_of(folded), tuple(folded))

    def add(self, context: _Context, text: str, runs: tuple[Run, ...], cells: tuple[tuple[Run, ...], ...] = ()) -> None:
        kind, level, ordinal = context.kind, context.level, 0
        if context.item and kind != "heading":
            level = context.lists
            if context.item in self.begun:
                kind = "paragraph" if kind == "item" else kind
            else:
                self.begun.add(context.item)
                if self.counters.get(context.ordinal):
                    ordinal = self.counters[context.ordinal]
                    self.counters[context.ordinal] += 1
        self.blocks.append(
            Block(len(self.blocks), kind, text, runs, level, ordinal, cells, context.step, context.hidden, context.quoted)
        )


def is_data_table(table: Tag) -> bool:
    """Whether a table holds figures and names rather than the page's layout."""
    if table.find("table") is not None or table.find(["h1", "h2", "h3", "article", "nav", "form"]) is not None:
        return False
    rows = table.find_all("tr", limit=400)
    wide = [row for row in rows if len(row.find_all(["td", "th"], limit=3)) > 1]
    longest = max((len(cell.get_text()) for row in wide[:60] for cell in row.find_all(["td", "th"], limit=20)), default=0)
    return len(wide) > 1 and longest < 600


def _number(value: object, otherwise: int) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise
