"""`publish` to FTP, FTPS, WebDAV, S3, rclone and git hosts: real servers, no secret anywhere."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefgen.publish.manifest import JOURNAL
from published import contents, house, write_built
from githost import git_over_http
from publishing_desk import Desk, first_site, tell_the_story
from servers import certificate, davd, ftpd, need, s3d
from site_driver import run_script
from watching import arguments_with, set_scene

PASSWORD = "canary-7c1f0e"
"""Must appear nowhere but in the environment and on the wire."""


def put_in(place: Desk, path: str, data: bytes) -> None:
    (place.www / path).write_bytes(data)


@contextlib.contextmanager
def serving(kind: str, folder: Path, scene: Path | None = None) -> Iterator[tuple[dict[str, object], dict[str, str]]]:
    """A server of this kind in front of `folder`/www: (target, environment)."""
    env = {"BRIEFGEN_LIVE_PASSWORD": PASSWORD}
    if kind == "webdav":
        with davd(folder / "www", PASSWORD, scene) as port:
            yield {"kind": kind, "address": f"http://127.0.0.1:{port}/briefings", "user": "desk"}, env
        return
    pem = None
    if kind == "ftps":
        pem = folder / "both.pem"
        pem = pem if pem.exists() else certificate(folder)
        env["SSL_CERT_FILE"] = str(folder / "certificate.pem")
    with ftpd(folder / "www", PASSWORD, pem, scene) as port:
        yield {"kind": kind, "host": "localhost" if pem else "127.0.0.1", "port": port, "user": "desk", "path": "briefings"}, env


SERVED = ("ftp", "ftps", "webdav")


@pytest.mark.parametrize("kind", SERVED)
def test_the_story(kind: str, tmp_path: Path) -> None:
    with serving(kind, tmp_path) as (target, env):
        place = Desk(tmp_path, env=env, **target)
        tell_the_story(place, lambda path, data: put_in(place, path, data))


def test_a_hidden_file_of_someone_else_is_not_replaced(tmp_path: Path) -> None:
    with serving("ftp", tmp_path) as (target, env):
        place = Desk(tmp_path, env=env, **target).publish(house(0)).expect(0)
        (place.www / ".htaccess").write_text("theirs")
        place.publish({**house(0), ".htaccess": "ours"}).expect(1)
        assert "files of someone else" in place.err and ".htaccess" in place.err
        assert (place.www / ".htaccess").read_text() == "theirs"


@pytest.mark.parametrize("kind", SERVED)
def test_a_wrong_password_or_none_stops_it(kind: str, tmp_path: Path) -> None:
    with serving(kind, tmp_path) as (target, env):
        place = Desk(tmp_path, env={**env, "BRIEFGEN_LIVE_PASSWORD": "wrong-one"}, **target)
        place.publish(house(0)).expect(1)
        assert "wrong-one" not in place.err + place.out and "'desk' was not let in; check 'user:', and the password from BRIEFGEN_LIVE_PASSWORD" in place.err
        place.env = {key: value for key, value in env.items() if "PASSWORD" not in key} | {"HOME": str(tmp_path)}
        place.publish(house(0)).expect(2)
        assert "BRIEFGEN_LIVE_PASSWORD" in place.err
        host = "localhost" if kind == "ftps" else "127.0.0.1"
        (tmp_path / ".netrc").write_text(f"machine {host} login desk password {PASSWORD}\n")
        (tmp_path / ".netrc").chmod(0o600)
        place.publish(house(0)).expect(0)


def test_an_untrusted_certificate_stops_it(tmp_path: Path) -> None:
    with serving("ftps", tmp_path) as (target, env):
        place = Desk(tmp_path, env={"BRIEFGEN_LIVE_PASSWORD": PASSWORD}, **target)
        place.publish(house(0)).expect(1)
    assert "is not trusted" in place.err and not (tmp_path / "www/briefings").exists()


# --- no secret anywhere ---


@pytest.mark.parametrize("kind", SERVED)
def test_the_secret_is_nowhere(kind: str, tmp_path: Path) -> None:
    """In no output, no log, no argument of a process while it runs, and no file below the site's folder."""
    scene = set_scene(tmp_path / "scene")
    with serving(kind, tmp_path, scene) as (target, env):
        place = Desk(tmp_path, env=env, **target)
        write_built(place.site, first_site())
        said = []
        for words in (["--verbose"], ["--json", "--fresh"], ["--dry-run"], ["--rollback"]):
            code, out, err = run_script(["publish", "-C", str(place.root), "--no-build", *words], env)
            said.append(out + err)
        place.retarget(**{**target, "port" if "port" in target else "address": 9 if "port" in target else "http://127.0.0.1:9/x"})
        said.append(place.publish().err)
    assert set((scene / "seen").read_text().splitlines()) == {"looked"}
    assert said[-1] and not [words for words in said if PASSWORD in words]
    for path in place.root.rglob("*"):
        assert not path.is_file() or PASSWORD.encode() not in path.read_bytes(), path


# --- S3 and whatever else rclone knows ---

AMAZON = {"AWS_ACCESS_KEY_ID": "desk", "AWS_SECRET_ACCESS_KEY": PASSWORD, "AWS_DEFAULT_REGION": "us-east-1", "AWS_CA_BUNDLE": ""}
"""The last is for Debian's rclone, which cannot be given a file of authorities in this way."""


class Bucket:
    def __init__(self, port: int) -> None:
        boto3 = pytest.importorskip("boto3")
        self.client = boto3.client("s3", endpoint_url=f"http://127.0.0.1:{port}", aws_access_key_id="desk", aws_secret_access_key="x", region_name="us-east-1")
        self.client.create_bucket(Bucket="desk")

    def tree(self) -> dict[str, bytes]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket="desk", Prefix="briefings/")
        keys = [item["Key"] for page in pages for item in page.get("Contents", ())]
        return {key.removeprefix("briefings/"): self.client.get_object(Bucket="desk", Key=key)["Body"].read() for key in keys}

    def put(self, path: str, data: bytes) -> None:
        self.client.put_object(Bucket="desk", Key=f"briefings/{path}", Body=data)


def bucket_desk(folder: Path, port: int, bucket: Bucket) -> Desk:
    need("rclone", "rclone")
    target = {"kind": "s3", "bucket": "desk", "path": "briefings", "address": f"http://127.0.0.1:{port}", "region": "us-east-1"}
    return Desk(folder, env={**AMAZON, "RCLONE_CONFIG": str(folder / "none.conf")}, tree=bucket.tree, **target)


def test_the_story_of_a_bucket(tmp_path: Path) -> None:
    with s3d() as port:
        bucket = Bucket(port)
        tell_the_story(bucket_desk(tmp_path, port, bucket), bucket.put)
        head = bucket.client.head_object(Bucket="desk", Key="briefings/a/index.html")
        assert head["CacheControl"] == "public, max-age=300" and head["ContentType"].startswith("text/html")


def test_the_story_of_a_remote_of_rclone(tmp_path: Path) -> None:
    need("rclone", "rclone")
    (tmp_path / "rclone.conf").write_text(f"[box]\ntype = alias\nremote = {tmp_path}/www\n")
    place = Desk(tmp_path, env={"RCLONE_CONFIG": str(tmp_path / "rclone.conf")}, kind="rclone", remote="box:briefings")
    tell_the_story(place, lambda path, data: put_in(place, path, data))


def test_where_rclone_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from briefgen.errors import UsageError
    from briefgen.publish import rclone
    from briefgen.targets import Target

    own, beside, on_path = (tmp_path / name for name in ("own/rclone", "venv/bin/rclone", "path/rclone"))
    for program in (own, beside, on_path):
        program.parent.mkdir(parents=True)
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(beside.with_name("python")))
    monkeypatch.setenv("PATH", str(on_path.parent))
    assert rclone.find_rclone(Target(kind="rclone", remote="x:", program=str(own))) == str(own)
    assert rclone.find_rclone(Target(kind="rclone", remote="x:")) == str(on_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert rclone.find_rclone(Target(kind="rclone", remote="x:")) == str(beside)
    beside.unlink()
    with pytest.raises(UsageError, match=r"briefgen\[publish\]"):
        rclone.find_rclone(Target(kind="rclone", remote="x:"))


# --- a git branch ---


def git(*words: object, cwd: Path) -> str:
    identity = ["-c", "user.name=t", "-c", "user.email=t@t", "-c", "init.defaultBranch=main"]
    return subprocess.run(["git", *identity, *map(str, words)], cwd=cwd, check=True, capture_output=True, text=True).stdout


class Pages:
    """A bare repository, read and changed through clones."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.bare = folder, folder / "host.git"
        git("init", "--bare", "--quiet", self.bare, cwd=folder)

    def clone(self) -> Path:
        copy = self.folder / "clone"
        shutil.rmtree(copy, ignore_errors=True)
        git("clone", "--quiet", "--branch", "pages", self.bare, copy, cwd=self.folder)
        return copy

    def tree(self) -> dict[str, bytes]:
        return {path: data for path, data in contents(self.clone()).items() if not path.startswith(".git/")}

    def put(self, path: str, data: bytes) -> None:
        copy = self.clone()
        (copy / path).write_bytes(data)
        git("add", "-A", cwd=copy)
        git("commit", "--quiet", "-m", "theirs", cwd=copy)
        git("push", "--quiet", cwd=copy)

    def history(self) -> list[str]:
        return git("log", "--format=%s", "pages", cwd=self.bare).splitlines()


@pytest.mark.parametrize("named", [False, True], ids=["by address", "by name"])
def test_the_story_of_a_branch(named: bool, tmp_path: Path) -> None:
    pages = Pages(tmp_path)
    place = Desk(tmp_path, env={"HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1"}, tree=pages.tree, kind="git", remote="origin" if named else str(pages.bare), branch="pages")
    if named:
        git("init", "--quiet", cwd=place.root)
        git("remote", "add", "origin", pages.bare, cwd=place.root)
    tell_the_story(place, pages.put)
    history = pages.history()
    assert len(history) == 6 and history.count("theirs") == 2, "each publication is one commit, and none is lost"
    assert history[-1].startswith("Publish: 47 new")
    if named:
        assert git("status", "--porcelain", cwd=place.root).split() == ["??", ".briefgen/", "??", "briefgen.yaml", "??", "site/"], "the site's own repository was touched"


def test_a_branch_that_moved_meanwhile_is_not_forced(tmp_path: Path) -> None:
    pages = Pages(tmp_path)
    place = Desk(tmp_path, tree=pages.tree, kind="git", remote=str(pages.bare), branch="pages")
    place.publish(house(0)).expect(0)
    hook = pages.bare / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho no room left on the server >&2\nexit 1\n")
    hook.chmod(0o755)
    before = pages.tree()
    place.publish(house(1), "--allow-removals").expect(1)
    assert "does not take the commit" in place.err and "Traceback" not in place.err
    hook.unlink()
    assert pages.tree() == before
    place.publish(None, "--allow-removals").expect(0)
    assert pages.tree() == contents(place.site)


def test_an_address_with_a_password_in_the_users_own_git_is_shown_to_nobody(tmp_path: Path) -> None:
    pages, leaks = Pages(tmp_path), []
    git("config", "http.receivepack", "true", cwd=pages.bare)
    place = Desk(tmp_path, env={"HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1"}, tree=pages.tree, kind="git", remote="origin", branch="pages")
    with git_over_http(tmp_path, "desk", PASSWORD, lambda: leaks.append(arguments_with(PASSWORD))) as host:
        git("init", "--quiet", cwd=place.root)
        git("remote", "add", "origin", f"http://desk:{PASSWORD}@{host}/host.git", cwd=place.root)
        place.publish(house(0)).expect(0)
        assert pages.tree() == contents(place.site)
        assert len(leaks) > 3 and not any(leaks), "git shows it in the arguments of its processes"
    place.publish(house(1), "--allow-removals").expect(1)
    assert "check the name and the port of the host" in place.err and PASSWORD not in place.out + place.err


def test_no_journal_is_left(tmp_path: Path) -> None:
    with serving("webdav", tmp_path) as (target, env):
        place = Desk(tmp_path, env=env, **target).publish(house(0)).expect(0)
    assert JOURNAL not in contents(place.www) and os.listdir(place.www)
