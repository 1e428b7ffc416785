"""Runs docs/tutorial.md: makes its files, applies its changes, runs its commands, in the order written."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping
from pathlib import Path

from site_driver import run_in_process

_STEP = re.compile(
    r"<!-- (?P<what>new file|change): (?P<path>\S+) -->\n```\w+\n(?P<text>.*?)^```$"
    r"|^```console\n(?P<console>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)


def run_tutorial(text: str, env: Mapping[str, str]) -> str:
    """`text` with what its commands really print; runs in the current folder, and moves as `cd` says."""
    return _STEP.sub(lambda step: _run_step(step, env), text)


def _run_step(step: re.Match[str], env: Mapping[str, str]) -> str:
    if step["console"]:
        commands = [line.removeprefix("$ ") for line in step["console"].splitlines() if line.startswith("$ ")]
        shown = "".join(f"$ {command}\n{_run(command, env)}" for command in commands)
        return f"```console\n{shown}```"
    path = Path(step["path"])
    if step["what"] == "new file":
        assert not path.exists(), f"{path} is there already"
        path.write_text(step["text"], encoding="utf-8")
    else:
        _change(path, step["text"].splitlines(keepends=True))
    return step[0]


def _change(path: Path, diff: list[str]) -> None:
    """Applies a diff without line numbers: what it takes out and leaves must stand in the file once."""
    lines = [line if line.strip() else " \n" for line in diff]
    old = "".join(line[1:] for line in lines if line[0] in " -")
    new = "".join(line[1:] for line in lines if line[0] in " +")
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path} does not hold this once:\n{old}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def _run(command: str, env: Mapping[str, str]) -> str:
    program, *words = shlex.split(command)
    if program == "cd":
        os.chdir(words[0])
        return ""
    assert program == "briefgen", command
    _, out, err = run_in_process(words, dict(env))
    return out + err
