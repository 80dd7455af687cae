"""The call that produced the panel an element is drawn in, and the params it was called with."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui.inspector.facts import Facts as ElementFacts
from workbench.gui.inspector.prop_table import PropModel, PropTable
from workbench.gui.panes.side import Facts
from workbench.gui.parts.button import SECONDARY, Button
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Line, Paragraph


class CallPage(QWidget):
    """Facts of the call, its params as a tree, and the way to its trace."""

    trace_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts = Facts()
        self.params = PropTable(PropModel(self))
        self.params.setAccessibleName("Params")
        self.trace = Button("Show in Trace", icon="activity", variant=SECONDARY)
        self.cause = Paragraph("", "small", "muted")
        self._title = Line("", "tiny-medium", "subtle", stretch=True)
        self._none = QWidget()
        facts = Row(margins=(14, 10, 14, 8))
        facts.add(self.facts)
        why = Row(margins=(14, 0, 14, 8))
        why.add(self.cause)
        tools = Row(gap=8, margins=(14, 0, 14, 10))
        tools.add(self.trace)
        tools.layout_.addStretch(1)
        caption = Row(margins=(14, 6, 14, 4))
        caption.add(self._title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (facts, why, tools, caption):
            column.addWidget(part)
        column.addWidget(self.params, 1)
        column.addWidget(self._none, 1)
        self.trace.clicked.connect(self.trace_asked)
        self.show_cause("")

    def show_call(self, facts: ElementFacts) -> None:
        """Shows the call behind an element; one of the chat's has none here."""
        self.facts.set(facts.call)
        self.trace.setVisible(bool(facts.call))
        self._title.set_text("params" if facts.params else "It was called without params.")
        self._title.setVisible(bool(facts.call))
        self.params.props.show(dict(facts.params), (), same=True)
        self.params.setVisible(bool(facts.params))
        self._none.setVisible(not facts.params)

    def show_cause(self, text: str) -> None:
        """Says what set the call going."""
        self.cause.set_text(text)
        self.cause.setVisible(bool(text))
