"""The main job on the project's own content: it builds, and the pages say what they must."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from briefgen.cli import cli

ROOT = Path(__file__).parent.parent


def test_own_site_builds_without_problems(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["build", "-C", str(ROOT), "-o", str(tmp_path / "site"), "--strict"])
    assert result.exit_code == 0, result.output
    page = (tmp_path / "site/briefings/2024-10-29-nato-confirms-kursk/index.html").read_text()
    assert '<mark id="2024-10-29-nato-confirms-kursk--rutte-confirms">' in (
        tmp_path / "site/articles/2024-10-29-nato-confirms-kursk/index.html"
    ).read_text()
    assert "articles/2024-10-29-nato-confirms-kursk/#2024-10-29-nato-confirms-kursk--rutte-confirms" in page
