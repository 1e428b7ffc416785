"""`briefgen publish` and `briefgen verify`, as the command line calls them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from briefgen.config import Config
from briefgen.layout import CONFIG_FILE
from briefgen.errors import BuildError, Problem, UsageError, did_you_mean
from briefgen.places import place
from briefgen.publish.hosts import open_host
from briefgen.publish.progress import Outcome, plan_lines, totals
from briefgen.publish.publication import Wanted, publish
from briefgen.publish.verify import Differences, compare_folder, compare_live
from briefgen.reading import parse_config
from briefgen.sources import read_text
from briefgen.targets import Target, Targets, check_targets

DEFAULT = "live"
NAMED = 50
"""How many differing files are named before the rest is counted."""


def read_settings(root: Path) -> tuple[Config | None, tuple[Problem, ...]]:
    """The settings of the site in `root`, and what is wrong with them; nothing else of the site is read."""
    text, found = read_text(root, CONFIG_FILE)
    if found:
        return None, tuple(found)
    parsed = parse_config(text, CONFIG_FILE)
    findings = check_targets(parsed.value.publish, CONFIG_FILE) if parsed.value else []
    return parsed.value, (*parsed.problems, *place(root, findings))


def choose_target(targets: Targets, name: str | None) -> str:
    """The name of the target that is meant: the only one, or the one called `live`, if none is named."""
    if not targets:
        raise UsageError("briefgen.yaml names no place to publish to; docs/publishing.md shows how")
    if name is None:
        name = next(iter(targets)) if len(targets) == 1 else DEFAULT
        if name not in targets:
            raise UsageError("say where to publish to: " + ", ".join(targets))
    if name not in targets:
        raise UsageError(f"briefgen.yaml has no target '{name}'; " + (did_you_mean(name, targets) or "it has " + ", ".join(targets)))
    return name


def live_address(target: Target, url: str) -> str:
    """The address that the site is built for: the target's own, or the site's."""
    return target.live if target.live and target.live != "no" else url


def run_publish(name: str, target: Target, url: str, root: Path, site: Path, wanted: Wanted, *, as_json: bool, quiet: bool) -> bool:
    """Publishes, says what was done; whether all is well. Raises `UsageError` and `BuildError`."""
    outcome = Outcome(name, target.kind, "", url, wanted.dry_run)
    try:
        host = open_host(name, target, root, os.environ)
        outcome.where = host.where
        try:
            publish(host, target, url, root, site, wanted, outcome, shown=not (quiet or as_json))
        finally:
            host.close()
    except (BuildError, UsageError) as error:
        outcome.error = str(error)
        if as_json:
            click.echo(_json(outcome))
        raise
    if as_json:
        click.echo(_json(outcome))
    elif not quiet:
        _say(outcome)
    if outcome.verified and not outcome.verified.none:
        _say_differences(outcome.verified, f"sent, but {url} does not show it:")
        return False
    return True


def _say(outcome: Outcome) -> None:
    assert outcome.plan is not None
    if outcome.resumed:
        click.echo("the last publication broke off; this one finishes it", err=True)
    if outcome.dry_run:
        for line in plan_lines(outcome.plan):
            click.echo(line)
        return
    checked = f"; {outcome.verified.checked:,} files looked up" if outcome.verified and outcome.verified.none else ""
    click.echo(f"{totals(outcome.plan)} → {outcome.where}{checked}", err=True)
    click.echo(outcome.url)


def _say_differences(found: Differences, head: str) -> None:
    lines = found.lines()
    click.echo(head, err=True)
    for line in lines[:NAMED]:
        click.echo(f"  {line}", err=True)
    if len(lines) > NAMED:
        click.echo(f"  … and {len(lines) - NAMED:,} more", err=True)


def _json(outcome: Outcome) -> str:
    return json.dumps(outcome.rows(), ensure_ascii=False, indent=2)


def run_verify(where: str, default: Path, *, as_json: bool, quiet: bool) -> bool:
    """Compares a folder or a live site with its own manifest, says what differs; whether nothing does."""
    if where.startswith(("http://", "https://")):
        found = compare_live(where)
    else:
        where = where or str(default)
        found = compare_folder(Path(where))
    if as_json:
        rows = {"where": where, "checked": found.checked, "missing": found.missing, "changed": found.changed, "extra": found.extra}
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif not found.none:
        _say_differences(found, f"{where} is not as it was made:")
    elif not quiet:
        click.echo(f"{where}: {found.checked:,} files are as they were made", err=True)
    return found.none
