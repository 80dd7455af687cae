"""The audit ledger: one row per call the platform would keep, newest first.

The selected row is explained by the records around it: the handler's run it accounts for, and what
that run caused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from workbench.gui.panes.cells import (
    ACTION_TONES,
    MONO,
    TEXT,
    Cell,
    Column,
    duration,
    status_tone,
)
from workbench.gui.panes.choices import Choices, Groups
from workbench.gui.panes.columns import (
    action_type_cell,
    actor_cell,
    arguments_cell,
    duration_cell,
    field,
    status_cell,
    time_cell,
)
from workbench.gui.panes.description import Description, Fact, blocks, common_facts, error_text
from workbench.gui.panes.detail_pane import DetailPane
from workbench.gui.panes.link import Link
from workbench.gui.panes.record_model import RecordModel
from workbench.gui.panes.span_words import remark, title
from workbench.gui.parts.button import Button
from workbench.gui.parts.surface import Empty
from workbench.kernel.personas import SYSTEM_ID, WEBHOOK_ID

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.journal.journal import Journal
    from workbench.kernel.journal.record import Record


TYPE, STATUS, ACTOR = "Type", "Status", "Acting as"
"""What the ledger can be narrowed by."""
STATUSES: Final = ("success", "failed", "validation_rejected", "cancelled")
PANE_OF: Final = {
    "event": "events",
    "http": "http",
    "task": "tasks",
    "notify": "notifications",
    "log": "logs",
    "problem": "problems",
}
"""Where a record of some kinds is at home; the others are shown in the trace."""
CAUSED: Final = 60
"""Records a row's run caused that are listed; the trace has them all."""

_ABOUT: Final = frozenset({"audit", "log", "gate"})


def function_cell(record: Record) -> Cell:
    """ "notes.create_note": extension and tool."""
    tool = field(record, "tool_name", "tool", default=record.name)
    app = record.app_id or ""
    return Cell(tool if not app or tool.startswith(f"{app}.") else f"{app}.{tool}", MONO)


def source_cell(record: Record) -> Cell:
    """chat, panel, schedule, event …"""
    return Cell(field(record, "source", default="–"), TEXT, "muted")


def columns(name: Callable[[str], str]) -> tuple[Column[Record], ...]:
    """The columns; `name` says what a person of that id is called."""
    return (
        Column("time", time_cell, 120),
        Column("type", action_type_cell, 104),
        Column("function", function_cell, 200),
        Column("acting as", actor_cell(name), 112),
        Column("status", status_cell, 140),
        Column("ms", duration_cell, 64, right=True),
        Column("source", source_cell, 80),
        Column("arguments", arguments_cell, 240, stretch=True),
    )


def describe_row(
    record: Record, run: Record | None = None, caused: Sequence[Record] = ()
) -> Description:
    """A row of the ledger, with the run it accounts for and what that run caused, if known."""
    body, ran = record.body, run.body if run is not None else {}
    return Description(
        function_cell(record).text,
        record.status,
        status_tone(record.status),
        facts=(*common_facts(record), *_facts(record)),
        blocks=tuple(
            blocks(
                ("error", error_text(ran.get("error")) or body.get("error")),
                ("arguments", body.get("args")),
                ("result", ran.get("value")),
                ("caused", "\n".join(_line(effect) for effect in caused)),
            )
        ),
    )


def _facts(record: Record) -> list[Fact]:
    body = record.body
    found: list[Fact] = [
        ("type", field(record, "action_type", default="read"), field(record, "source"))
    ]
    if body.get("action_price"):
        found.append(("price", f"{body['action_price']} tokens", ""))
    if body.get("retention_class"):
        found.append(("kept", str(body["retention_class"]), ""))
    return found


def _line(record: Record) -> str:
    parts = (title(record), remark(record), record.status if record.status != "ok" else "")
    return " · ".join(
        part for part in (*parts, duration(record.duration_ms)) if part and part != "–"
    )


class AuditPane(DetailPane):
    """Who called what, as whom, with which arguments, and how it ended."""

    pane_id = "audit"
    title = "Audit"

    def __init__(self, session: Session, link: Link) -> None:
        empty = Empty(
            "scroll-text",
            "No call has been audited yet",
            "Every call of a chat function, schedule or webhook leaves a row here.",
        )
        model = RecordModel(columns(session.person_name), ("audit",))
        super().__init__(session, link, model, empty, describe_row)
        self.only = Choices(self._groups)
        self.bar.layout_.insertWidget(1, self.only)
        self.only.changed.connect(self._narrow)
        self.find_cause = Button("What it caused", icon="corner-down-right")
        self.find_cause.clicked.connect(self._show_caused)
        self.side.add_tool(self.find_cause)
        self._caused: list[Record] = []

    def _groups(self) -> Groups:
        """What the ledger can be narrowed to."""
        kernel = self.session.kernel
        people = [(p.imperal_id, p.name or p.imperal_id) for p in kernel.personas] if kernel else []
        return {
            TYPE: [(name, name) for name in ACTION_TONES],
            STATUS: [(name, name.replace("_", " ")) for name in STATUSES],
            ACTOR: [*people, *((actor, actor) for actor in (SYSTEM_ID, WEBHOOK_ID))],
        }

    def _narrow(self) -> None:
        chosen = self.only.chosen
        criteria: dict[str, Any] = {}
        if TYPE in chosen:
            criteria["fields"] = (("action_type", chosen[TYPE]),)
        if STATUS in chosen:
            criteria["status"] = chosen[STATUS]
        if ACTOR in chosen:
            criteria["actor"] = chosen[ACTOR]
        self.model.choose(criteria)

    def _show_side(self) -> None:
        self._caused = []
        self.find_cause.hide()
        super()._show_side()

    def _show_caused(self) -> None:
        """Brings the first record the call caused into view, in the pane of its kind."""
        if self._caused:
            record = self._caused[0]
            self.link.show_in(record, PANE_OF.get(record.kind, "trace"))

    async def explain(self, journal: Journal, record: Record) -> Description:
        """A row with the run it accounts for and the records that run caused, oldest first."""
        if record.parent_id is None:
            return describe_row(record)
        run = await journal.get(record.parent_id)
        inside = await journal.query(parent_id=record.parent_id, limit=CAUSED)
        after = await journal.query(cause_id=record.parent_id, limit=CAUSED)
        caused = {effect.id: effect for effect in (*inside, *after) if effect.kind not in _ABOUT}
        found = sorted(caused.values(), key=lambda effect: effect.seq)
        if self.selected_record() is not None:
            self._caused = found
            self.find_cause.setVisible(bool(found))
        return describe_row(record, run, found)
