"""What a person does and sees in a window whose extension misbehaves."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from workbench.gui.chrome import Chrome
from workbench.gui.panes.link import place_text
from workbench.gui.panes.problems import message, rule
from workbench.gui.panes.table_pane import TablePane
from workbench.gui.render.push_button import PushButton
from workbench.gui.stage.page import PanelPage
from workbench.kernel.journal.record import Record
from workbench.kernel.kernel import Kernel
from workbench.kernel.options import KernelOptions

_PATIENCE_S = 30.0
_LOOK_S = 0.01


class Person:
    """Clicks and looks in one window."""

    def __init__(self, chrome: Chrome) -> None:
        self.chrome = chrome

    @property
    def kernel(self) -> Kernel:
        """The session behind the window."""
        assert self.chrome.session.kernel is not None
        return self.chrome.session.kernel

    async def open(self, root: Path, memory_mb: int | None) -> None:
        """Opens a folder, watched for saves, with the list of problems in view."""
        options = KernelOptions(watch=True, memory_mb=memory_mb, load_timeout_s=4.0)
        await self.chrome.session.start(lambda: options, [root])
        self.chrome.deck.show_pane("problems")

    async def until(self, seen: Callable[[], object], what: str) -> None:
        """Waits until something can be seen; fails naming it if it never is."""
        end = time.monotonic() + _PATIENCE_S
        while not seen():
            assert time.monotonic() < end, f"never saw {what}; the window shows {self.picture()}"
            await asyncio.sleep(_LOOK_S)

    def click(self, label: str) -> None:
        """Clicks a button of the left panel."""
        QTest.mouseClick(self.button(label), Qt.MouseButton.LeftButton)

    def button(self, label: str) -> PushButton:
        """A button of the left panel."""
        return self._buttons()[label]

    def pending(self, label: str) -> bool:
        """Whether a button of the left panel shows that it works."""
        return label not in self._buttons()

    def shows(self, *texts: str) -> bool:
        """Whether both panels stand on the stage, and these texts in them."""
        seen = [*self._read("left"), *self._read("right")]
        return all(text in seen for text in (*texts, "beside the board"))

    def said(self) -> list[str]:
        """The texts of the left panel, with what stands under its buttons."""
        return list(self._read("left"))

    def problems(self) -> list[tuple[str, str]]:
        """Rows of the list of problems: what it is, and the place it names."""
        return [(rule(record), place_text(record)) for record in self._records()]

    def messages(self) -> list[str]:
        """What the list of problems says happened."""
        return [message(record) for record in self._records()]

    def banner(self) -> tuple[str, str]:
        """The line over the stage, and the place it names."""
        banner = self.chrome.stage.banner
        return (banner.text(), banner.place()) if banner.isVisible() else ("", "")

    def told(self) -> list[str]:
        """The newest messages of the chat."""
        views = self.chrome.stage.chat.turn_views()
        return [card.text() for view in views for card in view.answers()]

    def picture(self) -> dict[str, object]:
        """All of it, for the message of a failure."""
        return {
            "left": self.said(),
            "right": list(self._read("right")),
            "banner": self.banner(),
            "problems": list(zip(self.problems(), self.messages(), strict=True)),
            "chat": self.told(),
        }

    def _records(self) -> list[Record]:
        pane = self.chrome.deck.ensure("problems")
        assert isinstance(pane, TablePane)
        found = (pane.model.item(row) for row in range(pane.model.rowCount()))
        return [record for record in found if record is not None]

    def _page(self, slot: str) -> PanelPage | None:
        return self.chrome.stage.columns[slot].current()

    def _read(self, slot: str) -> Iterator[str]:
        """What is drawn of a panel: nothing while its tree is hidden."""
        page = self._page(slot)
        view = page.view() if page is not None else None
        if view is not None and view.isVisible():
            yield from (node.spoken() for node in view.surface.views() if node.spoken())

    def _buttons(self) -> dict[str, PushButton]:
        page = self._page("left")
        view = page.view() if page is not None else None
        found = view.findChildren(PushButton) if view is not None else []
        return {button.face.label: button for button in found if button.isVisible()}
