"""Incremental output equals that of a fresh build, byte for byte, after each of many random edits."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from random_edits import Editor
from site_driver import ROOT, Site

EDITS = int(os.environ.get("BRIEFGEN_EDITS", "14"))
SEED = int(os.environ.get("BRIEFGEN_SEED", "1"))


def held(folder: Path) -> dict[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def copy_inputs(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for name in ("content", "templates", "briefgen.yaml"):
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name)
        elif (source / name).exists():
            shutil.copyfile(source / name, target / name)


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


def build_as_large(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build with two processes that draw straight into the next generation, and keep the parts that they draw."""
    with monkeypatch.context() as patch:
        for name, value in (("workers.WORTH_IT", 0), ("build.WORTH_IT", 0), ("run.MANY_FILES", 0), ("shares.LEAST", 20), ("load.MANY", 0)):
            patch.setattr(f"briefgen.{name}", value)
        site.build("--jobs", "2")


def test_incremental_equals_fresh_after_random_edits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every other build is one as of a large site."""
    site = Site.from_dir(ROOT, tmp_path / "site")
    site.replace("briefgen.yaml", "search: pagefind ", "search: none ")
    editor = Editor(site.root, SEED)
    site.build().expect_exit(0)
    story, failures = [], 0
    for number in range(EDITS):
        before = tmp_path / "before"
        copy_inputs(site.root, before)
        shown = held(site.output)
        story.append(editor.edit())
        copy_inputs(site.root, tmp_path / "fresh")
        fresh = Site(tmp_path / "fresh").build()
        build_as_large(site, monkeypatch) if number % 2 else site.build()
        assert site.code == fresh.code, f"{story[-3:]}\n{site.err}\n{fresh.err}"
        if site.code == 0:
            assert not (paths := differing(held(site.output), held(fresh.output))), f"{story[-3:]}: {paths[:5]}"
        else:  # a mistake: the old site stands, and the edit is taken back
            failures += 1
            assert site.err.replace(str(site.root), "") == fresh.err.replace(str(fresh.root), ""), story[-3:]
            assert held(site.output) == shown, story[-1]
            for name in ("content", "templates"):
                shutil.rmtree(site.root / name, ignore_errors=True)
                if (before / name).exists():
                    shutil.copytree(before / name, site.root / name)
            shutil.copyfile(before / "briefgen.yaml", site.root / "briefgen.yaml")
    assert failures < EDITS / 2, "most edits should make sites"
