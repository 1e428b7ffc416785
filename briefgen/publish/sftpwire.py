"""The SFTP protocol, version 3 (draft-ietf-secsh-filexfer-02), spoken through the system's ssh.

Requests are pipelined: a *task* is a generator that yields lists of requests and is given their
answers; many tasks are under way at a time, so that the distance to the host is waited for once
and not for every file.
"""

from __future__ import annotations

import itertools
import struct
import subprocess
import tempfile
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field

from briefgen.publish.host import HostError
from briefgen.publish.ssh import explain

INIT, VERSION, OPEN, CLOSE, READ, WRITE, LSTAT = 1, 2, 3, 4, 5, 6, 7
OPENDIR, READDIR, REMOVE, MKDIR, RMDIR, STAT, RENAME, READLINK, SYMLINK = 11, 12, 13, 14, 15, 17, 18, 19, 20
STATUS, HANDLE, DATA, NAME, ATTRS, EXTENDED = 101, 102, 103, 104, 105, 200
OK, END_OF_FILE, NO_SUCH_FILE, PERMISSION_DENIED = range(4)
FOR_READING, FOR_WRITING = 0x01, 0x02 | 0x08 | 0x10  # read; write, create, truncate
UNDER_WAY = 64
"""How many tasks are begun before the first is finished."""
_LARGEST = 300_000


@dataclass(frozen=True, slots=True)
class Request:
    kind: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """`code` is that of a status answer, `OK` for all others."""

    kind: int
    body: bytes
    code: int = OK
    says: str = ""


Task = Generator[list[Request], list[Answer], None]


def text(value: str | bytes) -> bytes:
    """A string as the protocol has it: its length, its bytes."""
    data = value.encode("utf-8", "surrogateescape") if isinstance(value, str) else value
    return struct.pack(">I", len(data)) + data


def cut(body: bytes, at: int = 0) -> tuple[bytes, int]:
    """The string at `at`, and where the next value begins."""
    (length,) = struct.unpack_from(">I", body, at)
    return body[at + 4 : at + 4 + length], at + 4 + length


class Wire:
    """One connection. Raises `HostError` when it breaks, with what ssh said."""

    def __init__(self, command: list[str], host: str) -> None:
        self.host = host
        self._errors = tempfile.TemporaryFile()
        try:
            self._ssh = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors)
        except OSError as error:
            raise HostError(f"ssh cannot be started: {error.strerror}") from error
        self._ids = itertools.count(1)
        self._send(struct.pack(">BI", INIT, 3))
        kind, body = self._receive()
        if kind != VERSION:
            raise self._broken()
        self.extensions = _extensions(body[4:])

    def run(self, tasks: Iterable[Task]) -> None:
        """Carries out all tasks, many at a time. What a task raises ends the run."""
        waiting, open_tasks = iter(tasks), 0
        by_id: dict[int, tuple[_Running, int]] = {}

        def go_on(running: _Running, requests: list[Request]) -> None:
            running.answers = [None] * len(requests)
            for number, request in enumerate(requests):
                id = next(self._ids)
                by_id[id] = (running, number)
                self._send(struct.pack(">BI", request.kind, id) + request.body)

        while True:
            while open_tasks < UNDER_WAY and (task := next(waiting, None)) is not None:
                running = _Running(task)
                if (requests := next(task, None)) is not None:
                    open_tasks += 1
                    go_on(running, requests)
            if not by_id:
                break
            id, answer = self._answer()
            running, number = by_id.pop(id)
            running.answers[number] = answer
            if None not in running.answers:
                try:
                    go_on(running, running.task.send(running.answers))  # type: ignore[arg-type]
                except StopIteration:
                    open_tasks -= 1

    def close(self) -> None:
        for pipe in (self._ssh.stdin, self._ssh.stdout):
            try:
                pipe.close()  # type: ignore[union-attr]
            except OSError:
                pass
        try:
            self._ssh.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._ssh.kill()
            self._ssh.wait()
        self._errors.close()

    def _answer(self) -> tuple[int, Answer]:
        kind, body = self._receive()
        (id,) = struct.unpack_from(">I", body)
        if kind != STATUS:
            return id, Answer(kind, body[4:])
        (code,) = struct.unpack_from(">I", body, 4)
        says = cut(body, 8)[0].decode("utf-8", "replace") if len(body) > 12 else ""
        return id, Answer(kind, b"", code, says)

    def _send(self, packet: bytes) -> None:
        assert self._ssh.stdin is not None
        try:
            self._ssh.stdin.write(struct.pack(">I", len(packet)) + packet)
            self._ssh.stdin.flush()
        except OSError:
            raise self._broken() from None

    def _receive(self) -> tuple[int, bytes]:
        (length,) = struct.unpack(">I", self._exactly(4))
        if not 1 <= length <= _LARGEST:
            raise HostError(f"{self.host} does not speak SFTP: its start-up files may print something; 'ssh {self.host} true' must print nothing")
        data = self._exactly(length)
        return data[0], data[1:]

    def _exactly(self, length: int) -> bytes:
        assert self._ssh.stdout is not None
        data = self._ssh.stdout.read(length)
        if len(data) < length:
            raise self._broken()
        return data

    def _broken(self) -> HostError:
        try:
            self._ssh.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._ssh.kill()
            self._ssh.wait()
        self._errors.seek(0)
        return HostError(explain(self._errors.read().decode("utf-8", "replace"), self.host))


@dataclass(slots=True, eq=False)
class _Running:
    """A task that has begun, and what it is waiting for."""

    task: Task
    answers: list[Answer | None] = field(default_factory=list)


def _extensions(body: bytes) -> frozenset[str]:
    """The names of the extensions that a server offers."""
    names, at = [], 0
    while at < len(body):
        name, at = cut(body, at)
        _, at = cut(body, at)
        names.append(name.decode("ascii", "replace"))
    return frozenset(names)
