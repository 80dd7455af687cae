"""From the start of the process to the first frame, and to the first painted panel of a sample.

The baseline is a bare Qt window, started the same way.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.window import ENVIRONMENT, drive
from workbench import paths

ROUNDS = 9

BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
class Bare(QWidget):
    def paintEvent(self, event):
        print(time.time(), flush=True)
        QTimer.singleShot(0, QApplication.instance().quit)
application = QApplication(sys.argv)
window = Bare()
window.show()
application.exec()
"""


def run() -> list[Figure]:
    """Measure alternately, so that whatever else the machine does meets both alike."""
    bare, frames, panels = [], [], []
    for _ in range(ROUNDS):
        bare.append(_bare())
        with tempfile.TemporaryDirectory() as folder:
            sample = Path(folder) / "notes"
            shutil.copytree(paths.samples() / "notes", sample)
            result = drive("startup", sample)
        frames.append((result["first_frame"] - result["spawned"]) * 1000)
        panels.append((result["first_panel"] - result["spawned"]) * 1000)
    return [
        Figure("bare Qt window, first paint", "ms", bare, baseline=True),
        Figure("first frame", "ms", frames, 150),
        Figure("first sample panel painted", "ms", panels, 600),
    ]


def _bare() -> float:
    spawned = time.time()
    output = subprocess.check_output(
        [sys.executable, "-c", BARE], env={**os.environ, **ENVIRONMENT}, text=True
    )
    return (float(output.split()[0]) - spawned) * 1000
