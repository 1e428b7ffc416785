"""Kills builds everywhere: `python bench/kill.py [--kinds first,few,many] [--effects KILL,ENOSPC,EIO]`, with
`--times 70 --briefings 1700` for moments, with `--readers 500` for a reader.

Strikes a build at every system call that changes a file (strace's `inject`), or with `--times` at so many
random moments of a larger build. After each, the output must be the old site or the new one, byte for
byte, and the next build must succeed unaided and equal a fresh one; a failing call must be told in one
line. Ends with 1 if any promise was broken.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from itertools import zip_longest
from pathlib import Path

from make_corpus import make_corpus

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from killing import Blow, Stage, blows_of, build, build_at_once, may_trace, stages  # noqa: E402
from reading_along import reader  # noqa: E402

SETTINGS = "exports: []\n"
"""Fewer files, the same kinds of calls."""


def strike_all(kind: str, stage: Stage, blows: list[Blow], effect: str) -> int:
    """Strikes each of the calls; how many promises were broken."""
    ends: Counter[str] = Counter()
    broken = 0
    for blow in blows:
        try:
            said = stage.strike(blow, "" if effect == "KILL" else effect)
        except AssertionError as error:
            print(f"  BROKEN {kind} {effect} at {blow[0]} {blow[1]}: {error}", flush=True)
            broken += 1
            recover(stage)
            continue
        ends[said] += 1
        if said.startswith("done without"):
            ends[f"  of these {blow[0]}"] += 1
    print(f"{kind}, {effect}: {len(blows)} calls, {broken} broken; " + "; ".join(f"{n} {end}" for end, n in ends.items()), flush=True)
    return broken


def strike_times(kind: str, stage: Stage, times: int, seed: int) -> int:
    """Kills builds at random moments; how many promises were broken."""
    started = time.perf_counter()
    stage.expect_new(stage.turn(), build(stage.root, workers=stage.workers))
    seconds = time.perf_counter() - started
    moments = random.Random(seed)
    ends: Counter[str] = Counter()
    broken = 0
    for _ in range(times):
        after = moments.uniform(0, seconds * 1.02)
        try:
            ends[stage.strike(None, after=after)] += 1
        except AssertionError as error:
            print(f"  BROKEN {kind} after {after:.3f} s: {error}", flush=True)
            broken += 1
            recover(stage)
    print(f"{kind}: {times} moments of {seconds:.1f} s, {broken} broken; " + "; ".join(f"{n} {end}" for end, n in ends.items()), flush=True)
    return broken


def read_along(kind: str, stage: Stage, builds: int, folder: Path) -> None:
    """So many builds while a reader walks the site, then twenty at once. Raises AssertionError."""
    with reader(stage.shown, stage.outputs, folder / "report") as counters:
        for _ in range(builds):
            counters["begun"] += 1
            stage.expect_new(stage.turn(), build(stage.root, workers=stage.workers))
    print(f"{kind}: {builds} builds, {counters['walks']} walks of one site each, {counters['opened']:,} files by their paths, 0 broken")
    print(f"  ({counters['passed_over']} walks took longer than a build and were not counted)")
    version = stage.turn()
    ends = Counter((end.code, end.said.strip()) for end in build_at_once(stage.root, 20))
    stage.expect_new(version, build(stage.root))
    print(f"{kind}: twenty builds at once: {dict(ends)}", flush=True)


def recover(stage: Stage) -> None:
    """A clean start after a broken promise, so that the next one is found by itself."""
    stage.clear()
    build(stage.root)
    if not stage.first:
        (stage.shown / "CNAME").write_text("briefings.example\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--briefings", type=int, default=8, help="8 make about 50 pages, 1700 about 5,000")
    parser.add_argument("--kinds", default="first,few,many")
    parser.add_argument("--effects", default="KILL,ENOSPC,EIO")
    parser.add_argument("--every", type=int, default=1, help="strike only every so many-th call")
    parser.add_argument("--times", type=int, default=0, help="instead of calls, so many random moments of each kind")
    parser.add_argument("--readers", type=int, default=0, help="instead, so many builds while a reader walks the site")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if not (options.times or options.readers) and not may_trace():
        raise SystemExit("strace is not here, or may not attach to other processes")
    broken = 0
    with tempfile.TemporaryDirectory(prefix="briefgen-kill-") as temporary:
        corpus = Path(temporary, "corpus")
        make_corpus(options.briefings, corpus)
        with (corpus / "briefgen.yaml").open("a") as settings:
            settings.write(SETTINGS)
        for kind in options.kinds.split(","):
            if options.readers and kind == "first":
                continue  # there is no site yet to read
            stage = stages(corpus, Path(temporary), [kind])[kind]
            pages = sum(path.endswith(".html") for path in stage.outputs[0])
            print(f"{kind}: {pages} pages, {len(stage.outputs[0])} files", flush=True)
            if options.readers:
                read_along(kind, stage, options.readers, Path(temporary))
                continue
            if options.times:
                broken += strike_times(kind, stage, options.times, options.seed)
                continue
            # Builds towards one version and back differ in their calls, and take turns.
            there, back = blows_of(stage), blows_of(stage)
            both = [blow for pair in zip_longest(there, back, fillvalue=there[0]) for blow in pair]
            blows = there[:: options.every] if stage.first else both[:: options.every | 1]
            for effect in options.effects.split(","):
                broken += strike_all(kind, stage, blows, effect)
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
