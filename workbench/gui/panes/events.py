"""Events: what was published, who heard it, and what came of it; one can be sent by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from workbench.gui.panes.cells import BADGE, MONO, Cell, Column, compact_json
from workbench.gui.panes.columns import duration_cell, place_cell, time_cell
from workbench.gui.panes.description import Description
from workbench.gui.panes.detail_pane import DetailPane
from workbench.gui.panes.event_words import (
    data,
    describe_event,
    event_type,
    hears,
    is_delivery,
    is_frame,
    outcome,
    swallowed_text,
)
from workbench.gui.panes.link import Link
from workbench.gui.panes.record_model import RecordModel
from workbench.gui.parts import button
from workbench.gui.parts.button import Button
from workbench.gui.parts.field import Field
from workbench.gui.parts.segmented import Segmented
from workbench.gui.parts.surface import Empty, Row
from workbench.kernel.kinds import FAILURES

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.journal.journal import Journal
    from workbench.kernel.journal.reader import Query
    from workbench.kernel.journal.record import Record

_DELIVERIES: Final = 100
PARTS: Final = {
    "all": ("All", "Publications and deliveries"),
    "swallowed": ("Swallowed", "What a subscriber raised and nobody was told"),
    "unheard": ("Nobody hears", "Events that no loaded extension subscribes to"),
    "frames": ("SSE frames", "What the frontend is sent"),
}
"""What the table can be narrowed to, with its title and what it means."""


def _outcome_cell(record: Record) -> Cell:
    text, tone = outcome(record)
    return Cell(text, BADGE, tone)


def _name_cell(record: Record) -> Cell:
    return Cell(event_type(record), MONO, "muted" if is_delivery(record) else "text")


def _data_cell(record: Record) -> Cell:
    """What it carries; of a delivery that was swallowed, the error that nobody was told of."""
    error = swallowed_text(record)
    return Cell(error or compact_json(data(record)), MONO, "danger" if error else "subtle")


COLUMNS: tuple[Column[Record], ...] = (
    Column("time", time_cell, 116),
    Column("event", _name_cell, 160),
    Column("from → to", lambda record: Cell(hears(record), tone="muted"), 170),
    Column("outcome", _outcome_cell, 110),
    Column("data", _data_cell, 240, stretch=True),
    Column("ms", duration_cell, 64, right=True),
    Column("where", place_cell, 110),
)


class EventModel(RecordModel):
    """The bus's traffic, or one part of it."""

    def __init__(self) -> None:
        super().__init__(COLUMNS, ("event", "notify"))
        self.part = "all"

    def show_part(self, part: str) -> None:
        """Shows one of `PARTS`."""
        if part != self.part:
            self.part = part
            self.reload()

    def wanted(self) -> tuple[Query, ...]:
        """Publications and deliveries; those that went wrong; or frames."""
        from workbench.kernel.journal.reader import Query

        events = Query(kinds=("event",))
        return {
            "all": (events,),
            "swallowed": (replace(events, status=FAILURES),),
            "unheard": (replace(events, status="published", nothing_in="subscribers"),),
            "frames": (Query(kinds=("notify",), status="sent"),),
        }[self.part]


class EventComposer(Row):
    """One line to publish an event by hand; `sent` carries its full name and data."""

    sent = Signal(str, object)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(gap=8, margins=(10, 6, 10, 6), parent=parent)
        self.name = Field("Event, such as notes.created", icon="radio", height=26)
        self.data = Field('Data as JSON, such as {"note_id": "n1"}', icon="braces", height=26)
        self.send = Button("Send", icon="send", variant=button.SECONDARY, height=26)
        self.add(self.name, self.data, self.send)
        for field in (self.name, self.data):
            field.returnPressed.connect(self._send)
        self.send.clicked.connect(self._send)

    def fill(self, name: str, value: Any) -> None:
        """Writes an event into the fields, to be changed and sent."""
        self.name.setText(name)
        self.data.setText(json.dumps(value, ensure_ascii=False) if value else "")
        self.data.setFocus()

    def _send(self) -> None:
        name, text = self.name.text().strip(), self.data.text().strip()
        scope, dot, action = name.partition(".")
        if not (scope and dot and action):
            self.refused.emit("An event is named extension.action, such as notes.created")
            self.name.setFocus()
            return
        try:
            value = json.loads(text) if text else {}
        except json.JSONDecodeError as error:
            self.refused.emit(f"The data is no JSON: {error.msg} at character {error.pos + 1}")
            self.data.setFocus()
            return
        if not isinstance(value, dict):
            self.refused.emit("The data must be a JSON object")
            self.data.setFocus()
            return
        self.sent.emit(name, value)


class EventsPane(DetailPane):
    """Publications and deliveries, newest first, and a line to send an event by hand."""

    pane_id = "events"
    title = "Events"

    def __init__(self, session: Session, link: Link) -> None:
        empty = Empty(
            "radio",
            "No event has been published yet",
            "Events of ctx.extensions.emit, and what each subscriber made of them, appear here. "
            "Send one by hand below.",
        )
        self.events = EventModel()
        super().__init__(session, link, self.events, empty, describe_event)
        self.parts = Segmented()
        for part, (title, tip) in PARTS.items():
            self.parts.add(part, title, tip=tip)
        self.parts.choose("all")
        self.parts.picked.connect(self._show_part)
        self.composer = EventComposer()
        self.composer.layout_.insertWidget(0, self.parts)
        self.column.addWidget(self.composer)
        self.composer.sent.connect(self._send)
        self.composer.refused.connect(session.notice)
        again = Button("Send again…", icon="rotate-ccw")
        again.clicked.connect(self._copy_to_composer)
        self.side.add_tool(again)
        self.other_end = Button("Publication", icon="arrow-right-left")
        self.other_end.clicked.connect(self._show_other_end)
        self.side.add_tool(self.other_end)

    def attach(self) -> None:
        """Reads all traffic."""
        self.parts.choose("all")
        self.events.part = "all"
        super().attach()

    def _show_part(self, part: str) -> None:
        self.parts.choose(part)
        self.events.show_part(part)

    def _show_side(self) -> None:
        super()._show_side()
        record = self.selected_record()
        self.other_end.setVisible(record is not None and self._other_end(record) is not None)
        if record is not None:
            self.other_end.show_text("Publication" if is_delivery(record) else "First delivery")

    def _other_end(self, record: Record) -> int | None:
        """The row of a delivery's publication, or of a publication's first delivery."""
        rows = range(self.model.rowCount())
        if is_delivery(record):
            ends = (row for row in rows if self._id(row) == record.cause_id)
        else:
            ends = (row for row in reversed(rows) if self._cause(row) == record.id)
        return next(ends, None)

    def _id(self, row: int) -> str | None:
        record = self.model.item(row)
        return record.id if record is not None else None

    def _cause(self, row: int) -> str | None:
        record = self.model.item(row)
        return record.cause_id if record is not None else None

    def _show_other_end(self) -> None:
        """Goes along the link between publisher and subscriber."""
        record = self.selected_record()
        row = self._other_end(record) if record is not None else None
        if row is not None:
            self.table.select_row(row)
            self.table.scrollTo(self.model.index(row, 0))

    async def explain(self, journal: Journal, record: Record) -> Description:
        """A publication with every run and every refresh it caused."""
        if is_delivery(record) or is_frame(record):
            return describe_event(record)
        kinds = ("event", "refresh")
        found = await journal.query(kinds=kinds, cause_id=record.id, limit=_DELIVERIES)
        return describe_event(record, tuple(reversed(found)))

    def _copy_to_composer(self) -> None:
        if self.side.record is not None:
            self.composer.fill(event_type(self.side.record), data(self.side.record))

    def _send(self, name: str, value: dict[str, Any]) -> None:
        self.session.tasks.spawn(self._publish(name, value), "send an event")

    async def _publish(self, event_type: str, value: dict[str, Any]) -> None:
        """Publishes an event by hand, as the person signed in, in its first word's name."""
        kernel = self.session.kernel
        if kernel is not None:
            publisher, user = event_type.partition(".")[0], kernel.personas.current
            await kernel.events.emit(publisher, event_type, value, user=user)
