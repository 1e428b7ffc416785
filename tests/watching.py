"""What readers, and other users of the machine, see while a publication is under way; and what goes wrong with it.

Servers of the tests ask a `Scene` before every operation that changes something. So the live site is crawled
after each single step, while nothing else moves.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from published import Get, dead_links


class Scene:
    """`folder`/fault says what goes wrong: "busy 5" (every fifth operation), "quota 6" (all from the seventh on that
    put something), "die 9" (the server, at the tenth). `folder`/seen takes down what was seen."""

    def __init__(self, folder: Path, get: Get, secret: str = "") -> None:
        self.file, self.seen, self.get, self.secret = folder / "fault", folder / "seen", get, secret
        self.fault, self.count = "", 0

    def before(self, puts: bool) -> str:
        """Looks around; what is to go wrong with the operation that comes next: "busy", "quota", "die" or ""."""
        self.look()
        fault = self.file.read_text()
        self.count = self.count + 1 if fault == self.fault else 1
        self.fault = fault
        kind, _, number = fault.partition(" ")
        happens = {
            "busy": kind == "busy" and self.count % int(number) == 0,
            "quota": kind == "quota" and puts and self.count > int(number),
            "die": kind == "die" and self.count > int(number),
        }
        return kind if happens.get(kind) else ""

    def look(self) -> None:
        lines = ["looked", *(f"dead link: {path}" for path in dead_links(self.get))]
        lines += [f"secret in the arguments of {name}" for name in (arguments_with(self.secret) if self.secret else ())]
        with self.seen.open("a") as file:
            file.write("".join(f"{line}\n" for line in lines))


def set_scene(folder: Path) -> Path:
    """A folder for a scene in which nothing goes wrong yet."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "fault").write_text("")
    (folder / "seen").write_text("")
    return folder


def arguments_with(secret: str) -> list[str]:
    """The processes of this machine whose arguments hold the secret, by their first word."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            words = path.read_bytes()
            if secret.encode() in words:
                found.append(words.partition(b"\0")[0].decode())
    return found
