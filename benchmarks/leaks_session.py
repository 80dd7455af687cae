"""Opens and closes windows, then reloads in one; ``python -m benchmarks.leaks_session N M``.

Prints one JSON line: what `benchmarks.leaks` makes figures of.
"""

from __future__ import annotations

import workbench.gui.own_import  # noqa: F401  before PySide6, as in the program

# isort: split
import asyncio
import gc
import json
import sys
import weakref
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from workbench import paths
from workbench.gui import app
from workbench.gui.chrome import Chrome
from workbench.gui.loop import Loop
from workbench.gui.panes.catalogue import PANES
from workbench.kernel.kernel import Kernel
from workbench.kernel.options import KernelOptions

SAMPLE = "notes"
WARM = 5
CALM = ["serving", "warm"]
"""One child at work and one to spare, as between two saves."""


class Windows:
    """Opens and closes windows, and counts what outlives them."""

    def __init__(self, settings: Path) -> None:
        self._settings = settings
        self._seen: list[weakref.ref[Any]] = []

    async def one(self) -> None:
        """A window with every pane shown and a message answered, closed again."""
        chrome = await open_window(self._settings)
        for spec in PANES:
            chrome.deck.show_pane(spec.pane_id)
            await chrome.session.reading.settled()
        kernel = chrome.session.kernel
        assert kernel is not None
        await kernel.chat.say("find notes about cron")
        parts = [chrome.window, chrome, chrome.session, kernel, *chrome.deck.panes.values()]
        self._seen += [weakref.ref(part) for part in parts]
        del parts, kernel
        await close_window(chrome)

    def alive(self) -> int:
        """How many of the parts of closed windows are still there."""
        settle()
        return sum(ref() is not None for ref in self._seen)


async def open_window(settings: Path) -> Chrome:
    """A window on the sample."""
    window = app.make_window(settings / "window.ini", "dark")
    window.resize(1280, 800)
    window.show()
    chrome = app.fill(window)
    await chrome.session.start(lambda: KernelOptions(), [paths.samples() / SAMPLE])
    await chrome.tasks.settled()
    return chrome


async def close_window(chrome: Chrome) -> None:
    """As the program does when its window is closed."""
    window = chrome.window
    window.close()
    await chrome.session.close()
    await chrome.tasks.close()
    window.deleteLater()


def settle() -> None:
    """Ends what was let go."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()


def listeners(chrome: Chrome, kernel: Kernel) -> int:
    """Who listens to the kernel and to the window's registry."""
    signals = (kernel.build_changed, kernel.panels.changed, kernel.chat.changed)
    counts = [len(signal._listeners) for signal in signals]
    return sum(counts) + len(kernel.journal._feed._subscribers) + len(chrome.registry._listeners)


def resident_mb() -> float:
    """Of this process."""
    return float(psutil.Process().memory_info().rss / 2**20)


async def windows(count: int, settings: Path) -> dict[str, float]:
    """What is left of `count` windows."""
    opened = Windows(settings)
    for _ in range(WARM):
        await opened.one()
    opened.alive()
    widgets, middle = len(QApplication.allWidgets()), 0.0
    for number in range(count):
        if number == count // 2:
            opened.alive()
            middle = resident_mb()
        await opened.one()
    return {
        "alive": opened.alive(),
        "widgets": len(QApplication.allWidgets()) - widgets,
        "mb": resident_mb() - middle,
    }


async def reloads(count: int, settings: Path) -> dict[str, float]:
    """What `count` reloads leave in one window."""
    chrome = await open_window(settings)
    kernel = chrome.session.kernel
    assert kernel is not None
    for spec in PANES:
        chrome.deck.show_pane(spec.pane_id)
    middle = 0.0
    before = (0, 0, 0)
    for number in range(WARM + count):
        if number == WARM:
            before = await _census(chrome, kernel)
        if number == WARM + count // 2:
            await _census(chrome, kernel)
            middle = resident_mb()
        await chrome.session.folders.reload(SAMPLE)
    after = await _census(chrome, kernel)
    grown = resident_mb() - middle
    names = ("reload_listeners", "reload_widgets", "reload_processes")
    more = {name: new - old for name, new, old in zip(names, after, before, strict=True)}
    await close_window(chrome)
    return {**more, "reload_mb": grown}


async def _census(chrome: Chrome, kernel: Kernel) -> tuple[int, int, int]:
    """Listeners, widgets and processes, once old builds have ended."""
    await kernel.settled()
    await chrome.session.reading.settled()
    while sorted(child.state for child in kernel.supervisor.children) != CALM:
        await asyncio.sleep(0.02)
    settle()
    processes = len(psutil.Process().children(recursive=True))
    return listeners(chrome, kernel), len(QApplication.allWidgets()), processes


async def _measure(number: int, again: int) -> None:
    with TemporaryDirectory() as folder:
        found = await windows(number, Path(folder))
        found |= await reloads(again, Path(folder))
    print(json.dumps(found), flush=True)


def main() -> int:
    """Measure as many as the command line names."""
    loop = Loop(app.make_application())
    asyncio.set_event_loop(loop)
    loop.run_until_complete(_measure(int(sys.argv[1]), int(sys.argv[2])))
    loop.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
