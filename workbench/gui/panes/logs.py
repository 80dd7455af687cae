"""Logs: everything extensions write, in the order it came, each line with its place in the code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from workbench.gui.panes.cells import LEVEL_TONES
from workbench.gui.panes.choices import Choices, Groups
from workbench.gui.panes.link import Link, related
from workbench.gui.panes.log_model import LogModel, level, message, origin
from workbench.gui.panes.log_view import LogView
from workbench.gui.panes.pane import Pane
from workbench.gui.panes.side import Side
from workbench.gui.parts.code_box import CodeBox
from workbench.gui.parts.marks import Badge
from workbench.gui.parts.splitter import Splitter
from workbench.gui.parts.surface import Empty, Row
from workbench.gui.parts.text import Line

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.journal.record import Record


LEVEL, EXTENSION, STREAM = "Level", "Extension", "Written by"
"""What lines can be narrowed by."""
STREAMS: Final = {
    "logging": "logging",
    "ctx": "ctx.log",
    "stdout": "print",
    "stderr": "standard error",
}


class LogSide(Side):
    """The whole text of the selected line."""

    def __init__(self) -> None:
        super().__init__(320)
        self.origin = Line("", "ui-strong", stretch=True)
        self.level = Badge("", "muted")
        head = Row(gap=8)
        head.add(self.origin, self.level)
        self.text = CodeBox(40)
        self.body.addWidget(head)
        self.body.addWidget(self.text)
        self.body.addStretch(1)

    def show_record(self, record: Record) -> None:
        """Takes up a line."""
        name = level(record)
        self.origin.set_text(origin(record) or "log")
        self.level.set(name, LEVEL_TONES.get(name, "muted"))
        self.text.set_text(message(record))


class LogsPane(Pane):
    """A live log with a filter, following its end."""

    pane_id = "logs"
    title = "Logs"

    def __init__(self, session: Session, link: Link) -> None:
        super().__init__(session, link)
        self.model = LogModel(self)
        self.view = LogView(self.model)
        self.side = LogSide()
        self.side.hide()
        self._empty = Empty(
            "square-terminal",
            "Nothing has been logged yet",
            "Lines of logging, print and ctx.log appear here, each with its place in the code.",
        )
        self._filtered_out = Empty("list-filter", "No line matches the filter")
        self.body = QStackedWidget()
        self.splitter = Splitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.view)
        self.splitter.addWidget(self.side)
        self.splitter.setStretchFactor(0, 1)
        for widget in (self._empty, self._filtered_out, self.splitter):
            self.body.addWidget(widget)
        self.column.addWidget(self.body, 1)
        self.view.picked.connect(self._picked)
        self.view.menu_asked.connect(self.record_menu)
        self.view.link_clicked.connect(self.open_source)
        self.model.counts_changed.connect(self._counts_changed)
        self.only = Choices(self._groups)
        self.bar.layout_.insertWidget(1, self.only)
        self.only.changed.connect(self._narrow)
        self.model.modelReset.connect(self.side.hide)

    def _groups(self) -> Groups:
        """What the lines can be narrowed to."""
        return {
            LEVEL: [(name, name) for name in LEVEL_TONES],
            EXTENSION: [(e.app_id, e.app_id) for e in self.session.extensions()],
            STREAM: list(STREAMS.items()),
        }

    def _narrow(self) -> None:
        chosen = self.only.chosen
        criteria: dict[str, Any] = {}
        if LEVEL in chosen:
            criteria["status"] = chosen[LEVEL]
        if EXTENSION in chosen:
            criteria["app_id"] = chosen[EXTENSION]
        if STREAM in chosen:
            criteria["fields"] = (("stream", chosen[STREAM]),)
        self.model.choose(criteria)

    def attach(self) -> None:
        """Reads the newest lines."""
        kernel = self.session.kernel
        if kernel is not None:
            self.model.attach(kernel.journal, self.session.reading)

    def receive(self, records: list[Record]) -> None:
        """Takes a live batch."""
        self.model.receive(records)

    def set_filter(self, text: str) -> None:
        """Narrows the lines."""
        self.model.set_filter(text)

    def apply_pause(self, paused: bool) -> None:
        """Lets new lines wait, or brings those that waited."""
        self.model.set_paused(paused)

    def reveal(self, record: Record) -> None:
        """Selects the first line written by what was selected elsewhere."""
        row = self.model.row_where(related(record))
        if row is not None:
            self.view.select(row, tell=False)
            self._show_side()

    def focus_content(self) -> None:
        """Moves the focus into the lines."""
        self.view.setFocus()

    def selected_record(self) -> Record | None:
        """The selected line."""
        return self.view.record()

    def _picked(self, record: Record) -> None:
        self._show_side()
        self.link.select(record, self.pane_id)

    def describe_again(self) -> None:
        """Says what is selected again."""
        self._show_side()

    def _show_side(self) -> None:
        record = self.view.record()
        self.side.setVisible(record is not None)
        if record is not None:
            self.side.show_record(record)

    def _counts_changed(self) -> None:
        self.bar.show_counts(self.model.hidden, self.model.waiting)
        shown = self.splitter if self.model.rowCount() else self._filtered_out
        self.body.setCurrentWidget(self._empty if self.model.empty else shown)
