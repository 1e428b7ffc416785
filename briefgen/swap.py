"""Exchanging two folders so that readers see the one or the other, never a mix or a gap.

Linux has an atomic exchange (renameat2 with RENAME_EXCHANGE), macOS too (renamex_np with
RENAME_SWAP). Elsewhere two renames in a row do it, in an order that `recover` can finish.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from briefgen.errors import naming

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h; RENAME_SWAP in macOS's sys/stdio.h has the same value
_NO_EXCHANGE = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)

LOOKS, PAUSE = 100, 0.02
"""How often to look for the end of a killed build's workers, and the seconds in between."""


def exchange(shown: Path, new: Path, aside: Path) -> None:
    """Makes `new` stand at `shown`, and what stood there at `new`. `aside` is a free name beside them.

    Atomic where the system can; elsewhere in three renames that pass through `aside`.
    """
    swap = _system_exchange()
    if swap is not None:
        try:
            swap(shown, new)
            return
        except OSError as error:
            if error.errno not in _NO_EXCHANGE:
                raise
    shown.rename(aside)
    new.rename(shown)
    aside.rename(new)


def recover(shown: Path, new: Path, aside: Path) -> None:
    """Finishes an exchange in three renames that was cut short."""
    if aside.exists():
        if not shown.exists():
            aside.rename(shown)
        elif not new.exists():
            aside.rename(new)


@cache
def _system_exchange() -> Callable[[Path, Path], None] | None:
    libc = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "linux" and hasattr(libc, "renameat2"):
        call = libc.renameat2

        def swap(one: Path, other: Path) -> None:
            if call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE):
                _fail(one)
    elif sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        call = libc.renamex_np

        def swap(one: Path, other: Path) -> None:
            if call(os.fsencode(one), os.fsencode(other), _RENAME_EXCHANGE):
                _fail(one)
    else:
        return None
    return swap


def _fail(path: Path) -> None:
    code = ctypes.get_errno()
    raise OSError(code, os.strerror(code), str(path))


class Locked(Exception):
    """Another process holds the lock."""


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Holds the lock file at `path`; raises `Locked` if another process does, OSError.

    The system lets go of it when the process and its workers have ended, however they end, so no lock is
    ever left over. The file has the holder's number: where that process was killed, its workers are
    about to follow it, and are waited for.
    """
    with naming(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            _take(handle, path)
            os.pwrite(handle, b"%20d\n" % os.getpid(), 0)
        except BaseException:
            os.close(handle)
            raise
    try:
        yield
    finally:
        os.close(handle)


def _take(handle: int, path: Path) -> None:
    for _ in range(LOOKS):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if _lives(os.pread(handle, 20, 0)):
                break
        time.sleep(PAUSE)
    raise Locked(str(path))


def _lives(number: bytes) -> bool:
    """Whether there is a process of this number."""
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        pass  # somebody else's
    return True
