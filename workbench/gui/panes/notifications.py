"""Notifications: what each user was sent, what is unread, and what reached nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.gui.panes.cells import BADGE, ICON, MONO, Cell, Column
from workbench.gui.panes.columns import actor_cell, app_cell, place_cell, short_time
from workbench.gui.panes.description import Description
from workbench.gui.panes.detail_pane import DetailPane
from workbench.gui.panes.identity import identity_cell
from workbench.gui.panes.inbox import EVERYBODY, Box, Inbox
from workbench.gui.panes.link import Link
from workbench.gui.panes.notices import describe_notification, fate, message, options
from workbench.gui.panes.record_model import RecordModel
from workbench.gui.panes.rows_model import RowsModel
from workbench.gui.panes.table import PaneTable
from workbench.gui.parts.button import Button
from workbench.gui.parts.surface import Empty
from workbench.kernel.notices import KIND, WRITTEN

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.journal.journal import Journal
    from workbench.kernel.journal.reader import Query
    from workbench.kernel.journal.record import Record


class NotificationModel(RecordModel):
    """Notifications of everybody, or of one user."""

    def __init__(self, columns: tuple[Column[Record], ...]) -> None:
        super().__init__(columns, (KIND,))
        self.user_id = EVERYBODY

    def show_user(self, user_id: str) -> None:
        """Shows only what one user was sent, or again everything."""
        if user_id != self.user_id:
            self.user_id = user_id
            self.reload()

    def wanted(self) -> tuple[Query, ...]:
        """Frames to the frontend have the same kind and are none."""
        from workbench.kernel.journal.reader import Query

        return (Query(kinds=(KIND,), status=WRITTEN, actor=self.user_id or None),)


class NotificationsPane(DetailPane):
    """People with their unread counts at the left, their notifications, the chosen one whole."""

    pane_id = "notifications"
    title = "Notices"

    def __init__(self, session: Session, link: Link) -> None:
        self.inbox: Inbox = session.inbox
        empty = Empty(
            "bell",
            "No notification has been sent yet",
            "What ctx.notify sends, and the alerts of skeletons, appear here for each user; what "
            "is sent as __system__ reaches nobody and is marked as dropped.",
        )
        self.notifications = NotificationModel(self._columns(session))
        super().__init__(session, link, self.notifications, empty, describe_notification)
        self.people: RowsModel[Box] = RowsModel(
            self._people_columns(session), lambda box: box.user_id, self
        )
        self.people_table = PaneTable(self.people)
        self.people_table.setAccessibleName("People")
        self.people_table.setMaximumWidth(320)
        self.splitter.insertWidget(0, self.people_table)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([292, 700, 320])
        self.mark_read = Button("Mark all read", icon="check-check", height=26)
        self.mark_read.clicked.connect(self.read_all)
        self.bar.layout_.insertWidget(0, self.mark_read)
        self.people_table.picked.connect(self._show_person)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._looked_at())
        self.inbox.changed.connect(self._count)
        session.people_changed.connect(self._count)

    def _columns(self, session: Session) -> tuple[Column[Record], ...]:
        return (
            Column("", self._mark_cell, 36),
            Column("time", lambda record: Cell(short_time(record.at), MONO), 94),
            Column("to", actor_cell(session.person_name), 120),
            Column("message", self._message_cell, 300, stretch=True),
            Column("extension", app_cell, 90),
            Column("", _fate_cell, 104),
            Column("where", place_cell, 116),
        )

    def _people_columns(self, session: Session) -> tuple[Column[Box], ...]:
        def name(box: Box) -> Cell:
            if box.user_id == EVERYBODY:
                return Cell("Everybody", tone="text")
            return identity_cell(box.user_id, session.person_name)

        def unread(box: Box) -> Cell:
            return Cell(str(box.unread), BADGE, "info") if box.unread else Cell("")

        def lost(box: Box) -> Cell:
            return Cell(f"{box.lost}", BADGE, "danger") if box.lost else Cell("")

        return (
            Column("to", name, 110, stretch=True),
            Column("unread", unread, 66),
            Column("lost", lost, 58),
            Column("", lambda box: Cell(str(box.total), MONO, "muted"), 48, right=True),
        )

    # -- cells

    def _mark_cell(self, record: Record) -> Cell:
        if self.inbox.is_unread(record):
            return Cell("bell-dot", ICON, "info")
        return Cell("bell", ICON, "subtle") if fate(record)[0] != "dropped" else _LOST

    def _message_cell(self, record: Record) -> Cell:
        subject = options(record).get("subject")
        text = f"{subject}: {message(record)}" if subject else message(record)
        return Cell(text, tone="text" if self.inbox.is_unread(record) else "muted")

    # -- the journal

    def attach(self) -> None:
        """Reads the newest notifications of everybody."""
        self.notifications.user_id = EVERYBODY
        super().attach()
        self._count()

    async def explain(self, journal: Journal, record: Record) -> Description:
        """A notification with the handler's run that sent it."""
        cause = record.cause_id or record.parent_id
        return describe_notification(record, await journal.get(cause) if cause else None)

    # -- people and what was read

    def _count(self) -> None:
        self.people.fill([self.inbox.all(), *self.inbox.boxes()])
        row = self.people.row_of(self.notifications.user_id)
        if row is not None and self.people_table.currentIndex().row() != row:
            self.people_table.reveal_row(row)
        self.mark_read.setEnabled(self.inbox.all().unread > 0)
        self.table.viewport().update()

    def _show_person(self, box: Box) -> None:
        self.notifications.show_user(box.user_id)

    def _looked_at(self) -> None:
        record = self.selected_record()
        if record is not None:
            self.inbox.read(record)

    def read_all(self) -> None:
        """What is listed is called read."""
        self.inbox.read_all(self.notifications.user_id)


_LOST: Final = Cell("bell-off", ICON, "danger")


def _fate_cell(record: Record) -> Cell:
    text, tone = fate(record)
    return Cell(text, BADGE, tone)
