"""Starts the window driver in a process of its own, offscreen, on an extension made for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ENVIRONMENT = {"QT_QPA_PLATFORM": "offscreen"}


def drive(scenario: str, folder: Path) -> dict[str, Any]:
    """Play `scenario` in a new window on `folder`; adds ``spawned``, the `time.time()` before.

    Raises RuntimeError with the driver's own words when it fails.
    """
    with tempfile.TemporaryDirectory() as settings:
        command = [sys.executable, "-m", "benchmarks.window_driver", scenario, str(folder)]
        spawned = time.time()
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment(Path(settings)), check=False
        )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        raise RuntimeError(f"{scenario} failed:\n{done.stdout}\n{done.stderr}")
    result: dict[str, Any] = json.loads(lines[-1])
    return {**result, "spawned": spawned}


def environment(settings: Path) -> dict[str, str]:
    """Ours, for a window without a screen that keeps its settings in the folder `settings`."""
    # Byte code is cached, as it is for a user: compiling it anew each time is not what we measure.
    kept = {name: v for name, v in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "WORKBENCH_SETTINGS": str(settings / "window.ini"), **ENVIRONMENT}
