"""OpenSSH's sftp-server, one request at a time, with a `Scene` asked before each that changes something.

    python watched_sftp.py SFTP-SERVER SCENE TREE
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

from published import in_folder
from watching import Scene

OPEN, WRITE, STATUS, FAILURE, EXTENDED = 3, 6, 101, 4, 200
CHANGING = {WRITE, 13, 14, 15, 18, 20, EXTENDED}  # write, remove, mkdir, rmdir, rename, symlink


def packet(source: BinaryIO) -> bytes:
    length = source.read(4)
    return length + source.read(struct.unpack(">I", length)[0]) if length else b""


def main(program: str, scene: Path, tree: Path) -> None:
    watched = Scene(scene, in_folder(tree))
    server = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    while request := packet(sys.stdin.buffer):
        kind = request[4]
        writes = kind == OPEN and bool(request[-8:-4].strip(b"\0\1"))
        fault = watched.before(kind == WRITE) if kind in CHANGING or writes else ""
        if fault == "die":
            os._exit(1)
        if fault:
            answer = struct.pack(">B", STATUS) + request[5:9] + struct.pack(">III", FAILURE, 0, 0)
            answer = struct.pack(">I", len(answer)) + answer
        else:
            server.stdin.write(request)  # type: ignore[union-attr]
            server.stdin.flush()  # type: ignore[union-attr]
            answer = packet(server.stdout)  # type: ignore[arg-type]
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()


main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
