"""Who got which notifications, and which of them were read: as the session's journal says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from workbench.gui.panes.catch_up import CatchUp
from workbench.kernel.notices import (
    KIND,
    Reading,
    addressee,
    is_notification,
    reached,
    reading_of,
    was_read,
    write_reading,
)

if TYPE_CHECKING:
    from workbench.gui.tasks import Tasks
    from workbench.kernel.journal.journal import Journal
    from workbench.kernel.journal.record import Record

EVERYBODY: Final = ""
_READ_BACK: Final = 5_000


@dataclass(slots=True)
class Box:
    """What one user was sent; `lost` counts what never reached anybody."""

    user_id: str
    total: int = 0
    unread: int = 0
    lost: int = 0


class Inbox(QObject):
    """The notifications of a session by user; `changed` tells that a count did.

    What is read is written into the journal; that of a session which is only looked at takes
    nothing, so there it is known to this window alone.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._boxes: dict[str, Box] = {}
        self._unread: dict[str, tuple[int, str]] = {}
        self._newest = 0
        self._journal: Journal | None = None
        self._past = CatchUp((KIND,), self._take)

    def follow(self, journal: Journal | None, tasks: Tasks) -> None:
        """Begins anew with what a journal holds; with None it is empty."""
        self._journal = journal
        self._newest = 0
        self._boxes.clear()
        self._unread.clear()
        self._past.begin()
        if journal is not None:
            tasks.spawn(self._past.read(journal, _READ_BACK), "past notifications")
        self.changed.emit()

    def receive(self, records: list[Record]) -> None:
        """Takes a live batch."""
        self._past.receive(records)

    def boxes(self) -> list[Box]:
        """One box for each user that was sent anything, in that order."""
        return list(self._boxes.values())

    def all(self) -> Box:
        """Everybody's together."""
        boxes = self._boxes.values()
        return Box(
            EVERYBODY,
            sum(box.total for box in boxes),
            sum(box.unread for box in boxes),
            sum(box.lost for box in boxes),
        )

    def unread(self, user_id: str) -> int:
        """How many of a user's have not been looked at."""
        return self._boxes[user_id].unread if user_id in self._boxes else 0

    def is_unread(self, record: Record) -> bool:
        """Whether a notification reached its user and has not been looked at."""
        return record.id in self._unread

    def read(self, record: Record) -> None:
        """A notification was looked at."""
        if record.id in self._unread:
            self._write(Reading(id=record.id))

    def read_all(self, user_id: str = EVERYBODY) -> None:
        """A user's, or everybody's, are called read."""
        if self._unread:
            self._write(Reading(up_to=self._newest, user_id=user_id))

    def _write(self, reading: Reading) -> None:
        if self._journal is not None:
            write_reading(self._journal, reading)
        if self._apply(reading):
            self.changed.emit()

    def _apply(self, reading: Reading) -> bool:
        """Strikes out what was read; whether there was anything."""
        read = [id_ for id_, (seq, to) in self._unread.items() if reading.holds(id_, seq, to)]
        for id_ in read:
            _, user_id = self._unread.pop(id_)
            self._boxes[user_id].unread -= 1
        return bool(read)

    def _take(self, records: list[Record]) -> None:
        changed = False
        for record in records:
            if is_notification(record):
                self._add(record)
                changed = True
            elif (reading := reading_of(record)) is not None:
                changed = self._apply(reading) or changed
        if changed:
            self.changed.emit()

    def _add(self, record: Record) -> None:
        user_id = addressee(record)
        box = self._boxes.setdefault(user_id, Box(user_id))
        self._newest = record.seq
        box.total += 1
        if not reached(record):
            box.lost += 1
        elif not was_read(record):
            box.unread += 1
            self._unread[record.id] = (record.seq, user_id)
