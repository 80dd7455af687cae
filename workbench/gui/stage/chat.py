"""The chat: turns from top to bottom, the newest in view, and the composer under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from workbench.gui.parts import look
from workbench.gui.parts.button import Button
from workbench.gui.parts.slim import slim
from workbench.gui.parts.surface import Empty, Surface
from workbench.gui.stage.composer import Composer
from workbench.gui.stage.header import Header

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.gui.stage.turn_view import TurnView
    from workbench.kernel.chat.turn import Turn

RAIL = 380
"""Width of the chat beside an open center panel, px (panels guide, Slots)."""
_COLUMN = 720
_KEPT = 60
_EXAMPLE_LENGTH = 120


class ChatPane(Surface):
    """The conversation with everything that is open.

    `waiting_changed` tells that a confirmation waits or no longer does.
    """

    waiting_changed = Signal()
    source_asked = Signal(str, int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("chrome", parent=parent)
        self._session = session
        self._turns: dict[str, TurnView] = {}
        self._older: list[Turn] = []
        self._count = 0
        self._pinned = True
        self.header = Header("message-square", "Chat")
        self.composer = Composer()
        self._earlier = Button("Show earlier turns", icon="chevron-up")
        self._empty = Empty("messages-square", "Say what you want done")
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.addWidget(self._earlier, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._list)
        self._build()
        session.bridge.turn.connect(self._turn_changed)
        session.kernel_changed.connect(self._kernel_changed)
        session.extensions_changed.connect(self._name_listeners)
        self._name_listeners()

    def _build(self) -> None:
        slim(self._scroll)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        self._list.setAutoFillBackground(False)
        bar = self._scroll.verticalScrollBar()
        bar.rangeChanged.connect(self._follow)
        bar.valueChanged.connect(self._scrolled)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._outer.addWidget(self.header)
        self._outer.addWidget(self._empty, 1)
        self._outer.addWidget(self._scroll, 1)
        self._foot = QVBoxLayout()
        self._foot.addWidget(self.composer)
        self._outer.addLayout(self._foot)
        self._scroll.hide()
        self._earlier.hide()
        self._earlier.clicked.connect(self._show_earlier)
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
        self._pinned = True
        self._session.tasks.spawn(kernel.chat.say(text), "chat turn")

    def waiting(self) -> str | None:
        """The id of the newest confirmation that waits, or None."""
        kernel = self._session.kernel
        if kernel is None:
            return None
        for turn in reversed(kernel.chat.turns):
            for confirmation in turn.confirmations:
                if confirmation.status == "waiting":
                    return confirmation.id
        return None

    def running(self) -> str | None:
        """The id of the newest turn that has not ended, or None."""
        kernel = self._session.kernel
        turns = kernel.chat.turns if kernel is not None else []
        return next((turn.id for turn in reversed(turns) if not turn.finished), None)

    def stop(self, turn_id: str | None = None) -> None:
        """Stops a turn, or the newest that is under way."""
        kernel, wanted = self._session.kernel, turn_id or self.running()
        if kernel is not None and wanted is not None:
            self._session.tasks.spawn(kernel.chat.cancel(wanted), "stop a turn")

    def answer(self, confirmation_id: str, accept: bool) -> None:
        """Accepts or cancels what a confirmation holds."""
        kernel = self._session.kernel
        if kernel is not None:
            self._session.tasks.spawn(kernel.chat.answer(confirmation_id, accept), "confirmation")

    def turn_views(self) -> list[TurnView]:
        """The turns drawn, oldest first."""
        return list(self._turns.values())

    # -- following the kernel

    def _turn_changed(self, turn: Turn) -> None:
        view = self._turns.get(turn.id)
        if view is not None:
            view.show_turn(turn)
        elif not any(kept.id == turn.id for kept in self._older):
            self._append(turn)
        self.waiting_changed.emit()

    def _append(self, turn: Turn) -> None:
        self._count += 1
        self.header.params.set_text(f"turn {self._count}")
        self._insert(turn, self._column.count())
        while len(self._turns) > _KEPT:
            oldest = next(iter(self._turns))
            self._archive(oldest)
        self._empty.hide()
        self._scroll.show()

    def _insert(self, turn: Turn, at: int) -> TurnView:
        from workbench.gui.stage.turn_view import TurnView

        view = TurnView(self._session, turn)
        view.answered.connect(self.answer)
        view.source_asked.connect(self.source_asked)
        view.stop_asked.connect(self.stop)
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
        self._earlier.setVisible(bool(self._older))

    def _show_earlier(self) -> None:
        back, self._older = self._older[-_KEPT // 3 :], self._older[: -_KEPT // 3]
        drawn, self._turns = self._turns, {}
        for number, turn in enumerate(back):
            self._insert(turn, 2 + number)
        self._turns.update(drawn)
        self._earlier.setVisible(bool(self._older))

    def _kernel_changed(self) -> None:
        for view in self._turns.values():
            self._column.removeWidget(view)
            view.put_away()
        self._turns.clear()
        self._older.clear()
        self._count = 0
        self._earlier.hide()
        self._scroll.hide()
        self._empty.show()
        kernel = self._session.kernel
        for turn in kernel.chat.turns if kernel is not None else ():
            self._append(turn)
        self._name_listeners()
        self.waiting_changed.emit()

    def _name_listeners(self) -> None:
        names = [extension.app_id for extension in self._session.extensions()]
        heard = ", ".join(names) if len(names) <= 3 else f"{len(names)} extensions"
        nobody = "Message…" if self._session.past() is None else "An earlier session, to look at"
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

    # -- geometry

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A wide chat keeps its column narrow enough to read."""
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        side = max(look.px(14), (self.width() - look.px(_COLUMN)) // 2)
        self._column.setContentsMargins(side, look.px(4), side, look.px(6))
        self._column.setSpacing(look.px(18))
        self._foot.setContentsMargins(side, look.px(8), side, look.px(14))

    def _scrolled(self, value: int) -> None:
        self._pinned = value >= self._scroll.verticalScrollBar().maximum() - look.px(24)

    def _follow(self, low: int, high: int) -> None:
        """Keeps the newest turn in view unless the person scrolled up."""
        if self._pinned:
            self._scroll.verticalScrollBar().setValue(high)


def first_sentence(text: str) -> str:
    """The first sentence of a description, without its full stop; cut at a word if it is long.

    Descriptions are written for a model and may run to paragraphs.
    """
    sentence = " ".join(text.split()).partition(". ")[0].rstrip(".")
    if len(sentence) <= _EXAMPLE_LENGTH:
        return sentence
    return sentence[:_EXAMPLE_LENGTH].rpartition(" ")[0] + " …"
