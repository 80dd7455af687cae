"""Qt for tests: offscreen, one loop for Qt and asyncio, and nothing left behind."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
import time
import weakref
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
import pytestqt.plugin

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
pytest.importorskip("PySide6.QtWidgets")

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from workbench.gui import loop as program
from workbench.gui.parts import look
from workbench.gui.theme import APPLICATION

if TYPE_CHECKING:
    from workbench.gui.chrome import Chrome

_GRACE_S = 20.0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything below this folder needs a window."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.gui)


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Coroutine tests of the window run on the loop the window itself runs on."""
    return {"qt": make_loop}


_loops: weakref.WeakSet[asyncio.AbstractEventLoop] = weakref.WeakSet()


class Loop(program.Loop):
    """Qt's loop, running in asyncio's eyes for as long as it handles events.

    `run_until_complete` handles what is left once more after it has stopped; the tasks that wakes
    must find the loop they belong to.
    """

    def _after_run_forever(self) -> None:
        super()._after_run_forever()
        asyncio._set_running_loop(self)

    def run_until_complete(self, future: Any) -> Any:
        """Runs the future, then is no longer running."""
        try:
            return super().run_until_complete(future)
        finally:
            asyncio._set_running_loop(None)


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """The program's own arguments, for an application that pytest-qt makes."""
    return list(APPLICATION)


def make_loop() -> asyncio.AbstractEventLoop:
    """An asyncio loop driven by Qt's."""
    loop: asyncio.AbstractEventLoop = Loop(
        QApplication.instance() or QApplication(list(APPLICATION))
    )
    _loops.add(loop)
    return loop


def _process_events() -> None:
    """pytest-qt's step between the phases of a test.

    While a coroutine test's loop is open only that loop may process events: its timers would
    otherwise call asyncio code that finds no running loop.
    """
    if all(loop.is_closed() for loop in _loops):
        _process_without_loop()


_process_without_loop: Callable[[], None] = pytestqt.plugin._process_events
pytestqt.plugin._process_events = _process_events


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp: QApplication) -> Iterator[None]:
    """Fails a test that leaves a top-level widget, a running timer or a thread behind."""
    # What is alive now is none of this test's; collecting then looks at its own objects only.
    gc.freeze()
    threads = set(threading.enumerate())
    widgets = {id(widget) for widget in QApplication.topLevelWidgets()}
    yield
    _settle(qapp)
    left = [w for w in QApplication.topLevelWidgets() if id(w) not in widgets and _counts(w)]
    named = [repr(widget) for widget in left]
    for widget in left:
        widget.close()
        widget.deleteLater()
    if left:
        _settle(qapp)
    assert not named, f"top-level widgets left behind: {named}"
    timers, started = _running_timers(), _new_threads(threads)
    assert not timers, f"timers left running: {timers}"
    assert not started, f"threads left running: {started}"


def _settle(qapp: QApplication) -> None:
    """Lets what was marked for deletion go."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _counts(widget: QWidget) -> bool:
    """Qt keeps helper widgets of its own, such as tooltips and completers."""
    return not widget.metaObject().className().startswith(("QTip", "QComboBoxPrivate", "QRollEff"))


def _running_timers() -> list[QTimer]:
    return [
        found
        for found in gc.get_objects()
        if isinstance(found, QTimer) and shiboken6.isValid(found) and found.isActive()
    ]


def _new_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    """Threads that still run after a moment's grace; those of an executor end with its loop."""
    end = time.monotonic() + _GRACE_S
    while True:
        new = [t for t in threading.enumerate() if t not in before and not t.daemon]
        if not new or time.monotonic() > end:
            return new
        new[0].join(0.05)


@pytest_asyncio.fixture
async def chrome(tmp_path: Path) -> AsyncIterator[Chrome]:
    """A shown window of 1280 × 800 in the dark theme, without a kernel; closed at the end."""
    from workbench.gui import app

    app.make_application()
    window = app.make_window(tmp_path / "window.ini", "dark")
    window.resize(1280, 800)
    window.show()
    content = app.fill(window)
    try:
        yield content
    finally:
        await content.session.close()
        await content.tasks.close()
        window.close()
        window.deleteLater()
        look.zoom().set(100)


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Folder that screenshots go to: ``WORKBENCH_SHOTS``, or a temporary one."""
    wanted = os.environ.get("WORKBENCH_SHOTS")
    folder = Path(wanted) if wanted else tmp_path / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
