"""The plan: every output of the site as a value, by URL.

`plan_site` is pure. What a page shows is in its view, so two plans can be compared page by page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from briefgen.catalog import Catalog
from briefgen.entries import Bodies, BodyName, Entry
from briefgen.errors import Finding
from briefgen.groups import Groups
from briefgen.layout import CONFIG_FILE
from briefgen.plancheck import check_copied, check_links, check_pictures
from briefgen.planner import Asset, Look, Output, Planner
from briefgen.views.cardmaking import Cards
from briefgen.views.chrome import Page, build_chrome
from briefgen.views.files import FileView

ICONS = ("/favicon.svg", "/favicon.ico", "/favicon.png")


@dataclass(frozen=True, slots=True)
class Plan(Mapping[str, Page]):
    """URL -> page for every output, in order of URL. A page is planned when it is asked for."""

    outputs: Mapping[str, Output]
    planner: Planner
    bodies: Bodies

    def __getitem__(self, url: str) -> Page:
        output = self.outputs[url]
        return output.make(self.planner, *([self.bodies.only(output.bodies)] if output.bodies else []))

    def told(self, url: str) -> tuple[object, ...]:
        """Every value that the page at `url` is planned from, its bodies by their digests; () where it is easier to
        plan it."""
        output = self.outputs[url]
        return (*output.told(self.planner), *map(self.bodies.digest, output.bodies)) if output.told else ()

    def showing(self, changed: Collection[BodyName]) -> list[str]:
        """The URLs of all outputs that show some of these bodies."""
        return [url for url, output in self.outputs.items() if output.bodies and not set(changed).isdisjoint(output.bodies)]

    def __contains__(self, url: object) -> bool:
        return url in self.outputs

    def __iter__(self) -> Iterator[str]:
        return iter(self.outputs)

    def __len__(self) -> int:
        return len(self.outputs)


def plan_site(catalog: Catalog, bodies: Bodies, look: Look, static: tuple[Asset, ...]) -> tuple[Plan, list[Finding]]:
    """The plan, and findings on what would collide or lead nowhere."""
    memo = catalog.memo
    icon = next((url for url in ICONS if any(a.url == url for a in static)), look.icon_url)
    chrome, findings = build_chrome(catalog, look.style_url, look.script_url, icon, look.words)
    static = tuple(asset for asset in static if asset.url not in catalog.withheld)
    cards = memo.of("cards", (catalog, look.words), lambda catalog, words: Cards(catalog, Groups(catalog), words))
    planner = memo.of("planner", (cards, memo.same("chrome", chrome), look), Planner)
    shape = memo.of("shape", (cards, planner.chrome, look.pictures), lambda *_: _shape(planner))
    outline = memo.of("outline", shape, lambda *_: _outline(planner))
    findings += [_taken(output, catalog) for output in outline.doubled]
    outputs = memo.of("outputs", (outline, tuple(look.assets), static), _all_outputs)
    copied = {asset.url: asset.path for asset in static}
    findings += memo.of("copied", (copied, outline, tuple(look.assets)), lambda copied, outline, assets: check_copied(copied, [*outline.outputs, *assets]))
    findings += check_links(catalog, bodies, outputs)
    findings += memo.of("pictures", (catalog.articles, catalog.withheld, outputs), check_pictures)
    return Plan(outputs, planner, bodies), findings


@dataclass(frozen=True, eq=False)
class Outline:
    """Which outputs the content gives the site; `doubled` are those whose URL another one has, too."""

    outputs: Mapping[str, Output]
    doubled: tuple[Output, ...]


def _shape(planner: Planner) -> tuple[object, ...]:
    """All that decides which outputs there are: who stands on whose page, and in which year, but no words."""
    catalog, look = planner.catalog, planner.look
    bonds, years, titles = catalog.memo.of("shape of entries", (catalog.entries, look.pictures), _shape_of_entries)
    articles = catalog.memo.of("shape of articles", (catalog.articles,), lambda faces: tuple((id, a.date.year, a.head.rights) for id, a in faces.items()))
    above = tuple((id, actor.of) for id, actor in catalog.all_actors.items()), tuple((id, region.in_) for id, region in catalog.regions.items())
    ids = tuple(map(tuple, (catalog.actors, catalog.questions, catalog.topics, catalog.sources, catalog.pages)))
    named = (catalog.retired, planner.chrome.exports, planner.chrome.search, look.pictures and planner.chrome.title)
    return bonds, years, titles, articles, catalog.source_of, *above, ids, catalog.implied, *named


def _shape_of_entries(entries: Sequence[Entry], pictures: bool) -> tuple[tuple[object, ...], ...]:
    ordered = sorted(entries, key=attrgetter("id"))
    bonds, years = tuple(entry.bonds for entry in ordered), tuple(entry.date.year for entry in ordered)
    return bonds, years, tuple(entry.title for entry in ordered) if pictures else ()


def _outline(planner: Planner) -> Outline:
    outputs: dict[str, Output] = {}
    doubled = []
    for output in planner.outputs():
        if output.url in outputs:
            doubled.append(output)
        outputs[output.url] = output
    outputs |= {output.url: output for output in planner.sitemaps(outputs)}
    return Outline(outputs, tuple(doubled))


def _all_outputs(outline: Outline, assets: tuple[str, ...], static: tuple[Asset, ...]) -> Mapping[str, Output]:
    outputs = dict(outline.outputs)
    outputs |= {url: Output(url, partial(Planner.asset, url=url), indexed=False) for url in assets}
    outputs |= {asset.url: Output(asset.url, partial(_copied, asset), indexed=False) for asset in static}
    return dict(sorted(outputs.items()))


def _taken(output: Output, catalog: Catalog) -> Finding:
    message = f"two records would stand at {output.url}"
    return Finding(_path_of(output, catalog), (), "url-taken", message, "rename one of them")


def _path_of(output: Output, catalog: Catalog) -> str:
    """The content file of the record that stands at the output's URL, or that it leads to."""
    paths = {record.url: record.path for record in catalog.records if record.url}
    leads_to = catalog.retired.get(output.url, "")
    return paths.get(leads_to) or paths.get(output.url, CONFIG_FILE)


def _copied(asset: Asset, planner: Planner) -> Page:
    return Page(asset.url, "file", "", "", "", None, FileView(asset.path, asset.sha256), indexed=False)
