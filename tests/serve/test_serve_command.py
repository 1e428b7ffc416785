"""The command: ports, addresses, and how it ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from serve_driver import Preview
from site_driver import ROOT, Site


def test_the_next_free_port_is_taken(minimal: Site) -> None:
    # Not one that the system gives to connections: other tests would take and leave the next ones meanwhile.
    with socket.socket() as taken:
        port = 20_000 + os.getpid() % 100 * 100
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with Preview(minimal, port=port) as first, Preview(minimal, port=port) as second:
            assert port < first.port < second.port < port + 20
            assert first.get("/").status == second.get("/").status == 200
            assert first.token() != second.token()


def test_it_listens_on_this_machine_alone(minimal: Site) -> None:
    with Preview(minimal) as preview:
        listening = Path("/proc/net/tcp").read_text() + Path("/proc/net/tcp6").read_text()
        addresses = re.findall(rf" ([0-9A-F]+):{preview.port:04X} \S+ 0A ", listening)
        assert addresses == ["0100007F"]
        assert "warning" not in preview.printed


def test_another_address_must_be_asked_for_and_is_warned_of(minimal: Site) -> None:
    with Preview(minimal, "--bind", "0.0.0.0") as preview:
        assert "warning: everyone who reaches 0.0.0.0" in preview.printed
        assert preview.get("/").status == 200
        for host in (f"0.0.0.0:{preview.port}", f"evil.example:{preview.port}"):
            assert preview.get("/", Host=host).status == 421
        assert preview.get("/", Host=f"{socket.gethostname().lower()}:{preview.port}").status == 200


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["--bind", "localhost"], "takes an IP address"), (["--port", "70000"], "70000"), (["--bind", "192.0.2.1"], "cannot listen on")],
)
def test_wrong_usage_is_said_in_a_line(minimal: Site, arguments: list[str], words: str) -> None:
    minimal.run("serve", *arguments, in_process=False).expect_exit(2)
    assert words in minimal.err and "Traceback" not in minimal.err


def test_a_folder_without_a_site_is_refused(tmp_path: Path) -> None:
    Site(tmp_path).run("serve", in_process=False).expect_exit(2)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "TERM"])
def test_it_ends_within_half_a_second_with_tabs_open(minimal: Site, end: signal.Signals) -> None:
    preview = Preview(minimal)
    seen = [preview.get(url).text.split('data-seen="')[1].split('"')[0] for url in ("/", "/actors/")]
    with preview.events("/", seen[0]) as one, preview.events("/actors/", seen[1]) as other, socket.create_connection(("127.0.0.1", preview.port)) as idle:
        next(one), next(other)
        idle.sendall(b"GET / HTTP/1.1\r\n")
        started = time.monotonic()
        preview.process.send_signal(end)
        assert preview.process.wait(5) == 0
        assert time.monotonic() - started < 0.5
        assert list(one) == [] and list(other) == []
    assert "Traceback" not in preview.printed


def test_it_ends_at_once_while_it_is_busy(tmp_path: Path) -> None:
    """Ctrl-C in the midst of the first look at 400 pages."""
    site = Site.minimal(tmp_path / "site")
    for number in range(4000):
        site.write(f"content/pages/page-{number}.md", f"---\ntitle: Page {number}\n---\n" + "Text. " * 50)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "briefgen", "serve", "-C", str(site.root), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, env=environ_of(environment), text=True)
    time.sleep(2)
    assert process.poll() is None
    started = time.monotonic()
    process.send_signal(signal.SIGINT)
    process.wait(5)
    assert time.monotonic() - started < 0.6
    assert "Traceback" not in process.stderr.read()  # type: ignore[union-attr]


def environ_of(environment: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name != "COLUMNS"}


def test_problems_are_printed_once_and_their_repair_is_said(minimal: Site) -> None:
    path = "content/annotations/pier.yaml"
    good = minimal.read(path)
    with Preview(minimal) as preview:
        minimal.write(path, "title: [open\n")
        preview.wait_for_print("; the last good site is shown")
        time.sleep(2.5)  # it looks again every few seconds
        assert preview.printed.count("error yaml-") == 1
        minimal.write(path, good)
        preview.wait_for_print("mended")
