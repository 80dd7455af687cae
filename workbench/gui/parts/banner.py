"""A one-line message over content that stays: what went wrong, where, and what can be done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.parts import look, paint
from workbench.gui.parts.button import Button
from workbench.gui.parts.marks import Mark
from workbench.gui.parts.painted import painted
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Line

if TYPE_CHECKING:
    from workbench.kernel.errors import ErrorReport


_NARROW = 420


def where(report: ErrorReport) -> str:
    """ "panels.py:41", or empty when no line of the author's is to blame."""
    if not report.file:
        return ""
    name = Path(report.file).name
    return f"{name}:{report.line}" if report.line else name


def sentence(report: ErrorReport) -> str:
    """The error on one line: type and the first line of its message."""
    first = report.message.strip().split("\n", 1)[0]
    return f"{report.type}: {first}" if first else report.type


class SourceLink(Button):
    """ "file.py:41", set in mono; clicking asks to open that line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(height=20, parent=parent)
        self.setToolTip("Open the source line")

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Underlined when pointed at."""
        font = look.font("mono-tiny")
        if self.underMouse():
            font = QFont(font)
            font.setUnderline(True)
        painter.setFont(font)
        painter.setPen(look.ink("primary-hover" if look.theme().dark else "primary"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.text())
        if self.hasFocus() and self._keyboard:
            paint.focus_ring(painter, QRectF(self.rect()), look.px(4))

    def _role(self) -> str:
        return "mono-tiny"

    def _padding(self) -> int:
        return look.px(4)


class Banner(Row):
    """The line itself, hidden until there is something to say.

    `source_asked` carries file and line, `retry_asked` is the button's.
    """

    source_asked = Signal(str, int)
    retry_asked = Signal()

    def __init__(self, retry: str = "", parent: QWidget | None = None) -> None:
        super().__init__(gap=8, margins=(12, 5, 8, 5), parent=parent)
        self._report: ErrorReport | None = None
        self._mark = Mark("circle-alert", "danger")
        self._line = Line("", "small-medium", stretch=True)
        self._note = Line("", "small", "muted")
        self._link = SourceLink()
        self._retry = Button(retry, icon="rotate-cw", height=22)
        self._retry.setToolTip(retry)
        self._retry_text = retry
        self._close = Button(icon="x", height=22)
        self._close.setToolTip("Dismiss")
        self.add(self._mark, self._line, self._note, self._link, self._retry, self._close)
        self._retry.setVisible(bool(retry))
        self._link.clicked.connect(self._ask_source)
        self._retry.clicked.connect(self.retry_asked)
        self._close.clicked.connect(self.hide)
        self.hide()

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        super().restyle()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow line keeps the sentence and drops words of the button."""
        super().resizeEvent(event)
        self._retry.show_text(self._retry_text if self.width() > look.px(_NARROW) else "")

    def say(self, report: ErrorReport | None, note: str = "") -> None:
        """Shows an error, with a note such as "the last good build stays"; None hides."""
        self._report = report
        if report is None:
            self.hide()
            return
        self._line.set_text(sentence(report))
        self._line.setAccessibleDescription(report.hint or "")
        self._note.set_text(note)
        self._note.setVisible(bool(note))
        self._link.setText(where(report))
        self._link.restyle()
        self._link.setVisible(bool(where(report)))
        self.setToolTip(report.hint or report.message)
        self.show()

    def text(self) -> str:
        """The sentence shown, empty when hidden."""
        return self._line.text() if self._report is not None else ""

    def place(self) -> str:
        """The source place shown, empty without one."""
        return self._link.text() if self._report is not None else ""

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """A danger tint with a line under it."""
        theme = look.theme()
        painter.fillRect(self.rect(), theme.over("danger", 0.10, "surface-0"))
        bottom = self.height() - 1
        paint.hairline(painter, 0, bottom, self.width(), bottom, theme.color("danger", 0.35))

    def _ask_source(self) -> None:
        if self._report is not None and self._report.file:
            self.source_asked.emit(self._report.file, self._report.line or 1)
