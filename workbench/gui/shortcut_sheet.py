"""All keys on one sheet, by menu."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

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

Group = tuple[str, list[Command]]


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
        row = QHBoxLayout(inside)
        side = look.px(20)
        row.setContentsMargins(side, look.px(14), side, side)
        row.setSpacing(look.px(40))
        for commands in self._columns():
            row.addLayout(_column(commands), 1)
        self._scroll.setWidget(inside)
        inside.setAutoFillBackground(False)
        self._scroll.setMinimumHeight(min(look.px(600), inside.sizeHint().height() + 2))
        super().open()

    def _columns(self) -> tuple[list[Group], list[Group]]:
        """The groups in two columns of about the same length."""
        groups = [(menu, keyed(self._registry, menu)) for menu in MENUS]
        groups = [group for group in groups if group[1]]
        tall = [len(commands) + 2 for _, commands in groups]
        cut = min(range(len(groups) + 1), key=lambda at: max(sum(tall[:at]), sum(tall[at:])))
        return groups[:cut], groups[cut:]


def keyed(registry: Registry, menu: str) -> list[Command]:
    """The commands of a menu that have keys."""
    return [command for command in registry if command.menu == menu and command.keys]


def _column(groups: list[Group]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(look.px(6))
    for menu, commands in groups:
        column.addWidget(Line(menu, "small-strong", "muted"))
        for command in commands:
            row = Row(gap=10)
            row.add(Line(command.title, "ui", stretch=True))
            row.add(Badge(shown_keys(command), "muted", mono=True))
            column.addWidget(row)
        column.addSpacing(look.px(14))
    column.addStretch(1)
    return column
