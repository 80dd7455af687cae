"""A stack that stays at the top of the scrolling view once it has reached it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import theme
from workbench.gui.render.node import Node
from workbench.gui.render.plain import flag_of
from workbench.gui.render.scope import Scope
from workbench.gui.render.stack import STICKY
from workbench.gui.render.widget_view import WidgetView


class StickyBar(QWidget):
    """An opaque strip with the children on it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page's colour, so that what scrolls under it is hidden."""
        QPainter(self).fillRect(event.rect(), theme().color("surface-0"))

    def hasHeightForWidth(self) -> bool:
        """As its children."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of the children."""
        return self.column.heightForWidth(width)

    def sizeHint(self) -> QSize:
        """Size of the children."""
        return self.column.sizeHint()


class StickyStack(WidgetView):
    """Follows the panel's scrolling inside the place its parent has."""

    control: StickyBar

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self.control = StickyBar(scope.surface)
        self._content = scope.render_child(self.control, _inside(node), self)
        self.control.column.addWidget(self._content)
        scope.panel.verticalScrollBar().valueChanged.connect(self._follow)

    def accepts(self, node: Node) -> bool:
        """A stack that no longer sticks is another view."""
        return super().accepts(node) and flag_of(node.props.get("sticky"))

    def changed(self, before: Node) -> None:
        """Follow the children."""
        self._content.set_content(_inside(self.node))

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """Take a place, or the top of the view when that place is above it."""
        super().place(x, y, w, h)
        self._follow()

    def _follow(self) -> None:
        panel, surface = self.scope.panel, self.scope.surface
        above = surface.mapTo(panel.viewport(), QPoint(0, 0)).y()
        top = max(self.y, -above)
        top = min(top, max(self._floor() - self.h, self.y))
        mirror.lay(self.control, self.x, top, self.w, self.h)
        self.control.raise_()

    def _floor(self) -> int:
        """The bottom of what the stack stands in."""
        owner = self.group.owner if self.group is not None else None
        area = owner.rect if owner is not None else QRect(self.scope.surface.rect())
        return area.bottom() + 1

    def dispose(self) -> None:
        """Stop following."""
        self.scope.panel.verticalScrollBar().valueChanged.disconnect(self._follow)
        super().dispose()


def _inside(node: Node) -> dict[str, Any]:
    return {**node.raw, STICKY: True}
