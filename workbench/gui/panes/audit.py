"""The audit ledger: one row per call the platform would keep, newest first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from workbench.gui.panes.cells import MONO, TEXT, Cell, Column
from workbench.gui.panes.columns import (
    action_type_cell,
    actor_cell,
    arguments_cell,
    duration_cell,
    field,
    status_cell,
    time_cell,
)
from workbench.gui.panes.link import Link
from workbench.gui.panes.record_model import RecordModel
from workbench.gui.panes.table_pane import TablePane
from workbench.gui.parts.surface import Empty

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.journal.record import Record


def function_cell(record: Record) -> Cell:
    """ "notes.create_note": extension and tool."""
    tool = field(record, "tool_name", "tool", default=record.name)
    app = record.app_id or ""
    return Cell(tool if not app or tool.startswith(f"{app}.") else f"{app}.{tool}", MONO)


def source_cell(record: Record) -> Cell:
    """chat, panel, schedule, event …"""
    return Cell(field(record, "source", default="–"), TEXT, "muted")


def columns(name: Callable[[str], str]) -> tuple[Column[Record], ...]:
    """The columns; `name` says what a person of that id is called."""
    return (
        Column("time", time_cell, 120),
        Column("type", action_type_cell, 140),
        Column("function", function_cell, 230),
        Column("acting as", actor_cell(name), 120),
        Column("status", status_cell, 140),
        Column("ms", duration_cell, 80, right=True),
        Column("source", source_cell, 90),
        Column("arguments", arguments_cell, 240, stretch=True),
    )


class AuditPane(TablePane):
    """Who called what, as whom, with which arguments, and how it ended."""

    pane_id = "audit"
    title = "Audit"

    def __init__(self, session: Session, link: Link) -> None:
        empty = Empty(
            "scroll-text",
            "No call has been audited yet",
            "Every call of a chat function, schedule or webhook leaves a row here.",
        )
        super().__init__(
            session, link, RecordModel(columns(session.person_name), ("audit",)), empty
        )
