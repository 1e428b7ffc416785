"""Fits the weights by which lines of plain-text scrapes are judged (`briefgen/clean/lineweights.py`).

    python bench/fit_lines.py FOLDER [--write]

FOLDER holds `*.plain.jsonl.xz` as for `bench/cleaning.py`. Needs numpy and scipy. A line counts by its share
of its page's gold text, so that every page weighs the same; what is lost and what is kept wrongly are charged
as the bench charges recall and precision. Prints precision, recall and F1 of weights that were fitted on the
other half of the pages; `--write` then fits them on all pages and writes the module.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import math
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from cleaning import WORD, Score, Output, grams

import briefgen.clean.lineweights as lineweights
from briefgen.clean.decode import tidy
from briefgen.clean.lines import Line, features_of, read_lines
from briefgen.clean.mending import mend_blocks
from briefgen.clean.plain import build_plain_blocks
from briefgen.clean.plainrules import is_known_furniture, runs_of_text

# Pages of one article element matter most; whole pages keep the weights honest. The smaller collection is news.
SHARE = {"container": 1.0, "page": 0.35}
COLLECTIONS = {"scrapinghub": 1.0, "wcxb": 0.35}
RIDGE, LEAN = 1e-5, 0.5
TARGET = Path(lineweights.__file__)


@dataclass
class Page:
    """One scrape: `found` a row of features for each line, `gold` which share of each line is gold."""

    collection: str
    field: str
    half: int
    texts: list[str]
    known: Any
    found: Any
    gold: Any
    sizes: Any
    wanted: str


def read_pages(folder: Path) -> tuple[list[str], list[Page]]:
    names: list[str] = []
    pages = []
    for collection in COLLECTIONS:
        with lzma.open(folder / f"{collection}.plain.jsonl.xz", "rt", encoding="utf-8") as rows:
            for row in rows:
                record = json.loads(row)
                for field in SHARE:
                    lines = read_lines(mend_blocks(build_plain_blocks(tidy(record[field]))))
                    features = features_of(lines)
                    names = names or list(features[0])
                    gold = _shares_of_gold(lines, record["gold"])
                    pages.append(
                        Page(
                            collection, field, int(hashlib.md5(record["id"].encode()).hexdigest(), 16) % 2, [line.text for line in lines],
                            np.array([is_known_furniture(line) for line in lines]), np.array([[each[name] for name in names] for each in features], dtype=np.float32),
                            np.array(gold), np.array([len(WORD.findall(line.text)) for line in lines], float), record["gold"],
                        )
                    )  # fmt: skip
    return names, pages


def _shares_of_gold(lines: list[Line], gold: str) -> list[float]:
    """Which share of each line's 4-grams is gold; shorter lines are all gold or none."""
    wanted, flat = set(grams(gold)), f" {' '.join(WORD.findall(gold))} "
    shares = []
    for line in lines:
        words = WORD.findall(line.text)
        own = [tuple(words[i : i + 4]) for i in range(len(words) - 3)]
        if own:
            shares.append(sum(gram in wanted for gram in own) / len(own))
        else:
            shares.append(float(bool(words) and f" {' '.join(words)} " in flat and line.times == 1))
    return shares


def fit(pages: list[Page]) -> Any:
    """The weights; logistic regression with a small ridge."""
    rows, right, wrong = [], [], []
    for page in pages:
        total = (page.sizes * page.gold).sum()
        if total < 20:
            continue
        lost, junk = page.sizes * page.gold / total, page.sizes * (1 - page.gold) / total
        if junk.sum() > 1:  # a page of little gold must not outweigh the others
            junk *= (1 + math.log(junk.sum())) / junk.sum()
        open_lines, share = ~page.known, SHARE[page.field] * COLLECTIONS[page.collection]
        rows.append(page.found[open_lines])
        right.append(lost[open_lines] * share)
        wrong.append(junk[open_lines] * share)
    table, keep, drop = np.concatenate(rows), np.concatenate(right), np.concatenate(wrong)
    keep, drop = keep / (keep.sum() + drop.sum()), drop / (keep.sum() + drop.sum())
    scale = table.std(0)
    scale[scale == 0] = 1
    table = table / scale

    def loss(weights: Any) -> tuple[float, Any]:
        scores = table @ weights
        chance = 1 / (1 + np.exp(-scores))
        value = (keep * np.logaddexp(0, -scores) + drop * np.logaddexp(0, scores)).sum() + RIDGE * (weights**2).sum()
        return value, table.T @ (drop * chance - keep * (1 - chance)) + 2 * RIDGE * weights

    return minimize(loss, np.zeros(table.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x / scale


def report(label: str, pages: list[Page], weights: Any) -> None:
    for collection in COLLECTIONS:
        for field in SHARE:
            total = Score()
            for page in pages:
                if (page.collection, page.field) == (collection, field):
                    scores = np.where(page.known, 0.0, page.found @ weights + LEAN)
                    kept = runs_of_text(scores.tolist())
                    body = "\n\n".join(text for text, inside, known in zip(page.texts, kept, page.known, strict=True) if inside and not known)
                    total.add({"text": page.wanted}, Output(body))
            print(f"{label:<24}{collection:<14}{field:<12}" + "  ".join(total.row()[:3]), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    wanted = parser.parse_args()
    names, pages = read_pages(wanted.folder)
    bias = names.index("bias")
    for half in (0, 1):
        weights = fit([page for page in pages if page.half != half])
        report(f"half {half}, fitted on other", [page for page in pages if page.half == half], weights)
    if wanted.write:
        weights = fit(pages)
        report("all, fitted on all", pages, weights)
        weights[bias] += LEAN  # to lose text is worse than to keep furniture
        entries = "".join(f'    "{name}": {value:.3f},\n' for name, value in sorted(zip(names, weights, strict=True)))
        head = TARGET.read_text(encoding="utf-8").split("WEIGHTS")[0]
        TARGET.write_text(f"{head}WEIGHTS = {{\n{entries}}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
