"""The chat: turns from top to bottom, the newest in view, and the composer under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui.chat.command_button import CommandButton
from workbench.gui.chat.composer import Composer
from workbench.gui.chat.stepper import Stepper
from workbench.gui.chat.transcript import Transcript
from workbench.gui.parts import look
from workbench.gui.parts.button import Button
from workbench.gui.parts.surface import Empty, Surface
from workbench.gui.parts.tab_order import next_by_sight
from workbench.gui.stage.header import Header

if TYPE_CHECKING:
    from workbench.gui.chat.turn_view import TurnView
    from workbench.gui.session import Session
    from workbench.kernel.chat.turn import Turn
    from workbench.kernel.kernel import Kernel
    from workbench.kernel.personas import Persona

RAIL = 380
"""Width of the chat beside an open center panel, px (panels guide, Slots)."""
_COLUMN = 720
_KEPT = 60
_EXAMPLE_LENGTH = 120


class ChatPane(Surface):
    """The conversation with everything that is open: of the user `user_id`, or with none of who is
    signed in, and of who was before them; whoever is looked at beside has a chat of their own.

    `waiting_changed` tells that a confirmation waits or no longer does; `asked` carries the id of a
    command, `menu_asked` where the menu of the step at hand is to open, and `breaks_asked` wants
    the menu of breakpoints.
    """

    waiting_changed = Signal()
    asked = Signal(str)
    menu_asked = Signal(QPoint)
    breaks_asked = Signal()
    source_asked = Signal(str, int)

    def __init__(self, session: Session, user_id: str = "", parent: QWidget | None = None) -> None:
        super().__init__("chrome", parent=parent)
        self._session = session
        self._user_id = user_id
        self.stepper = Stepper(session, user_id, self)
        self.header = Header("message-square", "Chat")
        self.composer = Composer()
        self.breaks = Button(icon="octagon-pause", height=24)
        self.through = CommandButton(
            "chat.through", "Step through turns", icon="footprints", height=24
        )
        self._empty = Empty("messages-square", "Say what you want done")
        self.transcript = Transcript(session, self.stepper)
        self._build()
        session.bridge.turn.connect(self._turn_changed)
        session.kernel_changed.connect(self._open_conversation)
        session.beside_changed.connect(self._open_conversation)
        self.stepper.confirm = self._confirm
        self.stepper.changed.connect(self.show_hand)
        self.stepper.form_asked.connect(self._open_form)
        session.extensions_changed.connect(self._name_listeners)
        self._open_conversation()

    def _build(self) -> None:
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._outer.addWidget(self.header)
        self._outer.addWidget(self._empty, 1)
        self._outer.addWidget(self.transcript, 1)
        self._foot = QVBoxLayout()
        self._foot.addWidget(self.composer)
        self._outer.addLayout(self._foot)
        self.transcript.hide()
        self.transcript.answered.connect(self.answer)
        self.transcript.source_asked.connect(self.source_asked)
        self.transcript.stop_asked.connect(self.stop)
        self.transcript.asked.connect(self.asked)
        self.transcript.menu_asked.connect(self.menu_asked)
        self.breaks.setAccessibleName("Breakpoints")
        self.breaks.setToolTip("Breakpoints")
        self.header.layout_.addWidget(self.breaks)
        self.header.layout_.addWidget(self.through)
        self.through.asked.connect(self.asked)
        self.breaks.clicked.connect(self.breaks_asked)
        self.composer.sent.connect(self.say)
        self._measure()

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        super().restyle()
        if hasattr(self, "_foot"):
            self._measure()

    # -- asking and answering

    def say(self, text: str) -> None:
        """Starts a turn."""
        kernel = self._session.kernel
        if kernel is None:
            self.composer.set_text(text)
            return
        self.transcript.pin()
        self.stepper.hand.choose("", None)
        said = kernel.chat.say(text, mode=self.stepper.mode, user=self._user(kernel))
        self._session.tasks.spawn(said, "chat turn")

    def waiting(self) -> str | None:
        """The id of the newest confirmation that waits, or None."""
        for turn in reversed(self.stepper.hand.turns()):
            if self.stepper.hand.aside(turn.id):
                continue
            for confirmation in turn.confirmations:
                if confirmation.status == "waiting":
                    return confirmation.id
        return None

    def running(self) -> str | None:
        """The id of the newest turn that has not ended, or None; the turn at hand comes first."""
        hand = self.stepper.hand
        near = hand.turn()
        if near is not None and not near.finished:
            return near.id
        going = (turn for turn in reversed(hand.turns()) if not turn.finished)
        return next((turn.id for turn in going if not hand.aside(turn.id)), None)

    def stop(self, turn_id: str | None = None) -> None:
        """Stops a turn, or the newest that is under way."""
        kernel, wanted = self._session.kernel, turn_id or self.running()
        if kernel is not None and wanted is not None:
            self._session.tasks.spawn(kernel.chat.cancel(wanted), "stop a turn")

    def answer(self, confirmation_id: str, accept: bool) -> None:
        """Accepts or cancels what a confirmation holds."""
        kernel = self._session.kernel
        if kernel is not None:
            answered = kernel.chat.answer(confirmation_id, accept, user=self._user(kernel))
            self._session.tasks.spawn(answered, "confirmation")

    def _user(self, kernel: Kernel) -> Persona | None:
        """Who speaks here; None for whoever is signed in."""
        return kernel.personas.find(self._user_id) if self._user_id else None

    def turn_views(self) -> list[TurnView]:
        """The turns drawn, oldest first."""
        return self.transcript.views()

    # -- following the kernel

    def _turn_changed(self, turn: Turn) -> None:
        if not self.stepper.hand.mine(turn):
            return
        self.transcript.show_turn(turn)
        self._empty.hide()
        self.transcript.show()
        self.stepper.hand.follow(turn)
        self.waiting_changed.emit()

    def _open_conversation(self) -> None:
        """Shows the conversation as it stands."""
        self.transcript.clear()
        self.transcript.hide()
        self._empty.show()
        turns = self.stepper.hand.turns()
        self.transcript.open(turns)
        self._empty.setVisible(not turns)
        self.transcript.setVisible(bool(turns))
        self._name_turn()
        self._name_listeners()
        self.waiting_changed.emit()

    def _name_listeners(self) -> None:
        names = [extension.app_id for extension in self._session.extensions()]
        heard = ", ".join(names) if len(names) <= 3 else f"{len(names)} extensions"
        nobody = "Message…" if self._session.past() is None else "An earlier session, to look at"
        name = self._session.person_name(self._user_id)
        heard += f" as {name}" if name else ""
        self.composer.set_placeholder(f"Message {heard}…" if names else nobody)
        self.composer.setEnabled(bool(names))
        self._empty.set("messages-square", "Say what you want done", self._example())

    def _example(self) -> str:
        """A hint made of what the extension in view can really do."""
        extension = self._session.extension()
        functions = extension.declarations.rows("functions") if extension is not None else []
        for function in functions:
            if function.get("description"):
                return f"For example: {first_sentence(str(function['description']))}."
        return ""

    # -- stepping

    def show_hand(self) -> None:
        """Another step is at hand, a breakpoint came or went, or another branch is present."""
        self.transcript.show_hand()
        self._name_turn()

    def _name_turn(self) -> None:
        count = self.transcript.count()
        words = [f"turn {count}"] if count else []
        words += ["stepping"] if self.stepper.through else []
        self.through.show_icon("footprints", "warning" if self.stepper.through else "")
        broken = len(self.stepper.breakpoints())
        self.breaks.show_text(str(broken) if broken else "")
        self.breaks.show_icon("octagon-pause", "danger" if broken else "")
        self.header.params.set_text(" · ".join(words))

    def open_form(self, command_id: str) -> None:
        """Opens what a command on the step at hand is written in."""
        turn, step = self.stepper.hand.turn(), self.stepper.hand.step()
        if turn is not None:
            self._open_form(turn.id, step.key if step is not None else "", command_id)

    def _open_form(self, turn_id: str, key: str, command_id: str) -> None:
        card = self.transcript.card(turn_id)
        if card is not None:
            card.open_form(key, command_id)

    def toggle(self, command_id: str) -> None:
        """Opens or closes what is said about the turn at hand as a whole."""
        turn = self.stepper.hand.turn()
        card = self.transcript.card(turn.id) if turn is not None else None
        if card is not None:
            card.toggle(command_id)

    async def _confirm(self, text: str) -> bool:
        from workbench.gui.parts.question import ask

        return await ask(self.window(), text, title="Go back?", yes="Go back", no="Stay")

    # -- keyboard and geometry

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab follows the eye: steps, what is opened under them, and forms are made as needed."""
        stop = next_by_sight(self, forward=forward)
        if stop is None:
            return super().focusNextPrevChild(forward)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stop.setFocus(reason)
        if self.transcript.isAncestorOf(stop):
            self.transcript.ensureWidgetVisible(stop)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A wide chat keeps its column narrow enough to read."""
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        side = max(look.px(14), (self.width() - look.px(_COLUMN)) // 2)
        self.transcript.set_side(side)
        self._foot.setContentsMargins(side, look.px(8), side, look.px(14))


def first_sentence(text: str) -> str:
    """The first sentence of a description, without its full stop; cut at a word if it is long.

    Descriptions are written for a model and may run to paragraphs.
    """
    sentence = " ".join(text.split()).partition(". ")[0].rstrip(".")
    if len(sentence) <= _EXAMPLE_LENGTH:
        return sentence
    return sentence[:_EXAMPLE_LENGTH].rpartition(" ")[0] + " …"
