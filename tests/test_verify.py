"""`verify`: a folder and a live site against their manifest."""

from __future__ import annotations

import functools
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefgen.publish.manifest import File
from briefgen.publish.verify import Differences, compare, sample_of, verify_live
from briefgen.publish.web import address_of, is_shown
from briefgen.layout import MANIFEST
from published import house, write_built
from site_driver import Site, run_in_process


@pytest.fixture
def built(tmp_path: Path) -> Path:
    return write_built(tmp_path / "host" / "briefings", {**house(0), "404.html": "not here", ".nojekyll": "", "a b/ü.html": "x"})


@pytest.fixture
def live(built: Path) -> Iterator[str]:
    class Handler(http.server.SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: object) -> None: ...

        def list_directory(self, path: object) -> None:
            self.send_error(404)

        def do_GET(self) -> None:
            if "/." in self.path:
                self.send_error(403)
            else:
                super().do_GET()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(built.parent)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/briefings"
    server.shutdown()
    server.server_close()


def run(*words: object) -> tuple[int, str, str]:
    return run_in_process(["verify", *map(str, words)], {})


def spoil(folder: Path) -> None:
    (folder / "about/index.html").unlink()
    (folder / "constant.txt").write_text("always the sane")
    (folder / "theirs.html").write_text("x")


def test_a_folder_as_it_was_built(built: Path) -> None:
    code, out, err = run(built)
    assert code == 0 and out == "" and "21 files are as they were made" in err


def test_a_folder_that_was_changed(built: Path) -> None:
    spoil(built)
    code, _, err = run(built)
    assert code == 1
    assert err.splitlines()[1:] == ["  missing  about/index.html", "  changed  constant.txt", "  extra  theirs.html"]
    found = json.loads(run(built, "--json")[1])
    assert (found["missing"], found["changed"], found["extra"]) == (["about/index.html"], ["constant.txt"], ["theirs.html"])


def test_a_build_is_verified_where_it_stands(small: Site) -> None:
    small.build().run("verify").expect_exit(0)
    (small.output / "index.html").write_text("x")
    small.run("verify").expect_exit(1)
    assert "changed  index.html" in small.err


@pytest.mark.parametrize("spoiled", [None, b"{}", b"\xff"])
def test_a_folder_without_a_manifest(tmp_path: Path, spoiled: bytes | None) -> None:
    if spoiled is not None:
        (tmp_path / MANIFEST).write_bytes(spoiled)
    code, _, err = run(tmp_path)
    assert code == (2 if spoiled is None else 1) and MANIFEST in err and "Traceback" not in err


def test_a_live_site(live: str, built: Path) -> None:
    code, _, err = run(live)
    assert code == 0 and "20 files are as they were made" in err, "all but the one whose name begins with a dot"
    spoil(built)
    code, _, err = run(live + "/")
    assert code == 1 and err.splitlines()[1:] == ["  missing  about/index.html", "  changed  constant.txt"]


def test_a_live_site_without_a_manifest(live: str, built: Path) -> None:
    (built / MANIFEST).unlink()
    code, _, err = run(live)
    assert code == 1 and "answers 404" in err
    code, _, err = run("http://127.0.0.1:9/")
    assert code == 1 and "cannot be read" in err


def test_verification_waits_for_a_slow_host(live: str, built: Path) -> None:
    manifest = {"index.html": File("0", 1)}
    assert verify_live(live, manifest, ["index.html"], [], 0).changed == ("index.html",)
    home = (built / "index.html").read_bytes()
    from briefgen.publish.keep import file_of

    (built / "index.html").write_text("old")
    threading.Timer(0.5, lambda: (built / "index.html").write_bytes(home)).start()
    assert verify_live(live, {"index.html": file_of(home)}, ["index.html"], [], 10) == Differences(1)


def test_what_is_still_there_after_its_removal_is_extra(live: str) -> None:
    assert verify_live(live, {}, [], ["constant.txt", "nowhere.txt"], 0).extra == ("constant.txt",)


def test_addresses_of_files() -> None:
    assert [address_of(path) for path in ("index.html", "a/index.html", "a/b.html", "xindex.html", "ü b.txt")] == ["", "a/", "a/b.html", "xindex.html", "%C3%BC%20b.txt"]
    assert [is_shown(path) for path in ("a.html", ".nojekyll", "a/.htaccess", ".well-known/x", "_headers", "a/_headers")] == [True, False, False, True, False, True]


def test_a_sample_is_the_same_each_time_and_holds_what_matters() -> None:
    manifest = {f"{number}.html": File("1", 1) for number in range(500)} | {path: File("1", 1) for path in ("index.html", "404.html", MANIFEST)}
    picked = sample_of(manifest, ["7.html"])
    assert picked[:4] == [MANIFEST, "index.html", "404.html", "7.html"] and len(picked) <= 44
    assert sample_of(dict(reversed(manifest.items())), ["7.html"]) == picked


def test_compare_names_each_kind() -> None:
    from briefgen.publish.keep import file_of

    manifest = {"a": file_of(b"a"), "b": file_of(b"b"), "c": file_of(b"c")}
    assert compare(manifest, ["a", "b", "c", "not listed"], {"a": b"a", "b": b"x", "d": b"d"}.get, ["d", "e"]) == Differences(5, ("c",), ("b",), ("d",))
