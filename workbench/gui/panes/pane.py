"""What every pane is: a projection of the journal with tools, and a place in the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui.keys import key_book
from workbench.gui.panes.bar import PaneBar
from workbench.gui.panes.cells import compact_json
from workbench.gui.panes.link import Link, place_text, source_of
from workbench.gui.parts.menu import new_menu
from workbench.gui.parts.surface import Surface

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.journal.journal import Journal
    from workbench.kernel.journal.record import Record


class Pane(Surface):
    """Base of the panes. A pane begins to read the journal when it is first shown.

    `unseen` counts what came while a pane that is read anew as a whole stood still.
    """

    pane_id: ClassVar[str]
    title: ClassVar[str]

    def __init__(self, session: Session, link: Link) -> None:
        super().__init__("chrome")
        self.session = session
        self.link = link
        self.bar = PaneBar()
        self.paused = False
        self.commands: dict[str, Callable[[], None]] = {}
        self.unseen = 0
        self._attached = False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.bar.filtered.connect(self.set_filter)
        self.bar.pause_asked.connect(self.set_paused)
        self.bar.left.connect(self.focus_content)
        session.kernel_changed.connect(self._kernel_changed)
        session.bridge.records.connect(self._records)
        link.selected.connect(self._selected)
        link.times_moved.connect(self._repaint)
        link.times_switched.connect(self._times_switched)

    # -- what a pane does; the base does nothing

    def attach(self) -> None:
        """Begins to read the journal of the session's kernel."""

    def receive(self, records: list[Record]) -> None:
        """Takes a live batch."""

    def set_filter(self, text: str) -> None:
        """Narrows what is shown."""

    def apply_pause(self, paused: bool) -> None:
        """Stops or resumes taking live records."""

    def reveal(self, record: Record) -> None:
        """Selects what belongs to a record that was selected elsewhere."""

    def bring(self, record: Record) -> None:
        """Shows a record that was asked for, however long ago it was."""
        self.reveal(record)

    def focus_content(self) -> None:
        """Moves the keyboard focus into the content."""
        self.setFocus()

    def selected_record(self) -> Record | None:
        """The record selected here."""
        return None

    def describe_again(self) -> None:
        """Puts what is selected into words again: times are written in another way."""

    # -- common behaviour

    def _times_switched(self) -> None:
        self._repaint()
        if self._attached:
            self.describe_again()

    def _repaint(self) -> None:
        """Paints everything that may show a time."""
        if self.isVisible():
            for child in self.findChildren(QWidget):
                child.update()

    def activate(self) -> None:
        """Called when the pane comes into view."""
        if not self._attached and self.session.kernel is not None:
            self._attached = True
            self.attach()

    def set_paused(self, paused: bool) -> None:
        """Stops or resumes taking live records, and shows it."""
        self.paused = paused
        self.unseen = 0
        self.apply_pause(paused)
        self.bar.show_paused(paused)

    def toggle_pause(self) -> None:
        """Pauses, or resumes."""
        self.set_paused(not self.paused)

    def _kernel_changed(self) -> None:
        self._attached = False
        if self.isVisible():
            self.activate()

    def _records(self, records: list[Record]) -> None:
        if self._attached:
            self.receive(records)

    def _selected(self, record: Record, pane_id: str) -> None:
        if pane_id != self.pane_id and self._attached:
            self.reveal(record)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space pauses; Return opens the source line of the selected record."""
        record = self.selected_record()
        if event.key() == Qt.Key.Key_Space and not key_book().silent("Space"):
            self.toggle_pause()
            event.accept()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and record is not None:
            self.open_source(record)
            event.accept()
            return
        super().keyPressEvent(event)

    def open_source(self, record: Record) -> None:
        """Opens the author's line a record leads to."""
        place = source_of(record)
        if place is not None:
            self.link.source_asked.emit(*place)

    def open_current(self) -> None:
        """Opens the author's line that the selected record leads to."""
        record = self.selected_record()
        if record is not None:
            self.open_source(record)

    def show_trace(self) -> None:
        """Shows the selected record in Trace."""
        record = self.selected_record()
        if record is not None:
            self.link.show_in(record, "trace")

    def record_menu(self, record: Record, at: QPoint) -> None:
        """The context menu of a record, at a place on the screen."""
        menu = new_menu(self)
        place = place_text(record)
        if place:
            menu.addAction(f"Open {place}").triggered.connect(lambda: self.open_source(record))
        if self.pane_id != "trace":
            show = menu.addAction("Show in Trace")
            show.triggered.connect(lambda: self.link.show_in(record, "trace"))
        copy = menu.addAction("Copy link")
        copy.triggered.connect(lambda: self.link.copy_asked.emit(record))
        menu.addAction("Copy as JSON").triggered.connect(lambda: self._copy(record))
        menu.popup(at)

    def _copy(self, record: Record) -> None:
        kernel = self.session.kernel
        if kernel is not None:
            self.session.reading.spawn(copy_whole(kernel.journal, record), "copy a record")


async def whole(journal: Journal, record: Record) -> Record:
    """A record as the journal holds it, with its large values."""
    written = await journal.query(after_seq=record.seq - 1, before_seq=record.seq + 1)
    return written[0] if written else record


async def copy_whole(journal: Journal, record: Record) -> None:
    """Puts a record on the clipboard, with its large values."""
    copy_record(await whole(journal, record))


def copy_record(record: Record) -> None:
    """Puts a record on the clipboard as JSON."""
    data = {
        "seq": record.seq,
        "kind": record.kind,
        "id": record.id,
        "parent_id": record.parent_id,
        "cause_id": record.cause_id,
        "app_id": record.app_id,
        "actor": record.actor,
        "at": record.at,
        "duration_ms": record.duration_ms,
        "status": record.status,
        "name": record.name,
        "body": record.body,
    }
    QGuiApplication.clipboard().setText(compact_json(data, 1_000_000))
