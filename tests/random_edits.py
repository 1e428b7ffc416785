"""Random edits of a site's folder, of every kind that people make: for tests that build after each."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path


class Editor:
    """Edits the site at `root`; the same seed makes the same edits."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.random = random.Random(seed)
        self.number = 0
        self.kinds: list[Callable[[], str]] = [
            self.body, self.body, self.body, self.title, self.claim_date, self.published, self.article_text,
            self.article_title, self.rights, self.actor_name, self.actor_alias, self.registry_note, self.question,
            self.rename_briefing, self.rename_article, self.remove_briefing, self.add_briefing, self.draft,
            self.base_template, self.part_template, self.style, self.drop_templates, self.settings, self.free_page,
            self.static_file, self.region, self.source, self.topic,
        ]  # fmt: skip

    def edit(self) -> str:
        """One edit; what it was."""
        self.number += 1
        kind = self.random.choice(self.kinds)
        return f"{self.number} {kind.__name__}: {kind()}"

    # -- ways to change a file ---------------------------------------------------------------------

    def one(self, pattern: str) -> Path:
        return self.random.choice(sorted(self.root.glob(pattern)))

    def sub(self, path: Path, pattern: str, replacement: str) -> str:
        text = path.read_text(encoding="utf-8")
        places = list(re.finditer(pattern, text, re.MULTILINE))
        if not places:
            return "nothing"
        place = self.random.choice(places)
        path.write_text(text[: place.start()] + place.expand(replacement) + text[place.end() :], encoding="utf-8")
        return f"{path.relative_to(self.root)} {place[0][:30]!r}"

    @property
    def word(self) -> str:
        """Now and then the name of somebody, which links."""
        return self.random.choice([f"word{self.number}", "NATO", "Russia", "Sergei Lavrov", "Kursk"])

    # -- kinds of edits ----------------------------------------------------------------------------

    def body(self) -> str:
        line = r"^((?:why_it_matters|analysis): (?:>-|\|)\n  \S.*|  - (?!by|kind|date)[A-Z][a-z]+ \S.*)"
        return self.sub(self.one("content/annotations/*.yaml"), line, rf"\1 {self.word}")

    def title(self) -> str:
        return self.sub(self.one("content/annotations/*.yaml"), r"^title: (.*)", rf"title: \1 {self.number}")

    def claim_date(self) -> str:
        day = self.random.randint(1, 28)
        return self.sub(self.one("content/annotations/*.yaml"), r"^    date: \S+", f"    date: 2024-10-{day:02}")

    def published(self) -> str:
        day = self.random.randint(1, 28)
        return self.sub(self.one("content/a*/2024*"), r"^published: \S+", f"published: 2024-11-{day:02}")

    def article_text(self) -> str:
        path = self.one("content/articles/*.md")
        path.write_text(path.read_text(encoding="utf-8") + f"\nOne more paragraph, {self.number}.\n", encoding="utf-8")
        return path.name

    def article_title(self) -> str:
        return self.sub(self.one("content/articles/*.md"), r"^title: (.*)", rf"title: \1 {self.number}")

    def rights(self) -> str:
        rights = self.random.choice(["full", "passages", "unknown"])
        return self.sub(self.one("content/articles/*.md"), r"^rights: \S+", f"rights: {rights}")

    def actor_name(self) -> str:
        return self.sub(self.one("content/actors/*.yaml"), r"^  name: (.*)", rf"  name: \1 {self.number}")

    def actor_alias(self) -> str:
        return self.sub(self.one("content/actors/*.yaml"), r"^  name: (.*)\n(?!  aliases)", rf"  name: \1\n  aliases: [word{self.number - 3}]\n")

    def registry_note(self) -> str:
        return self.sub(self.one("content/actors/*.yaml"), r"^  note: (.*)", rf"  note: \1 {self.word}")

    def region(self) -> str:
        return self.sub(self.root / "content/regions.yaml", r"^  name: (.*)", rf"  name: \1 {self.number}")

    def source(self) -> str:
        return self.sub(self.root / "content/sources.yaml", r"^  reliability: \S", f"  reliability: {self.random.choice('ABCDEF')}")

    def topic(self) -> str:
        return self.sub(self.root / "content/topics.yaml", r"^  name: (.*)", rf"  name: \1 {self.number}")

    def question(self) -> str:
        return self.sub(self.root / "content/questions.yaml", r"^  ask: (.*)\?", rf"  ask: \1 {self.number}?")

    def rename_briefing(self) -> str:
        path = self.one("content/annotations/*.yaml")
        text = path.read_text(encoding="utf-8")
        if not re.search("^articles:", text, re.MULTILINE):
            text = f"articles: [{path.stem}]\n{text}"
        path.unlink()
        new = path.with_name(f"2024-11-{self.number % 28 + 1:02}-renamed-{self.number}.yaml")
        new.write_text(text, encoding="utf-8")
        return f"{path.name} to {new.name}"

    def rename_article(self) -> str:
        path = self.one("content/articles/*.md")
        new = path.with_name(f"2024-renamed-{self.number}.md")
        path.rename(new)
        if self.random.random() < 0.8:  # else its briefings have lost it, and the build says so
            for file in self.root.glob("content/annotations/*.yaml"):
                text = file.read_text(encoding="utf-8")
                if file.stem == path.stem and not re.search("^articles:", text, re.MULTILINE):
                    text = f"articles: [{new.stem}]\n{text}"
                file.write_text(text.replace(f"[{path.stem}]", f"[{new.stem}]"), encoding="utf-8")
        return f"{path.name} to {new.name}"

    def remove_briefing(self) -> str:
        path = self.one("content/annotations/*.yaml")
        if len(list(path.parent.iterdir())) > 4:
            path.unlink()
        return path.name

    def add_briefing(self) -> str:
        path = self.one("content/annotations/*.yaml")
        text = path.read_text(encoding="utf-8")
        if not re.search("^articles:", text, re.MULTILINE):
            text = f"articles: [{path.stem}]\n{text}"
        text = re.sub(r"^formerly: .*\n", "", text, flags=re.MULTILINE)
        path.with_name(f"2024-10-{self.number % 28 + 1:02}-added-{self.number}.yaml").write_text(text, encoding="utf-8")
        return path.name

    def draft(self) -> str:
        path = self.one("content/annotations/*.yaml")
        text = path.read_text(encoding="utf-8")
        with_draft, without = f"draft: yes\n{text}", re.sub("^draft: yes\n", "", text, flags=re.MULTILINE)
        path.write_text(without if without != text else with_draft, encoding="utf-8")
        return path.name

    def _override(self, name: str) -> Path:
        target = self.root / "templates" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(Path(__file__).parent.parent / "templates" / name, target)
        return target

    def base_template(self) -> str:
        return self.sub(self._override("base.html"), r"<body", f'<body data-edit="{self.number}"')

    def part_template(self) -> str:
        return self.sub(self._override("actor.html"), r"\A", f"{{# edit {self.number} #}}")

    def style(self) -> str:
        return self.sub(self._override("assets/style.css"), r"\A", f"/* edit {self.number} */\n")

    def drop_templates(self) -> str:
        shutil.rmtree(self.root / "templates", ignore_errors=True)
        return "all"

    def settings(self) -> str:
        line = self.random.choice([f"title: Title {self.number}", f"review_after_days: {self.number % 40 + 1}", "links: files", "links: folders"])
        path, name = self.root / "briefgen.yaml", line.split(":")[0]
        text = re.sub(rf"^{name}:.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        path.write_text(f"{text}{line}\n", encoding="utf-8")
        return line

    def free_page(self) -> str:
        path = self.root / f"content/pages/page-{self.number % 3}.md"
        if path.exists() and self.random.random() < 0.5:
            path.unlink()
        else:
            path.write_text(f"---\ntitle: Page {self.number}\n---\n\nText {self.word}.\n", encoding="utf-8")
        return path.name

    def static_file(self) -> str:
        path = self.root / f"content/static/file-{self.number % 3}.txt"
        if path.exists() and self.random.random() < 0.5:
            path.unlink()
        else:
            path.write_text(f"{self.number}\n", encoding="utf-8")
        return path.name
