"""One run of a command: wall time, processor time with all its children's, and the most memory it held."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

EVERY, REST = 0.2, 50
"""Seconds between two looks at the memory of a tree of processes; and how many times longer than it took to look, since
the system goes through all memory for it, at the expense of what is measured."""


@dataclass(frozen=True, slots=True)
class Measured:
    """`peak` is in bytes: the largest process as the system counts it, or the largest sum over the
    processes that ran together (their proportional set sizes), whichever is more."""

    wall: float
    cpu: float
    peak: int

    def json(self) -> dict[str, float]:
        return asdict(self)


class RunError(Exception):
    """The command failed; the message has the end of what it printed."""


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path) -> Measured:
    """Runs the command in `folder`; what it prints goes to `log`. Raises `RunError`.

    What others have written is put on the disk first: nobody is to wait for another's files."""
    os.sync()
    with log.open("wb") as out:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=subprocess.STDOUT)
        watch = _Watch(process.pid)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        watch.stop()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RunError(f"{command[0]} ended with {process.returncode}:\n{log.read_text(errors='replace')[-3000:]}")
    scale = 1 if os.uname().sysname == "Darwin" else 1024
    return Measured(wall, usage.ru_utime + usage.ru_stime, max(usage.ru_maxrss * scale, watch.most))


class _Watch(threading.Thread):
    """Looks at a process and all below it until told to stop; only where there is /proc."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.most, self.done = pid, 0, threading.Event()

    def run(self) -> None:
        pause = EVERY
        while not self.done.wait(pause):
            began = time.perf_counter()
            tree = _tree(self.pid)
            if len(tree) > 1:  # a single process is counted by the system itself
                self.most = max(self.most, sum(map(_share, tree)))
            pause = max(EVERY, REST * (time.perf_counter() - began))

    def stop(self) -> None:
        self.done.set()
        self.join()


def _tree(pid: int) -> list[int]:
    """The process and all its descendants."""
    found = [pid]
    for one in found:
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found.extend(map(int, children.read_text().split()))
            except (OSError, ValueError):
                pass  # it has just ended
    return found


def _share(pid: int) -> int:
    """The process's memory in bytes, pages that several processes share counted in parts."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0
