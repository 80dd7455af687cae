"""The side panel of a pane: facts and texts about the selected record, scrolling."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from workbench.gui.panes.description import Fact
from workbench.gui.panes.identity import NOBODY_TONE, is_nobody
from workbench.gui.parts import look, paint
from workbench.gui.parts.painted import painted
from workbench.gui.parts.slim import slim


class Facts(QWidget):
    """A small table: names at the left, values in mono, remarks at the right, hairlines between."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: tuple[Fact, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self.updateGeometry()
        self.update()

    def set(self, facts: Sequence[Fact]) -> None:
        """Changes the rows."""
        self._facts = tuple(facts)
        self.setAccessibleName("; ".join(f"{name} {value}" for name, value, _ in facts))
        self.restyle()

    def sizeHint(self) -> QSize:
        """One row per fact."""
        return QSize(look.px(220), len(self._facts) * look.px(26))

    def _columns(self) -> tuple[float, float, float]:
        """Where values begin, how wide they may be, and where remarks begin."""
        names = max((look.width("small", fact[0]) for fact in self._facts), default=0)
        values = max((look.width("mono", fact[1]) for fact in self._facts), default=0)
        remarks = max((look.width("tiny", fact[2]) for fact in self._facts), default=0)
        left, gap = names + look.px(14), look.px(12)
        room = float(self.width() - left)
        if remarks:
            room = max(room / 2, room - remarks - gap)
        wide = min(values, room)
        return left, wide, left + wide + gap

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The rows."""
        theme, high = look.theme(), look.px(26)
        left, wide, after = self._columns()
        for number, (name, value, remark) in enumerate(self._facts):
            top = number * high
            row = QRectF(0, top, self.width(), high - 1)
            paint.text(painter, row, name, "small", look.ink("muted"))
            if is_nobody(value):
                middle = top + (high - 1) / 2
                paint.badge(painter, left, middle, value, NOBODY_TONE, mono=True)
            else:
                place = QRectF(left, top, wide + 1, high - 1)
                paint.text(painter, place, value, "mono", look.ink("text"))
            if remark:
                place = QRectF(after, top, self.width() - after, high - 1)
                tone = NOBODY_TONE if "__system__" in remark else "subtle"
                paint.text(painter, place, remark, "tiny", look.ink(tone))
            if number < len(self._facts) - 1:
                painter.fillRect(
                    QRectF(0, top + high - 1, self.width(), 1), theme.color("border-card")
                )

    def event(self, event: QEvent) -> bool:
        """The tooltip tells the whole of a row that has no room."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._shortened(event.pos().y()), self)
            return True
        return super().event(event)

    def _shortened(self, y: int) -> str:
        row = y // look.px(26)
        if not 0 <= row < len(self._facts):
            return ""
        _, value, remark = self._facts[row]
        _, wide, after = self._columns()
        fits = look.width("mono", value) <= wide + 1
        fits = fits and look.width("tiny", remark) <= self.width() - after
        return "" if fits else "\n".join(filter(None, (value, remark)))


class Side(QScrollArea):
    """A column of widgets at a pane's right, `wide` px at 100 %."""

    def __init__(self, wide: int = 300, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wide = wide
        self._inside = QWidget()
        self.body = QVBoxLayout(self._inside)
        self.body.setSizeConstraint(QLayout.SizeConstraint.SetMinAndMaxSize)
        self.setWidget(self._inside)
        slim(self)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self._inside.setAutoFillBackground(False)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the zoom in force."""
        self.setMinimumWidth(look.px(min(220, self._wide)))
        side = look.px(14)
        self.body.setContentsMargins(side, look.px(12), side, side)
        self.body.setSpacing(look.px(8))

    def sizeHint(self) -> QSize:
        """The wanted width."""
        return QSize(look.px(self._wide), look.px(200))
