"""The project's own site in Hebrew letters: every word that someone wrote, and every word of the interface.

Each Latin letter becomes a Hebrew one, so passages still stand in their articles, and the site is written from the
right. What is left in Latin letters on its pages was written by the program itself.
"""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from site_driver import ROOT, Site

LETTERS = str.maketrans(dict(zip("abcdefghijklmnopqrstuvwxyz", "אבגדהוזחטיכלמנסעפצקרשתםןףך", strict=True)))
KEPT = re.compile(r"(\[\^[^\]]*\]|\]\([^)\s]*|https?://\S+|\{\w+\})")
"""Notes, the targets of links, addresses, and the places of words."""
WRITTEN = {
    "annotations": "title bottom_line why_it_matters key_points analysis says passage setting translation note what ask watch because",
    "articles": "title author licence caption credit alt was now why dropped",
    "actors": "name role aliases note",
    "regions": "name aliases note",
    "questions": "ask unit note",
    "topics": "name note",
    "sources": "name kind note",
    "pages": "title",
}
"""Kind of file -> the fields that hold words, wherever they stand in it."""


def rewritten(text: str) -> str:
    return "".join(part if number % 2 else part.lower().translate(LETTERS) for number, part in enumerate(KEPT.split(text)))


def rewrite(value: object, fields: frozenset[str], inside: bool = False) -> object:
    """A YAML value with the text of `fields` rewritten; all of it where `inside` is true."""
    if isinstance(value, dict):
        return {key: rewrite(one, fields, inside or key in fields) for key, one in value.items()}
    if isinstance(value, list):
        return [rewrite(one, fields, inside) for one in value]
    return rewritten(str(value)) if inside else value


def rewritten_yaml(text: str, fields: frozenset[str]) -> str:
    return yaml.safe_dump(rewrite(yaml.load(text, yaml.BaseLoader), fields), allow_unicode=True, sort_keys=False)


def rewrite_file(path: Path, kind: str) -> None:
    text, fields = path.read_text(encoding="utf-8"), frozenset(WRITTEN[kind].split())
    if path.suffix == ".yaml":
        path.write_text(rewritten_yaml(text, fields), encoding="utf-8")
    else:
        _, head, body = text.split("---\n", 2)
        path.write_text(f"---\n{rewritten_yaml(head, fields)}---\n{rewritten(body)}", encoding="utf-8")


def in_hebrew_letters(folder: Path) -> Site:
    """The site, not yet built."""
    site = Site.from_dir(ROOT, folder)
    for path in (folder / "content").rglob("*"):
        kind = path.relative_to(folder / "content").parts[0].removesuffix(".yaml")
        if kind in WRITTEN and path.suffix in (".yaml", ".md"):
            rewrite_file(path, kind)
    words = yaml.load((ROOT / "templates/languages/en.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    words = {name: value if isinstance(value, str) else rewrite(value, frozenset(), inside=True) for name, value in words.items()}
    site.write("templates/languages/he.yaml", yaml.safe_dump(words | {"direction": "rtl"}, allow_unicode=True))
    own = yaml.load(site.read("briefgen.yaml"), yaml.BaseLoader)
    own |= {"title": rewritten(own["title"]), "publisher": rewritten(own["publisher"]), "language": "he"}
    return site.write("briefgen.yaml", yaml.safe_dump(own, allow_unicode=True))
