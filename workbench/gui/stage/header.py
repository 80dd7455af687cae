"""The line over a panel: what it is, which params it was called with, how long that took."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.panes.cells import duration
from workbench.gui.parts import look
from workbench.gui.parts.button import Button
from workbench.gui.parts.marks import Mark
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Line

HEIGHT = 38
_VALUE_LENGTH = 32


def params_text(panel_id: str, params: dict[str, Any]) -> str:
    """ "viewer · note_id=n118": the panel's id and the params it was last called with."""
    parts = [panel_id]
    for key, value in params.items():
        text = str(value)
        if text and value is not None:
            parts.append(f"{key}={text if len(text) <= _VALUE_LENGTH else text[:31] + '…'}")
    return " · ".join(parts)


class Header(Row):
    """Icon, title, params, duration, and buttons at the right end.

    `close_asked` is the cross, shown only if `closable`; `choose_asked` the arrow that appears when
    the slot holds more than one panel.
    """

    close_asked = Signal()
    choose_asked = Signal()

    def __init__(
        self, icon: str, title: str, *, closable: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(gap=8, margins=(14, 0, 8, 0), parent=parent)
        self.mark = Mark(icon, "muted")
        self.title = Line(title, "ui-strong")
        self.params = Line("", "small", "subtle", stretch=True)
        self.time = Line("", "mono-tiny", "subtle")
        self.choose = Button(icon="chevrons-up-down", height=24)
        self.choose.setToolTip("Other panels of this slot")
        self.close_button = Button(icon="x", height=24)
        self.close_button.setToolTip("Close; the chat takes the center back")
        self.add(self.mark, self.title, self.params, self.time, self.choose, self.close_button)
        # Where room is short the params give way, then the title, never the time.
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.params.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.time.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.choose.hide()
        self.close_button.setVisible(closable)
        self.choose.clicked.connect(self.choose_asked)
        self.close_button.clicked.connect(self.close_asked)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, False)

    def restyle(self) -> None:
        """Takes up the zoom in force."""
        super().restyle()
        self.setFixedHeight(look.px(HEIGHT))

    def show_answer(
        self, icon: str, title: str, params: str, duration_ms: float | None, note: str = ""
    ) -> None:
        """Shows what a panel's last call was."""
        self.mark.set(icon, "muted")
        self.title.set_text(title)
        self.params.set_text(params)
        self.time.set_text(note or ("" if duration_ms is None else duration(duration_ms)))
