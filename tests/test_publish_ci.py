"""The workflows in docs/ci: they are YAML of the right shape, and call commands and options that exist."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from briefgen.cli import cli
from site_driver import ROOT

WORKFLOWS = sorted((ROOT / "docs/ci").glob("*.yml"))


def commands(value: object) -> Iterator[list[str]]:
    """The words of every call of briefgen in a workflow."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from commands(item)
    elif isinstance(value, str):
        for line in value.splitlines():
            if line.startswith("briefgen "):
                yield shlex.split(line)[1:]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_it_checks_builds_and_publishes_with_commands_that_exist(path: Path) -> None:
    called = list(commands(yaml.safe_load(path.read_text(encoding="utf-8"))))
    assert [words[0] for words in called] == ["check", "build", "publish"]
    for name, *words in called:
        options = {option for parameter in cli.commands[name].params for option in parameter.opts}
        assert {word for word in words if word.startswith("-")} <= options


def test_secrets_come_from_the_host_of_the_repository() -> None:
    for path in WORKFLOWS:
        for name, value in re.findall(r"(\w*(?:PASSWORD|SECRET|ACCESS_KEY)\w*): +(\S.*)", path.read_text(encoding="utf-8")):
            assert value.startswith("${{ secrets."), (path.name, name)


def test_there_is_one_for_each_host() -> None:
    assert [path.name for path in WORKFLOWS] == ["github-actions.yml", "gitlab-ci.yml"]
