"""Documentation held true: what the documents say is there is there, and nothing else is."""

from __future__ import annotations

import datetime
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from jinja2.defaults import DEFAULT_FILTERS

from briefgen import fieldtables
from briefgen.answers import STANCES, parse_answer
from briefgen.build import plan_build
from briefgen.options import Options
from briefgen.cli import cli
from briefgen.config import EXPORTS, SECTIONS, Config
from briefgen.dates import format_date, parse_date
from briefgen.model import REGISTRIES
from briefgen.layout import RECORD_KINDS as KINDS
from briefgen.templates import TemplateSet
from briefgen.views.columns import CLAIM_COLUMNS, EVENT_COLUMNS
from briefgen.yamltext import parse_yaml
from site_driver import ROOT, Site, language, run_in_process
from tutorial_runner import run_tutorial

UPDATE = os.environ.get("BRIEFGEN_UPDATE") == "1"
DOCS = ROOT / "docs"
STARTER = ROOT / "briefgen/starter"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
IN_MARCH_2024 = {"SOURCE_DATE_EPOCH": "1710500000"}
"""A "today" shortly after the starter site's briefing."""


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """What stands below a heading, up to the next of its rank or above."""
    rank = len(heading) - len(heading.lstrip("#"))
    _, found, rest = text.partition(f"{heading}\n")
    assert found, f"there is no heading '{heading}'"
    return re.split(rf"^#{{1,{rank}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def rows(text: str) -> list[list[str]]:
    """The cells of every table in `text`, heads left out."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    heads = {number for number, line in enumerate(lines[1:]) if re.match(r"\|---", line)}
    body = [line for number, line in enumerate(lines) if number not in heads and not re.match(r"\|---", line)]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in body]


def coded(text: str) -> list[str]:
    """What stands in `code` in `text`."""
    return re.findall(r"`([^`]+)`", text)


# --- the model: fields of content, settings, views ---


@pytest.mark.parametrize("name", fieldtables.DOCUMENTS)
def test_generated_tables_are_up_to_date(name: str) -> None:
    text = read(f"docs/{name}")
    assert fieldtables.rewrite(text) == text, "run python -m briefgen.fieldtables"


def test_every_record_has_its_table_and_no_other() -> None:
    def tables(name: str) -> list[str]:
        return sorted(re.findall(r"<!-- fields: (\w+) -->", read(f"docs/{name}")))

    def reached(*roots: type) -> list[str]:
        return sorted({record.__name__ for root in roots for record in fieldtables.reachable(root)})

    content = [root for root in fieldtables.WRITTEN if root is not Config]
    assert tables("content-format.md") == reached(*content)
    assert tables("configuration.md") == reached(Config)
    assert tables("templates.md") == reached(*fieldtables.SHOWN)


def test_every_field_that_people_write_says_what_it_means() -> None:
    for record in {r for root in fieldtables.WRITTEN for r in fieldtables.reachable(root)}:
        for name, _, meaning in rows(fieldtables.field_table(record)):
            assert meaning, f"{record.__name__}.{name} has no description"


def test_every_template_is_listed_with_the_view_that_it_gets() -> None:
    table = rows(section(read("docs/templates.md"), "## Override one file"))
    documented = {coded(template)[0]: view for template, _, view in table}
    planned = plan_build(ROOT, Options(datetime.date(2024, 12, 1)))
    assert planned.plan is not None, planned.problems
    pages = [page for page in planned.plan.values() if page.template.endswith(".html")]
    used = {page.template: f"[{type(page.view).__name__}](#{type(page.view).__name__.lower()})" for page in pages}
    assert documented == used


def test_every_kind_of_file_is_named() -> None:
    text = section(read("docs/content-format.md"), "## The folder")
    for kind, ending in KINDS.items():
        assert f"`content/{kind}/<id>{ending}`" in text
    assert set(re.findall(r"`(?:content/)?([a-z]+)\.yaml`", text)) - {"briefgen"} == set(REGISTRIES)


# --- examples in tables ---


def test_dates_print_as_the_table_says() -> None:
    examples = rows(section(read("docs/content-format.md"), "### Dates"))
    assert len(examples) > 10
    for written, shown in examples:
        assert format_date(parse_date(coded(written)[0])) == shown


def test_answers_are_the_ones_that_are_read() -> None:
    table = rows(section(read("docs/content-format.md"), "### Answers to questions"))
    words = {coded(word)[0]: meaning for word, meaning in table if coded(word)[0] in STANCES}
    assert words == dict(STANCES)
    for figure in (coded(word)[0] for word, _ in table if coded(word)[0] not in STANCES):
        assert parse_answer(figure)


def test_sections_of_the_navigation() -> None:
    said = re.search(r"The sections are (.*?)\. ", read("docs/configuration.md").replace("\n", " "))
    assert said and coded(said[1]) == list(SECTIONS)


# --- machine-readable files ---


@pytest.mark.parametrize("kind, columns", [("claim", CLAIM_COLUMNS), ("event", EVENT_COLUMNS)])
def test_every_column_is_documented_and_no_other(kind: str, columns: tuple[str, ...]) -> None:
    table = rows(section(read("docs/exports.md"), f"### Columns of `{kind}s.csv`"))
    assert {coded(column)[0]: meaning for column, meaning in table} == {c: language("en")[f"{kind}_columns.{c}"] for c in columns}


def test_every_export_is_documented_and_no_other() -> None:
    table = rows(section(read("docs/exports.md"), "## Which files there are"))
    assert {coded(name)[0] for name, *_ in table} == set(EXPORTS)
    said = re.search(r"\*\*exports\*\* lists (.*?) describes", read("docs/configuration.md").replace("\n", " "))
    assert said and {word for word in coded(said[1]) if word in EXPORTS} == set(EXPORTS)


def test_every_property_of_the_stix_extension_is_documented_and_no_other() -> None:
    planned = plan_build(ROOT, Options(datetime.date(2024, 12, 1)))
    assert planned.plan is not None and planned.renderer is not None
    bundle = json.loads(planned.renderer.render(planned.plan["/data/stix.json"]))
    used = {name for made in bundle["objects"] if made["type"] == "note" for e in made["extensions"].values() for name in e}
    table = rows(section(read("docs/exports.md"), "## STIX 2.1"))
    documented = {name for cell, *_ in table for name in coded(cell) if name not in ("of", "in")}
    assert used - {"extension_type"} == documented


# --- the command line ---


def test_every_command_is_documented_and_no_other() -> None:
    table = rows(section(read("docs/configuration.md"), "## Commands and options").split("###")[0])
    assert [coded(command)[0] for command, _ in table] == list(cli.commands)


def test_every_option_is_documented_and_no_other() -> None:
    text = section(read("docs/configuration.md"), "## Commands and options")
    documented: dict[str, set[str]] = {name: set() for name in ("briefgen", *cli.commands)}
    for heading in re.findall(r"^### Options of .*", text, re.MULTILINE):
        names = {name for option, _ in rows(section(text, heading)) for name in coded(option)}
        for command in coded(heading):
            documented[command] |= names
    assert documented.pop("briefgen") == _options(cli) | {"-h", "--help"}
    assert documented == {name: _options(command) for name, command in cli.commands.items()}


def _options(command: click.Command) -> set[str]:
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    return {name for option in options for name in (*option.opts, *option.secondary_opts)}


def test_every_environment_variable_is_documented_and_no_other() -> None:
    read_by_program = {
        name
        for path in sorted((ROOT / "briefgen").rglob("*.py"))
        for name in re.findall(r"environ(?:\.get\(|\[)\"([A-Z_]+)\"", path.read_text(encoding="utf-8"))
    }
    cells = [cell for row in rows(section(read("docs/configuration.md"), "## Environment")) for cell in row]
    assert read_by_program == {name for cell in cells for name in re.findall(r"`([A-Z_]+)(?:=\w+)?`", cell)}


# --- the look ---


def test_every_theme_token_is_documented_and_no_other() -> None:
    blocks = re.findall(r":root[^{]*\{(.*?)\}", read("templates/assets/style.css"), re.DOTALL)
    declared = {name for block in blocks for name in re.findall(r"--([a-z-]+):", block)}
    documented = [coded(token)[0] for token, _ in rows(section(read("docs/templates.md"), "## Theme tokens"))]
    assert sorted(documented) == sorted(declared)


def test_every_filter_is_documented_and_no_other() -> None:
    ours = TemplateSet({}, {}).environment.filters
    text = section(read("docs/templates.md"), "## Filters")
    tables = rows(text)
    assert {coded(name)[0] for name, *rest in tables if len(rest) == 1} == set(ours) - set(DEFAULT_FILTERS)
    said = re.search(r"except (.*?)\. ", text)
    assert said and set(coded(said[1])) == set(DEFAULT_FILTERS) - set(ours)


def test_every_part_is_documented_and_no_other() -> None:
    parts = {path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates/parts").glob("*.html")}
    assert {coded(name)[0] for name, *rest in rows(section(read("docs/templates.md"), "## Filters")) if len(rest) == 2} == parts


# --- links, commands and names of files in documents ---


def anchors(path: Path) -> set[str]:
    """The places that a link can lead to in a document, as code hosts make them from headings."""
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def relative_links(path: Path) -> Iterator[str]:
    text = re.sub(r"^```.*?^```|^(?: {4}|\t).*?$|`[^`\n]+`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:", target):
            yield target


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    for link in relative_links(path):
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), f"{link} leads nowhere"
        assert not anchor or anchor in anchors(target), f"{link}: there is no such heading"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_that_documents_name_are_there(path: Path) -> None:
    for name in re.findall(r"`((?:tests|briefgen|docs|templates|bench)/[\w./*-]*)`", path.read_text(encoding="utf-8")):
        assert any(ROOT.glob(name.rstrip("/"))), f"there is no {name}"


def test_readme_holds_one_build_and_one_test_command() -> None:
    """In the shape that .ci/run takes them from: a comment, then a block of one line."""
    text = read("README.md")
    for name in ("build command", "test command"):
        found = re.findall(rf"^<!-- {name} -->\n```sh\n(.+)\n```$", text, re.MULTILINE)
        assert len(found) == 1
        assert found[0].startswith("python3 -m venv .venv && .venv/bin/pip install ")
    assert ".venv/bin/briefgen build" in text
    assert found[0] in read("CONTRIBUTING.md")


def test_every_picture_is_shown_and_small() -> None:
    pictures = {path.name: path.stat().st_size for path in (DOCS / "pictures").glob("*")}
    shown = {name for path in DOCUMENTS for name in re.findall(r"pictures/([\w-]+\.png)\)", path.read_text(encoding="utf-8"))}
    assert set(pictures) == shown == {f"{name}.png" for name in re.findall(r'Shot\("([\w-]+)"', read("docs/screenshots.py"))}
    assert max(pictures.values()) <= 200_000


# --- the architecture ---


def test_architecture_is_short_and_maps_every_module() -> None:
    text = read("ARCHITECTURE.md")
    assert text.count("\n") < 200
    mapped = [name for row in rows(section(text, "## Code map")) for name in coded(row[0])]
    package = ROOT / "briefgen"
    modules = [path.relative_to(package).as_posix() for path in package.rglob("[!_]*.py")]
    folders = [name for name in mapped if name.endswith("/")]  # such a row stands for all modules in the folder
    single = [name for name in modules if not name.startswith(tuple(folders))]
    assert sorted(mapped) == sorted({*folders, *single}) and all((package / folder).is_dir() for folder in folders)


# --- the starter site and the tutorial ---


def start(folder: Path) -> Site:
    code, _, err = run_in_process(["init", str(folder), "-q"], IN_MARCH_2024)
    assert code == 0, err
    return Site(folder)


def test_the_starter_site_builds_without_a_problem(tmp_path: Path) -> None:
    site = start(tmp_path / "site").run("build", "--strict", env=IN_MARCH_2024).expect_clean()
    assert "contested" in site.text("/questions/bridge-safe-for-lorries/").lower()
    assert {row["outcome"] for row in site.list()} == {"published"}


def test_the_starter_site_is_described_by_the_schemas_it_names(tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    site = start(tmp_path / "site").run("schema").expect_exit(0)
    files = sorted(site.root.rglob("*.yaml"))
    assert len(files) == 7
    for file in files:
        text = file.read_text(encoding="utf-8")
        named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
        assert named, f"{file} names no schema"
        schema = json.loads((file.parent / named[1]).read_text(encoding="utf-8"))
        value, problems = parse_yaml(text, file.name)
        assert not problems
        jsonschema.Draft202012Validator(schema).validate(value)


def test_the_tutorial_is_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = DOCS / "tutorial.md"
    written = path.read_text(encoding="utf-8")
    happened = run_tutorial(written, IN_MARCH_2024)
    if UPDATE and _without_counts(happened) != _without_counts(written):
        path.write_text(happened, encoding="utf-8")
        return
    assert _without_counts(happened) == _without_counts(written)


def _without_counts(text: str) -> str:
    """How many files a build makes, how large they are and how long it takes are no part of the lesson."""
    return re.sub(r"[\d,]+ files, [\d.]+ MB in [\d.]+ s", "… files", text)
