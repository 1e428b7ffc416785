"""What is wrong with a plan: links that lead nowhere, pictures that are not there, files that stand in the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote

from briefgen.article import ArticleFace
from briefgen.catalog import Catalog
from briefgen.entries import Bodies
from briefgen.errors import Field, Finding, did_you_mean
from briefgen.layout import MANIFEST
from briefgen.markup import internal_links
from briefgen.urls import output_path


def check_links(catalog: Catalog, bodies: Bodies, plan: Mapping[str, object]) -> list[Finding]:
    """Links in the desk's prose, articles and free pages to pages that the site does not have."""
    findings = []
    for id in bodies.links.keys() & catalog.by_id.keys():
        for where, url in bodies.links[id]:
            findings.extend(_dead(url, f"content/annotations/{id}.yaml", where, plan))
    for id in bodies.article_links.keys() & catalog.articles.keys():
        for line, url in bodies.article_links[id]:
            findings.extend(_dead(url, f"content/articles/{id}.md", (), plan, line))
    for id, page in catalog.pages.items():
        for line, url in internal_links(page.body.blocks):
            findings.extend(_dead(url, f"content/pages/{id}.md", (), plan, line))
    return findings


def _dead(url: str, path: str, where: Field, plan: Mapping[str, object], body_line: int = 0) -> list[Finding]:
    page = unquote(url.split("#")[0].split("?")[0])
    if page in plan:
        return []
    hint = f"write '{page}/'" if page + "/" in plan else did_you_mean(page, plan) or "name a page of this site"
    return [Finding(path, where, "dead-link", f"there is no page at {page}", hint, token=url, body_line=body_line)]


def check_pictures(articles: Mapping[str, ArticleFace], withheld: frozenset[str], plan: Mapping[str, object]) -> list[Finding]:
    """Pictures of articles that are not among the copied files."""
    findings = []
    for id, article in articles.items():
        image = article.head.image
        if image and image.file and f"/{image.file}" not in plan and f"/{image.file}" not in withheld:
            message = f"there is no file content/static/{image.file}"
            hint = "save the picture there, or take 'file' out"
            findings.append(Finding(f"content/articles/{id}.md", ("image", "file"), "missing-picture", message, hint))
    return findings


def check_copied(copied: Mapping[str, str], plan: Iterable[str]) -> list[Finding]:
    """Copied files (URL -> path) that would take the place of an output, or of a folder that outputs stand in."""
    if not copied:
        return []
    files = {output_path(url) for url in plan} | {MANIFEST}
    folders = {file[:at] for file in files for at, character in enumerate(file) if character == "/"}
    findings = []
    for url, source in copied.items():
        path = PurePosixPath(output_path(url))
        if path.as_posix() in files | folders or any(parent.as_posix() in files for parent in path.parents):
            message = f"this file would stand where a page of the site does: {url}"
            findings.append(Finding(source, (), "url-taken", message, "rename the file"))
    return findings
