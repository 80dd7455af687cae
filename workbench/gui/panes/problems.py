"""Problems: what went wrong or would go wrong silently, each with its line and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.gui.panes.cells import ICON, MONO, Cell, Column
from workbench.gui.panes.columns import app_cell, field, place_cell, short_time
from workbench.gui.panes.description import Description, blocks, stack_text
from workbench.gui.panes.detail_pane import DetailPane
from workbench.gui.panes.link import Link
from workbench.gui.panes.record_model import RecordModel
from workbench.gui.parts.button import Button
from workbench.gui.parts.question import ask
from workbench.gui.parts.surface import Empty
from workbench.kernel.kinds import FAILURES, FINDING, HANDLERS, MENDED

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.journal.reader import Query
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
    "mended": ("circle-check", "success"),
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
    Column("at", lambda record: Cell(short_time(record.at), MONO, "subtle"), 90, right=True),
)


class ProblemModel(RecordModel):
    """Problems, failed builds, and handlers that raised; a finding of a validator has one row."""

    def __init__(self) -> None:
        super().__init__(COLUMNS, sorted({"problem", "build"} | HANDLERS), latest=True)

    def wanted(self) -> tuple[Query, ...]:
        """Everything of the kind problem, and of the others what failed."""
        from workbench.kernel.journal.reader import Query

        return (
            Query(kinds=("problem",), latest=True),
            Query(kinds=("build",), status="failed"),
            Query(kinds=tuple(sorted(HANDLERS)), status=FAILURES),
        )


def describe_problem(record: Record) -> Description:
    """What went wrong, what to do, and the stack or the evidence."""
    report = error_of(record)
    name = level(record)
    return Description(
        field(record, "title", default=rule(record)),
        name,
        _MARKS[name][1],
        message(record),
        field(record, "fix_text", "hint", default=str(report.get("hint") or "")),
        blocks=tuple(
            blocks(
                ("fix", record.body.get("fix")),
                ("evidence", record.body.get("evidence")),
                ("stack", stack_text(report)),
            )
        ),
    )


def is_finding(record: Record) -> bool:
    """Whether a validator found it, and it is not mended."""
    return record.id.startswith(FINDING) and record.status != MENDED


class ProblemsPane(DetailPane):
    """All problems of the session, newest first, with an explanation at the right."""

    pane_id = "problems"
    title = "Problems"

    def __init__(self, session: Session, link: Link) -> None:
        empty = Empty(
            "circle-check",
            "No problems",
            "What fails, and what production would swallow without a word, is listed here.",
        )
        super().__init__(session, link, ProblemModel(), empty, describe_problem)
        self.silence = Button("Silence rule…", icon="bell-off")
        self.silence.setToolTip("Write the rule under [check] of workbench.toml")
        self.silence.clicked.connect(self.silence_rule)
        self.side.add_tool(self.silence)
        self.commands = {"problems.silence": self.silence_rule}

    def _show_side(self) -> None:
        super()._show_side()
        record = self.selected_record()
        self.silence.setVisible(record is not None and is_finding(record))

    def silence_rule(self) -> None:
        """Asks, and then silences the rule of the finding that is selected."""
        record = self.selected_record()
        if record is not None and is_finding(record) and record.app_id is not None:
            self.session.tasks.spawn(self._silence(record.app_id, rule(record)), "silence a rule")

    async def _silence(self, app_id: str, name: str) -> None:
        sure = await ask(
            self.window(),
            f"{name} is no longer reported for {app_id}. It is written into its workbench.toml.",
            title="Silence this rule?",
            yes="Silence",
        )
        if sure:
            await self._write_silence(app_id, name)

    async def _write_silence(self, app_id: str, name: str) -> None:
        """Writes it into the extension's workbench.toml, and validates again."""
        from workbench.kernel.errors import WorkbenchError
        from workbench.kernel.silencing import silence

        kernel = self.session.kernel
        if kernel is None or app_id not in kernel.extensions:
            return
        try:
            silence(kernel.extensions[app_id].root, name)
            await kernel.reload(app_id)
            await kernel.authoring.validate(app_id)
        except (WorkbenchError, OSError) as error:
            self.session.notice.emit(str(error))
