"""How memory and time grow with the site: `python bench/memory.py [--sizes 1000,5000,20000,50000]`.

Builds a corpus of each size in one process (`--jobs 1`), once from nothing and once after an edit of one
body; prints the most memory that the process held, in all and for each briefing, and milliseconds for each.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from edits import edit_body, subject_of
from make_corpus import make_corpus
from measure import Measured, measure
from tools import find_tools

MOST = 2 << 30
"""Bytes that a build may hold at 50,000 briefings."""


def build_once(folder: Path, log: Path) -> Measured:
    """One build of the site in `folder`, in one process."""
    [tool], _ = find_tools(["briefgen"], folder, folder)
    return measure((*tool.command, "--jobs", "1"), folder, tool.environment, log)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,5000,20000,50000")
    parser.add_argument("--exports", default="[]", help="the setting of that name")
    options = parser.parse_args()
    print("| briefings | build | wall s | CPU s | CPU ms per briefing | peak MiB | KiB per briefing |")
    print("|--:|---|--:|--:|--:|--:|--:|")
    [tool], _ = find_tools(["briefgen"], Path(), Path())
    too_much = False
    for size in map(int, options.sizes.split(",")):
        with tempfile.TemporaryDirectory(prefix="briefgen-memory-") as temporary:
            folder, log = Path(temporary, "site"), Path(temporary, "log")
            make_corpus(size, folder)
            with (folder / "briefgen.yaml").open("a") as settings:
                settings.write(f"exports: {options.exports}\n")
            for job in ("from nothing", "one body edited"):
                if job != "from nothing":
                    edit_body(tool, folder, subject_of(folder), 1)
                m = build_once(folder, log)
                peak = m.peak / (1 << 20)
                each = f"{1000 * m.cpu / size:.2f} | {peak:,.0f} | {1024 * peak / size:.1f}"
                print(f"| {size:,} | {job} | {m.wall:.1f} | {m.cpu:.1f} | {each} |", flush=True)
                too_much = too_much or m.peak >= MOST
    if too_much:
        raise SystemExit("more than 2 GiB")


if __name__ == "__main__":
    main()
