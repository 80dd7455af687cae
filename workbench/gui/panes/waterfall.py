"""The waterfall: an axis, and for each span its name and its bar in time."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from workbench.gui.keys import key_book, pressed
from workbench.gui.panes.idle import Gap
from workbench.gui.panes.span_bars import INDENT, ROW, SpanDelegate
from workbench.gui.panes.span_model import NAME, TIME, SpanModel
from workbench.gui.panes.span_tip import tip
from workbench.gui.panes.spans import SpanRow
from workbench.gui.panes.table import PaneTable
from workbench.gui.panes.table_model import ITEM_ROLE
from workbench.gui.panes.time_axis import TimeAxis
from workbench.gui.panes.time_view import PAN, STEP, TimeView
from workbench.gui.panes.trace_shape import Trace
from workbench.gui.parts import look

_DRAGGED = 4
_NOTCH = 120
_SIDEWAYS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_STRONG = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class Waterfall(PaneTable):
    """Shows a `SpanModel`, any part of its time magnified.

    Plus and minus zoom around the selected span, 0 shows all, Z the selected span; Left and Right
    move in time, and where all is in sight they close and open spans, as with Ctrl they always do.
    G folds and unfolds pauses, C lights the critical path. A wheel zooms at the pointer where
    nothing scrolls, on the axis, or with Ctrl; with Shift it moves.
    """

    def __init__(self, model: SpanModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self._spans = model
        self.time = TimeView()
        self._grip: tuple[float, float] | None = None
        self._dragging = False
        self._bars = SpanDelegate(model, self.time, self)
        self.setItemDelegate(self._bars)
        self.axis = TimeAxis(self.time, TIME, self)
        self.setHorizontalHeader(self.axis)
        self.axis.setSectionResizeMode(self.axis.ResizeMode.Fixed)
        self.axis.gap_clicked.connect(self._turn_gap)
        self.axis.turned.connect(self._turn_wheel)
        self.setAccessibleName("Spans of the trace")
        self.setAccessibleDescription(
            "Plus and minus zoom, 0 shows all, arrows move, G folds pauses, C the critical path"
        )
        self._fit_columns()

    def row_height(self) -> int:
        """Lower than in tables."""
        return look.px(ROW)

    def show_trace(self, trace: Trace) -> None:
        """Shows another trace, or the same one grown."""
        self.time.show(trace)
        self._spans.show_trace(trace)
        self._shown()

    def _shown(self) -> None:
        self.axis.viewport().update()
        self.viewport().update()

    # -- what a person can do; also by command

    def zoom(self, inwards: bool) -> None:
        """One step nearer or further, around the selected span if it is in sight."""
        row = self._selected()
        middle = (row.start_ms + row.end_ms) / 2 if row is not None else None
        around = middle if middle is not None and self.time.in_sight(middle) else None
        self.time.zoom(1 / STEP if inwards else STEP, around)
        self._shown()

    def fit(self) -> None:
        """All of the trace."""
        self.time.fit()
        self._shown()

    def zoom_to_selected(self) -> None:
        """The selected span fills the view."""
        row = self._selected()
        if row is not None and row.duration_ms:
            self.time.fill_with(row.start_ms, row.end_ms)
            self._shown()

    def pan(self, forwards: bool) -> None:
        """One step earlier or later."""
        self.time.pan(PAN if forwards else -PAN)
        self._shown()

    def turn_gaps(self) -> None:
        """Unfolds all pauses, or folds them."""
        self.time.turn_all()
        self._shown()

    def turn_critical(self) -> None:
        """Lights the critical path, or not."""
        self._bars.lit = not self._bars.lit
        self._shown()

    @property
    def lit(self) -> bool:
        """Whether the critical path is lit."""
        return self._bars.lit

    def _turn_gap(self, gap: Gap) -> None:
        self.time.turn(gap)
        self._shown()

    def _selected(self) -> SpanRow | None:
        row = self.item()
        return row if isinstance(row, SpanRow) else None

    # -- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zooming, moving, opening and closing."""
        key, held = event.key(), event.modifiers()
        if key in _SIDEWAYS:
            self._sideways(key == Qt.Key.Key_Right, held)
        elif held & _STRONG or key_book().silent(pressed(event)):
            super().keyPressEvent(event)
            return
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(True)
        elif key == Qt.Key.Key_Minus:
            self.zoom(False)
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key == Qt.Key.Key_Z:
            self.zoom_to_selected()
        elif key == Qt.Key.Key_G:
            self.turn_gaps()
        elif key == Qt.Key.Key_C:
            self.turn_critical()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _sideways(self, forwards: bool, held: Qt.KeyboardModifier) -> None:
        tree = bool(held & Qt.KeyboardModifier.ControlModifier)
        moves = bool(held & Qt.KeyboardModifier.ShiftModifier) or not self.time.sight.whole
        if moves and not tree:
            self.pan(forwards)
        else:
            self._toggle(self.currentIndex().row(), forwards)

    def _toggle(self, row: int, opened: bool | None) -> None:
        item = self._spans.item(row)
        if item is None:
            return
        self._spans.toggle(row, opened)
        place = self._spans.row_of(item.record.id)
        if place is not None:
            self.reveal_row(place)

    # -- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the arrow opens or closes; time can be taken hold of."""
        index = self.indexAt(event.position().toPoint())
        row = index.data(ITEM_ROLE)
        x = event.position().x()
        if isinstance(row, SpanRow) and index.column() == NAME and row.children:
            left = look.px(12) + row.depth * look.px(INDENT)
            if left - look.px(4) <= x <= left + look.px(14):
                self._toggle(index.row(), None)
                return
        super().mousePressEvent(event)
        if x > self.axis.sectionViewportPosition(TIME):
            self._grip = (x, self.time.sight.begin)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drags time along."""
        if self._grip is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        start, begin = self._grip
        moved = event.position().x() - start
        if abs(moved) >= _DRAGGED and not self.time.sight.whole:
            self._dragging = True
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._dragging:
            sight = self.time.sight
            wanted = begin - moved / self.axis.field().width * sight.span
            self.time.sight = sight.moved(wanted - sight.begin)
            self._shown()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lets go of time."""
        dragged, self._dragging, self._grip = self._dragging, False, None
        self.viewport().unsetCursor()
        if not dragged:
            super().mouseReleaseEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zooms or moves in time, or scrolls the rows."""
        held = event.modifiers()
        in_time = event.position().x() > self.axis.sectionViewportPosition(TIME)
        scrolls = self.verticalScrollBar().maximum() > 0
        sideways = abs(event.angleDelta().x()) > abs(event.angleDelta().y())
        wanted = held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        if in_time and (wanted or sideways or not scrolls):
            self._turn_wheel(event)
            event.accept()
            return
        super().wheelEvent(event)

    def _turn_wheel(self, event: QWheelEvent) -> None:
        turn, shift = event.angleDelta(), event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        aside = turn.x() if abs(turn.x()) > abs(turn.y()) else turn.y() if shift else 0
        if aside:
            self.time.pan(-aside / _NOTCH * PAN)
        elif turn.y():
            around = self.time.ms_at(event.position().x(), self.axis.field())
            self.time.zoom(STEP ** (-turn.y() / _NOTCH), around)
        self._shown()

    def viewportEvent(self, event: QEvent) -> bool:
        """What a span's time went into, at the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self.indexAt(event.pos()).data(ITEM_ROLE)
            text = tip(self._spans, row) if isinstance(row, SpanRow) else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().viewportEvent(event)

    def x_of(self, ms: float) -> QPointF:
        """Where an instant of the trace is drawn, in the viewport."""
        return QPointF(self.time.x_of(ms, self.axis.field()), 0)

    def _fit_columns(self) -> None:
        room = self.viewport().width()
        names = max(look.px(180), min(look.px(310), round(room * 0.38)))
        self.setColumnWidth(NAME, names)
        self.setColumnWidth(TIME, max(look.px(140), room - names))
