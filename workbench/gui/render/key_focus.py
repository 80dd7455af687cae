"""The rule for focus rings: shown when the keyboard brought the focus, never after a click."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent

_KEYBOARD = frozenset(
    {
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
    }
)


def from_keyboard(event: QFocusEvent) -> bool:
    """Whether the keyboard brought the focus."""
    return event.reason() in _KEYBOARD
