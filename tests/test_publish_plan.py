"""What is sent, replaced and removed, and in which order; and that no interruption leaves a dead link."""

from __future__ import annotations

import random
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from briefgen.publish.disk import LocalDisk
from briefgen.publish.filehost import DiskHost
from briefgen.publish.host import Done, HostError, occupied
from briefgen.publish.keep import file_of, manifest_in
from briefgen.publish.manifest import (
    JOURNAL,
    File,
    ForeignManifest,
    Held,
    Journal,
    held,
    parse_journal,
    parse_manifest,
    render_journal,
    render_manifest,
)
from briefgen.publish.plan import first_journal, plan_publication, with_sent
from briefgen.publish.send import send
from briefgen.layout import MANIFEST
from published import contents, dead_links, house, in_folder, page, write_built


def files(**digests: str) -> dict[str, File]:
    """`a="1"` is the file a.html whose hash is "1"."""
    return {f"{name}.html".replace("__", "/"): File(digest, 1) for name, digest in digests.items()}


# --- the plan ---


def test_nothing_to_do() -> None:
    plan = plan_publication(files(a="1"), Held(files(a="1")))
    assert plan.is_empty and plan.unchanged == 1 and not plan.removes_much


def test_what_is_new_comes_before_what_is_replaced_and_the_home_page_last() -> None:
    local = {
        path: File(digest, 10)
        for path, digest in {
            "index.html": "2", "actors/index.html": "2", "actors/nato/index.html": "2", "briefings/new/index.html": "1",
            "actors/new/index.html": "1", "assets/style.2.css": "1", "feed.atom": "2", "picture.png": "2", "same.txt": "1",
        }.items()
    }  # fmt: skip
    there = {path: File("1", 10) for path in local if "new" not in path and "style" not in path} | files(assets__style="0")
    plan = plan_publication(local, Held(there))
    assert [upload.path for upload in plan.uploads] == [
        "assets/style.2.css", "actors/new/index.html", "briefings/new/index.html",
        "picture.png", "actors/nato/index.html", "actors/index.html", "feed.atom", "index.html",
    ]  # fmt: skip
    assert [len(batch) for batch in plan.batches()] == [1, 2, 1, 1, 2, 1]
    assert plan.removals == ("assets/style.html",) and plan.unchanged == 1
    assert [upload.path for upload in plan.new] == [upload.path for upload in plan.uploads[:3]]


def test_pages_are_removed_before_what_they_are_drawn_with() -> None:
    plan = plan_publication({}, Held({"a.css": File("1", 1), "x/y/index.html": File("1", 1), "index.html": File("1", 1)}))
    assert plan.removals == ("index.html", "x/y/index.html", "a.css")


def test_a_file_of_equal_size_is_told_by_its_hash() -> None:
    assert [u.path for u in plan_publication(files(a="2"), Held(files(a="1"))).replaced] == ["a.html"]


@pytest.mark.parametrize(("held_count", "gone", "much"), [(20, 2, False), (20, 3, True), (10, 1, False), (9, 1, True), (0, 0, False)])
def test_more_than_a_tenth_is_much(held_count: int, gone: int, much: bool) -> None:
    there = {f"{number}.html": File("1", 1) for number in range(held_count)}
    local = dict(list(there.items())[gone:])
    assert plan_publication(local, Held(there)).removes_much is much


def test_what_stands_in_the_way_goes_first() -> None:
    plan = plan_publication({"a/b.html": File("1", 1), "c": File("1", 1)}, Held({"a": File("1", 1), "c/d.html": File("1", 1)}))
    assert plan.in_the_way == ("a", "c/d.html") and plan.removals == ()


def test_after_an_interruption_what_may_be_missing_counts_as_new() -> None:
    there = held(files(a="1", b="1"), Journal(files(c="3"), frozenset({"b.html"}), frozenset({"d.html", "e.html"})))
    assert there == Held(files(a="1", c="3"), frozenset({"b.html"}), frozenset({"d.html", "e.html"}))
    plan = plan_publication(files(a="1", b="1", c="3", d="1"), there)
    assert [(u.path, u.replaces) for u in plan.uploads] == [("d.html", False), ("b.html", True)]
    assert plan.removals == ("e.html",)


def test_the_journal_knows_what_a_broken_publication_may_have_left() -> None:
    manifest = files(old="1", gone="1", same="1")
    plan = plan_publication(files(old="2", same="1", new="1"), Held(manifest))
    journal = first_journal(manifest, Held(manifest), plan, "r")
    assert journal == Journal({}, frozenset({"old.html"}), frozenset({"new.html", "gone.html"}), "r")
    later = with_sent(journal, files(new="1"))
    assert later == Journal(files(new="1"), frozenset({"old.html"}), frozenset({"gone.html"}), "r")
    assert parse_journal(render_journal(later), "") == later


# --- manifests that others may have written ---


@pytest.mark.parametrize(
    "path", ["../x", "/etc/passwd", "a/../../b", "a//b", "", ".", "a\\b", "a\nb", MANIFEST, JOURNAL, "x/."]
)
def test_a_manifest_that_leads_out_of_the_site_is_refused(path: str) -> None:
    data = render_manifest({path: File("0", 1)})
    with pytest.raises(ForeignManifest):
        parse_manifest(data, "there")


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"generator":"other","files":{}}', b'{"generator":"briefgen","files":[]}', b'{"generator":"briefgen","files":{"a":{}}}', b"[" * 100_000, b"\xff"])
def test_what_is_no_manifest_is_refused(data: bytes) -> None:
    with pytest.raises(ForeignManifest):
        parse_manifest(data, "there")


def test_a_manifest_reads_back() -> None:
    manifest = {"ä/index.html": File("0" * 64, 12), "b": File("1" * 64, 0)}
    assert parse_manifest(render_manifest(manifest), "") == manifest


# --- which files of others are in the way ---


def test_occupied_lists_only_folders_that_are_there(tmp_path: Path) -> None:
    write_built(tmp_path / "www", {"a/b/c.html": "x", "d.html": "x"})
    listed = []

    class Listing(DiskHost):
        def names(self, folder: str) -> frozenset[str]:
            listed.append(folder)
            return super().names(folder)

    host = Listing(LocalDisk(), str(tmp_path / "www"), "www")
    wanted = ["a/b/c.html", "a/b/new.html", "x/y/z.html", "x/y/w.html", "d.html"]
    assert occupied(host, wanted) == ["a/b/c.html", "d.html"]
    assert sorted(listed) == ["", "a", "a/b"]


# --- broken off anywhere ---


class Broken(HostError):
    pass


class FailingDisk(LocalDisk):
    """A disk that works in any order and gives up after so many changes. `watch` is called after each."""

    def __init__(self, changes: int, order: random.Random, watch: object) -> None:
        self.left, self.order, self.watch = changes, order, watch

    def _count(self) -> None:
        if self.left == 0:
            raise Broken("no more")
        self.left -= 1

    def put(self, files: Mapping[str, Path], done: Done) -> None:
        for path in self.order.sample(sorted(files), len(files)):
            self._count()
            super().put({path: files[path]}, done)
            self.watch()

    def remove(self, paths: Sequence[str], done: Done) -> None:
        for path in self.order.sample(sorted(paths), len(paths)):
            self._count()
            super().remove([path], done)
            self.watch()


def run(www: Path, site: Path, changes: int, seed: int, watch: object) -> bool:
    """One publication of `site`, allowed so many changes; whether it came to its end."""
    disk = FailingDisk(changes, random.Random(seed), watch)
    host = DiskHost(disk, str(www), "www")
    found = host.read([MANIFEST, JOURNAL])
    manifest, journal = found.get(MANIFEST), found.get(JOURNAL)
    before = parse_manifest(manifest, "") if manifest else {}
    there = held(before, parse_journal(journal, "") if journal else None)
    try:
        send(host, plan_publication(manifest_in(site), there), before, there, site, f"{seed}-{changes}", lambda path: None)
    except Broken:
        return False
    return True


FIRST, SECOND, THIRD = house(0), house(1), house(2)
# A third that puts back what the second took away, and takes away what the second brought.
BACK = {**house(0), "index.html": page("briefings/", "about/", text="back")}


@pytest.mark.parametrize("then", [SECOND, THIRD, BACK, FIRST], ids=["again", "forward", "back", "undone"])
def test_broken_off_anywhere_no_link_is_dead_and_the_next_run_finishes(tmp_path: Path, then: dict) -> None:
    www, site = tmp_path / "www", tmp_path / "site"
    foreign = {"CNAME": b"desk.example\n", "briefings/p0/theirs.html": b"theirs"}

    def check() -> None:
        assert dead_links(in_folder(www)) == []

    for changes in range(0, 100, 3):
        shutil.rmtree(www, ignore_errors=True)
        assert run(www, write_built(site, FIRST), -1, 0, lambda: None)
        for path, data in foreign.items():
            (www / path).write_bytes(data)
        finished = run(www, write_built(site, SECOND), changes, changes, check)
        # The next run is broken off, too, once more; the last one is left alone.
        run(www, write_built(site, then), changes // 2 + 1, changes + 1, check)
        assert run(www, write_built(site, then), -1, changes + 2, check)
        assert contents(www) == {**contents(site), **foreign}, changes
        if finished:
            break
    else:
        pytest.fail("it never came to its end")


def test_a_long_publication_goes_on_where_it_broke_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefgen.publish.send.CHECKPOINT", 10)
    site, www = write_built(tmp_path / "site", house(0, pages=60)), tmp_path / "www"
    assert not run(www, site, 48, 0, lambda: None)
    journal = parse_journal((www / JOURNAL).read_bytes(), "")
    assert 30 <= len(journal.there) <= 48
    assert all((www / path).is_file() and file_of((www / path).read_bytes()) == file for path, file in journal.there.items())
    plan = plan_publication(manifest_in(site), held({}, journal))
    assert plan.unchanged == len(journal.there)


def test_two_publications_at_once_notice_each_other(tmp_path: Path) -> None:
    site, www = write_built(tmp_path / "site", house(0)), tmp_path / "www"
    other = Journal({}, frozenset(), frozenset(), "other")

    def intrude() -> None:
        if (www / "index.html").exists():
            (www / JOURNAL).write_bytes(render_journal(other))

    with pytest.raises(HostError, match="someone else is publishing"):
        run(www, site, -1, 0, intrude)
    assert not (www / MANIFEST).exists()
