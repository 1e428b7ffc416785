"""The address that opens a file in the writer's editor, at a line."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path, PurePath
from urllib.parse import quote

_JETBRAINS = "://open?file={path}&line={line}&column={column}"
SCHEMES = {
    "code": "vscode://file{path}:{line}:{column}",
    "code-insiders": "vscode-insiders://file{path}:{line}:{column}",
    "codium": "vscodium://file{path}:{line}:{column}",
    "cursor": "cursor://file{path}:{line}:{column}",
    "windsurf": "windsurf://file{path}:{line}:{column}",
    "zed": "zed://file{path}:{line}:{column}",
    "subl": "subl://open?url=file://{path}&line={line}&column={column}",
    "mate": "txmt://open?url=file://{path}&line={line}&column={column}",
    "bbedit": "bbedit://open?url=file://{path}&line={line}&column={column}",
    "idea": "idea" + _JETBRAINS,
    "pycharm": "pycharm" + _JETBRAINS,
    "webstorm": "webstorm" + _JETBRAINS,
}
"""Programs that register an address of their own; editors in a terminal have none."""


def editor_address(configured: str | None, commands: Iterable[str]) -> str:
    """The address with {path}, {line} and {column}: the setting `editor`, else that of the first known program
    among the commands (of $VISUAL and $EDITOR); "" if none."""
    if configured:
        return configured
    for command in commands:
        try:
            words = shlex.split(command)
        except ValueError:  # an open quotation mark
            continue
        if words and (known := SCHEMES.get(PurePath(words[0]).stem)):
            return known
    return ""


def edit_link(address: str, root: Path, path: str, line: int, column: int) -> str:
    """The link to a place in the file at `path` below `root`; "" without an address."""
    if not address:
        return ""
    full = quote((root / path).resolve().as_posix())
    if "/{path}" in address:  # the address brings the first slash along
        full = full.removeprefix("/")
    return address.replace("{path}", full).replace("{line}", str(line)).replace("{column}", str(column))
