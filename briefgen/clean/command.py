"""`briefgen clean`: saved pages and raw scrapes become articles."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from briefgen.clean.article import Cleaned
    from briefgen.clean.trouble import CleaningError


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("-C", "--directory", type=click.Path(path_type=Path), default=Path(), help="The site's folder.")
@click.option("--url", default="", metavar="URL", help="Where the page stands on the web.")
@click.option("--title", default="", metavar="TEXT", help="Its headline, where the page shows none.")
@click.option("--source", default="", metavar="ID", help="Who published it: an id in 'sources', or a name.")
@click.option("--date", default="", metavar="DATE", help="When it was published: 2024, 2024-10, 2024-10-28, 2024-10-28T18:09.")
@click.option("--retrieved", default="", metavar="DATE", help="When it was saved.")
@click.option("--id", "article_id", default="", metavar="ID", help="The article's id; otherwise its date and title.")
@click.option("--captions", is_flag=True, help="Keep the captions of pictures in the body.")
@click.option("--stdout", "to_stdout", is_flag=True, help="Print the article instead of writing it.")
@click.option("--explain", "explained", is_flag=True, help="Print every block with its verdict; write nothing.")
@click.option("--force", is_flag=True, help="Replace an article that was edited since.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, metavar="N", help="Files cleaned at once.")
@click.option("--seconds", type=click.FloatRange(0.1), default=60.0, metavar="N", help="The time allowed for one file.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
def clean(files: tuple[str, ...], **options: Any) -> None:
    """Turn saved web pages (HTML, MHTML), plain-text scrapes or Markdown into articles.

    The original goes to content/raw, the article to content/articles. '-' reads standard input.
    """
    if len(files) > 1 and (options["article_id"] or options["url"] or options["title"]):
        raise click.UsageError("--id, --url and --title name one article; give one FILE with them")
    problems, records = [], []
    for path, outcome, raw in _outcomes(files, options):
        record, found = _finished(path, outcome, raw, options)
        problems += found
        records.append(record)
    if options["as_json"]:
        click.echo(json.dumps(records, ensure_ascii=False, indent=2))
    _report(problems, options["quiet"])
    sys.exit(1 if any(problem.severity == "error" for problem in problems) else 0)


def _outcomes(files: tuple[str, ...], options: dict[str, Any]) -> Any:
    """(path, outcome, bytes) for each file, in the order given."""
    from briefgen.clean.article import Given
    from briefgen.clean.shelf import raw_name
    from briefgen.clean.trouble import CleaningError
    from briefgen.clean.worker import Job, clean_all

    jobs, waiting, done = [], [], {}
    for place, path in enumerate(files):
        try:
            raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        except OSError as error:
            done[place] = (CleaningError("cannot-read", f"the file cannot be read: {error.strerror}"), b"")
            continue
        given = Given(
            raw_name(path, f"{options['article_id'] or 'stdin'}.txt"), options["url"], options["title"], options["source"],
            options["date"], options["article_id"], options["retrieved"], options["captions"], options["explained"],
        )  # fmt: skip
        jobs.append(Job(raw, given))
        waiting.append(place)
    for number, outcome in clean_all(jobs, options["jobs"], options["seconds"]):
        done[waiting[number]] = (outcome, jobs[number].raw)
    for place, path in enumerate(files):
        yield path, *done[place]


def _finished(path: str, outcome: Cleaned | CleaningError, raw: bytes, options: dict[str, Any]) -> tuple[dict[str, Any], list[Any]]:
    """Prints or writes one outcome; (its JSON record, its problems)."""
    from briefgen.clean.account import as_json, explain, notices_of, problem_of, summary
    from briefgen.clean.shelf import shelve
    from briefgen.clean.trouble import CleaningError

    if isinstance(outcome, CleaningError):
        return as_json(path, outcome), [problem_of(path, outcome)]
    notices = notices_of(path, outcome)
    if options["explained"] or options["to_stdout"]:
        click.echo(explain(outcome) if options["explained"] else outcome.file, nl=options["explained"])
        return as_json(path, outcome), notices
    try:
        kept = shelve(options["directory"], outcome.raw_name, outcome.id, outcome.file, raw, options["force"])
    except CleaningError as error:
        if "\n" in error.message and not options["as_json"]:
            click.echo(error.message.split("\n", 1)[1], err=True)
        return as_json(path, error), [problem_of(path, error)]
    shown = kept.article.relative_to(options["directory"]).as_posix()
    if not options["quiet"] and not options["as_json"]:
        click.echo(f"{shown}: {kept.change}; {summary(outcome)}")
    return as_json(path, outcome, shown), notices


def _report(problems: list[Any], quiet: bool) -> None:
    from briefgen.reports import in_order, render_text

    shown = [problem for problem in problems if not quiet or problem.severity == "error"]
    click.echo(render_text(in_order(shown)), nl=False, err=True)
