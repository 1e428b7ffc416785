"""Builds one site with the package's own processes and with a local Dask cluster of two workers, and
compares the outputs: `python bench/dask_cluster.py [--briefings 1000]`.

Needs `pip install -r bench/requirements.txt`. It shows that the unit of work can go to any engine that
has the standard library's Executor interface; the workers share the file system with this process.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

from briefgen.options import Options
from briefgen.output import locked
from briefgen.run import run_build
from briefgen.state import clock_of, survey

from make_corpus import make_corpus
from tools import HERE, TODAY


def build(root: Path, shown: Path, executor: Callable[[int], Executor] | None) -> float:
    """A build from nothing; the seconds that it took."""
    started = time.perf_counter()
    with locked(shown) as folder:
        ran = run_build(root, folder, Options(TODAY), survey(root, clock_of(root)), None, executor=executor)
    assert ran.built is not None, ran.planned.problems
    return time.perf_counter() - started


def held(folder: Path) -> dict[str, str]:
    return {f.relative_to(folder).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in folder.rglob("*") if f.is_file()}


def main() -> None:
    from dask.distributed import Client, LocalCluster

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--briefings", type=int, default=1000)
    options = parser.parse_args()
    os.environ["PYTHONPATH"] = str(HERE.parent)  # for the workers
    with tempfile.TemporaryDirectory(prefix="briefgen-dask-") as temporary:
        root = Path(temporary, "corpus")
        make_corpus(options.briefings, root)
        own = build(root, Path(temporary, "own"), None)
        with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster, Client(cluster) as client:
            dask = build(root, Path(temporary, "dask"), lambda work: client.get_executor(pure=False))
        files, others = held(Path(temporary, "own")), held(Path(temporary, "dask"))
    print(f"{options.briefings:,} briefings, {len(files):,} files: own processes {own:.1f} s, Dask {dask:.1f} s")
    print("the outputs are the same" if files == others else "THE OUTPUTS DIFFER")
    raise SystemExit(files != others)


if __name__ == "__main__":
    main()
