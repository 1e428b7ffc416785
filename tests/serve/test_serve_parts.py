"""Pieces of the preview by themselves: editor links, the script in a page, what is told of the site's state."""

from __future__ import annotations

import asyncio
import datetime
import re
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen.options import Options
from briefgen.serve.command import bind, make_desk
from briefgen.serve.editor import SCHEMES, edit_link, editor_address
from briefgen.serve.follow import Follower
from briefgen.serve.inject import allowing, nonce_of, parse_seen, seen_of, with_script
from briefgen.serve.standing import Standing, as_json
from briefgen.serve.types import type_of
from briefgen.serve.watch import Watch
from briefgen.serve.worker import Worker
from serve_driver import as_built
from site_driver import Site

TODAY = datetime.date(2024, 12, 1)

# --- editor links ---

ADDRESSES = [
    (None, (), ""),
    (None, ("", ""), ""),
    ("my:{path}", ("code",), "my:{path}"),
    (None, ("code --wait", ""), SCHEMES["code"]),
    (None, ("", "/usr/local/bin/subl -w"), SCHEMES["subl"]),
    (None, ("vim", "code"), SCHEMES["code"]),
    (None, ("vim", "emacs -nw"), ""),
    (None, ("code 'open quote", "zed"), SCHEMES["zed"]),
]


@pytest.mark.parametrize(("configured", "commands", "address"), ADDRESSES)
def test_the_editors_address(configured: str | None, commands: tuple[str, ...], address: str) -> None:
    assert editor_address(configured, commands) == address


def test_an_edit_link_names_file_line_and_column(tmp_path: Path) -> None:
    root = tmp_path / "a site?x=1#y"
    root.mkdir()
    path = str(root).replace(" ", "%20").replace("?", "%3F").replace("=", "%3D").replace("#", "%23")
    assert edit_link("vscode://file{path}:{line}:{column}", root, "content/ü.yaml", 3, 7) == f"vscode://file{path}/content/%C3%BC.yaml:3:7"
    assert edit_link("vscode://file/{path}:{line}", root, "a", 3, 7) == f"vscode://file{path}/a:3"
    assert edit_link("", root, "a", 3, 7) == ""


def test_every_known_address_has_a_path_and_a_line() -> None:
    assert all(re.fullmatch(r"[a-z-]+://.*\{path\}.*\{line\}.*", address) for address in SCHEMES.values())


@pytest.mark.parametrize("address", ["javascript:alert('{path}')", "data:text/html,{path}", "JavaScript:{path}", "no scheme {path}", "vscode://file"])
def test_an_address_that_opens_no_editor_is_refused(small: Site, address: str) -> None:
    small.append("briefgen.yaml", f'editor: "{address}"\n').check().expect_exit(1)
    assert "opens no editor" in small.err


# --- the script in a page ---

POLICIES = {
    "default-src 'none'; script-src 'self'; img-src 'self'": "default-src 'none'; script-src 'self' 'nonce-N'; img-src 'self'; connect-src 'self'",
    "default-src 'none'": "default-src 'none'; script-src 'nonce-N'; connect-src 'self'",
    "default-src 'self'": "default-src 'self'; script-src 'self' 'nonce-N'; connect-src 'self'",
    "script-src 'none';": "script-src 'nonce-N'; connect-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'": "script-src 'self' 'wasm-unsafe-eval' 'nonce-N'; connect-src 'self'",
}


@pytest.mark.parametrize("policy", POLICIES)
def test_the_policy_allows_the_script_and_nothing_else(policy: str) -> None:
    assert allowing(policy, "N") == POLICIES[policy]


PAGE = '<head><meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;"><title>&lt;/head&gt;</title></head><body></head></body>'


def test_the_script_stands_in_the_head_and_can_be_taken_out() -> None:
    html, policy = with_script(PAGE, "/~x/page.js", "N", {"url": '/a"b<c>/'})
    assert html.index("<script") < html.index("</head>") and html.count("<script") == 1
    assert 'data-url="/a&quot;b&lt;c&gt;/"' in html
    assert policy == "default-src 'none'; script-src 'nonce-N'; connect-src 'self'"
    assert f'content="{policy}"' in html


def test_a_page_without_a_head_or_a_policy_gets_the_script_and_no_policy() -> None:
    html, policy = with_script("<p>Text", "/~x/page.js", "N", {})
    assert html.startswith("<p>Text<script") and policy == ""


def test_taking_the_script_out_gives_the_page() -> None:
    page = '<html><head><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; script-src \'self\'"></head></html>'
    token = "/~" + "a" * 32 + "/"
    for text in (page, page.replace("; script-src 'self'", ""), "<p>bare"):
        html, _ = with_script(text, f"{token}page.js", "0" * 32, {"url": "/", "seen": "a.b", "base": "/"})
        assert html != text and as_built(html.encode()) == text.encode()


def test_what_a_browser_has_seen() -> None:
    one = seen_of(b'<link href="../assets/style.0123456789ab.css"><p>Text')
    restyled = seen_of(b'<link href="../assets/style.ba9876543210.css"><p>Text')
    rewritten = seen_of(b'<link href="../assets/style.0123456789ab.css"><p>Other')
    rescripted = seen_of(b'<link href="../assets/style.0123456789ab.css"><script src="a.0123456789ab.js"></script><p>Text')
    assert one.content == restyled.content and one.look != restyled.look
    assert len({one.content, rewritten.content, rescripted.content}) == 3
    assert parse_seen(str(one)) == one and parse_seen("").content == ""


def test_a_nonce_belongs_to_a_page_a_state_and_a_run() -> None:
    nonces = {nonce_of(secret, url, seen) for secret in (b"a", b"b") for url in ("/", "/a/") for seen in ("1", "2")}
    assert len(nonces) == 8 and all(len(nonce) == 32 for nonce in nonces)


def test_types_do_not_depend_on_the_machine() -> None:
    assert type_of("a/feed.json") == "application/feed+json" and type_of("a.json") == "application/json"
    assert type_of("x.PNG") == "image/png" and type_of("x.unheard-of") == type_of("x") == "application/octet-stream"


# --- the worker ---


def test_small_answers_are_sent_at_once() -> None:
    """asyncio sets TCP_NODELAY on what a server accepts, if the listener names its protocol."""

    async def accepted() -> int:
        options: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            options.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        with bind("127.0.0.1", 0) as listener:
            async with await asyncio.start_server(connected, sock=listener):
                _, writer = await asyncio.open_connection(*listener.getsockname())
                writer.close()
                return await options

    assert asyncio.run(accepted())


def test_work_is_done_in_the_order_asked_for_and_errors_come_back() -> None:
    async def run() -> None:
        worker, done = Worker(), []

        def slow(number: int) -> int:
            time.sleep(0.02 if number == 0 else 0)
            done.append((number, threading.current_thread().name))
            return number * 2

        assert await asyncio.gather(*(worker.run(slow, n) for n in range(5))) == [0, 2, 4, 6, 8]
        assert [number for number, _ in done] == list(range(5)) and len({name for _, name in done}) == 1
        with pytest.raises(ZeroDivisionError):
            await worker.run(lambda: 1 // 0)
        waiting = asyncio.create_task(worker.run(time.sleep, 0.1))
        dropped = asyncio.create_task(worker.run(done.append, ("dropped", "")))
        await asyncio.sleep(0.02)
        dropped.cancel()
        await waiting
        assert await worker.run(len, "abc") == 3 and ("dropped", "") not in done

    asyncio.run(run())


# --- a fault of the program ---


def test_a_fault_of_the_program_is_told_and_the_site_stays(small: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The one thing that a test cannot bring about by files alone."""

    async def run() -> None:
        desk = make_desk(small.root, lambda: Options(TODAY, drafts=True))
        told: list[Standing] = []
        follower = Follower(desk, lambda standing, took: told.append(standing))
        await follower.look()
        await follower.tell()
        refresh = desk.site.refresh
        monkeypatch.setattr(desk.site, "refresh", lambda *_: 1 // 0)
        for _ in range(3):
            await follower.look()
            await follower.tell()
        assert [bool(one.crash) for one in told] == [False, True] and "ZeroDivisionError" in told[1].crash
        assert desk.pages.at("/desk/").status == 200  # type: ignore[union-attr]
        assert as_json(told[1], small.root, "")["crash"] == told[1].crash
        monkeypatch.setattr(desk.site, "refresh", refresh)
        await follower.look()
        await follower.tell()
        assert not told[-1].crash

    asyncio.run(run())
    assert capsys.readouterr().err.count("Traceback") == 1, "a traceback is printed once"


def test_a_look_that_fails_is_told_and_the_next_one_is_made(small: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a hint, as when the first look after a while cannot read a folder."""
    monkeypatch.setattr("briefgen.serve.watch.LOOK_EVERY", 0.05)

    async def run() -> None:
        desk = make_desk(small.root, lambda: Options(TODAY, drafts=True))
        told: list[Standing] = []
        follower = Follower(desk, lambda standing, took: told.append(standing))
        await follower.look()
        watch = Watch(desk.root, asyncio.get_running_loop(), lambda words: None)
        following = asyncio.create_task(follower.run(watch))

        async def until(holds: Callable[[], bool]) -> None:
            async with asyncio.timeout(20):
                while not holds():
                    assert not following.done()
                    await asyncio.sleep(0.01)

        await until(lambda: bool(told))
        survey = desk.site.survey
        monkeypatch.setattr(desk.site, "survey", lambda: 1 // 0)
        await until(lambda: "ZeroDivisionError" in told[-1].crash)
        monkeypatch.setattr(desk.site, "survey", survey)
        await until(lambda: not told[-1].crash)
        watch.close()
        following.cancel()

    asyncio.run(run())


# --- what is left out ---


def test_briefings_that_a_build_leaves_out_are_marked_or_listed(small: Site) -> None:
    small.replace("content/annotations/cranes.yaml", "    revises: pier/idle\n", "")
    cranes = small.read("content/annotations/cranes.yaml")

    async def standing(**options: bool) -> Standing:
        desk = make_desk(small.root, lambda: Options(TODAY, **options))
        told: list[Standing] = []
        follower = Follower(desk, lambda one, took: told.append(one))
        await follower.look()
        await follower.tell()
        return told[-1]

    for line, shown, mark, why in (
        ("draft: yes", {"drafts": True}, "draft", "draft: yes"),
        ("published: 2025-01-31", {"future": True}, "published 2025-01-31", "published 2025-01-31, after today"),
        ("tlp: red", {}, "", "marked TLP:RED, above the site's TLP:CLEAR"),
    ):
        small.write("content/annotations/cranes.yaml", f"{cranes}{line}\n")
        assert [reason for _, _, reason in asyncio.run(standing()).left_out] == [why]
        if shown:
            assert asyncio.run(standing(**shown)).marks == (("/briefings/cranes/", mark),)


# --- the last build's pages ---


def test_the_last_builds_pages_are_shown_until_the_site_is_read(small: Site) -> None:
    small.replace("content/annotations/cranes.yaml", "    revises: pier/idle\n", "")
    small.build().expect_clean()
    time.sleep(0.02)  # what was written just now may change again unseen
    small.build().expect_clean()
    plain, drafts, tomorrow = Options(TODAY), Options(TODAY, drafts=True, future=True), Options(TODAY + datetime.timedelta(days=1))
    for options, has_one in ((plain, True), (drafts, True), (tomorrow, False)):
        assert make_desk(small.root, lambda options=options: options).site.has_head_start() is has_one  # type: ignore[misc]
    desk = make_desk(small.root, lambda: drafts)
    site = desk.site
    assert site.built_page("/") is None, "nobody has looked yet whether it is right"
    assert site.has_head_start() and site.built_page("/") is not None
    early = {url: desk.pages.built_at(url) for url in ("/", "/briefings/pier/", "/feed.atom", "/404.html", "/nothing/")}
    assert early["/nothing/"] is None and site.built_page("/briefings/pier/") == (small.root / "site/briefings/pier/index.html").read_bytes()
    site.refresh()
    assert site.built_page("/") is None, "the site itself stands"
    assert {url: desk.pages.at(url) for url in early if early[url]} == {url: one for url, one in early.items() if one}


def test_pages_that_are_no_longer_those_of_the_site_are_not_shown(small: Site) -> None:
    small.replace("content/annotations/cranes.yaml", "    revises: pier/idle\n", "draft: yes\n")
    small.build().expect_clean()
    time.sleep(0.02)
    small.build().expect_clean()
    assert make_desk(small.root, lambda: Options(TODAY)).site.has_head_start()
    assert not make_desk(small.root, lambda: Options(TODAY, drafts=True)).site.has_head_start(), "there is a draft to show"
    (small.root / "site/briefings/pier/index.html").write_text("changed by hand")
    site = make_desk(small.root, lambda: Options(TODAY)).site
    assert site.has_head_start() and site.built_page("/briefings/pier/") is None and site.built_page("/")
    small.append("content/annotations/pier.yaml", "# later\n")
    assert not make_desk(small.root, lambda: Options(TODAY)).site.has_head_start()
