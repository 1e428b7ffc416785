"""A plain-text scrape to its blocks: one per paragraph, hard-wrapped lines joined again."""

from __future__ import annotations

import re

from briefgen.clean.values import Block, Kind, Run

_BULLET = re.compile(r"^\s{0,8}(?:[•●◦▪‣·∙]\s*|[-*–]\s+)(?=\S)")
_NUMBER = re.compile(r"^\s{0,8}(\d{1,3})[.)]\s+(?=\S)")
_ENDS = re.compile(r"[.!?:;。！？؟।…][\"'”’»)\]]*$")
_SPACES = re.compile(r"[ \t\n]+")
_WIDEST = 120


def build_plain_blocks(text: str) -> tuple[Block, ...]:
    """The paragraphs of `text`, in order. Every letter of it stands in one of them."""
    blocks: list[Block] = []
    for group in _groups(text):
        for paragraph in _unwrapped(group):
            kind, level, ordinal, words = _shape(paragraph)
            folded = _SPACES.sub(" ", words).strip(" \t\n")
            if folded.strip():
                blocks.append(Block(len(blocks), kind, folded, (Run(folded),), level, ordinal))
    return tuple(blocks)


def _groups(text: str) -> list[list[str]]:
    """Runs of lines with no blank line between them."""
    groups: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            groups[-1].append(line.rstrip())
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def _unwrapped(group: list[str]) -> list[str]:
    """One string per paragraph of `group`."""
    if not _is_wrapped(group):
        return group
    paragraphs = [group[0]]
    for before, line in zip(group, group[1:], strict=False):
        if _BULLET.match(line) or _NUMBER.match(line):
            paragraphs.append(line)
        elif before.endswith("-") and before[-2:-1].isalpha() and line.lstrip()[:1].islower():
            paragraphs[-1] += line.strip()
        else:
            paragraphs[-1] += " " + line.strip()
    return paragraphs


def _is_wrapped(group: list[str]) -> bool:
    """Whether the lines were cut at a width: alike in length, and cut inside sentences."""
    if len(group) < 2:
        return False
    lengths = [len(line.strip()) for line in group]
    widest = max(lengths)
    if not 30 <= widest <= _WIDEST:
        return False
    full = sum(length >= 0.7 * widest for length in lengths[:-1])
    cut = sum(not _ENDS.search(line) for line in group[:-1])
    goes_on = sum(line.lstrip()[:1].islower() for line in group[1:])
    return full >= 0.7 * (len(group) - 1) and cut >= 0.5 * (len(group) - 1) and (goes_on > 0 or cut >= 3)


def _shape(paragraph: str) -> tuple[Kind, int, int, str]:
    """(kind, level, number, text) of one paragraph; the text keeps its own bullet's words only."""
    if match := _BULLET.match(paragraph):
        return "item", 1, 0, paragraph[match.end() :]
    return "paragraph", 0, 0, paragraph
