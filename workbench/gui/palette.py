"""The command palette: type a few letters, see what can be done, run it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QObject,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from workbench.gui.actions import Actions, shown_keys
from workbench.gui.commands import Command, Registry
from workbench.gui.panes.table_model import ROOT, Index
from workbench.gui.parts import look, paint
from workbench.gui.parts.field import Field
from workbench.gui.parts.marks import Hairline
from workbench.gui.parts.overlay import Overlay
from workbench.gui.parts.slim import slim
from workbench.gui.parts.surface import Row
from workbench.gui.theme import icons

ROW = 36
_ROWS = 10
_CUTOFF = 45.0
_DIMMED = 10.0
COMMAND_ROLE = Qt.ItemDataRole.UserRole + 1


def search(registry: Registry, text: str, recent: Sequence[str] = ()) -> list[Command]:
    """Commands that match a text, best first; without a text all, those used lately first.

    Of equal matches the enabled one stands first. The text is compared with title, menu and id.
    """
    commands = list(registry)
    words = text.strip()
    if not words:
        order = {id_: place for place, id_ in enumerate(recent)}
        commands.sort(key=lambda c: (not registry.enabled(c.id), order.get(c.id, len(order))))
        return commands
    from rapidfuzz import fuzz, utils

    scored = []
    for place, command in enumerate(commands):
        score = fuzz.WRatio(words, haystack(command), processor=utils.default_process)
        if words.lower() in command.title.lower():
            score += 30
        if command.title.lower().startswith(words.lower()):
            score += 20
        if score >= _CUTOFF:
            scored.append((score - _DIMMED * (not registry.enabled(command.id)), -place, command))
    scored.sort(key=lambda entry: entry[:2], reverse=True)
    return [command for *_, command in scored]


def haystack(command: Command) -> str:
    """What a search looks through."""
    return f"{command.title} {command.menu} {command.id.replace('.', ' ')} {command.detail}"


class PaletteModel(QAbstractListModel):
    """The commands found."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commands: list[Command] = []

    def show_commands(self, commands: list[Command]) -> None:
        """Shows other commands."""
        self.beginResetModel()
        self._commands = commands
        self.endResetModel()

    def command(self, row: int) -> Command | None:
        """The command of a row."""
        return self._commands[row] if 0 <= row < len(self._commands) else None

    def rowCount(self, parent: Index = ROOT) -> int:
        """Commands found."""
        return 0 if parent.isValid() else len(self._commands)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Title, or the command."""
        command = self.command(index.row()) if index.isValid() else None
        if command is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return command.title
        return command if role == COMMAND_ROLE else None


class PaletteDelegate(QStyledItemDelegate):
    """Icon, title, menu and keys of a command."""

    def __init__(self, registry: Registry, parent: QWidget) -> None:
        super().__init__(parent)
        self._registry = registry

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One row."""
        return QSize(look.px(200), look.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The row."""
        command = index.data(COMMAND_ROLE)
        if not isinstance(command, Command):
            return
        painter.save()
        rect = QRectF(option.rect).adjusted(look.px(6), 1, -look.px(6), -1)
        if option.state & QStyle.StateFlag.State_Selected:
            paint.rounded(painter, rect, look.px(6), look.theme().color("selected"))
        if not self._registry.enabled(command.id):
            painter.setOpacity(0.45)
        self._paint_command(painter, rect, command)
        painter.restore()

    def _paint_command(self, painter: QPainter, rect: QRectF, command: Command) -> None:
        checked = self._registry.checked(command.id)
        name, tone = ("check", "primary") if checked else (command.icon or "dot", "muted")
        side, middle = look.px(15), rect.center().y()
        x = rect.left() + look.px(10)
        icons.paint(painter, name, x, middle - side / 2 + 0.5, side, look.ink(tone))
        x += side + look.px(10)
        wide = look.width("ui", command.title)
        place = QRectF(x, rect.top(), wide + 1, rect.height())
        paint.text(painter, place, command.title, "ui", look.ink("text"))
        x += wide + look.px(10)
        right = rect.right() - look.px(10)
        keys = shown_keys(command)
        if keys:
            room = look.width("mono-tiny", keys)
            place = QRectF(right - room, rect.top(), room + 1, rect.height())
            paint.text(painter, place, keys, "mono-tiny", look.ink("muted"))
            right -= room + look.px(10)
        rest = QRectF(x, rect.top(), max(0.0, right - x), rect.height())
        paint.text(painter, rest, command.detail or command.menu, "small", look.ink("subtle"))


class Palette(Overlay):
    """Search field over a list of commands."""

    def __init__(self, actions: Actions, window: QWidget) -> None:
        super().__init__(window, width=620, top=0.14)
        self._actions = actions
        self._recent: list[str] = []
        self.field = Field("Run a command", icon="search", height=34)
        self.model = PaletteModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(PaletteDelegate(actions.registry, self.list))
        slim(self.list)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        head = Row(margins=(8, 8, 8, 8))
        head.add(self.field)
        self.sheet.body.addWidget(head)
        self.sheet.body.addWidget(Hairline(token="border-subtle"))
        self.sheet.body.addWidget(self.list)
        self.sheet.body.addSpacing(6)
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.list.clicked.connect(lambda index: self._run(index.row()))
        self.list.entered.connect(self.list.setCurrentIndex)
        self.setAccessibleName("Command palette")
        self._restyle_list()

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        super().restyle()
        if hasattr(self, "list"):
            self._restyle_list()

    def _restyle_list(self) -> None:
        palette = QPalette(self.list.palette())
        palette.setColor(QPalette.ColorRole.Base, look.theme().color("surface-1"))
        palette.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        self.list.setPalette(palette)
        self.list.setFixedHeight(look.px(ROW) * _ROWS)

    def open(self) -> None:
        """Shows the palette, empty, with the focus in the field."""
        self.field.clear()
        self._search("")
        super().open()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def titles(self) -> list[str]:
        """The titles found, best first."""
        return [str(self.model.index(row).data()) for row in range(self.model.rowCount())]

    def _search(self, text: str) -> None:
        found = search(self._actions.registry, text, self._recent)
        self.model.show_commands([command for command in found if command.id != "view.palette"])
        self.list.setCurrentIndex(self.model.index(0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field that move in the list."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and watched is not self.parent() and self._key(cast("QKeyEvent", event)):
            return True
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        row = self.list.currentIndex().row()
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _ROWS,
            Qt.Key.Key_PageUp: -_ROWS,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None and self.model.rowCount():
            goal = max(0, min(self.model.rowCount() - 1, row + step))
            self.list.setCurrentIndex(self.model.index(goal))
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(row)
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.close_layer()
            return True
        return False

    def _run(self, row: int) -> None:
        command = self.model.command(row)
        if command is None or not self._actions.registry.enabled(command.id):
            return
        self.close_layer()
        self._recent = [command.id, *(id_ for id_ in self._recent if id_ != command.id)][:20]
        self._actions.run(command.id)
