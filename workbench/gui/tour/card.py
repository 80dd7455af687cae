"""The card the tour is read from: it floats over the panes and takes no focus."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui.parts import button, look, paint
from workbench.gui.parts.button import Button
from workbench.gui.parts.marks import Badge
from workbench.gui.parts.painted import painted
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Line, Paragraph

_WIDE, _SIDE, _ABOVE = 400, 18, 44


class TourCard(QWidget):
    """One step: where it stands, what to do, the keys for it. `skipped` and `ended` are clicks."""

    skipped = Signal()
    ended = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.count = Line("", "small", "subtle")
        self.title = Line("", "ui-strong", stretch=True)
        self.text = Paragraph("", "ui", "muted")
        self.skip = Button("Skip", variant=button.SECONDARY, height=28)
        self.end = Button("End the tour", height=28)
        self._badges: list[Badge] = []
        self._keys = Row(gap=6, margins=(0, 0, 0, 0))
        self._build()
        self.skip.clicked.connect(self.skipped)
        self.end.clicked.connect(self.ended)
        window.installEventFilter(self)
        look.watch(self)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = Row(gap=8, margins=(_SIDE, 14, _SIDE, 0))
        head.add(self.title, self.count)
        words = Row(margins=(_SIDE, 4, _SIDE, 0))
        words.add(self.text)
        foot = Row(gap=8, margins=(_SIDE, 12, _SIDE, 14))
        foot.add(self._keys)
        foot.layout_.addStretch()
        foot.add(self.end, self.skip)
        for row in (head, words, foot):
            column.addWidget(row)

    def show_step(self, number: int, of: int, title: str, text: str, keys: Sequence[str]) -> None:
        """Takes up a step; `keys` are texts such as "Ctrl+K"."""
        self.title.set_text(title)
        self.count.set_text(f"{number} of {of}")
        self.text.set_text(text)
        self.skip.setText("Done" if number == of else "Skip")
        self._show_keys(keys)
        self.setAccessibleName(f"Tour, step {number} of {of}: {title}. {text}")
        self._place()
        self.show()
        self.raise_()

    def shown_keys(self) -> list[str]:
        """The keys shown."""
        return [badge.text() for badge in self._badges]

    def _show_keys(self, keys: Sequence[str]) -> None:
        for old in self._badges:
            old.hide()
            old.deleteLater()
        self._badges = [Badge(key, "info", mono=True) for key in keys]
        self._keys.add(*self._badges)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self._place()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the window's size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Grows and shrinks with what is in it."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """An overlay surface with an edge in the accent."""
        theme = look.theme()
        box = QRectF(self.rect())
        ground, edge = theme.color("surface-1"), theme.color("primary")
        paint.rounded(painter, box, look.px(10), ground, edge)

    def _place(self) -> None:
        window = self.parentWidget()
        layout = self.layout()
        if window is None or layout is None:
            return
        wide = min(look.px(_WIDE), window.width() - look.px(32))
        high = max(layout.totalHeightForWidth(wide), layout.totalMinimumSize().height())
        left = (window.width() - wide) // 2
        self.setGeometry(left, window.height() - high - look.px(_ABOVE), wide, high)
