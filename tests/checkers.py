"""Where the programs stand that check a built site and that nobody here wrote; a test skips with the reason where one is absent.

`.ci/run` installs them: npm packages below ~/.cache/briefgen-checks (or $BRIEFGEN_CHECKS), jing from Debian.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

CHECKS = Path(os.environ.get("BRIEFGEN_CHECKS", Path.home() / ".cache/briefgen-checks"))


def program(name: str) -> str:
    """The program on PATH."""
    found = shutil.which(name)
    if not found:
        pytest.skip(f"{name} is not installed")
    return found


def npm_package(name: str) -> Path:
    """The folder of an npm package."""
    program("node")
    folder = CHECKS / "node_modules" / name
    if not folder.is_dir():
        pytest.skip(f"the npm package {name} is not in {CHECKS} (.ci/run installs it)")
    return folder


def run(*command: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, text=True, timeout=300)
