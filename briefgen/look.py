"""The look of a site, read from disk: the default templates under the site's own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from briefgen.config import Config
from briefgen.errors import Problem
from briefgen.plan import Look
from briefgen.sources import read_text
from briefgen.templates import TemplateSet

STYLE, ICON = "assets/style.css", "assets/icon.svg"
ASSET_KINDS = (".css", ".svg", ".js")
_DARK_THEME = re.compile(r"@media \(prefers-color-scheme: dark\) \{(.*?)\n\}", re.DOTALL)
_TOKEN = re.compile(r"--([a-z0-9-]+):")


def default_folder() -> Path:
    """Where the templates that come with briefgen are: in the package, or beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "default_templates"
    return installed if installed.is_dir() else package.parent / "templates"


def load_templates(root: Path) -> tuple[TemplateSet, dict[str, str], list[Problem]]:
    """(the templates, the assets by name, problems): the site's own files override the default ones."""
    texts: dict[str, str] = {}
    paths: dict[str, str] = {}
    problems: list[Problem] = []
    for folder in (default_folder(), root / "templates"):
        for file in sorted(folder.rglob("*")):
            name = file.relative_to(folder).as_posix()
            if file.is_file() and file.suffix in (".html", *ASSET_KINDS) and not file.name.startswith("."):
                texts[name], found = read_text(folder.parent, f"{folder.name}/{name}")
                paths[name] = f"templates/{name}"
                problems += found
    assets = {name: text for name, text in texts.items() if not name.endswith(".html")}
    templates = TemplateSet({name: text for name, text in texts.items() if name not in assets}, paths)
    return templates, assets, problems + templates.check()


def make_look(templates: TemplateSet, assets: Mapping[str, str], config: Config) -> Look:
    """The look with the site's own style tokens. An asset's URL changes with its text, so that a
    browser may keep it for ever."""
    texts = {**assets, STYLE: assets[STYLE] + _themed(config.theme, assets[STYLE])}
    urls = {name: _hashed(name, text) for name, text in texts.items()}
    return Look(templates.keys, {urls[name]: text for name, text in texts.items()}, urls[STYLE], urls[ICON])


def _hashed(name: str, text: str) -> str:
    """ "/assets/style.0123456789ab.css" for "assets/style.css"."""
    stem, _, ending = name.rpartition(".")
    return f"/{stem}.{hashlib.sha256(text.encode()).hexdigest()[:12]}.{ending}"


def _themed(theme: Mapping[str, str], style: str) -> str:
    """CSS that sets the site's own tokens. One that `style` sets anew for the dark theme holds in the
    light theme only, its "dark-" form in the dark one; any other holds in both."""
    dark = {name.removeprefix("dark-"): value for name, value in theme.items() if name.startswith("dark-")}
    two_fold = {*dark, *_TOKEN.findall("".join(_DARK_THEME.findall(style)))}
    plain = {name: value for name, value in theme.items() if not name.startswith("dark-")}
    light = {name: value for name, value in plain.items() if name in two_fold}
    both = {name: value for name, value in plain.items() if name not in two_fold}
    schemes = (("all", both), ("(prefers-color-scheme: light)", light), ("(prefers-color-scheme: dark)", dark))
    return "".join(f"@media {scheme} {{\n  :root {{\n{_declared(tokens)}  }}\n}}\n" for scheme, tokens in schemes if tokens)


def _declared(tokens: Mapping[str, str]) -> str:
    return "".join(f"    --{name}: {value};\n" for name, value in tokens.items())
