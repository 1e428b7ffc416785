"""Random damage to saved pages: each must end as an article or a named error, in time.

    python bench/fuzz_cleaning.py FOLDER [--times 10000] [--seed 1] [--largest 60000]

FOLDER holds `*.jsonl.xz` files as for `bench/cleaning.py`. Prints how the pages ended, the slowest (in seconds of
the processor), and every crash with the seed that makes it again. Exit status 1 if there was one.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from briefgen.clean.article import Given
from briefgen.clean.trouble import CleaningError
from briefgen.clean.worker import Job, outcome_of

SLOW = 20.0


def pages(folder: Path, largest: int) -> list[bytes]:
    """The pages of the collections that are not too large, in a fixed order."""
    found = []
    for path in sorted(folder.glob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                text = record.get("html") or record.get("container") or ""
                if 500 < len(text) <= largest:
                    found.append(text.encode("utf-8"))
    return found


def damaged(raw: bytes, chance: random.Random) -> bytes:
    """One to forty random changes: bytes set, dropped, doubled, swapped, cut off, or spliced with markup."""
    page = bytearray(raw)
    for _ in range(chance.choice((1, 3, 10, 40))):
        at, kind = chance.randrange(len(page) or 1), chance.randrange(7)
        length = chance.choice((1, 2, 8, 60, 400))
        if kind == 0:
            page[at : at + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            del page[at : at + length]
        elif kind == 2:
            page[at:at] = page[at : at + length] * chance.choice((1, 2, 50))
        elif kind == 3:
            page[at:at] = chance.choice((b"<", b">", b"<!--", b"]]>", b"<![CDATA[", b"&#x110000;", b"\x00", b"</", b"<p", b"<table><tr>", b'"', b"\xff\xfe", b"<svg><title>", b"<template>", b"<script>", b"&"))
        elif kind == 4:
            other = chance.randrange(len(page) or 1)
            page[at : at + length], page[other : other + length] = page[other : other + length], page[at : at + length]
        elif kind == 5:
            page[at : at + length] = bytes(chance.randrange(256) for _ in range(length))
        elif chance.random() < 0.2:
            del page[at:]
    return bytes(page)


def _hang(*_: object) -> None:
    raise TimeoutError("a hang")  # `outcome_of` makes it a crash


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--largest", type=int, default=60_000)
    wanted = parser.parse_args()
    signal.signal(signal.SIGPROF, _hang)
    sources = pages(wanted.folder, wanted.largest)
    ends: Counter[str] = Counter()
    slowest, crashes = 0.0, 0
    for number in range(wanted.seed, wanted.seed + wanted.times):
        chance = random.Random(number)
        raw = damaged(chance.choice(sources), chance)
        started = time.process_time()  # on a busy machine the clock on the wall tells nothing of the page
        signal.setitimer(signal.ITIMER_PROF, 2 * SLOW)
        outcome = outcome_of(Job(raw, Given("page.html", source="s", date="2024")))
        signal.setitimer(signal.ITIMER_PROF, 0)
        spent = time.process_time() - started
        slowest = max(slowest, spent)
        end = outcome.code if isinstance(outcome, CleaningError) else "article"
        ends[end] += 1
        if sum(ends.values()) % 500 == 0:
            print(dict(ends.most_common()), f"slowest {slowest:.2f} s", file=sys.stderr, flush=True)
        if end in ("cleaning-crashed", "letters-lost") or spent > SLOW:
            crashes += 1
            print(f"seed {number}: {end} in {spent:.1f} s: {getattr(outcome, 'message', '')[:300]}", flush=True)
    print(dict(ends.most_common()), f"slowest {slowest:.2f} s, {crashes} crashes or hangs")
    return 1 if crashes else 0


if __name__ == "__main__":
    sys.exit(main())
