"""A pane that is one list of records with the selected one described at its right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from workbench.gui.panes.description import Description, describe
from workbench.gui.panes.link import Link
from workbench.gui.panes.pane import whole
from workbench.gui.panes.picking import Picking
from workbench.gui.panes.record_model import RecordModel
from workbench.gui.panes.record_side import RecordSide
from workbench.gui.panes.table_pane import TablePane
from workbench.gui.parts.button import Button
from workbench.gui.parts.splitter import Splitter
from workbench.gui.parts.surface import Empty

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.journal.journal import Journal
    from workbench.kernel.journal.record import Record

Describe = Callable[["Record"], Description]


class DetailPane(TablePane):
    """A list and a side panel; `describe` puts a record into words.

    The list keeps records without their large values, so the side panel first shows what the list
    has, and then the whole record as soon as the journal has given it.
    """

    def __init__(
        self,
        session: Session,
        link: Link,
        model: RecordModel,
        empty: Empty,
        describe: Describe = describe,
        view: Picking | None = None,
    ) -> None:
        super().__init__(session, link, model, empty, view)
        self._describe = describe
        self.side = RecordSide()
        self.side.hide()
        self.splitter = Splitter(Qt.Orientation.Horizontal)
        self.column.removeWidget(self.body)
        self.splitter.addWidget(self.body)
        self.splitter.addWidget(self.side)
        self.splitter.setStretchFactor(0, 1)
        self.column.addWidget(self.splitter, 1)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_side())
        self.model.modelReset.connect(self._show_side)
        self.model.dataChanged.connect(lambda *_: self._show_side())
        self.side.source_asked.connect(self.open_source)
        self.trace = Button("Show in Trace", icon="activity")
        self.trace.clicked.connect(self.show_trace)
        self.side.add_tool(self.trace)

    def describe_again(self) -> None:
        """Says what is selected again."""
        self._show_side()

    def _show_side(self) -> None:
        record = self.selected_record()
        self.side.setVisible(record is not None)
        if record is None:
            return
        self.side.show_record(record, self._describe(record))
        kernel = self.session.kernel
        if kernel is not None:
            self.session.reading.spawn(self._show_whole(kernel.journal, record), "read a record")

    async def _show_whole(self, journal: Journal, record: Record) -> None:
        written = await whole(journal, record)
        description = await self.explain(journal, written)
        if self.selected_record() is record:
            self.side.show_record(written, description)

    async def explain(self, journal: Journal, record: Record) -> Description:
        """A whole record in words; subclasses may ask the journal for what belongs to it."""
        return self._describe(record)
