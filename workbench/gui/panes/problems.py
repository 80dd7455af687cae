"""Problems: what went wrong or would go wrong silently, each with its line and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from workbench.gui.panes.cells import ICON, MONO, Cell, Column
from workbench.gui.panes.columns import app_cell, clock_time, field, place_cell
from workbench.gui.panes.kinds import FAILURES, HANDLERS, is_problem
from workbench.gui.panes.link import Link, place_text
from workbench.gui.panes.record_model import PAGE, RecordModel
from workbench.gui.panes.side import CodeBox, Side
from workbench.gui.panes.table_pane import TablePane
from workbench.gui.parts import button
from workbench.gui.parts.button import Button
from workbench.gui.parts.marks import Badge
from workbench.gui.parts.splitter import Splitter
from workbench.gui.parts.surface import Empty, Row
from workbench.gui.parts.text import Line, Paragraph

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.journal.journal import Journal
    from workbench.kernel.journal.record import Record

_MARKS = {
    "error": ("triangle-alert", "danger"),
    "failed": ("triangle-alert", "danger"),
    "timeout": ("timer-off", "danger"),
    "host_lost": ("skull", "danger"),
    "crashed": ("skull", "danger"),
    "blocked": ("hourglass", "danger"),
    "warning": ("triangle-alert", "warning"),
    "cost": ("flame", "warning"),
    "hint": ("lightbulb", "info"),
    "info": ("info", "info"),
}


def error_of(record: Record) -> dict[str, Any]:
    """The error report in a record, or an empty one."""
    error = record.body.get("error")
    return dict(error) if isinstance(error, dict) else {}


def level(record: Record) -> str:
    """How bad it is: one of the known levels."""
    wanted = field(record, "level", default=record.status)
    return wanted if wanted in _MARKS else "warning"


def rule(record: Record) -> str:
    """The name of the rule or the type of the error."""
    return field(record, "rule") or str(error_of(record).get("type") or record.name)


def message(record: Record) -> str:
    """What happened, on one line."""
    return field(record, "message") or str(error_of(record).get("message") or record.name)


def _mark_cell(record: Record) -> Cell:
    name, tone = _MARKS[level(record)]
    return Cell(name, ICON, tone)


COLUMNS: tuple[Column[Record], ...] = (
    Column("", _mark_cell, 36),
    Column("rule", lambda record: Cell(rule(record), MONO), 190),
    Column("extension", app_cell, 110),
    Column("where", place_cell, 190),
    Column("what happened", lambda record: Cell(message(record)), 300, stretch=True),
    Column("at", lambda record: Cell(clock_time(record.at)[:8], MONO, "subtle"), 90, right=True),
)


class ProblemModel(RecordModel):
    """Problems, builds that failed, and handlers that raised."""

    def __init__(self) -> None:
        super().__init__(COLUMNS, sorted({"problem", "build"} | HANDLERS))

    def takes(self, record: Record) -> bool:
        """Everything of the kind problem, and of the others what failed."""
        return is_problem(record)

    async def page(self, journal: Journal, before_seq: int | None) -> list[Record]:
        """Two questions instead of reading every handler that succeeded."""
        found = await journal.query(("problem", "build"), before_seq=before_seq, limit=PAGE)
        for status in FAILURES:
            found += await journal.query(
                sorted(HANDLERS), before_seq=before_seq, limit=PAGE, status=status
            )
        return sorted(found, key=lambda record: -record.seq)[:PAGE]


class ProblemSide(Side):
    """Explains the selected problem."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(340, parent)
        self.title = Line("", "ui-strong", stretch=True)
        self.level = Badge("", "muted")
        head = Row(gap=8)
        head.add(self.title, self.level)
        self.text = Paragraph("", "small", "muted")
        self.hint = Paragraph("", "small", "text")
        self.code = CodeBox(16)
        self.open = Button("Open line", icon="external-link", variant=button.SECONDARY)
        self.trace = Button("Show in Trace", icon="activity")
        foot = Row(gap=8)
        foot.add(self.open, self.trace)
        foot.layout_.addStretch(1)
        for widget in (head, self.text, self.hint, self.code, foot):
            self.body.addWidget(widget)
        self.body.addStretch(1)

    def show_record(self, record: Record) -> None:
        """Takes up a problem."""
        report = error_of(record)
        self.title.set_text(field(record, "title", default=rule(record)))
        name = level(record)
        self.level.set(name, _MARKS[name][1])
        self.text.set_text(message(record))
        hint = field(record, "fix_text", "hint", default=str(report.get("hint") or ""))
        self.hint.set_text(hint)
        self.hint.setVisible(bool(hint))
        self.code.set_text(field(record, "fix", "evidence") or _stack_text(report))
        place = place_text(record)
        self.open.setVisible(bool(place))
        line = place.rpartition(":")[2]
        self.open.show_text(f"Open line {line}" if line.isdigit() else "Open file")


def _stack_text(report: dict[str, Any]) -> str:
    """The traceback, innermost call last."""
    lines = []
    for frame in report.get("traceback") or ():
        lines.append(f"{frame.get('file')}:{frame.get('line')} {frame.get('function')}")
        if frame.get("code"):
            lines.append(f"    {frame['code']}")
    return "\n".join(lines)


class ProblemsPane(TablePane):
    """All problems of the session, newest first, with an explanation at the right."""

    pane_id = "problems"
    title = "Problems"

    def __init__(self, session: Session, link: Link) -> None:
        empty = Empty(
            "circle-check",
            "No problems",
            "What fails, and what production would swallow without a word, is listed here.",
        )
        super().__init__(session, link, ProblemModel(), empty)
        self.side = ProblemSide()
        self.side.hide()
        self.splitter = Splitter(Qt.Orientation.Horizontal)
        self.column.removeWidget(self.body)
        self.splitter.addWidget(self.body)
        self.splitter.addWidget(self.side)
        self.splitter.setStretchFactor(0, 1)
        self.column.addWidget(self.splitter, 1)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_side())
        self.model.modelReset.connect(self._show_side)
        self.side.open.clicked.connect(self._open_current)
        self.side.trace.clicked.connect(self._show_trace)

    def _show_side(self) -> None:
        record = self.selected_record()
        self.side.setVisible(record is not None)
        if record is not None:
            self.side.show_record(record)

    def _show_trace(self) -> None:
        record = self.selected_record()
        if record is not None:
            self.link.show_in(record, "trace")
