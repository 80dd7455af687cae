"""All keys on one sheet, by menu."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from workbench.gui.actions import shown_keys
from workbench.gui.command_table import MENUS
from workbench.gui.commands import Command, Registry
from workbench.gui.parts import look
from workbench.gui.parts.button import Button
from workbench.gui.parts.marks import Badge, Hairline
from workbench.gui.parts.overlay import Overlay
from workbench.gui.parts.slim import slim
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Line

_COLUMNS = 2


class ShortcutSheet(Overlay):
    """Lists every command that has a key; made anew each time it is opened."""

    def __init__(self, registry: Registry, window: QWidget) -> None:
        super().__init__(window, width=760, top=0.1)
        self._registry = registry
        head = Row(gap=8, margins=(20, 14, 12, 12))
        close = Button(icon="x", height=26)
        close.setToolTip("Close")
        close.clicked.connect(self.close_layer)
        head.add(Line("Keyboard shortcuts", "heading", stretch=True), close)
        self.sheet.body.addWidget(head)
        self.sheet.body.addWidget(Hairline(token="border-subtle"))
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        slim(self._scroll)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        self.sheet.body.addWidget(self._scroll, 1)
        self.setAccessibleName("Keyboard shortcuts")

    def open(self) -> None:
        """Draws the registry as it is now, and shows it."""
        inside = QWidget()
        inside.setAutoFillBackground(False)
        grid = QGridLayout(inside)
        side = look.px(20)
        grid.setContentsMargins(side, look.px(14), side, side)
        grid.setHorizontalSpacing(look.px(36))
        grid.setVerticalSpacing(look.px(18))
        groups = [(menu, keyed(self._registry, menu)) for menu in MENUS]
        for number, (menu, commands) in enumerate(group for group in groups if group[1]):
            grid.addWidget(_group(menu, commands), number // _COLUMNS, number % _COLUMNS)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        self._scroll.setWidget(inside)
        self._scroll.setMinimumHeight(min(look.px(560), inside.sizeHint().height() + 2))
        super().open()


def keyed(registry: Registry, menu: str) -> list[Command]:
    """The commands of a menu that have keys."""
    return [command for command in registry if command.menu == menu and command.keys]


def _group(menu: str, commands: list[Command]) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(look.px(6))
    column.addWidget(Line(menu, "small-strong", "muted"))
    for command in commands:
        row = Row(gap=10)
        row.add(Line(command.title, "ui", stretch=True))
        row.add(Badge(shown_keys(command), "muted", mono=True))
        column.addWidget(row)
    column.addStretch(1)
    return box
