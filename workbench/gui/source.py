"""From a record to the author's line: opening it in an editor, or copying where it is."""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

_EDITORS = (
    ("code", ("--goto", "{file}:{line}")),
    ("codium", ("--goto", "{file}:{line}")),
    ("cursor", ("--goto", "{file}:{line}")),
    ("windsurf", ("--goto", "{file}:{line}")),
    ("zed", ("{file}:{line}",)),
    ("subl", ("{file}:{line}",)),
    ("pycharm", ("--line", "{line}", "{file}")),
    ("idea", ("--line", "{line}", "{file}")),
    ("kate", ("--line", "{line}", "{file}")),
    ("gedit", ("+{line}", "{file}")),
)
_VARIABLE = "WORKBENCH_EDITOR"


def editor_command(file: str, line: int) -> list[str] | None:
    """The command that opens a line in an editor, or None if no known editor is installed.

    ``WORKBENCH_EDITOR`` may hold a command with ``{file}`` and ``{line}``; without placeholders the
    file is added at its end.
    """
    wanted = os.environ.get(_VARIABLE, "").strip()
    if wanted:
        words = shlex.split(wanted, posix=os.name != "nt")
        if not any("{file}" in word for word in words):
            words.append("{file}")
        return [_filled(word, file, line) for word in words]
    for program, arguments in _EDITORS:
        found = shutil.which(program)
        if found is not None:
            return [found, *(_filled(word, file, line) for word in arguments)]
    return None


def open_line(file: str, line: int) -> str:
    """Opens a source line in an editor; returns what to tell the person.

    Without a known editor the system's program for the file is asked, and the place is copied.
    """
    if not Path(file).is_file():
        return f"{file} is not there any more"
    command = editor_command(file, line)
    if command is not None and QProcess.startDetached(command[0], command[1:]):
        return f"Opened {Path(file).name}:{line}"
    copy_place(file, line)
    if QDesktopServices.openUrl(QUrl.fromLocalFile(file)):
        return f"Opened {Path(file).name}; line {line} is on the clipboard"
    return f"No editor found: {Path(file).name}:{line} is on the clipboard"


def copy_place(file: str, line: int) -> str:
    """Puts "file:line" on the clipboard; returns what to tell the person."""
    QGuiApplication.clipboard().setText(f"{file}:{line}")
    return f"Copied {Path(file).name}:{line}"


def _filled(word: str, file: str, line: int) -> str:
    return word.replace("{file}", file).replace("{line}", str(line))
