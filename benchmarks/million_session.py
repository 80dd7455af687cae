"""One window over a planted journal; ``python -m benchmarks.million_session look|flood JOURNAL``.

Prints one JSON line: what `benchmarks.million` makes figures of.
"""

from __future__ import annotations

import workbench.gui.own_import  # noqa: F401  before PySide6, as in the program

# isort: split
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea

from benchmarks.planted import NEEDLE
from workbench.gui import app, garbage
from workbench.gui.chrome import Chrome
from workbench.gui.loop import Loop
from workbench.gui.panes.catalogue import PANES
from workbench.gui.panes.pane import Pane
from workbench.kernel.sessions.viewing import viewing_options

ROUNDS = 5
FRAMES = 200
FLOOD_S = 60.0
RATE = 10_000
_SLICE_S = 0.01
_COMMON = "a"

BLOCKING = """
import time
from imperal_sdk import ActionResult, ChatExtension, Extension
from pydantic import BaseModel

ext = Extension("blocks", version="1.0.0", display_name="Blocks", description="Blocks its loop.")
chat = ChatExtension(ext, tool_name="blocks", description="Blocks its loop.")


class Nothing(BaseModel):
    pass


@chat.function("block", description="Block the loop for two seconds.")
async def block(ctx, params: Nothing) -> ActionResult:
    time.sleep(2)
    return ActionResult.success(data={}, summary="")
"""


async def look(chrome: Chrome) -> dict[str, Any]:
    """Times of each pane."""
    panes = {}
    for spec in PANES:
        opened = [await _opened(chrome, spec.pane_id)]
        pane = chrome.deck.panes[spec.pane_id]
        times: dict[str, list[float]] = {"opened": opened, "common": [], "rare": []}
        for _ in range(ROUNDS):
            for name, text in (("common", _COMMON), ("rare", NEEDLE)):
                times[name].append(await _filtered(chrome, pane, text))
                await _filtered(chrome, pane, "")
        times["frames"] = await _scrolled(chrome, pane)
        times["rss_mb"] = [_rss_mb()]
        panes[spec.pane_id] = times
    return {"panes": panes, "rss_mb": _rss_mb()}


async def flood(chrome: Chrome) -> dict[str, Any]:
    """Gaps while records pour in, with every pane alive, and while a handler blocks."""
    kernel = chrome.session.kernel
    assert kernel is not None
    for spec in PANES:
        await _opened(chrome, spec.pane_id)
    chrome.deck.show_pane("audit")
    chrome.watchdog.start()
    chrome.watchdog.forget()
    began, before = time.perf_counter(), kernel.journal.count()
    while (passed := time.perf_counter() - began) < FLOOD_S:
        behind = int(passed * RATE) - (kernel.journal.count() - before)
        for number in range(behind):
            _append(kernel.journal, number)
        await asyncio.sleep(_SLICE_S)
    rate = (kernel.journal.count() - before) / (time.perf_counter() - began)
    flooded = (chrome.watchdog.longest_ms, chrome.watchdog.longest_own_ms)
    stalls = [(stall.duration_ms, stall.stack[-6:]) for stall in chrome.watchdog.stalls]
    rss = _rss_mb()
    blocked = await _blocked(chrome)
    return {"rate": rate, "flood": flooded, "blocked": blocked, "rss_mb": rss, "stalls": stalls}


def _append(journal: Any, number: int) -> None:
    """A record of a kind that some pane shows."""
    kind, name, status = (
        ("audit", "work", "success"),
        ("log", "line", "info"),
        ("http", "GET /things", "ok"),
        ("event", "busy.done", "ok"),
        ("service", "store.get", "ok"),
    )[number % 5]
    body = {"args": {"n": number}, "message": f"line {number}", "duration": 1.5}
    journal.append(kind, name, app_id="busy", actor="u-ada", status=status, body=body)


async def _blocked(chrome: Chrome) -> tuple[float, float]:
    """The longest gap while a handler blocks its child for two seconds."""
    kernel = chrome.session.kernel
    assert kernel is not None
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "main.py").write_text(BLOCKING)
        await kernel.load(Path(folder))
        chrome.watchdog.forget()
        outcome = await kernel.call("blocks", "block", {})
    assert outcome.duration_ms >= 2_000, "it did not block"
    return chrome.watchdog.longest_ms, chrome.watchdog.longest_own_ms


async def _opened(chrome: Chrome, pane_id: str) -> float:
    """Until the pane is painted with its first rows, 0 if it has none; more may be read then."""
    started = time.perf_counter()
    chrome.deck.show_pane(pane_id)
    pane = chrome.deck.panes[pane_id]
    while len(chrome.session.reading) and not _rows(pane):
        await asyncio.sleep(0)
    took = _painted(pane, started)
    await chrome.session.reading.settled()
    return took if _rows(pane) else 0.0


def _rows(pane: Pane) -> int:
    views = pane.findChildren(QAbstractItemView)
    return sum(view.model().rowCount() for view in views if view.model() is not None)


async def _filtered(chrome: Chrome, pane: Pane, text: str) -> float:
    """Until what passes the filter is painted; counting what is hidden may go on."""
    model: Any = getattr(pane, "model", None)
    shown: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def reset() -> None:
        if not shown.done():
            shown.set_result(None)

    reads = hasattr(model, "_again")
    if reads:
        model.modelReset.connect(reset)
    started = time.perf_counter()
    pane.bar.filter.setText(text)
    if reads:
        await shown
        model.modelReset.disconnect(reset)
    took = _painted(pane, started)
    await chrome.session.reading.settled()
    return took


async def _scrolled(chrome: Chrome, pane: Pane) -> list[float]:
    """The times of the frames from the newest row to as far as pages are read."""
    areas = [a for a in pane.findChildren(QAbstractScrollArea) if a.isVisible()]
    area = max(areas, key=lambda a: a.verticalScrollBar().maximum(), default=None)
    if area is None or area.verticalScrollBar().maximum() <= 0:
        return [0.0]
    frames = []
    for _ in range(FRAMES):
        bar = area.verticalScrollBar()
        bar.setValue(bar.value() + bar.pageStep())
        started = time.perf_counter()
        area.viewport().repaint()
        frames.append((time.perf_counter() - started) * 1000)
        await asyncio.sleep(0)
    await chrome.session.reading.settled()
    return frames


def _painted(pane: Pane, started: float) -> float:
    """Milliseconds since `started`, once the pane is painted as it is now."""
    pane.repaint()
    return (time.perf_counter() - started) * 1000


def _rss_mb() -> float:
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


SCENARIOS: dict[str, Callable[[Chrome], Any]] = {"look": look, "flood": flood}


async def _play(scenario: str, journal: Path) -> None:
    window = app.make_window(app.settings_path(), "dark")
    window.resize(1440, 900)
    window.show()
    chrome = app.fill(window)
    await chrome.session.start(lambda: viewing_options(journal), [])
    await chrome.session.reading.settled()
    result = await SCENARIOS[scenario](chrome)
    print(json.dumps(result), flush=True)
    await chrome.session.close()
    await chrome.tasks.close()
    window.close()


def main() -> int:
    """Play the scenario that the command line names."""
    garbage.hold_off()
    loop = Loop(app.make_application())
    asyncio.set_event_loop(loop)
    loop.run_until_complete(_play(sys.argv[1], Path(sys.argv[2])))
    loop.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
