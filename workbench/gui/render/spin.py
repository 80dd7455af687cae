"""A turning icon's angle, stepped only while somebody can see it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

_STEP_MS = 40
_STEP_DEGREES = 16


class Spin(QTimer):
    """Calls ``repaint`` 25 times a second while running; ``angle`` is in degrees."""

    def __init__(self, repaint: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self.angle = 0
        self._repaint = repaint
        self.setInterval(_STEP_MS)
        self.timeout.connect(self._step)

    def run(self, wanted: bool) -> None:
        """Start or stop turning."""
        if wanted and not self.isActive():
            self.start()
        elif not wanted:
            self.stop()

    def _step(self) -> None:
        carrier = self.parent()
        if isinstance(carrier, QWidget) and not carrier.isVisible():
            return
        self.angle = (self.angle + _STEP_DEGREES) % 360
        self._repaint()
