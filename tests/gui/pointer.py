"""Moving the pointer. QTest's own way turns the loop, which must not happen inside of a task."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


def move(widget: QWidget, to: QPoint, buttons: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    """Moves the pointer over a widget, `to` in its own measures, with buttons held or not."""
    at = (QPointF(to), QPointF(widget.mapToGlobal(to)))
    none, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QMouseEvent(QEvent.Type.MouseMove, *at, none, buttons, keys))
