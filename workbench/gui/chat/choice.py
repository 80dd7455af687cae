"""One of a few values: a button that opens them as a menu; arrows go through them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.parts import button, look
from workbench.gui.parts.button import Button
from workbench.gui.parts.menu import add_icon, new_menu, show_under

_WIDEST = 280


class Choice(Button):
    """Shows the value chosen; `changed` when somebody chose another one."""

    changed = Signal()

    def __init__(
        self, name: str, values: Sequence[str], nothing: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(variant=button.OUTLINE, icon="chevrons-up-down", parent=parent)
        self._values = ["", *values] if nothing else list(values)
        self._nothing = nothing
        self._chosen = ""
        self.mono = True
        self.minimum = 120
        self.setAccessibleName(name)
        self.clicked.connect(self._open)
        self.choose("")

    def text_chosen(self) -> str:
        """The value chosen; empty for none."""
        return self._chosen

    def choose(self, value: str) -> None:
        """Shows a value."""
        self._chosen = value
        self.show_text(value, "" if value else self._nothing or "choose…")
        self.setAccessibleDescription(value)

    def sizeHint(self) -> QSize:
        """The value, up to a width that fits the narrowest chat."""
        hint = super().sizeHint()
        return QSize(min(hint.width(), look.px(_WIDEST)), hint.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the value before or after."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self._values:
            super().keyPressEvent(event)
            return
        at = self._values.index(self._chosen) if self._chosen in self._values else -1
        self._pick(self._values[max(0, min(len(self._values) - 1, at + step))])

    def _open(self) -> None:
        menu = new_menu(self)
        for value in self._values:
            entry = menu.addAction(value or self._nothing)
            entry.triggered.connect(partial(self._picked, value))
            if value == self._chosen:
                add_icon(menu, "check", "primary")
        show_under(menu, self)

    def _picked(self, value: str, _checked: bool = False) -> None:
        self._pick(value)

    def _pick(self, value: str) -> None:
        if value != self._chosen:
            self.choose(value)
            self.changed.emit()
