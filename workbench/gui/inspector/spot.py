"""One element on the screen: the panel it is drawn in, and its place in the panel's tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import shiboken6
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from workbench.gui.inspector import sight
from workbench.gui.inspector.tree import Steps
from workbench.gui.inspector.words import label
from workbench.gui.render.panel_view import PanelView

_ROOM = 12


@dataclass(frozen=True, slots=True)
class Spot:
    """A panel's view and a place in its tree."""

    panel: PanelView
    steps: Steps

    @property
    def tree(self) -> Any:
        """The tree the panel shows."""
        return self.panel.node()

    @property
    def seen(self) -> bool:
        """Whether its panel is still there, and in view."""
        return shiboken6.isValid(self.panel) and self.panel.isVisible()

    def at(self, steps: Steps) -> Spot:
        """Another place in the same panel."""
        return Spot(self.panel, steps)

    def label(self) -> str:
        """What it is, in a line."""
        return label(self.tree, self.steps)

    def rect(self) -> QRect | None:
        """Where it is on the screen."""
        return sight.rect_of(self.panel, self.steps)

    def reveal(self) -> None:
        """Scrolls the panel until it is in sight."""
        area = self.rect()
        if area is None or self.clip().contains(area) or sight.over_window(self.panel, self.steps):
            return
        inside = self.panel.surface.mapFromGlobal(area.topLeft())
        tall = min(area.height(), self.panel.viewport().height() - 2 * _ROOM)
        self.panel.ensureVisible(inside.x(), inside.y() + max(0, tall), 0, _ROOM)
        self.panel.ensureVisible(inside.x(), inside.y(), 0, _ROOM)

    def clip(self) -> QRect:
        """The part of the screen in which it can be seen; overlays cover the whole window."""
        window = self.panel.window()
        if sight.over_window(self.panel, self.steps):
            return _on_screen(window)
        widget: QWidget | None = self.panel.viewport()
        seen = _on_screen(self.panel.viewport())
        while widget is not None:
            seen &= _on_screen(widget)
            widget = widget.parentWidget()
        return seen


def _on_screen(widget: QWidget) -> QRect:
    return QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())
