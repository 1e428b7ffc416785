"""A planned site for processes that do not share this one's memory: what it was made from, in a file."""

from __future__ import annotations

import marshal
from pathlib import Path

from briefgen.build import make_site, plan_build
from briefgen.drawing import Drawn, Share, Site, draw_share, is_at_hand, offer
from briefgen.errors import naming
from briefgen.options import Options
from briefgen.pack import open_pack
from briefgen.pickling import pickled, unpickled
from briefgen.remembered import Kept, Memory
from briefgen.state import Survey


def hand_over(folder: Path, root: Path, survey: Survey, options: Options, memory: Memory) -> str:
    """Writes what another process needs to plan the same site; the name to be given to `take_over`."""
    file = folder / "handover"
    memory.settle()
    records = {path: (kept.stamps, kept.near_at, kept.far_at) for path, kept in memory.records.items()}
    plain = (str(root), str(memory.pack.path), records, pickled((survey, options, memory.known, memory.names)))
    with naming(file):
        file.write_bytes(marshal.dumps(plain))
    return str(file)


def draw_anywhere(share: Share) -> list[Drawn]:
    """`draw_share` for a process that may not have the site at hand."""
    if not is_at_hand(share.site):
        offer(share.site, take_over(share.site))
    return draw_share(share)


def take_over(name: str) -> Site:
    """The site that was handed over. Raises OSError, `pickling.Damaged`."""
    root, pack, records, rest = marshal.loads(Path(name).read_bytes())
    survey, options, known, names = unpickled(rest)  # type: ignore[misc]
    kept = {path: Kept(stamps, near_at, far_at) for path, (stamps, near_at, far_at) in records.items()}
    memory = Memory(open_pack(Path(pack)), kept, known=known, names=names)
    return make_site(Path(root), plan_build(Path(root), options, survey, memory), survey)


