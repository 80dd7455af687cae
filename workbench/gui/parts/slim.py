"""Slim scroll bars over the content, as panels have them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractScrollArea


class _Slim(QObject):
    """Puts the bar there once there is something to scroll: most areas never need one."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._made = False
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.verticalScrollBar().rangeChanged.connect(self._range_changed)

    def _range_changed(self, low: int, high: int) -> None:
        if self._made or high <= low:
            return
        self._made = True
        from workbench.gui.render.scroll import OverlayScrollBar

        OverlayScrollBar(self._area).show()


def slim(area: QAbstractScrollArea) -> None:
    """Replaces an area's vertical scroll bar by a slim one that takes no room."""
    _Slim(area)
