"""`publish` over ssh to a real OpenSSH server: SFTP file by file and by a switched link, and rsync."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from published import change_built, contents, house, write_built
from publishing_desk import Desk, tell_the_story
from servers import Sshd, sshd


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with sshd(tmp_path_factory.mktemp("ssh") / "server") as started:
        yield started


KINDS = ("sftp", "sftp by a switch", "rsync")


def target_of(kind: str, path: Path) -> dict[str, object]:
    return {"kind": kind.split()[0], "host": "web", "path": str(path), **({"switch": "yes"} if "switch" in kind else {})}


def desk_over(kind: str, folder: Path, server: Sshd) -> Desk:
    return Desk(folder, env=server.env, **target_of(kind, folder / "www/briefings"))


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path, server: Sshd) -> Desk:
    server.reach_through(server.port)
    return desk_over(request.param, tmp_path, server)


def put(place: Desk, path: str, data: bytes) -> None:
    (place.www / path).write_bytes(data)


def test_the_story(place: Desk) -> None:
    tell_the_story(place, lambda path, data: put(place, path, data))


def test_a_wrong_host_key_stops_it_with_a_clear_message(place: Desk, server: Sshd) -> None:
    place.publish(house(0)).expect(0)
    before = contents(place.www)
    other = (server.folder / "user.pub").read_text()
    server.known_hosts(other)
    place.publish(house(1)).expect(1)
    assert "the key of web is not the one in your known_hosts" in place.err and "ssh-keygen -f" in place.err
    server.known_hosts("")
    place.publish(house(1)).expect(1)
    assert "the key of web is not in your known_hosts" in place.err
    assert contents(place.www) == before


def test_a_branch_behind_ssh_checks_the_key_as_well(server: Sshd, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", "--bare", str(tmp_path / "host.git")], check=True)
    server.reach_through(server.port)
    place = Desk(tmp_path, env=server.env, kind="git", remote=f"ssh://web{tmp_path}/host.git")
    place.publish(house(0)).expect(0)
    server.known_hosts((server.folder / "user.pub").read_text())
    place.publish(house(1), "--allow-removals").expect(1)
    assert "the key of web is not the one in your known_hosts" in place.err and "ssh-keygen -f" in place.err
    server.known_hosts("")
    assert "the key of web is not in your known_hosts" in place.publish(None).err


def test_who_is_not_let_in_is_told(place: Desk, server: Sshd) -> None:
    keys = (server.folder / "authorized_keys").read_text()
    (server.folder / "authorized_keys").write_text("")
    try:
        place.publish(house(0)).expect(1)
    finally:
        (server.folder / "authorized_keys").write_text(keys)
    assert "web did not let you in" in place.err and not place.www.exists()


def test_what_the_host_says_after_rsync_has_given_up_is_heard(server: Sshd, tmp_path: Path) -> None:
    """Its key may only run a program, which tells what went wrong after it has closed the connection's other pipes."""
    late = tmp_path / "late"
    late.write_text(f'#!/bin/sh\nsh -c "$SSH_ORIGINAL_COMMAND" 2>{tmp_path}/said\nexec >&-\nsleep .5\ncat {tmp_path}/said >&2\n')
    late.chmod(0o755)
    server.reach_through(server.port)
    keys = (server.folder / "authorized_keys").read_text()
    (server.folder / "authorized_keys").write_text(f'restrict,command="{late}" {keys}')
    try:
        place = desk_over("rsync", tmp_path, server)
        place.publish(house(0)).expect(0)
    finally:
        (server.folder / "authorized_keys").write_text(keys)
    assert (place.www / "index.html").is_file()


def _as_if_published(site: Path, www: Path, *, by_switch: bool) -> None:
    """What a first publication of `site` leaves at `www`, which would take its time for thousands of files."""
    shutil.copytree(site, www.with_name(".www.generations") / "1" if by_switch else www, copy_function=os.link)
    if by_switch:
        www.symlink_to(".www.generations/1")


def test_five_thousand_unchanged_files_and_three_changed(server: Sshd, tmp_path: Path) -> None:
    files = {f"briefings/{number}/index.html": f"page {number}" for number in range(5000)} | {"index.html": "home"}
    server.reach_through(server.port)
    place = desk_over("sftp", tmp_path, server)
    write_built(place.site, files)
    for kind in KINDS[:2]:
        www = tmp_path / kind / "www"
        place.retarget(**target_of(kind, www))
        _as_if_published(place.site, www, by_switch="switch" in kind)
        files |= {f"briefings/{number}/index.html": f"{kind} {number}" for number in (7, 2500, 4999)}
        change_built(place.site, files)
        rows = place.rows()
        assert len(rows["replaced"]) == 3 and not rows["uploaded"] and rows["unchanged"] == 4998
        assert (tmp_path / kind / "www/briefings/7/index.html").read_text() == f"{kind} 7"
