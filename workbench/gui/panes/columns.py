"""What the columns of the record tables show of a record. Qt-free."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from workbench.gui.panes.cells import (
    ACTION_TONES,
    BADGE,
    LINK,
    MONO,
    Cell,
    compact_json,
    milliseconds,
    status_tone,
)
from workbench.gui.panes.identity import identity_cell
from workbench.gui.panes.instants import instants
from workbench.gui.panes.link import place_text

if TYPE_CHECKING:
    from workbench.kernel.journal.record import Record


def clock_time(at: float) -> str:
    """Virtual time with milliseconds, as the window writes times."""
    return instants().precise(at)


def short_time(at: float) -> str:
    """Virtual time for a narrow column, as the window writes times."""
    return instants().short(at)


def time_cell(record: Record) -> Cell:
    """When it happened, in virtual time."""
    return Cell(clock_time(record.at), MONO)


def status_cell(record: Record) -> Cell:
    """How it ended, as a badge."""
    return Cell(record.status, BADGE, status_tone(record.status))


def duration_cell(record: Record) -> Cell:
    """How many real milliseconds it took."""
    return Cell(milliseconds(record.duration_ms), MONO)


def actor_cell(name: Callable[[str], str]) -> Callable[[Record], Cell]:
    """Who it ran as, by what `name` calls that id.

    The system actor stands out, because it sees no user's data.
    """

    def cell(record: Record) -> Cell:
        return identity_cell(record.actor or "", name)

    return cell


def app_cell(record: Record) -> Cell:
    """Of which extension."""
    return Cell(record.app_id or "–", tone="muted")


def place_cell(record: Record) -> Cell:
    """The author's line, as a link."""
    return Cell(place_text(record), LINK)


def field(record: Record, *names: str, default: str = "") -> str:
    """The first of these body fields that is there, as text."""
    for name in names:
        value = record.body.get(name)
        if value not in (None, ""):
            return str(value)
    return default


def action_type_cell(record: Record) -> Cell:
    """read, write, destructive or system_schedule, as a badge."""
    text = field(record, "action_type", default="read")
    return Cell(text, BADGE, ACTION_TONES.get(text, "muted"))


def arguments_cell(record: Record) -> Cell:
    """The arguments on one line."""
    value: Any = record.body.get("args", record.body.get("params"))
    return Cell(compact_json(value) if value not in (None, "") else "", MONO, "subtle")
