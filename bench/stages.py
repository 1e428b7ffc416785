"""Where briefgen's own time goes: `python bench/stages.py [--sizes 100,1000,10000]`.

Calls the package's own functions one after another in this process; milliseconds per briefing.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from briefgen.catalog import Visibility, build_catalog
from briefgen.load import load_site
from briefgen.pack import temporary_pack
from briefgen.remembered import Memory
from briefgen.state import survey
from briefgen.look import load_templates, make_look
from briefgen.output import write_site
from briefgen.plan import plan_site
from briefgen.render import Renderer
from briefgen.urls import output_path

from make_corpus import make_corpus
from tools import TODAY


class Clock:
    """Wall seconds by stage, in order."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - started


def time_stages(site: Path) -> tuple[dict[str, float], int, int]:
    """(stage -> seconds, number of pages, bytes written)."""
    clock = Clock()
    with clock.stage("parse"):
        loaded = load_site(site, survey(site, 0), Memory(temporary_pack()))
    with clock.stage("templates"):
        templates, assets, _ = load_templates(site)
    assert loaded.content is not None
    with clock.stage("catalogue"):
        catalog, _ = build_catalog(loaded.content, Visibility(TODAY))
    with clock.stage("plan"):
        plan, _ = plan_site(catalog, loaded.content.bodies, make_look(templates, assets, loaded.content.config), loaded.static)
    renderer = Renderer(templates)
    written = 0
    with tempfile.TemporaryDirectory(prefix="briefgen-stages-") as temporary:
        rendered: list[tuple[str, bytes | Path]] = []
        render_seconds = write_seconds = 0.0
        pages = list(plan.items())
        # A thousand at a time, so that no stage has the memory of all pages to carry.
        for start in range(0, len(pages), 1000):
            begun = time.perf_counter()
            rendered = [(output_path(url), renderer.render(page)) for url, page in pages[start : start + 1000]]
            made = time.perf_counter()
            written += write_site(Path(temporary) / f"site-{start}", rendered).size
            render_seconds += made - begun
            write_seconds += time.perf_counter() - made
            shutil.rmtree(Path(temporary) / f"site-{start}")
        clock.seconds |= {"render": render_seconds, "write": write_seconds}
    return clock.seconds, len(plan), written


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="100,1000,10000")
    options = parser.parse_args()
    for size in map(int, options.sizes.split(",")):
        with tempfile.TemporaryDirectory(prefix="briefgen-stages-") as temporary:
            make_corpus(size, Path(temporary))
            seconds, pages, written = time_stages(Path(temporary))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        total = sum(seconds.values())
        print(f"{size:,} briefings: {pages:,} outputs, {written / 1e6:,.0f} MB, {total:.2f} s, peak so far {peak:,.0f} MiB")
        for name, value in seconds.items():
            print(f"  {name:<10}{value:8.2f} s  {1000 * value / size:8.3f} ms per briefing  {value / total:6.1%}")


if __name__ == "__main__":
    main()
