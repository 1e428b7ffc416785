"""The command line."""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

import click

from briefgen import __version__
from briefgen.clicontent import clean, new, quote
from briefgen.clioptions import INTERRUPTED, PROBLEMS, USAGE, building, common, is_coloured, site_root, today
from briefgen.cliserve import serve
from briefgen.errors import BuildError, Problem, UsageError

LONG_WORK = 400
"""From how many pages on a progress bar is worth drawing."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="briefgen")
def cli() -> None:
    """Turn articles and hand-made annotations into a site of sourced briefings."""


@cli.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The folder to write; site/ by default.")
@click.option("--fresh", is_flag=True, help="Build everything, whatever the last build knew.")
@click.option("--why", is_flag=True, help="Print each page that is made anew, and why.")
@click.option("--jobs", type=click.IntRange(0), default=0, help="How many processes may work; 0: one for each processor.")
@building
def build(directory: Path, output: Path | None, **flags: Any) -> None:
    """Build the site into site/."""
    _build(directory, output, **flags)


def _build(directory: Path, output: Path | None, **flags: Any) -> None:
    from briefgen.output import check_output, locked
    from briefgen.state import clock_of, load_state, survey

    started = time.monotonic()
    root, asked = site_root(directory), _asked(**flags)
    folder = output or root / "site"
    if any(Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(root / inside)) for inside in ("content", "templates")):
        raise UsageError(f"{folder} lies among the site's own input; name another folder with --output")
    check_output(folder)
    say = _steps(flags["verbose"])
    with locked(folder) as shown:
        found = survey(root, clock_of(root))
        state = None if flags.get("fresh") else load_state(root)
        say(f"looked at {_count(len(found.stamps), 'file')}")
        stands = state is not None and state.stands(found, asked, shown)
        if state and stands:
            _stop_on_problems(state.said(), "nothing was written", **flags)
        else:
            state = _make(root, shown, asked, found, state, say, **flags)
    if flags["quiet"]:
        return
    for path, reason in state.left_out:
        click.echo(f"left out {path}: {reason}", err=True)
    size = sum(mark[1] for mark in state.files.values())
    click.echo(
        f"{_count(state.briefings, 'briefing')}, {_count(len(state.files), 'file')}, {size / 1e6:.1f} MB"
        f"{', nothing new,' if stands else ''} in {time.monotonic() - started:.2f} s → {folder}",
        err=True,
    )


def _make(root: Path, shown: Path, asked: Any, found: Any, state: Any, say: Any, **flags: Any) -> Any:
    """Builds what has changed; what is to be known of it next time."""
    from briefgen.pack import without_collector
    from briefgen.render import RenderError
    from briefgen.run import run_build

    try:
        with without_collector(), _progress(flags["quiet"]) as progress:
            settings = {"strict": flags["strict"], "jobs": flags.get("jobs", 0), "say": say, "progress": progress}
            ran = run_build(root, shown, asked, found, state, **settings)
            gc.freeze()  # what was made is not looked through when the collector is on again
    except RenderError as error:
        _stop_on_problems([error.problem], "nothing was written", **flags)
        raise
    _stop_on_problems(ran.planned.problems, "nothing was written", **flags)
    if flags.get("why") and ran.built:
        for url, reason in sorted({**ran.built.reasons, **dict.fromkeys(ran.built.gone, "gone")}.items()):
            click.echo(f"{url}: {reason}")
    return ran.state


@cli.command()
@click.argument("url")
@building
def why(directory: Path, url: str, **flags: Any) -> None:
    """Say what the page at URL rests on, and why a build would make it anew."""
    from briefgen.explain import explain_page

    _, planned, state = _plan(directory, **flags)
    _stop_on_problems(planned.problems, "", **flags)
    for line in explain_page(url, planned, state):
        click.echo(line)


@cli.command()
@building
def check(directory: Path, **flags: Any) -> None:
    """Say what is wrong with the content; write nothing."""
    from briefgen.reports import count_words

    _, planned, _ = _plan(directory, **flags)
    _stop_on_problems(planned.problems, "", **flags)
    if not flags["quiet"]:
        click.echo(count_words(planned.problems), err=True)


@cli.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@building
def list_records(directory: Path, as_json: bool, **flags: Any) -> None:
    """List every record and what became of it."""
    from briefgen.listing import list_site

    _, planned, _ = _plan(directory, **flags)
    rows = list_site(planned)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        flags["form"] = "text"  # standard output holds one document
    else:
        for row in rows:
            click.echo("  ".join(text for text in (row["outcome"].ljust(9), row["path"] or row["id"], row["says"]) if text))
    _stop_on_problems(planned.problems, "", **flags)


@cli.command()
@click.argument("target", required=False)
@click.option("--dry-run", is_flag=True, help="Say what would be uploaded, replaced and removed; change nothing there.")
@click.option("--allow-removals", is_flag=True, help="Remove more than a tenth of the published site.")
@click.option("--take-over", is_flag=True, help="Replace files of others that stand where the site's own go.")
@click.option("--fresh", is_flag=True, help="Send every file, whatever the host is said to hold.")
@click.option("--verify", type=click.Choice(["full", "sample", "none"]), default="sample", help="How much of the live site is looked up afterwards.")
@click.option("--rollback", is_flag=True, help="Publish again what was there before.")
@click.option("--no-build", is_flag=True, help="Publish the output folder as it is.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The output folder; site/ by default.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--strict", is_flag=True, help="Warnings stop it, too.")
@common
def publish(
    directory: Path, target: str | None, no_build: bool, output: Path | None, as_json: bool, strict: bool, quiet: bool, **flags: Any
) -> None:
    """Build, then publish to TARGET, which briefgen.yaml names."""
    from briefgen.publish.command import choose_target, live_address, run_publish
    from briefgen.publish.publication import Wanted

    root = site_root(directory)
    asked = {name: flags.pop(name) for name in ("dry_run", "allow_removals", "take_over", "fresh", "rollback", "verify")}
    config = _config(root, quiet=quiet, **flags)
    name = choose_target(config.publish, target)
    url = live_address(config.publish[name], config.url)
    if not (no_build or asked["rollback"]):
        plain = {"drafts": False, "future": False, "base_url": url, "form": "text"}
        _build(directory, output, strict=strict, quiet=quiet or as_json, **plain, **flags)
    if not run_publish(name, config.publish[name], url, root, output or root / "site", Wanted(**asked), as_json=as_json, quiet=quiet):
        sys.exit(PROBLEMS)


@cli.command()
@click.argument("server", type=click.Choice(["nginx", "caddy", "apache", "headers", "redirects"]))
@click.option("--base-url", metavar="URL", default="", help="For a site at this address instead of 'url'.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The built folder; site/ by default.")
@common
def hostfile(directory: Path, server: str, base_url: str, output: Path | None, quiet: bool, **flags: Any) -> None:
    """Print rules for a web server: policy, cache lifetimes, the 404 page, moved addresses."""
    from briefgen.publish.hostfiles import SERVERS, read_rules

    root = site_root(directory)
    config = _config(root, quiet=quiet, **flags)
    click.echo(SERVERS[server](read_rules(output or root / "site", base_url or config.url)), nl=False)


@cli.command()
@click.argument("place", metavar="[DIR|URL]", default="")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@common
def verify(directory: Path, place: str, as_json: bool, quiet: bool, **flags: Any) -> None:
    """Compare a built folder or a live site with its manifest."""
    from briefgen.publish.command import run_verify

    if not run_verify(place, directory / "site", as_json=as_json, quiet=quiet):
        sys.exit(PROBLEMS)


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

    root = site_root(directory)
    written = write_schemas(root, output or root / "schema")
    _name_files(written, flags["verbose"])
    if not quiet:
        click.echo(f"{_count(len(written), 'schema')} → {output or root / 'schema'}", err=True)


for _command in (clean, new, quote, serve):
    cli.add_command(_command)


def _plan(directory: Path, **flags: Any) -> tuple[Path, Any, Any]:
    """(the site's folder, the site as it would be built, what the last build knew or None)."""
    from briefgen.build import plan_build
    from briefgen.pack import without_collector
    from briefgen.run import recall
    from briefgen.state import load_state, survey

    root, asked = site_root(directory), _asked(**flags)
    state = load_state(root)
    with without_collector():
        planned = plan_build(root, asked, survey(root, 0), recall(root, state), say=_steps(flags["verbose"]))
    return root, planned, state


def _asked(**flags: Any) -> Any:
    """The options of a build, as the command line and the environment give them."""
    from briefgen.options import Options

    base_url = flags["base_url"]
    if base_url:
        from briefgen.scalars import parse_site_url

        try:
            base_url = parse_site_url(base_url)
        except ValueError as error:
            raise UsageError(str(error)) from error
    return Options(today(), flags["drafts"], flags["future"], base_url)


def _config(root: Path, **flags: Any) -> Any:
    """The site's settings; ends the command where they have an error."""
    from briefgen.publish.command import read_settings

    config, problems = read_settings(root)
    if any(problem.severity == "error" for problem in problems):
        _stop_on_problems(problems, "nothing was published", strict=False, form="text", **flags)
    return config


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


def _stop_on_problems(problems: Sequence[Problem], consequence: str, **flags: Any) -> None:
    """Prints the problems; ends the command where they forbid going on."""
    from briefgen.reports import FORMATS, count_words

    shown = [p for p in problems if p.severity != "notice" or not flags["quiet"]]
    form = flags["form"]
    if shown or form in ("json", "sarif"):
        text = FORMATS[form](shown, is_coloured(flags["color"]))
        click.echo(text, nl=False, err=form == "text", color=True)
    if any(p.severity == "error" or (flags["strict"] and p.severity == "warning") for p in problems):
        if form == "text":
            click.echo(count_words(problems) + (f"; {consequence}" if consequence else ""), err=True)
        sys.exit(PROBLEMS)


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Counts the drawn pages on a terminal when the work is long; otherwise nothing."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, of: None
        return

    def show(done: int, of: int) -> None:
        if of >= LONG_WORK and (done % 50 == 0 or done == of):
            click.echo(f"\rdrawing {done:,} of {of:,}{'' if done < of else ' '}", nl=done == of, err=True)

    yield show


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def run() -> None:
    """The console script, as a process of its own: its memory goes back to the system as a whole, since
    letting go of ten thousand briefings one by one takes seconds."""
    status = 0
    try:
        main()
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 0 if ended.code is None else 1
        if isinstance(ended.code, str):
            click.echo(ended.code, err=True)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


def main() -> None:
    """What the console script does: usage errors end with 2, Ctrl-C with 130; a failure of the system with 1 and one line
    that names path and cause; bugs keep their traceback."""
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except UsageError as error:
        _end(USAGE, str(error))
    except BuildError as error:
        _end(PROBLEMS, str(error))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(PROBLEMS)
    except OSError as error:
        if not error.filename:
            raise
        _end(PROBLEMS, f"{os.fsdecode(error.filename)}: {error.strerror}")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _end(status: int, message: str) -> NoReturn:
    """Ends with the message, as far as there is room for it: on a full disk it may be lost, but not the status."""
    with suppress(OSError):
        click.echo(f"briefgen: {message}", err=True)
    sys.exit(status)
