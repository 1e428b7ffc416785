"""A site under test: write and change its files, run the real command line, look at what came out.

    Site.small(tmp_path).replace(ACTORS, "NATO", "NAT0").build().expect_exit(0).text("/actors/nato/")

Every step returns the site, so that a test reads as a story. Commands run in process through
`briefgen.cli.main`, as the console script does; `in_process=False` starts that script itself.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest import mock

from bs4 import BeautifulSoup

from briefgen.cli import main
from briefgen.errors import Problem
from briefgen.look import load_words
from briefgen.urls import output_path
from briefgen.words import Words

HERE = Path(__file__).parent
ROOT = HERE.parent
EXAMPLE = ROOT.parent / "shared" / "example"
TODAY = "1733011200"
"""SOURCE_DATE_EPOCH of all tests: 1 December 2024."""

_PROBLEM = re.compile(r"(?P<place>\S.*?:\d+:\d+): (?P<severity>error|warning|notice) (?P<code>[a-z0-9-]+): ")


class Site:
    """A site's folder, its output beside it, and the last command's exit status and output."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.output = root / "site"
        self.code, self.out, self.err = -1, "", ""

    # -- making one --------------------------------------------------------------------------------

    @classmethod
    def empty(cls, folder: Path, settings: str = "title: Test briefings\nurl: https://briefings.example\n") -> Site:
        """A folder that holds settings and nothing else."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "briefgen.yaml").write_text(settings, encoding="utf-8")
        return cls(folder)

    @classmethod
    def from_dir(cls, source: Path, folder: Path) -> Site:
        """A copy of the settings and the content in `source`."""
        shutil.copytree(source / "content", folder / "content")
        shutil.copyfile(source / "briefgen.yaml", folder / "briefgen.yaml")
        return cls(folder)

    @classmethod
    def small(cls, folder: Path) -> Site:
        """A copy of `sites/small`: every registry, two articles, two briefings, a page, a picture."""
        return cls.from_dir(HERE / "sites/small", folder)

    @classmethod
    def minimal(cls, folder: Path) -> Site:
        """A copy of `sites/minimal`: no registry, one article, one briefing."""
        return cls.from_dir(HERE / "sites/minimal", folder)

    # -- changing it -------------------------------------------------------------------------------

    def write(self, path: str, text: str | bytes) -> Site:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
        return self

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def replace(self, path: str, old: str, new: str) -> Site:
        text = self.read(path)
        assert text.count(old) == 1, f"{path} holds {old!r} {text.count(old)} times"
        return self.write(path, text.replace(old, new))

    def append(self, path: str, text: str) -> Site:
        return self.write(path, self.read(path) + text)

    def remove(self, path: str) -> Site:
        target = self.root / path
        shutil.rmtree(target) if target.is_dir() else target.unlink()
        return self

    # -- running commands --------------------------------------------------------------------------

    def run(self, command: str, *arguments: object, in_process: bool = True, env: dict[str, str] | None = None) -> Site:
        """`briefgen COMMAND -C <the folder> ARGUMENTS`."""
        words = [command, "-C", str(self.root), *map(str, arguments)]
        runner = run_in_process if in_process else run_script
        self.code, self.out, self.err = runner(words, env or {})
        return self

    def build(self, *arguments: object, output: Path | None = None, **flags: Any) -> Site:
        if output is not None:
            self.output = output
            arguments = ("-o", output, *arguments)
        return self.run("build", *arguments, *_flags(flags))

    def check(self, *arguments: object, **flags: Any) -> Site:
        return self.run("check", *arguments, *_flags(flags))

    def list(self, **flags: Any) -> list[dict[str, Any]]:
        """The rows of `list --json`."""
        return json.loads(self.run("list", "--json", *_flags(flags)).out)

    # -- what the command said -----------------------------------------------------------------------

    def expect_exit(self, code: int) -> Site:
        assert self.code == code, f"exit {self.code}, expected {code}\n{self.out}\n{self.err}"
        return self

    def expect_problem(self, line: str, hint: str | None = None) -> Site:
        """`path:line:column: severity code: message` was printed, as a whole line; with this hint if given."""
        printed = dict(self.problems())
        assert line in printed, f"expected\n  {line}\nprinted\n{self.err}"
        if hint is not None:
            assert printed[line] == hint
        return self

    def expect_clean(self) -> Site:
        """The command ended well and printed no problem at all."""
        self.expect_exit(0)
        assert not self.problems(), self.err
        return self

    def problems(self) -> list[tuple[str, str]]:
        """(the problem's line, its hint or "") of everything that the last command printed as text."""
        found: list[tuple[str, str]] = []
        for line in self.err.splitlines():
            if _PROBLEM.match(line):
                found.append((line, ""))
            elif line.startswith("    hint: ") and found:
                found[-1] = (found[-1][0], line.removeprefix("    hint: "))
        return found

    def codes(self) -> list[str]:
        """The codes of the printed problems, in order."""
        return [found["code"] for line, _ in self.problems() if (found := _PROBLEM.match(line))]

    # -- what was built ------------------------------------------------------------------------------

    def files(self) -> dict[str, bytes]:
        """path -> bytes of everything below the output folder."""
        return {p.relative_to(self.output).as_posix(): p.read_bytes() for p in sorted(self.output.rglob("*")) if p.is_file()}

    def html(self, url: str) -> str:
        return (self.output / output_path(url)).read_text(encoding="utf-8")

    def page(self, url: str) -> BeautifulSoup:
        """The page at the site-absolute `url`."""
        return BeautifulSoup(self.html(url), "html.parser")

    def text(self, url: str) -> str:
        """The words of the page's main part, with single spaces."""
        return words(self.page(url).main)

    def urls(self) -> list[str]:
        """Site-absolute URLs of all HTML pages."""
        paths = (p.relative_to(self.output).as_posix() for p in sorted(self.output.rglob("*.html")))
        return ["/" + path.removesuffix("index.html") for path in paths]

    def has(self, url: str) -> bool:
        return (self.output / output_path(url)).is_file()


@lru_cache
def language(tag: str) -> Words:
    """A language's catalogue as the program brings it."""
    found, problems = load_words(Path("/nowhere"), tag)
    assert found is not None and not problems, problems
    return found


def words(node: Any) -> str:
    """A node's text, white space folded."""
    return " ".join(node.get_text().split())


def quoted_text(node: Any) -> str:
    """A node's text without the numbers of notes and of what rests on a passage: the source's own."""
    copy = BeautifulSoup(str(node), "html.parser")
    for number in copy.select("sup.rests, sup.note"):
        number.decompose()
    return copy.get_text()


def tree_of(folder: Path) -> dict[str, bytes | None]:
    """path -> bytes (None for a folder) of everything below `folder`, hidden or not."""
    found = {}
    for place, folders, names in os.walk(folder):
        for name in (*folders, *names):
            path = Path(place, name)
            found[path.relative_to(folder).as_posix()] = None if path.is_dir() or path.is_symlink() else path.read_bytes()
    return found


def _flags(flags: dict[str, Any]) -> Iterator[str]:
    for name, value in flags.items():
        option = "--" + name.replace("_", "-")
        if value is True:
            yield option
        elif value not in (False, None):
            yield from (option, str(value))


def run_in_process(words: list[str], env: dict[str, str]) -> tuple[int, str, str]:
    """(exit status, stdout, stderr) of the console script's own function."""
    out, err = io.StringIO(), io.StringIO()
    with (
        mock.patch.dict(os.environ, {"SOURCE_DATE_EPOCH": TODAY, **env}),
        mock.patch.object(sys, "argv", ["briefgen", *words]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
            code = 0
        except SystemExit as done:
            code = done.code if isinstance(done.code, int) else 1 if done.code else 0
    return code, out.getvalue(), err.getvalue()


def run_script(words: list[str], env: dict[str, str]) -> tuple[int, str, str]:
    """The same in a process of its own, by the installed console script where there is one."""
    script = Path(sys.executable).with_name("briefgen")
    command = [str(script)] if script.is_file() else [sys.executable, "-m", "briefgen"]
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    environ = {**os.environ, "SOURCE_DATE_EPOCH": TODAY, "PYTHONPATH": paths, **env}
    done = subprocess.run([*command, *words], capture_output=True, env=environ, timeout=300)
    return done.returncode, done.stdout.decode(errors="surrogateescape"), done.stderr.decode(errors="surrogateescape")


def line_of(problem: Problem) -> str:
    """A problem as the command line prints its first line."""
    return f"{problem.path}:{problem.line}:{problem.column}: {problem.severity} {problem.code}: {problem.message}"
