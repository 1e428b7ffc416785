"""Builds that are killed, or fail, at a chosen system call, and what is left of the site then.

A build runs in a child of this process, which has the program loaded already, under `strace` where a
call of it is to be struck. A *stage* is a site with two versions of its content, so that builds can go
back and forth between two known outputs.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from briefgen.cli import main
from site_driver import TODAY, Site

CHANGING = (
    "creat,open,openat,write,pwrite64,writev,ftruncate,truncate,fallocate,sendfile,copy_file_range,rename,renameat,"
    "renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,mkdir,mkdirat,rmdir,utimensat,chmod,fchmod,fchmodat,chown,"
    "fchown,setxattr,fsetxattr"
)
"""Calls that change files."""
CAUSES = {"ENOSPC": "No space left on device", "EIO": "Input/output error"}
_CALL = re.compile(r"(\d+) +(\w+)\((.*)")

Blow = tuple[str, int]
"""(call, which of the process's calls of that name it is)"""
Outcome = tuple[int, str]
"""(exit status, negative for a signal; what the build printed on stderr)"""


@dataclass
class Stage:
    """A site whose inputs can be set to version 0 or 1; `outputs` are what fresh builds make of them.

    `setters` put the site's input into one version. `workers` has small builds use worker processes.
    """

    root: Path
    setters: Callable[[Path, int], None]
    workers: bool = False
    first: bool = False
    """Every build starts from nothing."""
    version: int = 0
    outputs: list[dict[str, str]] = field(default_factory=list)

    @property
    def shown(self) -> Path:
        return self.root / "site"

    def prepare(self) -> None:
        """Learns both outputs, and builds version 0 after version 1, so that a generation is kept."""
        for version in (0, 1):
            self.setters(self.root, version)
            elsewhere = self.root.with_name(f"{self.root.name}-{version}")
            shutil.rmtree(elsewhere, ignore_errors=True)
            shutil.copytree(self.root, elsewhere, ignore=lambda folder, names: [n for n in names if n.startswith(("site", "."))])
            Site(elsewhere).build().expect_exit(0)  # in this process, whose children then have everything loaded
            self.outputs.append(held(elsewhere / "site"))
            shutil.rmtree(elsewhere)
        assert self.outputs[0] != self.outputs[1]
        self.clear()
        for version in () if self.first else (0, 1, 0):
            self.setters(self.root, version)
            self.expect_new(version, build(self.root))
            (self.shown / "CNAME").write_text("briefings.example\n")

    def clear(self) -> None:
        """Removes all that builds leave."""
        for path in (*self.root.glob("site"), *self.root.glob(".site*"), *self.root.glob(".briefgen")):
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def turn(self) -> int:
        """Makes the edit that leads to the other version; which one that is."""
        if self.first:
            self.clear()
        else:
            self.version = 1 - self.version
        self.setters(self.root, self.version)
        return self.version

    def shows(self) -> dict[str, str] | None:
        """path -> hash of what readers see, less the file that others have put there; None: no site."""
        if not self.shown.exists():
            return None
        files = held(self.shown)
        assert self.first or files.pop("CNAME", None), "the file that others put there is gone"
        return files

    def expect_new(self, version: int, outcome: Outcome) -> None:
        """An undisturbed build succeeded, and made what a fresh one makes, with nothing left over beside it."""
        assert outcome[0] == 0, f"exit {outcome[0]}: {outcome[1]}"
        files = held(self.shown)
        files.pop("CNAME", None)
        assert files == self.outputs[version], unlike(files, self.outputs[version])
        beside = {path.name for path in self.root.glob(".site.*")}
        assert beside <= {".site.lock", ".site.previous"}, beside

    def strike(self, blow: Blow | None, error: str = "", after: float | None = None) -> str:
        """One build that is struck, and one that is not; how the first ended. Raises AssertionError where
        a promise does not hold."""
        version = self.turn()
        old = None if self.first else self.outputs[1 - version]
        outcome, hit = (build(self.root, None, after, workers=self.workers), "aimed") if blow is None else struck(self, blow, error)
        shown = self.shows()
        assert shown in (old, self.outputs[version]), "neither the old site nor the new one: " + unlike(shown or {}, old or {})
        said = how_it_ended(outcome, hit, error, shown == self.outputs[version])
        self.expect_new(version, build(self.root, workers=self.workers))
        return said


def how_it_ended(outcome: Outcome, hit: str, error: str, is_new: bool) -> str:
    """`hit`: "aimed" for a call that changes a file of the site; "other" where a pipe between processes, the stream
    for messages or a look at a folder was struck, too or instead: calls are counted for each process, and workers come
    to do things in another order; "" for none."""
    code, err = outcome
    shown = "the new site shows" if is_new else "the old site shows"
    if code == 0:
        assert is_new, f"exit 0, but {shown}: {err}"
        return ("done without it, " if hit else "not reached, ") + shown
    if code == -signal.SIGKILL:
        return f"killed, {shown}"
    if hit == "other":
        return f"exit {code} after another call, {shown}"
    lines = err.strip().splitlines()
    assert len(lines) == 1 and lines[0].startswith("briefgen: "), f"exit {code}:\n{err}"
    if error:
        assert CAUSES[error] in lines[0] and re.search(r"/\S+: ", lines[0]), lines[0]
    return f"one line and exit {code}, {shown}"


def held(folder: Path) -> dict[str, str]:
    """path -> hash of every file below `folder`."""
    return {f.relative_to(folder).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in folder.rglob("*") if f.is_file()}


def unlike(one: dict[str, str], other: dict[str, str]) -> str:
    paths = sorted(path for path in {*one, *other} if one.get(path) != other.get(path))
    return f"{len(paths)} of {len(other)} files differ: {paths[:4]}"


def build(root: Path, ready: Callable[[int], None] | None = None, kill_after: float | None = None, *, workers: bool = False) -> Outcome:
    """`briefgen build` in a child of this process; `ready` is called with its number before it begins.
    It is killed after so many seconds if asked for."""
    told = root / ".stderr"
    begin, go = os.pipe()
    pid = _start(root, told, begin, go, workers)
    os.close(begin)
    if ready:
        ready(pid)
    os.close(go)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), told.read_text(errors="replace") if told.exists() else ""


@dataclass(frozen=True)
class End:
    """How one of several builds ended; `seconds` of processor time."""

    code: int
    said: str
    seconds: float


def build_at_once(root: Path, count: int) -> list[End]:
    """So many builds of one site that begin at the same moment."""
    begin, go = os.pipe()
    told = [root / f".stderr-{number}" for number in range(count)]
    started = [_start(root, file, begin, go, False) for file in told]
    os.close(begin)
    os.close(go)
    ends = []
    for pid, file in zip(started, told, strict=True):
        _, status, usage = os.wait4(pid, 0)
        ends.append(End(os.waitstatus_to_exitcode(status), file.read_text(), usage.ru_utime + usage.ru_stime))
        file.unlink()
    return ends


def _start(root: Path, told: Path, begin: int, go: int, workers: bool) -> int:
    """A child that builds as soon as the other end of its pipe is closed everywhere; its number."""
    pid = os.fork()
    if pid == 0:
        os.close(go)
        os.read(begin, 1)
        os._exit(_child(root, told, workers))
    return pid


def _child(root: Path, told: Path, workers: bool) -> int:
    """The console script's function, with its streams in a file."""
    file = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(file, 1)
    os.dup2(file, 2)
    sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False)
    os.environ["SOURCE_DATE_EPOCH"] = TODAY
    sys.argv = ["briefgen", "build", "--quiet", "--jobs", "2" if workers else "0", "-C", str(root)]
    few = 1 if workers else 300
    try:
        with mock.patch("briefgen.workers.WORTH_IT", few), mock.patch("briefgen.build.WORTH_IT", few), mock.patch("briefgen.shares.LEAST", 10):
            main()
        code = 0
    except SystemExit as done:
        code = done.code if isinstance(done.code, int) else 1
    except BaseException:
        traceback.print_exc()
        code = 70
    sys.stderr.flush()
    return code


def struck(stage: Stage, blow: Blow, error: str) -> tuple[Outcome, str]:
    """(outcome, what was hit) of a build in which `blow` kills the process, or fails with `error`."""
    name, number = blow
    effect = f"error={error}" if error else "signal=KILL"
    log = stage.root / ".strace"
    outcome = _traced(stage, log, f"inject={name}:{effect}:when={number}")
    calls = [line for line in log.read_text(errors="replace").splitlines() if "(INJECTED)" in line or "killed by SIGKILL" in line]
    if not error:
        return outcome, "aimed" if calls else ""
    aimed = [bool((call := _CALL.match(line)) and _changes(stage, *call.groups()[1:])) for line in calls]
    return outcome, "" if not calls else "aimed" if all(aimed) else "other"


def blows_of(stage: Stage) -> list[Blow]:
    """Every call of the next build that changes a file of the site's folder, in order. That build is done
    then; where versions alternate, the calls are those of the next but one."""
    stage.turn()
    log = stage.root / ".strace"
    stage.expect_new(stage.version, _traced(stage, log, f"trace={CHANGING}"))
    counts: Counter[tuple[str, str]] = Counter()
    found: dict[Blow, None] = {}
    for line in log.read_text(errors="replace").splitlines():
        call = _CALL.match(line)
        if call:
            pid, name, rest = call.groups()
            counts[pid, name] += 1
            if _changes(stage, name, rest):
                found[name, counts[pid, name]] = None
    return list(found)


def _changes(stage: Stage, name: str, rest: str) -> bool:
    """Whether a call, as strace writes it, changes a file of the site's folder."""
    reads = name in ("open", "openat") and not re.search("O_CREAT|O_WRONLY|O_RDWR|O_TRUNC", rest)
    return not reads and str(stage.root) in rest and ".stderr" not in rest


def _traced(stage: Stage, log: Path, expression: str) -> Outcome:
    tracers = []

    def attach(pid: int) -> None:
        command = ["strace", "-f", "-qq", "-y", "-s0", "-o", str(log), "-p", str(pid), "-e", f"trace={CHANGING}", "-e", expression]
        tracers.append(subprocess.Popen(command, stderr=subprocess.DEVNULL))
        while re.search(r"^TracerPid:\s+0$", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE):
            assert tracers[0].poll() is None, "strace may not attach to another process here"
            time.sleep(0.002)

    outcome = build(stage.root, attach, workers=stage.workers)
    tracers[0].wait(60)  # until the last worker has ended, too
    return outcome


def may_trace() -> bool:
    """Whether strace is here and may look at other processes."""
    if sys.platform != "linux" or not shutil.which("strace"):
        return False
    sleeper = subprocess.Popen(["sleep", "60"])
    tracer = subprocess.Popen(["strace", "-qq", "-o", os.devnull, "-p", str(sleeper.pid)], stderr=subprocess.DEVNULL)
    try:
        tracer.wait(0.3)
        return False
    except subprocess.TimeoutExpired:
        return True
    finally:
        sleeper.kill()
        sleeper.wait()
        tracer.wait()


# -- versions -------------------------------------------------------------------------------------------


def few_pages(root: Path, version: int) -> None:
    """One briefing has a word more, and there is one file more to be copied."""
    path = sorted((root / "content/annotations").glob("*.yaml"))[0]
    text = re.sub(r"^(why_it_matters: .*?)( Edited\.)?$", r"\1 Edited." if version else r"\1", path.read_text(), count=1, flags=re.MULTILINE)
    path.write_text(text)
    file = root / "content/static/more/file.txt"
    file.parent.mkdir(exist_ok=True, parents=True)
    file.write_text("A file.\n") if version else file.unlink(missing_ok=True)


def all_pages(root: Path, version: int) -> None:
    """Another base template."""
    target = root / "templates/base.html"
    target.parent.mkdir(exist_ok=True)
    text = (Path(__file__).parent.parent / "templates/base.html").read_text()
    target.write_text(text.replace("<body", f'<body data-version="{version}"', 1))


def stages(source: Path, folder: Path, kinds: Iterable[str]) -> dict[str, Stage]:
    """Prepared stages of the site in `source`, by kind: first, few, many (with workers)."""
    made = {}
    for kind in kinds:
        Site.from_dir(source, folder / kind)
        setters = all_pages if kind == "many" else few_pages
        made[kind] = Stage(folder / kind, setters, workers=kind == "many", first=kind == "first")
        made[kind].prepare()
    return made
