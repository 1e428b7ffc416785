"""The values that pass between the stages of cleaning, each frozen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["heading", "paragraph", "item", "quote", "code", "row", "caption"]
Where = Literal["body", "front", "dropped"]


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One element on the way from the page's root down to a block.

    `hint` is the element's class, id, role and data attributes in lower case; `order` numbers the
    elements as they open, so that it names the element.
    """

    parent: Step | None
    name: str
    hint: str
    order: int

    def up(self) -> Iterator[Step]:
        """This step, its parent, and so on to the root."""
        step: Step | None = self
        while step is not None:
            yield step
            step = step.parent


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one formatting. `href` is "" where nothing is linked."""

    text: str
    href: str = ""
    bold: bool = False
    italic: bool = False
    code: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """One visible block of a page, in reading order.

    `text` is what a reader sees, white space folded (line breaks kept in code and after `<br>`).
    `level` is a heading's level or a list item's depth (from 1); `ordinal` a numbered item's number.
    `cells` holds a table row's cells. `hidden` names the rule by which the block can never be
    quoted, whoever votes for it. `source` is the block's own Markdown where the input was Markdown.
    """

    index: int
    kind: Kind
    text: str
    runs: tuple[Run, ...] = ()
    level: int = 0
    ordinal: int = 0
    cells: tuple[tuple[Run, ...], ...] = ()
    step: Step | None = None
    hidden: str = ""
    quoted: bool = False
    source: str = ""

    def linked(self) -> int:
        """How many of the block's characters stand in links."""
        return sum(len(run.text) for run in self.runs if run.href)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a block: kept in the `body`, moved to the `front` matter, or `dropped`.

    `rule` says why; for the front matter it names the field.
    """

    where: Where
    rule: str


@dataclass(frozen=True, slots=True)
class Repair:
    """One damaged stretch of text: what stood there, what stands there now, and why."""

    was: str
    now: str
    why: str


@dataclass(frozen=True, slots=True)
class Image:
    """The lead picture. `file` is where the page had it (a URL); nothing is fetched."""

    file: str = ""
    caption: str = ""
    credit: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about an article besides its text; "" and () where nothing is known.

    Dates are EDTF as printed: `2024`, `2024-10`, `2024-10-28`, `2024-10-28T18:09`, with a zone
    (`Z`, `+02:00`) only where the page gave one.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    updated: str = ""
    site: str = ""
    url: str = ""
    language: str = ""
    licence: str = ""
    image: Image = field(default_factory=Image)
