"""File dialogs that do not block: they open, and call back when the person has chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def ask_for_files(
    parent: QWidget, chosen: Callable[[list[Path]], None], *, many: bool, name_filter: str
) -> QFileDialog:
    """Open a file dialog that does not block; `chosen` gets the paths."""
    dialog = QFileDialog(parent.window(), "Choose files", "", name_filter)
    mode = QFileDialog.FileMode.ExistingFiles if many else QFileDialog.FileMode.ExistingFile
    dialog.setFileMode(mode)
    dialog.filesSelected.connect(lambda names: chosen([Path(name) for name in names]))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def ask_for_folder(parent: QWidget, chosen: Callable[[Path], None]) -> QFileDialog:
    """Open a folder dialog that does not block; `chosen` gets the folder."""
    dialog = QFileDialog(parent.window(), "Choose a folder")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
