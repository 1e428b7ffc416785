"""Which edit makes which pages stale, and what is said of it; what becomes of a state that does not fit.

Pages are named without their feeds and data files, which follow them.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from pathlib import Path

import pytest

from briefgen import build, run, workers
from briefgen import templates as templates_module
from briefgen.errors import BuildError
from site_driver import ROOT, Site

PIER, CRANES, ACTORS = "content/annotations/pier.yaml", "content/annotations/cranes.yaml", "content/actors.yaml"
TWO_BRIEFINGS = "/ /briefings/ /briefings/cranes/ /briefings/pier/"
PORT = "/actors/port-authority/"
PIERS = "/questions/pier-closed/ /questions/pier-nine-closed/"
REGIONS = "/regions/bay/ /regions/pier-nine/"
Edit = Callable[[Site], object]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """The small site, built, without files of data for each page."""
    return Site.small(tmp_path / "site").append("briefgen.yaml", "exports: []\n").build().expect_exit(0)


def drawn(site: Site, *arguments: str) -> dict[str, str]:
    """URL -> reason, of what a build with --why made anew or removed."""
    return dict(line.split(": ", 1) for line in site.run("build", "--why", *arguments).expect_exit(0).out.splitlines())


def pages(reasons: dict[str, str]) -> str:
    return " ".join(url for url in reasons if "/feed." not in url)


def replaced(path: str, old: str, new: str) -> Edit:
    return lambda site: site.replace(path, old, new)


def appended(path: str, text: str) -> Edit:
    return lambda site: site.append(path, text)


def template(name: str) -> Edit:
    """The default template of that name, with a comment more, as the site's own."""
    ending = "/* */" if name.endswith(".css") else "<!-- -->"
    return lambda site: site.write(f"templates/{name}", (ROOT / "templates" / name).read_text() + ending)


TABLE: list[tuple[str, Edit, str]] = [
    ("nothing", lambda site: site, ""),
    ("a new time of change", lambda site: os.utime(site.root / PIER), ""),
    ("a comment", appended(PIER, "# why?\n"), ""),
    ("a judgement", replaced(PIER, "says: The pier is closed.", "says: The pier is shut."), "/briefings/pier/"),
    ("an open question", replaced(PIER, "For how long?", "For how many days?"), "/briefings/pier/ /questions/ /questions/pier-nine-closed/"),
    ("the text of an article", appended("content/articles/pier.md", "\nThe gulls stayed.\n"), "/articles/pier/"),
    (
        "a title",
        replaced(CRANES, "title: Nine cranes", "title: Ten cranes"),
        f"/ {PORT} /articles/cranes/ /briefings/ /briefings/cranes/ /briefings/pier/ /questions/crane-count/ /sources/quay-post/",
    ),
    (
        "the title of an article",
        replaced("content/articles/cranes.md", "title: Cranes at rest", "title: Cranes asleep"),
        f"{PORT} /articles/ /articles/cranes/ /briefings/cranes/ /questions/crane-count/ /sources/quay-post/",
    ),
    (
        "an actor's name",
        replaced(ACTORS, "name: Dock Union", "name: Dockers' Union"),
        f"/ /actors/ /actors/dock-union/ /actors/jo-marsh/ {PORT} /articles/pier/ /briefings/cranes/ /briefings/pier/ /questions/crane-count/ {PIERS}",
    ),
    (
        "what somebody is",
        replaced(ACTORS, "role: harbour master", "role: master of the harbour"),
        f"/ /actors/ /actors/jo-marsh/ {PORT} /briefings/pier/ {PIERS} {REGIONS}",
    ),
    ("a part of pages", template("parts/statement.html"), "/briefings/cranes/ /briefings/pier/"),
    ("the template of one kind", template("actor.html"), f"/actors/dock-union/ /actors/jo-marsh/ {PORT}"),
    ("when a review is due", appended("briefgen.yaml", "review_after_days: 10\n"), "/ /briefings/cranes/ /briefings/pier/"),
    ("a free page", appended("content/pages/about.md", "\nMore.\n"), "/about/"),
    ("a file to be copied", appended("content/static/pier.svg", "<!-- -->"), "/pier.svg"),
    ("a new file to be copied", lambda site: site.write("content/static/a/b.txt", "b"), "/a/b.txt"),
    ("a removed file", lambda site: site.remove("content/static/pier.svg").replace("content/articles/pier.md", "  file: pier.svg\n", "  file: about.svg\n").write("content/static/about.svg", "<svg/>"), "/about.svg /articles/pier/ /pier.svg"),
    ("a page changed by hand", lambda site: site.write("site/actors/dock-union/index.html", "x"), "/actors/dock-union/"),
    ("a page removed by hand", lambda site: site.remove("site/timeline/index.html"), "/timeline/"),
    ("a feed changed by hand", lambda site: site.write("site/feed.json", "{}"), ""),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "stale"), [pytest.param(edit, stale, id=name) for name, edit, stale in TABLE])
def test_what_an_edit_makes_stale(site: Site, edit: Edit, stale: str) -> None:
    edit(site)
    assert pages(drawn(site)) == stale
    assert drawn(site) == {}
    incremental = site.files()
    assert incremental == site.build("--fresh").expect_exit(0).files()


def test_what_stands_around_pages_makes_all_stale(site: Site) -> None:
    everything = {url for url in site.urls()}
    with_frame = everything - {url for url in everything if "http-equiv=\"refresh\"" in site.html(url)}
    template("base.html")(site)
    assert with_frame <= set(reasons := drawn(site)) and set(reasons.values()) == {"template changed"}
    site.replace("briefgen.yaml", "title: Harbour", "title: Quay")
    reasons = drawn(site)
    assert with_frame <= set(reasons)
    assert all("what stands around every page" in reason and "(briefgen.yaml)" in reason for url, reason in reasons.items() if url in with_frame)
    site.append("briefgen.yaml", "links: files\n")
    reasons = drawn(site)
    assert with_frame <= set(reasons) and all("the form of links changed" in reason for reason in reasons.values())
    assert 'href="./briefings/index.html"' in site.html("/")
    template("assets/style.css")(site)
    reasons = drawn(site)
    styles = sorted(reason for url, reason in reasons.items() if url.startswith("/assets/"))
    assert with_frame <= set(reasons) and styles == ["gone", "new"]


def test_reasons_name_what_changed_and_the_record(site: Site) -> None:
    site.replace(CRANES, "title: Nine cranes", "title: Ten cranes")
    reasons = drawn(site)
    assert reasons["/briefings/"] == "briefings changed (cranes)"
    assert reasons["/actors/port-authority/feed.atom"] == "entries changed (cranes)"
    assert site.run("why", "/briefings/").out.splitlines()[:2] == [
        "/briefings/: is as it should be",
        "the last build made it anew: briefings changed (cranes)",
    ]
    site.replace(ACTORS, "name: Dock Union", "name: Dockers' Union")
    lines = site.run("why", "actors/dock-union").expect_exit(0).out.splitlines()
    assert lines[0].startswith("/actors/dock-union/: a build would make it anew: title, ") and "(content/actors.yaml)" in lines[0]
    assert f"rests on {PIER}" in lines and "template: actor.html" in lines
    site.append(CRANES, "draft: yes\n")
    assert "/briefings/cranes/ is gone: a build would remove it" in site.run("why", "/briefings/cranes/").out
    assert site.run("why", "/actors/dok-union/").expect_exit(2).err.strip().endswith("did you mean '/actors/dock-union/'?")


def test_gone_pages_are_removed_and_files_of_others_stay(site: Site) -> None:
    site.write("site/CNAME", "harbour.example\n").write("site/actors/notes/todo.txt", "mine")
    site.append(CRANES, "draft: yes\n")
    reasons = drawn(site)
    assert {url for url, reason in reasons.items() if reason == "gone"} == {"/articles/cranes/", "/briefings/cranes/"}
    assert not (site.output / "briefings/cranes").exists()
    for _ in range(3):  # also when the kept generation is taken up again
        assert (site.output / "CNAME").read_text() == "harbour.example\n" and (site.output / "actors/notes/todo.txt").exists()
        drawn(site.append("content/pages/about.md", "\nMore.\n"))
    site.remove("site/CNAME")
    drawn(site.append("content/pages/about.md", "\nMore.\n"))
    assert not (site.output / "CNAME").exists()


def state_gone(site: Site) -> None:
    shutil.rmtree(site.root / ".briefgen")


def state_cut(site: Site) -> None:
    path = site.root / ".briefgen/state"
    path.write_bytes(path.read_bytes()[:-100])


def state_of_other_code(site: Site) -> None:
    from briefgen import state

    known = state.load_state(site.root)
    assert known is not None
    known.key = "of another make"
    state.save_state(site.root, known)


def pack_gone(site: Site) -> None:
    next((site.root / ".briefgen").glob("pack-*")).unlink()


def pack_damaged(site: Site) -> None:
    pack = next((site.root / ".briefgen").glob("pack-*"))
    pack.write_bytes(bytes(len(pack.read_bytes())))
    site.replace(PIER, "For how long?", "For how many days?")  # so that it is looked into


def state_of_another_folder(site: Site) -> None:
    moved = site.root.with_name("moved")
    site.root.rename(moved)
    site.root, site.output = moved, moved / "site"


@pytest.mark.parametrize("harm", [state_gone, state_cut, state_of_other_code, pack_gone, pack_damaged, state_of_another_folder])
def test_a_state_that_does_not_fit_means_a_full_build(site: Site, harm: Callable[[Site], None]) -> None:
    harm(site)
    assert len(drawn(site)) == len(site.files()) - 1  # the manifest is nobody's page
    incremental = site.files()
    assert drawn(site) == {}
    assert site.build("--fresh").files() == incremental


def test_fresh_builds_everything(site: Site) -> None:
    assert set(drawn(site, "--fresh").values()) == {"new"}


def test_a_manifest_changed_by_hand_is_made_anew(site: Site) -> None:
    manifest = site.read("site/site-manifest.json")
    site.write("site/site-manifest.json", '{"files": {}}').build().expect_exit(0)
    assert site.read("site/site-manifest.json") == manifest


@pytest.mark.parametrize("jobs", ["2", "4"])
def test_the_number_of_processes_changes_nothing(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: str) -> None:
    order, files = list(drawn(site, "--fresh", "--jobs", "1").items()), site.files()
    for name in ("workers.WORTH_IT", "build.WORTH_IT"):
        monkeypatch.setattr(f"briefgen.{name}", 1)
    monkeypatch.setattr("briefgen.shares.LEAST", 3)
    monkeypatch.setattr("briefgen.load.SHARE", 1)
    assert list(drawn(site, "--fresh", "--jobs", jobs).items()) == order
    assert site.files() == files
    template("base.html")(site)
    assert set(drawn(site, "--jobs", jobs).values()) == {"template changed"}


def test_templates_that_have_not_changed_are_not_all_compiled_again(site: Site) -> None:
    """Only those of pages that are drawn; a fault in one that has changed is still found."""
    site.write("templates/timeline.html", (ROOT / "templates/timeline.html").read_text())
    drawn(site)
    templates_module._COMPILED.clear()
    site.append(PIER, "# why?\n")
    assert drawn(site) == {} and not templates_module._COMPILED
    site.replace(PIER, "says: The pier is closed.", "says: The pier is shut.")
    assert set(drawn(site)) == {"/briefings/pier/"}
    compiled = {name for name, _, _ in templates_module._COMPILED}
    assert {"briefing.html", "base.html"} <= compiled and not compiled & {"timeline.html", "actor.html", "index.html"}
    site.append("templates/timeline.html", "{% if %}")
    assert "template-syntax" in site.build().expect_exit(1).err


@pytest.fixture
def one_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds as of a large site: pages are drawn into the next generation while they are compared, and that one is begun
    by another process where there is none to take up."""
    monkeypatch.setattr(build, "WORTH_IT", 0)
    monkeypatch.setattr(run, "MANY_FILES", 0)
    monkeypatch.setattr(run, "can_work_ahead", lambda jobs: workers.FORKS)


@pytest.mark.parametrize(("edit", "stale"), [pytest.param(edit, stale, id=name) for name, edit, stale in TABLE])
def test_a_large_site_makes_the_same(site: Site, one_pass: None, edit: Edit, stale: str) -> None:
    test_what_an_edit_makes_stale(site, edit, stale)
    beside = {path.name for path in site.root.glob(".site.*")}
    assert beside <= {".site.previous", ".site.lock"}


@pytest.mark.parametrize("harm", ["none", "removed", "another file", "written over"])
def test_a_generation_that_was_begun_has_what_others_put_there_and_what_was_removed(site: Site, one_pass: None, harm: str) -> None:
    site.write("site/CNAME", "harbour.example\n")
    if harm in ("removed", "another file"):
        site.remove("site/timeline/index.html")
    if harm in ("another file", "written over"):
        site.write("site/timeline/index.html", "by hand")
    site.replace(PIER, "says: The pier is closed.", "says: The pier is shut.")
    assert set(drawn(site)) == {"/briefings/pier/", *(["/timeline/"] if harm != "none" else [])}
    files = site.files()
    assert files.pop("CNAME") == b"harbour.example\n"
    assert files == {path: data for path, data in site.build("--fresh").files().items() if path != "CNAME"}


def test_a_generation_that_could_not_be_begun_is_made_in_the_usual_way(site: Site, one_pass: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(run, "begin_generation", fail)
    site.replace(PIER, "says: The pier is closed.", "says: The pier is shut.")
    assert set(drawn(site)) == {"/briefings/pier/"}
    assert site.files() == site.build("--fresh").files()


def test_an_error_leaves_nothing_of_a_generation_that_was_begun(site: Site, one_pass: None) -> None:
    before = site.files()
    site.replace(PIER, "Up to 12 cranes stand idle", "Up to 13 cranes stand idle")
    site.build().expect_exit(1)
    assert site.files() == before and not (site.root / ".site.new").exists()


def test_a_registry_that_says_the_same_leaves_the_kept_generation(site: Site, one_pass: None) -> None:
    drawn(site.replace(PIER, "says: The pier is closed.", "says: The pier is shut."))
    kept = sorted(path.relative_to(site.root) for path in (site.root / ".site.previous").rglob("*"))
    assert drawn(site.append(ACTORS, "# why?\n")) == {}
    assert kept and sorted(path.relative_to(site.root) for path in (site.root / ".site.previous").rglob("*")) == kept
    assert set(drawn(site.replace(PIER, "says: The pier is shut.", "says: The pier is closed."))) == {"/briefings/pier/"}


@pytest.mark.parametrize("harm", ["another file", "another page", "a page less"])
def test_a_kept_generation_that_others_changed_is_set_right(site: Site, one_pass: None, harm: str) -> None:
    drawn(site.replace(PIER, "says: The pier is closed.", "says: The pier is shut."))
    kept = site.root / ".site.previous"
    match harm:
        case "another file":
            (kept / "actors" / "notes.txt").write_text("mine", encoding="utf-8")
        case "another page":
            (kept / "timeline" / "index.html").unlink()
            (kept / "timeline" / "index.html").write_text("harmed", encoding="utf-8")
        case "a page less":
            (kept / "timeline" / "index.html").unlink()
    assert set(drawn(site.replace(PIER, "says: The pier is shut.", "says: The pier is no more."))) == {"/briefings/pier/"}
    assert site.files() == site.build("--fresh").files()


def test_a_static_folder_may_become_a_file_and_a_folder_again(site: Site) -> None:
    drawn(site.write("content/static/d/x.txt", "one"))
    drawn(site.replace(PIER, "says: The pier is closed.", "says: The pier is shut."))
    folder = site.root / "content" / "static" / "d"
    for path, remove in (("content/static/d", shutil.rmtree), ("content/static/d/x.txt", Path.unlink)):
        remove(folder)
        drawn(site.write(path, "two"))
        assert site.files() == site.build("--fresh").files()


def test_a_static_file_that_becomes_a_folder_is_not_taken_for_what_is_gone(site: Site) -> None:
    drawn(site.write("content/static/d", "one"))
    drawn(site.replace(PIER, "says: The pier is closed.", "says: The pier is shut."))
    (site.root / "content" / "static" / "d").unlink()
    drawn(site.write("content/static/d/x.txt", "two"))
    assert site.files() == site.build("--fresh").files()


def test_a_file_of_others_where_a_folder_of_ours_stands_is_told(site: Site) -> None:
    shutil.rmtree(site.output / "actors")
    site.write("site/actors", "mine")
    site.replace(PIER, "says: The pier is closed.", "says: The pier is shut.")
    site.build().expect_exit(1)
    assert "actors was put there by hand" in site.err
    assert (site.output / "actors").read_text(encoding="utf-8") == "mine"
    (site.output / "actors").unlink()
    site.build().expect_exit(0)
    assert site.files() == site.build("--fresh").files()


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_stands_in_the_place_of_the_kept_generation_is_replaced(site: Site, kind: str) -> None:
    drawn(site.replace(PIER, "says: The pier is closed.", "says: The pier is shut."))
    kept = site.root / ".site.previous"
    kept.rename(site.root / "elsewhere")
    kept.write_text("mine", encoding="utf-8") if kind == "file" else kept.symlink_to("elsewhere")
    before = sorted((site.root / "elsewhere").rglob("*"))
    assert set(drawn(site.replace(PIER, "says: The pier is shut.", "says: The pier is no more."))) == {"/briefings/pier/"}
    assert not site.output.is_symlink() and kept.is_dir() and not kept.is_symlink()
    assert sorted((site.root / "elsewhere").rglob("*")) == before
    assert site.files() == site.build("--fresh").files()


def end_at_once(number: int) -> int:
    """Work during which the system kills the process."""
    if number == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_a_process_that_was_killed_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    monkeypatch.setattr(threading, "excepthook", told.append)
    for _ in range(3):
        with pytest.raises(BuildError, match="a process that did part of the work was killed"):
            with workers.working(workers.Workers(2)) as pool:
                list(workers.in_turn(pool, end_at_once, range(20_000)))
    assert not told


class Failing(Executor):
    """Fails the first piece of work, and never begins the others."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.handed_in: list[Future[int]] = []

    def submit(self, fn: Callable[..., int], /, *args: object, **kwargs: object) -> Future[int]:  # type: ignore[override]
        self.handed_in.append(Future())
        if len(self.handed_in) == 1:
            self.handed_in[0].set_exception(self.error)
        return self.handed_in[-1]


def test_work_is_given_back_in_order_and_called_off_where_one_fails() -> None:
    with workers.working(workers.Workers(2)) as pool:
        assert list(workers.in_turn(pool, abs, range(-9, 0))) == list(range(9, 0, -1))
    with pytest.raises(TypeError), workers.working(workers.Workers(2)) as pool:
        list(workers.in_turn(pool, abs, [1, "no number", *range(50)]))
    failed, broken = Failing(TypeError()), Failing(BrokenExecutor())
    for pool in (failed, broken):
        with pytest.raises(type(pool.error)):
            list(workers.in_turn(pool, abs, range(3)))
    assert [future.cancelled() for future in failed.handed_in] == [False, True, True]
    assert not any(future.cancelled() for future in broken.handed_in)  # a pool that broke fails them itself
    asked = workers.in_turn(workers.Inline(), abs, iter([-1, "not asked for"]))
    assert next(asked) == 1
