"""Latency: what takes how long, against the platform's budgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QStackedWidget

from workbench.gui.panes.catch_up import CatchUp
from workbench.gui.panes.latency_model import KINDS, LatencyModel
from workbench.gui.panes.link import Link
from workbench.gui.panes.pane import Pane
from workbench.gui.panes.table import PaneTable
from workbench.gui.parts.surface import Empty
from workbench.kernel.latency import Latency

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.journal.record import Record

_READ_BACK = 100_000
_RESORT_MS = 1_000


class LatencyPane(Pane):
    """A table of percentiles; a click on a title sorts."""

    pane_id = "latency"
    title = "Latency"

    def __init__(self, session: Session, link: Link) -> None:
        super().__init__(session, link)
        self.model = LatencyModel(self)
        self.table = PaneTable(self.model)
        self._empty = Empty(
            "gauge",
            "Nothing has been measured yet",
            "Every handler and every ctx call is timed; percentiles and budgets appear here.",
        )
        self._filtered_out = Empty("list-filter", "Nothing matches the filter")
        self.body = QStackedWidget()
        for widget in (self._empty, self._filtered_out, self.table):
            self.body.addWidget(widget)
        self.column.addWidget(self.body, 1)
        self._runs = CatchUp(KINDS, self._take)
        self._waiting: list[Record] = []
        self._order = QTimer(self)
        self._order.setInterval(_RESORT_MS)
        self._order.setSingleShot(True)
        self._order.timeout.connect(self.model.resort)
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicator(6, Qt.SortOrder.DescendingOrder)
        self.table.setSortingEnabled(True)
        self.table.picked.connect(self._picked)
        self.table.menu_asked.connect(self._menu)
        self.table.doubleClicked.connect(lambda _index: self._open_current())
        self.model.counts_changed.connect(self._counts_changed)

    def attach(self) -> None:
        """Counts what the journal holds, then goes on live."""
        kernel = self.session.kernel
        if kernel is None:
            return
        self.model.begin(kernel.profile)
        self._waiting = []
        self._runs.begin()
        self.session.reading.spawn(self._runs.read(kernel.journal, _READ_BACK), "latency history")

    def receive(self, records: list[Record]) -> None:
        """Counts a live batch, unless paused or still reading what came before."""
        if self.paused and not self._runs.reading:
            self._waiting.extend(r for r in records if r.kind in KINDS)
            self._counts_changed()
        else:
            self._runs.receive(records)

    def _take(self, records: list[Record]) -> None:
        self.model.add(records)
        if not self._order.isActive():
            self._order.start()
        self._counts_changed()

    def set_filter(self, text: str) -> None:
        """Narrows the rows."""
        self.model.set_filter(text)

    def apply_pause(self, paused: bool) -> None:
        """Lets new runs wait, or counts those that waited."""
        if not paused and self._waiting:
            waiting, self._waiting = self._waiting, []
            self._runs.receive(waiting)

    def reveal(self, record: Record) -> None:
        """Selects the row that counts a record."""
        row = self.model.row_where(record)
        if row is not None:
            self.table.reveal_row(row)

    def focus_content(self) -> None:
        """Moves the focus into the table."""
        self.table.setFocus()

    def selected_record(self) -> Record | None:
        """The latest run of the current row."""
        row: Latency | None = self.table.item()
        return row.latest if row is not None else None

    def _picked(self, row: Latency) -> None:
        if row.latest is not None:
            self.link.select(row.latest, self.pane_id)

    def _menu(self, row: Latency, at: QPoint) -> None:
        if row.latest is not None:
            self.record_menu(row.latest, at)

    def _open_current(self) -> None:
        record = self.selected_record()
        if record is not None:
            self.open_source(record)

    def _counts_changed(self) -> None:
        self.bar.show_counts(self.model.hidden, len(self._waiting))
        shown = self.table if self.model.rowCount() else self._filtered_out
        self.body.setCurrentWidget(self._empty if self.model.empty else shown)
