"""The latency budget of a turn: the platform's stages beside the measured handlers, with bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.panes.cells import milliseconds
from workbench.gui.parts import look, paint
from workbench.gui.parts.painted import painted

if TYPE_CHECKING:
    from workbench.kernel.chat.turn import Turn

_ROW, _BAR = 24, 74
_NARROW = 480


class BudgetTable(QWidget):
    """Stage, owner, milliseconds, and where they lie in the documented range.

    The range is the pale part of a bar, the time its mark. Simulated rows are set in a dimmer ink:
    nobody measured them.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Mapping[str, Any]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self.updateGeometry()
        self.update()

    def show_turn(self, turn: Turn) -> None:
        """Takes up the budget of a turn; there is none until it has ended."""
        self.set(turn.budget)

    def set(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Changes the rows, in the shape of a turn's budget."""
        if list(rows) != self._rows:
            self._rows = list(rows)
            said = (f"{row['stage']} {milliseconds(row['ms'])} ms {_kind(row)}" for row in rows)
            self.setAccessibleName("; ".join(said))
            self.restyle()

    def sizeHint(self) -> QSize:
        """A line per row, and the heads."""
        return QSize(look.px(240), (len(self._rows) + 1) * look.px(_ROW))

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Heads, rows, and a line over the sums."""
        high = look.px(_ROW)
        bar = look.px(_BAR)
        wide_ms = look.px(52)
        names = self.width() - bar - wide_ms - look.px(24)
        if self.width() > look.px(_NARROW):
            names -= look.px(150)
        self._heads(painter, names, wide_ms, bar, high)
        for number, row in enumerate(self._rows, start=1):
            top = number * high
            if row.get("sum") and not self._rows[number - 2].get("sum"):
                painter.fillRect(
                    QRectF(0, top, self.width(), 1), look.theme().color("border-subtle")
                )
            self._paint_row(painter, row, top, names, wide_ms, bar, high)

    def _heads(self, painter: QPainter, names: int, ms: int, bar: int, high: int) -> None:
        ink = look.ink("subtle")
        right = Qt.AlignmentFlag.AlignRight
        paint.text(painter, QRectF(0, 0, names, high), "stage", "tiny", ink)
        paint.text(painter, QRectF(names, 0, ms, high), "ms", "tiny", ink, right)
        left = names + ms + look.px(14)
        paint.text(painter, QRectF(left, 0, bar, high), "documented", "tiny", ink)
        if self.width() > look.px(_NARROW):
            place = QRectF(left + bar + look.px(14), 0, look.px(150), high)
            paint.text(painter, place, "whose time", "tiny", ink)

    def _paint_row(
        self,
        painter: QPainter,
        row: Mapping[str, Any],
        top: int,
        names: int,
        ms: int,
        bar: int,
        high: int,
    ) -> None:
        simulated = bool(row["simulated"])
        tone = "muted" if simulated else "text"
        if row.get("within") is False:
            tone = "danger"
        role = "small-strong" if row.get("sum") else "small"
        paint.text(painter, QRectF(0, top, names, high), row["stage"], role, look.ink(tone))
        place = QRectF(names, top, ms, high)
        right = Qt.AlignmentFlag.AlignRight
        paint.text(painter, place, milliseconds(row["ms"]), "mono", look.ink(tone), right)
        left = names + ms + look.px(14)
        if row.get("typical_ms"):
            self._paint_bar(painter, row, QRectF(left, top, bar, high))
        else:
            paint.text(painter, QRectF(left, top, bar, high), _kind(row), "tiny", look.ink(tone))
        if self.width() > look.px(_NARROW):
            owner = f"{row.get('owner', '')} · {_kind(row)}" if row.get("owner") else ""
            place = QRectF(left + bar + look.px(14), top, look.px(150), high)
            paint.text(painter, place, owner, "tiny", look.ink("subtle"))

    def _paint_bar(self, painter: QPainter, row: Mapping[str, Any], rect: QRectF) -> None:
        """The documented range on a track from 0 to a little more than its end, and the mark."""
        theme = look.theme()
        low, high = row["typical_ms"]
        scale = rect.width() / max(high * 1.25, row["ms"], 1e-6)
        middle, thick = rect.center().y(), look.px(6)
        track = QRectF(rect.left(), middle - thick / 2, rect.width(), thick)
        paint.rounded(painter, track, thick / 2, theme.color("surface-2"))
        span = QRectF(rect.left() + low * scale, track.top(), (high - low) * scale, thick)
        tint = "text-muted" if row["simulated"] else "success"
        paint.rounded(painter, span, thick / 2, theme.color(tint, 0.35))
        ink = QColor(look.ink("muted" if row["simulated"] else _tone(row)))
        x = rect.left() + min(row["ms"] * scale, rect.width() - 2)
        mark = QRectF(x, middle - thick, look.px(2), 2 * thick)
        painter.fillRect(mark, ink)


def _tone(row: Mapping[str, Any]) -> str:
    return "danger" if row.get("within") is False else "success"


def _kind(row: Mapping[str, Any]) -> str:
    return "simulated" if row["simulated"] else "measured"
