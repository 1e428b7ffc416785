"""Requests that no browser of the writer's would send: nothing but the site is given, and the server lives on."""

from __future__ import annotations

import os
import socket
import struct
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from serve_driver import Preview
from site_driver import ROOT, Site

SECRET = "a-text-that-is-in-no-page-of-the-site"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A site with secrets beside it, above it and among its input."""
    site = Site.from_dir(ROOT, tmp_path_factory.mktemp("served") / "site")
    for path in ("secret.txt", "../secret.txt", "content/raw/secret.txt", "content/articles/.secret.md", ".env", "templates-old/secret.txt"):
        site.write(path, SECRET)
    site.write("content/static/ok.txt", "ok")
    with Preview(site) as running:
        yield running


def lives(preview: Preview) -> None:
    """A plain GET is answered within a second."""
    started = time.monotonic()
    assert preview.get("/").status == 200
    assert time.monotonic() - started < 1


def request(preview: Preview, target: bytes, *headers: bytes, method: bytes = b"GET", host: bytes | None = None) -> bytes:
    own = host if host is not None else b"127.0.0.1:%d" % preview.port
    lines = [method + b" " + target + b" HTTP/1.1", b"Host: " + own, b"Connection: close", *headers]
    return preview.raw(b"\r\n".join(lines) + b"\r\n\r\n", wait=30)


def status(reply: bytes) -> int:
    return int(reply.split(b" ", 2)[1]) if reply.startswith(b"HTTP/1.1 ") else 0


UP = [b"..", b"%2e%2e", b"%2E.", b".%2e", b"%252e%252e", b"%c0%ae%c0%ae", b"..%00", b"%u002e%u002e", b"..;", b"%5c..", b"..\\", b"..%5c", b"..%2f", b"..%252f"]
FILES = [b"secret.txt", b".env", b"content/raw/secret.txt", b"briefgen.yaml", b"etc/passwd", b"../secret.txt"]
TRAVERSALS = [
    *(b"/" + b"/".join([up] * depth) + b"/" + file for up in UP for depth in (1, 3, 8) for file in FILES),
    *(b"/actors/" + up + b"/" + up + b"/secret.txt" for up in UP),
    *(b"/ok.txt/" + up + b"/" + up + b"/" + up + b"/secret.txt" for up in UP),
    b"//etc/passwd", b"/./secret.txt", b"///secret.txt", b"/file:///etc/passwd", b"/~root/.bashrc", b"/~/page.js", b"/~x/../secret.txt",
    b"/content/raw/secret.txt", b"/content/articles/.secret.md", b"/.env", b"/static/ok.txt/..", b"/secret.txt",
]  # fmt: skip


def test_no_path_leads_out_of_the_site(preview: Preview) -> None:
    for target in TRAVERSALS:
        reply = request(preview, target)
        assert SECRET.encode() not in reply and b"root:" not in reply, target
        assert status(reply) in (400, 404), (target, reply[:200])
    lives(preview)


def test_no_path_below_the_secret_prefix_leads_out_either(preview: Preview) -> None:
    prefix = preview.token().encode()
    for tail in (b"beside/", b"", b"events/"):
        for up in UP:
            for file in FILES:
                reply = request(preview, prefix + tail + up + b"/" + up + b"/" + file)
                assert SECRET.encode() not in reply and b"root:" not in reply
                assert status(reply) in (400, 404), (tail, up, file, reply[:200])
    for id in (b"..%2f..%2fsecret", b"raw/secret", b".secret", b"con", b"x" * 5000, b"%00", b"2024-10-29-nato-confirms-kursk.yaml"):
        assert status(request(preview, prefix + b"beside/" + id)) == 404
        reply = request(preview, prefix + b"claim?briefing=" + id + b"&article=" + id + b"&words=text")
        assert SECRET.encode() not in reply and b"refused" in reply
    lives(preview)


@pytest.mark.parametrize(
    "target",
    [b"http://evil.example/", b"http://127.0.0.1/secret.txt", b"https://evil.example:443/", b"*", b"evil.example:443", b"file:///etc/passwd", b"secret.txt", b"?x"],
)
def test_other_forms_of_a_target_are_refused(preview: Preview, target: bytes) -> None:
    reply = request(preview, target)
    assert status(reply) == 400, reply[:200]
    lives(preview)


def test_only_its_own_hosts_are_answered(preview: Preview) -> None:
    port = b"%d" % preview.port
    for host in (b"127.0.0.1:" + port, b"localhost:" + port, b"LOCALHOST:" + port, b"[::1]:" + port):
        assert status(request(preview, b"/", host=host)) == 200, host
    hostile = [
        b"evil.example", b"evil.example:" + port, b"127.0.0.1", b"localhost", b"127.0.0.1:80", b"localhost.evil.example:" + port,
        b"evil.localhost:" + port, b"127.0.0.1.nip.io:" + port, b"127.1:" + port, b"2130706433:" + port, b"0x7f.0.0.1:" + port,
        b"127.0.0.1:" + port + b"@evil.example", b"user@127.0.0.1:" + port, b"127.0.0.1:" + port + b"/x", b"127.0.0.1:0" + port,
        b"127.0.0.1:" + port + b":80", b"[::1", b"[::1]", b"::1:" + port, b"0.0.0.0:" + port, b"", b" ", b"127.0.0.1:" + port + b",evil.example",
        b"localhost.:" + port, b"\xff\xfe:" + port, b"127.0.0.1:\xd9\xa1", b"a" * 3000,
    ]  # fmt: skip
    for host in hostile:
        reply = request(preview, b"/", host=host)
        assert status(reply) in (400, 421), (host, reply[:100])
        assert b"<html" not in reply
    lives(preview)


def test_two_hosts_or_none_are_refused(preview: Preview) -> None:
    own = b"Host: 127.0.0.1:%d" % preview.port
    for head in (
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + own + b"\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: evil.example\r\n" + own + b"\r\n\r\n",
        b"GET / HTTP/1.0\r\n\r\n",
        b"GET /\r\n\r\n",
    ):
        reply = preview.raw(head)
        assert status(reply) in (400, 421) or not reply, reply[:100]
        assert b"<html" not in reply
    lives(preview)


def test_what_comes_from_another_site_is_refused(preview: Preview) -> None:
    own = b"http://127.0.0.1:%d" % preview.port
    good = [(b"Origin: " + own,), (b"Sec-Fetch-Site: same-origin",), (b"Sec-Fetch-Site: none",), (b"Sec-Fetch-Site: same-site", b"Sec-Fetch-Dest: document")]
    bad = [
        (b"Origin: null",), (b"Origin: http://evil.example",), (b"Origin: " + own + b".evil.example",), (b"Origin: https" + own[4:],),
        (b"Origin: http://127.0.0.1:1",), (b"Origin: " + own, b"Origin: http://evil.example"), (b"Origin: ",), (b"Sec-Fetch-Site: cross-site",),
        (b"Sec-Fetch-Site: cross-site", b"Sec-Fetch-Mode: navigate", b"Sec-Fetch-Dest: document"), (b"Sec-Fetch-Site: same-site",),
        (b"Sec-Fetch-Site: same-site", b"Sec-Fetch-Dest: script"), (b"Sec-Fetch-Site: same-site", b"Sec-Fetch-Dest: iframe"),
        (b"Sec-Fetch-Site: x",),
    ]  # fmt: skip
    for headers in good:
        assert status(request(preview, b"/", *headers)) == 200, headers
    for headers in bad:
        for target in (b"/", preview.token().encode() + b"events", preview.token().encode() + b"page.js"):
            reply = request(preview, target, *headers)
            assert status(reply) == 403 and b"<html" not in reply, headers
    lives(preview)


@pytest.mark.parametrize("method", [b"POST", b"PUT", b"DELETE", b"OPTIONS", b"TRACE", b"CONNECT", b"PATCH", b"PROPFIND", b"get", b"X" * 200])
def test_only_get_and_head(preview: Preview, method: bytes) -> None:
    reply = request(preview, b"/", method=method)
    assert status(reply) == 405 and b"allow: GET, HEAD" in reply and b"access-control" not in reply
    lives(preview)


def test_a_request_has_no_body(preview: Preview) -> None:
    assert status(request(preview, b"/", b"Content-Length: 5")) == 413
    assert status(request(preview, b"/", b"Transfer-Encoding: chunked")) == 413
    for smuggled in (b"Content-Length: 5\r\nTransfer-Encoding: chunked", b"Content-Length: 0\r\nContent-Length: 7", b"Content-Length: -1", b"Transfer-Encoding: x"):
        reply = request(preview, b"/", smuggled)
        assert status(reply) in (400, 413, 501), (smuggled, reply[:100])
    lives(preview)


def test_oversized_heads_are_refused(preview: Preview) -> None:
    for head in (
        b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nX: " % preview.port + b"a" * 1_000_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 100_000 + b"\r\n",
    ):
        reply = preview.raw(head)
        assert status(reply) in (400, 431, 0), reply[:100]
        assert b"<html" not in reply
    lives(preview)


def test_nobody_without_the_token_gets_events(preview: Preview) -> None:
    token = preview.token()
    for prefix in ("/", "/~/", "/~" + "a" * 32 + "/", token[:-2] + "/", token.upper() if token != token.upper() else token[:-3] + "/"):
        for name in ("events?url=/&seen=-", "alive", "page.js", "claim?words=x", "beside/2024-10-29-nato-confirms-kursk"):
            assert preview.get(prefix + name).status == 404


def test_websockets_are_not_spoken(preview: Preview) -> None:
    upgrade = (b"Upgrade: websocket", b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", b"Sec-WebSocket-Version: 13")
    head = b"\r\n".join([b"GET /~x/events HTTP/1.1", b"Host: 127.0.0.1:%d" % preview.port, b"Connection: Upgrade", *upgrade]) + b"\r\n\r\n"
    frames = b"\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58" + os.urandom(70_000)
    assert status(preview.raw(head)) == 404
    assert b" 101 " not in preview.raw(head + frames, wait=1)
    assert b" 101 " not in preview.raw(frames, wait=1)
    lives(preview)


GARBAGE = [
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\xab" * 500,  # a TLS greeting
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00\x00\x00\x04\x00\x00\x00\x00\x00",
    b"\x00" * 1000, b"\r\n" * 1000, b"GET", b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
    b"GET / HTTP/1.1\r\n Host: x\r\n\r\n", b"GET / HTTP/1.1\nHost: evil.example\n\n", b"GET  / HTTP/1.1\r\n\r\n", b"\xff\xfe\xfd",
]  # fmt: skip


def test_what_is_not_http_does_no_harm(preview: Preview) -> None:
    for data in (*GARBAGE, *(os.urandom(3000) for _ in range(10))):
        reply = preview.raw(data, wait=0.3)
        assert SECRET.encode() not in reply and b"<html" not in reply
        lives(preview)


def test_half_open_connections_do_not_hold_it_up(preview: Preview) -> None:
    before = preview.descriptors()
    head = b"GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n" % preview.port
    silent = []
    for number in range(600):
        connection = socket.create_connection(("127.0.0.1", preview.port))
        if number % 3:
            connection.sendall(head[: number % len(head)])
        silent.append(connection)
        if number % 100 == 0:
            lives(preview)
    lives(preview)
    assert preview.descriptors() < before + 150
    for connection in silent:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
    wait_for_descriptors(preview, before)
    lives(preview)


def test_a_head_that_never_ends_is_given_up(preview: Preview) -> None:
    with socket.create_connection(("127.0.0.1", preview.port), timeout=15) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nX: ")
        started = time.monotonic()
        with pytest.raises(OSError):
            while time.monotonic() - started < 14:
                connection.sendall(b"y")
                time.sleep(0.2)
        assert time.monotonic() - started < 12
    lives(preview)


def test_readers_who_do_not_read_hold_nobody_up(preview: Preview) -> None:
    before = preview.descriptors()
    head = b"GET /methodology/ HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % preview.port
    stalled = []
    for _ in range(20):
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        connection.connect(("127.0.0.1", preview.port))
        connection.sendall(head * 20)
        stalled.append(connection)
    lives(preview)
    for connection in stalled:
        connection.close()
    wait_for_descriptors(preview, before)


def wait_for_descriptors(preview: Preview, most: int) -> None:
    until = time.monotonic() + 12
    while preview.descriptors() > most + 2 and time.monotonic() < until:
        time.sleep(0.1)
    assert preview.descriptors() <= most + 2


def test_links_in_the_content_to_places_outside_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text(SECRET)
    site = Site.minimal(tmp_path / "site")
    (site.root / "content/static").mkdir()
    (site.root / "content/static/folder").symlink_to(outside)
    with Preview(site) as preview:
        assert preview.get("/folder/secret.txt").status == 404
