"""The side of the Data pane: one thing that is kept, whole."""

from __future__ import annotations

from workbench.gui.panes.description import as_text
from workbench.gui.panes.side import Facts, Side
from workbench.gui.parts.code_box import CodeBox
from workbench.gui.parts.text import Line
from workbench.kernel.services.contents import Entry


class EntrySide(Side):
    """Its name, facts about it, and its value."""

    def __init__(self) -> None:
        super().__init__(340)
        self.title = Line("", "ui-strong", stretch=True)
        self.facts = Facts()
        self.text = CodeBox(200)
        for widget in (self.title, self.facts, self.text):
            self.body.addWidget(widget)
        self.body.addStretch(1)

    def show_entry(self, entry: Entry, facts: list[tuple[str, str, str]]) -> None:
        """Takes up an entry."""
        self.title.set_text(entry.key)
        self.facts.set(facts)
        self.text.set_text(as_text(entry.value))
