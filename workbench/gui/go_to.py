"""Asks for a record by its link, id or number."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from workbench.gui.panes.record_link import BEGINNING
from workbench.gui.parts.field import Field
from workbench.gui.parts.overlay import Overlay
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Line

_HINT = "A link, an id such as panel-17, or a number such as 204"


class GoTo(Overlay):
    """One field; `asked` carries its text. What was wrong with it is said below."""

    asked = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, width=520, top=0.18)
        self.field = Field("Go to record", icon="link", height=34)
        self.said = Line(_HINT, "tiny", "subtle", stretch=True)
        head, foot = Row(margins=(8, 8, 8, 4)), Row(margins=(18, 0, 18, 12))
        head.add(self.field)
        foot.add(self.said)
        self.sheet.body.addWidget(head)
        self.sheet.body.addWidget(foot)
        self.field.returnPressed.connect(lambda: self.asked.emit(self.field.text()))
        self.field.textEdited.connect(lambda _text: self.say(_HINT, "subtle"))
        self.setAccessibleName("Go to record")

    def open(self) -> None:
        """Shows the field, with a link that was copied already in it."""
        copied = QGuiApplication.clipboard().text().strip()
        self.field.setText(copied if copied.startswith(BEGINNING) else "")
        self.say(_HINT, "subtle")
        super().open()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def say(self, text: str, tone: str = "danger") -> None:
        """Says something about what was asked."""
        self.said.set_text(text, tone)
