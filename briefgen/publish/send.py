"""Carrying out a plan on a host whose files are changed one by one."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

from briefgen.publish.host import Done, FileHost, HostError
from briefgen.publish.manifest import JOURNAL, File, Held, Journal, Manifest, parse_journal, render_journal
from briefgen.publish.plan import Plan, Upload, first_journal, with_sent
from briefgen.layout import MANIFEST

CHECKPOINT = 500
"""After how many files the journal is written again, so that a long publication that broke off goes on from there."""


class _Sender:
    """One publication. `source` holds the whole site, its manifest too."""

    def __init__(self, host: FileHost, source: Path, journal: Journal, done: Done) -> None:
        self.host = host
        self.source = source
        self.journal = journal
        self.done = done

    def write_journal(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, JOURNAL)
            file.write_bytes(render_journal(self.journal))
            self.host.put({JOURNAL: file}, _unheard)

    def put(self, uploads: Sequence[Upload]) -> None:
        self.host.put({upload.path: self.source / upload.path for upload in uploads}, self.done)
        self.journal = with_sent(self.journal, _files(uploads))

    def put_all(self, plan: Plan) -> None:
        """All uploads in order; the journal is written anew after every so many, and before any page is replaced."""
        replacing, since = False, 0
        for batch in plan.batches():
            if batch[0].replaces and not replacing:
                replacing = True
                if plan.new:
                    self.write_journal()
                    since = 0
            waiting = iter(batch)
            while part := tuple(islice(waiting, CHECKPOINT)):
                if since >= CHECKPOINT:
                    self.write_journal()
                    since = 0
                self.put(part)
                since += len(part)

    def stop_if_another_publishes(self) -> None:
        found = self.host.read([JOURNAL]).get(JOURNAL)
        if found is None or parse_journal(found, f"{JOURNAL} on {self.host.where}").run != self.journal.run:
            raise HostError(f"someone else is publishing to {self.host.where} at the same time; let them finish, then publish again")


def send(host: FileHost, plan: Plan, manifest: Manifest, there: Held, source: Path, run: str, done: Done) -> None:
    """Makes the host hold `source`. `manifest` is the host's own as it was read; `run` names this publication.

    Broken off anywhere, it leaves no page within reach that links to something missing, and a
    journal from which the next run knows what to do.
    """
    sender = _Sender(host, source, first_journal(manifest, there, plan, run), done)
    sender.write_journal()
    if plan.in_the_way:
        host.remove(plan.in_the_way, done)
    sender.put_all(plan)
    sender.stop_if_another_publishes()
    host.put({MANIFEST: source / MANIFEST}, _unheard)
    if plan.removals:
        host.remove(plan.removals, done)
    host.remove([JOURNAL], _unheard)


def _files(uploads: Sequence[Upload]) -> Mapping[str, File]:
    return {upload.path: File(upload.sha256, upload.size) for upload in uploads}


def _unheard(path: str) -> None:
    """For the manifest and the journal, which are not counted."""
