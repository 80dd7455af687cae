"""The tools of a pane: filter line, what it hides, what waits, and the pause button."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.keys import key_book
from workbench.gui.parts import look
from workbench.gui.parts.button import Button
from workbench.gui.parts.field import Field
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Line

_SETTLE_MS = 15
_WORDS = 14
_PAUSE = "pane.pause"


class PaneBar(Row):
    """One row of tools.

    `filtered` carries the filter's text once typing has settled, `pause_asked` the button's new
    state; `left` tells that the person went from the filter down into the pane.
    """

    filtered = Signal(str)
    pause_asked = Signal(bool)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(gap=8, parent=parent)
        self.counts = Line("", "tiny", "subtle")
        self.filter = Field("Filter", icon="list-filter", height=26)
        self.pause = Button(key_book().shown(_PAUSE), icon="pause", height=26)
        self.pause.setCheckable(True)
        self.pause.setToolTip("Pause: new records wait and are counted")
        self.pause.setAccessibleName("Pause this pane")
        self.add(self.counts, self.filter, self.pause)
        self.filter.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(lambda: self.filtered.emit(self.filter.text()))
        self.filter.textChanged.connect(lambda _text: self._settle.start())
        self.pause.clicked.connect(self.pause_asked)
        self.filter.returnPressed.connect(self.left)
        key_book().changed.connect(self._keys_changed)

    def restyle(self) -> None:
        """Takes up the zoom in force."""
        super().restyle()
        if hasattr(self, "filter"):
            self.filter.setMaximumWidth(look.px(190))
            self.filter.setMinimumWidth(look.px(90))

    def show_counts(self, hidden: int, waiting: int) -> None:
        """Says how many rows which filter hides, and how many records wait."""
        words = " ".join(self.filter.text().split())
        short = words if len(words) <= _WORDS else f"{words[: _WORDS - 1]}…"
        by = f" by “{short}”" if words else ""
        parts = [f"{hidden:,}".replace(",", " ") + f" hidden{by}"] if hidden else []
        parts += [f"{waiting:,}".replace(",", " ") + " waiting"] if waiting else []
        self.counts.set_text(" · ".join(parts), "warning" if waiting else "subtle")
        self.counts.setToolTip(f"The filter is “{words}”" if hidden and words else "")
        self.counts.setVisible(bool(parts))

    def show_paused(self, paused: bool) -> None:
        """Shows whether the pane takes new records."""
        self.pause.setChecked(paused)
        self.pause.show_icon("play" if paused else "pause", "warning" if paused else "")
        self.pause.show_text("Paused" if paused else key_book().shown(_PAUSE))

    def _keys_changed(self) -> None:
        self.show_paused(self.pause.isChecked())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The down arrow goes from the filter into the pane."""
        if event.key() == Qt.Key.Key_Down:
            self.left.emit()
            return
        super().keyPressEvent(event)
