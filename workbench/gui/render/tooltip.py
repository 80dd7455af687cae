"""Tooltip: a bubble over its children, after a moment of rest or on keyboard focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import box, theme
from workbench.gui.render.node import Node
from workbench.gui.render.painted import painted
from workbench.gui.render.plain import text_of, whole_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.text_block import TextBlock
from workbench.gui.render.widget_view import WidgetView

_PAD_X, _PAD_Y = 8, 4
_WIDEST, _GAP, _EDGE = 320, 8, 4
_ENDINGS = frozenset(
    {
        QEvent.Type.Leave,
        QEvent.Type.Hide,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.ShortcutOverride,
    }
)
_DELAY_MS, _LONGEST_DELAY_MS = 250, 60_000


class Bubble(QWidget):
    """Text on a small raised box; lies over everything in its window and takes no clicks."""

    def __init__(self, parent: QWidget, text: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._block = TextBlock(theme(), text, "caption")
        wide = min(self._block.natural(), _WIDEST - 2 * _PAD_X)
        self.resize(wide + 2 * _PAD_X, self._block.height(wide) + 2 * _PAD_Y)
        self.setAccessibleName(text)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Box and text."""
        now = theme()
        box(painter, QRectF(self.rect()), now.radius("sm"), fill=now.color("surface-3"))
        inner = self.width() - 2 * _PAD_X
        self._block.paint(painter, _PAD_X, _PAD_Y, inner, now.color("text"))


class TooltipTarget(QWidget):
    """Carries the children and watches the pointer and the focus."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.text = ""
        self.bubble: Bubble | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.show_bubble)
        self.set_delay(_DELAY_MS)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def set_delay(self, milliseconds: int) -> None:
        """How long the pointer must rest."""
        self._timer.setInterval(milliseconds)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.isAncestorOf(new):
            self._timer.start()
        elif not self.underMouse():
            self.hide_bubble()

    def show_bubble(self) -> None:
        """Show the text above the children, or below where there is no room."""
        window = self.window()
        if not self.text or not self.isVisible() or self.bubble is not None:
            return
        self.bubble = Bubble(window, self.text)
        self.bubble.setLayoutDirection(self.layoutDirection())
        content = QRect(0, 0, self._content_width(), 1)
        at = self.mapTo(window, mirror.seen(self, content).topLeft())
        left = at.x() + (content.width() - self.bubble.width()) // 2
        left = max(_EDGE, min(left, window.width() - self.bubble.width() - _EDGE))
        top = at.y() - self.bubble.height() - _GAP
        if top < _EDGE:
            top = at.y() + self.height() + _GAP
        self.bubble.move(left, top)
        self.bubble.show()
        self.bubble.raise_()
        window.installEventFilter(self)

    def _content_width(self) -> int:
        return min(self.width(), max(self.sizeHint().width(), 1))

    def hide_bubble(self) -> None:
        """Take the bubble away."""
        self._timer.stop()
        if self.bubble is not None:
            self.window().removeEventFilter(self)
            self.bubble.hide()
            self.bubble.deleteLater()
            self.bubble = None

    def event(self, event: QEvent) -> bool:
        """Pointer in and out, and being hidden."""
        kind = event.type()
        if kind == QEvent.Type.Enter:
            self._timer.start()
        elif kind in _ENDINGS:
            self.hide_bubble()
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape hides the bubble wherever the focus is."""
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.WindowDeactivate):
            self.hide_bubble()
        return False

    def hasHeightForWidth(self) -> bool:
        """As its children."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of the children."""
        return self.column.heightForWidth(width)

    def sizeHint(self) -> QSize:
        """Size of the children."""
        return self.column.sizeHint()


@register("Tooltip")
class TooltipView(WidgetView):
    """Children with a bubble."""

    control: TooltipTarget

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self.control = TooltipTarget(scope.surface)
        self._child = scope.render_child(self.control, node.props.get("children"), self)
        self.control.column.addWidget(self._child)
        self._read()

    def _read(self) -> None:
        get = self.node.props.get
        self.control.text = text_of(get("content"))
        delay = whole_of(get("delay_ms"), _DELAY_MS, high=_LONGEST_DELAY_MS)
        self.control.set_delay(delay)
        self.control.setAccessibleDescription(self.control.text)
        if self.control.bubble is not None:
            self.control.hide_bubble()

    def changed(self, before: Node) -> None:
        """Follow text and children."""
        self._read()
        self._child.set_content(self.node.props.get("children"))

    def dispose(self) -> None:
        """Take the bubble away too."""
        self.control.hide_bubble()
        super().dispose()
