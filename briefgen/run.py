"""One run of `briefgen build` over a site's folder: with what the last run knew, and kept for the next."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from briefgen.build import Built, Last, Planned, Progress, Say, make_site, no_progress, plan_build, say_nothing, write_build
from briefgen.drawing import renumbered
from briefgen.handover import draw_anywhere, hand_over
from briefgen.layout import CONFIG_FILE, STATE_FOLDER
from briefgen.options import Options
from briefgen.output import abandon_generation, begin_generation, check_output
from briefgen.pack import Pack, layered_pack, open_pack, temporary_pack
from briefgen.pickling import Damaged, pickled
from briefgen.remembered import Kept, Memory
from briefgen.state import State, Survey, make_key, parts_folder, problem_fields, save_state, shown_ids
from briefgen.workers import can_work_ahead, make_executor, meanwhile, shares_memory, working

MANY_FILES = 3_000
"""From how many on it takes longer to link them than to start a process that does."""
MOST_GARBAGE = 3
"""How many times larger than what it holds the pack may grow before it is written anew."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run came to. `built` is None where the content forbids one, or where nothing had to change."""

    planned: Planned
    built: Built | None
    state: State | None


def run_build(
    root: Path,
    shown: Path,
    options: Options,
    found: Survey,
    state: State | None,
    *,
    strict: bool = False,
    jobs: int = 0,
    executor: Callable[[int], Executor] | None = None,
    say: Say = say_nothing,
    progress: Progress = no_progress,
) -> Ran:
    """Builds the site at `root` into the folder `shown`, whose lock is held. Raises BuildError, OSError."""
    if state is None or not state.made(shown):
        check_output(shown)
    try:
        return _run(root, shown, options, found, state, strict, jobs, executor, say, progress)
    except Damaged:
        say("what the last build left is damaged; everything is built anew")
        return _run(root, shown, options, found, None, strict, jobs, executor, say, progress)


def _run(
    root: Path,
    shown: Path,
    options: Options,
    found: Survey,
    state: State | None,
    strict: bool,
    jobs: int,
    executor: Callable[[int], Executor] | None,
    say: Say,
    progress: Progress,
) -> Ran:
    folder = root / STATE_FOLDER
    make = executor or (lambda work: make_executor(work, jobs))
    with ExitStack() as stack:
        stack.callback(abandon_generation, shown)
        ahead = state is not None and executor is None and can_work_ahead(jobs) and _most_will_stay(state, shown, found)
        has_begun = stack.enter_context(meanwhile(begin_generation, shown, state.files)) if state and ahead else bool
        pack = _open_pack(folder, state)
        began = pack.end
        memory = remember(state, pack)
        stack.callback(pack.close)
        unread = sum(1 for path in found.stamps if path not in memory.records)
        planned = plan_build(root, options, found, memory, stack.enter_context(working(make(unread))), say)
        if planned.failed(strict):
            _take_back(pack, state, began)
            return Ran(planned, None, None)
        assert planned.catalog is not None and planned.plan is not None
        can_hand_over = pack.path.is_file()

        def name_for(executor: Executor) -> str:
            shared = shares_memory(executor) or not can_hand_over
            return str(root) if shared else hand_over(folder, root, found, options, memory)

        last = _last(state, shown, found)
        ids = shown_ids(planned.catalog)
        same = state is not None and planned.loaded.same_faces and (state.shown, state.look, state.options) == (ids, planned.look, repr(options))
        built = write_build(
            shown,
            make_site(root, planned, found),
            last,
            own=planned.plan.showing(planned.loaded.changed_bodies()) if same else None,
            changed=planned.loaded.read,
            executor=make,
            name_for=name_for,
            draw=draw_anywhere,
            has_begun=has_begun,
            parts=parts_folder(root, state is None, sum(mark[1] for mark in state.files.values()) if state else 0) if can_hand_over else "",
            say=say,
            progress=progress,
        )
        say(f"drew {len(built.reasons) if built else 0} of {len(planned.plan)} outputs")
        memory.settle()
        new = _next_state(root, shown, options, found, planned, memory, pack.path.name, ids, last, built)
        if not pack.path.is_file():
            say(f"{folder} cannot be written, so the next build starts from nothing")
            return Ran(planned, built, new)
        if memory.pack.end > MOST_GARBAGE * _live(new) + 1_000_000:
            new = _compact(folder, new, memory.pack)
        save_state(root, new)
        return Ran(planned, built, new)


def _most_will_stay(state: State, shown: Path, found: Survey) -> bool:
    """Whether the next generation is worth beginning before it is known what will differ: many pages, no generation to
    take up, and no template or setting other than it was."""
    before, now = state.inputs["stamps"], {**found.stamps, **found.templates}
    same = all(now.get(path) == before.get(path) for path in (*found.templates, CONFIG_FILE))  # type: ignore[attr-defined]
    return same and state.spare is None and state.output == str(shown) and len(state.files) > MANY_FILES


def _open_pack(folder: Path, state: State | None) -> Pack:
    """The pack of the last build, or a new one; a temporary one where the site's folder cannot be written."""
    try:
        return open_pack(folder / (state.pack if state else _free_name(folder)))
    except OSError:
        if state is not None or (folder.is_dir() and os.access(folder, os.W_OK)):
            raise  # no room, or the like
        return temporary_pack()


def _take_back(pack: Pack, state: State | None, began: int) -> None:
    """Leaves the pack, which ended at `began`, as a build that failed found it. Raises OSError."""
    if state is None:
        pack.path.unlink(missing_ok=True)
    elif pack.path.is_file():
        os.ftruncate(pack.file, began)


def _free_name(folder: Path) -> str:
    number = 1
    while (folder / f"pack-{number}").exists():
        number += 1
    return f"pack-{number}"


def remember(state: State | None, pack: Pack) -> Memory:
    """What was read for the last build, in the pack that holds it. Raises `Damaged`."""
    if state is None:
        return Memory(pack)
    known, names = pack.get(state.references)  # type: ignore[misc]
    records = {path: Kept(stamps, near, far) for path, (stamps, near, far) in state.records.items()}
    return Memory(pack, records, known=known, names=names, templates=state.templates)


def recall(root: Path, state: State | None) -> Memory:
    """The same for a command that leaves the state as it is."""
    if state is None:
        return Memory(temporary_pack())
    try:
        return remember(state, layered_pack(root / STATE_FOLDER / state.pack))
    except (Damaged, OSError):
        return Memory(temporary_pack())


def _last(state: State | None, shown: Path, found: Survey) -> Last:
    if state is None or state.output != str(shown):
        return Last()
    pages = renumbered(state.pages, state.sources, tuple(found.stamps))
    return Last(state.files, pages, state.spare, state.manifest)


def _next_state(
    root: Path,
    shown: Path,
    options: Options,
    found: Survey,
    planned: Planned,
    memory: Memory,
    pack: str,
    ids: str,
    last: Last,
    built: Built | None,
) -> State:
    assert planned.catalog is not None
    left_out = [(r.path, r.reason) for r in planned.catalog.records if r.outcome == "excluded" and r.kind == "briefings"]
    return State(
        key=make_key(),
        root=str(root.resolve()),
        output=str(shown),
        options=repr(options),
        inputs=found.inputs,
        look=planned.look,
        shown=ids,
        pack=pack,
        records={path: (kept.stamps, kept.near_at, kept.far_at) for path, kept in memory.records.items()},  # type: ignore[misc]
        references=memory.pack.put(pickled((memory.known, memory.names))),
        files=dict(built.written.files if built else last.files),
        manifest=built.written.manifest if built else last.manifest,
        spare=dict(built.spare) if built and built.spare is not None else dict(last.spare) if not built and last.spare is not None else None,
        pages=dict(built.pages if built else last.pages),
        sources=tuple(found.stamps),
        problems=tuple(map(problem_fields, planned.problems)),
        left_out=tuple(left_out),
        templates=memory.templates,
        briefings=len(planned.catalog.entries),
        reasons=dict(built.reasons) if built else {},
    )


def _live(state: State) -> int:
    handles = [handle for _, near, far in state.records.values() for handle in (near, far) if handle]
    return sum(handle[1] for handle in (*handles, state.references))


def _compact(folder: Path, state: State, pack: Pack) -> State:
    """Copies what is still needed into a new pack."""
    name = _free_name(folder)
    new = open_pack(folder / name)
    os.ftruncate(new.file, 0)
    records = {
        path: (stamps, new.put(pack.read(near)), new.put(pack.read(far)) if far else None)
        for path, (stamps, near, far) in state.records.items()
    }
    references = new.put(pack.read(state.references))
    new.close()
    return replace(state, pack=name, records=records, references=references)


