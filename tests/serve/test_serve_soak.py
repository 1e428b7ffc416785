"""Two hundred edits of every kind; `bench/soak.py` makes ten thousand."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from site_driver import ROOT, Site

sys.path.append(str(ROOT / "bench"))

from soak import soak  # noqa: E402


EDITS = int(os.environ.get("BRIEFGEN_EDITS", "200"))


def test_the_preview_keeps_up_with_the_writer(tmp_path: Path) -> None:
    site = Site.from_dir(ROOT, tmp_path / "site")
    soak(site, edits=EDITS, seed=7, every=50)
