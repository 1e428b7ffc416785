"""Turns a site of `make_corpus.py` into the same site for other generators:
`python bench/others.py SITE FOLDER hugo pelican eleventy` makes FOLDER/hugo and so on.

Each gets one content file per page (JSON front matter; the article's text as Markdown), its layouts
from the folder beside this file, and the style sheet. The timed runs start from there.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

from briefgen.build import Planned, plan_build
from briefgen.options import Options
from briefgen.exports.files import TextFileView

from records import Record, plain_of, records
from tools import HERE, TODAY

FENCES = {"hugo": ("", ""), "pelican": ("", ""), "eleventy": ("---json\n", "---\n")}
"""What stands around the front matter."""
ASSETS = {"hugo": "static/assets", "pelican": "theme/static", "eleventy": "assets"}
SECTIONS = ("home", "listing", "briefings", "timeline")


def plan_of(site: Path) -> Planned:
    """The site as briefgen plans it on `TODAY`."""
    planned = plan_build(site, Options(TODAY))
    if planned.plan is None:
        raise SystemExit("\n".join(f"{p.path}:{p.line}: {p.message}" for p in planned.problems))
    return planned


def write_other(tool: str, planned: Planned, folder: Path) -> int:
    """Writes the whole source folder of one tool and returns the number of its content files."""
    assert planned.plan is not None
    shutil.copytree(HERE / tool, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    content, count = folder / "content", 0
    for record in records(planned.plan):
        path = content / content_path(record, tool)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content_file(record, tool), encoding="utf-8")
        count += 1
    for url, page in planned.plan.items():
        if isinstance(page.view, TextFileView) and url.startswith("/assets/"):
            stem, _, ending = url.removeprefix("/assets/").split(".")
            path = folder / ASSETS[tool] / f"{stem}.{ending}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page.view.text, encoding="utf-8")
    return count


def content_path(record: Record, tool: str) -> str:
    """Where the record's file stands below the content folder; Hugo calls a section's own page `_index`."""
    name = record.url.strip("/")
    if tool == "hugo" and record.layout in SECTIONS and not record.params.get("year"):
        return f"{name}/_index.md".lstrip("/")
    return f"{name or 'index'}.md"


def content_file(record: Record, tool: str) -> str:
    """Front matter with one field on each line, then the body."""
    start, end = FENCES[tool]
    head = {"title": record.title, "description": plain_of(record.description), **_tool_fields(record, tool)}
    if record.date:
        head["date"] = record.date
    lines = [f"{_json(name)}: {_json(value)}" for name, value in head.items()]
    params = [f"  {_json(name)}: {_json(value)}" for name, value in record.params.items()]
    lines.append('"params": {\n' + ",\n".join(params) + "\n}")
    return start + "{\n" + ",\n".join(lines) + "\n}\n" + end + record.body + "\n"


def _tool_fields(record: Record, tool: str) -> dict[str, object]:
    match tool:
        case "hugo":
            return {"layout": record.layout, "outputs": ["html", "atom", "feed"] if record.feeds else ["html"]}
        case "eleventy":
            layout = f"{record.layout}.11ty.cjs"
            return {"layout": layout, "permalink": f"{record.url}index.html", "feeds": record.feeds}
    return {"template": record.layout, "url": record.url, "feeds": record.feeds}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("tools", nargs="+", choices=FENCES)
    options = parser.parse_args()
    planned = plan_of(options.site)
    for tool in options.tools:
        print(f"{tool}: {write_other(tool, planned, options.folder / tool):,} content files")


if __name__ == "__main__":
    main()
