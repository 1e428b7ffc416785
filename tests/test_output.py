"""The output folder: one swap, a lock, one previous generation."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from briefgen import swap
from briefgen.errors import UsageError
from briefgen.output import OutputError, write_site


def texts(folder: Path) -> dict[str, str]:
    """What a folder holds, the manifest apart."""
    files = (f for f in folder.rglob("*") if f.is_file() and f.name != "site-manifest.json")
    return {f.relative_to(folder).as_posix(): f.read_text() for f in files}


@pytest.fixture(params=["system", "three renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to exchange two folders."""
    if request.param == "three renames":
        monkeypatch.setattr(swap, "_system_exchange", lambda: None)
    return str(request.param)


def test_the_new_generation_replaces_the_old_which_is_kept(tmp_path: Path, way: str) -> None:
    site = tmp_path / "site"
    for generation in ("one", "two", "three"):
        write_site(site, [("index.html", generation.encode()), (f"{generation}/index.html", b"page")])
        assert texts(site) == {"index.html": generation, f"{generation}/index.html": "page"}
    assert texts(tmp_path / ".site.previous")["index.html"] == "two"
    assert {p.name for p in tmp_path.iterdir()} == {"site", ".site.previous", ".site.lock"}


def test_files_of_others_are_carried_over(tmp_path: Path, way: str) -> None:
    site = tmp_path / "site"
    write_site(site, [("index.html", b"one")])
    (site / "CNAME").write_text("briefings.example\n")
    assert write_site(site, [("index.html", b"two")]).carried == ("CNAME",)
    assert texts(site) == {"index.html": "two", "CNAME": "briefings.example\n"}


def test_a_failure_in_the_middle_leaves_the_old_site(tmp_path: Path, way: str) -> None:
    site = tmp_path / "site"
    write_site(site, [("index.html", b"one")])

    def pages():  # type: ignore[no-untyped-def]
        yield "index.html", b"two"
        raise OSError(28, "No space left on device", "index.html")

    with pytest.raises(OutputError, match="No space left on device"):
        write_site(site, pages())
    assert texts(site) == {"index.html": "one"}
    assert not (tmp_path / ".site.new").exists()


@pytest.mark.parametrize("cut_after", [0, 1, 2])
def test_three_renames_cut_short_are_finished(tmp_path: Path, cut_after: int) -> None:
    shown, new, aside = tmp_path / "site", tmp_path / "new", tmp_path / "aside"
    for folder, text in ((shown, "old"), (new, "new")):
        folder.mkdir()
        (folder / "index.html").write_text(text)
    for source, target in ((shown, aside), (new, shown))[:cut_after]:
        source.rename(target)
    swap.recover(shown, new, aside)
    assert not aside.exists()
    assert {texts(shown)["index.html"], texts(new)["index.html"]} == {"old", "new"}


def test_of_two_builds_one_says_so(tmp_path: Path) -> None:
    site = tmp_path / "site"
    code = (
        "import sys; from pathlib import Path; from briefgen.swap import lock\n"
        "with lock(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / ".site.lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert other.stdout and other.stdout.readline() == b"held\n"
        with pytest.raises(OutputError, match="another build"):
            write_site(site, [("index.html", b"one")])
        assert not site.exists()
    finally:
        other.communicate()
    write_site(site, [("index.html", b"one")])
    assert texts(site) == {"index.html": "one"}


def test_a_folder_of_others_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/holiday.txt").write_text("mine")
    with pytest.raises(UsageError, match="was not made by briefgen"):
        write_site(tmp_path / "site", [("index.html", b"one")])
    assert texts(tmp_path / "site") == {"holiday.txt": "mine"}
