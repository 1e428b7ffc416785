"""Whether a folder, a host or a live site holds what a manifest says."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from briefgen.publish.host import Host, HostError
from briefgen.publish.keep import file_of, read_site
from briefgen.publish.manifest import JOURNAL, File, Manifest, parse_manifest
from briefgen.publish.web import LiveSite, is_shown
from briefgen.layout import MANIFEST

SAMPLE = 20
READERS = 8
"""How many files of a live site are read at a time."""

TOGETHER = 100
"""How many files are read back at a time."""

Found = Callable[[str], bytes | File | None]
"""What a place holds at a path; None where there is nothing."""


@dataclass(frozen=True, slots=True)
class Differences:
    """Paths by what is wrong with them. `checked` counts the files that were compared."""

    checked: int
    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()

    @property
    def none(self) -> bool:
        return not (self.missing or self.changed or self.extra)

    def lines(self) -> list[str]:
        """ "missing  about/index.html" and so on."""
        kinds = (("missing", self.missing), ("changed", self.changed), ("extra", self.extra))
        return [f"{kind}  {path}" for kind, paths in kinds for path in paths]


def compare_folder(folder: Path) -> Differences:
    """A folder of this machine against its own manifest. Raises `UsageError` where it has none."""
    manifest = read_site(folder)

    def read(path: str) -> bytes | None:
        try:
            return (folder / path).read_bytes()
        except OSError:
            return None

    found = compare(manifest, manifest, read)
    return Differences(found.checked, found.missing, found.changed, tuple(_others(folder, manifest)))


def _others(folder: Path, manifest: Manifest) -> Iterable[str]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted([*names, *(name for name in folders if Path(place, name).is_symlink())]):
            path = Path(place, name).relative_to(folder).as_posix()
            if path not in manifest and path not in (MANIFEST, JOURNAL):
                yield path


def compare_live(url: str) -> Differences:
    """A live site against the manifest that it shows. What it has beside cannot be seen from outside."""
    site = LiveSite(url)
    answer = site.get(MANIFEST)
    if answer.status != 200:
        raise HostError(f"{site.url}{MANIFEST} answers {answer.status}; the site was not published by briefgen, or not to this address")
    manifest = parse_manifest(answer.body, site.url + MANIFEST)
    return compare(manifest, [path for path in manifest if is_shown(path)], shown_by(site, manifest))


def shown_by(site: LiveSite, manifest: Manifest) -> Found:
    """What readers of a live site get. A page that the host itself sends on for good to another page of the
    site, as the rules for a retired id do, counts as the page that it stands for."""

    def read(path: str) -> bytes | File | None:
        answer = site.get(path)
        if answer.moved and answer.status == 200 and manifest.get(answer.moved) == file_of(answer.body):
            return manifest.get(path)
        return answer.body if answer.status == 200 or path == "404.html" and answer.status == 404 else None

    return read


def compare(manifest: Manifest, paths: Iterable[str], read: Found, gone: Iterable[str] = ()) -> Differences:
    """`paths`, of those that are in `manifest`, and `gone`, which should not be there any more."""
    wanted = [path for path in paths if path in manifest]
    unwanted = [path for path in gone if path not in manifest]
    with ThreadPoolExecutor(READERS) as pool:
        files = list(pool.map(lambda path: _file(read(path)), [*wanted, *unwanted]))
    found = dict(zip(wanted, files, strict=False))
    left = dict(zip(unwanted, files[len(wanted) :], strict=True))
    return Differences(
        len(files),
        tuple(path for path, file in found.items() if file is None),
        tuple(path for path, file in found.items() if file is not None and file != manifest[path]),
        tuple(path for path, file in left.items() if file is not None),
    )


def _file(data: bytes | File | None) -> File | None:
    return file_of(data) if isinstance(data, bytes) else data


def sample_of(manifest: Manifest, sent: Iterable[str]) -> list[str]:
    """The manifest, the home page, the 404 page, some of what was just sent and some of everything; the
    same for the same site."""

    def shuffled(paths: Iterable[str]) -> list[str]:
        return sorted(paths, key=lambda path: hashlib.sha256(path.encode()).digest())[:SAMPLE]

    picked = [MANIFEST, "index.html", "404.html", *shuffled(sent), *shuffled(manifest)]
    return [path for path in dict.fromkeys(picked) if path in manifest]


def verify_host(host: Host, manifest: Manifest, paths: Sequence[str], gone: Sequence[str]) -> Differences:
    """What the host holds, read back the way it was sent."""
    missing, changed, extra = [], [], []
    asked = [*(path for path in paths if path in manifest), *(path for path in gone if path not in manifest)]
    for start in range(0, len(asked), TOGETHER):
        part = asked[start : start + TOGETHER]
        files = host.read(part)
        for path in part:
            there = _file(files.get(path))
            if path not in manifest:
                extra += [path] if there else []
            elif there is None:
                missing.append(path)
            elif there != manifest[path]:
                changed.append(path)
    return Differences(len(asked), tuple(missing), tuple(changed), tuple(extra))


def verify_live(url: str, manifest: Manifest, paths: Sequence[str], gone: Sequence[str], wait: float) -> Differences:
    """What readers get at `url`; asks again for up to `wait` seconds, because hosts and caches take their time.

    The first of the paths is asked for alone until it is right; before that the others need not be.
    """
    read, until, pause = shown_by(LiveSite(url), manifest), time.monotonic() + wait, 0.1
    paths, gone = [path for path in paths if is_shown(path)], [path for path in gone if is_shown(path)]
    checked, asked = len(paths) + len(gone), paths[:1]
    while True:
        last = time.monotonic() + pause > until
        found = compare(manifest, paths if last else asked, read, gone if last or asked is paths else ())
        if found.none and (last or asked is paths):
            return Differences(checked)
        if last:
            return Differences(checked, found.missing, found.changed, found.extra)
        if found.none:
            asked = paths
            continue
        if asked is paths:
            asked = paths = [*found.missing, *found.changed]
            gone = list(found.extra)
        time.sleep(pause)
        pause = min(pause * 2, 5)
