"""The host's rsync, with a `Scene` asked before each call that changes something.

    python watched_rsync.py SCENE TREE RSYNC-ARGUMENTS
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

from published import in_folder
from watching import Scene

PART = 1500
"""How many bytes a call is given that is cut off in the middle."""


def main(scene: Path, tree: Path, words: list[str]) -> int:
    watched = Scene(scene, in_folder(tree))
    watched.count = int((scene / "calls").read_text()) if (scene / "calls").exists() else 0
    watched.fault = (scene / "fault").read_text()
    fault = watched.before(puts=True)
    (scene / "calls").write_text(str(watched.count))
    command = ["/usr/bin/rsync", *words]
    if fault == "die":
        return kill_in_the_middle(command)
    if fault == "quota":
        sys.stderr.write("rsync: [receiver] write failed: No space left on device (28)\n")
        return 11
    code = subprocess.run(command).returncode
    watched.look()
    return 12 if fault == "busy" else code


def kill_in_the_middle(command: list[str]) -> int:
    """The exit status of a server that is killed once it was given so much; of a short call, its own."""
    server = subprocess.Popen(command, stdin=subprocess.PIPE)

    def feed() -> None:
        given = 0
        while given < PART and (data := os.read(0, 4096)):
            server.stdin.write(data[: PART - given])  # type: ignore[union-attr]
            server.stdin.flush()  # type: ignore[union-attr]
            given += len(data)
        server.kill()

    threading.Thread(target=feed, daemon=True).start()
    return server.wait() or 12


code = main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
sys.stdout.flush()
os._exit(code)
