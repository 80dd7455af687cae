"""The cards of a chat turn: confirmation, answer, error. Each patches itself from the turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui.chat.arguments import Arguments
from workbench.gui.keys import key_book
from workbench.gui.panes.cells import ACTION_TONES, duration, status_tone
from workbench.gui.panes.columns import clock_time
from workbench.gui.parts import button, look, paint
from workbench.gui.parts.banner import SourceLink, where
from workbench.gui.parts.button import Button
from workbench.gui.parts.marks import Badge, Hairline, Mark
from workbench.gui.parts.painted import painted
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Line, Paragraph

if TYPE_CHECKING:
    from workbench.kernel.chat.confirmation import Confirmation
    from workbench.kernel.chat.turn import Step
    from workbench.kernel.errors import ErrorReport

_ANSWERS = {
    "accepted": ("accepted", "success"),
    "declined": ("cancelled", "muted"),
    "expired": ("expired", "warning"),
}


class ChatCard(QWidget):
    """A card in the chat: rounded, edged, laid out downwards with no gaps of its own."""

    def __init__(self, edge: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edge = edge
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.setSpacing(0)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme in force."""
        self.update()

    def set_edge(self, edge: str) -> None:
        """Draws the edge in a tone, or as usual if empty."""
        if edge != self._edge:
            self._edge = edge
            self.update()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Fill and edge."""
        theme = look.theme()
        plain = theme.color("border-subtle" if theme.dark else "border")
        edge = theme.color(self._edge, 0.5) if self._edge else plain
        rect = QRectF(self.rect())
        paint.rounded(painter, rect, look.px(9), theme.color("surface-card"), edge)


class ConfirmationCard(ChatCard):
    """Held calls with their exact arguments, Yes and Cancel; afterwards what was answered.

    `answered` carries the confirmation's id and whether it was accepted, `edit_asked` its id.
    """

    answered = Signal(str, bool)
    edit_asked = Signal(str)

    def __init__(self, confirmation: Confirmation, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.confirmation_id = confirmation.id
        held = confirmation.held
        worst = "destructive" if any(c.action_type == "destructive" for c in held) else "write"
        icon = "shield-alert" if worst == "destructive" else "shield-check"
        head = Row(gap=8, margins=(12, 11, 12, 4))
        title = Line(confirmation.title, "ui-strong", stretch=True)
        head.add(Mark(icon, ACTION_TONES[worst], 15), title, Badge(worst, ACTION_TONES[worst]))
        self.body.addWidget(head)
        for call in held:
            self.body.addWidget(_held_call(call.app_id, call.function, call.description, call.args))
        self.body.addWidget(Hairline(token="border-subtle"))
        self.yes = Button("Yes", icon="check", variant=button.PRIMARY)
        self.no = Button("Cancel", variant=button.SECONDARY)
        self.edit = Button("Edit", icon="pencil")
        self._note = Line("", "mono-tiny", "subtle")
        self._result = Badge("", "muted")
        foot = Row(gap=8, margins=(12, 9, 12, 9))
        foot.add(self.yes, self.no, self.edit, self._result)
        foot.layout_.addStretch(1)
        foot.add(self._note)
        self.body.addWidget(foot)
        self.yes.clicked.connect(lambda: self.answered.emit(self.confirmation_id, True))
        self.no.clicked.connect(lambda: self.answered.emit(self.confirmation_id, False))
        self.edit.clicked.connect(lambda: self.edit_asked.emit(self.confirmation_id))
        self.edit.setToolTip(
            key_book().named("Edit the arguments; you are asked anew", "chat.edit")
        )
        self.no.setToolTip(key_book().named("Cancel", "chat.decline"))
        self.show_confirmation(confirmation)

    def show_confirmation(self, confirmation: Confirmation) -> None:
        """Offers the buttons while it waits, then says what was answered."""
        waiting = confirmation.status == "waiting"
        self.set_edge("warning" if waiting else "")
        self.yes.setVisible(waiting)
        self.no.setVisible(waiting)
        self.edit.setVisible(waiting)
        if confirmation.status == "withdrawn":
            self.hide()
        self._result.setVisible(not waiting)
        if not waiting:
            self._result.set(*_ANSWERS.get(confirmation.status, (confirmation.status, "muted")))
        self._note.set_text(key_book().shown("chat.accept") if waiting else "")


def _held_call(app_id: str, function: str, description: str, args: dict[str, Any]) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(look.px(12), look.px(2), look.px(12), look.px(10))
    column.setSpacing(look.px(5))
    name = Line(f"{app_id}.{function}", "mono-tiny", "subtle")
    name.setToolTip(description)
    column.addWidget(name)
    column.addWidget(Arguments(args))
    return box


class AnswerCard(ChatCard):
    """What the assistant answered, with a line of badges about the calls behind it."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._words = Paragraph(text, "ui")
        words = Row(margins=(12, 10, 12, 10))
        words.add(self._words)
        self._facts = Row(gap=6, margins=(12, 0, 12, 10))
        self._status = Badge("", "muted")
        self._note = Line("", "mono-tiny", "subtle", stretch=True)
        self._facts.add(self._status, self._note)
        self._facts.hide()
        self.body.addWidget(words)
        self.body.addWidget(self._facts)

    def text(self) -> str:
        """What is said."""
        return self._words.text()

    def note(self) -> str:
        """The line after the badges."""
        return self._note.text()

    def show_origin(self, app_id: str, at: float) -> None:
        """Says that this came by itself: which app delivered it, and when."""
        head = Row(gap=7, margins=(12, 9, 12, 0))
        head.add(Mark("inbox", "info", 14), Line("Delivered later", "small-strong"))
        head.add(Line(app_id, "mono-tiny", "subtle", stretch=True))
        head.add(Line(clock_time(at), "mono-tiny", "subtle"))
        self.body.insertWidget(0, head)

    def show_text(self, text: str) -> None:
        """Changes what is said."""
        self._words.set_text(text)

    def show_step(self, step: Step) -> None:
        """Shows how the one call of the turn went."""
        self._status.set(step.status, status_tone(step.status))
        self._note.set_text(step_note(step))
        self._facts.show()

    def show_note(self, text: str, tone: str = "muted") -> None:
        """Shows one badge instead, such as how many calls succeeded."""
        self._status.set(text, tone)
        self._facts.show()

    def add(self, widget: QWidget) -> None:
        """Puts a drawn tree under the text."""
        holder = Row(margins=(12, 0, 12, 12))
        holder.add(widget)
        self.body.insertWidget(self.body.indexOf(self._facts), holder)


def step_note(step: Step) -> str:
    """ "84 ms · 2 panels fresh", or that it went on in the background."""
    parts = [] if step.duration_ms is None else [duration(step.duration_ms)]
    if step.task_id:
        parts.append("goes on in the background")
    count = len(step.refreshed)
    if count:
        parts.append(f"{count} panel{'s' if count > 1 else ''} fresh")
    return " · ".join(parts)


class ErrorCard(ChatCard):
    """An error of a turn: type, message, source line, and what to do about it.

    `source_asked` carries file and line.
    """

    source_asked = Signal(str, int)

    def __init__(self, report: ErrorReport, parent: QWidget | None = None) -> None:
        super().__init__("danger", parent)
        head = Row(gap=8, margins=(12, 11, 12, 0))
        self.link = SourceLink()
        self.link.setText(where(report))
        kind = Line(report.code or report.type, "ui-strong", "danger", stretch=True)
        head.add(Mark("circle-x", "danger", 15), kind, self.link)
        self.link.setVisible(bool(where(report)))
        words = Row(margins=(12, 6, 12, 10))
        words.add(Paragraph(report.message or report.type, "ui", "muted"))
        self.body.addWidget(head)
        self.body.addWidget(words)
        if report.hint:
            hint = Row(gap=8, margins=(12, 0, 12, 11))
            hint.add(Mark("lightbulb", "warning", 14), Paragraph(report.hint, "small", "muted"))
            hint.layout_.setStretch(1, 1)
            self.body.addWidget(hint)
        file, line = report.file or "", report.line or 1
        self.link.clicked.connect(lambda: self.source_asked.emit(file, line))
