"""The command that writes a session as a page, or for another tool."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from workbench.gui.bindings.binding import Binding

if TYPE_CHECKING:
    from workbench.kernel.export.formats import Format


class Exporting(Binding):
    """Asks for a file and its format, and writes this session as it is now."""

    def bind(self) -> None:
        """Asks with the system's file dialog; the format is its filter."""
        self.registry.bind("file.session_write", self._ask)

    def _ask(self) -> None:
        from workbench.kernel.export.formats import FORMATS

        kernel = self.session.kernel
        if kernel is None:
            return
        filters = {f"{known.title} (*.{known.suffix})": known for known in FORMATS}
        name = "-".join(kernel.extensions) or "session"
        dialog = QFileDialog(self.chrome.window, "Export this session")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(list(filters))
        dialog.selectFile(f"{name}.{FORMATS[0].suffix}")
        dialog.fileSelected.connect(
            lambda path: self._write(Path(path), filters[dialog.selectedNameFilter()])
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _write(self, target: Path, wanted: Format) -> None:
        target = with_suffix(target, wanted)
        self.session.tasks.spawn(self.write(target, wanted), f"export as {wanted.id}")

    async def write(self, target: Path, wanted: Format) -> None:
        """Writes the session into a file and says so."""
        from workbench.kernel.export.formats import export

        kernel = self.session.kernel
        if kernel is None:
            return
        await kernel.journal.flush()
        try:
            data = await asyncio.to_thread(export, kernel.journal.path, wanted)
            await asyncio.to_thread(target.write_bytes, data)
        except OSError as error:
            why = error.strerror or str(error)
            self.chrome.toasts.show(f"{target.name} could not be written: {why}", "danger")
            return
        self.chrome.toasts.show(f"Wrote {target.name}", icon="file-output")


def with_suffix(target: Path, wanted: Format) -> Path:
    """A file's name with the ending of its format; the ending of another format is replaced."""
    from workbench.kernel.export.formats import FORMATS

    endings = sorted((f".{known.suffix}" for known in FORMATS), key=len, reverse=True)
    name = target.name
    if not name.endswith(f".{wanted.suffix}"):
        ending = next((ending for ending in endings if name.endswith(ending)), "")
        name = f"{name.removesuffix(ending)}.{wanted.suffix}"
    return target.with_name(name)
