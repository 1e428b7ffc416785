"""Places to publish to, as `briefgen.yaml` names them: one record, and which fields each kind has.

No field holds a secret. What looks like one is refused, and neither its value nor its line is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Annotated
from urllib.parse import urlsplit

from briefgen.errors import Finding, Problem, Refused, SecretRefused
from briefgen.model import STRICT
from briefgen.scalars import Id, OneOrMany, Scalar, SiteUrl, Text, YesNo, one_of, parse_site_url, parse_text

FIELDS_OF: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "folder": (("path",), ("switch",)),
    "sftp": (("host", "path"), ("user", "port", "switch")),
    "rsync": (("host", "path"), ("user", "port")),
    "ftp": (("host",), ("path", "user", "port")),
    "ftps": (("host",), ("path", "user", "port")),
    "webdav": (("address",), ("user",)),
    "s3": (("bucket",), ("path", "address", "region", "program")),
    "rclone": (("remote",), ("program",)),
    "git": (("remote",), ("branch",)),
}
"""kind -> (fields that it needs, fields that it may have beside `live`, `wait` and `add`)."""
COMMON = ("kind", "live", "wait", "add")
ADDITIONS = ("headers", "htaccess", "gz", "br")

_SECRET_NAME = re.compile(r"pass(word|wd|phrase|code)?$|secret|token|credential|(access|api|private|secret)_?-?key|^key$|^pw$", re.IGNORECASE)
_SECRET_PARAMETER = re.compile(r"[,:]\w*(pass|secret|token|key)\w*=", re.IGNORECASE)
_HINT = "delete it here; docs/publishing.md says where this kind of place takes its secrets from"


def looks_secret(name: str) -> bool:
    """Whether a field of this name would hold a password, a token or the like."""
    return bool(_SECRET_NAME.search(name))


def without_secret(problem: Problem) -> Problem:
    """The problem without the line that it stands in, if that line gives a secret a value."""
    name = problem.excerpt.partition(":")[0].strip(" -{,\"'")
    return replace(problem, excerpt="") if _SECRET_NAME.search(name) or _SECRET_PARAMETER.search(problem.excerpt) else problem


def parse_seconds(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text):
        raise Refused(f"'{text}' is not a number of seconds", "write a whole number such as 60")
    return int(text)


def parse_port(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 0 < int(text) < 65536:
        raise Refused(f"'{text}' is not a port", "write a number from 1 to 65535")
    return int(text)


def parse_host(text: str) -> str:
    if "@" in text:
        raise Refused("this holds more than the name of a host", "write the name before the @ as 'user:'")
    if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9._:-]*[A-Za-z0-9])?", text):
        raise Refused(f"'{text}' is not the name of a host", "write it without // and without a path")
    return text


def parse_user(text: str) -> str:
    if ":" in text:
        raise SecretRefused("this holds a password", _HINT)
    if text.startswith("-") or not text.isprintable() or not text.strip():
        raise Refused(f"'{text}' is not the name of a user", "write the name that you log in with")
    return text


def parse_place(text: str) -> str:
    """A folder on a host, or a remote of rclone or git."""
    parse_text(text)
    if text.startswith("-") or "\n" in text:
        raise Refused(f"'{text}' would be taken for an option", "begin it with ./")
    if _SECRET_PARAMETER.search(text) or re.match(r"https?://[^/]*@|[a-z+]+://[^/@]*:[^/@]*@", text, re.IGNORECASE):
        raise SecretRefused("this holds a secret", _HINT)
    return text


def parse_address(text: str) -> str:
    if "@" in re.split(r"[/?#]", text.partition("//")[2])[0]:
        raise SecretRefused("this address holds a user or a password", _HINT)
    return parse_site_url(text)


def parse_live(text: str) -> str:
    return text if text == "no" else parse_site_url(text)


Place = Annotated[str, Scalar(parse_place)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A place to publish to. Required: `kind`; which of the others, docs/publishing.md says kind by kind."""

    __pydantic_config__ = STRICT

    kind: Annotated[str, one_of(*FIELDS_OF)]
    """What the place is, or the protocol that it speaks."""
    path: Place | None = None
    """The folder there, or the beginning of the names in a bucket."""
    host: Annotated[str, Scalar(parse_host)] | None = None
    """The host's name; for ssh also one of your own `~/.ssh/config`."""
    port: Annotated[int, Scalar(parse_port, means="a number")] | None = None
    """Its port, where it is not the usual one."""
    user: Annotated[str, Scalar(parse_user)] | None = None
    """Who logs in there."""
    address: Annotated[str, Scalar(parse_address, means="a web address")] | None = None
    """The address of the WebDAV folder, or of an S3 service that is not Amazon's."""
    bucket: Text | None = None
    """The bucket's name."""
    region: Text | None = None
    """The region of the S3 service."""
    remote: Place | None = None
    """A remote of your own rclone configuration with a folder, such as `box:www`; or a remote of git, by name or address."""
    branch: Text | None = None
    """The branch that holds the published site. Without it: `gh-pages`."""
    switch: YesNo | None = None
    """Whether a publication is prepared aside and shown by one switch. For `folder` the rule; for `sftp`, `path` is then a symbolic link."""
    live: Annotated[str, Scalar(parse_live, means="a web address or `no`")] | None = None
    """The address at which readers find this place; the site is built for it, and looked up there afterwards. Without it: the site's `url`. `no`: nobody serves it, and what was sent is read back instead."""
    wait: Annotated[int, Scalar(parse_seconds, means="a number of seconds")] | None = None
    """For how long to wait until `live` shows what was sent. Without it: 300 for `git`, 10 for the others."""
    add: Annotated[tuple[Annotated[str, one_of(*ADDITIONS)], ...], OneOrMany()] = ()
    """What is published beside the site: rules for the host (`headers`, `htaccess`), compressed copies of texts (`gz`, `br`)."""
    program: Place | None = None
    """Where rclone is, if not on the PATH."""


Targets = Mapping[Id, Target]


def check_targets(targets: Targets, path: str) -> list[Finding]:
    """Fields that a target's kind needs and has not, or has and does not know. `path` is the settings' file."""
    return [finding for name, target in targets.items() for finding in _check(name, target, path)]


def _check(name: str, target: Target, path: str) -> Iterator[Finding]:
    if target.kind not in FIELDS_OF:
        return  # its problem is reported already
    needed, allowed = FIELDS_OF[target.kind]
    known = (*COMMON, *needed, *allowed)
    for field in needed:
        if getattr(target, field) is None:
            message = f"'{field}' is missing, which a target of the kind '{target.kind}' needs"
            yield Finding(path, ("publish", name), "missing-field", message, f"add '{field}:'", on_key=True)
    for field in (f.name for f in fields(target)):
        if field not in known and getattr(target, field) is not None:
            message = f"a target of the kind '{target.kind}' has no field '{field}'"
            hint = "its fields are " + ", ".join(known)
            yield Finding(path, ("publish", name, field), "unknown-field", message, hint, on_key=True)


def without_user(url: str) -> str:
    """`url` as it may be printed: without what stands before an @."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl() if parts.scheme else url
