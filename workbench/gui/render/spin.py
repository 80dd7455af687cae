"""A turning icon's angle, stepped only while somebody can see it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_STEP_MS = 40
_STEP_DEGREES = 16


class Spin(QTimer):
    """Calls ``repaint`` 25 times a second while running; ``angle`` is in degrees.

    Whoever paints at the angle calls `turn`: what is not painted, because nobody can see it, does
    not turn.
    """

    def __init__(self, repaint: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self.angle = 0
        self._repaint = repaint
        self._wanted = False
        self.setSingleShot(True)
        self.setInterval(_STEP_MS)
        self.timeout.connect(self._step)

    def run(self, wanted: bool) -> None:
        """Start or stop turning."""
        if wanted and not self._wanted:
            self._repaint()
        self._wanted = wanted
        if not wanted:
            self.stop()

    def turn(self) -> None:
        """It was painted: the next angle follows in a moment."""
        if self._wanted and not self.isActive():
            self.start()

    def _step(self) -> None:
        self.angle = (self.angle + _STEP_DEGREES) % 360
        self._repaint()
