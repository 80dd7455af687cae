"""Commands about sessions: opening an earlier one, and taking one out or in as a file."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from workbench.gui import viewer
from workbench.gui.bindings.binding import Binding

if TYPE_CHECKING:
    from workbench.gui.session_list import SessionList
    from workbench.kernel.kernel import Kernel
    from workbench.kernel.sessions.past import PastSession

_FILES = "Sessions (*.imperal-session);;All files (*)"
_MEMORY = "This session is kept in memory only"


class Sessions(Binding):
    """The list of sessions, export and import."""

    def bind(self) -> None:
        """Lists, exports and imports sessions."""
        self.layer: SessionList | None = None
        bind = self.registry.bind
        bind("file.session_open", self.list_sessions)
        bind("file.session_export", self._ask_export)
        bind("file.session_import", self._ask_import)

    async def list_sessions(self) -> None:
        """Shows the sessions of the state folder this one is kept in."""
        import asyncio

        from workbench.kernel.sessions.past import past_sessions

        state = self._state()
        if state is None:
            self._tell(_MEMORY)
            return
        sessions = await asyncio.to_thread(past_sessions, state)
        if self.layer is None:
            from workbench.gui.session_list import SessionList

            self.layer = SessionList(self.chrome.window)
            self.layer.picked.connect(self._open)
            self.layer.import_asked.connect(self._ask_import)
            self.layer.keep_asked.connect(self._keep)
            self.layer.prune_asked.connect(lambda: self.chrome.actions.run("file.session_prune"))
        self.layer.show_sessions(sessions, time.time())
        if not self.layer.isVisible():
            self.layer.open()

    def _open(self, session: PastSession) -> None:
        self._tell(viewer.open_session(session.journal))

    def _keep(self, session: PastSession) -> None:
        """Keeps a session for good, or lets it go again."""
        from workbench.kernel.sessions.kept import keep, let_go

        if session.kept is None:
            keep(session.journal)
        else:
            let_go(session.journal)
        self._spawn(self.list_sessions(), "list the sessions")

    # -- one file

    def _ask_export(self) -> None:
        kernel = self.session.kernel
        if kernel is None:
            return
        name = f"{'-'.join(kernel.extensions) or 'session'}-{kernel.journal.path.stem}"
        dialog = self._dialog("Export this session", QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("imperal-session")
        dialog.selectFile(f"{name}.imperal-session")
        dialog.fileSelected.connect(lambda path: self._spawn(self.export_to(Path(path)), "export"))
        dialog.open()

    def _ask_import(self) -> None:
        dialog = self._dialog("Import a session", QFileDialog.AcceptMode.AcceptOpen)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(
            lambda path: self._spawn(self.import_from(Path(path)), "import a session")
        )
        dialog.open()

    def _dialog(self, title: str, mode: QFileDialog.AcceptMode) -> QFileDialog:
        dialog = QFileDialog(self.chrome.window, title)
        dialog.setAcceptMode(mode)
        dialog.setNameFilter(_FILES)
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    async def export_to(self, target: Path) -> None:
        """Writes this session as it is now into a file."""
        import asyncio

        from workbench.kernel.sessions.archive import export_session
        from workbench.kernel.sessions.kept import keep_exported

        kernel = self.session.kernel
        if kernel is None:
            return
        self._tell(f"Exporting into {target.name} …")
        await kernel.journal.flush()
        store, masker = kernel.suite.database.path, kernel.journal.masker
        try:
            manifest = await asyncio.to_thread(
                export_session, kernel.journal.path, target, store=store, masker=masker
            )
        except OSError as error:
            self._tell(f"{target.name} could not be written: {error.strerror or error}", "danger")
            return
        await asyncio.to_thread(keep_exported, kernel.journal.path)
        self._tell(f"Exported {manifest['records']:,} records into {target.name}".replace(",", " "))

    async def import_from(self, file: Path) -> None:
        """Takes a session's file in and shows it in the list, or says what is wrong with it."""
        import asyncio

        from workbench.kernel.sessions.arrival import ArchiveError, import_session

        state = self._state()
        if state is None:
            self._tell(_MEMORY)
            return
        try:
            journal = await asyncio.to_thread(import_session, file, state)
        except ArchiveError as error:
            self._tell(f"{file.name} was not imported: {error}", "danger")
            return
        self._tell(f"Imported the session {journal.stem}")
        await self.list_sessions()

    def _state(self) -> Path | None:
        kernel: Kernel | None = self.session.kernel
        state = kernel.options.state if kernel is not None else None
        return state if isinstance(state, Path) else None

    def _spawn(self, work: Any, name: str) -> None:
        self.session.tasks.spawn(work, name)

    def _tell(self, text: str, tone: str = "info") -> None:
        icon = "circle-x" if tone == "danger" else "history"
        self.chrome.toasts.show(text, tone, icon, topic="session")
