"""Every kind of host fails in every way while a reader follows every link, and another user reads every process's arguments.

After each operation of a publication the live site is crawled; whatever happened, the next run finishes the job.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from briefgen.publish.manifest import JOURNAL
from published import contents, dead_links, house
from publishing_desk import Desk
from servers import NEVER, CuttingProxy, certificate, davd, free_port, ftpd, need, s3d, sshd
from test_publish_hosts import AMAZON, PASSWORD, Bucket
from watching import set_scene


@dataclass
class Stage:
    """A host behind a proxy, with a desk that publishes to it. `start` runs its server, which may have died."""

    place: Desk
    proxy: CuttingProxy
    scene: Path
    start: Callable[[], AbstractContextManager[object]]
    servers: ExitStack

    def restart(self) -> None:
        self.servers.close()
        self.servers.enter_context(self.start())

    def publish_under(self, fault: str, files: dict[str, str | bytes]) -> int:
        """The exit status of a publication with this fault; "cut 5000" cuts the connection after so many bytes."""
        kind, _, number = fault.partition(" ")
        (self.scene / "fault").write_text("" if kind == "cut" else fault)
        self.proxy.cut_after(int(number) if kind == "cut" else NEVER)
        self.place.publish(files, "--allow-removals", "--verify", "none")
        self.proxy.close()
        assert "Traceback" not in self.place.err, (fault, self.place.err)
        assert dead_links(self.place.tree().get) == [], fault
        return self.place.code

    def finish(self) -> None:
        """The same again, and nothing goes wrong."""
        if (self.scene / "fault").read_text().startswith("die"):
            self.restart()
        (self.scene / "fault").write_text("")
        self.proxy.cut_after(NEVER)
        self.place.publish(None, "--allow-removals").expect(0)
        assert self.place.tree() == contents(self.place.site) and JOURNAL not in self.place.tree()


@contextlib.contextmanager
def staged(kind: str, folder: Path) -> Iterator[Stage]:
    scene, www, port, env = set_scene(folder / "scene"), folder / "www", free_port(), {"BRIEFGEN_LIVE_PASSWORD": PASSWORD}
    with ExitStack() as stack:
        proxy = stack.enter_context(CuttingProxy(port))
        start: Callable[[], AbstractContextManager[object]] = contextlib.nullcontext
        tree = None
        if kind in ("rsync", "sftp", "sftp by a switch"):
            server = stack.enter_context(sshd(folder / "ssh", scene, www / "briefings"))
            proxy.target = server.port
            server.reach_through(proxy.port)
            switch = {"switch": "yes"} if "switch" in kind else {}
            target, env = {"kind": kind.split()[0], "host": "web", "path": str(www / "briefings"), **switch}, server.env
        elif kind == "webdav":
            target = {"kind": kind, "address": f"http://127.0.0.1:{proxy.port}/briefings", "user": "desk"}
            start = lambda: davd(www, PASSWORD, scene, port)  # noqa: E731
        elif kind == "ftps":
            pem = certificate(folder)
            env["SSL_CERT_FILE"] = str(folder / "certificate.pem")
            target = {"kind": kind, "host": "localhost", "port": proxy.port, "user": "desk", "path": "briefings"}
            start = lambda: ftpd(www, PASSWORD, pem, scene, port)  # noqa: E731
        else:
            need("rclone", "rclone")
            proxy.target = stack.enter_context(s3d(PASSWORD, scene))
            tree = Bucket(proxy.target).tree
            target = {"kind": "s3", "bucket": "desk", "path": "briefings", "address": f"http://127.0.0.1:{proxy.port}", "region": "us-east-1"}
            env = {**AMAZON, "RCLONE_CONFIG": str(folder / "none.conf")}
        servers = stack.enter_context(ExitStack())
        servers.enter_context(start())
        yield Stage(Desk(folder, env=env, tree=tree, **target), proxy, scene, start, servers)


EVERY_FAULT = {
    "sftp": ("busy 7", "quota 5", "die 40", "cut 7000"),
    "sftp by a switch": ("busy 7", "die 20"),
    "rsync": ("quota 2", "die 2"),
    "ftps": ("busy 5", "quota 6", "die 30", "cut 3000"),
    "webdav": ("busy 5", "quota 6", "die 30", "cut 9000"),
    "s3": ("busy 7", "quota 9"),
}
SAMPLE = {  # BRIEFGEN_ALL=1 tries every fault
    "sftp": EVERY_FAULT["sftp"],
    "sftp by a switch": ("die 20",),
    "rsync": ("die 2",),
    "ftps": ("busy 5", "die 30"),
    "webdav": ("busy 5", "quota 6"),
    "s3": ("busy 7", "quota 9"),
}
FAULTS = EVERY_FAULT if os.environ.get("BRIEFGEN_ALL") == "1" else SAMPLE
SURVIVED = ("ftps", "webdav", "s3")
"""Kinds of which a host that is now and then busy is asked again."""


@pytest.mark.parametrize("kind", FAULTS)
def test_whatever_fails_no_link_is_dead_no_secret_is_shown_and_the_next_run_finishes(kind: str, tmp_path: Path) -> None:
    with staged(kind, tmp_path) as stage:
        assert stage.publish_under("", house(0, pages=6)) == 0, stage.place.err
        said: list[str] = []
        for version, fault in enumerate(FAULTS[kind], start=1):
            code = stage.publish_under(fault, house(version, pages=6))
            assert code == (0 if "busy" in fault and kind in SURVIVED else 1), (fault, stage.place.err)
            said.append(stage.place.err)
            stage.finish()
    assert any("publish again" in words for words in said)
    seen = (tmp_path / "scene/seen").read_text().splitlines()
    assert set(seen) == {"looked"} and len(seen) > 20
