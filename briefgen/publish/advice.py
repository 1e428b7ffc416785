"""What to do about a refusal, found in the words of whoever refused: servers, ssh, rsync, rclone, git, the system."""

from __future__ import annotations

import re

_ADVICE = (
    (r"No space left|quota|disk is full|^552|\b507\b|EntityTooLarge", "make room there"),
    (r"Connection refused|Couldn't connect|RequestError|timed out|No route to host|Network is unreachable|resolve host|Name or service not known|nodename nor|no such host",
     "check the name and the port of the host, and whether it is up"),
    (r"File exists|Not a directory|Is a directory", "a file stands where a folder belongs, or the other way round: move it away"),
    (r"NoSuchBucket", "make the bucket first, or check 'bucket:'"),
    (r"NoCredential|no EC2|InvalidAccessKeyId|SignatureDoesNotMatch",
     "check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or what stands in ~/.aws"),
    (r"didn't find section", "'rclone listremotes' shows which remotes there are, 'rclone config' makes one"),
    (r"rsync: (command )?not found", "rsync must be installed there, too"),
    (r"is your shell clean", "its start-up files print something, or the key does not allow rsync"),
    (r"could not read (Username|Password)|Authentication failed", "git has to know who you are there, by a credential helper or an ssh key"),
    (r"does not appear to be a git repository|repository .*not found", "check 'remote:', and that you may see this repository"),
    (r"Permission denied|not permitted|Read-only|not allowed|Access ?Denied|^55[03]", "you must be allowed to write there; check 'path:' as well"),
    (r"No such file", "check 'path:', and make the folder above if it is not there"),
)  # fmt: skip


def advise(cause: str) -> str:
    """`cause`, and what to do about it where that is known."""
    for words, advice in _ADVICE:
        if re.search(words, cause, re.IGNORECASE):
            return f"{cause}; {advice}"
    return cause
