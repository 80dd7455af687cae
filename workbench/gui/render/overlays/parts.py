"""The parts sheets are made of: a header with its close button, and a body that scrolls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import line, text_width, theme
from workbench.gui.render.clickables import IconButton
from workbench.gui.render.column_box import height_for
from workbench.gui.render.painted import painted
from workbench.gui.render.scroll import OverlayScrollBar

_PADDING = 16
_AROUND, _AROUND_LINE = 24, 27
"""Space above and below the texts together: usually, and where only a title stands."""
_END, _BESIDE = 10, 14
_LINE, _TWO_LINES = 20, 38


def padding() -> int:
    """Space at the sides of a sheet and around its content, px."""
    return theme().space(_PADDING)


class SheetHeader(QWidget):
    """Title, subtitle and, unless the sheet must be answered, a close button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ""
        self._subtitle = ""
        self.mono = False
        self.close_button = IconButton("x", "Close", parent=self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_texts(self, title: str, subtitle: str, *, closable: bool) -> None:
        """Change the texts."""
        self._title, self._subtitle = title, subtitle
        self.close_button.setVisible(closable)
        self._hint()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """One or two lines."""
        button = 0 if self.close_button.isHidden() else self.close_button.height()
        tall = max(_TWO_LINES if self._subtitle else _LINE, button)
        around = theme().space(_AROUND if button or self._subtitle else _AROUND_LINE)
        return QSize(240, tall + around + 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The close button stands at the right."""
        side = self.close_button.width()
        left = self.width() - side - theme().space(_END)
        mirror.move(self.close_button, left, (self.height() - 1 - side) // 2)
        self._hint()

    def _room(self) -> int:
        if self.close_button.isHidden():
            return self.width() - 2 * padding()
        beside = theme().space(_END) + theme().space(_BESIDE)
        return self.width() - padding() - self.close_button.width() - beside

    def _hint(self) -> None:
        """A tooltip tells texts that are too long."""
        role = "mono-small" if self.mono else "caption"
        widest = max(text_width(self._title, "body-strong"), text_width(self._subtitle, role))
        said = "\n".join(filter(None, (self._title, self._subtitle)))
        self.setToolTip(said if widest > self._room() else "")

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Texts, and a line below."""
        shown = theme()
        bottom = QRectF(0, self.height() - 1, self.width(), 1)
        painter.fillRect(bottom, shown.color("border-subtle"))
        room = self._room()
        tall = self.height() - 1
        if not self._subtitle:
            area = QRectF(padding(), 0, room, tall)
            line(painter, area, self._title, "body-strong", shown.color("text"))
            return
        title = QRectF(padding(), (tall - _TWO_LINES) / 2, room, _LINE)
        line(painter, title, self._title, "body-strong", shown.color("text"))
        role = "mono-small" if self.mono else "caption"
        below = QRectF(padding(), title.bottom() + 2, room, 16)
        line(painter, below, self._subtitle, role, shown.color("text-muted"))


class SheetBody(QScrollArea):
    """The content of a sheet at its own height, scrolling when there is less room."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content = content
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        OverlayScrollBar(self)

    def hasHeightForWidth(self) -> bool:
        """As its content."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As its content."""
        return height_for(self.content, width)

    def sizeHint(self) -> QSize:
        """As its content."""
        return self.content.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """It scrolls."""
        return QSize(80, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the content to the width."""
        super().resizeEvent(event)
        self.fit()

    def viewportEvent(self, event: QEvent) -> bool:
        """The content asked for another size."""
        handled = super().viewportEvent(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
            self.updateGeometry()
        return handled

    def fit(self) -> None:
        """Give the content its height for the present width."""
        width = self.viewport().width()
        self.content.resize(width, max(height_for(self.content, width), self.viewport().height()))
