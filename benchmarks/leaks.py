"""Whether windows, models and subscriptions are let go: 100 windows, and 1,000 reloads.

Each window runs a sample in a kernel of its own, shows every pane and answers a message before it
is closed. ``LEAKS_WINDOWS`` and ``LEAKS_RELOADS`` may name other numbers.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.window import environment

WINDOWS = int(os.environ.get("LEAKS_WINDOWS", "100"))
RELOADS = int(os.environ.get("LEAKS_RELOADS", "1000"))
GROWTH_MB = 10.0


def run() -> list[Figure]:
    """What is left of them, and the growth of the process over the second half."""
    with tempfile.TemporaryDirectory() as settings:
        command = [sys.executable, "-m", "benchmarks.leaks_session", str(WINDOWS), str(RELOADS)]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            env=environment(Path(settings)),
            check=False,
        )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        raise RuntimeError(f"{done.stdout}\n{done.stderr}")
    found = json.loads(lines[-1])
    words = f"after {WINDOWS} windows"
    again = f"after {RELOADS:,} reloads"
    return [
        Figure(f"windows, panes and kernels alive {words}", "", [found["alive"]], 0),
        Figure(f"widgets more than before {words}", "", [found["widgets"]], 0),
        Figure(f"growth over the second half of {WINDOWS} windows", "MB", [found["mb"]], GROWTH_MB),
        Figure(f"listeners more {again}", "", [found["reload_listeners"]], 0),
        Figure(f"widgets more {again}", "", [found["reload_widgets"]], 20),
        Figure(f"processes more {again}", "", [found["reload_processes"]], 0),
        Figure(
            "growth of the window over their second half", "MB", [found["reload_mb"]], GROWTH_MB
        ),
    ]
