"""From the kernel's plain signals to Qt's, for each thing at most thirty times a second.

The kernel announces every change at once; a flood of panel refreshes or chat steps must not become
a flood of repaints. So a thing's first change is passed on at once, and those that follow within
the same beat are kept until it is over, when only the newest one is passed on. Each thing has a
beat of its own: the new build of a saved file must not hold back the panel it draws. Journal
records come in batches already and are passed on as they are.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

if TYPE_CHECKING:
    from workbench.kernel.kernel import Kernel

BEAT_S = 0.033
Key = tuple[str, ...]


class Bridge(QObject):
    """Qt signals of one running kernel.

    `records` carries a list of journal records, `panel` a `PanelAnswer`, `turn` a `Turn` and
    `build` an `Extension`.
    """

    records = Signal(object)
    panel = Signal(object)
    turn = Signal(object)
    build = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pending: dict[Key, tuple[Callable[[Any], None], Any]] = {}
        self._beats: dict[Key, float] = {}
        self._disconnects: list[Callable[[], None]] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._flush)

    def attach(self, kernel: Kernel) -> None:
        """Listens to a kernel; ends listening to the one before."""
        self.detach()
        self._disconnects = [
            kernel.panels.changed.connect(self._panel_changed),
            kernel.chat.changed.connect(self._turn_changed),
            kernel.build_changed.connect(self._build_changed),
            kernel.journal.subscribe(self.records.emit),
        ]

    def detach(self) -> None:
        """Ends listening; what has not been passed on is dropped."""
        for disconnect in self._disconnects:
            disconnect()
        self._disconnects = []
        self._pending.clear()
        self._beats.clear()
        self._timer.stop()

    def _panel_changed(self, answer: Any) -> None:
        self._soon(
            ("panel", answer.user_id, answer.app_id, answer.panel_id), self.panel.emit, answer
        )

    def _turn_changed(self, turn: Any) -> None:
        self._soon(("turn", turn.id), self.turn.emit, turn)

    def _build_changed(self, extension: Any) -> None:
        self._soon(("build", extension.app_id), self.build.emit, extension)

    def _soon(self, key: Key, emit: Callable[[Any], None], value: Any) -> None:
        """Passes the value on from the loop, once the beat of its thing is over."""
        self._pending.pop(key, None)
        self._pending[key] = (emit, value)
        wait = self._wait_ms(key, monotonic())
        if not self._timer.isActive() or self._timer.remainingTime() > wait:
            self._timer.start(wait)

    def _wait_ms(self, key: Key, now: float) -> int:
        over = self._beats.get(key, now)
        return max(0, math.ceil((over - now) * 1000))

    def _flush(self) -> None:
        now = monotonic()
        self._beats = {key: over for key, over in self._beats.items() if over > now}
        ready = [key for key in self._pending if key not in self._beats]
        due = [self._pending.pop(key) for key in ready]
        self._beats |= dict.fromkeys(ready, now + BEAT_S)
        if self._pending:
            self._timer.start(min(self._wait_ms(key, now) for key in self._pending))
        for emit, value in due:
            emit(value)
