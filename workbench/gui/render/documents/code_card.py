"""A card of code: the sheet, its frame, and a header with the language and a copy button."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QEnterEvent,
    QGuiApplication,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import box, line, smooth, theme
from workbench.gui.render.clickables import IconButton
from workbench.gui.render.documents import highlight
from workbench.gui.render.documents.code_sheet import PAD, CodeSheet

_HEADER = 35
_BUTTON = 24
_COPIED_MS = 1500
_SMALL = 6_000
"""Characters coloured at once; more wait until the plain text is on the screen."""


class CodeCard(QWidget):
    """Code on a card surface.

    With ``header`` a bar over the code names it; without, the copy button appears on hovering.
    """

    def __init__(
        self, parent: QWidget, *, role: str = "mono", header: bool = False, tallest: int = 0
    ) -> None:
        super().__init__(parent)
        self._header = _HEADER if header else 0
        self._title = ""
        self._code = self._language = ""
        self._numbers = False
        self.sheet = CodeSheet(self, role, tallest)
        self.copy_button = IconButton("copy", "Copy code", side=_BUTTON, icon_px=14, parent=self)
        self.copy_button.when_clicked(self.copy)
        self.copy_button.setVisible(header)
        if not header:
            self.copy_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_COPIED_MS)
        self._calm.timeout.connect(lambda: self.copy_button.set_icon("copy", "Copy code"))

    def show_code(self, code: str, language: str, title: str = "", numbers: bool = False) -> None:
        """Show a source text; colours follow at once for short texts, else a moment later."""
        self._code, self._language, self._title = code, language, title
        self._numbers = numbers
        self.sheet.setAccessibleName(f"Code {title or language}".strip())
        if highlight.can_color(code, language) and len(code) <= _SMALL:
            self.color()
            return
        self.sheet.show_lines(highlight.plain(code), numbers)
        if highlight.can_color(code, language):
            QTimer.singleShot(0, self, self.color)
        self.updateGeometry()

    def color(self) -> None:
        """Colour what is shown."""
        lines = highlight.colored(self._code, self._language)
        self.sheet.show_lines(lines, self._numbers)
        self.updateGeometry()

    def copy(self) -> None:
        """Put all of the code on the clipboard."""
        QGuiApplication.clipboard().setText(self._code)
        self.copy_button.set_icon("check", "Copied")
        self._calm.start()

    def sizeHint(self) -> QSize:
        """The sheet, the header and the border."""
        inner = self.sheet.sizeHint()
        return QSize(inner.width() + 2, self.sheet.wanted_height() + self._header + 2)

    def minimumSizeHint(self) -> QSize:
        """A narrow strip."""
        return QSize(120, self.sheet.minimumSizeHint().height() + self._header + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sheet under the header; the button at the right."""
        mirror.lay(
            self.sheet,
            1,
            self._header + 1,
            self.width() - 2,
            max(self.height() - self._header - 2, 0),
        )
        side = self.copy_button.width()
        top = (self._header - side) // 2 + 1 if self._header else 6
        mirror.move(self.copy_button, self.width() - side - 8, top)
        self.copy_button.raise_()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Offer to copy."""
        self.copy_button.setVisible(True)
        super().enterEvent(event)

    def leaveEvent(self, event: object) -> None:
        """Take the offer back."""
        self.copy_button.setVisible(self._header > 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card, and the header on it."""
        painter = QPainter(self)
        smooth(painter)
        mirror.begin(painter, self)
        now, area = theme(), QRectF(self.rect())
        radius = now.radius("lg" if self._header else "xl")
        box(painter, area, radius, fill=now.color("surface-card"))
        if self._header:
            clip = QPainterPath()
            clip.addRoundedRect(area, radius, radius)
            painter.setClipPath(clip)
            bar = QRectF(0, 0, self.width(), self._header)
            painter.fillRect(bar, now.color("inset"))
            painter.fillRect(0, self._header, self.width(), 1, now.color("border-card"))
            painter.setClipping(False)
            room = QRectF(
                PAD + 1, 0, self.width() - self.copy_button.width() - 3 * PAD, self._header + 1
            )
            line(painter, room, self._title, "overline", now.color("text-muted"))
        box(painter, area, radius, edge=now.color("border-card"))
