"""The edits that are timed, each made in the way of its generator, and how to see that a build took it up."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools import Tool

_FOOTER = re.compile(r'<footer class="site-footer"[^>]*>')


@dataclass(frozen=True, slots=True)
class Subject:
    """What of a corpus the edits change: a briefing in its middle, an actor named now and then, and the
    one named most."""

    briefing: str
    actor: str
    top_actor: str


def subject_of(site: Path) -> Subject:
    """The corpus lists actors by how often they are named, so the tenth part of the way is a typical one."""
    briefings = sorted(path.stem for path in (site / "content" / "annotations").glob("*.yaml"))
    actors = re.findall(r"^([a-z0-9-]+):$", (site / "content" / "actors.yaml").read_text(), re.MULTILINE)
    return Subject(briefings[len(briefings) // 2], actors[len(actors) // 10], actors[0])


Edit = Callable[[Tool, Path, Subject, int], tuple[str, str]]
"""(tool, its folder, subject, a number that makes the edit new) -> (a page, what it must show then)."""


def edit_body(tool: Tool, folder: Path, subject: Subject, number: int) -> tuple[str, str]:
    """A word more in "why it matters", which only the briefing's own page shows."""
    word = f"Edited{number}"
    _change(_briefing(tool, folder, subject), _field(tool, "why_it_matters", "why"), rf"\g<1>\g<2> {word}\g<3>")
    return f"briefings/{subject.briefing}/index.html", word


def edit_title(tool: Tool, folder: Path, subject: Subject, number: int) -> tuple[str, str]:
    """Another title of the briefing."""
    word = f"Retitled{number}"
    _change(_briefing(tool, folder, subject), _field(tool, "title", "title"), rf"\g<1>\g<2> {word}\g<3>")
    return f"briefings/{subject.briefing}/index.html", word


def rename_actor(tool: Tool, folder: Path, subject: Subject, number: int) -> tuple[str, str]:
    return _rename(tool, folder, subject.actor, number)


def rename_top_actor(tool: Tool, folder: Path, subject: Subject, number: int) -> tuple[str, str]:
    return _rename(tool, folder, subject.top_actor, number)


def edit_base(tool: Tool, folder: Path, subject: Subject, number: int) -> tuple[str, str]:
    """An attribute in the template that stands around every page."""
    tag = f'<footer class="site-footer" data-edit="{number}">'
    _change(folder / tool.base, _FOOTER, tag)
    return "index.html", tag


def _rename(tool: Tool, folder: Path, actor: str, number: int) -> tuple[str, str]:
    """Another name of an actor. With briefgen the old one stays as an alias, so that the prose that uses
    it keeps its links, as it does with the others, where they are written out."""
    name = f"Renamed Person{number}"
    page = f"actors/{actor}/index.html"
    if tool.name != "briefgen":
        _change(folder / "content" / "actors" / f"{actor}.md", _field(tool, "", "title"), rf"\g<1>{name}\g<3>")
        return page, name
    path = folder / "content" / "actors.yaml"
    text = path.read_text(encoding="utf-8")
    found = re.search(rf"^{actor}:\n  name: (.*)\n(  aliases: .*\n)?", text, re.MULTILINE)
    assert found, f"{path} has no {actor}"
    aliases = found[2] or f"  aliases: [{found[1]}]\n"
    path.write_text(text[: found.start()] + f"{actor}:\n  name: {name}\n{aliases}" + text[found.end() :], encoding="utf-8")
    return page, name


def _briefing(tool: Tool, folder: Path, subject: Subject) -> Path:
    if tool.name == "briefgen":
        return folder / "content" / "annotations" / f"{subject.briefing}.yaml"
    return folder / "content" / "briefings" / f"{subject.briefing}.md"


def _field(tool: Tool, ours: str, theirs: str) -> re.Pattern[str]:
    """The line of a field: what is before its text, the text, what is after."""
    if tool.name == "briefgen":
        return re.compile(rf"^({ours}: )(.*)()$", re.MULTILINE)
    return re.compile(rf'^( *"{theirs}": ")(.*)(",?)$', re.MULTILINE)


def _change(path: Path, pattern: re.Pattern[str], replacement: str) -> None:
    text, count = pattern.subn(replacement, path.read_text(encoding="utf-8"), count=1)
    assert count == 1, f"{path} has nothing like {pattern.pattern}"
    path.write_text(text, encoding="utf-8")


EDITS: dict[str, Edit] = {
    "body": edit_body,
    "title": edit_title,
    "actor": rename_actor,
    "top actor": rename_top_actor,
    "base": edit_base,
}
