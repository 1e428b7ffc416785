"""The command: a port, a guarded server on it, and an end that waits for nobody."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import os
import secrets
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import click
import uvicorn

from briefgen.errors import UsageError
from briefgen.live import LiveSite
from briefgen.options import Options
from briefgen.reports import count_words, render_text
from briefgen.serve.app import make_app
from briefgen.serve.beside import Beside
from briefgen.serve.connections import MOST_HEADER, PatientProtocol
from briefgen.serve.editor import edit_link, editor_address
from briefgen.serve.events import Events
from briefgen.serve.follow import Desk, Follower
from briefgen.serve.guard import LOOPBACK, Guard
from briefgen.serve.inject import Seen
from briefgen.serve.notes import Notes
from briefgen.serve.pages import Pages
from briefgen.serve.standing import Standing
from briefgen.serve.watch import Watch
from briefgen.serve.worker import Worker

MOST_PORTS = 100
LAST_MOMENT = 0.4
"""Seconds after Ctrl-C at which the program ends whatever is still going on."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asks for."""

    port: int
    bind: str
    open: bool
    quiet: bool
    verbose: bool
    colour: bool


def serve_site(root: Path, options: Callable[[], Options], wishes: Wishes) -> None:
    """Serves the site until Ctrl-C. Raises `UsageError` where no port can be had."""
    listener = bind(wishes.bind, wishes.port)
    port = listener.getsockname()[1]
    desk = make_desk(root, options)
    app = make_app(desk, desk.pages.prefix)
    guarded = Guard(app, own_names(wishes.bind), port)
    config = uvicorn.Config(
        guarded,
        http=PatientProtocol,
        ws="none",
        lifespan="off",
        loop="asyncio",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        h11_max_incomplete_event_size=MOST_HEADER,
        timeout_keep_alive=30,
    )
    server = Server(config, desk.events)
    asyncio.run(_serve(server, desk, listener, wishes, port))
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # a large site takes seconds to be taken apart, object by object


def bind(host: str, port: int) -> socket.socket:
    """A listening socket on the port, or on the next free one. Raises `UsageError`."""
    try:
        family = socket.AF_INET6 if ipaddress.ip_address(host).version == 6 else socket.AF_INET
    except ValueError as error:
        raise UsageError(f"--bind takes an IP address, and '{host}' is none") from error
    for candidate in range(port, min(port + MOST_PORTS, 65536)):
        # The protocol is named, as asyncio turns off Nagle's algorithm only where it is: 40 ms for each answer.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(128)
        except OSError as error:
            listener.close()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise UsageError(f"cannot listen on {host}: {error.strerror}") from error
            continue
        return listener
    raise UsageError(f"no port from {port} on is free; name another with --port")


def own_names(host: str) -> tuple[str, ...]:
    """The names that a browser may call this server by; with `--bind` also the machine's own."""
    if ipaddress.ip_address(host).is_loopback:
        return LOOPBACK
    return (*LOOPBACK, socket.gethostname().lower())


def make_desk(root: Path, options: Callable[[], Options]) -> Desk:
    """All parts of a preview, with a token of this run."""
    prefix = f"/~{secrets.token_urlsafe(24)}/"
    site = LiveSite(root, options)
    worker = Worker()

    def editor() -> str:
        commands = (os.environ.get("VISUAL", ""), os.environ.get("EDITOR", ""))
        return editor_address(site.catalog.config.editor if site.catalog else None, commands)

    notes = Notes(site, prefix, lambda path: edit_link(editor(), root, path, 1, 1))
    pages = Pages(site, notes, prefix, secrets.token_bytes(32))
    parts: dict[str, Beside] = {}

    def seen_at(url: str) -> Seen:
        own, _, id = url.partition(f"{prefix}beside/")
        return parts["beside"].seen(id) if id and not own else pages.seen_at(url)

    desk = Desk(root, site, worker, pages, notes, Events(worker, seen_at, site.key_of), editor, f"{prefix}beside/")
    parts["beside"] = Beside(desk, prefix)
    return desk


class Server(uvicorn.Server):
    """uvicorn's server, which on a signal ends the event streams, too, and does not raise it again."""

    def __init__(self, config: uvicorn.Config, events: Events) -> None:
        super().__init__(config)
        self.events = events
        self.loop: asyncio.AbstractEventLoop | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        threading.Timer(LAST_MOMENT, os._exit, (0,)).start()
        self.should_exit = True
        if self.loop:
            self.loop.call_soon_threadsafe(self.events.close)


async def _serve(server: Server, desk: Desk, listener: socket.socket, wishes: Wishes, port: int) -> None:
    say = _sayer(wishes)
    server.loop = loop = asyncio.get_running_loop()
    serving = asyncio.create_task(server.serve([listener]))
    follower = Follower(desk, _reporter(wishes))
    begins_early = await desk.worker.run(desk.site.has_head_start)
    if begins_early:
        _announce(desk, wishes, port)
    await asyncio.wait({serving, asyncio.create_task(_first_look(follower))}, return_when=asyncio.FIRST_COMPLETED)
    if not serving.done():
        if not begins_early:
            _announce(desk, wishes, port)
        watch = Watch(desk.root, loop, say)
        following = asyncio.create_task(follower.run(watch))
        await serving
        watch.close()
        following.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await following


async def _first_look(follower: Follower) -> None:
    await follower.look()
    await follower.tell()


def _announce(desk: Desk, wishes: Wishes, port: int) -> None:
    host = wishes.bind if ":" not in wishes.bind else f"[{wishes.bind}]"
    shown = "127.0.0.1" if wishes.bind == "0.0.0.0" else "[::1]" if wishes.bind == "::" else host
    url = f"http://{shown}:{port}{desk.site.base}"
    if not ipaddress.ip_address(wishes.bind).is_loopback:
        warning = f"warning: everyone who reaches {host} port {port} sees this preview, with its drafts and the text of all articles"
        click.echo(warning, err=True)
    click.echo(f"{url}  (Ctrl-C ends)", err=True)
    if wishes.open:
        import webbrowser

        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()


def _sayer(wishes: Wishes) -> Callable[[str], None]:
    return lambda words: None if wishes.quiet else click.echo(words, err=True)


def _reporter(wishes: Wishes) -> Callable[[Standing, float], None]:
    """Prints what is newly wrong, and how many problems there are in all."""
    last: dict[str, Any] = {"problems": (), "errors": False}

    def report(standing: Standing, took: float) -> None:
        shown = [p for p in standing.problems if p not in last["problems"] and (p.severity != "notice" or not wishes.quiet)]
        if shown:
            click.echo(render_text(shown, wishes.colour), nl=False, err=True, color=True)
        if standing.errors and standing.problems != last["problems"]:
            click.echo(count_words(standing.problems) + "; the last good site is shown", err=True)
        elif last["errors"] and not standing.errors and not wishes.quiet:
            click.echo("mended", err=True)
        if wishes.verbose:
            click.echo(f"{took:7.3f} s  the site is up to date", err=True)
        last.update(problems=standing.problems, errors=bool(standing.errors))

    return report
