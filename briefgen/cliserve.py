"""The command that shows the site while it is being written: serve."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.clioptions import common, is_coloured, site_root, today


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="The port, or the first to try.")
@click.option("--bind", metavar="ADDRESS", default="127.0.0.1", help="Listen on this address instead of this machine alone.")
@click.option("--open", "in_browser", is_flag=True, help="Open the site in the browser.")
@click.option("--drafts/--no-drafts", default=True, help="Show briefings marked 'draft: yes'; the default.")
@click.option("--future", is_flag=True, help="Show briefings published after today.")
@common
def serve(
    directory: Path, port: int, bind: str, in_browser: bool, drafts: bool, future: bool, quiet: bool, verbose: bool, color: str
) -> None:
    """Show the site in the browser, and keep it up to date while you write."""
    from briefgen.options import Options
    from briefgen.serve.command import Wishes, serve_site

    root = site_root(directory)
    today()  # a wrong day is said before anything starts; then each look at the files asks anew
    wishes = Wishes(port, bind, in_browser, quiet, verbose, is_coloured(color))
    serve_site(root, lambda: Options(today(), drafts, future), wishes)
