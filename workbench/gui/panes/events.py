"""Events: what was published, who heard it, and what came of it; one can be sent by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from workbench.gui.panes.cells import BADGE, MONO, Cell, Column, compact_json, status_tone
from workbench.gui.panes.columns import duration_cell, place_cell, time_cell
from workbench.gui.panes.description import Description, Fact, blocks, common_facts, error_text
from workbench.gui.panes.detail_pane import DetailPane
from workbench.gui.panes.link import Link
from workbench.gui.panes.record_model import RecordModel
from workbench.gui.parts import button
from workbench.gui.parts.button import Button
from workbench.gui.parts.field import Field
from workbench.gui.parts.surface import Empty, Row

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.journal.journal import Journal
    from workbench.kernel.journal.record import Record

_DELIVERIES: Final = 100


def is_delivery(record: Record) -> bool:
    """Whether a record is a subscriber's run, and not the publication it ran for."""
    return record.body.get("kind") == "event"


def event_type(record: Record) -> str:
    """The event's full name."""
    return str(record.body.get("event_type") or record.body.get("type") or record.name)


def outcome(record: Record) -> tuple[str, str]:
    """What became of it, and its tone.

    The platform swallows what a subscriber raises, and drops an event nobody subscribed to; both
    are said here.
    """
    if is_delivery(record):
        if record.status in ("ok", "success"):
            return "delivered", "success"
        return ("swallowed", "warning") if record.body.get("error") else (record.status, "muted")
    subscribers = record.body.get("subscribers")
    if record.status == "published" and not subscribers:
        return "nobody hears", "warning"
    return record.status, "info" if record.status == "published" else status_tone(record.status)


def hears(record: Record) -> str:
    """ "notes → bookkeeper" of a delivery; the publisher and how many hear it of a publication."""
    publisher = event_type(record).partition(".")[0]
    if is_delivery(record):
        return f"{publisher} → {record.app_id}"
    count = len(record.body.get("subscribers") or ())
    return f"{publisher} → {count} subscriber{'' if count == 1 else 's'}"


def data(record: Record) -> Any:
    """What the event carries."""
    return record.body.get("params") if is_delivery(record) else record.body.get("data")


def _outcome_cell(record: Record) -> Cell:
    text, tone = outcome(record)
    return Cell(text, BADGE, tone)


def _name_cell(record: Record) -> Cell:
    return Cell(event_type(record), MONO, "muted" if is_delivery(record) else "text")


COLUMNS: tuple[Column[Record], ...] = (
    Column("time", time_cell, 116),
    Column("event", _name_cell, 160),
    Column("from → to", lambda record: Cell(hears(record), tone="muted"), 170),
    Column("outcome", _outcome_cell, 110),
    Column(
        "data", lambda record: Cell(compact_json(data(record)), MONO, "subtle"), 240, False, True
    ),
    Column("ms", duration_cell, 64, right=True),
    Column("where", place_cell, 110),
)


def describe_event(record: Record, deliveries: tuple[Record, ...] = ()) -> Description:
    """A publication with its deliveries, or one delivery."""
    text, tone = outcome(record)
    hint = ""
    if text == "nobody hears":
        hint = "No loaded extension subscribes to it with @ext.on_event."
    if text == "swallowed":
        hint = "The platform logs this and goes on: neither the publisher nor the user is told."
    return Description(
        event_type(record),
        text,
        tone,
        hint=hint,
        facts=(*common_facts(record), *_facts(record)),
        blocks=tuple(
            blocks(
                ("error", error_text(record.body.get("error"))),
                ("data", data(record)),
                ("deliveries", "\n".join(_line(delivery) for delivery in deliveries)),
            )
        ),
    )


def _facts(record: Record) -> list[Fact]:
    found: list[Fact] = [("from → to", hears(record), "")]
    if is_delivery(record):
        found.append(("handler", record.name, "runs with ctx = None"))
    elif record.body.get("source"):
        found.append(("published by", str(record.body["source"]), str(record.actor or "")))
    return found


def _line(record: Record) -> str:
    took = "" if record.duration_ms is None else f" · {record.duration_ms:.1f} ms"
    return f"{record.app_id}  {record.name}  {outcome(record)[0]}{took}"


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
        super().__init__(session, link, RecordModel(COLUMNS, ("event",)), empty, describe_event)
        self.composer = EventComposer()
        self.column.addWidget(self.composer)
        self.composer.sent.connect(self._send)
        self.composer.refused.connect(session.notice)
        again = Button("Send again…", icon="rotate-ccw")
        again.clicked.connect(self._copy_to_composer)
        self.side.add_tool(again)

    async def explain(self, journal: Journal, record: Record) -> Description:
        """A publication with every run it caused."""
        if is_delivery(record):
            return describe_event(record)
        found = await journal.query(kinds=("event",), cause_id=record.id, limit=_DELIVERIES)
        return describe_event(record, tuple(reversed(found)))

    def _copy_to_composer(self) -> None:
        if self.side.record is not None:
            self.composer.fill(event_type(self.side.record), data(self.side.record))

    def _send(self, name: str, value: dict[str, Any]) -> None:
        self.session.tasks.spawn(self.session.publish(name, value), "send an event")
