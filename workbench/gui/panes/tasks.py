"""Tasks: background work as cards, with its progress, its cap and its last sign of life."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer

from workbench.gui.keys import key_book
from workbench.gui.panes.cells import Cell, Column, status_tone
from workbench.gui.panes.columns import short_time
from workbench.gui.panes.description import Description, Fact, blocks, common_facts, error_text
from workbench.gui.panes.detail_pane import DetailPane
from workbench.gui.panes.link import Link
from workbench.gui.panes.record_model import RecordModel
from workbench.gui.panes.task_cards import TaskCards
from workbench.gui.panes.task_words import TaskWords, seconds
from workbench.gui.parts.button import Button
from workbench.gui.parts.surface import Empty

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.journal.journal import Journal
    from workbench.kernel.journal.record import Record

_BEAT_MS: Final = 500


def _delivery_facts(delivery: Record | None) -> list[Fact]:
    if delivery is None:
        return []
    return [("delivered", short_time(delivery.at), f"to the chat of {delivery.actor}")]


class TasksPane(DetailPane):
    """Background tasks, the newest first; a running one is followed twice a second."""

    pane_id = "tasks"
    title = "Tasks"

    def __init__(self, session: Session, link: Link) -> None:
        empty = Empty(
            "list-checks",
            "No background work yet",
            "What is detached with background=True or ctx.background_task shows its progress here "
            "until its result goes to the chat.",
        )
        self.words = TaskWords(session)
        spoken: Column[Record] = Column("task", lambda r: Cell(self.words.card(r).spoken()), 240)
        model = RecordModel((spoken,), ("task",), latest=True)
        cards = TaskCards(model, self.words.card)
        super().__init__(session, link, model, empty, self._describe_task, cards)
        cards.cancel_asked.connect(self._cancel)
        self.cancel = Button("Cancel", icon="circle-stop")
        told = "The task is told at its next sign of life"
        self.cancel.setToolTip(key_book().named(told, "tasks.cancel"))
        self.cancel.clicked.connect(self.cancel_selected)
        self.side.add_tool(self.cancel)
        self.commands = {"tasks.cancel": self.cancel_selected}
        self.deliver = Button("Show in chat", icon="message-square")
        self.deliver.setToolTip("The message that its result became")
        self.deliver.clicked.connect(self._show_delivery)
        self.side.add_tool(self.deliver)
        self._delivered: Record | None = None
        self._beat = QTimer(self)
        self._beat.setInterval(_BEAT_MS)
        self._beat.timeout.connect(self._follow)

    def attach(self) -> None:
        """Reads the tasks of the session."""
        super().attach()
        self._beat.start()

    # -- in words

    async def explain(self, journal: Journal, record: Record) -> Description:
        """A task with the message that went to the chat for it."""
        found = await journal.query(kinds=("chat",), cause_id=record.id, limit=1)
        self._delivered = found[0] if found else None
        self.deliver.setVisible(self._delivered is not None)
        return self._describe_task(record)

    def _delivery_of(self, record: Record) -> Record | None:
        found = self._delivered
        return found if found is not None and found.cause_id == record.id else None

    def _describe_task(self, record: Record) -> Description:
        status = self.words.status(record)
        return Description(
            record.name,
            status,
            status_tone(status),
            self.words.message(record),
            facts=(
                *common_facts(record),
                *self._facts(record),
                *_delivery_facts(self._delivery_of(record)),
            ),
            blocks=tuple(
                blocks(
                    ("error", error_text(record.body.get("error"))),
                    ("result", record.body.get("summary")),
                    ("data", record.body.get("data")),
                )
            ),
        )

    def _facts(self, record: Record) -> list[Fact]:
        found: list[Fact] = []
        elapsed, cap = self.words.elapsed_s(record), self.words.cap_s(record)
        if elapsed is not None:
            of = f" of {seconds(cap)}" if cap is not None else ""
            found.append(("virtual time", f"{seconds(elapsed)}{of}", "its cap" if of else ""))
        real = self.words.real_s(record)
        if real is not None:
            found.append(("real time", seconds(real), "on this machine"))
        heard = self.words.heard_s(record)
        if heard is not None:
            remark = "a handler must report within its heartbeat"
            found.append(("heard", f"{seconds(heard)} ago", remark))
        if record.body.get("recovered"):
            found.append(("from", "an earlier session", "which did not live to end it"))
        return found

    # -- following and cancelling

    def _follow(self) -> None:
        running = any(self.words.running(record) for record in self._listed())
        if self.isVisible() and running and not self.paused:
            self.model.touch()

    def _listed(self) -> list[Record]:
        records = (self.model.item(row) for row in range(min(50, self.model.rowCount())))
        return [record for record in records if record is not None]

    def describe_again(self) -> None:
        """Says what is selected again."""
        self._show_side()

    def _show_side(self) -> None:
        super()._show_side()
        record = self.selected_record()
        going = record is not None and self.words.status(record) == "running"
        self.cancel.setVisible(going)
        known = record is not None and self._delivery_of(record) is not None
        self.deliver.setVisible(known)

    def _show_delivery(self) -> None:
        if self._delivered is not None:
            self.link.turn_asked.emit(self._delivered.id)

    def cancel_selected(self) -> None:
        """Asks the task that is selected to end, if it runs."""
        record = self.selected_record()
        if record is not None:
            self._cancel(record)

    def _cancel(self, record: Record) -> None:
        if self.words.running(record):
            self.session.cancel_task(record.id)
            self.model.touch()
