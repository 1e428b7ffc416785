"""Rules for web servers: what may be cached for how long, which policy to send, where old addresses lead.

Every page carries its own strict policy. The header adds what a page cannot say of itself, that
nobody may frame it; for the rest it allows what any page does, because a browser obeys both.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from briefgen.publish.keep import read_site
from briefgen.urls import base_path

FOR_EVER = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300"
A_DAY = "public, max-age=86400"
HASHED = r"\.[0-9a-f]{12}\.[a-z0-9]+$"
"""How names end that change with what the file holds."""
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".ico", ".woff2")
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"')
_REFRESH = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"]*)"')
_HEAD = 8192
"""In how many of a page's first characters its head is looked for."""
_TEXTS = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "json": "application/json",
          "xml": "application/xml", "atom": "application/atom+xml", "txt": "text/plain", "csv": "text/csv"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rules:
    """What a server should know of a site that stands at the path `base` ("/briefings/").

    `moved`: (old, new), paths below `base`. `hashed`: the files that may be kept for ever.
    """

    base: str
    policy: str
    moved: tuple[tuple[str, str], ...]
    hashed: tuple[str, ...]


def cache_lifetime(path: str) -> str:
    """The Cache-Control header (RFC 9111) for a file of the site."""
    if re.search(HASHED, path):
        return FOR_EVER
    return A_DAY if path.endswith(_PICTURES) else SHORT


def read_rules(site: Path, url: str) -> Rules:
    """The rules for a built site that will stand at `url`."""
    manifest = read_site(site)
    policies, moved = set(), []
    for path in manifest:
        if not path.endswith(".html"):
            continue
        with (site / path).open(encoding="utf-8") as file:
            head = file.read(_HEAD)
        policies |= {html.unescape(found) for found in _POLICY.findall(head)}
        if refresh := _REFRESH.search(head):
            old = path.removesuffix("index.html")
            moved.append((old, urljoin(f"http://x/{old}", html.unescape(refresh[1])).removeprefix("http://x/")))
    hashed = tuple(path for path in manifest if re.search(HASHED, path))
    return Rules(base_path(url), shared_policy(policies), tuple(moved), hashed)


def shared_policy(policies: set[str]) -> str:
    """One policy that allows whatever any of these does (Content Security Policy Level 3), and no framing.

    Hashes of scripts are left out: they stand for blocks of data, which no policy governs.
    """
    parsed = [{name: sources for name, *sources in (part.split() for part in policy.split(";") if part.strip())} for policy in sorted(policies)]
    merged: dict[str, list[str]] = {}
    for name in dict.fromkeys(name for policy in parsed for name in policy):
        if not name.endswith("-src") and not all(name in policy for policy in parsed):
            continue  # a page without this directive is free in it
        sources = dict.fromkeys(source for policy in parsed for source in policy.get(name, ()))
        kept = [source for source in sources if not (name == "script-src" and source.startswith("'sha"))]
        merged[name] = [source for source in kept if source != "'none'"] or ["'none'"]
    return "; ".join([*(" ".join([name, *sources]) for name, sources in merged.items()), "frame-ancestors 'none'"])


def headers_file(rules: Rules) -> str:
    """`_headers`, as Netlify and Cloudflare Pages read it. They keep pages for a short time by themselves."""
    lines = ["/*", f"  Content-Security-Policy: {rules.policy}", "  X-Content-Type-Options: nosniff"]
    for path in rules.hashed:
        lines += [f"/{path}", f"  Cache-Control: {FOR_EVER}"]
    return "\n".join(lines) + "\n"


def redirects_file(rules: Rules) -> str:
    """`_redirects`, for the same hosts."""
    return "".join(f"/{old} /{new} 301\n" for old, new in rules.moved)


def htaccess(rules: Rules) -> str:
    """`.htaccess` for Apache: for mod_headers, mod_alias and, for compressed copies, mod_rewrite."""
    types = "".join(
        f'<FilesMatch "\\.{ending}\\.{copy}$">\nForceType "{kind}; charset=utf-8"\nHeader set Content-Encoding {encoding}\nHeader append Vary Accept-Encoding\n</FilesMatch>\n'
        for copy, encoding in (("gz", "gzip"), ("br", "br"))
        for ending, kind in _TEXTS.items()
    )
    copies = "".join(
        f"RewriteCond %{{HTTP:Accept-Encoding}} {encoding}\nRewriteCond %{{REQUEST_FILENAME}}.{copy} -f\nRewriteRule ^(.*)$ $1.{copy} [L,E=no-gzip:1]\n"
        for copy, encoding in (("br", "br"), ("gz", "gzip"))
    )
    moved = "".join(f'RedirectMatch 301 "^{re.escape(rules.base + old)}$" "{rules.base}{new}"\n' for old, new in rules.moved)
    return (
        f"DirectoryIndex index.html\nOptions -Indexes\nErrorDocument 404 {rules.base}404.html\nAddDefaultCharset utf-8\n{moved}"
        f'<IfModule mod_headers.c>\nHeader always set Content-Security-Policy "{rules.policy}"\n'
        f'Header always set X-Content-Type-Options nosniff\nHeader set Cache-Control "{SHORT}"\n'
        f'<FilesMatch "{HASHED}">\nHeader set Cache-Control "{FOR_EVER}"\n</FilesMatch>\n'
        f"<IfModule mod_rewrite.c>\nRewriteEngine On\n{copies}{types}</IfModule>\n</IfModule>\n"
    )


def nginx(rules: Rules) -> str:
    """For a `server` block of nginx whose `root` holds the site at the path `base`."""

    def inside(lifetime: str) -> str:
        headers = {"Content-Security-Policy": rules.policy, "X-Content-Type-Options": "nosniff"}
        lines = [f'    add_header {name} "{value}" always;' for name, value in headers.items()]
        return "\n".join([*lines, f'    add_header Cache-Control "{lifetime}";', "    gzip_static on;", "    charset utf-8;"])

    base = rules.base
    moved = "".join(f"location = {base}{old} {{ return 301 {base}{new}; }}\n" for old, new in rules.moved)
    bare = f"location = {base.rstrip('/')} {{ return 301 {base}; }}\n" if base != "/" else ""
    return (
        f"# nginx: include this in a server block whose root holds the site at {base}\n{bare}{moved}"
        f'location ~ "^{re.escape(base)}.*{HASHED}" {{\n{inside(FOR_EVER)}\n}}\n'
        f"location {base} {{\n    index index.html;\n    try_files $uri $uri/ =404;\n    error_page 404 {base}404.html;\n{inside(SHORT)}\n}}\n"
    )


def caddy(rules: Rules) -> str:
    """For a site's block in a Caddyfile whose `root` holds the site at the path `base`."""
    base = rules.base
    moved = "".join(f"redir {base}{old} {base}{new} 301\n" for old, new in rules.moved)
    bare = f"redir {base.rstrip('/')} {base} 301\n" if base != "/" else ""
    return (
        f"# Caddy: import this in a site's block whose root holds the site at {base}\n{bare}{moved}"
        f"@hashed path_regexp {HASHED}\n@others {{\n\tpath {base}*\n\tnot path_regexp {HASHED}\n}}\n"
        f'header {base}* Content-Security-Policy "{rules.policy}"\nheader {base}* X-Content-Type-Options nosniff\n'
        f'header @hashed Cache-Control "{FOR_EVER}"\nheader @others Cache-Control "{SHORT}"\n'
        f"file_server {base}* {{\n\tprecompressed br gzip\n}}\n"
        f"handle_errors {{\n\t@missing expression {{err.status_code}} == 404\n\trewrite @missing {base}404.html\n\tfile_server\n}}\n"
    )


SERVERS: Mapping[str, Callable[[Rules], str]] = {"nginx": nginx, "caddy": caddy, "apache": htaccess, "headers": headers_file, "redirects": redirects_file}
"""What `briefgen hostfile` can print."""
