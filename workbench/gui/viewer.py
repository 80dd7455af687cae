"""Opening an earlier session in a window of its own, beside the one that runs."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QProcess

from workbench.gui.theme import manager


def viewer_command(journal: Path, record: str = "") -> list[str]:
    """The command line that shows a session, and if wanted one record of it."""
    command = [sys.executable, "-m", "workbench", "open", "--session", str(journal)]
    command += ["--theme", manager().current.name]
    return [*command, "--record", record] if record else command


def open_session(journal: Path, record: str = "") -> str:
    """Starts that window; returns what to tell the person."""
    command = viewer_command(journal, record)
    if QProcess.startDetached(command[0], command[1:]):
        return f"Opening {journal.stem} in a window of its own"
    return "A second window could not be started"
