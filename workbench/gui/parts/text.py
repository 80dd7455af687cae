"""Lines of text in the chrome's type: one line elided, or a paragraph that wraps."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from workbench.gui.parts import look, paint
from workbench.gui.parts.painted import painted


class Line(QWidget):
    """One line of text, elided when there is less room; the whole text is then its tooltip.

    `stretch` lets it take the room that is left. `tone` names the ink, `role` the type.
    """

    def __init__(
        self,
        text: str = "",
        role: str = "ui",
        tone: str = "text",
        *,
        stretch: bool = False,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = text
        self.role = role
        self.tone = tone
        self._elide = elide
        across = QSizePolicy.Policy.Expanding if stretch else QSizePolicy.Policy.Preferred
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str, tone: str | None = None) -> None:
        """Changes the text and, if given, its tone."""
        if text == self._text and tone in (None, self.tone):
            return
        self._text = text
        self.tone = self.tone if tone is None else tone
        self.setAccessibleName(text)
        self.restyle()

    def sizeHint(self) -> QSize:
        """The whole text on one line."""
        return QSize(look.width(self.role, self._text), look.line(self.role))

    def minimumSizeHint(self) -> QSize:
        """Down to a few letters."""
        return QSize(min(look.px(24), self.sizeHint().width()), look.line(self.role))

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The text, elided to the width."""
        cut = self.sizeHint().width() > self.width() + 1
        if cut != bool(self.toolTip()):
            self.setToolTip(self._text if cut else "")
        rect = QRectF(self.rect())
        paint.text(painter, rect, self._text, self.role, look.ink(self.tone), elide=self._elide)


class Paragraph(QLabel):
    """Text that wraps and can be selected; never read as markup."""

    def __init__(
        self,
        text: str = "",
        role: str = "ui",
        tone: str = "text",
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.role = role
        self.tone = tone
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, look.ink(self.tone))
        palette.setColor(QPalette.ColorRole.Text, look.ink(self.tone))
        self.setPalette(palette)
        self.setFont(look.font(self.role))

    def set_text(self, text: str, tone: str | None = None) -> None:
        """Changes the text and, if given, its tone."""
        if tone is not None and tone != self.tone:
            self.tone = tone
            self.restyle()
        if text != self.text():
            self.setText(text)
