"""Who got which notifications, and which of them were looked at in this window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from workbench.gui.panes.catch_up import CatchUp
from workbench.gui.panes.notices import KIND, addressee, is_notification, reached

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
    """The notifications of a session by user; `changed` tells that a count did."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._boxes: dict[str, Box] = {}
        self._unread: dict[str, str] = {}
        self._past = CatchUp((KIND,), self._take)

    def follow(self, journal: Journal | None, tasks: Tasks) -> None:
        """Begins anew with what a journal holds; with None it is empty."""
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
        user_id = self._unread.pop(record.id, None)
        if user_id is not None:
            self._boxes[user_id].unread -= 1
            self.changed.emit()

    def read_all(self, user_id: str = EVERYBODY) -> None:
        """A user's, or everybody's, are called read."""
        wanted = self._boxes if user_id == EVERYBODY else {user_id}
        self._unread = {id_: to for id_, to in self._unread.items() if to not in wanted}
        for box in self._boxes.values():
            if box.user_id in wanted:
                box.unread = 0
        self.changed.emit()

    def _take(self, records: list[Record]) -> None:
        found = [record for record in records if is_notification(record)]
        for record in found:
            user_id = addressee(record)
            box = self._boxes.setdefault(user_id, Box(user_id))
            box.total += 1
            if reached(record):
                box.unread += 1
                self._unread[record.id] = user_id
            else:
                box.lost += 1
        if found:
            self.changed.emit()
