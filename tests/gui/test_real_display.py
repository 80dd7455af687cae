"""The command opens a real window on a real X display, and leaves when it is told to."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

NEEDED = ("Xvfb", "openbox", "xdotool")
pytestmark = pytest.mark.skipif(
    any(shutil.which(name) is None for name in NEEDED),
    reason=f"needs {', '.join(NEEDED)}; the test command installs them on Debian",
)


@pytest.fixture
def display() -> Iterator[str]:
    """A virtual screen of its own, with a window manager."""
    reading, writing = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        "1440x900x24",
        "-nolisten",
        "tcp",
    ]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as numbers:
        name = f":{numbers.readline().strip()}"
    manager = subprocess.Popen(["openbox"], env={**os.environ, "DISPLAY": name})
    try:
        yield name
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait(timeout=60)


def test_without_a_path_the_notes_sample_opens_in_a_window(display: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "WORKBENCH_SETTINGS": str(tmp_path / "window.ini"),
    }
    command = [sys.executable, "-m", "workbench", "--state", str(tmp_path / "state")]
    program = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        # The title names the extension only once it is loaded.
        search = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "^Notes"]
        found = subprocess.run(
            search, env=environment, capture_output=True, text=True, timeout=60, check=True
        )
        assert found.stdout.split()
        program.send_signal(signal.SIGTERM)
        _, words = program.communicate(timeout=30)
    finally:
        program.kill()
        program.wait()
    assert program.returncode == 0, words
    assert not words
