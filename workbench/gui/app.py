"""Starts the window: first a painted frame, then the loop, then the kernel.

Nothing that is not needed to paint the shell is imported before it is on screen: no asyncio, no
qasync, no kernel. `FIRST_FRAME` tells, for tests and benchmarks, when that was.
"""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import workbench.gui.own_import  # noqa: F401  before PySide6

# isort: split
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication

from workbench.gui import garbage
from workbench.gui.parts import look
from workbench.gui.settings import WindowSettings
from workbench.gui.theme import APPLICATION, fonts, manager, system_theme
from workbench.gui.window import MainWindow, smallest

if TYPE_CHECKING:
    import asyncio

    from workbench.gui.chrome import Chrome
    from workbench.kernel.kernel import KernelOptions

logger = logging.getLogger(__name__)

_SCALE = "QT_SCALE_FACTOR"

FIRST_FRAME: list[float] = []
"""`time.time()` of the first painted frame of each window, in order."""


def run(
    paths: Sequence[Path],
    options: Callable[[], KernelOptions],
    *,
    theme: str | None = None,
    record: str | None = None,
) -> int:
    """Opens the window on extension folders and returns its exit code when it is closed.

    `options` is called after the first frame: making kernel options imports a lot. `theme` is
    light, dark, contrast or system; None is what was chosen last. `record` is the id of a record
    to show once the kernel runs.
    """
    garbage.hold_off()
    path = settings_path()
    application = make_application(WindowSettings(path).zoom)
    window = make_window(path, theme)
    window.show()
    _paint_now(application, window)
    fill(window)
    return _run_loop(application, window, options, [Path(path) for path in paths], record)


def settings_path() -> Path:
    """The file the window's layout is kept in; ``WORKBENCH_SETTINGS`` names another one."""
    from workbench.paths import state_dir

    wanted = os.environ.get("WORKBENCH_SETTINGS")
    return Path(wanted) if wanted else state_dir() / "window.ini"


def make_application(zoom: int = 100) -> QApplication:
    """The application object, in our fonts, that does not end with its last window.

    A new one enlarges everything it shows by `zoom` percent.
    """
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else _enlarged(zoom)
    application.setApplicationName("imperal-workbench")
    application.setApplicationDisplayName("Imperal Workbench")
    application.setDesktopFileName("imperal-workbench")
    application.setQuitOnLastWindowClosed(False)
    fonts.load()
    return application


def _enlarged(percent: int) -> QApplication:
    """A new application at a zoom. Programs it starts later do not inherit the zoom."""
    percent = max(look.ZOOM_STEPS[0], min(look.ZOOM_STEPS[-1], percent))
    own = percent != 100 and _SCALE not in os.environ
    if own:
        os.environ[_SCALE] = str(percent / 100)
        look.zoom().base = percent
    started = float(os.environ.get(_SCALE) or 1)
    look.zoom().magnify = partial(_magnify, started)
    look.zoom().magnify = partial(_magnify, _scale_at_start())
    application = QApplication(list(APPLICATION))
    if own:
        del os.environ[_SCALE]
    return application


def _scale_at_start() -> float:
    """The factor Qt is started with; it takes what is no number for none."""
    try:
        return float(os.environ.get(_SCALE, "")) or 1.0
    except ValueError:
        return 1.0


def _magnify(started: float, ratio: float) -> bool:
    """Enlarges all windows on the screen; Qt itself was started with another factor."""
    from workbench.gui import magnifier

    if magnifier.setter() is None:
        return False
    floor = smallest(round(look.zoom().base * ratio))
    windows = [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)]
    for window in windows:  # a larger floor would make it grow before its place is measured
        window.setMinimumSize(floor.boundedTo(window.minimumSize()))
    done = magnifier.enlarge(ratio, started)
    for window in windows:
        window.setMinimumSize(floor)
    return done


def make_window(path: Path, theme: str | None = None) -> MainWindow:
    """An empty window dressed in its theme, with the layout remembered in `path`."""
    settings = WindowSettings(path)
    if theme is not None:
        settings.theme = theme
    choice = settings.theme
    manager().use(choice if choice != "system" else system_theme())
    look.zoom().set(settings.zoom)
    window = MainWindow(settings)
    window.setMinimumSize(smallest(settings.zoom))
    return window


def fill(window: MainWindow) -> Chrome:
    """Makes the window's content and the pane that was in view last."""
    chrome = window.fill()
    chrome.arrange_panes()
    chrome.deck.fulfil()
    return chrome


class _FirstPaint(QObject):
    """Notes when the window was first painted."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The first paint event of the window itself."""
        if event.type() == QEvent.Type.Paint:
            FIRST_FRAME.append(time.time())
            watched.removeEventFilter(self)
        return False


def _paint_now(application: QApplication, window: MainWindow) -> None:
    """Brings the shell onto the screen before anything else is done."""
    watcher = _FirstPaint(window)
    application.processEvents()
    window.repaint()
    application.processEvents()
    watcher.deleteLater()


def _run_loop(
    application: QApplication,
    window: MainWindow,
    options: Callable[[], KernelOptions],
    roots: list[Path],
    record: str | None,
) -> int:
    import asyncio

    from workbench.gui.loop import Loop

    loop = Loop(application)
    asyncio.set_event_loop(loop)
    loop.set_exception_handler(_unhandled)
    try:
        return int(loop.run_until_complete(_live(window, options, roots, record)))
    finally:
        asyncio.set_event_loop(None)
        loop.close()


async def _live(
    window: MainWindow,
    options: Callable[[], KernelOptions],
    roots: list[Path],
    record: str | None,
) -> int:
    """From the running loop to the closed window."""
    import asyncio

    chrome = window.fill()
    loop = asyncio.get_running_loop()
    closed: asyncio.Future[None] = loop.create_future()

    def close() -> None:
        if not closed.done():
            closed.set_result(None)

    window.closing.connect(close, Qt.ConnectionType.DirectConnection)
    _end_on_signals(loop, window)
    chrome.watchdog.start()
    chrome.session.settled.connect(garbage.settle)
    chrome.session.settled.connect(lambda: _greet(chrome, roots))
    starting = chrome.tasks.spawn(_start(chrome, options, roots, record), "start the kernel")
    if starting is not None:
        starting.add_done_callback(lambda _: garbage.settle())
    await closed
    if starting is not None and not starting.done():
        starting.cancel()
    await chrome.session.close()
    await chrome.tasks.close()
    window.deleteLater()
    return 0


def _greet(chrome: Chrome, roots: list[Path]) -> None:
    """Shows somebody around who opens the workbench for the first time, on nothing of their own."""
    from workbench.paths import samples

    if not chrome.settings.toured and roots == [samples() / "notes"]:
        chrome.actions.run("help.tour")


async def _start(
    chrome: Chrome, options: Callable[[], KernelOptions], roots: list[Path], record: str | None
) -> None:
    """Starts the kernel, opens the folders, and shows the record that was asked for."""
    await chrome.session.start(options, roots)
    if record is not None:
        chrome.toasts.show(await chrome.go_to_record(record), "danger", "link")


def _end_on_signals(loop: asyncio.AbstractEventLoop, window: MainWindow) -> None:
    """Ctrl+C in the terminal closes the window in order."""
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, window.close)
        except (NotImplementedError, RuntimeError, ValueError):
            signal.signal(number, lambda *_: window.close())


def _unhandled(loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    """What nobody awaited failed: say so in the log, keep the window alive."""
    error = context.get("exception")
    text = str(context.get("message") or "unhandled error")
    logger.error(text, exc_info=error if isinstance(error, BaseException) else None)
