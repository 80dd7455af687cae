"""Where a child starts: ``<python> workbench/host/boot.py --fd N …``, under any interpreter.

The folder that holds `workbench` may be somebody's site-packages, so it must not come on
``sys.path``: a finder makes `workbench.wire` and `workbench.host` importable and nothing else.
"""

from __future__ import annotations

import importlib.machinery
import importlib.util
import json
import os
import socket
import struct
import sys
import types
from pathlib import Path

OLDEST = (3, 11)
ROOMS = ("wire", "host")


class RoomFinder:
    """Finds the two packages of `workbench` that a child may use."""

    def __init__(self, package: Path) -> None:
        self._package = package

    def find_spec(
        self, name: str, path: object = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The spec of ``workbench.wire`` or ``workbench.host``; None for every other name."""
        parent, _, room = name.rpartition(".")
        if parent != "workbench" or room not in ROOMS:
            return None
        folder = self._package / room
        return importlib.util.spec_from_file_location(
            name, folder / "__init__.py", submodule_search_locations=[str(folder)]
        )


def open_rooms() -> None:
    """Make ``workbench.wire`` and ``workbench.host`` importable, and this script's folder not."""
    here = Path(__file__).resolve().parent
    if sys.path and Path(sys.path[0]).resolve() == here:
        del sys.path[0]
    package = types.ModuleType("workbench", "The part of the workbench that a child may see.")
    package.__path__ = []
    sys.modules["workbench"] = package
    sys.meta_path.insert(0, RoomFinder(here.parent))


def refuse() -> None:
    """Tell the kernel, in words an old interpreter can speak, that it is too old."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    wanted = ".".join(str(part) for part in OLDEST)
    report = {
        "type": "UnsupportedPython",
        "message": f"Python {version} cannot run an extension: {wanted} or newer is needed",
        "hint": "choose another interpreter with --python",
    }
    hello = {"t": "hello", "pid": os.getpid(), "python": version, "sdk": None, "error": report}
    hello["executable"] = sys.executable
    payload = json.dumps(hello).encode()
    if "--fd" in sys.argv:
        wire = socket.socket(fileno=int(sys.argv[sys.argv.index("--fd") + 1]))
        wire.sendall(struct.pack(">I", len(payload)) + payload)


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        refuse()
        sys.exit(3)
    open_rooms()
    from workbench.host.main import main

    main(sys.argv[1:])
