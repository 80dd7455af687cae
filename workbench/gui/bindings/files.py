"""Commands about the extension folders that are open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from workbench.gui.bindings.binding import Binding
from workbench.gui.command_facts import EXTENSION, KERNEL


class Files(Binding):
    """Opening, reloading and closing extensions."""

    def bind(self) -> None:
        """Opens, reloads and closes extensions."""
        chrome, session, bind = self.chrome, self.session, self.registry.bind
        bind("file.open_folder", chrome.choose_folder)
        bind("file.reload", lambda: session.folders.reload(session.current or ""))
        bind("file.discover", self._open_afresh)
        bind("file.close_extension", lambda: session.folders.close(session.current or ""))
        bind("file.reveal", self._reveal_folder)
        bind("file.quit", chrome.window.close)

    async def _open_afresh(self) -> None:
        """A new discovery; of an earlier session what stood on its stage."""
        if self.session.past() is not None:
            await self.session.earlier.show()
        else:
            await self.session.discovery.run(self.session.current or "")

    def follow(self) -> None:
        """Knows whether a kernel runs and an extension is shown."""
        self.session.kernel_changed.connect(self._current_changed)
        self.session.current_changed.connect(self._current_changed)
        self.session.extensions_changed.connect(self._current_changed)

    def _current_changed(self) -> None:
        self.registry.set_fact(KERNEL, self.session.kernel is not None)
        self.registry.set_fact(EXTENSION, self.session.extension() is not None)

    def _reveal_folder(self) -> None:
        extension = self.session.extension()
        if extension is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(extension.root))))
