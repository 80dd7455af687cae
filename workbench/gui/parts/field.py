"""A one-line text field with an icon, in the chrome's look."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from workbench.gui.parts import look, paint
from workbench.gui.theme import icons


class Field(QLineEdit):
    """A text field; `icon` stands at its left, `height` is px at 100 %.

    Escape clears it, and a second Escape gives the focus away.
    """

    def __init__(
        self,
        placeholder: str = "",
        *,
        icon: str = "",
        height: int = 28,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._height = height
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setFrame(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        palette.setColor(QPalette.ColorRole.Text, look.ink("text"))
        palette.setColor(QPalette.ColorRole.PlaceholderText, look.ink("subtle"))
        self.setPalette(palette)
        self.setFont(look.font("small"))
        left = look.px(28 if self._icon else 10)
        self.setTextMargins(left - 2, 0, look.px(8), 0)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A field's height at the present zoom."""
        return QSize(look.px(180), look.px(self._height))

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(look.px(60), look.px(self._height))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Well, edge and icon under the text."""
        painter = QPainter(self)
        theme = look.theme()
        edge = "primary" if self.hasFocus() else "border-subtle"
        paint.rounded(
            painter,
            QRectF(self.rect()),
            look.px(6),
            theme.color("surface-input"),
            theme.color(edge),
        )
        if self._icon:
            side = look.px(13)
            top = (self.height() - side) / 2
            icons.paint(painter, self._icon, look.px(9), top, side, look.ink("subtle"))
        painter.end()
        super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape clears, then leaves."""
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.clearFocus()
            event.accept()
            return
        super().keyPressEvent(event)
