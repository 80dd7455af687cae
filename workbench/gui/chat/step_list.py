"""The steps of a plan one under the other, with the one at hand opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui.chat.at_hand import standing
from workbench.gui.chat.step_row import StepRow
from workbench.gui.chat.turn_words import ties

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.gui.chat.step_detail import StepDetail
    from workbench.gui.chat.stepper import Stepper
    from workbench.kernel.chat.turn import Turn


class StepList(QWidget):
    """A row for each step.

    `asked` carries the id of a command, after its step was taken in hand; `menu_asked` where the
    menu of the step at hand is to open.
    """

    asked = Signal(str)
    menu_asked = Signal(QPoint)

    def __init__(self, stepper: Stepper, turn: Turn, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stepper = stepper
        self._turn = turn
        self.rows: list[StepRow] = []
        self._detail: StepDetail | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    @property
    def detail(self) -> StepDetail:
        """What stands under the step at hand; most plans are never opened, so it is made then."""
        if self._detail is None:
            from workbench.gui.chat.step_detail import StepDetail

            self._detail = StepDetail()
            self._detail.hide()
            self._column.addWidget(self._detail)
            self._detail.asked.connect(self._ask)
            self._detail.form_closed.connect(self.focus_row)
            self._detail.writing.connect(self._stepper.hand.hold)
        return self._detail

    def opened(self) -> StepRow | None:
        """The row of the step that is opened."""
        if self._detail is None or self._detail.isHidden():
            return None
        at = self._place_of_detail()
        return self.rows[at] if at is not None else None

    def focus_row(self) -> None:
        """Puts the keyboard on the row of the step that was opened last, or on the first."""
        at = self._place_of_detail() or 0
        if at < len(self.rows):
            self.rows[at].setFocus(Qt.FocusReason.OtherFocusReason)

    # -- drawing

    def show_turn(self, turn: Turn, levels: Mapping[str, int], *, closed: bool) -> None:
        """Takes up the steps as they are now; `closed` opens none of them."""
        self._turn = turn
        self._fit(len(turn.steps))
        key, here = self._stepper.hand.key_in(turn), standing(turn)
        tied = ties([step.key for step in turn.steps], levels)
        broken = [row for row in self._stepper.breakpoints() if not row.on_error]
        for number, (row, step) in enumerate(zip(self.rows, turn.steps, strict=True), start=1):
            row.show_step(
                step,
                f"{number} of {len(turn.steps)}",
                standing=step.key == here,
                breaks=any(found.before(step) for found in broken),
            )
            row.show_chosen(step.key == key)
            row.show_beside(*tied[number - 1])
        self._open(None if closed else self._to_open(key))

    def _to_open(self, key: str | None) -> str | None:
        """The step at hand, unless a card under the plan shows by itself what it asks about."""
        held = any(card.status == "waiting" for card in self._turn.confirmations)
        chosen = self._stepper.hand.chosen_in(self._turn) is not None
        return key if chosen or not held else None

    def _open(self, key: str | None) -> None:
        if key is None:
            if self._detail is not None:
                self._detail.close_form()
                self._detail.hide()
            return
        at = next(i for i, step in enumerate(self._turn.steps) if step.key == key)
        self.detail.show_step(self._turn, self._turn.steps[at])
        if self._column.indexOf(self.detail) != self._column.indexOf(self.rows[at]) + 1:
            self._column.removeWidget(self.detail)
            self._column.insertWidget(self._column.indexOf(self.rows[at]) + 1, self.detail)
        self.detail.show()

    def _fit(self, count: int) -> None:
        """As many rows as there are steps: another plan may have more, or fewer."""
        while len(self.rows) < count:
            self._add_row()
        while len(self.rows) > count:
            row = self.rows.pop()
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()

    def _add_row(self) -> None:
        row, number = StepRow(), len(self.rows)
        after = self._column.indexOf(self.rows[-1]) if self.rows else -1
        self.rows.append(row)
        self._column.insertWidget(after + 1, row)
        row.chosen.connect(lambda: self._toggle(number))
        row.moved.connect(lambda by: self._move(number, by))
        row.break_asked.connect(lambda: self._break(number))
        row.menu_asked.connect(lambda at: self._menu(number, at))

    def _place_of_detail(self) -> int | None:
        keys = [step.key for step in self._turn.steps]
        detail = self._detail
        return keys.index(detail.key) if detail is not None and detail.key in keys else None

    # -- what a person does

    def _choose(self, number: int) -> None:
        self._stepper.hand.choose(self._turn.id, self._turn.steps[number].key)

    def _toggle(self, number: int) -> None:
        """Opens a step, or closes the one that is open."""
        if self.opened() is self.rows[number]:
            self._stepper.hand.choose(self._turn.id, None)
        else:
            self._choose(number)

    def _move(self, number: int, by: int) -> None:
        to = max(0, min(len(self.rows) - 1, number + by))
        self._choose(to)
        self.rows[to].setFocus(Qt.FocusReason.TabFocusReason)

    def _break(self, number: int) -> None:
        self._stepper.toggle_break_on(self._turn.steps[number])

    def _menu(self, number: int, at: QPoint) -> None:
        self._choose(number)
        self.menu_asked.emit(at)

    def _ask(self, command_id: str) -> None:
        self._stepper.hand.choose(self._turn.id, self.detail.key)
        self.asked.emit(command_id)
