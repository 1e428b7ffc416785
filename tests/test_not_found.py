"""The 404 page stands at any address: its style comes along, its links start at the site's root."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from click.testing import CliRunner

from briefgen.cli import cli

ROOT = Path(__file__).parent.parent


def test_it_carries_its_own_style_which_the_policy_allows(tmp_path: Path) -> None:
    arguments = ["build", "-C", str(ROOT), "-o", str(tmp_path / "site"), "--base-url", "https://desk.example/briefings/"]
    assert CliRunner().invoke(cli, arguments).exit_code == 0
    html = (tmp_path / "site/404.html").read_text(encoding="utf-8")
    style = re.search("<style>(.*?)</style>", html, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = re.search('http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None and f"style-src 'self' 'sha256-{digest}';" in policy[1]
    assert 'rel="stylesheet"' not in html
    assert '<a href="/briefings/briefings/">All briefings</a>' in html
