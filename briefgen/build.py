"""`briefgen build`, as the table of contents of the program: survey, read, catalogue, plan, compare,
draw, show."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from briefgen.catalog import Catalog, Visibility, build_catalog
from briefgen.config import Config
from briefgen.drawing import Drawn, Share, Site, cards_kept, draw_share, offer
from briefgen.errors import Problem
from briefgen.graphics.picture import can_draw_pictures
from briefgen.layout import MANIFEST, STATE_FOLDER
from briefgen.load import load_site, settings_of
from briefgen.look import STYLE, check_theme, load_templates, make_look
from briefgen.options import Options
from briefgen.output import Mark, Written, intact, new_generation, read_manifest
from briefgen.pack import temporary_pack
from briefgen.places import place
from briefgen.plan import Plan, plan_site
from briefgen.remembered import Loaded, Memory
from briefgen.render import Renderer
from briefgen.reports import in_order
from briefgen.search import build_index, find_pagefind
from briefgen.shares import parted
from briefgen.state import Survey, survey
from briefgen.templates import TemplateSet
from briefgen.urls import output_path
from briefgen.views.picture import can_be_drawn
from briefgen.views.search import INDEX_FOLDER, INDEX_URL, SearchIndexView
from briefgen.workers import WORTH_IT, Inline, in_turn, processes_of, working

Progress = Callable[[int, int], None]
Say = Callable[[str], None]
"""Told of each finished step, for `--verbose`."""


def say_nothing(words: str) -> None:
    """For callers who do not listen."""


def no_progress(done: int, of: int) -> None:
    """For callers who do not watch."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A site as a value, with every problem. `catalog`, `plan` and `renderer` are None where the settings,
    the content or the templates do not allow one."""

    problems: tuple[Problem, ...]
    loaded: Loaded
    catalog: Catalog | None = None
    plan: Plan | None = None
    renderer: Renderer | None = None
    look: str = ""
    """The hash of everything that pages are drawn with."""

    def failed(self, strict: bool) -> bool:
        stops = ("error", "warning") if strict else ("error",)
        return any(problem.severity in stops for problem in self.problems)


def plan_build(
    root: Path,
    options: Options,
    found: Survey | None = None,
    memory: Memory | None = None,
    executor: Executor | None = None,
    say: Say = say_nothing,
) -> Planned:
    """Everything up to the plan: reads what `memory` does not have and changes nothing below `root`."""
    found = found or survey(root, 0)
    memory = memory or Memory(temporary_pack())
    loaded = load_site(root, found, memory, executor)
    say(f"read {len(loaded.read)} of {len(found.stamps)} files, proved every passage")
    if loaded.content is None:
        return Planned(tuple(in_order(loaded.problems)), loaded)
    config = loaded.content.config
    templates, assets, template_problems = _templates(root, config.language, found, memory)
    problems = [*loaded.problems, *template_problems, *check_theme(root, config.theme, assets[STYLE])]
    if options.base_url:
        loaded = settings_of(loaded, url=options.base_url)
    visibility = Visibility(options.today, options.drafts, options.future)
    catalog, findings = memory.memo.of(
        "catalog", (loaded.content, visibility), lambda content, visibility: build_catalog(content, visibility, memory.memo)
    )
    problems += place(root, findings, loaded.removed)
    say(f"catalogue: {len(catalog.entries)} public briefings")
    if any(problem.severity == "error" for problem in problems):
        return Planned(tuple(in_order(problems)), loaded, catalog)
    look = make_look(templates, assets, loaded.content.config)
    plan, findings = plan_site(catalog, loaded.content.bodies, look, loaded.static)
    problems += place(root, findings)
    say(f"plan: {len(plan)} outputs")
    _say_pictures(config, catalog, say)
    renderer = Renderer(templates, loaded.content.config.links == "files")
    key = hashlib.sha256(repr((sorted(look.keys.items()), sorted(look.assets.items()), renderer.files)).encode()).hexdigest()
    return Planned(tuple(in_order(problems)), loaded, catalog, plan, renderer, key)


def _templates(root: Path, language: str, found: Survey, memory: Memory) -> tuple[TemplateSet, dict[str, str], list[Problem]]:
    """What the site is drawn with; the same objects as last time where no file of it has changed."""
    stamps = tuple(found.templates.items())
    settled = all(found.is_settled(stamp) for _, stamp in stamps)
    inputs = (root, language, stamps if settled else object())
    known = memory.templates[1] if settled and memory.templates and memory.templates[0] == (language, stamps) else None
    templates, assets, problems = memory.memo.of("templates", inputs, lambda *_: load_templates(root, language, known))
    if known is None:
        memory.templates = ((language, stamps), dict(templates.keys)) if settled and not problems else None
    templates.forget_drawn()
    return templates, assets, problems


def make_site(root: Path, planned: Planned, found: Survey) -> Site:
    """The planned site, ready to be drawn."""
    assert planned.plan is not None and planned.renderer is not None and planned.catalog is not None
    return Site(root, planned.plan, planned.renderer, tuple(found.stamps), planned.catalog.config.search_program)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did. `reasons` says of each page that was made anew why; `gone` are URLs that are no more."""

    written: Written
    pages: Mapping[str, tuple[bytes, bytes]]
    reasons: Mapping[str, str]
    gone: tuple[str, ...]
    spare: Mapping[str, Mark] | None


@dataclass(frozen=True, slots=True)
class Last:
    """What is known of the generation that is shown: its files, the pages' prints and inputs."""

    files: Mapping[str, Mark] = field(default_factory=dict)
    pages: Mapping[str, tuple[bytes, bytes]] = field(default_factory=dict)
    spare: Mapping[str, Mark] | None = None
    manifest: Mark | None = None

    def print_of(self, url: str) -> bytes:
        """The page's print; b"" where there was no such page."""
        return self.pages[url][0] if url in self.pages else b""


def write_build(
    shown: Path,
    site: Site,
    last: Last,
    *,
    own: Iterable[str] | None = None,
    changed: Sequence[str] = (),
    executor: Callable[[int], Executor] = lambda work: Inline(),
    name_for: Callable[[Executor], str] = lambda executor: "",
    draw: Callable[[Share], list[Drawn]] = draw_share,
    has_begun: Callable[[], bool] = lambda: False,
    parts: str = "",
    say: Say = say_nothing,
    progress: Progress = no_progress,
) -> Built | None:
    """Makes the folder `shown` hold the planned site; None if it does already.

    `own` are the only pages that can differ from the last build's, None where all can. `draw` does a share of the work,
    `name_for` gives the name by which it finds the site where the work is done. `has_begun` waits for the generation that
    was begun with all of the shown one's files (`output.begin_generation`), and says whether it was. `parts` is the folder
    in which several processes keep what they draw (`keptparts`), "" for none.
    """
    paths = {url: output_path(url) for url in site.plan if url != INDEX_URL}
    spoilt = frozenset(u for u, p in paths.items() if p not in last.files or not intact(shown, p, last.files[p]))
    gone = tuple(url for url in last.pages if url not in site.plan)
    wanted = list(paths) if own is None else sorted({*own, *spoilt} & paths.keys())
    few = len(wanted) <= WORTH_IT

    def run(target: str) -> Iterator[Drawn]:
        with working(executor(len(wanted))) as pool:
            offer(name := name_for(pool), site)
            cards = cards_kept(len(site.plan.planner.catalog.entries), processes_of(pool))
            kept_in = parts if target and processes_of(pool) > 1 else ""
            work = [
                Share(name, urls, tuple(map(last.print_of, urls)), spoilt.intersection(urls), tuple(changed), target, cards, kept_in)
                for urls in parted(wanted, lambda url: site.plan.outputs[url].place, processes_of(pool))
            ]
            done = 0
            for share, drawn in zip(work, in_turn(pool, draw, work), strict=True):
                yield from drawn
                progress(done := done + len(share.urls), len(wanted))

    drawn = list(run("")) if few else []
    index = _search_index(shown, site, last, say)
    shown_as_known = last.manifest is not None and intact(shown, MANIFEST, last.manifest)
    same_around = (index.files is None or not index.files and not index.held) and not gone and shown_as_known
    if few and not drawn and same_around:
        return None
    with new_generation(shown, last.spare, last.files if has_begun() else None) as generation:
        drawn += run(str(generation.new)) if not few else ()
        site.forget()
        if not drawn and same_around:
            generation.drop()
            return None
        drawn.sort(key=lambda one: one.url)
        fresh = {paths[d.url]: d.mark or generation.write(paths[d.url], d.data or b"") for d in drawn}
        fresh |= {path: generation.write(path, data) for path, data in (index.files or {}).items()}
        kept = (*paths.values(), *(index.held if index.files is None else index.files))
        files = {path: fresh.get(path) or last.files[path] for path in kept}
        # After a build that was killed behind its swap, its manifest knows more than the state does.
        before = last.files if shown_as_known else {**last.files, **(read_manifest(shown) or {})}
        written = generation.finish(files, fresh, before)
    made = {d.url: (d.print, d.inputs) for d in drawn}
    pages = {url: made.get(url) or last.pages[url] for url in paths} | index.page
    spare = dict(last.files) if shown_as_known else None
    return Built(written, pages, {d.url: d.why for d in drawn}, gone, spare)


@dataclass(frozen=True, slots=True)
class _Index:
    """The search index: one output of the plan that becomes many files. `files` is None where the `held`
    ones, which the last build wrote, are still right; `page` has its print under its URL."""

    files: Mapping[str, bytes] | None
    held: tuple[str, ...]
    page: Mapping[str, tuple[bytes, bytes]]


def _search_index(shown: Path, site: Site, last: Last, say: Say) -> _Index:
    held = tuple(path for path in last.files if path.startswith(INDEX_FOLDER[1:]))
    if INDEX_URL not in site.plan:
        say("search: none; 'search: pagefind' in briefgen.yaml gives the site a search page")
        return _Index({}, held, {})
    page = site.plan[INDEX_URL]
    view = page.view
    assert isinstance(view, SearchIndexView)
    print_ = site.printer.print_of(page)
    entry = {INDEX_URL: (print_, b"")}
    whole = held and all(intact(shown, path, last.files[path]) for path in held)
    if whole and last.pages.get(INDEX_URL) == entry[INDEX_URL]:
        return _Index(None, held, entry)
    program = find_pagefind(site.root, site.search_program, os.environ)
    files = build_index(view, program, site.root / STATE_FOLDER / "search")
    say(f"search: {len(view.records)} pages in {len(files)} files of the index")
    return _Index({INDEX_FOLDER[1:] + path: data for path, data in files.items()}, held, entry)


def _say_pictures(config: Config, catalog: Catalog, say: Say) -> None:
    """Why briefings have no picture for link previews, where they have none."""
    if not config.cards:
        say("cards: none; 'cards: yes' in briefgen.yaml gives each briefing a picture for link previews")
    elif not can_draw_pictures():
        say("cards: none, for resvg-py is not installed: pip install 'briefgen[cards]'")
    else:
        without = sum(not can_be_drawn(entry.title + config.title) for entry in catalog.entries)
        say(f"cards: {len(catalog.entries) - without} pictures" + (f", {without} titles in a script that their fonts lack" if without else ""))
