"""The commands that make content for the analyst to go on with: clean, new, quote."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefgen.clioptions import PROBLEMS, common, is_coloured, site_root
from briefgen.errors import Problem, UsageError

if TYPE_CHECKING:
    from briefgen.cleaning import Result


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--url", default="", metavar="URL", help="Where the page stands on the web.")
@click.option("--title", default="", metavar="TEXT", help="Its headline, where the page shows none.")
@click.option("--source", default="", metavar="ID", help="Who published it: an id in 'sources', or a name.")
@click.option("--date", default="", metavar="DATE", help="When it was published: 2024, 2024-10, 2024-10-28, 2024-10-28T18:09.")
@click.option("--retrieved", default="", metavar="DATE", help="When it was saved.")
@click.option("--id", "article_id", default="", metavar="ID", help="The article's id; otherwise its date and title.")
@click.option("--captions", is_flag=True, help="Keep the captions of pictures in the body.")
@click.option("--stdout", "to_stdout", is_flag=True, help="Print the article; write nothing.")
@click.option("--explain", "explained", is_flag=True, help="Print every block with its verdict; write nothing.")
@click.option("--force", is_flag=True, help="Replace an article that was edited since.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, metavar="N", help="Files cleaned at once.")
@click.option("--seconds", type=click.FloatRange(0.1), default=60.0, metavar="N", help="The time allowed for one file.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@common
def clean(files: tuple[str, ...], directory: Path, **options: Any) -> None:
    """Turn saved web pages (HTML, MHTML), plain-text scrapes or Markdown into articles.

    The original goes to content/raw, the article to content/articles. '-' reads standard input.
    """
    from briefgen.clean.account import as_json, problems_of
    from briefgen.cleaning import clean_files

    if len(files) > 1 and (options["article_id"] or options["url"] or options["title"]):
        raise UsageError("--id, --url and --title speak of one article; give one FILE with them")
    if files.count("-") > 1:
        raise UsageError("standard input can be read once; give one '-'")
    wanted = _wanted(options)
    root = site_root(directory) if wanted.write else directory
    records, failed = [], False
    for result in clean_files(root, files, wanted):
        problems = problems_of(result.path, result.outcome)
        failed = failed or any(problem.severity == "error" for problem in problems)
        if options["as_json"]:
            article = result.shelved.article.relative_to(root).as_posix() if result.shelved else ""
            records.append(as_json(result.path, result.outcome, article))
        else:
            _tell(root, result, options)
        _print(problems, options)
    if options["as_json"]:
        click.echo(json.dumps(records, ensure_ascii=False, indent=2))
    sys.exit(PROBLEMS if failed else 0)


def _wanted(options: dict[str, Any]) -> Any:
    from briefgen.clean.article import Given
    from briefgen.cleaning import Wanted

    given = Given(
        "", options["url"], options["title"], options["source"], options["date"], options["article_id"], options["retrieved"],
        options["captions"], options["explained"],
    )  # fmt: skip
    write = not (options["to_stdout"] or options["explained"])
    return Wanted(given, options["jobs"], options["seconds"], write, options["force"])


def _tell(root: Path, result: Result, options: dict[str, Any]) -> None:
    """The article, its blocks, or one line on what was done."""
    from briefgen.clean.account import explain, summary
    from briefgen.clean.trouble import CleaningError

    outcome = result.outcome
    if isinstance(outcome, CleaningError):
        if outcome.detail:
            click.echo(outcome.detail, err=True)
    elif options["explained"]:
        click.echo(explain(outcome))
    elif options["to_stdout"]:
        click.echo(outcome.file, nl=False)
    elif result.shelved and not options["quiet"]:
        shown = result.shelved.article.relative_to(root).as_posix()
        click.echo(f"{shown}: {result.shelved.change}; {summary(outcome, options['verbose'])}", err=True)


def _print(problems: list[Problem], options: dict[str, Any]) -> None:
    from briefgen.reports import render_text

    shown = [problem for problem in problems if problem.severity == "error" or not options["quiet"]]
    click.echo(render_text(shown, is_coloured(options["color"])), nl=False, err=True, color=True)


@click.command()
@click.argument("article")
@click.option("--stdout", "to_stdout", is_flag=True, help="Print the annotation; write nothing.")
@common
def new(article: str, directory: Path, to_stdout: bool, quiet: bool, **flags: Any) -> None:
    """Write an annotation to fill in: ARTICLE's quotations as claims, and the names found in it."""
    from briefgen.annotating import new_annotation, write_annotation

    root = site_root(directory)
    path, text = new_annotation(root, article)
    if to_stdout:
        click.echo(text, nl=False)
        return
    write_annotation(path, text)
    if not quiet:
        click.echo(f"made {path.relative_to(root).as_posix()}, a draft; fill it in and take out 'draft: yes'", err=True)


@click.command()
@click.argument("article")
@click.argument("words", nargs=-1, required=True)
@click.option("--before", default="", metavar="TEXT", help="What stands right before the words, where they stand several times.")
@click.option("--by", default="", metavar="ACTOR", help="Who says it; otherwise the probable speaker.")
@common
def quote(article: str, words: tuple[str, ...], directory: Path, before: str, by: str, **flags: Any) -> None:
    """Print a claim whose passage is WORDS of ARTICLE, proven to stand there once."""
    from briefgen.annotating import quote_words

    click.echo(quote_words(site_root(directory), article, " ".join(words), before, by), nl=False)
