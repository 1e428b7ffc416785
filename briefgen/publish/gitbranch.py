"""A branch that a code host serves as a site (GitHub, GitLab, Codeberg Pages). One push shows the new site.

A publication is a commit on top of what the branch has; nothing is ever forced, and what others put
there stays. The files go straight into git's store: no working copy is made, and none is touched.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from briefgen.publish.advice import advise
from briefgen.publish.host import Done, HostError
from briefgen.publish.manifest import JOURNAL
from briefgen.publish.plan import Plan
from briefgen.publish.progress import totals
from briefgen.publish.ssh import explain, is_of_ssh
from briefgen.targets import Target, without_user
from briefgen.layout import MANIFEST

BRANCH = "gh-pages"
_COUNT = "GIT_CONFIG_COUNT"
"""How many settings git finds in its environment (git-config(1), "ENVIRONMENT")."""
_LOGIN = re.compile(r"(?<=://)[^/@\s]+@")
_REF = "refs/briefgen/published"
_NOBODY = {"GIT_AUTHOR_NAME": "briefgen", "GIT_AUTHOR_EMAIL": "briefgen@localhost", "GIT_COMMITTER_NAME": "briefgen", "GIT_COMMITTER_EMAIL": "briefgen@localhost"}


class GitBranch:
    """`SwitchingHost` for a branch of a remote.

    A remote that the site's own repository knows by name is reached from there, with whatever that
    repository is configured to log in with; an address from a store of its own in `.briefgen/`.
    """

    def __init__(self, name: str, target: Target, root: Path) -> None:
        assert target.remote is not None
        self.branch = target.branch or BRANCH
        self.where = f"{without_user(target.remote)} {self.branch}"
        self._environ = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
        known = subprocess.run(["git", "-C", str(root), "remote"], capture_output=True, text=True, env=self._environ, check=False)
        if known.returncode == 0 and target.remote in known.stdout.split():
            self._git = ["git", "-C", str(root)]
            self.remote = target.remote
        else:
            store = root / ".briefgen" / "git" / f"{name}.git"
            self._git = ["git", "--git-dir", str(store)]
            self.remote = "host"
            self._run("init", "--quiet", "--bare", str(store))
            address = str((root / target.remote).resolve()) if (root / target.remote).exists() else target.remote
            self._run("config", "remote.host.url", address)
        self._environ |= hidden_login(self._environ, *self._addresses())
        self._parent = self._fetch()

    def read(self, paths: Sequence[str]) -> dict[str, bytes]:
        if not self._parent:
            return {}
        asked = "".join(f"{self._parent}:{path}\n" for path in paths).encode("utf-8", "surrogateescape")
        out, found, at = self._run_bytes(["cat-file", "--batch"], asked), {}, 0
        for path in paths:
            end = out.index(b"\n", at)
            head = out[at:end].split(b" ")
            at = end + 1
            if head[-1] == b"missing" or head[-2] != b"blob":
                continue
            size = int(head[-1])
            found[path] = out[at : at + size]
            at += size + 1
        return found

    def names(self, folder: str) -> frozenset[str]:
        if not self._parent:
            return frozenset()
        listed = self._git_run(["ls-tree", "-z", "--name-only", f"{self._parent}:{folder}"])
        return frozenset(listed.stdout.split("\0")) - {""} if listed.returncode == 0 else frozenset()

    def switch(self, plan: Plan, source: Path, done: Done) -> None:
        with tempfile.TemporaryDirectory() as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder, "index"))}
            if self._parent:
                self._run("read-tree", self._parent, more=index)
            paths = [*(upload.path for upload in plan.uploads), MANIFEST]
            given = "".join(f"{source / path}\n" for path in paths)
            hashes = self._run("hash-object", "-w", "--no-filters", "--stdin-paths", given=given).split()
            gone = "".join(f"0 {'0' * 40}\t{path}\0" for path in (*plan.removed, JOURNAL))
            here = "".join(f"100644 {digest}\t{path}\0" for path, digest in zip(paths, hashes, strict=True))
            self._run("update-index", "-z", "--index-info", given=gone + here, more=index)
            tree = self._run("write-tree", more=index).strip()
        if self._parent and tree == self._run("rev-parse", f"{self._parent}^{{tree}}").strip():
            return
        self._push(self._commit(tree, totals(plan)))
        for path in (*paths, *plan.removed):
            done(path)

    def close(self) -> None:
        """Nothing is open."""

    def _addresses(self) -> tuple[str, str]:
        """The address of the remote as it is written, and as git uses it."""
        known = self._git_run(["remote", "get-url", self.remote])
        if known.returncode:
            return "", ""
        return self._run("config", f"remote.{self.remote}.url").strip(), known.stdout.strip()

    def _commit(self, tree: str, summary: str) -> str:
        known = self._git_run(["var", "GIT_COMMITTER_IDENT"]).returncode == 0
        parents = ["-p", self._parent] if self._parent else []
        return self._run("commit-tree", tree, *parents, "-m", f"Publish: {summary}", more={} if known else _NOBODY).strip()

    def _push(self, commit: str) -> None:
        pushed = self._git_run(["push", "--quiet", self.remote, f"{commit}:refs/heads/{self.branch}"])
        if pushed.returncode:
            if "rejected" in pushed.stderr or "non-fast-forward" in pushed.stderr:
                raise HostError(f"{self.where} does not take the commit: {self._reason(pushed.stderr)}. If somebody else has pushed meanwhile, publish again")
            raise HostError(f"{self.where}: {self._reason(pushed.stderr)}")
        self._parent = commit

    def _fetch(self) -> str:
        """The commit that the branch is at; "" where there is no such branch."""
        listed = self._git_run(["ls-remote", "--heads", self.remote, f"refs/heads/{self.branch}"])
        if listed.returncode:
            raise HostError(f"{self.where}: {self._reason(listed.stderr)}")
        if not listed.stdout.strip():
            return ""
        shallow = ["--depth=1"] if self.remote == "host" else []
        self._run("fetch", "--quiet", "--no-tags", *shallow, self.remote, f"+refs/heads/{self.branch}:{_REF}")
        return self._run("rev-parse", _REF).strip()

    def _run(self, *words: str, given: str = "", more: Mapping[str, str] | None = None) -> str:
        done = self._git_run(words, given, more)
        if done.returncode:
            raise HostError(f"{self.where}: {self._reason(done.stderr)}")
        return done.stdout

    def _run_bytes(self, words: Sequence[str], given: bytes) -> bytes:
        done = subprocess.run([*self._git, *words], input=given, capture_output=True, env=self._environ, check=False)
        if done.returncode:
            raise HostError(f"{self.where}: {self._reason(done.stderr.decode(errors='replace'))}")
        return done.stdout

    def _git_run(self, words: Sequence[str], given: str = "", more: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        try:
            return subprocess.run(
                [*self._git, *words], input=given, capture_output=True, encoding="utf-8", errors="surrogateescape",
                env={**self._environ, **(more or {})}, check=False,
            )  # fmt: skip
        except OSError as error:
            raise HostError(f"git cannot be started: {error.strerror}") from error

    def _reason(self, said: str) -> str:
        """What git complains of, in one line and without what an address may hold before its @; what to do."""
        if is_of_ssh(said):
            return explain(said.partition("fatal:")[0], _host_of(self._addresses()[1]))
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        telling = [line for line in lines if line.startswith(("fatal:", "error:", "remote:", "!"))] or lines or ["git failed"]
        return advise(_LOGIN.sub("", telling[0].removeprefix("fatal: ")))


def hidden_login(environ: Mapping[str, str], written: str, used: str) -> dict[str, str]:
    """What git's environment must hold where the user's own configuration gives a remote a password in its
    address (`written`; `used` after git's `insteadOf`): git would show it in the arguments of its processes.
    Git is told another address, without it, and a credential helper that reads it from the environment."""
    parts = urlsplit(used)
    if parts.scheme not in ("http", "https") or not parts.password:
        return {}
    clean = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    helper = '!f() { echo "username=$BRIEFGEN_GIT_USER"; echo "password=$BRIEFGEN_GIT_PASSWORD"; }; f'
    settings = {f"url.{clean}.insteadOf": written, f"url.{clean}.pushInsteadOf": written, "credential.helper": helper}
    first = int(environ.get(_COUNT) or 0)
    numbered = list(enumerate(settings.items(), start=first))
    return {
        "BRIEFGEN_GIT_USER": unquote(parts.username or ""),
        "BRIEFGEN_GIT_PASSWORD": unquote(parts.password),
        _COUNT: str(first + len(numbered)),
        **{f"GIT_CONFIG_KEY_{number}": key for number, (key, _) in numbered},
        **{f"GIT_CONFIG_VALUE_{number}": value for number, (_, value) in numbered},
    }


def _host_of(address: str) -> str:
    """The host of an address for ssh: `ssh://git@host:22/path` or `git@host:path`."""
    return urlsplit(address).hostname or address.rpartition("@")[2].partition(":")[0]
