"""Where names and passwords come from: the environment, else the user's own netrc file. Nothing else is asked."""

from __future__ import annotations

import netrc
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from briefgen.errors import UsageError


class Login(NamedTuple):
    """Who logs in, and where the password was found."""

    user: str
    password: str
    found: str

    @property
    def refused(self) -> str:
        """What a host says that does not know them, with what to do."""
        who = f"'{self.user}'" if self.user else "you"
        return f"{who} was not let in; check 'user:', and the password from {self.found}"


def variable(target: str, what: str) -> str:
    """The environment variable that holds a secret of a target: `BRIEFGEN_LIVE_PASSWORD`."""
    return f"BRIEFGEN_{target.upper().replace('-', '_')}_{what}"


def login(target: str, user: str | None, host: str, environ: Mapping[str, str]) -> Login:
    """Who logs in at `host`. Raises `UsageError` where there is no password."""
    password = environ.get(variable(target, "PASSWORD"))
    if password:
        return Login(user or "", password, variable(target, "PASSWORD"))
    path = Path("~/.netrc").expanduser()
    try:
        found = netrc.netrc(str(path)).authenticators(host) if path.is_file() else None
    except (netrc.NetrcParseError, OSError):
        raise UsageError(f"{path} cannot be read") from None
    if found and (user is None or found[0] == user) and found[2]:
        return Login(user or found[0], found[2], "~/.netrc")
    raise UsageError(f"there is no password for {host}: set {variable(target, 'PASSWORD')}, or put one into ~/.netrc")
