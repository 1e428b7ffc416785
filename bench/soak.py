"""Edits a site under a running preview, again and again, as editors and version control do:
`python bench/soak.py [--edits 10000] [--seed 1] [--site FOLDER]`.

Every hundredth edit, and at the end, what is served must be what a fresh build writes, within two
seconds of the edit. Memory and descriptors are compared with those after the first thousand (of few: the first half).
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "tests")]

from serve_driver import Preview  # noqa: E402
from site_driver import Site  # noqa: E402

ALLOWED = 2.0
"""Seconds until an edit is served."""
MOST_GROWTH = 0.10


class Writer:
    """Makes one random edit after another; `step` says what was done. The site is good after each."""

    def __init__(self, site: Site, seed: int) -> None:
        self.site = site
        self.random = random.Random(seed)
        self.number = 0
        folder = site.root / "content/annotations"
        self.annotations = sorted(path.relative_to(site.root).as_posix() for path in folder.glob("*.yaml"))
        self.pages: list[str] = []
        self.folders: list[str] = []

    def step(self) -> str:
        self.number += 1
        kinds: list[Callable[[], None]] = [
            self.plain, self.rename_over, self.backup_and_rename, self.truncate_then_write, self.new_folder,
            self.new_page, self.delete_page, self.rename_page, self.break_and_mend, self.restyle,
        ]  # fmt: skip
        kind = self.random.choice(kinds)
        kind()
        return kind.__name__

    def _edited(self) -> tuple[Path, str]:
        """A file, and its text with another first comment and title."""
        path = self.site.root / self.random.choice(self.annotations)
        lines = [line for line in path.read_text().split("\n") if not line.startswith("# soak")]
        lines = [f"title: Edit {self.number} {self.random.random()}" if line.startswith("title:") else line for line in lines]
        return path, "\n".join([f"# soak {self.number}", *lines])

    def plain(self) -> None:
        path, text = self._edited()
        path.write_text(text)

    def rename_over(self) -> None:
        path, text = self._edited()
        aside = path.with_name(f".{path.name}.swp")
        aside.write_text(text)
        aside.replace(path)

    def backup_and_rename(self) -> None:
        path, text = self._edited()
        backup = path.with_name(f"{path.name}~")
        path.rename(backup)
        path.write_text(text)
        backup.unlink()

    def truncate_then_write(self) -> None:
        path, text = self._edited()
        path.write_text("")
        if self.random.random() < 0.3:
            time.sleep(0.03)
        path.write_text(text)

    def new_folder(self) -> None:
        folder = f"content/static/soak-{self.random.randrange(5)}"
        if folder in self.folders:
            self.folders.remove(folder)
            self.site.remove(folder)
        else:
            self.folders.append(folder)
            self.site.write(f"{folder}/deep/file.txt", str(self.number))

    def new_page(self) -> None:
        if len(self.pages) < 20:
            path = f"content/pages/soak-{self.number}.md"
            self.site.write(path, f"---\ntitle: Page {self.number}\n---\nText {self.number}.\n")
            self.pages.append(path)

    def delete_page(self) -> None:
        if self.pages:
            self.site.remove(self.pages.pop(self.random.randrange(len(self.pages))))

    def rename_page(self) -> None:
        if self.pages:
            old = self.pages.pop()
            new = f"content/pages/soak-renamed-{self.number}.md"
            (self.site.root / old).rename(self.site.root / new)
            self.pages.append(new)

    def break_and_mend(self) -> None:
        path = self.site.root / self.random.choice(self.annotations)
        good = path.read_text()
        path.write_text(good + "\nclaims: [open\n")
        time.sleep(self.random.choice((0, 0.02, 0.2)))
        path.write_text(good)

    def restyle(self) -> None:
        colour = f"#{self.random.randrange(0x1000000):06x}"
        text = self.site.read("briefgen.yaml").split("\n# soak\n")[0]
        self.site.write("briefgen.yaml", f'{text}\n# soak\ntheme: {{accent: "{colour}"}}\n')


def differences(preview: Preview, site: Site, output: Path) -> list[str]:
    """The outputs of a fresh build in a process of its own that are not served as they are built."""
    command = [sys.executable, "-m", "briefgen", "build", "-C", str(site.root), "-o", str(output), "--drafts", "--quiet", "--fresh"]
    started = time.monotonic()
    subprocess.run(command, check=True, env=preview.environ)
    files = {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}
    files.pop("site-manifest.json")
    time.sleep(max(0.0, ALLOWED - (time.monotonic() - started)))
    wrong = [path for path, data in files.items() if preview.built("/" + path.removesuffix("index.html")) != data]
    shutil.rmtree(output)
    return wrong


def soak(site: Site, edits: int, seed: int, every: int = 100, say: Callable[[str], None] = print) -> None:
    """Raises AssertionError where the preview does not keep up, or grows."""
    writer, first = Writer(site, seed), max(edits // 10, min(edits // 2, 1000))
    with Preview(site) as preview, tempfile.TemporaryDirectory(prefix="briefgen-soak-") as temporary:
        with preview.events("/") as events:
            next(events)
            for number in range(1, edits + 1):
                kind = writer.step()
                if number % every == 0 or number == edits:
                    wrong = differences(preview, site, Path(temporary) / "site")
                    assert not wrong, f"after edit {number} ({kind}): {wrong[:10]} of {len(wrong)}\n{preview.printed[-2000:]}"
                    say(f"{number} edits: {preview.memory() / 1e6:.0f} MB, {preview.descriptors()} descriptors")
                else:
                    time.sleep(writer.random.choice((0, 0, 0.01, 0.05)))
                if number == first:
                    differences(preview, site, Path(temporary) / "site")  # every page has been drawn and kept
                    settle(preview)
                    memory, descriptors = preview.memory(), preview.descriptors()
        settle(preview)
        say(f"memory {memory / 1e6:.1f} -> {preview.memory() / 1e6:.1f} MB, descriptors {descriptors} -> {preview.descriptors()}")
        assert preview.memory() < memory * (1 + MOST_GROWTH)
        assert preview.descriptors() <= descriptors


def settle(preview: Preview) -> None:
    """Lets it draw what it has to, and draws every kind of page once."""
    time.sleep(1)
    for url in ("/", "/briefings/", "/timeline/", "/methodology/", "/actors/"):
        preview.get(url)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edits", type=int, default=10_000)
    parser.add_argument("--every", type=int, default=100, help="how many edits lie between two comparisons")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--site", type=Path, default=HERE.parent, help="the site that is copied; this project's own by default")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="briefgen-soak-") as folder:
        soak(Site.from_dir(options.site, Path(folder) / "site"), options.edits, options.seed, options.every)


if __name__ == "__main__":
    main()
