"""Trace: what one message, panel call or fire set going, laid out in time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QStackedWidget

from workbench.gui.panes.link import Link
from workbench.gui.panes.pane import Pane
from workbench.gui.panes.span_model import SpanModel
from workbench.gui.panes.spans import ROOTS, SpanRow
from workbench.gui.panes.trace_list import TraceList
from workbench.gui.panes.trace_shape import Trace, read_trace
from workbench.gui.panes.trace_side import TraceSide, facts
from workbench.gui.panes.waterfall import Waterfall
from workbench.gui.parts.splitter import Splitter
from workbench.gui.parts.surface import Empty

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.journal.journal import Journal
    from workbench.kernel.journal.record import Record

_SETTLE_MS = 80
_ROWS_A_MS = 20
"""A trace that grows is read again the less often the longer that takes."""
_CLIMB = 12


class TracePane(Pane):
    """A list of traces, the waterfall of the chosen one, and the selected span's facts.

    The newest trace is shown as it comes and grows, until one is chosen.
    """

    pane_id = "trace"
    title = "Trace"

    def __init__(self, session: Session, link: Link) -> None:
        super().__init__(session, link)
        self.traces = TraceList()
        self.spans = SpanModel(self)
        self.waterfall = Waterfall(self.spans)
        self.side = TraceSide()
        self._root: Record | None = None
        self._following = True
        self._wanted: str | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_SETTLE_MS)
        self._again.timeout.connect(self._read)
        self._build()
        self._connect()

    def _build(self) -> None:
        empty = Empty(
            "activity",
            "Nothing has run yet",
            "Each message, panel call and fire becomes a trace: every step, with its time.",
        )
        self.splitter = Splitter(Qt.Orientation.Horizontal)
        for part in (self.traces, self.waterfall, self.side):
            self.splitter.addWidget(part)
        for number, stretch in enumerate((0, 1, 0)):
            self.splitter.setStretchFactor(number, stretch)
        self.splitter.setSizes([230, 700, 290])
        self.body = QStackedWidget()
        self.body.addWidget(empty)
        self.body.addWidget(self.splitter)
        self.column.addWidget(self.body, 1)

    def _connect(self) -> None:
        self.traces.follow_asked.connect(self._follow)
        self.traces.show_following(True)
        self.traces.table.verticalScrollBar().valueChanged.connect(self._traces_scrolled)
        self.traces.model.counts_changed.connect(self._traces_changed)
        self.traces.table.picked.connect(self._trace_picked)
        self.traces.table.menu_asked.connect(self.record_menu)
        self.waterfall.picked.connect(self._span_picked)
        self.waterfall.menu_asked.connect(self._span_menu)
        self.waterfall.doubleClicked.connect(lambda _index: self.open_current())
        self.side.source_asked.connect(self.open_source)

    # -- the journal

    def attach(self) -> None:
        """Reads the newest traces."""
        kernel = self.session.kernel
        if kernel is not None:
            from workbench.kernel.latency import targets

            self._root = None
            self.side.targets = targets(kernel.profile)
            self._set_following(True)
            self.waterfall.show_trace(Trace())
            self.traces.model.attach(kernel.journal, self.session.reading)

    def receive(self, records: list[Record]) -> None:
        """Takes a live batch; the shown trace is read again if it grew."""
        self.traces.model.receive(records)
        if self.paused or self._root is None:
            return
        known = self.spans.trace.ids
        if any(r.parent_id in known or r.cause_id in known or r.id in known for r in records):
            self._again.start()

    def set_filter(self, text: str) -> None:
        """Narrows the spans."""
        self.spans.set_filter(text)
        self._show_counts()

    def apply_pause(self, paused: bool) -> None:
        """Lets new traces wait, or brings those that waited."""
        self.traces.model.set_paused(paused)
        if not paused:
            self._again.start()

    def _traces_changed(self) -> None:
        self._show_counts()
        self.body.setCurrentIndex(0 if self.traces.model.empty else 1)
        newest = self.traces.model.item(0)
        if self._following and newest is not None:
            if self._root is None or newest.id != self._root.id:
                self._show(newest)
            self.traces.table.reveal_row(0)

    def _show_counts(self) -> None:
        self.bar.show_counts(self.spans.hidden, self.traces.model.waiting)

    # -- the trace shown

    def _trace_picked(self, record: Record) -> None:
        self._set_following(False)
        self._show(record)
        self.link.select(record, self.pane_id)

    def _traces_scrolled(self, value: int) -> None:
        """Somebody who scrolls to older traces wants to read them."""
        if value > 0 and self._following:
            self._set_following(False)

    def _follow(self, following: bool) -> None:
        self._set_following(following)
        self._traces_changed()

    def _set_following(self, following: bool) -> None:
        self._following = following
        self.traces.show_following(following)

    def _show(self, root: Record) -> None:
        self._root = root
        self._read()

    def _read(self) -> None:
        kernel = self.session.kernel
        if kernel is None or self._root is None:
            return
        self.session.reading.spawn(self._take(kernel.journal, self._root), "trace")

    async def _take(self, journal: Journal, root: Record) -> None:
        trace = await journal.read(partial(read_trace, root=root))
        if self._root is None or root.id != self._root.id:
            return
        selected = self.selected_record()
        wanted = self._wanted or (selected.id if selected is not None else root.id)
        self.waterfall.show_trace(trace)
        self._again.setInterval(max(_SETTLE_MS, len(trace.rows) // _ROWS_A_MS))
        self._wanted = None
        row = self.spans.row_of(wanted)
        self.waterfall.reveal_row(row if row is not None else 0)
        self._show_side()
        self._show_counts()

    # -- selection

    def _span_picked(self, row: SpanRow) -> None:
        self._show_side()
        self.link.select(row.record, self.pane_id)

    def _span_menu(self, row: SpanRow, at: QPoint) -> None:
        self.record_menu(row.record, at)

    def describe_again(self) -> None:
        """Says what is selected again."""
        self._show_side()

    def _show_side(self) -> None:
        row: SpanRow | None = self.waterfall.item()
        self.side.setVisible(row is not None)
        if row is None:
            return
        self.side.show_span(row, facts(row, self.spans, self.side.targets))

    def selected_record(self) -> Record | None:
        """The selected span's record."""
        row: SpanRow | None = self.waterfall.item()
        return row.record if row is not None else None

    def focus_content(self) -> None:
        """Moves the focus into the waterfall."""
        self.waterfall.setFocus()

    def reveal(self, record: Record) -> None:
        """Shows the trace a record belongs to, with its span selected."""
        for id_ in (record.id, record.parent_id, record.cause_id):
            row = self.spans.row_of(id_) if id_ else None
            if row is not None:
                self.waterfall.reveal_row(row)
                self._show_side()
                return
        self._set_following(False)
        self.session.reading.spawn(self._climb(record), "reveal in trace")

    async def _climb(self, record: Record) -> None:
        """Finds the outermost span over a record and shows its trace."""
        kernel = self.session.kernel
        if kernel is None:
            return
        at: Record | None = record
        wanted = record.id
        for _ in range(_CLIMB):
            above = (at.parent_id or at.cause_id) if at is not None else None
            if at is None or above is None:
                break
            found = await kernel.journal.get(above)
            if found is None:
                break
            at = found
        if at is None or at.kind not in ROOTS:
            return
        self._wanted = wanted if wanted != at.id else None
        row = self.traces.model.row_where(frozenset({at.id}))
        if row is not None:
            self.traces.table.reveal_row(row)
        self._show(at)
