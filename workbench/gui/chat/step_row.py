"""One step of a plan on one line: breakpoint, mark, tool, action type, duration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.chat.turn_words import edited_words, step_time
from workbench.gui.panes.cells import ACTION_TONES
from workbench.gui.parts import look, paint
from workbench.gui.parts.marks import Badge, Mark
from workbench.gui.parts.painted import painted
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Line

if TYPE_CHECKING:
    from workbench.kernel.chat.turn import Step

_MARKS = {
    "planned": ("circle", "subtle"),
    "waiting": ("circle-pause", "warning"),
    "running": ("loader-circle", "info"),
    "success": ("circle-check", "success"),
    "error": ("circle-x", "danger"),
    "skipped": ("circle-slash", "subtle"),
    "cancelled": ("circle-slash", "muted"),
}
_GUTTER = 18


class ToolName(QWidget):
    """ "library.add_book": the app dimmer than its function, and the first to give way."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._app, self._function, self._off = "", "", False
        # All the others keep their width: this one takes what is left.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self.updateGeometry()
        self.update()

    def set(self, app_id: str, function: str, *, off: bool) -> None:
        """Changes the name; `off` strikes it out."""
        if (app_id, function, off) != (self._app, self._function, self._off):
            self._app, self._function, self._off = app_id, function, off
            self.restyle()

    def sizeHint(self) -> QSize:
        """The whole name."""
        return QSize(
            look.width("mono", f"{self._app}.{self._function}") + look.px(2), look.line("mono")
        )

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(look.px(48), look.line("mono"))

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """App and function; only the function where both do not fit."""
        rect = QRectF(self.rect())
        whole = look.width("mono", f"{self._app}.{self._function}")
        if whole <= self.width():
            prefix = f"{self._app}."
            paint.text(painter, rect, prefix, "mono", look.ink("subtle"))
            rect.setLeft(look.metrics("mono").horizontalAdvance(prefix))
        elif not self.toolTip():
            self.setToolTip(f"{self._app}.{self._function}")
        paint.text(
            painter, rect, self._function, "mono", look.ink("muted" if self._off else "text")
        )


class StepRow(Row):
    """The line; where the turn stands it is tinted, and a chosen one is lit.

    `chosen` when it is clicked or opened by keyboard, `moved` with -1 or +1 for the arrow keys,
    `break_asked` when its gutter is clicked, `menu_asked` with where its menu is to open.
    """

    chosen = Signal()
    moved = Signal(int)
    break_asked = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(gap=8, margins=(_GUTTER + 4, 5, 12, 5), parent=parent)
        self._standing = self._chosen = self._breaks = False
        self._beside = (False, False)
        self._mark = Mark("circle", "subtle", 14)
        self._name = ToolName()
        self._edited = Mark("pencil", "warning", 12)
        self._mocked = Mark("flask-conical", "warning", 12)
        self._runs = Line("", "tiny", "warning")
        self._type = Badge("", "muted")
        self._time = Line("", "mono-tiny", "subtle")
        self.add(self._mark, self._name, self._edited, self._mocked, self._runs)
        self.add(self._type, self._time)
        for fixed in (self._runs, self._time):
            fixed.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_step(self, step: Step, place: str, *, standing: bool, breaks: bool) -> None:
        """Shows how the step stands; `place` is "2 of 3"."""
        self._mark.set(*_MARKS.get("waiting" if standing else step.status, ("circle", "subtle")))
        self._name.set(step.app_id, step.function, off=step.status in ("skipped", "cancelled"))
        by_hand = edited_words(step)
        self._edited.setVisible(step.edited)
        self._mocked.setVisible(step.mocked)
        self._runs.set_text(f"×{step.runs}" if step.runs > 1 else "")
        self._runs.setVisible(step.runs > 1)
        self._type.set(step.action_type, ACTION_TONES.get(step.action_type, "muted"))
        self._time.set_text(step_time(step))
        self._time.setVisible(bool(step_time(step)))
        said = step.error.message if step.error is not None else step.summary
        self.setToolTip("\n".join(part for part in (by_hand, said) if part))
        words = [f"Step {place}", f"{step.app_id}.{step.function}", step.action_type, step.status]
        words += [word for word in (by_hand, "breakpoint" if breaks else "") if word]
        self.setAccessibleName(", ".join(words))
        if (standing, breaks) != (self._standing, self._breaks):
            self._standing, self._breaks = standing, breaks
            self.update()

    def breaks(self) -> bool:
        """Whether a turn stops before it."""
        return self._breaks

    def show_chosen(self, chosen: bool) -> None:
        """Lights it, or not."""
        if chosen != self._chosen:
            self._chosen = chosen
            self.update()

    def show_beside(self, above: bool, below: bool) -> None:
        """Ties its mark to those of the rows that run side by side with it."""
        if (above, below) != self._beside:
            self._beside = (above, below)
            self.update()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Ground, bar at the left, breakpoint, ties to its neighbours, focus."""
        theme = look.theme()
        if self._standing:
            painter.fillRect(self.rect(), theme.color("warning", 0.13))
            painter.fillRect(QRectF(0, 0, look.px(2), self.height()), theme.color("warning"))
        elif self._chosen or self.underMouse():
            painter.fillRect(self.rect(), theme.color("hover"))
        if self._breaks or self.underMouse():
            ink = theme.color("danger") if self._breaks else theme.color("danger", 0.3)
            paint.dot(painter, look.px(8), self.height() / 2, look.px(8), ink)
        mark = QRectF(self._mark.geometry())
        tie = theme.color("border-strong")
        gap = look.px(2)
        for tied, top, bottom in (
            (self._beside[0], 0.0, mark.top() - gap),
            (self._beside[1], mark.bottom() + gap, float(self.height())),
        ):
            if tied:
                painter.fillRect(QRectF(mark.center().x() - 0.5, top, 1, bottom - top), tie)
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(self.rect()), look.px(4))

    def enterEvent(self, event: QEnterEvent) -> None:
        """The gutter shows that it can be clicked."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """And no longer."""
        super().leaveEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The gutter toggles the breakpoint, the rest opens the step."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if event.position().x() < look.px(_GUTTER):
            self.break_asked.emit()
        else:
            self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from step to step, Return and Space open."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the step."""
        self.menu_asked.emit(event.globalPos())
