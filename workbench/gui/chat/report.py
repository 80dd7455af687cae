"""Rows of words painted as one widget: icon, name, what is said, and a remark at the right end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.chat.turn_words import Row
from workbench.gui.parts import look, paint
from workbench.gui.parts.painted import painted
from workbench.gui.theme import icons


class Report(QWidget):
    """The rows; what is said wraps under the name."""

    def __init__(self, rows: Sequence[Row] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.watch(self)
        self.set(rows)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self.updateGeometry()
        self.update()

    def set(self, rows: Sequence[Row]) -> None:
        """Changes the rows."""
        if tuple(rows) != self._rows:
            self._rows = tuple(rows)
            said = (" ".join(filter(None, (r.name, r.remark, r.text))) for r in rows)
            self.setAccessibleName("; ".join(said))
            self.restyle()

    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._rows

    def hasHeightForWidth(self) -> bool:
        """Texts wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """All rows."""
        return sum(self._high(row, width) for row in self._rows)

    def sizeHint(self) -> QSize:
        """A comfortable width."""
        return QSize(look.px(240), self.heightForWidth(look.px(320)))

    def minimumSizeHint(self) -> QSize:
        """A narrow column."""
        return QSize(look.px(120), look.line("mono"))

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Row by row."""
        top = 0
        for row in self._rows:
            high = self._high(row, self.width())
            self._paint_row(painter, row, top)
            top += high

    def _paint_row(self, painter: QPainter, row: Row, top: int) -> None:
        side, left, line = look.px(13), look.px(20), look.line("mono")
        first = top + look.px(3)
        icons.paint(painter, row.icon, 0, first + (line - side) / 2, side, look.ink(row.tone))
        right = float(self.width())
        if row.remark:
            wide = look.width("tiny", row.remark)
            tone = row.tone if row.tone in ("warning", "danger") else "subtle"
            place = QRectF(right - wide - 1, first, wide + 1, line)
            align = Qt.AlignmentFlag.AlignRight
            paint.text(painter, place, row.remark, "tiny", look.ink(tone), align)
            right -= wide + look.px(10)
        if row.name:
            place = QRectF(left, first, right - left, line)
            ink = look.ink("muted" if row.tone == "subtle" else "text")
            paint.text(painter, place, row.name, "mono", ink)
            first += line
        if row.text:
            self._words(row, self.width()).draw(
                painter, QPointF(left, first), look.ink("muted" if row.name else "text")
            )

    def _words(self, row: Row, width: int) -> paint.Wrapped:
        return paint.Wrapped(row.text, "small", max(look.px(60), width - look.px(20)))

    def _high(self, row: Row, width: int) -> int:
        high = look.line("mono") if row.name else 0
        if row.text:
            high += int(self._words(row, width).size.height())
        return high + look.px(6)
