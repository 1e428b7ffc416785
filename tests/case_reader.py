"""Case files: title, input, expected, each ended by a line of its own that is a dot.

Text before the first title of a file, up to a line `====`, is a remark. `\\u00ad`-style escapes in
input and expected stand for characters that nobody sees.
"""

import re
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"


def read_cases(name: str) -> list:
    """The cases of `cases/{name}.txt` as pytest parameters (input, expected), named by their titles."""
    _, _, text = (CASES / f"{name}.txt").read_text(encoding="utf-8").rpartition("====\n")
    pieces = re.split(r"^\.\n", text, flags=re.MULTILINE)[:-1]
    assert pieces and len(pieces) % 3 == 0, f"{name}.txt: {len(pieces)} pieces"
    unescape = lambda piece: re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), piece)[:-1]
    return [
        pytest.param(unescape(given), unescape(expected), id=title.strip())
        for title, given, expected in zip(pieces[::3], pieces[1::3], pieces[2::3])
    ]
