"""`briefgen why`: what a page rests on, and whether and why a build would make it anew."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.build import Planned
from briefgen.changes import Printer, is_same, reason
from briefgen.errors import UsageError, did_you_mean
from briefgen.output import intact
from briefgen.state import State
from briefgen.urls import output_path
from briefgen.views.chrome import Page


def explain_page(url: str, planned: Planned, state: State | None) -> Iterator[str]:
    """Lines for people. Raises `UsageError` where the site has no such page."""
    assert planned.plan is not None and planned.renderer is not None
    url = _site_absolute(url)
    if url not in planned.plan:
        if state and url in state.pages:
            yield f"{url} is gone: a build would remove it"
            return
        raise UsageError(f"the site has no page at {url}" + (f"; {hint}" if (hint := did_you_mean(url, planned.plan)) else ""))
    page = planned.plan[url]
    printer = Printer(planned.renderer.files, planned.loaded.sources.paths)
    beginning = printer.beginning(planned.plan.told(url))
    print_, files = printer.print_of(page, beginning), printer.files
    same = state is not None and url in state.pages and is_same(state.pages[url][0], print_, beginning)
    yield f"{url}: {_verdict(page, print_, same, files, planned, state)}"
    if state and url in state.reasons:
        yield f"the last build made it anew: {state.reasons[url]}"
    yield f"template: {page.template}"
    yield from (f"rests on {path}" for path in sorted(files))


def _verdict(page: Page, print_: bytes, same: bool, files: frozenset[str], planned: Planned, state: State | None) -> str:
    if state is None or page.url not in state.pages:
        return "no build has made it yet"
    if not same:
        return f"a build would make it anew: {reason(page, state.pages[page.url][0], print_, files, planned.loaded.read)}"
    path = output_path(page.url)
    if not intact(state.output, path, state.files[path]):
        return "a build would make it anew: its file was changed or removed by hand"
    return "is as it should be"


def _site_absolute(url: str) -> str:
    """The URL as the plan has it: "actors/nato" is "/actors/nato/"."""
    url = "/" + url.removeprefix("/")
    last = url.rsplit("/", 1)[-1]
    return url if not last or "." in last else url + "/"
