"""Pages of the preview's own: what became of an address that has no page."""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from briefgen.catalog import Catalog, Record
from briefgen.errors import Problem, nearest
from briefgen.live import LiveSite
from briefgen.views.cards import Link

MOST_KEPT = 1000
"""How many removed pages are remembered."""
BROWSER = Path(__file__).parent / "browser"
"""What is sent to the browser: scripts, a style sheet, templates."""
_YEAR = re.compile(r"(/.+/)[0-9]{4}/\Z")


@dataclass(frozen=True, slots=True)
class Missing:
    """An address without a page: the page that says so, None for the site's own 404 page."""

    status: int
    html: str | None
    digest: str


@dataclass(slots=True)
class Removed:
    """A record that had a page; `replaced` is the id of what stands for it now, where that is known."""

    kind: str
    id: str
    replaced: str = ""
    recent: bool = True
    """Whether it went at the last look that found records gone or come, or at the one before."""


class Notes:
    """Follows which records come and go. `prefix` is where the preview's own files stand."""

    def __init__(self, site: LiveSite, prefix: str, edit: Callable[[str], str]) -> None:
        self._site = site
        self._prefix = prefix
        self._edit = edit
        self._removed: OrderedDict[str, Removed] = OrderedDict()
        self._catalog: Catalog | None = None
        self._published: dict[str, Record] = {}
        self._templates = own_templates()

    def follow(self) -> None:
        """Called when another state of the site stands: notes what is gone, and what came instead."""
        catalog = self._site.catalog
        if catalog is None or (self._catalog and catalog.records is self._catalog.records):
            return
        published = {record.url: record for record in catalog.records if record.url}
        first, self._catalog = self._catalog is None, catalog
        before, self._published = self._published, published
        if first:
            return
        added = [published[url] for url in published.keys() - before.keys()]
        removed = sorted(before.keys() - published.keys())
        if not added and not removed:
            return
        earlier = list(self._removed.values())
        for url in removed:
            self._removed[url] = Removed(before[url].kind, before[url].id)
        for record in added:
            self._removed.pop(record.url, None)
        self._replace(added)
        for gone in earlier:
            gone.recent = False
        while len(self._removed) > MOST_KEPT:
            self._removed.popitem(last=False)

    def _replace(self, added: list[Record]) -> None:
        """Gives each new record to the removed one of its kind whose id is most like it; a file that is
        renamed may go at one look and come at the next."""
        for record in sorted(added):
            waiting = {g.id: g for g in self._removed.values() if g.recent and g.kind == record.kind and not g.replaced}
            alike = nearest(record.id, waiting) or (next(iter(waiting)) if len(waiting) == 1 else "")
            if alike:
                waiting[alike].replaced = record.id

    def missing(self, url: str) -> Missing:
        """What is known of the site-absolute `url`, which has no page."""
        catalog = self._site.catalog
        if catalog is None:
            return self._page(503, "waiting.html")
        for record in self._excluded(catalog, url):
            beside = f"{self._prefix}beside/{record.id}" if record.kind == "briefings" else ""
            return self._page(404, "left_out.html", record=record, edit=self._edit(record.path), beside=beside)
        for gone_url, gone in self._removed_above(url):
            replaced = self._link(gone)
            index = f"/{gone.kind}/" if f"/{gone.kind}/" in self._site.plan else "/"
            return self._page(404, "removed.html", url=gone_url, replaced=replaced, index=index)
        found = _YEAR.match(url)
        if found and found[1] in self._site.plan:
            return self._page(404, "removed.html", url=url, replaced=Link(found[1], found[1]), index="/")
        return Missing(404, None, "-")

    def failed(self, problem: Problem) -> str:
        """The page where a template fails; the panel over it shows the problem."""
        return self._draw("failed.html", problem=problem)

    def _excluded(self, catalog: Catalog, url: str) -> list[Record]:
        parts = url.strip("/").split("/")
        if len(parts) != 2:
            return []
        return [r for r in catalog.records if r.outcome == "excluded" and [r.kind, r.id] == parts]

    def _removed_above(self, url: str) -> list[tuple[str, Removed]]:
        """The record that stood at `url`, or at the address above it (a year's page, a feed)."""
        above = url.rstrip("/").rsplit("/", 1)[0] + "/"
        return [(at, self._removed[at]) for at in (url, url + "/", above) if at in self._removed]

    def _link(self, gone: Removed) -> Link | None:
        url = f"/{gone.replaced}/" if gone.kind == "pages" else f"/{gone.kind}/{gone.replaced}/"
        return Link(gone.replaced, url) if gone.replaced and url in self._site.plan else None

    def _page(self, status: int, template: str, **values: object) -> Missing:
        html = self._draw(template, **values)
        return Missing(status, html, hashlib.sha256(html.encode()).hexdigest()[:24])

    def _draw(self, template: str, **values: object) -> str:
        title = self._site.catalog.config.title if self._site.catalog else "briefgen"
        return self._templates.get_template(template).render(
            values, prefix=self._prefix, title=title, base=self._site.base.removesuffix("/")
        )


def own_templates() -> Environment:
    """The preview's own templates; autoescape is on."""
    return Environment(loader=FileSystemLoader(BROWSER), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
