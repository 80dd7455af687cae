"""One exchange in the chat: what was said, what is being done about it, and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from workbench.gui.chat.at_hand import runs
from workbench.gui.chat.branch_strip import BranchStrip
from workbench.gui.chat.bubble import Bubble
from workbench.gui.chat.cards import AnswerCard, ConfirmationCard, ErrorCard
from workbench.gui.chat.command_button import CommandButton
from workbench.gui.chat.plan_card import PlanCard
from workbench.gui.panes.cells import status_tone
from workbench.gui.parts import look, paint
from workbench.gui.parts.marks import Mark
from workbench.gui.parts.painted import painted
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Line
from workbench.gui.stage.wardrobe import Facing

if TYPE_CHECKING:
    from workbench.gui.chat.stepper import Stepper
    from workbench.gui.chat.turn_words import Branch
    from workbench.gui.render.panel_view import PanelView
    from workbench.gui.session import Session
    from workbench.kernel.chat.turn import Message, Turn
    from workbench.kernel.errors import ErrorReport

_BEAT_MS = 320
_WORDS = {"thinking": "Thinking", "running": "Working", "waiting": "Waiting for you"}


class Thinking(QWidget):
    """Three dots that take turns, a word, and buttons that pause and stop; at rest while hidden."""

    stop_asked = Signal()
    pause_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word = "Thinking"
        self._beat = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._advance)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        self.stop = CommandButton(
            "chat.stop", "Stop the turn", "Stop", icon="circle-stop", height=22
        )
        self.stop.clicked.connect(self.stop_asked)
        self.pause = CommandButton(
            "chat.pause", "Pause before the next step", "Pause", icon="pause", height=22
        )
        self.pause.clicked.connect(self.pause_asked)
        row.addWidget(self.pause)
        row.addWidget(self.stop)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self.updateGeometry()
        self.update()

    def set_word(self, word: str) -> None:
        """Says what is being done."""
        if word != self._word:
            self._word = word
            self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(look.px(120), look.px(22))

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Dots, then the word."""
        theme = look.theme()
        middle = self.height() / 2
        for number in range(3):
            color = theme.color("text-muted" if number == self._beat else "border-strong")
            paint.dot(painter, look.px(2) + number * look.px(8), middle, look.px(5), color)
        place = QRectF(look.px(32), 0, self.width() - look.px(32), self.height())
        paint.text(painter, place, self._word, "small", look.ink("muted"))

    def showEvent(self, event: QShowEvent) -> None:
        """The dots move only while they can be seen."""
        self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """At rest."""
        self._timer.stop()
        super().hideEvent(event)

    def _advance(self) -> None:
        self._beat = (self._beat + 1) % 3
        self.update()


class TurnView(QWidget):
    """Draws one `Turn` and patches itself as the turn goes on.

    `answered` carries a confirmation's id and the answer, `source_asked` file and line,
    `stop_asked` the turn's id, `asked` the id of a command on the step at hand, `menu_asked` where
    that step's menu is to open.
    """

    asked = Signal(str)
    menu_asked = Signal(QPoint)
    stop_asked = Signal(str)
    answered = Signal(str, bool)
    source_asked = Signal(str, int)

    def __init__(
        self, session: Session, stepper: Stepper, turn: Turn, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.turn_id = turn.id
        self._session = session
        self._stepper = stepper
        self._branches: BranchStrip | None = None
        self._plan: PlanCard | None = None
        self._cards: dict[str, ConfirmationCard] = {}
        self._answers: list[AnswerCard] = []
        self._drawn: list[PanelView] = []
        self._error: ErrorCard | None = None
        self._ended: Row | None = None
        self._report: ErrorReport | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        if turn.text:
            self._column.addWidget(Bubble(turn.text))
        self._thinking = Thinking()
        self._column.addWidget(self._thinking)
        self._thinking.pause_asked.connect(lambda: self.asked.emit("chat.pause"))
        self._thinking.stop_asked.connect(lambda: self.stop_asked.emit(self.turn_id))
        look.watch(self)
        self.show_turn(turn)

    def restyle(self) -> None:
        """Takes up the zoom in force."""
        self._column.setSpacing(look.px(9))

    def answers(self) -> list[AnswerCard]:
        """The answer cards, oldest first."""
        return list(self._answers)

    def confirmations(self) -> list[ConfirmationCard]:
        """The confirmation cards, oldest first."""
        return list(self._cards.values())

    def plan_card(self) -> PlanCard | None:
        """The plan, if the turn has one worth showing."""
        return self._plan

    def ended(self) -> str:
        """What is said of a turn that was stopped before it could answer."""
        return self._ended_words.text() if self._ended is not None else ""

    def error_card(self) -> ErrorCard | None:
        """The error, if the turn failed."""
        return self._error

    def put_away(self) -> None:
        """Ends the view; an action that a control in it has under way ends unheard."""
        for view in self._drawn:
            view.set_tree(None)
        self.deleteLater()

    def show_turn(self, turn: Turn) -> None:
        """Takes up everything that changed in the turn."""
        self._show_plan(turn)
        for confirmation in turn.confirmations:
            card = self._cards.get(confirmation.id)
            if card is None:
                card = ConfirmationCard(confirmation)
                card.answered.connect(self.answered)
                card.edit_asked.connect(self._edit_held)
                self._cards[confirmation.id] = card
                self._add(card)
            card.show_confirmation(confirmation)
        self._show_answers(turn)
        self._show_error(turn)
        self._show_ended(turn)
        self._thinking.set_word(_WORDS.get(turn.status, "Working"))
        self._thinking.pause.setVisible(
            runs(turn) and any(step.status == "planned" for step in turn.steps)
        )
        self._thinking.setVisible(turn.status in ("thinking", "running") and turn.pause is None)

    def _edit_held(self, confirmation_id: str) -> None:
        """Edits what a card asks about, in the plan: the first step that it holds."""
        for turn in self._stepper.hand.turns():
            for step in turn.steps if turn.id == self.turn_id else ():
                if step.confirmation_id == confirmation_id and step.status == "waiting":
                    self._stepper.form_asked.emit(turn.id, step.key, "chat.edit")
                    return

    def _add(self, widget: QWidget) -> None:
        self._column.insertWidget(self._column.count() - 1, widget)

    def _show_plan(self, turn: Turn) -> None:
        if self._plan is not None:
            self._plan.show_turn(turn)
        elif turn.steps:
            self._plan = PlanCard(self._session, self._stepper, turn)
            self._plan.asked.connect(self.asked)
            self._plan.menu_asked.connect(self.menu_asked)
            self._add(self._plan)

    def show_hand(self) -> None:
        """Another step is at hand, or a breakpoint came or went."""
        if self._plan is not None:
            self._plan.show_hand()

    def show_branches(self, branches: Sequence[Branch]) -> None:
        """Shows the branches of the turn over its plan, this one among them."""
        if self._branches is None:
            self._branches = BranchStrip()
            self._branches.chosen.connect(self._stepper.checkout)
            self._column.insertWidget(1, self._branches)
        self._branches.show_branches(branches)

    def branch_strip(self) -> BranchStrip | None:
        """The branches, if the turn has more than one."""
        return self._branches

    def _show_answers(self, turn: Turn) -> None:
        said = [m for m in turn.messages if m.role != "user" and (m.text or m.ui)]
        for number, message in enumerate(said):
            if number == len(self._answers):
                self._answers.append(self._answer_for(message))
                if not turn.text and message.role == "assistant":
                    self._answers[-1].show_origin(message.app_id or "", message.at)
                self._add(self._answers[-1])
            self._answers[number].show_text(message.text)
        if self._answers and turn.finished:
            self._show_facts(turn, self._answers[-1])

    def _show_facts(self, turn: Turn, card: AnswerCard) -> None:
        if len(turn.steps) == 1:
            card.show_step(turn.steps[0])
        elif turn.steps:
            good = sum(1 for step in turn.steps if step.status == "success")
            tone = status_tone("success" if good == len(turn.steps) else "partial")
            card.show_note(f"{good} of {len(turn.steps)} succeeded", tone)

    def _show_ended(self, turn: Turn) -> None:
        """A turn that was stopped before it could answer says so."""
        stopped = turn.status == "cancelled" and not self._answers
        if stopped and self._ended is None:
            self._ended = Row(gap=7, margins=(2, 0, 0, 0))
            self._ended.add(Mark("circle-slash", "subtle", 13))
            self._ended_words = Line(_stopped_words(turn), "small", "muted", stretch=True)
            self._ended.add(self._ended_words)
            self._add(self._ended)
        if self._ended is not None:
            self._ended.setVisible(stopped)

    def _answer_for(self, message: Message) -> AnswerCard:
        card = AnswerCard(message.text)
        if message.ui is not None:
            from workbench.gui.chat.answer_tree import AnswerTree
            from workbench.gui.stage.host import PanelActions

            app_id = message.app_id or self._session.current or ""
            view = AnswerTree(PanelActions(self._session, app_id, None, self))
            Facing(view, self._session)
            view.set_tree(message.ui)
            self._drawn.append(view)
            card.add(view)
        return card

    def _show_error(self, turn: Turn) -> None:
        failed = next((s.error for s in turn.steps if s.status == "error"), None)
        report = turn.error or failed
        if report is self._report:
            return
        self._report = report
        if self._error is not None:
            self._column.removeWidget(self._error)
            self._error.hide()
            self._error.deleteLater()
            self._error = None
        if report is None:
            return
        self._error = ErrorCard(report)
        self._error.source_asked.connect(self.source_asked)
        self._add(self._error)


def _stopped_words(turn: Turn) -> str:
    """ "Stopped after 1 of 3 steps", or before any of them."""
    done = sum(1 for step in turn.steps if step.status == "success")
    if not done:
        return "Stopped before anything was done"
    return f"Stopped after {done} of {len(turn.steps)} steps"
