"""The command line."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from briefgen import __version__
from briefgen.config import CONFIG_FILE
from briefgen.errors import BuildError, Problem, UsageError

PROBLEMS, USAGE, INTERRUPTED = 1, 2, 130
LONG_WORK = 400
"""From how many pages on a progress bar is worth drawing."""


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


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="briefgen")
def cli() -> None:
    """Turn articles and hand-made annotations into a site of sourced briefings."""


@cli.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The folder to write; site/ by default.")
@building
def build(directory: Path, output: Path | None, **flags: Any) -> None:
    """Build the site into site/."""
    from dataclasses import replace

    from briefgen.build import write_build
    from briefgen.render import RenderError

    started = time.monotonic()
    root, planned = _plan(directory, **flags)
    _stop_on_problems(planned, "nothing was written", **flags)
    folder = output or root / "site"
    if folder.resolve().is_relative_to((root / "content").resolve()) or folder.resolve().is_relative_to((root / "templates").resolve()):
        raise UsageError(f"{folder} lies among the site's own input; name another folder with --output")
    try:
        with _progress(len(planned.plan), flags["quiet"]) as progress:
            say = _steps(flags["verbose"])
            written = write_build(root, folder, planned, progress)
            say(f"rendered and wrote {_count(written.files, 'file')}")
    except RenderError as error:
        _stop_on_problems(replace(planned, problems=(error.problem,)), "nothing was written", **flags)
        raise
    if not flags["quiet"]:
        published = [r for r in planned.catalog.records if r.outcome == "published" and r.kind == "briefings"]
        left_out = [r for r in planned.catalog.records if r.outcome == "excluded" and r.kind == "briefings"]
        for record in left_out:
            click.echo(f"left out {record.path}: {record.reason}", err=True)
        click.echo(
            f"{_count(len(published), 'briefing')}, {_count(written.files, 'file')}, {written.size / 1e6:.1f} MB "
            f"in {time.monotonic() - started:.2f} s → {folder}",
            err=True,
        )


@cli.command()
@building
def check(directory: Path, **flags: Any) -> None:
    """Say what is wrong with the content; write nothing."""
    from briefgen.reports import count_words

    _, planned = _plan(directory, **flags)
    _stop_on_problems(planned, "", **flags)
    if not flags["quiet"]:
        click.echo(count_words(planned.problems), err=True)


@cli.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@building
def list_records(directory: Path, as_json: bool, **flags: Any) -> None:
    """List every record and what became of it."""
    from briefgen.listing import list_site

    _, planned = _plan(directory, **flags)
    rows = list_site(planned)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        flags["form"] = "text"  # standard output holds one document
    else:
        for row in rows:
            click.echo("  ".join(text for text in (row["outcome"].ljust(9), row["path"] or row["id"], row["says"]) if text))
    _stop_on_problems(planned, "", **flags)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
@common
def init(directory: Path, folder: Path, quiet: bool, **flags: Any) -> None:
    """Make a small site in DIR that builds and teaches."""
    from briefgen.curate import init_site

    made = init_site(directory / folder)
    _name_files(made, flags["verbose"])
    if not quiet:
        click.echo(f"made {_count(len(made), 'file')} in {directory / folder}", err=True)
        click.echo(f"next: briefgen build -C {directory / folder}", err=True)


@cli.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The folder to write; schema/ by default.")
@common
def schema(directory: Path, output: Path | None, quiet: bool, **flags: Any) -> None:
    """Write JSON Schemas, with this site's ids, for editors."""
    from briefgen.curate import write_schemas

    root = _root(directory)
    written = write_schemas(root, output or root / "schema")
    _name_files(written, flags["verbose"])
    if not quiet:
        click.echo(f"{_count(len(written), 'schema')} → {output or root / 'schema'}", err=True)


def _plan(directory: Path, **flags: Any) -> tuple[Path, Any]:
    from briefgen.build import Options, plan_build
    from briefgen.dates import read_today
    from briefgen.scalars import parse_site_url

    root = _root(directory)
    try:
        today = read_today(os.environ)
        base_url = parse_site_url(flags["base_url"]) if flags["base_url"] else ""
    except ValueError as error:
        raise UsageError(str(error)) from error
    return root, plan_build(root, Options(today, flags["drafts"], flags["future"], base_url), _steps(flags["verbose"]))


def _steps(verbose: bool) -> Callable[[str], None]:
    """Prints each finished step with the seconds that it took; nothing without --verbose."""
    last = time.monotonic()

    def say(words: str) -> None:
        nonlocal last
        now = time.monotonic()
        if verbose:
            click.echo(f"{now - last:7.2f} s  {words}", err=True)
        last = now

    return say


def _name_files(files: list[Path], verbose: bool) -> None:
    for file in files if verbose else ():
        click.echo(f"made {file}", err=True)


def _root(directory: Path) -> Path:
    if not directory.is_dir():
        raise UsageError(f"there is no folder {directory}")
    if not (directory / CONFIG_FILE).is_file():
        raise UsageError(f"there is no {CONFIG_FILE} in {directory.resolve()}; run 'briefgen init DIR' to make a site")
    return directory


def _stop_on_problems(planned: Any, consequence: str, **flags: Any) -> None:
    """Prints the problems; ends the command where they forbid going on."""
    from briefgen.reports import FORMATS, count_words

    shown: list[Problem] = [p for p in planned.problems if p.severity != "notice" or not flags["quiet"]]
    form = flags["form"]
    if shown or form in ("json", "sarif"):
        text = FORMATS[form](shown, _colour(flags["color"]))
        click.echo(text, nl=False, err=form == "text", color=True)
    if planned.failed(flags["strict"]):
        if form == "text":
            click.echo(count_words(planned.problems) + (f"; {consequence}" if consequence else ""), err=True)
        sys.exit(PROBLEMS)


def _colour(choice: str) -> bool:
    if choice == "auto":
        return sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return choice == "always"


def _progress(total: int, quiet: bool) -> Any:
    """A bar on a terminal when the work is long; otherwise nothing."""
    from contextlib import contextmanager

    @contextmanager
    def bar() -> Any:
        if quiet or total < LONG_WORK or not sys.stderr.isatty():
            yield lambda done, of: None
            return
        with click.progressbar(length=total, label="rendering", file=sys.stderr) as shown:
            yield lambda done, of: shown.update(1)

    return bar()


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def main() -> None:
    """The console script: usage errors end with 2, Ctrl-C with 130; bugs keep their traceback."""
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except UsageError as error:
        click.echo(f"briefgen: {error}", err=True)
        sys.exit(USAGE)
    except BuildError as error:
        click.echo(f"briefgen: {error}", err=True)
        sys.exit(PROBLEMS)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(PROBLEMS)
