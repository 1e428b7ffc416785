"""`publish` to a folder of this machine, from the command line: by one switch, and file by file."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest

from briefgen.publish.manifest import JOURNAL, Journal, render_journal
from briefgen.layout import MANIFEST
from published import contents, desk, house, in_folder, page, write_built
from publishing_desk import Desk, tell_the_story
from site_driver import Site, run_in_process, run_script


def folder_desk(folder: Path, **target: object) -> Desk:
    return Desk(folder, kind="folder", path=str(folder / "www/briefings"), **target)


@pytest.fixture(params=["yes", "no"], ids=["switch", "one by one"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Desk:
    return folder_desk(tmp_path, switch=request.param)


def test_the_story(place: Desk) -> None:
    tell_the_story(place, lambda path, data: (place.www / path).write_bytes(data))


def test_first_change_removal_nothing(place: Desk) -> None:
    first = place.rows(house(0))
    assert first["outcome"] == "published" and len(first["uploaded"]) == len(house(0)) and place.code == 0
    assert contents(place.www) == contents(place.root / "site")
    (place.www / "CNAME").write_text("desk.example\n")
    (place.www / "theirs").mkdir()
    second = place.rows(house(1), "--allow-removals")
    assert contents(place.www) == {**contents(place.root / "site"), "CNAME": b"desk.example\n"}
    assert (place.www / "theirs").is_dir(), "an empty folder of someone else is gone"
    assert not (place.www / "briefings/p0").exists(), "an empty folder of ours was left"
    assert second["removed"] and second["replaced"] and second["uploaded"]
    third = place.rows(house(1))
    assert third["outcome"] == "unchanged" and not third["uploaded"] + third["replaced"] + third["removed"]


def test_a_change_of_equal_length_and_time_is_sent(place: Desk) -> None:
    place.publish({"index.html": page(text="abc"), "a/index.html": page(text="one")})
    stamp = os.stat(place.www / "a/index.html")
    write_built(place.root / "site", {"index.html": page(text="abc"), "a/index.html": page(text="two")})
    os.utime(place.root / "site/a/index.html", ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert [f["path"] for f in place.rows()["replaced"]] == ["a/index.html"]
    assert b"two" in (place.www / "a/index.html").read_bytes()


def test_a_dry_run_changes_nothing_and_says_all(place: Desk) -> None:
    place.publish(house(0))
    before = contents(place.www)
    place.publish(house(1), "--dry-run")
    assert contents(place.www) == before and place.code == 0
    lines = place.out.splitlines()
    assert [line.split()[0] for line in lines[:-1]] == sorted((line.split()[0] for line in lines[:-1]), key=["upload", "replace", "remove"].index)
    assert any(line.split()[0] == "remove" and " B " in line and line.endswith("briefings/p0/index.html") for line in lines)
    assert any(line.startswith("upload ") and " B " in line and line.endswith("briefings/p12/index.html") for line in lines)
    assert "3 new" in lines[-1] and "3 removed" in lines[-1]


def test_a_large_removal_has_to_be_allowed(place: Desk) -> None:
    place.publish(house(0, pages=30))
    before = contents(place.www)
    place.publish(house(0, pages=20))
    assert place.code == 1 and "10 of 36 files" in place.err and "--allow-removals" in place.err
    assert contents(place.www) == before
    assert place.publish(None, "--allow-removals").code == 0
    assert contents(place.www) == contents(place.root / "site")


def test_files_of_others_in_the_way_stop_it(place: Desk) -> None:
    write_built(place.www, {"index.html": "theirs", "other.html": "theirs too"})
    (place.www / MANIFEST).unlink()
    assert place.publish(house(0)).code == 1
    assert "index.html" in place.err and "--take-over" in place.err and "other.html" not in place.err
    assert contents(place.www) == {"index.html": b"theirs", "other.html": b"theirs too"}
    assert place.publish(None, "--take-over").code == 0
    assert contents(place.www) == {**contents(place.root / "site"), "other.html": b"theirs too"}
    # Later, too: a new page where somebody has put a file meanwhile.
    (place.www / "new").mkdir()
    (place.www / "new/index.html").write_text("theirs")
    assert place.publish({**house(0), "new/index.html": "ours"}).code == 1 and "new/index.html" in place.err
    assert (place.www / "new/index.html").read_text() == "theirs"


def test_rollback_and_back_again(place: Desk) -> None:
    place.publish(house(0))
    (place.www / "CNAME").write_text("x")
    place.publish(house(1), "--allow-removals")
    write_built(place.root / "site", house(2))  # built since, never published
    assert place.publish(None, "--rollback", "--allow-removals").code == 0
    assert {path: data.decode() for path, data in contents(place.www).items() if path not in (MANIFEST, "CNAME")} == house(0)
    assert (place.www / "CNAME").exists()
    assert place.publish(None, "--rollback", "--allow-removals").code == 0
    assert {path: data.decode() for path, data in contents(place.www).items() if path not in (MANIFEST, "CNAME")} == house(1)


def test_rollback_without_a_generation_says_so(place: Desk, tmp_path: Path) -> None:
    write_built(place.root / "site", house(0))
    assert place.publish(None, "--rollback").code == 2 and "nothing was published" in place.err
    place.publish()
    assert place.publish(None, "--rollback").code == 2 and "not kept on this machine" in place.err


def test_rollback_of_a_publication_that_broke_off(tmp_path: Path) -> None:
    place = folder_desk(tmp_path, switch="no").publish(house(0))
    write_built(place.root / "site", house(1))
    (place.www / JOURNAL).write_bytes(render_journal(Journal({}, frozenset({"index.html"}), frozenset({"briefings/p13/index.html"}))))
    (place.www / "index.html").write_text("half done")
    assert place.publish(None, "--rollback").code == 0
    assert {path: data.decode() for path, data in contents(place.www).items() if path != MANIFEST} == house(0)


def test_what_somebody_changed_on_the_host_is_found_and_sent_anew(place: Desk) -> None:
    place.publish(house(0))
    (place.www / "about/index.html").write_text("tampered")
    place.publish(None, "--verify", "full")
    assert place.code == 1 and "changed  about/index.html" in place.err
    assert place.publish(None, "--fresh", "--verify", "full").code == 0
    assert contents(place.www) == contents(place.root / "site")


def test_an_output_that_was_touched_is_not_sent(place: Desk) -> None:
    write_built(place.root / "site", house(0))
    (place.root / "site/about/index.html").write_text("touched")
    assert place.publish().code == 1 and "build again" in place.err
    assert not place.www.exists()


def test_a_foreign_manifest_is_not_obeyed(place: Desk) -> None:
    place.publish(house(0))
    (place.www.parent / "precious").write_text("x")
    (place.www / MANIFEST).write_text(json.dumps({"generator": "briefgen", "files": {"../precious": {"sha256": "0", "size": 1}}}))
    assert place.publish(house(1), "--allow-removals").code == 1
    assert (place.www.parent / "precious").exists()


def test_readers_never_meet_a_gap_or_half_a_file(tmp_path: Path) -> None:
    place = folder_desk(tmp_path).publish(house(0))
    versions = {file: {house(version)[file] for version in range(4)} for file in ("index.html", "briefings/index.html")}
    wrong, reads, stop = [], [], threading.Event()

    def read() -> None:
        while not stop.is_set():
            for file, known in versions.items():
                data = in_folder(place.www)(file)
                reads.append(file)
                if data is None or data.decode() not in known:
                    wrong.append((file, data))

    reader = threading.Thread(target=read)
    reader.start()
    for version in (1, 2, 3, 2, 1):
        assert place.publish(house(version), "--allow-removals").code == 0
    stop.set()
    reader.join()
    assert not wrong and len(reads) > 100


@pytest.mark.parametrize("path", ["content", "site", ".", "..", ".briefgen/x", "site/inside"])
def test_the_sites_own_folder_is_no_target(tmp_path: Path, path: str) -> None:
    root = desk(tmp_path / "desk", {"kind": "folder", "path": path})
    write_built(root / "site", house(0))
    code, _, err = run_in_process(["publish", "-C", str(root), "--no-build"], {})
    assert code == 2 and "part of the site's own folder" in err


def test_which_target_is_meant(tmp_path: Path) -> None:
    root = tmp_path / "desk"
    root.mkdir()
    settings = "title: T\nurl: https://t.example/\n"
    (root / "briefgen.yaml").write_text(settings)
    assert "names no place" in run_in_process(["publish", "-C", str(root), "--no-build"], {})[2]
    folders = "".join(f"  {name}: {{kind: folder, path: ../{name}, live: no}}\n" for name in ("stage", "mirror"))
    (root / "briefgen.yaml").write_text(f"{settings}publish:\n{folders}")
    write_built(root / "site", house(0))
    code, _, err = run_in_process(["publish", "-C", str(root), "--no-build"], {})
    assert code == 2 and "stage, mirror" in err
    code, _, err = run_in_process(["publish", "stagge", "-C", str(root), "--no-build"], {})
    assert code == 2 and "did you mean 'stage'?" in err
    assert run_in_process(["publish", "mirror", "-C", str(root), "--no-build"], {})[0] == 0
    assert (tmp_path / "mirror/index.html").exists() and not (tmp_path / "stage").exists()


def test_it_builds_first_for_the_targets_address_and_stops_on_problems(small: Site, tmp_path: Path) -> None:
    small.append("briefgen.yaml", "publish:\n  stage: {kind: folder, path: ../www, live: 'https://stage.example/x/', wait: 0}\n")
    small.run("publish", "--verify", "none").expect_exit(0)
    www = tmp_path / "www"
    assert b"https://stage.example/x/" in (www / "sitemap.xml").read_bytes()
    assert small.out == "https://stage.example/x/\n"
    before = contents(www)
    small.replace("content/annotations/pier.yaml", "by: jo-marsh", "by: jo-march").run("publish").expect_exit(1)
    assert contents(www) == before and "unknown-actor" in small.err


def test_an_unreachable_live_site_fails_after_sending(tmp_path: Path) -> None:
    place = folder_desk(tmp_path, live="http://127.0.0.1:9/", wait=0)
    rows = place.rows(house(0))
    assert place.code == 1 and "everything was sent" in rows["error"] and rows["outcome"] == "failed"
    assert contents(place.www) == contents(place.root / "site")
    assert place.publish(None, "--verify", "none").code == 0


def test_the_console_script_publishes_and_ends_with_its_status(tmp_path: Path) -> None:
    place = folder_desk(tmp_path)
    write_built(place.root / "site", house(0))
    assert run_script(["publish", "-C", str(place.root), "--no-build"], {})[0] == 0
    assert run_script(["publish", "-C", str(place.root), "--no-build", "--verify", "some"], {})[0] == 2


def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "www").write_text("a file")
    place = folder_desk(tmp_path).publish(house(0))
    assert place.code == 1 and str(tmp_path / "www") in place.err and "Traceback" not in place.err
