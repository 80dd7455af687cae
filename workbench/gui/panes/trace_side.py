"""The side panel of the trace: what the selected span is, took, was given and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from workbench.gui.panes.cells import duration, status_tone
from workbench.gui.panes.columns import clock_time
from workbench.gui.panes.description import Fact
from workbench.gui.panes.link import place_text
from workbench.gui.panes.side import CodeBox, Facts, Side
from workbench.gui.panes.spans import SpanRow, details, title
from workbench.gui.parts.banner import SourceLink
from workbench.gui.parts.marks import Badge
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Line

if TYPE_CHECKING:
    from workbench.kernel.journal.record import Record
    from workbench.kernel.latency import Target


class TraceSide(Side):
    """Facts and texts of one span; `source_asked` carries its record.

    `targets` are what the kinds of records should keep.
    """

    source_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(290, parent)
        self._record: Record | None = None
        self.targets: dict[str, Target] = {}
        self.title = Line("", "ui-strong", stretch=True)
        self.status = Badge("", "muted")
        head = Row(gap=8)
        head.add(self.title, self.status)
        self.link = SourceLink()
        self.who = Line("", "mono-tiny", "subtle", stretch=True)
        where = Row(gap=0)
        where.add(self.link, self.who)
        self.facts = Facts()
        self.text = CodeBox(500)
        for widget in (head, where, self.facts, self.text):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.link.clicked.connect(lambda: self.source_asked.emit(self._record))

    def show_span(self, row: SpanRow, inside_ms: float) -> None:
        """Takes up a span; `inside_ms` is the time spent in the calls below it."""
        record = row.record
        self._record = record
        self.title.set_text(title(record))
        self.status.set(record.status, status_tone(record.status))
        place = place_text(record)
        self.link.setText(place)
        self.link.restyle()
        self.link.setVisible(bool(place))
        who = " · ".join(part for part in (record.actor, record.app_id) if part)
        self.who.set_text(f" · {who}" if place and who else who)
        self.facts.set(facts(row, inside_ms, self.targets))
        self.text.set_text(details(record))


def facts(row: SpanRow, inside_ms: float, targets: dict[str, Target]) -> list[Fact]:
    """Duration, handler, waiting, start and virtual time of a span."""
    record = row.record
    found: list[Fact] = [("took", duration(record.duration_ms), _budget(targets.get(record.kind)))]
    handler = record.body.get("handler_ms")
    if isinstance(handler, int | float):
        cpu = record.body.get("cpu_ms")
        note = f"cpu {duration(float(cpu))}" if isinstance(cpu, int | float) else ""
        found.append(("handler", duration(float(handler)), note))
    if row.lead_ms:
        found.append(("before it ran", duration(row.lead_ms), "queue, dispatch"))
    if inside_ms and record.duration_ms:
        share = min(1.0, inside_ms / record.duration_ms)
        found.append(("waiting on calls", duration(inside_ms), f"{share:.0%}".replace("%", " %")))
    found.append(("began", f"+{duration(row.start_ms)}", f"{clock_time(record.at)[:8]} UTC"))
    virtual = record.body.get("virtual_ms")
    if isinstance(virtual, int | float) and abs(virtual - (record.duration_ms or 0)) > 1000:
        found.append(("virtual", duration(float(virtual)), ""))
    return found


def _budget(target: Target | None) -> str:
    return f"budget {target.ms:g}" if target is not None else ""
