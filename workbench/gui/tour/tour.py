"""Leads through the steps: each ends when what it asks for has really happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from workbench.gui.tour.card import TourCard
from workbench.gui.tour.steps import STEPS, Moment

if TYPE_CHECKING:
    from workbench.gui.chrome import Chrome
    from workbench.kernel.journal.record import Record


class Tour(QObject):
    """One walk through the steps over a window; `over` is emitted at its end."""

    over = Signal()

    def __init__(self, chrome: Chrome) -> None:
        super().__init__(chrome)
        self._actions = chrome.actions
        self._at = 0
        self.card = TourCard(chrome.window)
        self.card.skipped.connect(self._next)
        self.card.ended.connect(self.end)
        chrome.session.bridge.records.connect(self._records)
        chrome.actions.ran.connect(self._ran)
        chrome.deck.link.selected.connect(self._selected)
        self._show()

    def end(self) -> None:
        """Takes the card away."""
        self.card.hide()
        self.card.deleteLater()
        self.over.emit()
        self.deleteLater()

    def _records(self, records: list[Record]) -> None:
        for record in records:
            self._happened(Moment(record=record))

    def _ran(self, command: str) -> None:
        self._happened(Moment(command=command))

    def _selected(self) -> None:
        self._happened(Moment(selected=True))

    def _happened(self, moment: Moment) -> None:
        if self._at < len(STEPS) and STEPS[self._at].done(moment):
            self._next()

    def _next(self) -> None:
        self._at += 1
        if self._at < len(STEPS):
            self._show()
        elif self._at == len(STEPS):
            self.end()

    def _show(self) -> None:
        step = STEPS[self._at]
        keys = [self._actions.action(command).shortcut().toString() for command in step.commands]
        self.card.show_step(
            self._at + 1, len(STEPS), step.title, step.text, [key for key in keys if key]
        )
