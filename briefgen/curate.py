"""Commands that make files for the analyst: a first site, and schemas for the editor."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from briefgen.config import Config
from briefgen.errors import UsageError
from briefgen.load import load_site
from briefgen.model import REFERENCES, REGISTRIES, Annotation, ArticleHead, PageHead
from briefgen.pack import temporary_pack
from briefgen.remembered import Memory
from briefgen.schema import json_schema
from briefgen.state import survey

STARTER = Path(__file__).parent / "starter"


def init_site(folder: Path) -> list[Path]:
    """Copies the starter site into `folder`, which must be empty or absent; the files made."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not empty; name a new folder")
    made = []
    for file in sorted(STARTER.rglob("*")):
        if file.is_file():
            target = folder / file.relative_to(STARTER)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
            made.append(target)
    (folder / ".gitignore").write_text("site/\n.site.*\n.briefgen/\n", encoding="utf-8")
    return [*made, folder / ".gitignore"]


def write_schemas(root: Path, folder: Path) -> list[Path]:
    """Writes one JSON Schema a file kind into `folder`; ids that the site knows become enums."""
    loaded = load_site(root, survey(root, 0), Memory(temporary_pack()))
    registries = loaded.content.registries if loaded.content else {}
    ids = {kind: list(registry.entries) for kind, registry in registries.items() if registry.exists}
    kinds = {"site": Config, "annotation": Annotation, "article": ArticleHead, "page": PageHead}
    schemas = {name: json_schema(kind) for name, kind in kinds.items()}
    schemas |= {kind: json_schema(Mapping[str, entry]) for kind, entry in REGISTRIES.items()}  # type: ignore[valid-type]
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in schemas.items():
        _name_ids(schema, ids)
        path = folder / f"{name}.schema.json"
        path.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        written.append(path)
    return written


def _name_ids(schema: dict[str, Any], ids: Mapping[str, list[str]]) -> None:
    """Puts the site's own ids where a field refers to a registry, so that editors complete them."""
    records = {**schema.get("$defs", {}), schema.get("title", ""): schema}
    for record, fields in REFERENCES.items():
        for field, kind in fields.items():
            spec = records.get(record, {}).get("properties", {}).get(field)
            if spec is None or kind not in ids:
                continue
            known = {"enum": [*ids[kind], "article"] if (record, field) == ("Claim", "by") else ids[kind]}
            if field == "answers":
                spec["propertyNames"] = known
            elif "items" in str(spec):
                spec["anyOf"] = [known, {"type": "array", "items": known}]
                spec.pop("type", None)
                spec.pop("items", None)
            else:
                spec["anyOf"] = [known, {"type": "null"}]
