"""From the kernel's plain signals to Qt's, at most thirty times a second.

The kernel announces every change at once; a flood of panel refreshes or chat steps must not become
a flood of repaints. So changes of the same thing are kept until the next beat and only the newest
one is passed on. Journal records come in batches already and are passed on as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

if TYPE_CHECKING:
    from workbench.kernel.kernel import Kernel

BEAT_MS = 33


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
        self._pending: dict[tuple[str, ...], tuple[Callable[[Any], None], Any]] = {}
        self._disconnects: list[Callable[[], None]] = []
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
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
        self._timer.stop()

    def _panel_changed(self, answer: Any) -> None:
        self._soon(("panel", answer.app_id, answer.panel_id), self.panel.emit, answer)

    def _turn_changed(self, turn: Any) -> None:
        self._soon(("turn", turn.id), self.turn.emit, turn)

    def _build_changed(self, extension: Any) -> None:
        self._soon(("build", extension.app_id), self.build.emit, extension)

    def _soon(self, key: tuple[str, ...], emit: Callable[[Any], None], value: Any) -> None:
        """Passes the value on with the next beat: at once if the last one is long past."""
        self._pending.pop(key, None)
        self._pending[key] = (emit, value)
        if self._timer.isActive():
            return
        passed = self._since.elapsed() if self._since.isValid() else BEAT_MS
        self._timer.start(max(0, BEAT_MS - int(passed)))

    def _flush(self) -> None:
        self._since.start()
        pending, self._pending = self._pending, {}
        for emit, value in pending.values():
            emit(value)
