"""Ids and URLs: what may be an id, what a name becomes as one, and how one page links to another.

Inside the program a URL is site-absolute ("/actors/nato/"). Rendered pages carry each of them behind
`MARK`, a character that no text can hold, and the page's own way to the root replaces it last
(`relative_links`); so a fragment of HTML is the same value on every page that shows it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from urllib.parse import urlsplit

from briefgen.errors import Refused

MARK = "\0"
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
MAX_ID = 120
_DIRECTORY = re.compile(MARK + r"(/(?:[^\"#?<>\s]*/)?)(?=[\"#])")

# Names that Windows keeps for devices, whatever the extension (Microsoft, "Naming Files, Paths, and Namespaces").
WINDOWS_RESERVED = frozenset(
    ["con", "prn", "aux", "nul"] + [f"{port}{n}" for port in ("com", "lpt") for n in range(10)]
)


def parse_id(text: str) -> str:
    """`text` if it may stand in a URL and as a file's name on every system; else `Refused`."""
    if not ID.match(text):
        offer = slug(text)
        raise Refused(
            f"'{text}' cannot be an id: ids are lower-case ASCII letters, digits and single hyphens",
            f"write '{offer}'",
        )
    if text in WINDOWS_RESERVED:
        raise Refused(f"'{text}' is a reserved name on Windows", f"write '{text}-1' or another id")
    if len(text) > MAX_ID:
        raise Refused(f"this id has {len(text)} characters; {MAX_ID} are the most", "shorten it")
    return text


def slug(name: str) -> str:
    """The id that stands for `name`: ASCII, lower case, hyphens; a short hash where no letter is left."""
    if name.isascii():
        ascii_name = name
    else:
        from anyascii import anyascii

        ascii_name = anyascii(unicodedata.normalize("NFKC", name))
    words = re.findall(r"[a-z0-9]+", re.sub(r"(?<=\w)['’](?=\w)", "", ascii_name.lower()))
    text = "-".join(words)[:MAX_ID].strip("-")
    if not text or text in WINDOWS_RESERVED:
        digest = hashlib.sha256(unicodedata.normalize("NFC", name).encode()).hexdigest()[:8]
        text = f"{text}-{digest}" if text else f"n-{digest}"
    return text


def marked(url: str) -> str:
    """The site-absolute `url` as it stands in rendered HTML before `relative_links`; others as they are."""
    return MARK + url if url.startswith("/") else url


def root_of(url: str) -> str:
    """How the page at `url` reaches the site's root: "./" for "/", "../../" for "/actors/nato/"."""
    depth = url.count("/") - 1
    return "../" * depth or "./"


def relative_links(html: str, root: str, *, files: bool = False) -> bytes:
    """`html` as UTF-8, with every marked URL made to start at `root` ("../../" or, for the 404 page, "/site/").

    With `files`, a directory's URL names its index.html, so that the site works from a disk.
    """
    if files:
        html = _DIRECTORY.sub(MARK + r"\1index.html", html)
    return html.encode().replace(MARK.encode(), root[:-1].encode())  # a byte is found in a quarter of a text's time


def output_path(url: str) -> str:
    """The file that a web server gives for `url`, relative to the output folder."""
    return url[1:] + "index.html" if url.endswith("/") else url[1:]


def absolute(base: str, url: str) -> str:
    """`url` at the site whose address is `base` ("https://example.org/briefings/")."""
    return base.rstrip("/") + url


def base_path(base: str) -> str:
    """The path under which the site stands on its host, with a slash at both ends."""
    return urlsplit(base).path.rstrip("/") + "/"
