"""A pane that is one list of records, with an empty state and, if wanted, a side panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from workbench.gui.panes.link import Link, related
from workbench.gui.panes.pane import Pane
from workbench.gui.panes.picking import Picking
from workbench.gui.panes.record_model import KEPT, RecordModel
from workbench.gui.panes.table import PaneTable
from workbench.gui.parts.surface import Empty

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.journal.record import Record


class TablePane(Pane):
    """A pane over a `RecordModel`; `view` shows it, or else a table does."""

    def __init__(
        self,
        session: Session,
        link: Link,
        model: RecordModel,
        empty: Empty,
        view: Picking | None = None,
    ) -> None:
        super().__init__(session, link)
        self.model = model
        model.setParent(self)
        self.table: Picking = view if view is not None else PaneTable(model)
        self.empty = empty
        self._filtered_out = Empty("list-filter", "No record matches the filter")
        self.body = QStackedWidget()
        for widget in (self.empty, self._filtered_out, self.table):
            self.body.addWidget(widget)
        self.column.addWidget(self.body, 1)
        self.table.picked.connect(lambda record: link.select(record, self.pane_id))
        self.table.menu_asked.connect(self.record_menu)
        self.table.link_clicked.connect(self.open_source)
        self.table.doubleClicked.connect(lambda _index: self.open_current())
        model.counts_changed.connect(self._counts_changed)

    def attach(self) -> None:
        """Reads the newest records of the kernel's journal."""
        kernel = self.session.kernel
        if kernel is not None:
            self.model.attach(kernel.journal, self.session.reading)

    def receive(self, records: list[Record]) -> None:
        """Takes a live batch."""
        self.model.receive(records)

    def set_filter(self, text: str) -> None:
        """Narrows the rows."""
        self.model.set_filter(text)

    def apply_pause(self, paused: bool) -> None:
        """Lets new records wait, or brings those that waited."""
        self.model.set_paused(paused)

    def reveal(self, record: Record) -> None:
        """Selects the row that belongs to a record selected elsewhere."""
        row = self.model.row_where(related(record))
        if row is not None:
            self.table.reveal_row(row)

    def bring(self, record: Record) -> None:
        """Selects a record's own row, reading older pages until it is there."""
        self.session.reading.spawn(self._bring(record), "bring a record")

    async def _bring(self, record: Record) -> None:
        await self.model.reach(record.seq)
        row = self.model.row_where(frozenset({record.id}))
        if row is None and self.model.hidden:
            self.bar.filter.clear()
            self.set_filter("")
            row = self.model.row_where(frozenset({record.id}))
        if row is None:
            return
        if row >= KEPT:
            self.set_paused(True)  # live records would push so old a row out again
        self.table.reveal_row(row)
        self.link.select(record, self.pane_id)

    def focus_content(self) -> None:
        """Moves the focus into the table."""
        self.table.setFocus()
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.select_row(0)

    def selected_record(self) -> Record | None:
        """The record of the current row."""
        found: Record | None = self.table.item()
        return found

    def _counts_changed(self) -> None:
        self.bar.show_counts(self.model.hidden, self.model.waiting)
        page: Empty | Picking = self.table
        if self.model.empty:
            page = self.empty
        elif not self.model.rowCount():
            page = self._filtered_out
        self.body.setCurrentWidget(page)
