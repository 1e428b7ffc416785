"""Runs of formatted text: folding their white space as a browser does, and cutting them apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from briefgen.clean.values import Run

# HTML folds these only; a hard space is text, and may be half of a mis-decoded letter.
_SPACES = re.compile(r"[ \t\r\f]*\n[ \t\r\f]*|[ \t\r\f]+")
_SOURCE_SPACES = re.compile(r"[ \t\r\n\f]+")


def text_of(runs: Iterable[Run]) -> str:
    """The text of `runs`, one after the other."""
    return "".join(run.text for run in runs)


def paragraphs(runs: Sequence[Run]) -> list[list[Run]]:
    """`runs` cut where two or more line breaks (`Run("\\n")`) follow each other."""
    parts: list[list[Run]] = [[]]
    breaks: list[Run] = []
    for run in runs:
        if run.text == "\n":
            breaks.append(run)
        elif not run.text.strip(" \t\r\n\f"):
            if not breaks:
                parts[-1].append(run)
        else:
            if len(breaks) > 1 and parts[-1]:
                parts.append([])
            elif breaks:
                parts[-1].append(breaks[0])
            breaks = []
            parts[-1].append(run)
    return [part for part in parts if any(run.text.strip() for run in part)]


def fold_runs(runs: Iterable[Run]) -> list[Run]:
    """`runs` with white space folded: one space between words, none at the ends.

    A run that is just a line break stays one; neighbours with the same formatting become one run.
    """
    folded: list[Run] = []
    open_end = False
    for run in runs:
        if run.text == "\n":
            text = "\n"
            if folded and folded[-1].text.endswith(" "):
                folded[-1] = replace(folded[-1], text=folded[-1].text[:-1])
        else:
            text = _SOURCE_SPACES.sub(" ", run.text)
            text = text.lstrip(" ") if not open_end else text
        if not text:
            continue
        folded.append(replace(run, text=text))
        open_end = not text.endswith((" ", "\n"))
    return _merged(_trimmed(folded))


def _trimmed(runs: list[Run]) -> list[Run]:
    while runs and not runs[0].text.strip(" \n"):
        runs = runs[1:]
    while runs and not runs[-1].text.strip(" \n"):
        runs = runs[:-1]
    if runs:
        runs = [replace(runs[0], text=runs[0].text.lstrip(" \n")), *runs[1:]]
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(" \n"))
    return runs


def _merged(runs: list[Run]) -> list[Run]:
    def formatting(run: Run) -> tuple[str, bool, bool, bool]:
        return run.href, run.bold, run.italic, run.code

    return [replace(group[0], text=text_of(group)) for _, same in groupby(runs, formatting) if (group := list(same))]
