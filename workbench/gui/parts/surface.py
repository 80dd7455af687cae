"""Grounds to put things on: a plain area, a card, an empty state."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from workbench.gui.parts import look, paint
from workbench.gui.parts.painted import painted
from workbench.gui.theme import icons


class Surface(QWidget):
    """A filled area in a theme colour."""

    def __init__(self, token: str = "surface-0", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token = token
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme in force."""
        self.update()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """One fill."""
        painter.fillRect(event.rect(), look.ground(self._token))


class Card(QWidget):
    """A rounded card with an edge; put things in `body`, which is laid out downwards.

    `inset` draws it in the colour of a well instead, as for arguments inside a card. `edge` names
    another tone for the edge.
    """

    def __init__(
        self,
        *,
        inset: bool = False,
        edge: str = "",
        padding: int = 12,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._inset = inset
        self._edge = edge
        self._padding = padding
        self.body = QVBoxLayout(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        pad = look.px(self._padding)
        self.body.setContentsMargins(pad, pad, pad, pad)
        self.body.setSpacing(look.px(8))
        self.update()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Fill and edge."""
        theme = look.theme()
        fill = theme.color("surface-input" if self._inset else "surface-card")
        edge = theme.color(self._edge, 0.45) if self._edge else theme.color("border-subtle")
        if not self._edge and not theme.dark:
            edge = theme.color("border-card")
        radius = look.px(6 if self._inset else 10)
        paint.rounded(painter, QRectF(self.rect()), radius, fill, edge)


class Empty(QWidget):
    """What an area without content says: an icon, what would stand here, and how to get it."""

    def __init__(
        self, icon: str, title: str, hint: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._title = title
        self._hint = hint
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self.update()

    def set(self, icon: str, title: str, hint: str = "") -> None:
        """Changes what is said."""
        self._icon, self._title, self._hint = icon, title, hint
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the lines; less is shown centred all the same."""
        return QSize(look.px(240), look.px(96))

    def minimumSizeHint(self) -> QSize:
        """It may be squeezed: it is only there when nothing else is."""
        return QSize(0, 0)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Icon, title and hint, centred; the hint wraps."""
        side = look.px(22)
        hint_width = min(self.width() - look.px(32), look.px(420))
        hint_rect = look.metrics("small").boundingRect(
            QRectF(0, 0, max(1, hint_width), 400),
            int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap),
            self._hint,
        )
        tall = side + look.px(8) + look.line("ui-medium")
        tall += (look.px(4) + int(hint_rect.height())) if self._hint else 0
        top = max(look.px(6), (self.height() - tall) / 2)
        middle = self.width() / 2
        icons.paint(painter, self._icon, middle - side / 2, top, side, look.ink("subtle"))
        top += side + look.px(8)
        line = QRectF(look.px(12), top, self.width() - look.px(24), look.line("ui-medium"))
        centre = Qt.AlignmentFlag.AlignHCenter
        paint.text(painter, line, self._title, "ui-medium", look.ink("muted"), centre)
        if self._hint:
            top += look.line("ui-medium") + look.px(4)
            painter.setFont(look.font("small"))
            painter.setPen(look.ink("subtle"))
            place = QRectF(middle - hint_width / 2, top, hint_width, hint_rect.height() + 2)
            painter.drawText(place, int(centre | Qt.TextFlag.TextWordWrap), self._hint)


class Row(QWidget):
    """Widgets side by side with a fixed gap and margins, in px at 100 %.

    `margins` are left, top, right, bottom. Add with `layout_.addWidget`.
    """

    def __init__(
        self,
        *,
        gap: int = 8,
        margins: tuple[int, int, int, int] = (0, 0, 0, 0),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._gap = gap
        self._margins = margins
        self.layout_ = QHBoxLayout(self)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the zoom in force."""
        left, top, right, bottom = self._margins
        self.layout_.setContentsMargins(
            look.px(left), look.px(top), look.px(right), look.px(bottom)
        )
        self.layout_.setSpacing(look.px(self._gap))

    def add(self, *widgets: QWidget) -> None:
        """Adds widgets at the end."""
        for widget in widgets:
            self.layout_.addWidget(widget)
