"""Keys as a person presses them and reads them; and what each command's are at the moment."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final, cast

from PySide6.QtCore import QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from workbench.gui.command_table import COMMANDS
from workbench.gui.commands import Registry

_ALONE: Final = (
    Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr,
    Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_unknown,
)  # fmt: skip
_STRONG: Final = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_FIRST_NAMED: Final = 0x0100_0000
"""Keys from here on write no character: arrows, function keys and the like."""
_WRITING: Final = (
    Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Enter,
    Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left,
    Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
)  # fmt: skip


def pressed(event: QKeyEvent) -> str:
    """The key of a press as portable text, such as ``Ctrl+Shift+K``; empty for a modifier alone."""
    key = Qt.Key(event.key())
    if key in _ALONE:
        return ""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if key == Qt.Key.Key_Backtab:
        key = Qt.Key.Key_Tab
    return QKeySequence(QKeyCombination(modifiers, key)).toString(_PORTABLE)


def fault(key: str, usual: Sequence[str] = ()) -> str:
    """Why a key cannot start a command: it would be lost to writing and moving about.

    `usual` are the keys the command has by itself in its own part of the window.
    """
    combination: QKeyCombination = cast("Any", QKeySequence(key))[0]
    if combination.keyboardModifiers() & _STRONG or any(same(key, own) for own in usual):
        return ""
    plain = combination.key()
    if plain < _FIRST_NAMED or plain in _WRITING:
        return f"{native(key)} is needed for writing and moving: add Ctrl or Alt"
    return ""


def same(one: str, other: str) -> bool:
    """Whether two texts name the same key."""
    return QKeySequence(one) == QKeySequence(other)


def native(key: str) -> str:
    """A key as the system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


_PORTABLE: Final = QKeySequence.SequenceFormat.PortableText


class KeyBook(QObject):
    """The first key of every command as the system writes it, for controls that name it.

    `changed` tells that a person gave a command another key.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._first = {command.id: command.keys[0] for command in COMMANDS if command.keys}
        self._silent: frozenset[str] = frozenset()

    def read(self, registry: Registry) -> None:
        """Takes up what the keys are now."""
        first = {command.id: command.keys[0] for command in registry if command.keys}
        silent = frozenset(
            key
            for command in registry
            if command.place
            for key in registry.usual_keys(command.id)
            if key not in command.keys
        )
        if (first, silent) != (self._first, self._silent):
            self._first, self._silent = first, silent
            self.changed.emit()

    def shown(self, command_id: str) -> str:
        """The key of a command, empty without one."""
        key = self._first.get(command_id, "")
        return native(key) if key else ""

    def silent(self, key: str) -> bool:
        """Whether a part of the window should no longer heed a key that was its own."""
        return key in self._silent

    def named(self, text: str, command_id: str) -> str:
        """ "Show or hide the panes (Ctrl+J)"."""
        key = self.shown(command_id)
        return f"{text} ({key})" if key else text


@cache
def key_book() -> KeyBook:
    """The one of the program."""
    return KeyBook()
