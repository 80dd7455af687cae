"""The list of traces: what set things going, newest first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Signal
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from workbench.gui.panes.cells import Cell, Column, duration, status_tone
from workbench.gui.panes.columns import short_time
from workbench.gui.panes.delegate import paint_ground
from workbench.gui.panes.record_model import RecordModel
from workbench.gui.panes.span_words import remark, title
from workbench.gui.panes.spans import ROOTS
from workbench.gui.panes.table import HEADER, PaneTable
from workbench.gui.panes.table_model import ITEM_ROLE
from workbench.gui.parts import look, paint
from workbench.gui.parts.button import Button
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Line

if TYPE_CHECKING:
    from workbench.kernel.journal.reader import Query
    from workbench.kernel.journal.record import Record

ROW = 40


class TraceModel(RecordModel):
    """Records that nothing encloses and nothing caused."""

    def __init__(self) -> None:
        columns: tuple[Column[Record], ...] = (
            Column(
                "traces", lambda r: Cell(f"{title(r)} {remark(r)} {r.app_id}"), 220, stretch=True
            ),
        )
        super().__init__(columns, ROOTS, latest=True)

    def wanted(self) -> tuple[Query, ...]:
        """Only what began by itself."""
        return tuple(replace(query, root=True) for query in super().wanted())


class TraceDelegate(QStyledItemDelegate):
    """Two lines: what it was and how long it took; then when, and of which extension."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """One row."""
        return QSize(look.px(120), look.px(ROW))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Ground, dot, and the two lines."""
        rect = QRectF(option.rect)
        painter.save()
        paint_ground(painter, rect, option.state)
        record = index.data(ITEM_ROLE)
        if record is not None:
            self._paint_record(painter, rect, record)
        painter.restore()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """The tooltip tells the whole of a name that has no room."""
        record = index.data(ITEM_ROLE)
        room = view.visualRect(index).width() - look.px(12 + 13 + 8 + 10)
        name = _name(record) if record is not None else ""
        taken = look.width("mono-tiny", _taken(record)) if record is not None else 0
        shortened = look.width("small-medium", name) > room - taken
        QToolTip.showText(event.globalPos(), name if shortened else "", view)
        return True

    def _paint_record(self, painter: QPainter, rect: QRectF, record: Record) -> None:
        left, right = rect.left() + look.px(12), rect.right() - look.px(10)
        upper = rect.top() + look.px(13)
        lower = rect.top() + look.px(28)
        size = look.px(6)
        paint.dot(painter, left, upper, size, look.ink(status_tone(record.status)))
        text_left = left + look.px(13)
        taken = _taken(record)
        wide = look.width("mono-tiny", taken)
        height = look.line("small")
        place = QRectF(right - wide, upper - height / 2, wide + 1, height)
        paint.text(painter, place, taken, "mono-tiny", look.ink("subtle"))
        room = QRectF(text_left, upper - height / 2, right - wide - look.px(8) - text_left, height)
        paint.text(painter, room, _name(record), "small-medium", look.ink("text"))
        under = QRectF(text_left, lower - height / 2, right - text_left, height)
        facts = (short_time(record.at), record.kind, record.app_id or "")
        text = " · ".join(part for part in facts if part)
        paint.text(painter, under, text, "tiny", look.ink("subtle"))


def _name(record: Record) -> str:
    """What set things going: the words of a turn, or the handler."""
    return (remark(record) if record.kind == "turn" else title(record)) or record.kind


def _taken(record: Record) -> str:
    return duration(record.duration_ms) if record.duration_ms is not None else record.status


class TraceTable(PaneTable):
    """One column of two-line rows, without a header."""

    def __init__(self, model: TraceModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self.setItemDelegate(TraceDelegate(self))
        self.horizontalHeader().hide()
        self.setAccessibleName("Traces")

    def row_height(self) -> int:
        """Two lines."""
        return look.px(ROW)


class TraceList(QWidget):
    """The traces under a line that says whether the newest one is followed.

    `follow_asked` carries what the button asks for.
    """

    follow_asked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = TraceModel()
        self.model.setParent(self)
        self.table = TraceTable(self.model)
        self.follow = Button(icon="arrow-up-to-line", height=22)
        self.follow.setCheckable(True)
        self.follow.setToolTip("Show the newest trace as it comes")
        self._head = Row(gap=6, margins=(12, 0, 6, 0))
        self._head.add(Line("traces", "tiny", "subtle", stretch=True), self.follow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.table, 1)
        self.follow.clicked.connect(self.follow_asked)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the zoom in force."""
        self._head.setFixedHeight(look.px(HEADER))
        self.setMinimumWidth(look.px(150))

    def show_following(self, following: bool) -> None:
        """Shows whether the newest trace is followed."""
        self.follow.setChecked(following)
        self.follow.show_icon("arrow-up-to-line", "primary" if following else "")
