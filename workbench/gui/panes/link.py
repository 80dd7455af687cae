"""What ties the panes together: the record that is selected, told to all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from workbench.kernel.journal.record import Record


class Link(QObject):
    """The selection all panes share.

    `selected` carries the record and the id of the pane it was selected in; `shown` asks the window
    to bring a pane into view for a record; `source_asked` carries file and line to open,
    `copy_asked` a record whose link is wanted, `turn_asked` the id of a turn to find in the chat.
    `times_moved` tells that what relative times say has changed, and `times_switched` that times
    are written in another way.
    """

    selected = Signal(object, str)
    shown = Signal(object, str)
    source_asked = Signal(str, int)
    copy_asked = Signal(object)
    turn_asked = Signal(str)
    times_moved = Signal()
    times_switched = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.record: Record | None = None

    def select(self, record: Record, pane_id: str) -> None:
        """Tells every pane that a record was selected in one of them."""
        self.record = record
        self.selected.emit(record, pane_id)

    def show_in(self, record: Record, pane_id: str) -> None:
        """Brings a pane into view with the record revealed in it."""
        self.select(record, "")
        self.shown.emit(record, pane_id)


def related(record: Record) -> frozenset[str]:
    """Span ids by which other records know this one: itself, its parent and its cause."""
    body = record.body
    ids = (record.id, record.parent_id, record.cause_id, body.get("span_id"), body.get("span"))
    return frozenset(str(id_) for id_ in ids if id_)


def source_of(record: Record) -> tuple[str, int] | None:
    """The author's line a record leads to: of its error, else of the call or handler itself."""
    error = record.body.get("error")
    for place in (error, record.body.get("at"), record.body):
        if isinstance(place, dict) and place.get("file"):
            return str(place["file"]), int(place.get("line") or 1)
    return None


def place_text(record: Record) -> str:
    """ "panels.py:41", or empty when no line is known."""
    found = source_of(record)
    return place_of_call({"file": found[0], "line": found[1]}) if found is not None else ""


def place_of_call(at: object) -> str:
    """ "panels.py:41" of a place in a record's body, or empty."""
    from pathlib import PurePath

    if not isinstance(at, dict) or not at.get("file"):
        return ""
    return f"{PurePath(str(at['file'])).name}:{at.get('line') or 1}"
