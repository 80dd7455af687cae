"""The side panel of the trace: what the selected span is, took, was given and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from workbench.gui.panes.cells import duration, status_tone
from workbench.gui.panes.description import Fact
from workbench.gui.panes.instants import instants
from workbench.gui.panes.link import place_text
from workbench.gui.panes.side import Facts, Side
from workbench.gui.panes.span_words import details, title
from workbench.gui.panes.spans import SpanRow
from workbench.gui.panes.stages import CALLS, OWN, WORDS, spent
from workbench.gui.parts.banner import SourceLink
from workbench.gui.parts.code_box import CodeBox
from workbench.gui.parts.marks import Badge
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Line

if TYPE_CHECKING:
    from workbench.gui.panes.span_model import SpanModel
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

    def show_span(self, row: SpanRow, facts: list[Fact]) -> None:
        """Takes up a span and what is known of its time."""
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
        self.facts.set(facts)
        self.text.set_text(details(record))


def facts(row: SpanRow, spans: SpanModel, targets: dict[str, Target]) -> list[Fact]:
    """How long a span took and what that went into, when it began, and what waited for it."""
    record, took = row.record, row.duration_ms
    found: list[Fact] = [("took", duration(took), _budget(targets.get(record.kind)))]
    parts = spent(spans.parts(row))
    cpu = record.body.get("cpu_ms")
    for name, ms in parts.items():
        note = _share(ms, took)
        if name == OWN and isinstance(cpu, int | float):
            note = f"cpu {duration(float(cpu))}"
        found.append((WORDS[name], duration(ms), note))
    inside = spans.inside_ms(row)
    if inside and took and not parts:
        found.append((WORDS[CALLS], duration(inside), _share(inside, took)))
    bound = sum(end - begin for begin, end in spans.critical(row))
    if bound:
        found.append(("critical path", duration(bound), _share(bound, spans.trace.extent_ms)))
    when = f"{instants().exact(record.at)[:8]} {instants().zone(record.at)}"
    found.append(("began", f"+{duration(row.start_ms)}", when))
    virtual = record.body.get("virtual_ms")
    if isinstance(virtual, int | float) and abs(virtual - (took or 0)) > 1000:
        found.append(("virtual", duration(float(virtual)), ""))
    return found


def _share(ms: float, of: float | None) -> str:
    return f"{min(1.0, ms / of):.0%}".replace("%", "\u202f%") if of else ""


def _budget(target: Target | None) -> str:
    return f"budget {target.ms:g}" if target is not None else ""
