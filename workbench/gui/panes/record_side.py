"""The side panel that shows the description of the selected record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui.panes.description import Description
from workbench.gui.panes.identity import NOBODY_TONE, is_nobody
from workbench.gui.panes.link import place_text
from workbench.gui.panes.side import Facts, Side
from workbench.gui.parts import button
from workbench.gui.parts.banner import SourceLink
from workbench.gui.parts.button import Button
from workbench.gui.parts.code_box import CodeBox
from workbench.gui.parts.marks import Badge
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Line, Paragraph

if TYPE_CHECKING:
    from workbench.kernel.journal.record import Record

_MOST_LINES = 60


class RecordSide(Side):
    """Title, badge, the author's line, facts, texts and tools of one record.

    `source_asked` carries the record. Tools stand at the end, in the order they were added.
    """

    source_asked = Signal(object)

    def __init__(self, wide: int = 340, parent: QWidget | None = None) -> None:
        super().__init__(wide, parent)
        self.record: Record | None = None
        self.title = Line("", "ui-strong", stretch=True)
        self.badge = Badge("", "muted")
        head = Row(gap=8)
        head.add(self.title, self.badge)
        self.link = SourceLink()
        self.nobody = Badge("", NOBODY_TONE, mono=True)
        self.who = Line("", "mono-tiny", "subtle", stretch=True)
        self._where = Row(gap=0)
        self._where.add(self.link, self.nobody, self.who)
        self.message = Paragraph("", "small", "muted")
        self.hint = Paragraph("", "small", "text")
        self.facts = Facts()
        self._texts: list[tuple[Line, CodeBox]] = []
        self._tools = QVBoxLayout()
        self._tool_rows: list[Row] = []
        self._tools_added = 0
        self.open = Button("Open line", icon="external-link", variant=button.SECONDARY)
        self.add_tool(self.open)
        for widget in (head, self._where, self.message, self.hint, self.facts):
            self.body.addWidget(widget)
        self.body.addLayout(self._tools)
        self.body.addStretch(1)
        self.open.clicked.connect(lambda: self.source_asked.emit(self.record))
        self.link.clicked.connect(lambda: self.source_asked.emit(self.record))

    def add_tool(self, tool: Button) -> None:
        """Adds a button under the texts, two to a row."""
        if self._tools_added % 2 == 0:
            row = Row(gap=8)
            row.layout_.addStretch(1)
            self._tools.addWidget(row)
            self._tool_rows.append(row)
        self._tools_added += 1
        last = self._tool_rows[-1]
        last.layout_.insertWidget(last.layout_.count() - 1, tool)

    def show_record(self, record: Record, description: Description) -> None:
        """Takes up a record and what is said of it."""
        self.record = record
        self._where.show()
        self._show_origin(record)
        self._tools_shown(True)
        self._say(description)

    def show_text(self, description: Description) -> None:
        """Says something that no record stands behind; the record's tools go."""
        self.record = None
        self._where.hide()
        self._tools_shown(False)
        self._say(description)

    def _say(self, description: Description) -> None:
        self.title.set_text(description.title)
        self.badge.set(description.badge, description.tone)
        self.badge.setVisible(bool(description.badge))
        _show_paragraph(self.message, description.message)
        _show_paragraph(self.hint, description.hint)
        self.facts.set(description.facts)
        self.facts.setVisible(bool(description.facts))
        for number, (caption, text) in enumerate(description.blocks):
            self._fill(number, caption, text)
        for caption_line, box in self._texts[len(description.blocks) :]:
            caption_line.hide()
            box.hide()

    def _tools_shown(self, shown: bool) -> None:
        for row in self._tool_rows:
            row.setVisible(shown)

    def _show_origin(self, record: Record) -> None:
        """The author's line, who it ran as, and of which extension."""
        place = place_text(record)
        self.link.setText(place)
        self.link.restyle()
        self.link.setVisible(bool(place))
        number = place.rpartition(":")[2]
        self.open.show_text(f"Open line {number}" if number.isdigit() else "Open file")
        self.open.setVisible(bool(place))
        actor = record.actor or ""
        marked = is_nobody(actor)
        self.nobody.set(actor if marked else "", NOBODY_TONE)
        self.nobody.setVisible(marked)
        who = " · ".join(part for part in ("" if marked else actor, record.app_id) if part)
        self.who.set_text(f" · {who}" if (place or marked) and who else who)

    def texts(self) -> list[tuple[str, str]]:
        """What is shown under captions."""
        return [
            (line.text(), box.toPlainText()) for line, box in self._texts if not line.isHidden()
        ]

    def _fill(self, number: int, caption: str, text: str) -> None:
        if number == len(self._texts):
            line, box = Line("", "tiny-medium", "subtle"), CodeBox(_MOST_LINES)
            self._texts.append((line, box))
            place = self.body.indexOf(self.facts) + 1 + 2 * number
            self.body.insertWidget(place, line)
            self.body.insertWidget(place + 1, box)
        line, box = self._texts[number]
        line.set_text(caption)
        line.show()
        box.set_text(text)
        box.setAccessibleName(caption)


def _show_paragraph(paragraph: Paragraph, text: str) -> None:
    paragraph.set_text(text)
    paragraph.setVisible(bool(text))
