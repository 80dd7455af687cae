"""The props of an element as a tree of rows: name, value, and a mark at what changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from workbench.gui.inspector.prop_rows import PropRow, prop_rows
from workbench.gui.inspector.tree import Element, Steps, at
from workbench.gui.inspector.words import ACTION, GROUP, NODE, NUMBER, TEXT, WORD
from workbench.gui.panes.cells import LINK, MONO, Cell, Column
from workbench.gui.panes.delegate import paint_ground
from workbench.gui.panes.table import PaneTable
from workbench.gui.panes.table_model import ITEM_ROLE, ROOT, Index, TableModel
from workbench.gui.parts import look, paint
from workbench.gui.parts.menu import new_menu
from workbench.gui.theme import icons

ROW = 26
_LEFT = 14
_INDENT = 14
_ARROW = 12
_NAMES = 0.36
_LONG = 16

_TONES = {
    TEXT: "success",
    NUMBER: "warning",
    WORD: "purple",
    NODE: "primary",
    ACTION: "text",
    GROUP: "subtle",
}


def _value_cell(row: PropRow) -> Cell:
    return Cell(row.text, LINK if row.link else MONO)


class PropModel(TableModel[PropRow]):
    """The rows of one element; what is open stays open over refreshes."""

    def __init__(self, parent: QObject | None = None) -> None:
        columns: tuple[Column[PropRow], ...] = (
            Column("prop", lambda row: Cell(row.name), 130),
            Column("value", _value_cell, 200, stretch=True),
        )
        super().__init__(columns, parent)
        self._element: Element = {}
        self._changed: tuple[str, ...] = ()
        self._opened: frozenset[Steps] = frozenset()
        self._rows: list[PropRow] = []

    def show(self, element: Element, changed: Iterable[str], *, same: bool) -> None:
        """Shows an element; `same` says that it is the one shown before, refreshed."""
        self._element, self._changed = element, tuple(changed)
        if not same:
            self._opened = frozenset()
        self._refresh()

    def toggle(self, row: int, opened: bool | None = None) -> None:
        """Opens or closes a row that has parts."""
        item = self.item(row)
        if item is None or not item.parts or item.open == opened:
            return
        self._opened ^= {item.steps}
        self._refresh()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What every table says of a cell; the whole of a long value as its tooltip."""
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 1:
            item = self.item(index.row())
            return item.text if item is not None and len(item.text) > _LONG else None
        return super().data(index, role)

    def value(self, row: PropRow) -> Any:
        """The value of a row, as it was sent."""
        return at(self._element, row.steps)

    def row_of(self, steps: Steps) -> int | None:
        """The row of a value."""
        return next((n for n, row in enumerate(self._rows) if row.steps == steps), None)

    def item(self, row: int) -> PropRow | None:
        """The row at a place."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def rowCount(self, parent: Index = ROOT) -> int:
        """Rows shown."""
        return 0 if parent.isValid() else len(self._rows)

    def _refresh(self) -> None:
        rows = prop_rows(self._element, self._opened, self._changed)
        if [row.steps for row in rows] == [row.steps for row in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()


class PropDelegate(QStyledItemDelegate):
    """Draws names with their indent and arrow, and values in the tone of what they are."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """One row."""
        return QSize(look.px(60), look.px(ROW))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Ground, then name or value."""
        row = index.data(ITEM_ROLE)
        rect = QRectF(option.rect)
        painter.save()
        paint_ground(painter, rect, option.state)
        if isinstance(row, PropRow):
            if index.column() == 0:
                self._paint_name(painter, rect, row)
            else:
                self._paint_value(painter, rect, row)
        painter.restore()

    def _paint_name(self, painter: QPainter, rect: QRectF, row: PropRow) -> None:
        x = rect.left() + look.px(_LEFT) + row.depth * look.px(_INDENT)
        side = look.px(_ARROW)
        if row.parts:
            name = "chevron-down" if row.open else "chevron-right"
            top = rect.center().y() - side / 2 + 0.5
            icons.paint(painter, name, x - look.px(2), top, side, look.ink("subtle"))
        x += look.px(_ARROW)
        room = QRectF(x, rect.top(), rect.right() - x - look.px(6), rect.height())
        paint.text(painter, room, row.name, "small-medium", look.ink("muted"))
        if row.changed:
            dot = look.px(6)
            left = min(x + look.width("small-medium", row.name) + look.px(6), rect.right() - dot)
            paint.dot(painter, left, rect.center().y(), dot, look.ink("warning"))

    def _paint_value(self, painter: QPainter, rect: QRectF, row: PropRow) -> None:
        place = rect.adjusted(look.px(4), 0, -look.px(10), 0)
        tone = _TONES.get(row.kind, "subtle")
        if row.link:
            tone = "primary-hover" if look.theme().dark else "primary"
        paint.text(painter, place, row.text, "mono-tiny", look.ink(tone))


class PropTable(PaneTable):
    """Shows a `PropModel`; `followed` carries the place of an element that was asked for."""

    followed = Signal(object)

    def __init__(self, model: PropModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self.props = model
        self.setItemDelegate(PropDelegate(self))
        self.horizontalHeader().hide()
        self.setAccessibleName("Props")
        self.doubleClicked.connect(lambda index: self._follow(index.row()))
        self.link_clicked.connect(lambda row: self.followed.emit(row.steps))
        self.menu_asked.connect(self._show_menu)

    def row_height(self) -> int:
        """As in the facts of a pane."""
        return look.px(ROW)

    def _follow(self, row: int) -> None:
        item = self.props.item(row)
        if item is None:
            return
        if item.link:
            self.followed.emit(item.steps)
        else:
            self._toggle(row, None)

    def _show_menu(self, row: PropRow, at_: QPoint) -> None:
        menu = new_menu(self)
        if row.link:
            menu.addAction("Inspect").triggered.connect(lambda: self.followed.emit(row.steps))
        menu.addAction("Copy value").triggered.connect(lambda: self._copy(row))
        menu.popup(at_)

    def _copy(self, row: PropRow) -> None:
        value = self.props.value(row)
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
        QGuiApplication.clipboard().setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left closes, Right opens, Return inspects the element in a row."""
        row = self.currentIndex().row()
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._toggle(row, event.key() == Qt.Key.Key_Right)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._follow(row)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a name opens or closes what has parts."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.column() == 0 and event.button() == Qt.MouseButton.LeftButton:
            self._toggle(index.row(), None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second press on a name is a press like the first."""
        if self.indexAt(event.position().toPoint()).column() == 0:
            self.mousePressEvent(event)
            return
        super().mouseDoubleClickEvent(event)

    def _toggle(self, row: int, opened: bool | None) -> None:
        item = self.props.item(row)
        if item is None:
            return
        self.props.toggle(row, opened)
        place = self.props.row_of(item.steps)
        if place is not None:
            self.reveal_row(place)

    def _fit_columns(self) -> None:
        room = self.viewport().width()
        names = max(look.px(96), round(room * _NAMES))
        self.setColumnWidth(0, names)
        self.setColumnWidth(1, max(look.px(80), room - names))
