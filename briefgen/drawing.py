"""Comparing and drawing a share of the pages: the unit of work that can go to other processes."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from briefgen.changes import Printer, is_same, reason
from briefgen.exports.feeds import forget_entries
from briefgen.output import Mark, write_file
from briefgen.pickling import forget_taken_out, taken_out
from briefgen.plan import Plan
from briefgen.render import Renderer
from briefgen.urls import output_path
from briefgen.views.files import FileView


FEWEST_KEPT, MOST_KEPT, KEPT_BY_ALL = 10_000, 120_000, 240_000
"""How many cards of statements a process keeps with all that was made of them, some 8 KB each: at least, at most, and
all processes together."""
PARTS_OF_ONE, STATEMENTS_OF_ONE = 3, 8
"""How many parts of pages, or values with a digest, there are for one statement, and how many statements one briefing
has, in most sites."""


def cards_kept(briefings: int, processes: int) -> int:
    """How many cards of statements each process keeps: those of all briefings up to ten thousand, on two processors.
    The more briefings there are, the less memory is left for cards; one without its words takes that of two."""
    return max(FEWEST_KEPT, min(MOST_KEPT, KEPT_BY_ALL // processes) - 2 * briefings)


@dataclass(frozen=True)
class Site:
    """A planned site, ready to be drawn. `sources` are its inputs, in the order in which they are numbered."""

    root: Path
    plan: Plan
    renderer: Renderer
    sources: tuple[str, ...]
    search_program: str

    @cached_property
    def printer(self) -> Printer:
        return Printer(self.renderer.files, self.sources)

    def keep(self, most: int) -> None:
        """Lets go of all cards where more than `most` statements have one, or something else that is kept is more than
        so many have of it."""
        made_of_them = max(self.renderer.templates.drawn, len(self.printer.known))
        if self.plan.planner.cards.made > most or made_of_them > PARTS_OF_ONE * most or taken_out() > most // STATEMENTS_OF_ONE:
            self.forget()

    def forget(self) -> None:
        """Lets go of all cards, and of what was made of them; they are made again when they are asked for."""
        self.plan.planner.cards.forget()
        self.printer.known.clear()
        self.renderer.templates.forget_drawn()
        forget_taken_out()
        forget_entries()


@dataclass(frozen=True, slots=True)
class Share:
    """Pages to look at. `last` are their prints of the last build (b"": none), `spoilt` those whose file
    is no longer as it was left; `target` is the folder to draw into, "" to give the bytes back; `changed` are the inputs
    that were read anew, `cards` is how many of statements are kept, `parts` the folder of `keptparts` or ""."""

    site: str
    urls: tuple[str, ...]
    last: tuple[bytes, ...]
    spoilt: frozenset[str]
    changed: tuple[str, ...]
    target: str
    cards: int
    parts: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page that is stale: its print, the numbers of the inputs it rests on, why it is stale, and its
    file, or its bytes where they were not written."""

    url: str
    print: bytes
    inputs: bytes
    why: str
    mark: Mark | None = None
    data: bytes | None = None


_SITES: dict[str, Site] = {}
"""Sites that this process has at hand, by the name under which shares speak of them."""


def offer(name: str, site: Site) -> None:
    """Has the site at hand for shares that name it, here and in processes that are forked from now on."""
    _SITES.clear()
    _SITES[name] = site


def is_at_hand(name: str) -> bool:
    return name in _SITES


def draw_share(share: Share) -> list[Drawn]:
    """Those of the share's pages that are stale, drawn; the site must be at hand. Raises RenderError, OSError."""
    site, stale, made = _SITES[share.site], [], set[str]()
    if parts := site.renderer.templates.keep_parts(share.parts):
        parts.look()
    for url, last in zip(share.urls, share.last, strict=True):
        site.keep(share.cards)
        spoilt, beginning = url in share.spoilt, site.printer.beginning(site.plan.told(url))
        if beginning and last.startswith(beginning) and not spoilt:
            continue
        page = site.plan[url]
        print_ = site.printer.print_of(page, beginning)
        same = is_same(last, print_, beginning)
        if same and not spoilt:
            continue
        inputs = array("I", sorted(site.printer.inputs)).tobytes()
        if not last:
            why = "new"
        elif same:
            why = "its file was changed or removed by hand"
        else:
            why = reason(page, last, print_, site.printer.files, share.changed)
        view = page.view
        data = (site.root / view.path).read_bytes() if isinstance(view, FileView) else site.renderer.render(page)
        if share.target:
            mark = write_file(f"{share.target}/{output_path(url)}", data, made)
            stale.append(Drawn(url, print_, inputs, why, mark))
        else:
            stale.append(Drawn(url, print_, inputs, why, None, data))
    if parts:
        parts.flush()
    return stale


def renumbered(
    pages: Mapping[str, tuple[bytes, bytes]], old: tuple[str, ...], new: tuple[str, ...]
) -> Mapping[str, tuple[bytes, bytes]]:
    """The pages with the numbers that their inputs have now; those that are gone are left out."""
    if old == new:
        return pages
    place = {path: number for number, path in enumerate(new)}
    return {
        url: (print_, array("I", [place[path] for path in inputs_of(inputs, old) if path in place]).tobytes())
        for url, (print_, inputs) in pages.items()
    }


def inputs_of(data: bytes, sources: tuple[str, ...]) -> tuple[str, ...]:
    """The inputs that a page's numbers stand for."""
    numbers = array("I")
    numbers.frombytes(data)
    return tuple(sources[number] for number in numbers)


