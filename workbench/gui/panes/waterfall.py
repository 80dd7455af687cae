"""The waterfall: an axis, and for each span its name and its bar in time."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from workbench.gui.panes.cells import duration
from workbench.gui.panes.span_model import NAME, TIME, SpanModel
from workbench.gui.panes.spans import UNDER_WAY, SpanRow, remark, ticks, title
from workbench.gui.panes.table import PaneTable, QuietHeader
from workbench.gui.panes.table_model import ITEM_ROLE
from workbench.gui.parts import look, paint
from workbench.gui.theme import icons

ROW = 22
_INDENT = 14
_SIDE = 10
_LABEL = 76
_LABEL_EVERY = 96

COLORS = {
    "turn": "text-placeholder",
    "plan": "border-strong",
    "step": "border-strong",
    "gate": "border-strong",
    "confirmation": "warning",
    "call": "primary",
    "panel": "success",
    "refresh": "success",
    "skeleton": "purple",
    "schedule": "primary",
    "task": "primary",
    "http": "teal",
    "cache": "purple",
    "service": "accent",
    "event": "warning",
    "notify": "warning",
    "build": "border-strong",
}


def bar_color(row: SpanRow) -> QColor:
    """The colour of a span's bar: by kind, or danger if it failed."""
    theme = look.theme()
    record = row.record
    if record.status in ("error", "failed", "timeout", "host_lost", "refused"):
        return theme.color("danger")
    color = QColor(theme.color(COLORS.get(record.kind, "border-strong")))
    if record.kind in ("confirmation", "turn"):
        color.setAlphaF(0.5 if record.kind == "confirmation" else 0.38)
    return color


class Axis(QuietHeader):
    """Round times over the bars."""

    def __init__(self, model: SpanModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spans = model

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:
        """The name column has no title; the time column has an axis."""
        area = QRectF(rect)
        painter.fillRect(area, look.ground())
        if index != TIME:
            return
        left, scale = _scale(area, self._spans.extent_ms)
        for tick in ticks(self._spans.extent_ms, int(area.width()) // look.px(_LABEL_EVERY)):
            x = left + tick * scale
            text = f"{tick:g}".replace("000", " 000") if tick >= 1000 else f"{tick:g}"
            place = QRectF(x, area.top(), look.px(_LABEL_EVERY) - 4, area.height())
            label = f"{text} ms" if tick == 0 else text
            paint.text(painter, place, label, "mono-tiny", look.ink("subtle"))


def _scale(area: QRectF, extent_ms: float) -> tuple[float, float]:
    """Left edge of time zero, and pixels per millisecond."""
    left = area.left() + look.px(_SIDE)
    room = max(40.0, area.width() - look.px(_SIDE) - look.px(_LABEL))
    return left, room / extent_ms


class SpanDelegate(QStyledItemDelegate):
    """Draws names with their indent, and bars with their durations."""

    def __init__(self, model: SpanModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """One row."""
        return QSize(look.px(80), look.px(ROW))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The row's ground, then name or bar."""
        row = index.data(ITEM_ROLE)
        rect = QRectF(option.rect)
        painter.save()
        theme = look.theme()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("selected"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("hover", 0.5))
        if isinstance(row, SpanRow):
            if index.column() == NAME:
                self._paint_name(painter, rect, row)
            else:
                self._paint_bar(painter, rect, row)
        painter.restore()

    def _paint_name(self, painter: QPainter, rect: QRectF, row: SpanRow) -> None:
        x = rect.left() + look.px(12) + row.depth * look.px(_INDENT)
        if row.children:
            name = "chevron-right" if self._model.is_closed(row) else "chevron-down"
            side = look.px(12)
            top = rect.center().y() - side / 2 + 0.5
            icons.paint(painter, name, x - look.px(2), top, side, look.ink("subtle"))
        x += look.px(13)
        words = title(row.record)
        failed = row.record.status in ("error", "failed", "timeout", "host_lost", "refused")
        role = "small-strong" if row.depth <= 1 else "small-medium"
        room = rect.right() - x - look.px(8)
        wide = min(look.width(role, words), room)
        place = QRectF(x, rect.top(), wide + 1, rect.height())
        paint.text(painter, place, words, role, look.ink("danger" if failed else "text"))
        x += wide + look.px(8)
        if x < rect.right() - look.px(20):
            rest = QRectF(x, rect.top(), rect.right() - x - look.px(6), rect.height())
            paint.text(painter, rest, remark(row.record), "tiny", look.ink("subtle"))

    def _paint_bar(self, painter: QPainter, rect: QRectF, row: SpanRow) -> None:
        left, scale = _scale(rect, self._model.extent_ms)
        x = left + row.start_ms * scale
        taken = row.duration_ms or 0.0
        wide = max(look.px(3), taken * scale)
        high = look.px(12)
        top = rect.center().y() - high / 2 + 0.5
        color = bar_color(row)
        radius = min(look.px(3), wide / 2)
        if row.duration_ms is None and row.record.status in UNDER_WAY:
            paint.rounded(painter, QRectF(x, top, wide, high), radius, None, color)
        else:
            self._paint_lead(painter, QRectF(x, top, wide, high), radius, row, scale, color)
        self._paint_label(painter, rect, row, x, wide)

    def _paint_lead(
        self,
        painter: QPainter,
        bar: QRectF,
        radius: float,
        row: SpanRow,
        scale: float,
        color: QColor,
    ) -> None:
        """The bar; the part before the handler ran is lighter."""
        lead = min(row.lead_ms * scale, bar.width())
        if lead < 2:
            paint.rounded(painter, bar, radius, color)
            return
        pale = QColor(color)
        pale.setAlphaF(color.alphaF() * 0.4)
        paint.rounded(painter, bar, radius, pale)
        paint.rounded(painter, bar.adjusted(lead, 0, 0, 0), radius, color)

    def _paint_label(
        self, painter: QPainter, rect: QRectF, row: SpanRow, x: float, wide: float
    ) -> None:
        if row.duration_ms is None:
            text = row.record.status if row.record.status in UNDER_WAY else ""
        else:
            text = duration(row.duration_ms)
        if row.record.kind == "confirmation" and row.duration_ms:
            text = f"held {text}"
        room = look.width("mono-tiny", text) + look.px(6)
        ink = look.ink("subtle")
        if x + wide + room < rect.right():
            place = QRectF(x + wide + look.px(6), rect.top(), room, rect.height())
            paint.text(painter, place, text, "mono-tiny", ink)
        elif x - room > rect.left():
            place = QRectF(x - room, rect.top(), room - look.px(6) + 1, rect.height())
            paint.text(painter, place, text, "mono-tiny", ink, Qt.AlignmentFlag.AlignRight)


class Waterfall(PaneTable):
    """Shows a `SpanModel`; Left and Right close and open spans."""

    def __init__(self, model: SpanModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self._spans = model
        self.setItemDelegate(SpanDelegate(model, self))
        self.setHorizontalHeader(Axis(model, self))
        self.horizontalHeader().setSectionResizeMode(self.horizontalHeader().ResizeMode.Fixed)
        self.setAccessibleName("Spans of the trace")
        self._fit_columns()

    def row_height(self) -> int:
        """Lower than in tables."""
        return look.px(ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left closes a span, Right opens it."""
        row = self.currentIndex().row()
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._toggle(row, event.key() == Qt.Key.Key_Right)
            event.accept()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the arrow opens or closes."""
        index = self.indexAt(event.position().toPoint())
        row = index.data(ITEM_ROLE)
        if isinstance(row, SpanRow) and index.column() == NAME and row.children:
            left = look.px(12) + row.depth * look.px(_INDENT)
            if left - look.px(4) <= event.position().x() <= left + look.px(14):
                self._toggle(index.row(), None)
                return
        super().mousePressEvent(event)

    def _toggle(self, row: int, opened: bool | None) -> None:
        item = self._spans.item(row)
        if item is None:
            return
        self._spans.toggle(row, opened)
        place = self._spans.row_of(item.record.id)
        if place is not None:
            self.reveal_row(place)

    def _fit_columns(self) -> None:
        room = self.viewport().width()
        names = max(look.px(180), min(look.px(310), round(room * 0.38)))
        self.setColumnWidth(NAME, names)
        self.setColumnWidth(TIME, max(look.px(140), room - names))
