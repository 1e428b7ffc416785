"""What is asked of a build."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks of a build. `today` is the one clock reading."""

    today: datetime.date
    drafts: bool = False
    future: bool = False
    base_url: str = ""
