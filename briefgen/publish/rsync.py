"""A host reached by rsync over ssh, and by nothing else: a key that may only run rsync is enough.

rsync writes each file under another name and renames it. Which files are sent and removed is said by
name; rsync compares nothing by itself.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from briefgen.publish.advice import advise
from briefgen.publish.host import Done, HostError
from briefgen.publish.manifest import folders_of
from briefgen.publish.ssh import explain, is_of_ssh, ssh_options
from briefgen.targets import Target

_LISTED = re.compile(r"[-dlcbps]\S{9,10}\s+[\d.,]+\s+\d{4}/\d\d/\d\d \d\d:\d\d:\d\d (.*)")
_MISSING = "No such file or directory"
# An rsync that gives up ends its ssh by this signal, and with it what the host was about to say.
_UNKILLED = ("sh", "-c", 'trap "" USR1; exec "$@"', "ssh")


class RsyncHost:
    """`FileHost` for a folder behind `host:path`."""

    def __init__(self, target: Target) -> None:
        assert target.host is not None and target.path is not None
        self.host = target.host
        self.root = target.path.rstrip("/") or "/"
        self.where = f"{target.host}:{target.path}"
        self._control = tempfile.TemporaryDirectory(prefix="bg")
        self._ssh = ["ssh", *ssh_options(target), "-o", f"ControlPath={self._control.name}/%C"]
        self._connected = False

    def read(self, paths: Sequence[str]) -> dict[str, bytes]:
        with tempfile.TemporaryDirectory() as folder:
            done = self._run(["-I", "--from0", "--files-from=-", self._there(""), f"{folder}/"], "\0".join(paths))
            if not _is_missing(done):
                self._check(done)
            return {path: file.read_bytes() for path in paths if (file := Path(folder, path)).is_file()}

    def names(self, folder: str) -> frozenset[str]:
        done = self._run(["--list-only", "-8", self._there(f"{folder}/" if folder else "")])
        if _is_missing(done):
            return frozenset()
        self._check(done)
        found = (_LISTED.fullmatch(line) for line in done.stdout.splitlines())
        names = (_unescaped(line[1].partition(" -> ")[0] if line[0].startswith("l") else line[1]) for line in found if line)
        return frozenset(name for name in names if name != ".")

    def put(self, files: Mapping[str, Path], done: Done) -> None:
        if not files:
            return
        path, file = next(iter(files.items()))
        source = str(file).removesuffix(path)
        words = ["-I", "--from0", "--files-from=-", source, self._there("")]
        said = self._run(words, "\0".join(files))
        if _is_missing(said):  # rsync makes the last folder of a path by itself, and the others if it is asked to
            said = self._run(["--mkpath", *words], "\0".join(files))
        self._check(said)
        for path in files:
            done(path)

    def remove(self, paths: Sequence[str], done: Done) -> None:
        """An empty folder is sent, with everything protected that is not named: rsync deletes the rest."""
        folders = [f"{folder}/" for folder in folders_of(paths)]
        rules = [f"+ /{_literal(path)}" for path in (*folders, *paths)]
        with tempfile.TemporaryDirectory() as empty:
            said = self._run(["-r", "--delete", "--filter=merge -", f"{empty}/", self._there("")], "\n".join([*rules, "- *", ""]))
        if not _is_missing(said):
            self._check(said)
        for path in paths:
            done(path)

    def close(self) -> None:
        if self._connected:
            subprocess.run([*self._ssh, "-O", "exit", "--", self.host], capture_output=True, check=False)
        self._control.cleanup()

    def _there(self, path: str) -> str:
        return f"{self.host}:{self.root.rstrip('/')}/{path}"

    def _run(self, words: Sequence[str], given: str = "") -> subprocess.CompletedProcess[str]:
        """What rsync did. Its pipes are read to their end: the host's own words may come after rsync has given up."""
        self._connect()
        command = ["rsync", "-s", "--no-motd", "--timeout=60", "-e", shlex.join([*_UNKILLED, *self._ssh]), *words]
        try:
            return subprocess.run(command, input=given, capture_output=True, encoding="utf-8", errors="surrogateescape")
        except OSError as error:
            raise HostError(f"rsync cannot be started: {error.strerror}") from error

    def _connect(self) -> None:
        """Open the one connection that all calls share; ssh leaves it when nobody has used it for a while."""
        if self._connected:
            return
        command = [*self._ssh, "-M", "-N", "-f", "-o", "ControlPersist=20", "--", self.host]
        try:
            # Into a file, because the connection keeps what it was given open, and a pipe would be waited for.
            with tempfile.TemporaryFile() as said:
                done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said)
                said.seek(0)
                if done.returncode:
                    raise HostError(explain(said.read().decode(errors="surrogateescape"), self.host))
        except OSError as error:
            raise HostError(f"ssh cannot be started: {error.strerror}") from error
        self._connected = True

    def _check(self, done: subprocess.CompletedProcess[str]) -> None:
        if done.returncode == 0:
            return
        if done.returncode == 255 or is_of_ssh(done.stderr):
            raise HostError(explain(_without_rsync(done.stderr), self.host))
        raise HostError(f"{self.where}: {advise(_reason(done.stderr))} (rsync's exit status {done.returncode})")


def _is_missing(done: subprocess.CompletedProcess[str]) -> bool:
    return done.returncode != 0 and _MISSING in done.stderr


def _without_rsync(said: str) -> str:
    """What ssh said, without what rsync makes of it."""
    return "\n".join(line for line in said.splitlines() if not line.startswith(("rsync", "unexpected")))


def _reason(said: str) -> str:
    """The first line that says what went wrong."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[0] if lines else "rsync failed"


def _literal(path: str) -> str:
    """`path` as a pattern that matches nothing else: a backslash counts only where there is a wildcard."""
    return re.sub(r"([\\*?\[])", r"\\\1", path) if re.search(r"[*?\[]", path) else path


def _unescaped(name: str) -> str:
    return re.sub(r"\\#(\d{3})", lambda found: chr(int(found[1], 8)), name)
