"""The look of a site, read from disk: the default templates under the site's own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from briefgen.config import Config
from briefgen.errors import Problem, did_you_mean
from briefgen.graphics.picture import can_draw_pictures
from briefgen.layout import CONFIG_FILE
from briefgen.planner import Look
from briefgen.sources import read_text
from briefgen.state import default_templates, template_files
from briefgen.templates import TemplateSet
from briefgen.words import Words, merge_words
from briefgen.yamltext import locate

STYLE, SCRIPT, ICON = "assets/style.css", "assets/page.js", "assets/icon.svg"
SEARCH_STYLE, SEARCH_SCRIPT = "assets/search.css", "assets/search.js"
LANGUAGES = "languages"
MEASURE = "en"
RIGHT_TO_LEFT = ("ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi")
"""Languages that are written from the right, for those without a language file of their own."""
_TOKEN = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")
_PAIR = re.compile(r"light-dark\(([^,()]+(?:\([^()]*\))?[^,()]*),\s*(.+)\)\Z")


def load_templates(
    root: Path, language: str = MEASURE, known: Mapping[str, str] | None = None
) -> tuple[TemplateSet, dict[str, str], list[Problem]]:
    """(the templates with the words of `language`, the assets by name, problems).

    The site's own files override the default ones. `known` are the templates' keys where all of them were checked
    before, had no problems, and have not changed since.
    """
    texts: dict[str, str] = {}
    paths: dict[str, str] = {}
    problems: list[Problem] = []
    for folder in (default_templates(), root / "templates"):
        for file in template_files(folder):
            name = file.relative_to(folder).as_posix()
            if file.suffix == ".yaml":
                continue  # words of a language, which are read by themselves
            texts[name], found = read_text(folder.parent, f"{folder.name}/{name}")
            paths[name] = f"templates/{name}"
            problems += found
    assets = {name: text for name, text in texts.items() if not name.endswith(".html")}
    words, found = load_words(root, language)
    problems += found
    if words is None:
        return TemplateSet({}, paths), assets, problems
    templates = TemplateSet({name: text for name, text in texts.items() if name not in assets}, paths, words, known)
    return templates, assets, problems + (templates.check() if known is None else [])


def load_words(root: Path, language: str) -> tuple[Words | None, list[Problem]]:
    """The interface's words in `language` (BCP 47): "de-AT" is looked for, then "de"."""
    tags = [language.lower(), language.lower().partition("-")[0]]
    found = next((tag for tag in tags if _word_folders(root, tag)), "")
    ours, unread = _word_files(_word_folders(root, MEASURE)[:1], MEASURE)
    theirs, more = _word_files(_word_folders(root, found), found) if found else ([], [])
    if unread or more:
        return None, list(dict.fromkeys([*unread, *more]))  # rather than to miss the words that stand there
    measure, problems = merge_words(MEASURE, ours, None)
    if found:
        words, more = merge_words(found, theirs, measure)
        return words, [*problems, *more]
    line, column, excerpt = locate(_settings(root), ("language",))
    message = f"there are no interface words in '{language}', so pages say them in English"
    hint = f"copy languages/en.yaml into templates/languages/{tags[-1]}.yaml and translate it"
    problem = Problem(CONFIG_FILE, line, column, "warning", "no-language", message, hint, excerpt)
    direction = "rtl" if tags[-1] in RIGHT_TO_LEFT else "ltr"
    return replace(measure, direction=direction) if measure else None, [*problems, problem]


def _word_folders(root: Path, language: str) -> list[Path]:
    """The folders of templates that have a catalogue of `language`: the default ones and the site's own."""
    return [folder for folder in (default_templates(), root / "templates") if (folder / LANGUAGES / f"{language}.yaml").is_file()]


def _word_files(folders: Iterable[Path], language: str) -> tuple[list[tuple[str, str]], list[Problem]]:
    """((path, text) of each folder's catalogue, why some cannot be read)."""
    name = f"{LANGUAGES}/{language}.yaml"
    texts = [read_text(folder.parent, f"{folder.name}/{name}") for folder in folders]
    return [(f"templates/{name}", text) for text, _ in texts], [problem for _, problems in texts for problem in problems]


def _settings(root: Path) -> str:
    return read_text(root, CONFIG_FILE)[0]


def make_look(templates: TemplateSet, assets: Mapping[str, str], config: Config) -> Look:
    """The look with the site's own style tokens. An asset's URL changes with its text, so that a
    browser may keep it for ever."""
    texts = {**assets, STYLE: assets[STYLE] + _themed(config.theme, assets[STYLE])}
    urls = {name: _hashed(name, text) for name, text in texts.items()}
    published = {urls[name]: text for name, text in texts.items()}
    named = (urls[name] for name in (STYLE, SCRIPT, ICON, SEARCH_STYLE, SEARCH_SCRIPT))
    return Look(templates.keys, published, *named, templates.words, config.cards and can_draw_pictures())


def _hashed(name: str, text: str) -> str:
    """ "/assets/style.0123456789ab.css" for "assets/style.css"."""
    stem, _, ending = name.rpartition(".")
    return f"/{stem}.{hashlib.sha256(text.encode()).hexdigest()[:12]}.{ending}"


def _themed(theme: Mapping[str, str], style: str) -> str:
    """CSS that sets the site's own tokens; "dark-" and a name is the second value of a token that has two."""
    given = dict(reversed(_TOKEN.findall(style)))  # the first one counts; on paper some are set anew
    names = dict.fromkeys(name.removeprefix("dark-") for name in theme)
    declared = "".join(f"  --{name}: {_token(name, theme, given.get(name, ''))};\n" for name in names)
    return f":root {{\n{declared}}}\n" if declared else ""


def _token(name: str, theme: Mapping[str, str], given: str) -> str:
    """The token's value in both themes; what the site leaves out stays as `given`."""
    pair = _PAIR.match(given)
    light, dark = (pair[1], pair[2]) if pair else (given, given)
    light, dark = theme.get(name, light), theme.get(f"dark-{name}", dark)
    return f"light-dark({light}, {dark})" if pair or f"dark-{name}" in theme else light


def check_theme(root: Path, theme: Mapping[str, str], style: str) -> list[Problem]:
    """A warning for each token of the site's theme that the style sheet does not have."""
    known = {name for name, _ in _TOKEN.findall(style)}
    known |= {f"dark-{name}" for name, value in _TOKEN.findall(style) if _PAIR.match(value)}
    problems = []
    for name in theme:
        if name not in known:
            line, column, excerpt = locate(_settings(root), ("theme", name), on_key=True)
            hint = did_you_mean(name, known) or "docs/templates.md lists the tokens"
            message = f"the style sheet has no token '{name}'"
            problems.append(Problem(CONFIG_FILE, line, column, "warning", "unknown-token", message, hint, excerpt))
    return problems
