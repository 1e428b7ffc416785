"""One mistake anywhere in a site's content stops the build, and is named at its own line and column, with a hint.

By default a sample that is the same in every run; BRIEFGEN_ALL=1 makes every mistake there is.
"""

from __future__ import annotations

import datetime
import os
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import mutations
from briefgen.build import plan_build
from briefgen.options import Options
from briefgen.errors import Problem
from mutations import Mutation
from site_driver import EXAMPLE, ROOT, Site, line_of, tree_of

SITES = {"own": ROOT, "example": EXAMPLE}
ALL = os.environ.get("BRIEFGEN_ALL") == "1"
SAMPLE = {"own": 14, "example": 5}
TODAY = datetime.date(2024, 12, 1)


def chosen(make: Callable[[Path], Iterator[Mutation]]) -> list:
    """The mutations of both sites as parameters: all of them, or a sample."""
    found = []
    for name, root in SITES.items():
        if root.is_dir():
            every = sorted(make(root), key=lambda m: (m.path, m.line, m.column))
            some = every if ALL else random.Random(name).sample(every, min(len(every), SAMPLE[name]))
            found += [pytest.param(name, mutation, id=f"{name} {mutation}") for mutation in some]
    return found


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Site]:
    return {name: Site.from_dir(root, tmp_path_factory.mktemp(name)) for name, root in SITES.items() if root.is_dir()}


def errors_after(site: Site, *made: Mutation) -> list[Problem]:
    """The errors that planning finds with these mistakes in; the files are restored."""
    before = {mutation.path: site.read(mutation.path) for mutation in made}
    try:
        for mutation in made:
            site.write(mutation.path, mutation.apply(site.read(mutation.path)))
        planned = plan_build(site.root, Options(TODAY))
        assert planned.failed(strict=False) or not made
        return [problem for problem in planned.problems if problem.severity == "error"]
    finally:
        for path, text in before.items():
            site.write(path, text)


def named(errors: list[Problem], mutation: Mutation) -> Problem:
    """The error at the mutation's own place."""
    there = [e for e in errors if (e.path, e.line, e.column) == (mutation.path, mutation.line, mutation.column)]
    assert there, f"nothing at {mutation}:\n" + "\n".join(map(line_of, errors))
    assert there[0].hint, line_of(there[0])
    assert there[0].excerpt
    return there[0]


@pytest.mark.parametrize("name", SITES)
def test_without_a_mistake_there_is_no_error(sites: dict[str, Site], name: str) -> None:
    if name not in sites:
        pytest.skip("no example beside the checkout")
    assert errors_after(sites[name]) == []


def letters_of(root: Path) -> Iterator[Mutation]:
    return mutations.passages(root, random.Random(str(root.name)).choice)


@pytest.mark.parametrize(("name", "mutation"), chosen(letters_of))
def test_one_letter_inside_a_passage(sites: dict[str, Site], name: str, mutation: Mutation) -> None:
    errors = errors_after(sites[name], mutation)
    assert named(errors, mutation).code.startswith("passage-")
    assert len(errors) == 1


@pytest.mark.parametrize(("name", "mutation"), chosen(mutations.field_names))
def test_a_fields_name(sites: dict[str, Site], name: str, mutation: Mutation) -> None:
    errors = errors_after(sites[name], mutation)
    error = named(errors, mutation)
    assert error.code == "unknown-field"
    assert len(errors) == 1, "\n".join(map(line_of, errors))
    assert re.search(rf"\b{re.escape(mutation.word)}\b", error.hint)


@pytest.mark.parametrize(("name", "mutation"), chosen(mutations.references))
def test_a_reference_to_an_id(sites: dict[str, Site], name: str, mutation: Mutation) -> None:
    errors = errors_after(sites[name], mutation)
    error = named(errors, mutation)
    assert error.code.startswith(("unknown-", "undefined-note"))
    assert f"'{mutation.word}'" in error.hint or mutation.word.split("/")[0] in error.hint
    assert len(errors) == 1, "\n".join(map(line_of, errors))


@pytest.mark.parametrize(("name", "mutation"), chosen(mutations.dates))
def test_an_impossible_date(sites: dict[str, Site], name: str, mutation: Mutation) -> None:
    errors = errors_after(sites[name], mutation)
    assert named(errors, mutation).code == "bad-date"
    assert len(errors) == 1, "\n".join(map(line_of, errors))


@pytest.mark.parametrize(("name", "mutation"), chosen(mutations.definitions))
def test_a_definition(sites: dict[str, Site], name: str, mutation: Mutation) -> None:
    """The problem stands at each thing that refers to the id, and hints at the id as it is written now."""
    site = sites[name]
    users = [m for m in mutations.references(site.root) if refers(m, mutation)]
    before = {mutation.path: site.read(mutation.path)}
    try:
        site.write(mutation.path, mutation.apply(before[mutation.path]))
        planned = plan_build(site.root, Options(TODAY))
    finally:
        site.write(mutation.path, before[mutation.path])
    errors = [problem for problem in planned.problems if problem.severity == "error"]
    for user in users:
        there = [e for e in errors if (e.path, e.line) == (user.path, user.line) and abs(e.column - user.column) <= 1]
        assert there, f"nothing at {user}:\n" + "\n".join(map(line_of, errors))
        hints = " ".join(error.hint for error in there)
        assert mutation.new in hints or one_letter_away(mutation.word, hints), hints
    assert bool(errors) == bool(users)


def one_letter_away(id: str, hint: str) -> bool:
    """Whether the hint names another id that is as like `id` as the misspelt one: about-4000, about-4200."""
    return any(sum(a != b for a, b in zip(id, other)) == 1 for other in re.findall(r"[a-z0-9-]+", hint) if len(other) == len(id))


def refers(reference: Mutation, definition: Mutation) -> bool:
    """Whether `reference` means the id that `definition` defines."""
    if definition.kind not in ("claims", "events"):
        return reference.kind == definition.kind and reference.word == definition.word
    briefing = Path(definition.path).stem
    if reference.kind == "notes":
        return reference.path == definition.path and reference.word == definition.word
    full = reference.word if "/" in reference.word else f"{Path(reference.path).stem}/{reference.word}"
    return reference.kind == "claims" == definition.kind and full == f"{briefing}/{definition.word}"


# --- ten at once, and nothing written ---

TEN = [
    ("content/annotations/2024-10-29-nato-confirms-kursk.yaml", "    by: mark-rutte", "    by: mark-ruttte"),
    ("content/annotations/2024-10-29-nato-confirms-kursk.yaml", "deployed to the Kursk region,", "deployed to the Kurks region,"),
    ("content/annotations/2024-10-29-nato-confirms-kursk.yaml", "date: 2024-10-25~", "date: 2024-10-35~"),
    ("content/annotations/2024-10-29-nato-confirms-kursk.yaml", "review_by: 2024-11-12", "reviev_by: 2024-11-12"),
    ("content/annotations/2024-10-30-us-count-revised.yaml", "dprk-troops-in-kursk: likely}", "dprk-troops-in-kursk: likly}"),
    ("content/annotations/2024-10-30-us-count-revised.yaml", "  - Neither figure is", "  - Neither figure [^nothing] is"),
    ("content/annotations/2024-10-31-moscow-pyongyang-deny.yaml", "confidence: low", "confidence: lowish"),
    ("content/annotations/2024-11-07-lavrov-answer.yaml", "confirms-kursk/denials", "confirms-kursk/denial"),
    ("content/regions.yaml", "  in: primorsky-krai", "  in: primorski-krai"),
    ("content/articles/2024-10-30-us-count-revised.md", "source: briefgen-sample-desk", "source: briefgen-sample-dessk"),
]


def test_ten_mistakes_are_ten_problems_in_one_run_and_nothing_is_written(tmp_path: Path) -> None:
    site = Site.from_dir(ROOT, tmp_path / "site").build().expect_exit(0)
    before = tree_of(site.output)
    for path, old, new in TEN:
        text = site.read(path)
        assert old in text, old
        site.write(path, text.replace(old, new, 1))
    site.build().expect_exit(1)
    assert len(site.problems()) == 10, site.err
    assert all(hint for _, hint in site.problems())
    assert "10 errors; nothing was written" in site.err
    assert tree_of(site.output) == before
    assert not [name for name in tree_of(site.root) if name.endswith((".new", ".old"))]


def lasting(site: Site) -> dict[str, bytes | None]:
    """All that a site's folder holds but the clock and the lock, which hold nothing."""
    passing = (".briefgen", ".briefgen/clock", ".site.lock")
    return {path: data for path, data in tree_of(site.root).items() if path not in passing}


@pytest.mark.parametrize("made", [False, True])
def test_a_failed_build_leaves_what_was_there(tmp_path: Path, made: bool) -> None:
    """With an older site in place, and with none."""
    site = Site.small(tmp_path / "site")
    if made:
        site.build().expect_exit(0)
    before = lasting(site)
    changed = site.read("content/annotations/pier.yaml")
    site.replace("content/annotations/pier.yaml", "by: jo-marsh", "by: jo-march").build().expect_exit(1)
    site.write("content/annotations/pier.yaml", changed)
    assert lasting(site) == before
