"""Opens the real window as the command does, watches what it paints, and plays a scenario in it.

``python -m benchmarks.window_driver SCENARIO FOLDER SPAWNED_AT``: SPAWNED_AT is the `time.time()`
just before the process was started. The result is one JSON line on stdout.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import workbench.gui.own_import  # noqa: F401  before PySide6, as in the program

# isort: split
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    import asyncio

# asyncio is imported where it is used: the window paints its first frame without it, and what
# this driver imports before that would count against the window.
Check = Callable[[dict[str, Any]], bool]
TICK_MS = 4


class Watcher(QObject):
    """Sees every paint of a panel, from the moment the window's loop runs.

    Not earlier: a filter in Python slows every event, and the first frame is the program's own to
    note.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self.first_panel: float | None = None
        self._waiting: tuple[Check, asyncio.Future[float]] | None = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note a paint; the moment is that after Qt has dealt with it."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            tree = _tree_of(watched)
            if tree is not None:
                QTimer.singleShot(0, lambda: self._painted(tree))
        return False

    def begin(self) -> None:
        """Look at every event from now on."""
        self._application.installEventFilter(self)

    async def painted(self, check: Check) -> float:
        """Wait for the paint of a panel that satisfies `check`; `time.perf_counter` after it."""
        import asyncio

        future: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._waiting = (check, future)
        return await asyncio.wait_for(future, 30)

    def _painted(self, tree: dict[str, Any]) -> None:
        if self.first_panel is None:
            self.first_panel = time.time()
        if self._waiting is not None:
            check, future = self._waiting
            if not future.done() and check(tree):
                self._waiting = None
                future.set_result(time.perf_counter())


class Ticker(QObject):
    """The longest time the GUI thread did not come back to its loop, in ms."""

    def __init__(self) -> None:
        super().__init__()
        self._last = time.perf_counter()
        self.longest = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)

    def restart(self) -> None:
        """Forget what was seen."""
        self._last, self.longest = time.perf_counter(), 0.0

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self._last) * 1000 - TICK_MS)
        self._last = now


def _tree_of(widget: QWidget) -> dict[str, Any] | None:
    # While a thread still imports the module, it is there but its class is not.
    module = sys.modules.get("workbench.gui.render.panel_view")
    view_class = getattr(module, "PanelView", None)
    if view_class is None:
        return None
    above = widget.parent()
    owner = above.parent() if above is not None else None
    if isinstance(owner, view_class) and owner.widget() is widget:
        tree: dict[str, Any] | None = owner.node()
        return tree
    return None


Scenario = Callable[[Watcher, Path], Awaitable[dict[str, Any]]]


async def startup(watcher: Watcher, folder: Path) -> dict[str, Any]:
    """Until the first panel is painted."""
    if watcher.first_panel is None:
        await watcher.painted(lambda tree: True)
    from workbench.gui import app

    return {"first_frame": app.FIRST_FRAME[0], "first_panel": watcher.first_panel}


async def reload(watcher: Watcher, folder: Path) -> dict[str, Any]:
    """Save the panel's file again and again; ms from each save to its pixels."""
    import asyncio

    file = folder / "main.py"
    source = file.read_text()
    if watcher.first_panel is None:
        await watcher.painted(lambda tree: True)
    samples = []
    for number in range(45):
        # The spare child needs a moment to warm up, as it has between two saves of a person.
        await asyncio.sleep(1.2)
        mark = f"revision {number}"
        seen = asyncio.ensure_future(watcher.painted(lambda tree, m=mark: m in str(tree)))  # type: ignore[misc]
        await asyncio.sleep(0)
        saved = time.perf_counter()
        file.write_text(source.replace("revision", mark, 1))
        samples.append((await seen - saved) * 1000)
    return {"samples": samples[5:]}


async def stalls(watcher: Watcher, folder: Path) -> dict[str, Any]:
    """Longest gap of the GUI thread while a child misbehaves in each way, and while it rests."""
    import asyncio

    from workbench.gui.window import MainWindow

    if watcher.first_panel is None:
        await watcher.painted(lambda tree: True)
    (window,) = (w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
    kernel = window.fill().session.kernel
    assert kernel is not None
    ticker = Ticker()
    await asyncio.sleep(2)
    gaps: dict[str, list[float]] = {}
    for _ in range(5):
        for name in ("rest", "burn", "sleep", "flood", "die"):
            ticker.restart()
            call = None if name == "rest" else kernel.call("bench", name, {})
            await asyncio.gather(asyncio.sleep(2.5), *([call] if call else []))
            gaps.setdefault(name, []).append(ticker.longest)
            while kernel.extensions["bench"].status != "ready":
                await asyncio.sleep(0.05)
    return {"gaps": gaps}


SCENARIOS: dict[str, Scenario] = {"startup": startup, "reload": reload, "stalls": stalls}


def main() -> int:
    """Play the scenario named on the command line."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    return play(SCENARIOS[name], folder, folder / ".state")


def play(scenario: Scenario, folder: Path, state: Path, options: Sequence[str] = ()) -> int:
    """Open the window on `folder`, play one scenario, print its result, close the window.

    `options` are further arguments of the command.
    """
    from workbench.gui import app

    application = app.make_application()
    watcher = Watcher(application)

    async def perform() -> None:
        try:
            print(json.dumps(await scenario(watcher, folder)), flush=True)
        finally:
            for window in QApplication.topLevelWidgets():
                window.close()

    def begin() -> None:
        import asyncio

        # The window's loop runs from here on.
        watcher.begin()
        tasks.append(asyncio.ensure_future(perform()))

    tasks: list[asyncio.Task[None]] = []
    QTimer.singleShot(0, lambda: _when_loop_runs(begin))
    from workbench.cli.main import main as command_line

    return command_line([str(folder), "--theme", "light", "--state", str(state), *options])


def _when_loop_runs(begin: Callable[[], None]) -> None:
    import asyncio

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        QTimer.singleShot(1, lambda: _when_loop_runs(begin))
        return
    begin()


if __name__ == "__main__":
    sys.exit(main())
