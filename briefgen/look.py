"""The look of a site, read from disk: the default templates under the site's own."""

from __future__ import annotations

import hashlib
from pathlib import Path

from briefgen.config import Config
from briefgen.errors import Problem
from briefgen.plan import Look
from briefgen.sources import read_text
from briefgen.templates import TemplateSet

STYLE = "assets/style.css"


def default_folder() -> Path:
    """Where the templates that come with briefgen are: in the package, or beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "default_templates"
    return installed if installed.is_dir() else package.parent / "templates"


def load_templates(root: Path) -> tuple[TemplateSet, str, list[Problem]]:
    """(the templates, the style sheet, problems): the site's own files override the default ones."""
    texts: dict[str, str] = {}
    paths: dict[str, str] = {}
    problems: list[Problem] = []
    for folder in (default_folder(), root / "templates"):
        for file in sorted(folder.rglob("*")):
            name = file.relative_to(folder).as_posix()
            if file.is_file() and file.suffix in (".html", ".css") and not file.name.startswith("."):
                texts[name], found = read_text(folder.parent, f"{folder.name}/{name}")
                paths[name] = f"templates/{name}"
                problems += found
    style = texts.pop(STYLE)
    templates = TemplateSet({name: text for name, text in texts.items() if name.endswith(".html")}, paths)
    return templates, style, problems + templates.check()


def make_look(templates: TemplateSet, style: str, config: Config) -> Look:
    """The look with the site's own style tokens; the style sheet's URL changes with its text."""
    light = {k: v for k, v in config.theme.items() if not k.startswith("dark-")}
    dark = {k.removeprefix("dark-"): v for k, v in config.theme.items() if k.startswith("dark-")}
    if light:
        style += _tokens(light)
    if dark:
        style += f"@media (prefers-color-scheme: dark) {{\n{_tokens(dark)}}}\n"
    digest = hashlib.sha256(style.encode()).hexdigest()[:12]
    return Look(templates.keys, style, f"/assets/style.{digest}.css")


def _tokens(tokens: dict[str, str]) -> str:
    return ":root {\n" + "".join(f"  --{name}: {value};\n" for name, value in tokens.items()) + "}\n"
