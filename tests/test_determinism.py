"""A build is a function of its inputs: two machines, one "today", the same bytes."""

from __future__ import annotations

import locale
import shutil
import subprocess
from pathlib import Path

import pytest

from site_driver import EXAMPLE, ROOT, Site, tree_of

HERE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
THERE = {"TZ": "America/Adak", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "4242", "PYTHONUTF8": "0"}


@pytest.mark.parametrize("source", [pytest.param(ROOT, id="own"), pytest.param(EXAMPLE, id="example")])
def test_two_machines_make_the_same_bytes(source: Path, tmp_path: Path) -> None:
    """Other folders, time zones, locales and hash seeds; processes of their own."""
    if not source.is_dir():
        pytest.skip("no example beside the checkout")
    one = Site.from_dir(source, tmp_path / "one").run("build", "-q", in_process=False, env=HERE).expect_exit(0)
    deep = tmp_path / "two/far/away é"
    deep.parent.mkdir(parents=True)
    two = Site.from_dir(source, deep).run("build", "-q", in_process=False, env=THERE).expect_exit(0)
    assert tree_of(one.output) == tree_of(two.output)
    assert one.out == one.err == two.out == two.err == ""


def test_the_order_in_which_files_were_made_does_not_matter(tmp_path: Path) -> None:
    one = Site.from_dir(ROOT, tmp_path / "one").build().expect_exit(0)
    (tmp_path / "two/content").mkdir(parents=True)
    for file in sorted((ROOT / "content").rglob("*"), reverse=True):
        if file.is_file():
            target = tmp_path / "two" / file.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    shutil.copyfile(ROOT / "briefgen.yaml", tmp_path / "two/briefgen.yaml")
    assert tree_of(Site(tmp_path / "two").build().output) == tree_of(one.output)


def test_building_again_changes_nothing(tmp_path: Path) -> None:
    site = Site.small(tmp_path / "site").build()
    before = tree_of(site.output)
    assert tree_of(site.build().expect_exit(0).output) == before


def test_line_ends_and_a_byte_order_mark_do_not_matter(tmp_path: Path) -> None:
    one = Site.small(tmp_path / "one").build().expect_clean()
    two = Site.small(tmp_path / "two")
    for file in (two.root / "content").rglob("*"):
        if file.suffix in (".md", ".yaml"):
            file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert tree_of(two.build().expect_clean().output) == tree_of(one.output)


def test_the_clock_is_not_read(tmp_path: Path) -> None:
    """Another "today" moves what is due for review, and with it the pages that say so, and no other."""
    site = Site.small(tmp_path / "site").run("build", env={"SOURCE_DATE_EPOCH": "1730500000"}).expect_exit(0)
    early = site.files()
    late = site.run("build", env={"SOURCE_DATE_EPOCH": "1893456000"}).expect_exit(0).files()
    changed = {path for path in early | late if early.get(path) != late.get(path)} - {"site-manifest.json"}
    assert changed == {"index.html", "briefings/pier/index.html", "briefings/cranes/index.html"}


@pytest.mark.parametrize("epoch", ["today", "-1", "1.5", "99999999999999"])
def test_a_today_that_is_no_number_is_wrong_usage(tmp_path: Path, epoch: str) -> None:
    site = Site.small(tmp_path / "site").run("build", env={"SOURCE_DATE_EPOCH": epoch}).expect_exit(2)
    assert "SOURCE_DATE_EPOCH" in site.err


def test_a_future_date_is_kept_back_until_its_day(tmp_path: Path) -> None:
    site = Site.small(tmp_path / "site").append("content/annotations/cranes.yaml", "published: 2024-12-02\n")
    assert not site.build().expect_exit(0).has("/briefings/cranes/")
    assert "left out content/annotations/cranes.yaml: published 2024-12-02, after today" in site.err
    assert site.build(future=True).expect_exit(0).has("/briefings/cranes/")
    assert site.run("build", env={"SOURCE_DATE_EPOCH": "1733097600"}).expect_exit(0).has("/briefings/cranes/")
