"""One publication from beginning to end: take, compare, send, verify, keep."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from briefgen.errors import BuildError, UsageError
from briefgen.publish.additions import additions_for
from briefgen.publish.host import FileHost, Host, HostError, SwitchingHost, occupied
from briefgen.publish.keep import Kept, file_of, manifest_in, read_site
from briefgen.publish.manifest import JOURNAL, Held, Journal, Manifest, held, parse_journal, parse_manifest
from briefgen.publish.plan import Plan, plan_publication
from briefgen.publish.progress import Outcome, Progress
from briefgen.publish.send import send
from briefgen.publish.verify import SAMPLE, Differences, sample_of, verify_host, verify_live
from briefgen.targets import Target
from briefgen.layout import MANIFEST

WAIT, WAIT_FOR_PAGES = 10, 300
_AFTERWARDS = {
    True: "Readers see what was there before; publish again when that is mended",
    False: "What readers see has no link that leads nowhere; publish again when that is mended, and it goes on from here",
}
"""Whether a host switches -> what a failure means for its readers, and what to do."""
NAMED = 5
"""How many files a message names."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks of a publication."""

    dry_run: bool = False
    allow_removals: bool = False
    take_over: bool = False
    fresh: bool = False
    rollback: bool = False
    verify: str = "sample"


@dataclass(frozen=True, slots=True)
class _Found:
    """What a host said of itself: its manifest ({} where there is none) and its journal."""

    data: bytes | None
    manifest: Manifest
    journal: Journal | None

    @property
    def is_ours(self) -> bool:
        return self.data is not None or self.journal is not None

    @property
    def held(self) -> Held:
        return held(self.manifest, self.journal)


def publish(host: Host, target: Target, url: str, root: Path, site: Path, wanted: Wanted, outcome: Outcome, shown: bool) -> None:
    """Makes `host` hold the built `site`, or what was there before with `rollback`; tells `outcome`.

    Raises `BuildError`, with nothing changed or with a host that the next run finishes.
    """
    kept = Kept(root, outcome.target)
    with kept.lock():
        found = _look(host)
        outcome.resumed = found.journal is not None
        source, manifest = _source(kept, found, host, target, url, site, wanted)
        there = _distrusted(found.held) if wanted.fresh else found.held
        plan = outcome.plan = plan_publication(manifest, there)
        if not wanted.take_over:
            _refuse_foreign(host, plan, found)
        if wanted.dry_run:
            return
        _refuse_large_removal(host, plan, wanted)
        data = (source / MANIFEST).read_bytes()
        progress = Progress({upload.path: upload.size for upload in plan.uploads} | dict.fromkeys(plan.removed, 0), shown)
        try:
            _deliver(host, plan, found, source, data, progress)
        finally:
            progress.end()
        kept.rolled_back(source) if wanted.rollback else kept.finished()
    outcome.verified = _verify(host, target, url, {MANIFEST: file_of(data), **manifest}, plan, wanted.verify)


def _source(kept: Kept, found: _Found, host: Host, target: Target, url: str, site: Path, wanted: Wanted) -> tuple[Path, Manifest]:
    """The folder that holds what is to be published, and its manifest. A dry run makes no folder."""
    if wanted.rollback:
        folder = _generation_before(kept, found, host)
        return folder, read_site(folder)
    added = additions_for(target.add, site, url)
    if wanted.dry_run:
        return site, {**read_site(site), **{path: file_of(data) for path, data in added.items()}}
    return kept.next, kept.take(site, added)


def _look(host: Host) -> _Found:
    files = host.read([MANIFEST, JOURNAL])
    manifest, journal = files.get(MANIFEST), files.get(JOURNAL)
    return _Found(
        manifest,
        {} if manifest is None else parse_manifest(manifest, f"{MANIFEST} on {host.where}"),
        None if journal is None else parse_journal(journal, f"{JOURNAL} on {host.where}"),
    )


def _distrusted(there: Held) -> Held:
    """The same files, none of them taken to be as the manifest says."""
    return Held({}, frozenset(there.files) | there.changing, there.perhaps)


def _refuse_foreign(host: Host, plan: Plan, found: _Found) -> None:
    """Stops where a new file would take the place of one that we did not put there."""
    new = [upload.path for upload in plan.new if upload.path not in found.held.paths]
    foreign = occupied(host, new if found.is_ours else [*new, MANIFEST])
    if foreign:
        raise BuildError(
            f"{host.where} holds files of someone else where the site's own would go: {_some(foreign)}; "
            "move them away, or add --take-over to replace them"
        )


def _refuse_large_removal(host: Host, plan: Plan, wanted: Wanted) -> None:
    if plan.removes_much and not wanted.allow_removals:
        share = f"{len(plan.removed):,} of {plan.held:,} files"
        raise BuildError(f"this would remove {share} from {host.where}, more than a tenth; add --allow-removals if that is right")


def _deliver(host: Host, plan: Plan, found: _Found, source: Path, data: bytes, progress: Progress) -> None:
    """Makes the host hold `source`, whose manifest is `data`."""
    if plan.is_empty and found.journal is None and found.data == data:
        return
    try:
        if isinstance(host, SwitchingHost):
            host.switch(plan, source, progress)
            return
        assert isinstance(host, FileHost)
        run = hashlib.sha256(data + os.urandom(16)).hexdigest()[:16]
        send(host, plan, found.manifest, found.held, source, run, progress)
    except HostError as error:
        raise HostError(f"{error}. {_AFTERWARDS[isinstance(host, SwitchingHost)]}") from error


def _generation_before(kept: Kept, found: _Found, host: Host) -> Path:
    """Which generation to go back to: the one before what the host shows, or before what was being sent."""
    current, sending = manifest_in(kept.current), manifest_in(kept.next)
    if found.journal is not None and current is not None and found.manifest in (current, sending):
        return kept.current
    if current is not None and found.manifest == current and manifest_in(kept.previous) is not None:
        return kept.previous
    if current is not None and found.manifest == sending:
        return kept.current
    if not found.is_ours:
        raise UsageError(f"nothing was published to {host.where} yet")
    raise UsageError(
        f"the generation before the one on {host.where} is not kept on this machine; "
        "go back to the older content in your version control and publish that"
    )


def _verify(host: Host, target: Target, url: str, manifest: Manifest, plan: Plan, how: str) -> Differences | None:
    """What of the manifest (which lists itself, too) is not there as it should be."""
    if how == "none":
        return None
    sample = sample_of(manifest, [upload.path for upload in plan.uploads])
    paths = list(dict.fromkeys([*sample, *manifest])) if how == "full" else sample
    gone = plan.removed if how == "full" else plan.removed[:SAMPLE]
    if target.live == "no":
        return verify_host(host, manifest, paths, gone)
    wait = target.wait if target.wait is not None else WAIT_FOR_PAGES if target.kind == "git" else WAIT
    try:
        return verify_live(url, manifest, paths, gone, wait)
    except HostError as error:
        raise BuildError(f"everything was sent to {host.where}, but the live site could not be looked at: {error}") from error


def _some(paths: Iterable[str]) -> str:
    paths = list(paths)
    more = f" and {len(paths) - NAMED:,} more" if len(paths) > NAMED else ""
    return ", ".join(paths[:NAMED]) + more
