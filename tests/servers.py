"""Real servers on the loopback interface, started and ended by the tests. One that is not installed skips its tests."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

SSHD, SFTP_SERVER = "/usr/sbin/sshd", "/usr/lib/openssh/sftp-server"
TESTS = Path(__file__).parent
NEVER = 1 << 60


@dataclass
class Place:
    """Somewhere to publish to: its target, what the environment must hold, and the folder behind it."""

    target: dict[str, object]
    tree: Path
    env: dict[str, str] = field(default_factory=dict)
    port: int = 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes] | None = None) -> None:
    for _ in range(200):
        assert process is None or process.poll() is None, "the server ended at once"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on port {port}")


@contextlib.contextmanager
def running(words: list[str], port: int, **more: object) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)  # type: ignore[call-overload]
    try:
        wait_for(port, process)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def need(program: str, package: str) -> str:
    found = shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin:/sbin")
    if not found:
        pytest.skip(f"{package} is not installed")
    return found


# --- OpenSSH ---


@dataclass
class Sshd:
    """A server with one account, ours; `bin` holds an `ssh` that knows it as `web`."""

    port: int
    folder: Path
    bin: Path

    @property
    def env(self) -> dict[str, str]:
        return {"PATH": f"{self.bin}{os.pathsep}{os.environ['PATH']}"}

    def known_hosts(self, key: str) -> None:
        (self.folder / "known_hosts").write_text(f"[127.0.0.1]:{self.port} {key}\n" if key else "")

    def reach_through(self, port: int) -> None:
        """`web` is reached through this port from now on, with the same key."""
        keys = (self.folder / "host.pub").read_text().rsplit(" ", 1)[0]
        (self.folder / "known_hosts").write_text(f"[127.0.0.1]:{self.port} {keys}\n[127.0.0.1]:{port} {keys}\n")
        (self.folder / "config").write_text(_ssh_config(self.folder, port))


def _key(path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(path)], check=True)


def _ssh_config(folder: Path, port: int) -> str:
    return (
        f"Host web\n HostName 127.0.0.1\n Port {port}\n User {os.environ.get('USER') or 'root'}\n IdentityFile {folder}/user\n"
        f" IdentitiesOnly yes\n UserKnownHostsFile {folder}/known_hosts\n GlobalKnownHostsFile /dev/null\n StrictHostKeyChecking yes\n"
    )


@contextlib.contextmanager
def sshd(folder: Path, scene: Path | None = None, tree: Path | None = None) -> Iterator[Sshd]:
    """With a `scene`, sftp-server and rsync on the host ask it before they change something in `tree`."""
    if not Path(SSHD).exists():
        pytest.skip("openssh-server is not installed")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    folder.mkdir(parents=True)
    port = free_port()
    _key(folder / "host")
    _key(folder / "user")
    shutil.copyfile(folder / "user.pub", folder / "authorized_keys")
    (folder / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized_keys\n"
        f"PidFile none\nUsePAM no\nStrictModes no\nPasswordAuthentication no\nPermitRootLogin prohibit-password\n"
        f"MaxStartups 100\n{_watched(folder, scene, tree) if scene else 'Subsystem sftp internal-sftp'}\n"
    )
    (folder / "config").write_text(_ssh_config(folder, port))
    bin = folder / "bin"
    bin.mkdir()
    (bin / "ssh").write_text(f'#!/bin/sh\nexec /usr/bin/ssh -F {folder}/config "$@"\n')
    (bin / "ssh").chmod(0o755)
    server = Sshd(port, folder, bin)
    server.known_hosts((folder / "host.pub").read_text())
    with running([SSHD, "-D", "-e", "-f", str(folder / "sshd_config")], port):
        yield server


def _watched(folder: Path, scene: Path, tree: Path | None) -> str:
    """Settings with which the host has the tests' own sftp-server and rsync."""
    programs = folder / "watched"
    programs.mkdir()
    for name, words in (("sftp-server", f"{SFTP_SERVER} {scene} {tree}"), ("rsync", f'{scene} {tree} "$@"')):
        script = TESTS / f"watched_{name.partition('-')[0]}.py"
        reading = 'case "$*" in *--sender*) exec /usr/bin/rsync "$@";; esac\n' if name == "rsync" else ""
        (programs / name).write_text(f"#!/bin/sh\n{reading}PYTHONPATH={TESTS.parent}:{TESTS} exec {sys.executable} {script} {words}\n")
        (programs / name).chmod(0o755)
    return f"Subsystem sftp {programs}/sftp-server\nSetEnv PATH={programs}:/usr/bin:/bin"


# --- a connection that is cut ---


class CuttingProxy:
    """Passes connections on to `port` and cuts all of them once so many bytes went to the server."""

    def __init__(self, port: int) -> None:
        self.left, self.target = NEVER, port
        self.sockets: list[socket.socket] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.cut = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                if self.cut.is_set():
                    client.close()
                    continue
                try:
                    server = socket.create_connection(("127.0.0.1", self.target))
                except OSError:  # it died
                    client.close()
                    continue
                self.sockets += [client, server]
                threading.Thread(target=self._pump, args=(client, server, True), daemon=True).start()
                threading.Thread(target=self._pump, args=(server, client, False), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, counted: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(4096):
                if counted:
                    self.left -= len(data)
                    if self.left < 0:
                        sink.sendall(data[: self.left])
                        self.close()
                        return
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def cut_after(self, count: int) -> None:
        """Lets so many bytes through from now on."""
        self.left = count
        self.cut.clear()

    def close(self) -> None:
        self.cut.set()
        for end in self.sockets:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> CuttingProxy:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
        self.listener.close()


# --- the web server that readers use ---


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None: ...

    def list_directory(self, path: object) -> None:
        self.send_error(404)


@contextlib.contextmanager
def web(folder: Path) -> Iterator[str]:
    """The address under which `folder` is served."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def python() -> str:
    return sys.executable


# --- FTP ---

_FTPD = """
import os, sys
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.filesystems import AbstractedFS
from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler
from pyftpdlib.servers import FTPServer

from pathlib import Path
from published import in_folder
from watching import Scene

port, root, certificate, scene = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
password = sys.stdin.readline().strip()
scene = Scene(Path(scene), in_folder(Path(root, "briefings")), password) if scene else None

class Hiding(AbstractedFS):
    def listdir(self, path):  # as vsftpd and ProFTPD do
        return [name for name in super().listdir(path) if not name.startswith(".")]

class Faulty(TLS_FTPHandler if certificate else FTPHandler):
    abstracted_fs = Hiding

    def pre_process_command(self, line, cmd, arg):
        fault = scene.before(cmd == "STOR") if scene and cmd in ("STOR", "RNTO", "DELE", "MKD", "RMD") else ""
        if fault == "busy":
            return self.respond("450 try again")
        if fault == "quota":
            return self.respond("552 quota exceeded")
        if fault == "die":
            os._exit(1)
        super().pre_process_command(line, cmd, arg)

if certificate:
    Faulty.certfile = certificate
    Faulty.tls_control_required = Faulty.tls_data_required = True
authorizer = DummyAuthorizer()
authorizer.add_user("desk", password, root, perm="elradfmwMT")
Faulty.authorizer = authorizer
FTPServer(("127.0.0.1", port), Faulty).serve_forever()
"""


@contextlib.contextmanager
def script(code: str, port: int, password: str, *words: object) -> Iterator[subprocess.Popen[bytes]]:
    """A server written in Python that is given its port, what else it wants, and the password on standard input."""
    environ = {**os.environ, "PYTHONPATH": f"{TESTS.parent}{os.pathsep}{TESTS}"}
    command = [sys.executable, "-c", code, str(port), *map(str, words)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environ)
    try:
        assert process.stdin is not None
        process.stdin.write(f"{password}\n".encode())
        process.stdin.flush()
        wait_for(port, process)
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdin.close()


@contextlib.contextmanager
def ftpd(root: Path, password: str, certificate: Path | None = None, scene: Path | None = None, port: int = 0) -> Iterator[int]:
    pytest.importorskip("pyftpdlib")
    root.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    with script(_FTPD, port, password, root, certificate or "", scene or ""):
        yield port


def certificate(folder: Path) -> Path:
    """A key and a certificate for localhost, in one file; an authority of its own."""
    need("openssl", "openssl")
    file, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
         "-keyout", str(key), "-out", str(file)], check=True, capture_output=True,
    )  # fmt: skip
    (folder / "both.pem").write_bytes(key.read_bytes() + file.read_bytes())
    return folder / "both.pem"


# --- WebDAV ---

_DAV = """
import sys
from cheroot import wsgi
from wsgidav.wsgidav_app import WsgiDAVApp

from pathlib import Path
from published import in_folder
from watching import Scene

port, root, scene = int(sys.argv[1]), sys.argv[2], sys.argv[3]
password = sys.stdin.readline().strip()
scene = Scene(Path(scene), in_folder(Path(root, "briefings")), password) if scene else None
app = WsgiDAVApp({
    "provider_mapping": {"/": root}, "verbose": 0, "logging": {"enable_loggers": []},
    "simple_dc": {"user_mapping": {"*": {"desk": {"password": password}}}},
    "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
})

def faulty(environ, start_response):
    method = environ["REQUEST_METHOD"]
    if scene and method in ("PUT", "MOVE", "DELETE", "MKCOL"):
        fault = scene.before(method == "PUT")
        if fault == "busy":
            list(app(environ, lambda *words, **more: lambda data: None))  # done, and the answer is lost
            start_response("500 Internal Server Error", [("Content-Length", "0")])
            return [b""]
        if fault == "quota":
            start_response("507 Insufficient Storage", [("Content-Length", "0"), ("Connection", "close")])
            return [b""]
        if fault == "die":
            import os
            os._exit(1)
    return app(environ, start_response)

server = wsgi.Server(("127.0.0.1", port), faulty, numthreads=4)
server.start()
"""


@contextlib.contextmanager
def davd(root: Path, password: str, scene: Path | None = None, port: int = 0) -> Iterator[int]:
    pytest.importorskip("wsgidav")
    root.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    with script(_DAV, port, password, root, scene or ""):
        yield port


# --- S3 ---

_S3 = """
import sys, threading
from pathlib import Path
from moto.s3.models import s3_backends
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple
from watching import Scene

def stored(path):
    for backend in s3_backends["123456789012"].values():
        if "desk" in backend.buckets:
            key = backend.buckets["desk"].keys.get(f"briefings/{path}")
            return key.value if key else None

port, scene = int(sys.argv[1]), sys.argv[2]
scene = Scene(Path(scene), stored, sys.stdin.readline().strip()) if scene else None
app = DomainDispatcherApplication(create_backend_app)
one_at_a_time = threading.Lock()

def faulty(environ, start_response):
    method = environ["REQUEST_METHOD"]
    with one_at_a_time:
        if scene and method in ("PUT", "DELETE", "POST") and environ["PATH_INFO"].count("/") > 1:
            fault = scene.before(method == "PUT")
            if fault:
                start_response("500 Internal Server Error" if fault == "busy" else "507 Insufficient Storage", [("Content-Length", "0")])
                return [b""]
        return list(app(environ, start_response))

run_simple("127.0.0.1", port, faulty, threaded=True)
"""


@contextlib.contextmanager
def s3d(password: str = "", scene: Path | None = None) -> Iterator[int]:
    pytest.importorskip("moto.server")
    port = free_port()
    with script(_S3, port, password, scene or ""):
        yield port
