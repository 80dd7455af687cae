"""How the rows of a trace are drawn: names with their indent, and bars in time."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from workbench.gui.panes import stages
from workbench.gui.panes.cells import duration
from workbench.gui.panes.span_model import NAME, SpanModel
from workbench.gui.panes.span_words import remark, title
from workbench.gui.panes.spans import FAILED, UNDER_WAY, SpanRow
from workbench.gui.panes.table_model import ITEM_ROLE
from workbench.gui.panes.time_axis import field_of, hatch
from workbench.gui.panes.time_view import Field, TimeView
from workbench.gui.parts import look, paint
from workbench.gui.theme import icons

ROW = 22
INDENT = 14
_HIGH = 12
_LIT = 2
_BEYOND = 8
_TORN = 2

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

_STRENGTH = {
    stages.QUEUE: 0.2,
    stages.DISPATCH: 0.36,
    stages.OWN: 1.0,
    stages.CALLS: 0.6,
    stages.ANSWER: 0.36,
}
"""How strong the colour of a bar is in each of its parts."""


def bar_color(row: SpanRow) -> QColor:
    """The colour of a span's bar: by kind, or danger if it failed."""
    theme = look.theme()
    record = row.record
    if record.status in FAILED:
        return theme.color("danger")
    color = QColor(theme.color(COLORS.get(record.kind, "border-strong")))
    if record.kind in ("confirmation", "turn"):
        color.setAlphaF(0.5 if record.kind == "confirmation" else 0.38)
    return color


class SpanDelegate(QStyledItemDelegate):
    """Draws names with their indent, and bars with their durations.

    `lit` says whether the critical path is underlined.
    """

    def __init__(self, model: SpanModel, view: TimeView, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._view = view
        self.lit = True

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
                painter.setClipRect(rect)
                self._paint_time(painter, rect, row)
        painter.restore()

    # -- names

    def _paint_name(self, painter: QPainter, rect: QRectF, row: SpanRow) -> None:
        x = rect.left() + look.px(12) + row.depth * look.px(INDENT)
        if row.children:
            name = "chevron-right" if self._model.is_closed(row) else "chevron-down"
            side = look.px(12)
            top = rect.center().y() - side / 2 + 0.5
            icons.paint(painter, name, x - look.px(2), top, side, look.ink("subtle"))
        x += look.px(13)
        words = title(row.record)
        role = "small-strong" if row.depth <= 1 else "small-medium"
        room = rect.right() - x - look.px(8)
        wide = min(look.width(role, words), room)
        place = QRectF(x, rect.top(), wide + 1, rect.height())
        tone = "danger" if row.record.status in FAILED else "text"
        paint.text(painter, place, words, role, look.ink(tone))
        x += wide + look.px(8)
        if x < rect.right() - look.px(20):
            rest = QRectF(x, rect.top(), rect.right() - x - look.px(6), rect.height())
            paint.text(painter, rest, remark(row.record), "tiny", look.ink("subtle"))

    # -- bars

    def _paint_time(self, painter: QPainter, rect: QRectF, row: SpanRow) -> None:
        field = field_of(rect.left(), rect.width())
        bar = self._bar(rect, row, field)
        area = QRectF(field.left - 1, rect.top(), rect.right() - field.left + 1, rect.height())
        self._hatch_gaps(painter, area, field, look.theme().color("border-card"), 1)
        if bar.right() < field.left or bar.left() > rect.right():
            self._paint_beyond(painter, rect, before=bar.right() < field.left)
            return
        painter.save()
        painter.setClipRect(area)
        self._paint_bar(painter, bar, row, field)
        self._hatch_gaps(painter, bar, field, look.ground(), look.px(_TORN))
        if self.lit:
            self._paint_critical(painter, bar, row, field)
        painter.restore()
        self._paint_label(painter, rect, row, bar, field)

    def _bar(self, rect: QRectF, row: SpanRow, field: Field) -> QRectF:
        """Where the bar is, cut a little beyond the view: no painter likes millions of pixels."""
        low, high = field.left - _BEYOND, rect.right() + _BEYOND
        left = self._view.x_of(row.start_ms, field)
        right = max(self._view.x_of(row.end_ms, field), left + look.px(3))
        if left < high and right > low:
            left, right = max(left, low), min(right, high)
        tall = look.px(_HIGH)
        return QRectF(left, rect.center().y() - tall / 2 + 0.5, right - left, tall)

    def _paint_bar(self, painter: QPainter, bar: QRectF, row: SpanRow, field: Field) -> None:
        color = bar_color(row)
        radius = min(look.px(3), bar.width() / 2)
        if row.duration_ms is None and row.record.status in UNDER_WAY:
            paint.rounded(painter, bar, radius, None, color)
            return
        parts = self._model.parts(row) if bar.width() >= look.px(6) else []
        if not parts:
            paint.rounded(painter, bar, radius, color)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for part in parts:
            left = max(bar.left(), self._view.x_of(part.begin_ms, field))
            right = min(bar.right(), self._view.x_of(part.end_ms, field))
            if right - left < 0.25:
                continue
            strength = QColor(color)
            strength.setAlphaF(color.alphaF() * _STRENGTH[part.name])
            painter.fillRect(QRectF(left, bar.top(), right - left, bar.height()), strength)
        paint.rounded(painter, bar, radius, None, color)

    def _hatch_gaps(
        self, painter: QPainter, rect: QRectF, field: Field, color: QColor, thick: float
    ) -> None:
        """Folded pauses are torn out of every row and bar."""
        for gap, left, right in self._view.gaps_in_sight(field):
            if self._view.folded(gap):
                area = QRectF(left, rect.top(), right - left, rect.height())
                hatch(painter, area & rect, color, thick)

    def _paint_critical(self, painter: QPainter, bar: QRectF, row: SpanRow, field: Field) -> None:
        for begin, end in self._model.critical(row):
            left = max(field.left - _BEYOND, self._view.x_of(begin, field))
            right = min(bar.right() + 1, self._view.x_of(end, field))
            wide = max(look.px(2), right - left)
            under = QRectF(left, bar.bottom() + 1, wide, look.px(_LIT))
            painter.fillRect(under, look.ink("text"))

    def _paint_beyond(self, painter: QPainter, rect: QRectF, *, before: bool) -> None:
        """An arrow to where a bar out of sight is."""
        side = look.px(11)
        x = rect.left() + 1 if before else rect.right() - side - look.px(4)
        name = "chevron-left" if before else "chevron-right"
        top = rect.center().y() - side / 2 + 0.5
        icons.paint(painter, name, x, top, side, look.ink("subtle"))

    def _paint_label(
        self, painter: QPainter, rect: QRectF, row: SpanRow, bar: QRectF, field: Field
    ) -> None:
        text = label(row)
        room = look.width("mono-tiny", text) + look.px(6)
        ink = look.ink("subtle")
        if bar.right() + room < rect.right():
            place = QRectF(bar.right() + look.px(6), rect.top(), room, rect.height())
            paint.text(painter, place, text, "mono-tiny", ink)
        elif bar.left() - room > field.left:
            place = QRectF(bar.left() - room, rect.top(), room - look.px(6) + 1, rect.height())
            paint.text(painter, place, text, "mono-tiny", ink, Qt.AlignmentFlag.AlignRight)


def label(row: SpanRow) -> str:
    """What stands beside a bar: how long it took."""
    if row.duration_ms is None:
        return row.record.status if row.record.status in UNDER_WAY else ""
    text = duration(row.duration_ms)
    return f"held {text}" if row.record.kind == "confirmation" and row.duration_ms else text
