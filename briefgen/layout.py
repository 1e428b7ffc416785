"""The names of a site's files and folders."""

from __future__ import annotations

CONFIG_FILE = "briefgen.yaml"
MANIFEST = "site-manifest.json"
"""The file that lists all outputs, at the root of the output folder."""
SHAPES_FILE = "content/shapes.geojson"
STATE_FOLDER = ".briefgen"
"""What the last build knew; beside the settings, ignored by git."""
REGISTRY_KINDS = ("actors", "regions", "questions", "topics", "sources")
RECORD_KINDS = {"articles": ".md", "annotations": ".yaml", "pages": ".md"}
"""Folders below content/ that hold one record a file, and the files' ending."""
TEMPLATE_KINDS = (".html", ".css", ".svg", ".js", ".yaml")
"""Endings of what a site is drawn with: templates, assets, and the words of a language."""
