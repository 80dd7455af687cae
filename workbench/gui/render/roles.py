"""Tells assistive technology what painted controls are: Qt would call them plain widgets.

A widget class says so in ``accessible_role``; names and descriptions are set on the widgets.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QWidget

# Qt keeps bare pointers to interfaces it has handed to an assistive client, so none may be freed.
_kept: list[QAccessibleInterface] = []


@cache
def install() -> None:
    """Let Qt ask here; done once per process."""
    QAccessible.installFactory(_interface)


def _interface(_key: str, thing: QObject | None) -> QAccessibleInterface | None:
    role = getattr(thing, "accessible_role", None)
    if not isinstance(thing, QWidget) or not isinstance(role, QAccessible.Role):
        return None
    made = RoleInterface(thing, role)
    _kept.append(made)
    return made


class RoleInterface(QAccessibleWidget):
    """A widget under another role; a checkable one tells whether it is checked."""

    def __init__(self, widget: QWidget, role: QAccessible.Role) -> None:
        super().__init__(widget, role)
        self._widget = widget

    def state(self) -> QAccessible.State:
        """Qt's own state, and the tick."""
        state = super().state()
        if isinstance(self._widget, QAbstractButton) and self._widget.isCheckable():
            state.checkable = True
            state.checked = self._widget.isChecked()
        return state
