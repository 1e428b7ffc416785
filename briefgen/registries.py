"""One registry read by itself, for commands that do not need the whole site."""

from __future__ import annotations

from pathlib import Path

from briefgen.names import Names, build_names
from briefgen.registry import Registry, merge_registry, parse_registry
from briefgen.sources import find_sources, read_text


def read_registry(root: Path, kind: str) -> Registry:
    """The entries that can be read; what is wrong with the files is for `check` to say."""
    paths = find_sources(root).records[kind]
    return merge_registry(kind, {path: parse_registry(read_text(root, path)[0], path, kind) for path in paths})[0]


def read_names(root: Path) -> tuple[Names, bool]:
    """(names of actors and regions, whether there is a registry of actors)."""
    actors, regions = read_registry(root, "actors"), read_registry(root, "regions")
    return build_names(actors, regions)[0], actors.exists
