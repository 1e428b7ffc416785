"""Every page through the Nu Html Checker (vnu)."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from checkers import npm_package, program


@pytest.fixture(scope="session")
def checker() -> list[str]:
    jar = npm_package("vnu-jar") / "build/dist/vnu.jar"
    # It refuses to fetch from this machine unless told so. Fetched pages have an origin, which makes their policy hold.
    # Pages full of foreign names are too little text for its guess at their language.
    return [program("java"), "-Dnu.validator.servlet.allow-forbidden-hosts=true", "-jar", str(jar), "--format", "gnu", "--no-langdetect"]


def complaints(checker: list[str], addresses: list[str]) -> list[str]:
    done = subprocess.run([*checker, *addresses], capture_output=True, text=True, timeout=300)
    assert bool(done.stderr.strip()) or done.returncode == 0, done.stdout
    return done.stderr.splitlines()


def test_no_page_has_an_error_or_a_warning(hosted, checker: list[str]) -> None:
    assert complaints(checker, hosted.addresses()) == []


def test_the_404_page_has_none(hosted, checker: list[str]) -> None:
    """Its links are those of the site's own address, so it is read from the disk, where a policy allows nothing."""
    said = complaints(checker, [str(Path(hosted.site.output, "404.html"))])
    assert [line for line in said if "Content Security Policy" not in line] == []


@pytest.mark.parametrize("hosted", ["own_site"], indirect=True)
def test_a_mistake_would_be_told(hosted, checker: list[str], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(hosted.site.html("/methodology/").replace("<main", "<main><p><div></div></p><img src=x></main><main", 1), encoding="utf-8")
    said = complaints(checker, [str(page)])
    assert any("img" in line and "alt" in line for line in said)
