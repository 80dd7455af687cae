"""Whether a panel that is refreshed ten thousand times keeps anything: memory, widgets, objects.

A tree of about 400 nodes of ten types changes in every version. ``RENDER_REFRESHES`` may name
another number of refreshes.
"""

from __future__ import annotations

import gc
import os
import time
from typing import Any

import psutil
from PySide6.QtCore import QCoreApplication, QEvent, QObject

from benchmarks.figures import Figure
from workbench.gui.render import PanelView
from workbench.gui.render.actions import SilentHost
from workbench.gui.render.sheet import application
from workbench.gui.theme import fonts

REFRESHES = int(os.environ.get("RENDER_REFRESHES", "10000"))
WARM = 300
GROWTH_MB = 5.0


def run() -> list[Figure]:
    """Memory, widgets and Python objects gained, and the time of a refresh."""
    app = application()
    fonts.load()
    panel = PanelView(SilentHost())
    panel.resize(900, 700)
    panel.show()
    times: list[float] = []
    before = (0.0, 0, 0)
    for number in range(WARM + REFRESHES):
        if number == WARM:
            before = _census(panel)
            times.clear()
        started = time.perf_counter_ns()
        panel.set_tree(tree(number))
        app.processEvents()
        # Only a loop that runs ends what was let go; here the loop is driven turn by turn.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        times.append((time.perf_counter_ns() - started) / 1e6)
    after = _census(panel)
    gained = [new - old for new, old in zip(after, before, strict=True)]
    words = f"after {REFRESHES:,} refreshes of {panel.view_count} nodes"
    return [
        Figure(f"memory gained {words}", "MB", [gained[0]], GROWTH_MB, "max"),
        Figure(f"widgets and other Qt objects gained {words}", "", [gained[1]], 0, "max"),
        Figure(f"Python objects gained {words}", "", [gained[2]], 2_000, "max"),
        Figure("one refresh, to painted", "ms", times),
    ]


def _census(panel: PanelView) -> tuple[float, int, int]:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    megabytes = psutil.Process().memory_info().rss / 1e6
    return megabytes, len(panel.findChildren(QObject)), len(gc.get_objects())


def tree(number: int) -> dict[str, Any]:
    """Version `number` of the tree."""
    rows = [{"id": f"{row}", "title": f"Row {row + number % 5}"} for row in range(30)]
    cells = [{"id": row, "a": number, "b": row} for row in range(30)]
    cards = [_card(place, number) for place in range(64)]
    return _node(
        "Stack",
        children=[
            *cards,
            _node("List", items=rows),
            _node("DataTable", columns=["a", "b"], rows=cells),
            {**_node("Text", content=f"version {number}"), "key": f"k{number}"},
        ],
    )


def _card(place: int, number: int) -> dict[str, Any]:
    content = [
        _node("Text", content=f"version {number}"),
        _node("Badge", label=f"{number % 9}", color="green"),
        _node("Progress", value=number % 100),
        _node("Input", value=f"{number % 3}", param_name=f"p{place}"),
    ]
    content.append(
        _node("Button", label=f"{number}") if number % 2 else _node("Toggle", label=f"{number}")
    )
    return _node("Card", title=f"Card {place}", content=content)


def _node(kind: str, **props: Any) -> dict[str, Any]:
    return {"type": kind, "props": props}
