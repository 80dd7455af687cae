"""The extension folders that are open: opened, reloaded and closed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.gui.session import Session


class Folders:
    """What was opened in a session, whether or not it loaded.

    A folder that loads is shown and its panels are opened; why another does not is told as the
    session's `problem`.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.roots: list[Path] = []

    async def open(self, root: Path) -> None:
        """Loads an extension folder, shows it and opens its panels."""
        from workbench.kernel.errors import LoadError

        session, kernel = self._session, self._session.kernel
        if kernel is None:
            return
        if session.past() is not None:
            session.notice.emit("An earlier session is only looked at; nothing can be opened in it")
            return
        root = root.absolute()
        if root not in self.roots:
            self.roots.append(root)
        try:
            extension = await kernel.load(root)
        except LoadError as error:
            session.problem.emit(str(root), error.report)
            session.extensions_changed.emit()
            return
        session.problem.emit(str(root), None)
        session.extensions_changed.emit()
        session.show_extension(extension.app_id)
        await session.discovery.run(extension.app_id)

    async def reload(self, app_id: str) -> None:
        """Starts the code anew; if it does not load, the last good build stays and says why."""
        from workbench.kernel.errors import LoadError

        kernel = self._session.kernel
        if kernel is None:
            return
        try:
            await kernel.reload(app_id)
        except LoadError as error:
            self._session.problem.emit(app_id, error.report)

    async def close(self, app_id: str) -> None:
        """Ends an extension and shows the next one."""
        session, kernel = self._session, self._session.kernel
        if kernel is None or app_id not in kernel.extensions:
            return
        root = kernel.extensions[app_id].root
        self.roots = [kept for kept in self.roots if kept != root]
        await kernel.unload(app_id)
        if session.current == app_id:
            session.show_extension(next(iter(kernel.extensions), None))
        session.extensions_changed.emit()
