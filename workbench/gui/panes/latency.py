"""Latency: what takes how long, against the platform's budgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QStackedWidget

from workbench.gui.panes.catch_up import CatchUp
from workbench.gui.panes.latency_bars import LatencyBars
from workbench.gui.panes.latency_model import LatencyModel
from workbench.gui.panes.latency_words import describe_latency
from workbench.gui.panes.link import Link
from workbench.gui.panes.pane import Pane, whole
from workbench.gui.panes.record_side import RecordSide
from workbench.gui.panes.table import PaneTable
from workbench.gui.parts.button import Button
from workbench.gui.parts.splitter import Splitter
from workbench.gui.parts.surface import Empty
from workbench.kernel.latency import KINDS, TURN, Latency

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.journal.journal import Journal
    from workbench.kernel.journal.record import Record

_READ_BACK = 100_000
_RESORT_MS = 1_000


class LatencyPane(Pane):
    """A table of percentiles; a click on a title sorts. The chosen row is explained at its right:
    how its runs are spread, what the last reload changed, where the time of a turn went."""

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
        self.side = RecordSide(340)
        self.bars = LatencyBars()
        self._build_side()
        self._runs = CatchUp(KINDS, self._take)
        self._waiting: list[Record] = []
        self._order = QTimer(self)
        self._order.setInterval(_RESORT_MS)
        self._order.setSingleShot(True)
        self._order.timeout.connect(self._settle)
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicator(6, Qt.SortOrder.DescendingOrder)
        self.table.setSortingEnabled(True)
        self.table.picked.connect(self._picked)
        self.table.menu_asked.connect(self._menu)
        self.table.doubleClicked.connect(lambda _index: self.open_current())
        self.model.counts_changed.connect(self._counts_changed)

    def _build_side(self) -> None:
        self.side.body.insertWidget(self.side.body.indexOf(self.side.facts), self.bars)
        self.side.hide()
        self.splitter = Splitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.body)
        self.splitter.addWidget(self.side)
        self.splitter.setStretchFactor(0, 1)
        self.column.addWidget(self.splitter, 1)
        trace = Button("Show in Trace", icon="activity")
        trace.clicked.connect(self.show_trace)
        self.side.add_tool(trace)
        self.side.source_asked.connect(self.open_source)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_side())
        self.model.modelReset.connect(self._show_side)

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

    def _settle(self) -> None:
        """Once a second: the order of the rows, and what is said of the chosen one."""
        self.model.resort()
        if not self.side.isHidden():
            self._show_side()

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

    def _show_side(self) -> None:
        """Explains the chosen row; a turn's budget may have to be read from the journal."""
        row: Latency | None = self.table.item()
        self.side.setVisible(row is not None)
        if row is None or row.latest is None:
            return
        self.side.show_record(row.latest, describe_latency(row))
        self.bars.show_runs(row.runs, row.target.ms if row.target is not None else 0.0)
        kernel = self.session.kernel
        if row.kind == TURN and kernel is not None:
            self.session.reading.spawn(self._read_turn(kernel.journal, row), "a turn's budget")

    async def _read_turn(self, journal: Journal, row: Latency) -> None:
        latest = row.latest
        if latest is None:
            return
        turn = await whole(journal, latest)
        if self.table.item() is row and row.latest is latest:
            self.side.show_record(turn, describe_latency(row, turn))

    def _picked(self, row: Latency) -> None:
        if row.latest is not None:
            self.link.select(row.latest, self.pane_id)

    def _menu(self, row: Latency, at: QPoint) -> None:
        if row.latest is not None:
            self.record_menu(row.latest, at)

    def _counts_changed(self) -> None:
        self.bar.show_counts(self.model.hidden, len(self._waiting))
        shown = self.table if self.model.rowCount() else self._filtered_out
        self.body.setCurrentWidget(self._empty if self.model.empty else shown)
