"""All commands and their keys on one sheet: searched, and given other keys."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from workbench.gui.commands import Command, Registry
from workbench.gui.key_well import KeyWell
from workbench.gui.keys import fault, native, same
from workbench.gui.panes.cells import BADGE, MONO, Cell, Column
from workbench.gui.panes.rows_model import RowsModel
from workbench.gui.panes.table import PaneTable
from workbench.gui.parts import button, look
from workbench.gui.parts.button import Button
from workbench.gui.parts.field import Field
from workbench.gui.parts.marks import Hairline
from workbench.gui.parts.overlay import Overlay
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Line

_ROWS = 15
_HINT = "Return or a double click gives a command another key"


class ShortcutSheet(Overlay):
    """Lists every command under a search; `changed` tells that one has other keys now."""

    changed = Signal()

    def __init__(self, registry: Registry, window: QWidget) -> None:
        super().__init__(window, width=760, top=0.08)
        self._registry = registry
        self.search = Field("Search commands and keys", icon="search", height=34)
        self.model: RowsModel[Command] = RowsModel(self._columns(), lambda c: c.id, self)
        self.table = PaneTable(self.model)
        self.table.setAccessibleName("Commands and their keys")
        self.well = KeyWell()
        self.said = Line(_HINT, "tiny", "subtle", stretch=True)
        self.change = Button("Change", icon="keyboard", variant=button.PRIMARY)
        self.remove = Button("Remove", icon="eraser", variant=button.SECONDARY)
        self.reset = Button("Reset", icon="rotate-ccw", variant=button.SECONDARY)
        self.reset_all = Button("Reset all", variant=button.GHOST)
        self._wanted = ""
        self._build()
        self._connect()
        self.setAccessibleName("Keyboard shortcuts")
        self.restyle()

    def _build(self) -> None:
        head = Row(gap=8, margins=(20, 14, 12, 6))
        close = Button(icon="x", height=26)
        close.setToolTip("Close")
        close.setAccessibleName("Close")
        close.clicked.connect(self.close_layer)
        head.add(Line("Keyboard shortcuts", "heading", stretch=True), self.reset_all, close)
        find, foot = Row(margins=(8, 2, 8, 8)), Row(gap=8, margins=(18, 10, 12, 12))
        find.add(self.search)
        foot.add(self.said, self.remove, self.reset, self.change)
        self._foot = QStackedWidget()
        self._foot.addWidget(foot)
        self._foot.addWidget(self.well)
        for part in (head, find, Hairline(token="border-subtle"), self.table):
            self.sheet.body.addWidget(part)
        self.sheet.body.addWidget(Hairline(token="border-subtle"))
        self.sheet.body.addWidget(self._foot)

    def _connect(self) -> None:
        self.search.textChanged.connect(self.model.set_filter)
        self.search.installEventFilter(self)
        self.model.refilled.connect(self._choose_first)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._say())
        self.table.doubleClicked.connect(lambda _index: self.ask())
        self.change.clicked.connect(self.ask)
        self.remove.clicked.connect(lambda: self._give(()))
        self.reset.clicked.connect(self._reset)
        self.reset_all.clicked.connect(lambda: self._reset(every=True))
        self.well.caught.connect(self._caught)
        self.well.confirmed.connect(self._take_over)
        self.well.left.connect(self._end_asking)

    def _columns(self) -> tuple[Column[Command], ...]:
        return (
            Column("command", lambda c: Cell(c.title), 260, stretch=True),
            Column("menu", lambda c: Cell(c.menu or c.group.capitalize(), tone="muted"), 110),
            Column("keys", _keys_cell, 210),
            Column("", self._changed_cell, 90),
        )

    def _changed_cell(self, command: Command) -> Cell:
        yours = command.id in self._registry.chosen_keys()
        return Cell("yours" if yours else "", BADGE, "info")

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        super().restyle()
        if hasattr(self, "table"):
            self.table.setFixedHeight(look.px(28) * _ROWS)

    def open(self) -> None:
        """Shows the registry as it is now, with the focus in the search."""
        self.search.clear()
        self._end_asking()
        self._fill()
        self._choose_first()
        super().open()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def chosen(self) -> Command | None:
        """The command of the current row."""
        found: Command | None = self.table.item()
        return found

    def choose(self, command_id: str) -> None:
        """Makes a command the current row."""
        row = self.model.row_of(command_id)
        if row is not None:
            self.table.selectRow(row)

    def _fill(self) -> None:
        known = [command for command in self._registry if self._registry.bound(command.id)]
        self.model.fill(sorted(known, key=lambda command: not command.keys))

    def _choose_first(self) -> None:
        if self.chosen() is None and self.model.rowCount():
            self.table.selectRow(0)
        self._say()

    def _say(self) -> None:
        """What can be done with the one chosen."""
        command = self.chosen()
        kept = self._registry.chosen_keys()
        self.change.setEnabled(command is not None)
        self.remove.setEnabled(command is not None and bool(command.keys))
        self.reset.setEnabled(command is not None and command.id in kept)
        self.reset_all.setEnabled(bool(kept))
        self.said.set_text(_HINT if command is not None else "No command matches", "subtle")

    # -- other keys

    def ask(self) -> None:
        """Waits for the keys a person presses for the command chosen."""
        command = self.chosen()
        if command is None:
            return
        self._foot.setCurrentWidget(self.well)
        self.well.ask(f"Press the keys for “{command.title}”")

    def _caught(self, key: str) -> None:
        """Gives the key, or says why not, or whose it is and asks again."""
        command = self.chosen()
        if command is None:
            return
        wrong = fault(key, self._registry.usual_keys(command.id))
        holder = self._holder(key, command)
        if wrong:
            self.well.object(wrong)
        elif holder is not None:
            self._wanted = key
            self.well.ask_again(f"{native(key)} belongs to “{holder.title}”: Return takes it")
        else:
            self._give((key,))

    def _holder(self, key: str, command: Command) -> Command | None:
        """The other command that a key starts."""
        for other in self._registry:
            if other.id != command.id and any(same(key, held) for held in other.keys):
                return other
        return None

    def _take_over(self) -> None:
        """The key leaves the command it belonged to."""
        key, command = self._wanted, self.chosen()
        holder = self._holder(key, command) if command is not None and key else None
        if holder is not None:
            kept = [held for held in holder.keys if not same(key, held)]
            self._registry.rebind(holder.id, kept)
            self._give((key,))

    def _give(self, keys: tuple[str, ...]) -> None:
        command = self.chosen()
        if command is not None:
            self._registry.rebind(command.id, keys)
            self._refresh(command.id)

    def _reset(self, _checked: bool = False, *, every: bool = False) -> None:
        command = self.chosen()
        if command is not None:
            self._registry.reset(None if every else command.id)
            self._refresh(command.id)

    def _refresh(self, command_id: str) -> None:
        self._fill()
        self.choose(command_id)
        self._end_asking()
        self._say()
        self.changed.emit()

    def _end_asking(self) -> None:
        self._wanted = ""
        self._foot.setCurrentIndex(0)
        if self.isVisible():
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- keyboard

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the search that move in the table."""
        down = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if down and watched is self.search and self._key(cast("QKeyEvent", event)):
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return asks for keys, wherever the focus is."""
        if not self._key(event):
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        step = {
            Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _ROWS, Qt.Key.Key_PageUp: -_ROWS,
        }.get(key)  # fmt: skip
        if step is not None and self.model.rowCount():
            row = self.table.currentIndex().row() + step
            self.table.selectRow(max(0, min(self.model.rowCount() - 1, row)))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.ask()
            return True
        if key == Qt.Key.Key_Escape:
            self.close_layer()
            return True
        return False


def _keys_cell(command: Command) -> Cell:
    return Cell("   ".join(native(key) for key in command.keys), MONO)
