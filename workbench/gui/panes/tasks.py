"""Tasks: background work with its progress, its cap and its last sign of life."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer

from workbench.gui.panes.cells import BADGE, BAR, MONO, Cell, Column, status_tone
from workbench.gui.panes.columns import actor_cell, field, short_time
from workbench.gui.panes.description import Description, Fact, blocks, common_facts, error_text
from workbench.gui.panes.detail_pane import DetailPane
from workbench.gui.panes.link import Link
from workbench.gui.panes.record_model import RecordModel
from workbench.gui.parts.button import Button
from workbench.gui.parts.surface import Empty

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.journal.journal import Journal
    from workbench.kernel.journal.record import Record
    from workbench.kernel.tasks.task import Task

_BEAT_MS: Final = 500


def seconds(value: float) -> str:
    """A span of virtual time for people: "0.4 s", "12 s", "3 min 20 s"."""
    if value < 10:
        return f"{value:.1f} s"
    if value < 120:
        return f"{value:.0f} s"
    minutes, rest = divmod(round(value), 60)
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


def _delivery_facts(delivery: Record | None) -> list[Fact]:
    if delivery is None:
        return []
    return [("delivered", short_time(delivery.at), f"to the chat of {delivery.actor}")]


class TasksPane(DetailPane):
    """Background tasks, the newest first; a running one is followed twice a second.

    The journal has a record of a task when it starts and when it ends; what it reports in between
    is asked of the kernel.
    """

    pane_id = "tasks"
    title = "Tasks"

    def __init__(self, session: Session, link: Link) -> None:
        empty = Empty(
            "list-checks",
            "No background work yet",
            "What is detached with background=True or ctx.background_task shows its progress here "
            "until its result goes to the chat.",
        )
        model = RecordModel(self._columns(session), ("task",), latest=True)
        super().__init__(session, link, model, empty, self._describe_task)
        self.cancel = Button("Cancel", icon="circle-stop")
        self.cancel.setToolTip("The task is told at its next sign of life")
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

    def _columns(self, session: Session) -> tuple[Column[Record], ...]:
        return (
            Column("began", lambda r: Cell(short_time(self._began(r)), MONO), 84),
            Column("task", lambda r: Cell(r.name, MONO), 200, stretch=True),
            Column("of", actor_cell(session.person_name), 72),
            Column("progress", self._progress_cell, 160),
            Column("", lambda r: Cell(self._message(r), tone="muted"), 140),
            Column("took", self._elapsed_cell, 150),
            Column("heard", self._heard_cell, 94),
            Column("status", self._status_cell, 104),
        )

    # -- what is known of a task

    def attach(self) -> None:
        """Reads the tasks of the session."""
        super().attach()
        self._beat.start()

    def _task(self, record: Record) -> Task | None:
        """The task while the kernel still knows it."""
        kernel = self.session.kernel
        if kernel is None:
            return None
        try:
            return kernel.tasks.get(record.id)
        except LookupError:
            return None

    def _began(self, record: Record) -> float:
        task = self._task(record)
        return task.at if task is not None else record.at

    def _running(self, record: Record) -> bool:
        task = self._task(record)
        return task is not None and task.running

    def _now(self) -> float:
        return self.session.kernel.clock.now() if self.session.kernel is not None else 0.0

    def _message(self, record: Record) -> str:
        task = self._task(record)
        return task.message if task is not None else field(record, "message")

    def _status(self, record: Record) -> str:
        task = self._task(record)
        if task is not None and task.running:
            return "cancelling" if task.cancelling else "running"
        return record.status

    def _status_cell(self, record: Record) -> Cell:
        status = self._status(record)
        return Cell(status, BADGE, status_tone(status))

    def _progress_cell(self, record: Record) -> Cell:
        task = self._task(record)
        percent = task.percent if task is not None else record.body.get("percent")
        if not isinstance(percent, int | float):
            return Cell("–", MONO, "subtle")
        tone = status_tone(self._status(record))
        return Cell(f"{percent:.0f} %", BAR, tone, (percent / 100,))

    def _elapsed_cell(self, record: Record) -> Cell:
        """Virtual time so far, beside the cap."""
        task = self._task(record)
        cap = record.body.get("cap_s")
        of = f" of {seconds(float(cap))}" if isinstance(cap, int | float) else ""
        if task is None:
            return Cell(f"at most{of[3:]}" if of else "–", MONO, "subtle")
        until = task.ended_at if task.ended_at is not None else self._now()
        return Cell(f"{seconds(max(0.0, until - task.at))}{of}", MONO, "muted")

    def _real_s(self, record: Record) -> float | None:
        """Seconds on the wall: what it took, or has taken so far."""
        if record.duration_ms is not None:
            return record.duration_ms / 1000
        kernel = self.session.kernel
        if kernel is None or not self._running(record):
            return None
        return max(0.0, (kernel.journal.elapsed_ns() - record.started_ns) / 1e9)

    def _heard_cell(self, record: Record) -> Cell:
        """How long ago it last showed a sign of life."""
        task = self._task(record)
        if task is None or not task.running:
            return Cell("", MONO)
        return Cell(f"{seconds(max(0.0, self._now() - task.quiet_since))} ago", MONO, "muted")

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
        status = self._status(record)
        return Description(
            record.name,
            status,
            status_tone(status),
            self._message(record),
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
        found: list[Fact] = [("virtual time", self._elapsed_cell(record).text, "its cap")]
        real = self._real_s(record)
        if real is not None:
            found.append(("real time", seconds(real), "on this machine"))
        heard = self._heard_cell(record).text
        if heard:
            found.append(("heard", heard, "a handler must report within its heartbeat"))
        if record.body.get("recovered"):
            found.append(("from", "an earlier session", "which did not live to end it"))
        return found

    # -- following and cancelling

    def _follow(self) -> None:
        running = any(self._running(record) for record in self._listed())
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
        self.cancel.setVisible(record is not None and self._running(record))
        known = record is not None and self._delivery_of(record) is not None
        self.deliver.setVisible(known)

    def _show_delivery(self) -> None:
        if self._delivered is not None:
            self.link.turn_asked.emit(self._delivered.id)

    def cancel_selected(self) -> None:
        """Asks the task that is selected to end, if it runs."""
        record = self.selected_record()
        if record is not None and self._running(record):
            self.session.cancel_task(record.id)
            self.model.touch()
