"""An annotation to fill in: what an article gives away by itself, written for the analyst to go on with.

Every direct quotation is a claim with its proven passage. Who speaks is a guess, so the file is a draft: no
page shows it until the analyst has taken that line out. A claim whose speaker nothing tells is a comment.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from briefgen.article import BODY, Article
from briefgen.dates import format_date
from briefgen.errors import Refused
from briefgen.names import Names
from briefgen.quoting import claim_block, claim_id, prove_words
from briefgen.speakers import probable_speaker

_SHORTEST = 3
_WIDTH = 108
_HEAD = "# yaml-language-server: $schema=../../schema/annotation.schema.json\n"
_TEXT = """\
# A draft on {title}
# ({source}, {date})
{found}#
# The claims are the article's direct quotations. Each passage is proven; 'by' is guessed from the words
# around it. Check it, say in 'says' what is claimed, add who is reported to have said what, and delete the rest.
# 'briefgen quote {id} WORDS' prints a claim for any other words.
draft: yes
bottom_line: Not written yet.
# why_it_matters:
# key_points:
#   -
"""


def draft_annotation(id: str, article: Article, names: Names, *, has_actors: bool) -> str:
    """The text of `content/annotations/<id>.yaml`. `has_actors`: the site has a registry of actors, so `by` must name an id."""
    head = article.head
    date = head.published or head.updated or head.retrieved
    found = "".join(f"# {line}\n" for line in _found(article, names))
    text = _HEAD + _TEXT.format(id=id, title=_flat(head.title), source=_flat(head.source), date=format_date(date) if date else "undated", found=found)
    claims, left_out = _claims(article, names if has_actors else None)
    if claims:
        # A mapping of nothing but comments would be an empty value.
        opening = "claims:\n" if any(not block.lstrip().startswith("#") for block in claims) else "# claims:\n"
        text += "\n" + opening + "\n".join(claims)
    if left_out:
        text += "\n# Quotation marks around a word or two: " + ", ".join(left_out) + "\n"
    return text


def _found(article: Article, names: Names) -> Iterator[str]:
    """The actors and regions of the registries that the text names, each with the name it has there."""
    for kind in ("actors", "regions"):
        said: dict[str, str] = {}
        for text in article.texts:
            for mention in names.find(text):
                if mention.kind == kind:
                    said.setdefault(mention.id, _flat(text[mention.start : mention.end]))
        if said:
            listed = f"{kind}: " + ", ".join(f"{id} ({name})" for id, name in said.items())
            yield from textwrap.wrap(listed, _WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def _claims(article: Article, names: Names | None) -> tuple[list[str], list[str]]:
    """(a block for each quotation, those too short to be a statement)."""
    blocks: list[str] = []
    short: dict[str, None] = {}
    taken: set[str] = set()
    for index, start, end in _quotations(article):
        text = article.texts[index]
        words = text[start:end]
        if len(words.split()) < _SHORTEST:
            short[f"“{_flat(words)}”"] = None
            continue
        try:
            quotation = prove_words(article, words, before=text[:start])
        except Refused as refused:
            blocks.append(f"  # “{_flat(words)}”: {_flat(str(refused))}\n")
            continue
        speaker = probable_speaker(article, quotation.index, quotation.spans, names)
        block = claim_block(article, words, text[:start], by=speaker, names=names, taken=taken)
        taken.add(claim_id(quotation.passage, speaker, taken))
        blocks.append(block if speaker else _commented(block))
    return blocks, list(short)


def _quotations(article: Article) -> Iterator[tuple[int, int, int]]:
    """(text, start, end) of every direct quotation in the body."""
    for index in range(BODY, len(article.texts)):
        for start, end in article.quoted[index]:
            yield index, start, end


def _commented(block: str) -> str:
    return "".join(f"  # {line.removeprefix('  ')}\n" for line in block.splitlines())


def _flat(text: str) -> str:
    """On one line: a comment ends where its line does."""
    return " ".join(text.split())


