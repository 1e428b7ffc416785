"""Options that several commands share, and where the site is that they work on."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from briefgen.layout import CONFIG_FILE
from briefgen.errors import UsageError

PROBLEMS, USAGE, INTERRUPTED = 1, 2, 130
"""Exit statuses other than 0."""


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every command over a site has."""
    for option in (
        click.option("-C", "--directory", type=click.Path(path_type=Path), default=Path(), help="The site's folder."),
        click.option("-q", "--quiet", is_flag=True, help="Print problems only."),
        click.option("-v", "--verbose", is_flag=True, help="Print what happens in each step."),
        click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colour the output."),
    ):
        command = option(command)
    return command


def building(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of commands that plan a site."""
    for option in (
        click.option("--drafts", is_flag=True, help="Include briefings marked 'draft: yes'."),
        click.option("--future", is_flag=True, help="Include briefings published after today."),
        click.option("--base-url", metavar="URL", default="", help="Build for this address instead of 'url'."),
        click.option("--strict", is_flag=True, help="Warnings fail, too."),
        click.option(
            "--format",
            "form",
            type=click.Choice(["text", "json", "github", "sarif"]),
            default="text",
            help="How problems are printed.",
        ),
    ):
        command = option(command)
    return common(command)


def site_root(directory: Path) -> Path:
    """`directory`, if a site is there; else `UsageError`."""
    if not directory.is_dir():
        raise UsageError(f"there is no folder {directory}")
    if not (directory / CONFIG_FILE).is_file():
        raise UsageError(f"there is no {CONFIG_FILE} in {directory.resolve()}; run 'briefgen init DIR' to make a site")
    return directory


def today() -> datetime.date:
    """The one reading of the clock; `UsageError` where the environment gives another day in a wrong form."""
    from briefgen.dates import read_today

    try:
        return read_today(os.environ)
    except ValueError as error:
        raise UsageError(str(error)) from error


def is_coloured(choice: str) -> bool:
    """Whether to colour, for one of the values of `--color`."""
    if choice == "auto":
        return sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return choice == "always"
