"""The turns from top to bottom, the newest in view unless somebody reads above."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from workbench.gui.parts import look
from workbench.gui.parts.button import Button
from workbench.gui.parts.slim import slim

if TYPE_CHECKING:
    from workbench.gui.chat.plan_card import PlanCard
    from workbench.gui.chat.stepper import Stepper
    from workbench.gui.chat.turn_view import TurnView
    from workbench.gui.session import Session
    from workbench.kernel.chat.turn import Turn

_KEPT = 60
_PAGE = 12
"""Turns that are drawn at once: all of them would hold the window up."""


class Transcript(QScrollArea):
    """Draws the newest turns; earlier ones are one click away.

    Branches of a turn stand in one place, and only the present one is drawn. The signals are those
    of the turns.
    """

    asked = Signal(str)
    menu_asked = Signal(QPoint)
    answered = Signal(str, bool)
    stop_asked = Signal(str)
    source_asked = Signal(str, int)

    def __init__(self, session: Session, stepper: Stepper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stepper = stepper
        self._turns: dict[str, TurnView] = {}
        self._older: list[Turn] = []
        self._count = 0
        self._forked = False
        self._pinned = True
        self._following = False
        self.earlier = Button("Show earlier turns", icon="chevron-up")
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.addWidget(self.earlier, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)
        self.earlier.hide()
        self.earlier.clicked.connect(self._show_earlier)
        self.setWidget(self._list)
        slim(self)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self._list.setAutoFillBackground(False)
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(self._follow)
        bar.valueChanged.connect(self._scrolled)

    def views(self) -> list[TurnView]:
        """The turns drawn, oldest first."""
        return list(self._turns.values())

    def card(self, turn_id: str) -> PlanCard | None:
        """The plan of a turn, if it is drawn."""
        view = self._turns.get(turn_id)
        return view.plan_card() if view is not None else None

    def count(self) -> int:
        """How many turns there were; branches of one count once."""
        return self._count

    def pin(self) -> None:
        """Keeps the newest turn in view from now on."""
        self._pinned = True

    def set_side(self, side: int) -> None:
        """Leaves so much room at either side, logical pixels."""
        self._column.setContentsMargins(side, look.px(4), side, look.px(6))
        self._column.setSpacing(look.px(18))

    def clear(self) -> None:
        """Forgets all turns."""
        for view in self._turns.values():
            self._column.removeWidget(view)
            view.put_away()
        self._turns.clear()
        self._older.clear()
        self._count, self._forked = 0, False
        self.earlier.hide()

    def open(self, turns: Sequence[Turn]) -> None:
        """Draws the newest turns of a conversation that goes on; the earlier ones wait."""
        self._older = list(turns[:-_PAGE])
        self._count = sum(1 for turn in self._older if turn.forked_from is None)
        for turn in turns[-_PAGE:]:
            self._append(turn)
        self.earlier.setVisible(bool(self._older))
        self._show_branches()

    def show_turn(self, turn: Turn) -> None:
        """Takes up a turn that is new or has changed."""
        view = self._turns.get(turn.id)
        if view is not None:
            view.show_turn(turn)
        elif not any(kept.id == turn.id for kept in self._older):
            self._append(turn)

    def show_hand(self) -> None:
        """Another step is at hand, a breakpoint came or went, or another branch is present."""
        for view in self._turns.values():
            view.show_hand()
        self._show_branches()

    def _show_branches(self) -> None:
        """Of the branches of a turn only the present one is drawn."""
        if not self._forked:
            return
        for turn_id, view in self._turns.items():
            branches = self._stepper.branch_rows(turn_id)
            if len(branches) > 1:
                view.setVisible(not self._stepper.hand.aside(turn_id))
                view.show_branches(branches)

    def _append(self, turn: Turn) -> None:
        source = self._turns.get(turn.forked_from or "")
        self._forked = self._forked or turn.forked_from is not None
        self._count += turn.forked_from is None
        if source is None:
            self._insert(turn, self._column.count())
        else:
            self._insert(turn, self._column.indexOf(source) + 1)
        while len(self._turns) > _KEPT:
            oldest = next(iter(self._turns))
            self._archive(oldest)

    def _insert(self, turn: Turn, at: int) -> TurnView:
        from workbench.gui.chat.turn_view import TurnView

        view = TurnView(self._session, self._stepper, turn)
        view.asked.connect(self.asked)
        view.menu_asked.connect(self.menu_asked)
        view.answered.connect(self.answered)
        view.source_asked.connect(self.source_asked)
        view.stop_asked.connect(self.stop_asked)
        self._turns[turn.id] = view
        self._column.insertWidget(at, view)
        return view

    def _archive(self, turn_id: str) -> None:
        """Takes the oldest drawn turn off the screen; it stays one click away."""
        view = self._turns.pop(turn_id)
        self._column.removeWidget(view)
        view.put_away()
        kernel = self._session.kernel
        if kernel is not None:
            self._older += [turn for turn in kernel.chat.turns if turn.id == turn_id]
        self.earlier.setVisible(bool(self._older))

    def _show_earlier(self) -> None:
        back, self._older = self._older[-_PAGE:], self._older[:-_PAGE]
        drawn, self._turns = self._turns, {}
        for number, turn in enumerate(back):
            self._insert(turn, 2 + number)
            self._forked = self._forked or turn.forked_from is not None
        self._turns.update(drawn)
        self.earlier.setVisible(bool(self._older))
        self._show_branches()

    def _scrolled(self, value: int) -> None:
        if not self._following:
            self._pinned = value >= self.verticalScrollBar().maximum() - look.px(24)

    def _follow(self, low: int, high: int) -> None:
        """Keeps the newest turn in view unless the person scrolled up."""
        if not self._pinned:
            return
        self._following = True
        self.verticalScrollBar().setValue(min(high, self._first_line()))
        self._following = False

    def _first_line(self) -> int:
        """Down to where the list may go at most: what somebody has opened stays in view."""
        turn = self._stepper.hand.turn()
        card = self.card(turn.id) if turn is not None else None
        opened = card.opened() if card is not None else None
        if opened is None:
            return 1 << 30
        return max(0, opened.mapTo(self._list, QPoint(0, 0)).y() - look.px(40))
