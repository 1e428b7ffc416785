"""`briefgen build`, as the table of contents of the program: read, catalogue, plan, render, write."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefgen.catalog import Catalog, Visibility, build_catalog
from briefgen.errors import Problem
from briefgen.load import load_site, place, settings_of
from briefgen.look import load_templates, make_look
from briefgen.output import Written, check_output, write_site
from briefgen.plan import plan_site
from briefgen.render import Renderer
from briefgen.reports import in_order
from briefgen.urls import output_path
from briefgen.views.chrome import Page
from briefgen.views.files import FileView

Progress = Callable[[int, int], None]
Say = Callable[[str], None]
"""Told of each finished step, for `--verbose`."""


def say_nothing(words: str) -> None:
    """For callers who do not listen."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks of a build. `today` is the one clock reading."""

    today: datetime.date
    drafts: bool = False
    future: bool = False
    base_url: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A site as a value, with every problem. `catalog` and `renderer` are None where settings or templates fail."""

    problems: tuple[Problem, ...]
    catalog: Catalog | None = None
    plan: Mapping[str, Page] | None = None
    renderer: Renderer | None = None

    def failed(self, strict: bool) -> bool:
        stops = ("error", "warning") if strict else ("error",)
        return any(problem.severity in stops for problem in self.problems)


def plan_build(root: Path, options: Options, say: Say = say_nothing) -> Planned:
    """Everything up to the plan: reads the site's folder and changes nothing."""
    loaded = load_site(root)
    say(f"read {sum(map(len, loaded.sources.records.values()))} content files, proved every passage")
    templates, assets, template_problems = load_templates(root)
    problems = [*loaded.problems, *template_problems]
    if loaded.content is None:
        return Planned(tuple(in_order(problems)))
    if options.base_url:
        loaded = settings_of(loaded, url=options.base_url)
    visibility = Visibility(options.today, options.drafts, options.future)
    catalog, findings = build_catalog(loaded.content, visibility)
    problems += place(root, findings, loaded.removed)
    say(f"catalogue: {len(catalog.entries)} public briefings, {len(catalog.ledgers)} questions answered")
    if any(problem.severity == "error" for problem in problems):
        return Planned(tuple(in_order(problems)), catalog)
    plan, findings = plan_site(catalog, make_look(templates, assets, loaded.content.config), loaded.static)
    problems += place(root, findings)
    say(f"plan: {len(plan)} outputs")
    renderer = Renderer(templates, loaded.content.config.links == "files")
    return Planned(tuple(in_order(problems)), catalog, plan, renderer)


def write_build(root: Path, output: Path, planned: Planned, progress: Progress) -> Written:
    """Renders every page of the plan and swaps the new site in."""
    assert planned.plan is not None and planned.renderer is not None
    check_output(output)
    return write_site(output, _outputs(root, planned.plan, planned.renderer, progress))


def _outputs(
    root: Path, plan: Mapping[str, Page], renderer: Renderer, progress: Progress
) -> Iterator[tuple[str, bytes | Path]]:
    for number, (url, page) in enumerate(plan.items(), start=1):
        yield output_path(url), root / page.view.path if isinstance(page.view, FileView) else renderer.render(page)
        progress(number, len(plan))
