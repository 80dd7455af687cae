"""A person in a window: looking, clicking and typing, with a picture of each station."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.until import until
from workbench.gui.chat.cards import ConfirmationCard
from workbench.gui.chrome import Chrome
from workbench.gui.render.lists.surface import ListSurface
from workbench.gui.stage.page import PanelPage


class Journey:
    """Looks and clicks in a window as a person would."""

    def __init__(self, chrome: Chrome, shots: Path, theme: str) -> None:
        self.chrome = chrome
        self._shots = shots
        self._theme = theme
        self._station = 0

    async def until(self, seen: Callable[[], object], what: str) -> None:
        """Waits until something can be seen; fails naming it if it never is."""
        await until(seen, what)

    async def picture(self, name: str) -> None:
        """Saves what the window shows now."""
        await asyncio.sleep(0.2)
        self._station += 1
        path = self._shots / f"journey-{self._theme}-{self._station}-{name}.png"
        assert self.chrome.window.grab().save(str(path))

    def page(self, slot: str) -> PanelPage | None:
        """The panel in view in a slot."""
        return self.chrome.stage.columns[slot].current()

    def rows(self, slot: str) -> list[str]:
        """Titles of all list rows a slot shows."""
        return [name for surface in self._lists(slot) for name in _titles(surface)]

    def click_row(self, slot: str, name: str) -> None:
        """Clicks a list row."""
        for surface in self._lists(slot):
            names = _titles(surface)
            if name in names:
                at = surface.row_rect(names.index(name)).center()
                QTest.mouseClick(surface.viewport(), Qt.MouseButton.LeftButton, pos=at)
                return
        raise AssertionError(f"no row {name!r} among {self.rows(slot)}")

    def cards(self) -> list[ConfirmationCard]:
        """The confirmation cards of the newest turn."""
        turns = self.chrome.stage.chat.turn_views()
        return turns[-1].confirmations() if turns else []

    def _lists(self, slot: str) -> list[ListSurface]:
        page = self.page(slot)
        view = page.view() if page is not None else None
        return view.findChildren(ListSurface) if view is not None else []

    def write(self, text: str) -> None:
        """Types a message and sends it."""
        composer = self.chrome.stage.chat.composer
        QTest.keyClicks(composer.editor, text)
        QTest.keyClick(composer.editor, Qt.Key.Key_Return)


def _titles(surface: ListSurface) -> list[str]:
    model = surface.rows_model
    return [str(model.index(row).data()) for row in range(model.rowCount())]
