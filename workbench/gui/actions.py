"""The registry's commands as Qt actions: keys on the window, menus, enablement kept up to date."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from workbench.gui.commands import Command, Registry
from workbench.gui.parts.menu import add_icon

if TYPE_CHECKING:
    from workbench.gui.tasks import Tasks

_REMARK = 28


class Actions(QObject):
    """One `QAction` per command of a registry, living on a window.

    `ran` carries the id of a command that was run.
    """

    ran = Signal(str)

    def __init__(self, registry: Registry, window: QWidget, tasks: Tasks) -> None:
        super().__init__(window)
        self.registry = registry
        self._window = window
        self._tasks = tasks
        self._actions: dict[str, QAction] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.sync)
        self._stop = registry.listen(self._changed)
        self.sync()

    def _changed(self) -> None:
        if not self._soon.isActive():
            self._soon.start(0)

    def close(self) -> None:
        """Stops following the registry."""
        self._stop()
        self._soon.stop()

    def run(self, command_id: str) -> None:
        """Runs an enabled command; a coroutine it returns becomes a task of the window."""
        result = self.registry.run(command_id)
        if inspect.iscoroutine(result):
            self._tasks.spawn(result, command_id)
        self.ran.emit(command_id)

    def action(self, command_id: str) -> QAction:
        """The action of a command; raises `UnknownCommandError`."""
        self.registry.get(command_id)
        if command_id not in self._actions:
            self.sync()
        return self._actions[command_id]

    def fill(self, menu: QMenu, commands: Iterable[Command]) -> QMenu:
        """Puts commands into a menu; a line where the group changes, a tick at what is chosen."""
        self.sync()
        group = ""
        for command in commands:
            if group and command.group != group:
                menu.addSeparator()
            group = command.group
            entry = menu.addAction(_labelled(command))
            entry.setEnabled(self.registry.enabled(command.id))
            entry.triggered.connect(partial(self._triggered, command.id))
            chosen = self.registry.checked(command.id)
            icon = "check" if chosen else command.icon
            if icon:
                add_icon(menu, icon, "primary" if chosen else "muted")
        return menu

    def _triggered(self, command_id: str, _checked: bool = False) -> None:
        self.run(command_id)

    def sync(self) -> None:
        """Creates, drops and updates actions so that they agree with the registry."""
        self._soon.stop()
        for gone in [id_ for id_ in self._actions if id_ not in self.registry]:
            action = self._actions.pop(gone)
            self._window.removeAction(action)
            action.deleteLater()
        for command in self.registry:
            action = self._actions.get(command.id) or self._create(command)
            self._give_keys(action, command)
            action.setEnabled(self.registry.enabled(command.id))
            checkable = self.registry.checkable(command.id)
            action.setCheckable(checkable)
            if checkable:
                action.setChecked(self.registry.checked(command.id))

    def _give_keys(self, action: QAction, command: Command) -> None:
        """Lets keys start a command anywhere in the window, but the first ones of its own place."""
        own = self.registry.usual_keys(command.id) if command.place else ()
        keys = [QKeySequence(key) for key in command.keys if key not in own]
        if action.shortcuts() != keys:
            action.setShortcuts(keys)

    def _create(self, command: Command) -> QAction:
        action = QAction(command.title, self._window)
        action.setObjectName(command.id)
        if command.detail:
            action.setStatusTip(command.detail)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(partial(self._triggered, command.id))
        self._window.addAction(action)
        self._actions[command.id] = action
        return action


def _labelled(command: Command) -> str:
    """The title, with its keys or a short remark at the menu's right edge."""
    remark = shown_keys(command)
    if not remark and 0 < len(command.detail) <= _REMARK:
        remark = command.detail
    return f"{command.title}\t{remark}" if remark else command.title


def shown_keys(command: Command) -> str:
    """The first key of a command, as the system writes it; empty without one."""
    if not command.keys:
        return ""
    return QKeySequence(command.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
