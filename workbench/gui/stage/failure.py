"""What stands in place of a panel that never answered with a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui.chat.cards import ErrorCard
from workbench.gui.parts import button, look
from workbench.gui.parts.button import Button

if TYPE_CHECKING:
    from workbench.kernel.errors import ErrorReport


class Failure(QWidget):
    """The error as a card, and a button that calls the panel again.

    `source_asked` carries file and line.
    """

    source_asked = Signal(str, int)
    retry_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card: ErrorCard | None = None
        self._retry = Button("Call again", icon="rotate-cw", variant=button.SECONDARY)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._retry)
        self._column.addStretch(1)
        self._retry.clicked.connect(self.retry_asked)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the zoom in force."""
        side = look.px(12)
        self._column.setContentsMargins(side, look.px(4), side, side)
        self._column.setSpacing(look.px(10))

    def show_report(self, report: ErrorReport) -> None:
        """Shows an error instead of the one before."""
        if self.card is not None:
            self._column.removeWidget(self.card)
            self.card.deleteLater()
        self.card = ErrorCard(report)
        self.card.source_asked.connect(self.source_asked)
        self._column.insertWidget(0, self.card)
