"""Lines of code on a scrolling sheet: painted by itself, selected by mouse, copied by key."""

from __future__ import annotations

import bisect
import math

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import ring, theme
from workbench.gui.render.documents.highlight import Span
from workbench.gui.render.key_focus import from_keyboard
from workbench.gui.render.scroll import OverlayScrollBar

PAD = 12
_NUMBERS = 32
_NUMBERS_GAP = 12
_WIDEST_LINE = 4000
_STEP = 40
Place = tuple[int, int]
"""A line and a character in it."""


class CodeSheet(QAbstractScrollArea):
    """Monospaced lines that never wrap.

    Parameters
    ----------
    role: type role of the text, ``mono`` or ``mono-small``.
    tallest: height in px beyond which the sheet scrolls, 0 for as tall as its lines.
    """

    def __init__(self, parent: QWidget, role: str = "mono", tallest: int = 0) -> None:
        super().__init__(parent)
        self.setLayoutDirection(mirror.LTR)
        self._role = role
        self._tallest = tallest
        self._lines: list[list[Span]] = []
        self._texts: list[str] = []
        self._numbers = False
        self._anchor: Place | None = None
        self._cursor: Place | None = None
        self._ringed = False
        self._wide = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._bars = (
            OverlayScrollBar(self, Qt.Orientation.Horizontal),
            OverlayScrollBar(self, Qt.Orientation.Vertical),
        )

    def show_lines(self, lines: list[list[Span]], numbers: bool = False) -> None:
        """Show these lines; a selection stays if the text is the same."""
        texts = ["".join(text for text, _ in spans)[:_WIDEST_LINE] for spans in lines]
        if texts != self._texts:
            self._anchor = self._cursor = None
        same_size = texts == self._texts and numbers == self._numbers
        self._lines, self._texts, self._numbers = lines, texts, numbers
        if not same_size:
            longest = max(texts, key=len, default="")
            self._wide = math.ceil(theme().metrics(self._role).horizontalAdvance(longest))
            self._measure()
            self.updateGeometry()
        self.viewport().update()

    def text(self) -> str:
        """All of the code."""
        return "\n".join(self._texts)

    # -- size -------------------------------------------------------------------------------

    def _line(self) -> int:
        return theme().line_height(self._role)

    def _left(self) -> int:
        return PAD + (_NUMBERS + _NUMBERS_GAP if self._numbers else 0)

    def wanted_height(self) -> int:
        """Height of all lines, or as much as may be shown."""
        tall = len(self._lines) * self._line() + 2 * PAD
        return min(tall, self._tallest) if self._tallest else tall

    def sizeHint(self) -> QSize:
        """All of the code."""
        return QSize(self._left() + self._wide + PAD, self.wanted_height())

    def minimumSizeHint(self) -> QSize:
        """A narrow strip."""
        return QSize(80, self._line() + 2 * PAD)

    def _measure(self) -> None:
        view = self.viewport().size()
        across = max(self._left() + self._wide + PAD - view.width(), 0)
        down = max(len(self._lines) * self._line() + 2 * PAD - view.height(), 0)
        horizontal, vertical = self.horizontalScrollBar(), self.verticalScrollBar()
        horizontal.setRange(0, across)
        horizontal.setPageStep(view.width())
        horizontal.setSingleStep(_STEP)
        vertical.setRange(0, down)
        vertical.setPageStep(view.height())
        vertical.setSingleStep(_STEP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the scroll ranges."""
        super().resizeEvent(event)
        self._measure()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Paint from the new place."""
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the sheet while it can; otherwise the panel scrolls."""
        delta = event.angleDelta()
        sideways = delta.x() or (
            delta.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0
        )
        bar = self.horizontalScrollBar() if sideways else self.verticalScrollBar()
        before = bar.value()
        bar.setValue(before - (sideways or delta.y()))
        event.setAccepted(bar.value() != before)

    # -- drawing ----------------------------------------------------------------------------

    def viewportEvent(self, event: QEvent) -> bool:
        """Paint here: the viewport has no other content."""
        if event.type() == QEvent.Type.Paint and isinstance(event, QPaintEvent):
            self._paint(event.rect())
            return True
        return super().viewportEvent(event)

    def _paint(self, exposed: QRect) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now, line = theme(), self._line()
        metrics = now.metrics(self._role)
        baseline = (line - metrics.height()) / 2 + metrics.ascent()
        top = PAD - self.verticalScrollBar().value()
        left = self._left() - self.horizontalScrollBar().value()
        first = max((exposed.top() - top) // line, 0)
        last = min((exposed.bottom() - top) // line, len(self._lines) - 1)
        for number in range(first, last + 1):
            y = top + number * line
            painter.setFont(now.font(self._role))
            self._paint_selection(painter, number, left, y)
            x = float(left)
            for text, token in self._lines[number]:
                painter.setPen(now.color(token))
                piece = text[:_WIDEST_LINE]
                painter.drawText(QPointF(x, y + baseline), piece)
                x += metrics.horizontalAdvance(piece)
            if self._numbers:
                self._paint_number(painter, number, y)
        if self._ringed:
            ring(painter, QRectF(self.viewport().rect()), now.radius("lg"))

    def _paint_number(self, painter: QPainter, number: int, y: int) -> None:
        now = theme()
        shade = QRect(0, y, PAD + _NUMBERS, self._line())
        painter.setPen(now.color("text-subtle"))
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        x = -self.horizontalScrollBar().value()
        painter.drawText(shade.translated(x, 0), int(align), str(number + 1))

    def _paint_selection(self, painter: QPainter, number: int, left: int, y: int) -> None:
        chosen = self._selection()
        if chosen is None or not chosen[0][0] <= number <= chosen[1][0]:
            return
        (first, start), (last, end) = chosen
        text = self._texts[number]
        metrics = theme().metrics(self._role)
        begin = metrics.horizontalAdvance(text[:start]) if number == first else 0.0
        stop = metrics.horizontalAdvance(text[:end] if number == last else text + " ")
        area = QRectF(left + begin, y, stop - begin, self._line())
        painter.fillRect(area, theme().color("primary", 0.3))

    # -- selecting --------------------------------------------------------------------------

    def _selection(self) -> tuple[Place, Place] | None:
        if self._anchor is None or self._cursor is None or self._anchor == self._cursor:
            return None
        return min(self._anchor, self._cursor), max(self._anchor, self._cursor)

    def selected_text(self) -> str:
        """What is selected, or nothing."""
        chosen = self._selection()
        if chosen is None:
            return ""
        (first, start), (last, end) = chosen
        if first == last:
            return self._texts[first][start:end]
        between = self._texts[first + 1 : last]
        return "\n".join([self._texts[first][start:], *between, self._texts[last][:end]])

    def _place_at(self, point: QPoint) -> Place:
        line = (point.y() - PAD + self.verticalScrollBar().value()) // self._line()
        number = min(max(line, 0), max(len(self._texts) - 1, 0))
        text = self._texts[number] if self._texts else ""
        x = point.x() - self._left() + self.horizontalScrollBar().value()
        metrics = theme().metrics(self._role)
        column = bisect.bisect_left(
            range(len(text)), x, key=lambda at: int(metrics.horizontalAdvance(text[: at + 1]))
        )
        return int(number), column

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a selection."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._anchor = self._cursor = self._place_at(event.position().toPoint())
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Stretch it."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._cursor = self._place_at(event.position().toPoint())
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The selection stands."""
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Select all, copy, and scroll with the arrows."""
        if event.matches(QKeySequence.StandardKey.SelectAll) and self._texts:
            self._anchor = (0, 0)
            self._cursor = (len(self._texts) - 1, len(self._texts[-1]))
            self.viewport().update()
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.selected_text() or self.text())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A ring when the keyboard came here."""
        self._ringed = from_keyboard(event)
        self.viewport().update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No ring any more."""
        self._ringed = False
        self.viewport().update()
        super().focusOutEvent(event)
