"""The system's own ssh: its configuration, keys, agent and known hosts are the user's, and are left alone."""

from __future__ import annotations

import re
import sys

from briefgen.publish.advice import advise
from briefgen.targets import Target

_CHANGED = "REMOTE HOST IDENTIFICATION HAS CHANGED"
_UNKNOWN = "Host key verification failed"


def ssh_options(target: Target) -> list[str]:
    """What ssh is called with, up to the host's name. No option weakens the check of the host's key."""
    words = ["-x", "-a", "-o", "ClearAllForwardings=yes", "-o", "ConnectTimeout=20", "-o", "ServerAliveInterval=15"]
    if not (sys.stdin and sys.stdin.isatty()):
        words += ["-o", "BatchMode=yes"]  # nobody is there to type a password, so it must not be asked for
    words += ["-p", str(target.port)] if target.port else []
    words += ["-l", target.user] if target.user else []
    return words


def explain(said: str, host: str) -> str:
    """What ssh printed before it gave up, in a sentence."""
    if _CHANGED in said:
        forget = re.search(r"ssh-keygen .*-R .*", said)
        return (
            f"the key of {host} is not the one in your known_hosts: somebody may have put another machine in its place, "
            f"or it was set up anew. Nothing was sent. Ask whoever runs it; then forget the old key: {forget[0].strip() if forget else f'ssh-keygen -R {host}'}"
        )
    if _UNKNOWN in said:
        return f"the key of {host} is not in your known_hosts. Nothing was sent. Compare it and accept it once with 'ssh {host}'"
    if "Permission denied" in said:
        return f"{host} did not let you in ({_last_line(said)}); try 'ssh {host}', and put the key into your agent or ~/.ssh/config"
    return f"ssh to {host} failed: {advise(_last_line(said) or 'the connection was closed')}"


def is_of_ssh(said: str) -> bool:
    """Whether it was ssh that failed, and not the program that called it."""
    return bool(re.search("Host key|HOST IDENT|Permission denied \\(|^ssh:", said, re.MULTILINE))


def _last_line(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1] if lines else ""
