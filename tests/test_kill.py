"""Builds that are killed or fail at a system call, that are read while they run, or start all at once.

A sample; `bench/kill.py` strikes every call, and random moments of a larger build.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from killing import CAUSES, Stage, blows_of, build, build_at_once, may_trace, stages
from reading_along import reader
from site_driver import HERE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="builds are forked from this process")
traced = pytest.mark.skipif(not may_trace(), reason="strace is not here, or may not attach to other processes")
SAMPLE = 3
"""How many calls of each kind of site and effect are struck."""
BUILDS = {"few": 8, "many": 3}
"""During how many builds a reader reads."""


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Stage]:
    return stages(HERE / "sites/small", tmp_path_factory.mktemp("stages"), ("first", "few", "many"))


@traced
@pytest.mark.parametrize("effect", ["KILL", *CAUSES])
@pytest.mark.parametrize("kind", ["first", "few", "many"])
def test_a_struck_build_leaves_the_old_site_or_the_new_one(staged: dict[str, Stage], kind: str, effect: str) -> None:
    stage = staged[kind]
    blows = blows_of(stage)
    assert len(blows) > 20
    first = list(CAUSES).index(effect) + 1 if effect in CAUSES else 0  # another sample for each effect
    step = len(blows) // SAMPLE
    for blow in blows[first::step][:SAMPLE]:
        stage.strike(blow, "" if effect == "KILL" else effect)


@traced
@pytest.mark.parametrize("call", ["renameat2", "rename"])
def test_a_build_killed_about_its_swap(staged: dict[str, Stage], call: str) -> None:
    """The state is older than the site then; what was added is not taken for a file of others."""
    stage = staged["few"]
    ends = []
    for blow in [blow for blow in blows_of(stage) if blow[0] == call] * 2:  # towards one version, and back
        ends.append(stage.strike(blow))
    assert any("killed" in end for end in ends)


def test_a_killed_build_takes_its_workers_with_it(staged: dict[str, Stage]) -> None:
    """They have inherited its lock: the next build must not find them waiting for work."""
    stage = staged["many"]
    for after in (0.1, 0.3, 0.5):
        stage.strike(None, after=after)


@pytest.mark.parametrize("kind", ["few", "many"])
def test_a_reader_during_builds_meets_one_site_or_the_other(staged: dict[str, Stage], tmp_path: Path, kind: str) -> None:
    stage = staged[kind]
    with reader(stage.shown, stage.outputs, tmp_path / "report") as counters:
        for _ in range(BUILDS[kind]):
            counters["begun"] += 1
            stage.expect_new(stage.turn(), build(stage.root, workers=stage.workers))
    assert counters["walks"] >= 2 and counters["opened"] > 100


def test_of_twenty_builds_at_once_one_wins(staged: dict[str, Stage]) -> None:
    stage = staged["many"]
    version = stage.turn()
    ends = build_at_once(stage.root, 20)
    won = [end for end in ends if end.code == 0]
    assert won and all(end.said == "" for end in won)
    for end in ends:
        if end.code != 0:
            assert (end.code, end.said) == (1, f"briefgen: another build is writing {stage.shown}; let it finish and try again\n")
            assert end.seconds < 1, "of processor time: the machine may have more to do"
    assert len(won) < 20
    stage.expect_new(version, build(stage.root))
