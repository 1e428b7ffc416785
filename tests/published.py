"""Small sites to publish, and a reader who follows every link of a live one."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from briefgen.publish.keep import file_of
from briefgen.publish.manifest import JOURNAL, render_manifest
from briefgen.layout import MANIFEST

Get = Callable[[str], bytes | None]


def write_built(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """`folder` as a build of these files would leave it, its manifest too."""
    shutil.rmtree(folder, ignore_errors=True)
    contents = {path: text if isinstance(text, bytes) else text.encode() for path, text in files.items()}
    for path, data in contents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    folder.mkdir(exist_ok=True)
    (folder / MANIFEST).write_bytes(render_manifest({path: file_of(data) for path, data in contents.items()}))
    return folder


def change_built(folder: Path, files: Mapping[str, str]) -> None:
    """The same, writing only what differs."""
    for path, text in files.items():
        if (folder / path).read_text() != text:
            (folder / path).unlink()  # it may be a second name of a file that was published
            (folder / path).write_text(text)
    (folder / MANIFEST).unlink()
    (folder / MANIFEST).write_bytes(render_manifest({path: file_of(text.encode()) for path, text in files.items()}))


def desk(folder: Path, target: Mapping[str, object] | None = None) -> Path:
    """A site's folder with settings that name one target, `live`; its content is not needed with --no-build."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = {"title": "Desk", "url": "https://desk.example/", "publish": {"live": {"live": "no", **(target or {})}}}
    (folder / "briefgen.yaml").write_text(_quoted(settings))
    return folder


def _quoted(settings: object) -> str:
    """JSON, which is YAML, with every value a text."""
    return json.dumps(json.loads(json.dumps(settings), parse_int=str), indent=1)


def page(*links: str, text: str = "", head: str = "") -> str:
    """A page with links relative to itself."""
    anchors = "".join(f'<a href="{link}">{link}</a>' for link in links)
    return f"<!doctype html><title>t</title>{head}<p>{text}</p>{anchors}"


def house(version: int, pages: int = 12) -> dict[str, str | bytes]:
    """A site of linked pages; another version has some pages new, some gone, some changed, one of equal length."""
    ids = [f"p{number}" for number in range(version * 2, version * 2 + pages)]
    style = f"assets/style.{version:012x}.css"
    files: dict[str, str | bytes] = {style: "p{color:red}" * (version + 1)}
    for number, id in enumerate(ids):
        around = [ids[number - 1], ids[(number + 1) % len(ids)]]
        sheet = f'<link rel="stylesheet" href="../../{style}">'
        files[f"briefings/{id}/index.html"] = page(*(f"../{other}/" for other in around), "../../", text=f"{id} as of {version}", head=sheet)
    files["briefings/index.html"] = page(*(f"{id}/" for id in ids), "../", text=f"v{version}")
    files["about/index.html"] = page("../", text=f"{version} abc")
    files["constant.txt"] = "always the same"
    files["sitemap.xml"] = "".join(f"<loc>/briefings/{id}/</loc>" for id in ids)
    files["index.html"] = page("briefings/", "about/", *(f"briefings/{id}/" for id in ids[-3:]), text=f"v{version}")
    return files


def dead_links(get: Get, start: str = "index.html", prefix: str = "") -> list[str]:
    """Follows every link from `start`; what leads nowhere. A site without its home page has none."""
    seen, waiting, dead = {start}, [start], []
    if get(start) is None:
        return []
    while waiting:
        path = waiting.pop()
        data = get(path)
        if data is None:
            dead.append(path)
            continue
        if not path.endswith(".html"):
            continue
        for link in re.findall(r'(?:href|src)="([^"]+)"', data.decode("utf-8", "replace")):
            target = _target(path, link)
            if target and target not in seen:
                seen.add(target)
                waiting.append(target)
    return dead


def _target(path: str, link: str) -> str:
    """The file that a link on the page `path` leads to; "" for other sites."""
    base = "http://site.invalid/"
    address = urldefrag(urljoin(base + path, link))[0]
    if not address.startswith(base):
        return ""
    file = unquote(urlsplit(address).path)
    return posixpath.normpath(file + "index.html" if file.endswith("/") else file).lstrip("/")


def over_http(url: str) -> Get:
    """Reads files of the site at `url` as a browser does."""

    def get(path: str) -> bytes | None:
        address = urljoin(url, path.removesuffix("index.html"))
        try:
            with urllib.request.urlopen(address, timeout=20) as answer:
                return answer.read()
        except urllib.error.HTTPError:
            return None

    return get


def in_folder(folder: Path) -> Get:
    def get(path: str) -> bytes | None:
        try:
            return (folder / path).read_bytes()
        except OSError:
            return None

    return get


def contents(folder: Path) -> dict[str, bytes]:
    """path -> bytes of every file below `folder`, hidden ones too."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def without_journal(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if path != JOURNAL}
