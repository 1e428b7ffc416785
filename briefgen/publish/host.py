"""What publishing asks of a host: a few file operations, or one switch for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from briefgen.errors import BuildError
from briefgen.publish.plan import Plan

Done = Callable[[str], None]
"""Told the path of each file that has been dealt with."""


class HostError(BuildError):
    """The host refused, failed or went away; the message says where and why, and holds no secret."""


class Host(Protocol):
    """Where a site is published. Paths are relative to the site's root there, with forward slashes.

    `where` says in a few words what it is, for messages. Every method may raise `HostError`.
    """

    where: str

    def read(self, paths: Sequence[str]) -> dict[str, bytes]:
        """What the files hold; those that are not there are left out."""

    def names(self, folder: str) -> frozenset[str]:
        """The names in a folder ("" is the root), folders included; none where there is no such folder."""

    def close(self) -> None:
        """Ends the connection."""


@runtime_checkable
class FileHost(Host, Protocol):
    """A host whose files are changed one by one."""

    def put(self, files: Mapping[str, Path], done: Done) -> None:
        """Makes each path hold what the local file holds, in any order. A reader meets a path's old
        content or its new, as far as the host can do that; when this returns, all are there."""

    def remove(self, paths: Sequence[str], done: Done) -> None:
        """Removes files that may or may not be there, and the folders that this leaves empty."""


@runtime_checkable
class SwitchingHost(Host, Protocol):
    """A host that shows a whole new generation in one step."""

    def switch(self, plan: Plan, source: Path, done: Done) -> None:
        """Shows the site that `plan` leads to; `source` holds it whole. Files of others are carried over."""


def occupied(host: Host, paths: Sequence[str]) -> list[str]:
    """Which of these paths, or files in the place of their folders, the host has. Lists no folder twice,
    and none below one that is not there. Many servers leave names that begin with a dot out of their
    lists, so such files are asked for."""
    listed: dict[str, frozenset[str]] = {}

    def names(folder: str) -> frozenset[str]:
        if folder not in listed:
            above, _, name = folder.rpartition("/")
            known = folder == "" or name.startswith(".") or name in names(above)
            listed[folder] = host.names(folder) if known else frozenset()
        return listed[folder]

    found = {path for path in paths if path.rpartition("/")[2] in names(path.rpartition("/")[0])}
    hidden = [path for path in paths if path not in found and path.rpartition("/")[2].startswith(".")]
    found |= host.read(hidden).keys() if hidden else set()
    return [path for path in paths if path in found]
