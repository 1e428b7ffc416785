"""A site held in memory: brought up to date after an edit, its pages drawn when they are asked for.

The preview works on this and on nothing below it. Where files have an error, the last good site
stays. All calls come from one thread, but for those that say otherwise.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from briefgen.build import Planned, make_site, plan_build
from briefgen.catalog import Catalog
from briefgen.config import SECTIONS
from briefgen.drawing import FEWEST_KEPT, Site
from briefgen.errors import Problem
from briefgen.layout import CONFIG_FILE
from briefgen.options import Options
from briefgen.output import intact
from briefgen.pack import without_collector
from briefgen.pickling import Damaged
from briefgen.plan import Plan
from briefgen.render import Renderer, RenderError
from briefgen.run import recall
from briefgen.state import State, Survey, clock_of, load_state, resurvey, survey
from briefgen.templates import TemplateSet
from briefgen.urls import base_path, output_path
from briefgen.views.chrome import Page

MOST_DRAWN = 64 * 1024 * 1024
"""How many bytes of drawn pages are kept."""
MOST_AGAIN = 3
"""How many times the same files are read again because they may have changed unseen."""
MOST_EARLIER = 3
"""How many earlier states of the templates are kept."""
NO_PAGES: Mapping[str, Page] = MappingProxyType({})

@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a look at the files found: all that is wrong now, whether any file (or the day) has changed, and
    whether another good site stands."""

    problems: tuple[Problem, ...]
    changed: bool
    new: bool


class LiveSite:
    """The last good state of the site in `root`. `options` is asked at each look: days pass."""

    def __init__(self, root: Path, options: Callable[[], Options]) -> None:
        self.root = root
        self.plan: Mapping[str, Page] = NO_PAGES
        self.catalog: Catalog | None = None
        self._options = options
        self._looked: object = None
        self._same = 0
        self._found: Survey | None = None
        self._problems: tuple[Problem, ...] = ()
        self._last = load_state(root)
        self._built: State | None = None
        self._memory = recall(root, self._last)
        self._base = "/"
        self._renderer: Renderer | None = None
        self._earlier: deque[Renderer] = deque(maxlen=MOST_EARLIER)
        self._sampled: Mapping[str, str] | None = None
        self._site: Site | None = None
        self._pages: dict[str, Page] = {}
        self._keys: dict[str, tuple[bytes, str]] = {}
        self._compared: set[str] = set()
        """Pages of the site that stands whose key is known to be right."""
        self._drawn: OrderedDict[str, tuple[str, bytes]] = OrderedDict()
        self._size = self._given = 0

    @property
    def base(self) -> str:
        """The path under which the site stands on its host; links of the 404 page start there."""
        return base_path(self.catalog.config.url) if self.catalog else self._base

    def has_head_start(self) -> bool:
        """Whether the last build's pages are those of the site as it is on disk. From then on `built_page` gives
        them, until the first look has ended."""
        state, memory = self._last, self._memory
        if state is None or CONFIG_FILE not in memory.records or not state.shows(self._options()):
            return False
        if not state.knows(survey(self.root, clock_of(self.root))):
            return False
        try:
            self._base = base_path(memory.near(CONFIG_FILE).value.url)
        except Damaged:
            return False
        self._built = state
        return True

    def built_page(self, url: str) -> bytes | None:
        """An output of the last build, if `has_head_start` found that it is right; from any thread."""
        state, path = self._built, output_path(url)
        if state is None or url not in state.pages or path not in state.files:
            return None
        if not intact(state.output, path, state.files[path]):
            return None
        try:
            return Path(state.output, path).read_bytes()
        except OSError:
            return None

    def survey(self) -> Survey:
        """A look at every file; from any thread."""
        return survey(self.root, clock_of(self.root))

    def refresh(self, hinted: Collection[str] = (), found: Survey | None = None) -> Refreshed:
        """Takes in what has changed on disk, of which `found` is a look. Without it, it looks itself: at the paths
        that are `hinted` alone, as far as they are known (what else has changed is found at a look without a hint)."""
        options = self._options()
        self._found = found = found or self._look_at(hinted) or self.survey()
        look = (options, found.stamps, found.templates, found.sources.unexpected)
        # A file written at this very moment may change again with the same stamp: it is read again, but not for
        # ever where its time lies in the future, or where the file system tells no time.
        self._same = self._same + 1 if look == self._looked else 0
        if self._same > MOST_AGAIN or self._same and all(map(found.is_settled, chain(found.stamps.values(), found.templates.values()))):
            return Refreshed(self._problems, False, False)
        with without_collector():
            planned = plan_build(self.root, options, found, self._memory)
        self._looked, self._problems = look, planned.problems
        good = planned.plan is not None and not planned.failed(strict=False)
        if good:
            self._take(planned)
        return Refreshed(self._problems, True, good)

    def _look_at(self, hinted: Collection[str]) -> Survey | None:
        return resurvey(self._found, hinted, clock_of(self.root)) if self._found and hinted else None

    def page_at(self, url: str) -> Page | None:
        """The page of the site that stands; planned once."""
        page = self._pages.get(url)
        if page is None and url in self.plan:
            page = self._pages[url] = self.plan[url]
        return page

    def key_of(self, url: str) -> str | None:
        """A text that changes when the page's bytes may have; None where there is no page."""
        page = self.page_at(url)
        if page is None:
            self._keys.pop(url, None)
            return None
        assert self._site is not None
        if url not in self._compared:
            known, print_ = self._keys.get(url), self._site.printer.print_of(page)
            if known is None or known[0] != print_:
                self._given += 1
                self._keys[url] = print_, str(self._given)
            self._compared.add(url)
        return self._keys[url][1]

    def bytes_of(self, url: str) -> bytes:
        """The bytes that a build would write for `url`, which is in `plan` and no copied file. Raises `RenderError`."""
        key = self.key_of(url)
        assert key is not None and self._renderer is not None and self._site is not None
        found = self._drawn.get(url)
        if found is None or found[0] != key:
            found = (key, self._renderer.render(self._pages[url]))
            self._keep(url, found)
            self._site.keep(FEWEST_KEPT)
        self._drawn.move_to_end(url)
        return found[1]

    def earlier_bytes_of(self, url: str) -> bytes | None:
        """The page by templates that stood before, for when the present ones fail on it; else as it was last
        drawn; else None."""
        page = self.page_at(url)
        assert page is not None
        for renderer in self._earlier:
            try:
                return renderer.render(page)
            except RenderError:
                continue
        return self._drawn[url][1] if url in self._drawn else None

    def samples(self) -> tuple[str, ...]:
        """URLs of pages of every kind, where the templates are new: if one fails, these show it."""
        if self._renderer is None or self._renderer.templates.keys == self._sampled:
            return ()
        self._sampled = self._renderer.templates.keys
        found = {_kind(url): url for url in self.plan if url.endswith("/")}
        return tuple(found.values())

    def _take(self, planned: Planned) -> None:
        """Makes a good plan the site that stands."""
        assert planned.plan is not None and planned.renderer is not None
        old = self._renderer
        if old and old.templates.keys != planned.renderer.templates.keys:
            # Their texts alone: what was drawn with them need not stay in memory.
            self._earlier.appendleft(Renderer(TemplateSet(old.templates.texts, old.templates.paths), old.files))
        changed = set(planned.loaded.changed_bodies())
        outputs, planner = planned.plan.outputs, planned.plan.planner
        stands = isinstance(self.plan, Plan) and self.plan.outputs is outputs and self.plan.planner is planner
        self._pages = {url: page for url, page in self._pages.items() if stands and changed.isdisjoint(outputs[url].bodies)}
        self._compared &= self._pages.keys()
        self.plan, self.catalog, self._renderer = planned.plan, planned.catalog, planned.renderer
        self._site = make_site(self.root, planned, self._found)
        self._built = self._last = None
        for url in [url for url in self._drawn if url not in outputs]:
            self._size -= len(self._drawn.pop(url)[1])
        for url in [url for url in self._keys if url not in outputs]:
            del self._keys[url]

    def _keep(self, url: str, drawn: tuple[str, bytes]) -> None:
        old = self._drawn.pop(url, None)
        self._size += len(drawn[1]) - (len(old[1]) if old else 0)
        self._drawn[url] = drawn
        while self._size > MOST_DRAWN and len(self._drawn) > 1:
            _, (_, dropped) = self._drawn.popitem(last=False)
            self._size -= len(dropped)


def _kind(url: str) -> tuple[object, ...]:
    """What URLs have in common whose pages one template draws."""
    parts = url.strip("/").split("/")
    section = parts[0] if parts[0] in SECTIONS else ""
    return section, len(parts), parts[-1].isdigit()
