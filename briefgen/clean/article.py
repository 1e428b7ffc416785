"""One file to one article: the whole of cleaning, in ten steps, as a pure function of bytes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from briefgen.clean.archive import page_in_archive
from briefgen.clean.decode import decode
from briefgen.clean.front import article_file
from briefgen.clean.ledger import Ledger, balance
from briefgen.clean.letters import fold, one_space, visible
from briefgen.clean.markdown import body_markdown
from briefgen.clean.mending import repairs_in
from briefgen.clean.readings import Reading, read_html, read_markdown, read_plain
from briefgen.clean.sniff import Format, is_mhtml, sniff
from briefgen.clean.trouble import CleaningError
from briefgen.clean.values import Facts, Repair
from briefgen.dates import DateError, parse_date
from briefgen.errors import Refused
from briefgen.scalars import parse_language, parse_web_url
from briefgen.urls import parse_id, slug

_ID_LENGTH = 72
_ENDINGS: dict[Format, str] = {"html": ".html", "mhtml": ".mhtml", "markdown": ".md", "plain": ".txt"}


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller knows better than the file: each wins over what the page says of itself.

    `name` is the file's name, kept in `capture.file`; "" where it has none (standard input).
    `retrieved` is when the page was saved. `sources` are names and addresses of sources, each with
    the id that an article gives. `lenient` lets an article be made without a body, title, source or
    date, to look at its blocks.
    """

    name: str
    url: str = ""
    title: str = ""
    source: str = ""
    date: str = ""
    id: str = ""
    retrieved: str = ""
    captions: bool = False
    lenient: bool = False
    sources: tuple[tuple[str, str], ...] = ()

    def of_file(self, name: str, sources: Mapping[str, str]) -> Given:
        """The same for a file of this name, in a site with these sources."""
        return replace(self, name=name, sources=tuple(sources.items()))


@dataclass(frozen=True, slots=True)
class Cleaned:
    """One article. `file` is the text of `content/articles/<id>.md`, `body` the Markdown in it.

    `raw_name` is the name under which the original is kept.
    """

    id: str
    raw_name: str
    file: str
    body: str
    facts: Facts
    source: str
    format: Format
    encoding: str
    guessed: bool
    ledger: Ledger
    repairs: tuple[Repair, ...]
    reading: Reading = field(repr=False)


def clean_bytes(raw: bytes, given: Given) -> Cleaned:
    """The article in a saved page or scrape. Raises `CleaningError`, and nothing else."""
    text, kind, encoding, guessed, address = _open(raw, given)
    reading = read_source(text, kind, given.url or address, given.captions)
    facts = _completed(reading.facts, given)
    ledger = balance(reading.seen, reading.raw, reading.verdicts)
    body = body_markdown(reading.body(), facts.url)
    source = known_source(given.source or facts.site, facts.url, given)
    if not given.lenient:
        _check_complete(body, facts, source, given)
    repairs = repairs_in(reading.raw, reading.blocks, reading.verdicts)
    id = article_id(facts, given)
    name = given.name or f"{id}{_ENDINGS[kind]}"
    sha256 = hashlib.sha256(raw).hexdigest()
    file = article_file(facts, source, given.retrieved, name, sha256, repairs, ledger.named(), body)
    return Cleaned(id, name, file, body, facts, source, kind, encoding, guessed, ledger, repairs, reading)


def read_source(text: str, kind: Format, address: str = "", captions: bool = False) -> Reading:
    """A decoded source, read and judged. Raises `CleaningError`."""
    if kind == "markdown":
        return read_markdown(text)
    return read_plain(text) if kind == "plain" else read_html(text, address, captions)


def article_id(facts: Facts, given: Given) -> str:
    """The given id, or the date and the title as one. Raises `CleaningError` bad-id."""
    if given.id:
        try:
            return parse_id(given.id)
        except Refused as error:
            raise CleaningError("bad-id", f"'{given.id}' is no id: {error}", "use lower-case letters, digits and hyphens") from error
    words = slug(facts.title)
    words = words if len(words) <= _ID_LENGTH else words[: _ID_LENGTH + 1].rpartition("-")[0] or words[:_ID_LENGTH]
    date = re.match(r"\d{4}(?:-\d\d){0,2}", facts.published or facts.updated or given.retrieved)
    return f"{date[0]}-{words}" if date else words


def known_source(source: str, url: str, given: Given) -> str:
    """The id of the source of this name, or of this address's host; the name itself where there is none."""
    names = {fold(name): id for name, id in given.sources if "://" not in name}
    if fold(source) in names:
        return names[fold(source)]
    hosts = {_host(name): id for name, id in given.sources if "://" in name}
    return hosts.get(_host(url), source) if url and not given.source else source


def _host(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|[/:?#].*$", "", url.lower())


def _open(raw: bytes, given: Given) -> tuple[str, Format, str, bool, str]:
    """(text, kind, encoding, whether it was guessed, the page's own address)."""
    declared = address = ""
    archived = is_mhtml(raw)
    if archived:
        raw, declared, address = page_in_archive(raw)
    decoded = decode(raw, declared)
    kind = "html" if archived else sniff(decoded.text, given.name)
    return decoded.text, kind, decoded.encoding, decoded.guessed, address


def _completed(facts: Facts, given: Given) -> Facts:
    """The facts with what was given, on one line each, in visible characters."""
    for date in (given.date, given.retrieved):
        try:
            parse_date(date) if date else None
        except DateError as error:
            raise CleaningError("bad-date", f"'{date}' is no date", error.hint or str(error)) from error
    if given.url and not _accepted(parse_web_url, given.url):
        raise CleaningError("bad-url", f"'{given.url}' is no web address", "write it whole: https://example.org/page")
    return replace(
        facts, title=one_space(visible(given.title or facts.title)), published=given.date or facts.published, updated=facts.updated if facts.updated != given.date else "",
        url=given.url or _accepted(parse_web_url, facts.url), language=_accepted(parse_language, facts.language),
        authors=tuple(one_space(visible(name)) for name in facts.authors), site=one_space(visible(facts.site)),
    )  # fmt: skip


def _accepted(parse: Callable[[str], object], text: str) -> str:
    """`text` if an article may say it, else ""."""
    try:
        return text if text and parse(text) else ""
    except Refused:
        return ""


def _check_complete(body: str, facts: Facts, source: str, given: Given) -> None:
    """Raises `CleaningError` for the first thing that an article must have and this one has not."""
    if not body.strip():
        raise CleaningError("no-article", "no block of the page reads like an article", "look at its blocks with --explain")
    if not facts.title:
        raise CleaningError("missing-title", "no title was found", "give it with --title")
    if not source:
        raise CleaningError("missing-source", "the site's name was not found", "give it with --source")
    if not (facts.published or facts.updated or given.retrieved):
        raise CleaningError("missing-date", "no date was found", "give it with --date, or the day it was saved with --retrieved")
