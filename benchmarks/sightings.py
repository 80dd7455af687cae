"""Waits until the window has painted what it must: a tree, a banner, an empty panel, a title."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.edit_breakages import Sight

if TYPE_CHECKING:
    from workbench.gui.chrome import Chrome
    from workbench.gui.parts.banner import Banner
    from workbench.gui.stage.page import PanelPage

PATIENCE_S = 20.0
"""Real seconds after which what is not seen is called a hang."""


class Sightings(QObject):
    """Looks at every paint of one window."""

    def __init__(self, application: QApplication, chrome: Chrome) -> None:
        super().__init__(chrome)
        self._application = application
        self._chrome = chrome
        self._waiting: tuple[Sight, asyncio.Future[float]] | None = None
        application.installEventFilter(self)

    def stop(self) -> None:
        """Look no more."""
        self._application.removeEventFilter(self)

    async def seen(self, sight: Sight) -> float | None:
        """`time.perf_counter` just after it was painted; None if it was not in good time."""
        future: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._waiting = (sight, future)
        try:
            return await asyncio.wait_for(future, PATIENCE_S)
        except TimeoutError:
            return None
        finally:
            self._waiting = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The moment is that after Qt has dealt with the event."""
        if self._waiting is None or not isinstance(watched, QWidget):
            return False
        sight, future = self._waiting
        if self._shows(watched, event.type(), sight) and not future.done():
            QTimer.singleShot(0, lambda: _note(future))
        return False

    # -- what is on the screen

    def page(self, slot: str) -> PanelPage | None:
        """The panel in view in a slot."""
        return self._chrome.stage.columns[slot].current()

    def tree(self, slot: str) -> dict[str, Any] | None:
        """The tree drawn in a slot, if there is one."""
        page = self.page(slot)
        view = page.view() if page is not None else None
        return view.node() if view is not None else None

    def complaints(self) -> list[str]:
        """The text of every banner in sight."""
        pages = [page for slot in ("left", "center", "right") if (page := self.page(slot))]
        banners = [self._chrome.stage.banner, *(page.banner for page in pages)]
        return [f"{b.text()} {b.place()}".strip() for b in banners if b.isVisible()]

    def _shows(self, widget: QWidget, event: QEvent.Type, sight: Sight) -> bool:
        if sight.where == "title":
            window = self._chrome.window
            return (
                event == QEvent.Type.WindowTitleChange
                and widget is window
                and sight.text in window.windowTitle()
            )
        if event != QEvent.Type.Paint:
            return False
        page = self.page(sight.slot) if sight.slot else None
        if sight.where == "stage":
            banner = self._chrome.stage.banner
            return _within(widget, banner) and _says(banner, sight)
        if page is None:
            return False
        if sight.where == "page":
            return _within(widget, page.banner) and _says(page.banner, sight)
        view = page.view()
        if sight.where == "blank":
            return _within(widget, page) and (view is None or not view.isVisible())
        return view is not None and widget is view.widget() and sight.text in str(view.node())


def _note(future: asyncio.Future[float]) -> None:
    if not future.done():
        future.set_result(time.perf_counter())


def _within(widget: QWidget, banner: QWidget) -> bool:
    return widget is banner or banner.isAncestorOf(widget)


def _says(banner: Banner, sight: Sight) -> bool:
    return (
        banner.isVisible()
        and sight.text in f"{banner.text()} {banner.toolTip()}"
        and banner.place().startswith(sight.place)
    )
