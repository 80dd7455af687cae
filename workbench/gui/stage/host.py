"""What a panel's controls can do: their actions go through the session to the kernel."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from workbench.gui.parts.banner import sentence
from workbench.gui.parts.question import ask
from workbench.gui.render.uploads.bulk_queue import RefusedError
from workbench.kernel.uploads import UploadRefusedError

if TYPE_CHECKING:
    from workbench.gui.session import Session

logger = logging.getLogger(__name__)

LOOKED_AT = "An earlier session is only looked at: its controls do nothing"
_TO_READ = ("open", "navigate")
"""Actions that change nothing."""
_OPENABLE = ("http", "https", "mailto", "tel")


class PanelActions:
    """The renderer's `ActionHost` for one panel, or for a card in the chat (`panel_id` None).

    `user_id` is whose panel it is, empty for whoever is signed in.
    """

    def __init__(
        self,
        session: Session,
        app_id: str,
        panel_id: str | None,
        widget: QWidget,
        user_id: str = "",
    ) -> None:
        self._session = session
        self._app_id = app_id
        self._panel_id = panel_id
        self._widget = widget
        self._user_id = user_id

    async def dispatch(self, action: dict[str, Any]) -> str | None:
        """Runs an action; the answer is None, or the text of what went wrong.

        In an earlier session nothing is done that would add to it.
        """
        if self._session.past() is not None and action.get("action") not in _TO_READ:
            return LOOKED_AT
        outcome = await self._session.act(
            self._app_id, action, self._panel_id, user_id=self._user_id
        )
        if outcome is None:
            return "The kernel is not running"
        if outcome.kind == "open" and outcome.ok and outcome.url:
            self.open_url(outcome.url)
        if outcome.kind == "navigate" and outcome.ok:
            self.notice(f"Navigates to {outcome.path}: the platform's page, not part of a panel")
        if outcome.ok:
            return None
        return sentence(outcome.error) if outcome.error is not None else "The action failed"

    async def upload(self, endpoint: str, path: Path) -> int:
        """Sends a file of a BulkUpload; the answer is the HTTP status."""
        kernel = self._session.kernel
        if kernel is None:
            raise ConnectionError("The kernel is not running")
        if self._session.past() is not None:
            raise RefusedError(LOOKED_AT)
        try:
            return await kernel.uploads.send(self._app_id, endpoint, path)
        except UploadRefusedError as refusal:
            raise RefusedError(str(refusal)) from refusal

    async def confirm(self, message: str) -> bool:
        """Asks over the window."""
        return await ask(self._widget.window(), message)

    def open_url(self, url: str) -> None:
        """Opens an address of an allowed scheme in the system's browser."""
        address = QUrl(url)
        if address.scheme().lower() not in _OPENABLE:
            self.notice(f"Not opened: {url}")
            return
        QDesktopServices.openUrl(address)

    def notice(self, text: str) -> None:
        """Shows a short message."""
        self._session.notice.emit(text)
