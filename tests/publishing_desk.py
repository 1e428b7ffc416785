"""A desk with one target, published from the command line, and the story that every kind of host must pass."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from briefgen.layout import MANIFEST
from published import contents, desk, page, write_built
from site_driver import run_in_process


class Desk:
    """A site's folder with one target, published with --no-build from files that the test gives.

    `tree` reads what the host holds: path -> bytes. It is a folder of this machine where not given.
    """

    def __init__(
        self, folder: Path, env: Mapping[str, str] | None = None, tree: Callable[[], dict[str, bytes]] | None = None, **target: object
    ) -> None:
        self.www = folder / "www" / "briefings"
        self.root = desk(folder / "desk", target)
        self.kind = target["kind"]
        self.env = dict(env or {})
        self.tree = tree or (lambda: contents(self.www))
        self.code, self.out, self.err = 0, "", ""

    @property
    def site(self) -> Path:
        return self.root / "site"

    def retarget(self, **target: object) -> None:
        """Other settings for the target."""
        desk(self.root, target)

    def publish(self, files: Mapping[str, str | bytes] | None = None, *words: str) -> Desk:
        if files is not None:
            write_built(self.site, files)
        self.code, self.out, self.err = run_in_process(["publish", "-C", str(self.root), "--no-build", *words], self.env)
        return self

    def rows(self, files: Mapping[str, str | bytes] | None = None, *words: str) -> dict:
        self.publish(files, "--json", *words)
        return json.loads(self.out)

    def expect(self, code: int) -> Desk:
        assert self.code == code, f"exit {self.code}, expected {code}\n{self.out}\n{self.err}"
        return self


MANY = {f"filler/{number}.txt": f"filler {number}" for number in range(40)}
"""Enough files that removing a few is no large removal."""


def first_site() -> dict[str, str | bytes]:
    return {
        "index.html": page("a/", "b/", "ü ö.html"),
        "a/index.html": page("../", "../b/", text="one"),
        "b/index.html": page("../", "../a/", text="gone soon"),
        "ü ö.html": page("a/"),
        "assets/empty.css": "",
        "assets/large.bin": bytes(range(256)) * 4000,
        ".nojekyll": "",
        **MANY,
    }


def tell_the_story(place: Desk, put_foreign: Callable[[str, bytes], None]) -> None:
    """First publication, no change, a change of equal length, removal and renaming, rollback; with files of
    others about. The host holds what the site holds each time."""

    def holds_the_site() -> None:
        assert place.tree() == {**contents(place.site), **foreign}

    foreign: dict[str, bytes] = {}
    first = place.rows(first_site(), "--verify", "full")
    place.expect(0)
    assert len(first["uploaded"]) == len(first_site()) and first["verified"]["checked"] == len(first_site()) + 1
    holds_the_site()

    foreign |= {"CNAME": b"desk.example\n", "a/notes of theirs.txt": b"theirs"}
    for path, data in foreign.items():
        put_foreign(path, data)
    again = place.rows(None)
    place.expect(0)
    assert again["outcome"] == "unchanged" and again["unchanged"] == len(first_site()) and not again["uploaded"] + again["replaced"]
    holds_the_site()

    changed = {**first_site(), "a/index.html": page("../", "../b/", text="two")}
    rows = place.rows(changed)
    place.expect(0)
    assert [file["path"] for file in rows["replaced"]] == ["a/index.html"] and not rows["uploaded"] + rows["removed"]
    holds_the_site()

    renamed = {path.replace("b/", "c/"): text for path, text in changed.items()} | {"index.html": page("a/", "c/", "ü ö.html"), "a/index.html": page("../", "../c/")}
    rows = place.rows(renamed, "--verify", "full")
    place.expect(0)
    assert [file["path"] for file in rows["uploaded"]] == ["c/index.html"] and rows["removed"] == ["b/index.html"]
    holds_the_site()

    place.publish(None, "--rollback").expect(0)
    write_built(place.site, changed)
    holds_the_site()
    before = place.tree()
    place.publish({path: text for path, text in changed.items() if path not in MANY}).expect(1)
    assert "--allow-removals" in place.err and place.tree() == before
    assert MANIFEST in before
    assert os.listdir(place.root / ".briefgen/published/live")
