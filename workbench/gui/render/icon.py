"""Icon and AppIcon."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from workbench.gui.render.avatar import initials_of
from workbench.gui.render.brushwork import box, smooth, symbol
from workbench.gui.render.css_color import css_color
from workbench.gui.render.node import Node
from workbench.gui.render.plain import label_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.text_block import TextBlock
from workbench.gui.render.view import NodeView
from workbench.gui.theme import icons

_DEFAULT = "circle"
_APP_PX = 40


@register("Icon")
class IconView(NodeView):
    """A Lucide icon in the text colour, or in a CSS colour; an unknown name keeps its place."""

    role = "image"

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self._read()

    def _read(self) -> None:
        get = self.node.props.get
        size = get("size")
        self._name = label_of(get("name"), _DEFAULT)
        self._px = self.theme.icon_px(size) if isinstance(size, str) else 16
        self._color: QColor | None = css_color(get("color"))

    def changed(self, before: Node) -> None:
        """Read the props again."""
        self._read()

    def measure_natural(self) -> int:
        """The icon's side."""
        return self._px

    def measure_height(self, width: int) -> int:
        """The icon's side."""
        return self._px

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """The icon, or a dashed box for a name Lucide does not have."""
        color = self._color or self.theme.color("text")
        if not symbol(painter, self._name, self.x, self.y, self._px, color):
            pen = self.theme.color("text-subtle")
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.x + 1.5, self.y + 1.5, self._px - 3, self._px - 3))

    def spoken(self) -> str:
        """The icon's name."""
        return self._name

    def tooltip_at(self, point: QPoint) -> str:
        """What is missing, for an unknown name."""
        return "" if icons.resolve(self._name) else f"No icon is called “{self._name}”"


@register("AppIcon")
class AppIconView(NodeView):
    """An extension's icon; here always its initials."""

    role = "image"

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self._read()

    def _read(self) -> None:
        app_id = self.node.first("app_id", "appId")
        name = self.node.first("display_name", "displayName")
        self._name = label_of(name) or label_of(app_id) or "App"
        self._block = TextBlock(self.theme, initials_of(self._name), "caption-strong")

    def changed(self, before: Node) -> None:
        """Read the props again."""
        self._read()

    def measure_natural(self) -> int:
        """Its side."""
        return _APP_PX

    def measure_height(self, width: int) -> int:
        """Its side."""
        return _APP_PX

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """A tinted square with the initials."""
        smooth(painter)
        theme = self.theme
        area = QRectF(self.x, self.y, _APP_PX, _APP_PX)
        fill, edge = theme.color("primary", 0.15), theme.color("primary", 0.3)
        box(painter, area, theme.radius("xl"), fill=fill, edge=edge)
        top = self.y + (_APP_PX - self._block.line) / 2
        ink, middle = theme.color("text"), Qt.AlignmentFlag.AlignHCenter
        self._block.paint(painter, self.x, top, _APP_PX, ink, middle)

    def spoken(self) -> str:
        """The extension's name."""
        return self._name

    def tooltip_at(self, point: QPoint) -> str:
        """The extension's name."""
        return self._name
