"""A button that narrows a table by what people choose from a menu: one value of each group."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from workbench.gui.parts.button import Button
from workbench.gui.parts.menu import add_icon, new_menu, show_under

Option = tuple[str, str]
"""A value, and what it is called."""
Groups = Mapping[str, Sequence[Option]]


class Choices(Button):
    """`groups()` are the values there are, asked for when the menu opens.

    `changed` tells that `chosen` did: the value of each group that something was chosen of.
    """

    changed = Signal()

    def __init__(self, groups: Callable[[], Groups], parent: QWidget | None = None) -> None:
        super().__init__("Any", icon="sliders-horizontal", height=26, parent=parent)
        self._groups = groups
        self._titles: dict[str, str] = {}
        self.chosen: dict[str, str] = {}
        self.setToolTip("Show only some")
        self.setAccessibleName("Show only some")
        self.clicked.connect(self._open)

    def choose(self, group: str, value: str, title: str = "") -> None:
        """Chooses a value of a group; an empty one is any."""
        self.chosen.pop(group, None)
        self._titles.pop(group, None)
        if value:
            self.chosen[group], self._titles[group] = value, title or value
        self.show_text(" · ".join(self._titles.values()) or "Any")
        self.show_icon("sliders-horizontal", "primary" if self.chosen else "")
        self.setAccessibleDescription(", ".join(f"{g} {t}" for g, t in self._titles.items()))
        self.changed.emit()

    def clear(self) -> None:
        """Chooses nothing any more."""
        for group in list(self.chosen):
            self.choose(group, "")

    def _open(self) -> None:
        menu = new_menu(self)
        for group, options in self._groups().items():
            if not menu.isEmpty():
                menu.addSeparator()
            menu.addAction(group).setEnabled(False)
            for value, title in (("", "any"), *options):
                entry = menu.addAction(title)
                entry.triggered.connect(partial(self._picked, group, value, title))
                if value == self.chosen.get(group, ""):
                    add_icon(menu, "check", "primary")
        show_under(menu, self)

    def _picked(self, group: str, value: str, title: str, _checked: bool = False) -> None:
        self.choose(group, value, title)
