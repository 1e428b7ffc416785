"""Following every link of a built site: over HTTP from a subfolder, and from the disk."""

from __future__ import annotations

import contextlib
import functools
import http.server
import posixpath
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

FOLDER = "briefings-site"


@contextlib.contextmanager
def served(folder: Path, tmp_path: Path) -> Iterator[str]:
    """The address under which `folder` is served, one level below a host's root."""
    (tmp_path / "host").mkdir(exist_ok=True)
    link = tmp_path / "host" / FOLDER
    if not link.exists():
        link.symlink_to(folder, target_is_directory=True)
    handler = functools.partial(_Quiet, directory=str(tmp_path / "host"))
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/{FOLDER}/"
    finally:
        server.shutdown()
        server.server_close()


class _Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128  # a crawler asks for many pages at once


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


# What a browser fetches by itself, or could be sent to, and in which attribute it stands.
_FETCHED = {"img": "src", "script": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src", "object": "data", "embed": "src"}


def links(page: BeautifulSoup) -> Iterator[tuple[Tag, str, bool]]:
    """(element, address, whether a browser fetches it by itself) of everything that a page points at."""
    for element in page.find_all(True):
        if element.name in ("a", "area", "link") and element.get("href") is not None:
            fetched = element.name == "link" and bool({"stylesheet", "icon", "preload", "modulepreload"} & set(element.get("rel", [])))
            yield element, element["href"], fetched
        elif (attribute := _FETCHED.get(element.name)) and element.get(attribute):
            yield element, element[attribute], True
        elif element.name == "meta" and element.get("http-equiv", "").lower() == "refresh":
            yield element, element["content"].partition("url=")[2], False
        for style in ("style", "srcset", "background", "poster"):
            assert not element.get(style), f"<{element.name} {style}>: unforeseen"
        assert not [name for name in element.attrs if name.startswith("on")], element


def broken_links(folder: Path, base: str, *, directories: bool) -> list[str]:
    """Every dead link, dead fragment and fetch from another host below `folder`, which stands at `base`.

    `directories`: a web server gives index.html for an address that ends in a slash; a disk does not.
    """
    pages = {p.relative_to(folder).as_posix(): BeautifulSoup(p.read_text(encoding="utf-8"), "html.parser") for p in folder.rglob("*.html")}
    ids = {path: {e["id"] for e in page.find_all(id=True)} | {""} for path, page in pages.items()}
    found = []
    for path, page in pages.items():
        here = urljoin(base, path.removesuffix("index.html") if directories else path)
        for element, address, fetched in links(page):
            target, fragment = urldefrag(urljoin(here, address))
            if not target.startswith(base):
                if fetched or urlsplit(target).scheme not in ("http", "https", "mailto", "tel"):
                    found.append(f"{path}: <{element.name}> fetches {address}")
                elif urlsplit(target).netloc == urlsplit(base).netloc:
                    found.append(f"{path}: {address} leads out of the site's folder")
                continue
            file = unquote(urlsplit(target).path[len(urlsplit(base).path) :])
            if directories and (file == "" or file.endswith("/")):
                file += "index.html"
            file = posixpath.normpath(file)
            if not (folder / file).is_file():
                found.append(f"{path}: {address} is dead")
            elif file in ids and unquote(fragment) not in ids[file]:
                found.append(f"{path}: {address} has no such place")
    return found
