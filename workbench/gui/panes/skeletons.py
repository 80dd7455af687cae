"""Skeletons: each section of each user, its age, what changed, and what the classifier reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QStackedWidget

from workbench.gui.panes.catch_up import CatchUp
from workbench.gui.panes.cells import size
from workbench.gui.panes.description import Description
from workbench.gui.panes.firing import Firing
from workbench.gui.panes.link import Link
from workbench.gui.panes.pane import Pane
from workbench.gui.panes.record_side import RecordSide
from workbench.gui.panes.rows_model import RowsModel
from workbench.gui.panes.section_columns import SectionColumns
from workbench.gui.panes.sections import SectionRow, Ticks, describe_section, sections
from workbench.gui.panes.table import PaneTable
from workbench.gui.parts import button
from workbench.gui.parts.button import Button
from workbench.gui.parts.splitter import Splitter
from workbench.gui.parts.surface import Empty, Row
from workbench.gui.parts.text import Line

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.journal.journal import Journal
    from workbench.kernel.journal.record import Record
    from workbench.kernel.services.skeletons import Version

_SETTLE_MS: Final = 150
_BEAT_MS: Final = 1_000
_READ_BACK: Final = 1_000
_VERSIONS: Final = 20


class SkeletonsPane(Pane):
    """The sections of everybody, and the chosen one explained."""

    pane_id = "skeletons"
    title = "Skeletons"

    def __init__(self, session: Session, link: Link) -> None:
        super().__init__(session, link)
        self.ticks = Ticks()
        self._past = CatchUp(("skeleton", "notify"), self.ticks.add)
        self._firing = Firing(session)
        columns = SectionColumns(session, self.ticks).all()
        self.rows: RowsModel[SectionRow] = RowsModel(columns, lambda row: row.key, self)
        self.table = PaneTable(self.rows)
        self.side = RecordSide()
        self.refresh = Button("Refresh now", icon="rotate-cw", variant=button.SECONDARY, height=28)
        self.read = Line("", "mono-tiny", "subtle", stretch=True)
        self._again = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._beat = QTimer(self, interval=_BEAT_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.splitter = Splitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(self.side)
        self.splitter.setStretchFactor(0, 1)
        self.body = QStackedWidget()
        self.body.addWidget(
            Empty(
                "layers",
                "No skeleton is declared",
                "Sections under @ext.skeleton appear here with their age, their last value and "
                "what the classifier is given of them before every turn.",
            )
        )
        self.body.addWidget(self.splitter)
        tools = Row(gap=8, margins=(14, 6, 10, 6))
        tools.add(self.refresh, self.read)
        self.column.addWidget(self.body, 1)
        self.column.addWidget(tools)
        trace = Button("Show in Trace", icon="activity")
        trace.clicked.connect(self.show_trace)
        self.side.add_tool(trace)

    def _connect(self) -> None:
        self.commands = {"skeletons.refresh": self.refresh_now}
        self._again.timeout.connect(self._read)
        self._beat.timeout.connect(self._count_down)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_side())
        self.table.picked.connect(self._picked)
        self.rows.refilled.connect(self._show_side)
        self.refresh.clicked.connect(self.refresh_now)
        self.side.source_asked.connect(self.open_source)
        for changed in (
            self.session.extensions_changed,
            self.session.people_changed,
            self.session.current_changed,
        ):
            changed.connect(self._again.start)

    # -- reading

    def attach(self) -> None:
        """Reads the snapshots there are, and the refreshes so far."""
        kernel = self.session.kernel
        if kernel is not None:
            self.ticks.clear()
            self._past.begin()
            self.session.reading.spawn(self._read_back(kernel.journal), "past refreshes")
            self._beat.start()
            self._read()

    async def _read_back(self, journal: Journal) -> None:
        await self._past.read(journal, _READ_BACK)
        self.rows.touch()

    def receive(self, records: list[Record]) -> None:
        """Takes in new refreshes."""
        fresh = self._past.receive(records)
        if fresh and self.paused:
            self.unseen += fresh
            self._show_counts()
        elif fresh and not self._again.isActive():
            self._again.start()

    def set_filter(self, text: str) -> None:
        """Narrows the sections."""
        self.rows.set_filter(text)
        self._show_counts()

    def apply_pause(self, paused: bool) -> None:
        """Keeps what is shown, or reads it again."""
        if not paused:
            self._again.start()
        self._show_counts()

    def _show_counts(self) -> None:
        self.bar.show_counts(self.rows.hidden, self.unseen)

    def focus_content(self) -> None:
        """Moves the focus into the sections."""
        self.table.setFocus()

    def selected_record(self) -> Record | None:
        """The last refresh of the chosen section."""
        row: SectionRow | None = self.table.item()
        return self.ticks.latest(row.key) if row is not None else None

    def _count_down(self) -> None:
        if self.isVisible() and not self.paused:
            self.rows.touch()

    def _read(self) -> None:
        if self._attached:
            self.session.reading.spawn(self._take(), "skeletons")

    async def _take(self) -> None:
        kernel = self.session.kernel
        if kernel is None:
            return
        selected: SectionRow | None = self.table.item()
        self.rows.fill(sections(kernel))
        row = self.rows.row_of(selected.key) if selected is not None else None
        if row is not None:
            self.table.reveal_row(row)
        read = await kernel.skeletons.envelope(kernel.personas.current.imperal_id)
        words = f"the classifier reads {size(read.bytes)} of {kernel.personas.current.name}"
        over = f" · over the aim: {', '.join(read.over)}" if read.over else ""
        self.read.set_text(words + over, "warning" if over else "subtle")
        self.body.setCurrentIndex(0 if self.rows.empty else 1)
        self._show_counts()
        self._show_side()

    # -- the chosen section

    def _picked(self, row: SectionRow) -> None:
        record = self.ticks.latest(row.key)
        if record is not None:
            self.link.select(record, self.pane_id)

    def describe_again(self) -> None:
        """Says what is selected again."""
        self._show_side()

    def _show_side(self) -> None:
        row: SectionRow | None = self.table.item()
        self.side.setVisible(row is not None)
        self.refresh.setEnabled(row is not None)
        if row is not None and self.session.kernel is not None:
            self._say(row, self._describe(row))
            self.session.reading.spawn(self._explain(row), "a section")

    def _say(self, row: SectionRow, description: Description) -> None:
        record = self.ticks.latest(row.key)
        if record is None:
            self.side.show_text(description)
        else:
            self.side.show_record(record, description)

    async def _explain(self, row: SectionRow) -> None:
        """Adds what the section held before, and how the classifier reads it."""
        kernel = self.session.kernel
        if kernel is None:
            return
        versions = await kernel.skeletons.history(
            row.app_id, row.section, row.user_id, limit=_VERSIONS
        )
        read = await kernel.skeletons.envelope(row.user_id)
        line = next(
            (s.line for s in read.sections if (s.app_id, s.section) == (row.app_id, row.section)),
            "",
        )
        shown: SectionRow | None = self.table.item()
        if shown is not None and shown.key == row.key:
            self._say(shown, self._describe(shown, versions, line))

    def _describe(
        self, row: SectionRow, versions: list[Version] | None = None, line: str = ""
    ) -> Description:
        owner = self.session.person_name(row.user_id)
        return describe_section(row, self.ticks, owner, versions or [], line)

    def refresh_now(self) -> None:
        """Refreshes the chosen section of its user."""
        row: SectionRow | None = self.table.item()
        if row is not None:
            refresh = self._firing.refresh(row.app_id, row.section, row.user_id)
            self.session.tasks.spawn(refresh, "refresh a section")
