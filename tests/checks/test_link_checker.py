"""Every link and every fragment, followed by hyperlink, a link checker."""

from __future__ import annotations

import shutil
from pathlib import Path

from checkers import npm_package, program, run
from crawl import served
from site_driver import Site


def dead_links(base: str) -> tuple[list[str], int]:
    """(what does not hold, how many links and fragments were looked at)."""
    checker = npm_package("hyperlink") / "lib/cli.js"
    done = run(program("node"), checker, "--recursive", "--internal", "--concurrency", "4", base)
    lines = done.stdout.splitlines()
    return [line for line in lines if line.startswith("not ok")], sum(line.startswith(("ok", "not ok")) for line in lines)


def test_every_link_and_fragment_leads_somewhere(hosted) -> None:
    dead, looked_at = dead_links(hosted.base)
    assert dead == []
    assert looked_at > len(hosted.addresses())


def test_a_dead_link_and_a_dead_fragment_would_be_found(minimal: Site, tmp_path: Path) -> None:
    minimal.build().expect_exit(0)
    shutil.copytree(minimal.output, tmp_path / "copy")
    page = tmp_path / "copy/methodology/index.html"
    links = '<a href="../nowhere/">x</a><a href="../actors/#nobody.here">y</a></main>'
    page.write_text(page.read_text(encoding="utf-8").replace("</main>", links), encoding="utf-8")
    with served(tmp_path / "copy", tmp_path) as base:
        dead, _ = dead_links(base)
    assert len(dead) == 2 and "/nowhere/" in dead[0] and "#nobody.here" in dead[1]
