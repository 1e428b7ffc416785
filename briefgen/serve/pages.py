"""What the browser gets for a URL: the built bytes with the reload script, a copied file, or why there is nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from briefgen.errors import Problem
from briefgen.live import LiveSite
from briefgen.render import RenderError
from briefgen.serve.inject import NOT_THERE, Seen, nonce_of, seen_of, with_script
from briefgen.serve.notes import Notes
from briefgen.serve.types import HTML, type_of
from briefgen.urls import output_path
from briefgen.views.files import FileView


@dataclass(frozen=True, slots=True)
class Served:
    """One answer: `body` is bytes, or the file that they stand in. `tag` names these bytes."""

    status: int
    body: bytes | Path
    type: str
    tag: str
    policy: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """The page stands at another address."""

    url: str


class Pages:
    """The live site as this run of the server shows it. All calls come from the worker's thread."""

    def __init__(self, site: LiveSite, notes: Notes, prefix: str, secret: bytes) -> None:
        self.site = site
        self.notes = notes
        self.prefix = prefix
        self.failures: dict[str, Problem] = {}
        """URL -> what its template did wrong when the page was last drawn"""
        self._secret = secret
        self._seen: dict[str, tuple[str, Seen]] = {}

    def at(self, path: str) -> Served | Moved:
        """The answer for a decoded path on this host."""
        base = self.site.base
        if not path.startswith(base):
            return Moved(base) if path == "/" or path + "/" == base else self._missing(path)
        url = "/" + path.removeprefix(base)
        if url not in self.site.plan:
            if url + "/" in self.site.plan:
                return Moved(base + url[1:] + "/")
            if url.endswith("/index.html") and url.removesuffix("index.html") in self.site.plan:
                url = url.removesuffix("index.html")
        return self._page(url)

    def built_at(self, path: str) -> Served | None:
        """An output of the last build, for those who ask before the site has been read; from any thread."""
        url = "/" + path.removeprefix(self.site.base)
        data = self.site.built_page(url) if path.startswith(self.site.base) else None
        if data is None:
            return None
        kind, seen = type_of(output_path(url)), seen_of(data)
        return self.html_page(200, data.decode(), url, seen) if kind == HTML else Served(200, data, kind, seen.look)

    def seen_at(self, url: str) -> Seen:
        """What a tab gets that loads `url` now. Raises `RenderError` where its template fails."""
        page = self.site.page_at(url)
        key = self.site.key_of(url)
        if page is None or key is None:
            self._seen.pop(url, None)
            return Seen(NOT_THERE, self.notes.missing(url).digest)
        if isinstance(page.view, FileView):
            return Seen(page.view.sha256, page.view.sha256)
        known = self._seen.get(url)
        if known is None or known[0] != key:
            known = self._seen[url] = (key, seen_of(self._bytes(url)))
        return known[1]

    def forget(self) -> None:
        """Called when another state of the site stands."""
        self.failures = {url: problem for url, problem in self.failures.items() if url in self.site.plan}
        self._seen = {url: seen for url, seen in self._seen.items() if url in self.site.plan}

    def _bytes(self, url: str) -> bytes:
        try:
            data = self.site.bytes_of(url)
        except RenderError as error:
            self.failures[url] = error.problem
            raise
        self.failures.pop(url, None)
        return data

    def _page(self, url: str) -> Served:
        page = self.site.page_at(url)
        if page is None:
            return self._missing(self.site.base + url[1:])
        kind = type_of(output_path(url))
        if isinstance(page.view, FileView):
            return Served(200, self.site.root / page.view.path, kind, page.view.sha256)
        try:
            body = self._bytes(url)
        except RenderError as error:
            earlier = self.site.earlier_bytes_of(url)
            if earlier is None:
                return self.html_page(500, self.notes.failed(error.problem), url, Seen(NOT_THERE, "failed"))
            body = earlier
        if kind != HTML or not page.template.endswith(".html"):
            return Served(200, body, kind, seen_of(body).look)
        return self.html_page(200, body.decode(), url, seen_of(body))

    def _missing(self, path: str) -> Served:
        """The site's own 404 page where nothing is known of the address; else what became of it."""
        url = "/" + path.removeprefix(self.site.base) if path.startswith(self.site.base) else path
        found = self.notes.missing(url)
        seen = Seen(NOT_THERE, found.digest)
        if found.html is not None:
            return self.html_page(found.status, found.html, url, seen)
        try:
            return self.html_page(404, self._bytes("/404.html").decode(), url, seen)
        except RenderError as error:
            return self.html_page(404, self.notes.failed(error.problem), url, seen)

    def html_page(self, status: int, html: str, url: str, seen: Seen) -> Served:
        """An HTML page with the reload script."""
        nonce = nonce_of(self._secret, url, str(seen))
        values = {"url": url, "seen": str(seen), "base": self.site.base}
        html, policy = with_script(html, f"{self.prefix}page.js", nonce, values)
        body = html.encode()
        return Served(status, body, HTML, seen_of(body).look, policy)


def quoted(path: str) -> str:
    """A decoded path as it stands in a header."""
    return quote(path, safe="/~!$&'()*+,;=:@")
