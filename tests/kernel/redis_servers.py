"""The servers a bus is tried on: the embedded one, and a real redis-server where there is one."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

KINDS = (
    "embedded",
    pytest.param(
        "real",
        marks=pytest.mark.skipif(
            shutil.which("redis-server") is None, reason="redis-server is not installed"
        ),
    ),
)


@contextmanager
def redis_url(kind: str, folder: Path) -> Iterator[str | None]:
    """The URL of a server of that kind; None stands for the embedded one."""
    if kind == "embedded":
        yield None
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    server = subprocess.Popen([*command, "--dir", str(folder)], stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(port: int, seconds: float = 10.0) -> None:
    """Return once the server accepts connections."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1.0).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
        else:
            return
