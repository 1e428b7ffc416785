"""Every problem that can be printed, word for word; none without a case, none without its documentation."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from case_reader import CASES, read_cases
from site_driver import HERE, ROOT, Site

UPDATE = os.environ.get("BRIEFGEN_UPDATE") == "1"
TABLE = CASES / "problems.txt"
_HEADER = re.compile(r"^\S.*?:\d+:\d+: (error|warning|notice) ([a-z0-9-]+): ", re.MULTILINE)


def prepare(folder: Path, story: str) -> Site:
    """The site that a case describes, after the command that it names."""
    lines = story.splitlines()
    base = lines.pop(0).split()[1] if lines[0].startswith("site ") else "small"
    site, command = Site.from_dir(HERE / "sites" / base, folder), ["check"]
    while lines:
        verb, _, rest = lines.pop(0).partition(" ")
        body = []
        while lines and lines[0].split(" ")[0] not in ("edit", "write", "remove", "bytes", "link", "run"):
            body.append(lines.pop(0))
        marked = {mark: "\n".join(line[1:] for line in body if line[:1] == mark) for mark in "-+"}
        match verb:
            case "edit":
                site.replace(rest, marked["-"], marked["+"])
            case "write":
                site.write(rest, marked["+"] + "\n")
            case "remove":
                site.remove(rest)
            case "bytes":
                site.write(rest, bytes.fromhex("".join(body)))
            case "link":
                (site.root / rest).symlink_to(body[0])
            case "run":
                command = rest.split()
            case _:
                pytest.fail(f"'{verb}' is no verb of a case")
    return site.run(*command)


@pytest.mark.parametrize(("story", "expected"), read_cases("problems"))
def test_each_problem_is_printed_word_for_word(
    story: str, expected: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    site = prepare(tmp_path / "site", story)
    said = "".join(line + "\n" for line in site.err.splitlines() if not re.match(r"(\d+ (error|warning|notice)|no problems)", line)).rstrip("\n")
    if UPDATE:
        _rewrite(story, said)
        return
    assert said == expected
    assert site.code == (1 if ": error " in said else 0)
    assert not (site.root / "site").exists(), "a problem was found, and something was written"


def _rewrite(story: str, said: str) -> None:
    text = TABLE.read_text(encoding="utf-8")
    escaped = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202f\ufeff]", lambda m: f"\\u{ord(m[0]):04x}", said)
    pattern = re.compile(r"(^\.\n" + re.escape(story) + r"\n\.\n).*?^\.\n", re.MULTILINE | re.DOTALL)
    new, count = pattern.subn(lambda m: f"{m[1]}{escaped}\n.\n" if escaped else f"{m[1]}.\n", text)
    assert count == 1
    TABLE.write_text(new, encoding="utf-8")


# --- no code without a case, no case without a code ---

# Calls that make a problem, and where the code stands among their arguments.
_MAKERS = {"Problem": 4, "Finding": 2, "MarkupProblem": 1, "Fault": 0, "_Mistake": 1, "refuse": 1 - 1, "_at_top": 2, "_problem": 2}


def codes_in_source() -> dict[str, str]:
    """code -> a file that can print it, for all of the program but its cleaning."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "briefgen").rglob("*.py")):
        if "clean" in path.relative_to(ROOT).parts:
            continue
        text = path.read_text(encoding="utf-8")
        for code in _codes(ast.parse(text)):
            found.setdefault(code, path.name)
        if path.parent.name == "passages":
            found |= {code: path.name for code in re.findall(r'"(passage-[a-z]+)"', text)}
    return found


def _codes(tree: ast.Module) -> Iterator[str]:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for scope in [tree, *functions]:
        assigned = {
            target.id: node.value
            for node in ast.walk(scope)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(scope):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in _MAKERS:
                    given = [k.value for k in node.keywords if k.arg == "code"] or node.args[_MAKERS[name] :][:1]
                    for value in given:
                        yield from _literals(assigned.get(value.id, value) if isinstance(value, ast.Name) else value)


def _literals(value: ast.expr) -> Iterator[str]:
    from briefgen.references import SINGULAR

    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.IfExp):
        yield from (*_literals(value.body), *_literals(value.orelse))
    elif isinstance(value, ast.JoinedStr):
        start = value.values[0]
        assert isinstance(start, ast.Constant) and start.value == "unknown-", "a code of an unknown making"
        yield from (f"unknown-{singular}" for singular in SINGULAR.values())


def codes_with_a_case() -> set[str]:
    return {code for case in read_cases("problems") for _, code in _HEADER.findall(case.values[1])}


def codes_documented() -> dict[str, str]:
    """code -> severity, from the table of docs/problems.md."""
    text = (ROOT / "docs/problems.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `([a-z0-9-]+)` \| (error|warning|notice) \| [^|]+ \| [^|]+ \|$", text, re.MULTILINE))


def test_every_code_has_a_case_and_every_case_a_code() -> None:
    assert sorted(codes_with_a_case()) == sorted(codes_in_source())


def test_every_code_is_documented_with_its_severity() -> None:
    printed = {code: severity for case in read_cases("problems") for severity, code in _HEADER.findall(case.values[1])}
    assert codes_documented() == printed


def test_the_documentation_lists_the_codes_in_order() -> None:
    assert list(codes_documented()) == sorted(codes_documented())


def test_a_cases_title_names_the_code_that_it_is_for() -> None:
    for case in read_cases("problems"):
        code = re.match(r"[a-z0-9-]+", case.id)[0]
        assert code in {code for _, code in _HEADER.findall(case.values[1])}, case.id


def test_every_error_says_what_to_do() -> None:
    for case in read_cases("problems"):
        if case.id != "nested-too-deep in YAML":  # the row of brackets speaks for itself
            assert len(_HEADER.findall(case.values[1])) == case.values[1].count("\n    hint: "), case.id
