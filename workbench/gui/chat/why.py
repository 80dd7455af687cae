"""Why a turn has the plan it has: the candidates, and what the classifier was given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui.chat.report import Report
from workbench.gui.chat.turn_words import candidate_rows, given_blocks
from workbench.gui.parts import look
from workbench.gui.parts.code_box import CodeBox
from workbench.gui.parts.text import Line

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.chat.turn import Turn

_MOST_LINES = 9


class Why(QWidget):
    """Who made the plan, each candidate won or lost, then what was given, read from the journal."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._known: object = None
        self._maker = Line("", "tiny-medium", "subtle")
        self._candidates = Report()
        self._given: list[tuple[Line, CodeBox]] = []
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._maker)
        self._column.addWidget(self._candidates)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the zoom in force."""
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(6))

    def candidates(self) -> Report:
        """The rows of the candidates."""
        return self._candidates

    def given(self) -> list[tuple[str, str]]:
        """What is shown of what the classifier was given, under its captions."""
        return [(line.text(), box.toPlainText()) for line, box in self._given]

    def show_turn(self, turn: Turn) -> None:
        """Takes up a turn's plan; its record is read once."""
        plan = turn.plan
        if plan is None or plan is self._known:
            return
        self._known = plan
        self._maker.set_text(f"Plan by the {plan.source} · intent {plan.intent}")
        self._candidates.set(candidate_rows(plan))
        kernel = self._session.kernel
        if kernel is not None:
            self._session.reading.spawn(self._read(turn), "read a plan")

    async def _read(self, turn: Turn) -> None:
        kernel = self._session.kernel
        if kernel is None:
            return
        origin = turn.id
        while turn.forked_from is not None:
            turn = kernel.chat.turn(turn.forked_from)
            origin = turn.id
        records = await kernel.journal.query(["plan"], parent_id=origin, limit=1)
        if records:
            self._show_given(records[0].body)

    def _show_given(self, body: dict[str, Any]) -> None:
        for number, (caption, text) in enumerate(given_blocks(body)):
            if number == len(self._given):
                line, box = Line("", "tiny-medium", "subtle"), CodeBox(_MOST_LINES)
                self._given.append((line, box))
                self._column.addWidget(line)
                self._column.addWidget(box)
            line, box = self._given[number]
            line.set_text(caption)
            box.set_text(text)
            box.setAccessibleName(caption)
