"""The base of every node that is drawn on a widget of its own."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from workbench.gui.render import mirror
from workbench.gui.render.view import NodeView


class WidgetView(NodeView):
    """A node with a widget of its own: anything that takes focus or scrolls.

    The subclass creates ``self.control`` with ``scope.surface`` as its parent in ``__init__``.
    Sizes come from the widget's size hint and height for width; the widget calls
    ``updateGeometry()`` when they change.
    """

    role = "group"
    control: QWidget

    @property
    def widget(self) -> QWidget:
        """The node's own widget."""
        return self.control

    def measure_natural(self) -> int:
        """The widget's preferred width within its minimum and maximum."""
        width = max(self.control.sizeHint().width(), self.control.minimumWidth())
        return min(width, self.control.maximumWidth())

    def measure_minimum(self) -> int:
        """The widget's minimum width."""
        hint = self.control.minimumSizeHint().width()
        return min(max(hint, self.control.minimumWidth(), 0), self.natural())

    def measure_height(self, width: int) -> int:
        """The widget's height for a width, or its hint."""
        height = self.control.heightForWidth(width) if self.control.hasHeightForWidth() else -1
        if height < 0:
            height = self.control.sizeHint().height()
        return min(max(height, self.control.minimumHeight()), self.control.maximumHeight())

    def outdated(self) -> bool:
        """Whether the widget wants another size than the one remembered."""
        known = self._height_width
        return (
            (self._natural >= 0 and self._natural != self.measure_natural())
            or (self._minimum >= 0 and self._minimum != self.measure_minimum())
            or (known >= 0 and self._height != self.measure_height(known))
        )

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """Move the widget; a maximum size of its own is honoured."""
        super().place(x, y, w, h)
        mirror.lay(self.control, x, y, w, h)

    def update(self) -> None:
        """Repaint the widget."""
        self.control.update()

    def restyle(self) -> None:
        """Repaint in the new colours."""
        self.control.update()

    def dispose(self) -> None:
        """Let the widget go."""
        super().dispose()
        self.control.hide()
        self.control.deleteLater()

    def spoken(self) -> str:
        """Widgets speak for themselves."""
        return ""

    def tooltip_at(self, point: QPoint) -> str:
        """Widgets show their own tooltips."""
        return ""
