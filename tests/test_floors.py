"""The floors of the program: a module imports from lower floors, or from its own; nothing in a ring."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "briefgen"

# Each row is one floor, or one of two neighbours on the same level that do not know each other.
# A package stands for all its modules.
FLOORS: tuple[tuple[int, str, tuple[str, ...]], ...] = (
    (0, "words", ("", "errors", "memo", "keptparts", "layout", "options", "pickling", "urls", "dates", "datehints", "reports", "yamlscalar")),
    (1, "values", ("answers", "scalars", "model", "targets", "config")),
    (
        2,
        "text to value",
        ("yamltext", "yamlfaults", "schema", "markup", "passages", "speech", "article", "annotation", "registry", "ownshapes", "briefing", "words"),
    ),
    (2, "cleaning", ("clean",)),
    (3, "the site as a value", ("references", "names", "entries", "crosschecks", "ledger", "catalog", "groups", "prose", "evidence", "speakers", "quoting", "drafting", "views", "datafiles", "plancheck", "planner", "plan")),
    (4, "pages as bytes", ("graphics", "jinja", "templates", "render", "exports")),
    (5, "disk", ("sources", "registries", "places", "pack", "workers", "swap", "output", "state", "reading", "remembered", "load", "look", "shelf", "flatten", "changes", "shares", "drawing")),
    (5, "the search index", ("search",)),
    (6, "commands", ("build", "handover", "run", "explain", "listing", "curate", "cleaning", "annotating", "fieldtables", "publish", "live", "serve")),
    (7, "the command line", ("clioptions", "clicontent", "cliserve", "cli", "__main__")),
)


def module_names() -> dict[str, Path]:
    """Dotted name below the package ("" is the package itself) -> file."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(part for part in parts if part != "__init__")] = path
    return found


MODULES = module_names()


def imports(path: Path) -> Iterator[str]:
    """The package's modules that a file imports, in functions and for type checking too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            inside = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if name.removeprefix("briefgen.") in MODULES else str(node.module) for name in inside]
        else:
            continue
        yield from (name.removeprefix("briefgen").removeprefix(".") for name in names if name.split(".")[0] == "briefgen")


IMPORTS = {module: sorted(set(imports(path)) - {module}) for module, path in MODULES.items()}


def floor_of(module: str) -> tuple[int, str]:
    top = module.split(".")[0]
    for level, name, members in FLOORS:
        if module in members or top in members:
            return level, name
    pytest.fail(f"briefgen/{module.replace('.', '/')}.py stands on no floor: place it in FLOORS")


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_from_lower_floors_or_its_own(module: str) -> None:
    level, name = floor_of(module)
    upward = [
        f"{module} ({name}) imports {other} ({floor_of(other)[1]})"
        for other in IMPORTS[module]
        if not (floor_of(other)[0] < level or floor_of(other) == (level, name))
    ]
    assert not upward, upward


def test_no_modules_import_each_other_in_a_ring() -> None:
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " -> ".join((*trail[trail.index(module) :], module))
        if module not in done:
            for other in IMPORTS.get(module, ()):
                if not module.startswith(f"{other}.") and other:  # a module's own package is no use of it
                    visit(other, (*trail, module))
            done.add(module)

    for module in MODULES:
        visit(module, ())


def test_the_table_names_no_module_that_is_gone() -> None:
    tops = {module.split(".")[0] for module in MODULES}
    assert [name for _, _, members in FLOORS for name in members if name not in tops] == []


def test_nothing_reads_a_clock_but_dates() -> None:
    """Design, promise 6: "today" is one declared input, read once."""
    for module, path in MODULES.items():
        text = path.read_text(encoding="utf-8")
        for call in ("datetime.now", "date.today", "time.time(", "utcnow"):
            assert call not in text or module == "dates", f"{module} calls {call}"
