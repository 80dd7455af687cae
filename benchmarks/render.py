"""How long a tree takes from its JSON text to painted pixels, and one changed item to painted.

Each tree is shown in a real panel of 1280×800 on the raster backend, through the same door and the
same event loop as in the window: parse, `PanelView.set_tree`, layout, paint. ``RENDER_TREES`` may
name a folder with the reference trees; those that are not there are generated, equal in shape and
size (see `render_trees`). A bare `QListView` of 100 two-line rows in the same run is the baseline.
Seven runs of each; the web kit's times, warm and cold, stand in the names for comparison. Time in
which the thread stood in line for a processor that other programs had is left out: on a machine of
its own there is none.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from functools import cache, partial
from typing import Any

import orjson
import psutil
from PySide6.QtCore import QAbstractListModel, QCoreApplication, QEvent, QSize, Qt
from PySide6.QtWidgets import QApplication, QListView, QScrollBar, QWidget

from benchmarks.figures import Figure
from benchmarks.render_trees import changed, text_of
from workbench.gui.processor import ProcessorQueue
from workbench.gui.render import PanelView
from workbench.gui.render.actions import SilentHost
from workbench.gui.render.sheet import application
from workbench.gui.theme import fonts

SIZE = QSize(1280, 800)
RUNS = 7
FIRST = {
    "list-100": ("List of 100", "22 / 56", 15.0),
    "list-1000": ("List of 1,000", "148 / 215", 20.0),
    "list-1000-searchable-selectable": ("List of 1,000, searchable, selectable", "—", 20.0),
    "list-10000": ("List of 10,000", "1,605 / 1,598", 30.0),
    "list-10000-paged50": ("List of 10,000 in pages of 50", "27 / 52", 30.0),
    "datatable-1000x8": ("DataTable 1,000×8", "154 / 175", 20.0),
    "stack-1000-text": ("Stack of 1,000 Text", "32 / 50", 25.0),
    "cards-200-nested-stats": ("200 Cards with Stats", "60 / 91", 50.0),
}
CHANGED = {
    "list-1000": ("1 of 1,000 list items changed", "27"),
    "datatable-1000x8": ("1 of 1,000 table rows changed", "18"),
    "stack-1000-text": ("1 of 1,000 texts changed", "17"),
}
SCROLLS = 200
LONGEST_STEP = 50.0
ROOM_MB = 30.0


def run() -> list[Figure]:
    """All figures of this benchmark."""
    app = application()
    fonts.load()
    memory = _memory(app)  # first: what others freed would be used again and not be seen
    _warm_up(app)
    figures = [_bare_list(app)]
    bound = figures[0].quantile(0.5) * 1.25
    for name, (words, web, target) in FIRST.items():
        samples = [_first(app, text_of(name)) for _ in range(RUNS)]
        figures.append(Figure(f"{words} (web kit {web})", "ms", samples, target))
        if name == "list-100":
            words = "List of 100, against 1.25 × the bare QListView"
            figures.append(Figure(words, "ms", samples, bound))
    for name, (words, web) in CHANGED.items():
        samples = [_again(app, name) for _ in range(RUNS)]
        figures.append(Figure(f"{words} (web kit {web})", "ms", samples, 3.0))
        whole = [_again(app, name, parse=True) for _ in range(RUNS)]
        figures.append(Figure(f"{words}, with parsing {_kb(name)} KB", "ms", whole))
    return [*figures, _scrolling(app), _arrival(app), memory]


def _kb(name: str) -> int:
    return len(text_of(name)) // 1024


# -- a window that paints -------------------------------------------------------------------------


def _shown() -> PanelView:
    panel = PanelView(SilentHost())
    panel.resize(SIZE)
    panel.show()
    QApplication.processEvents()
    return panel


def _gone(widget: QWidget) -> None:
    widget.close()
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()


def _painted(app: QApplication, panel: PanelView) -> None:
    """Let the loop lay out and paint into the window's raster until all of the tree is drawn."""
    _turns(app)
    while panel.growth.busy:
        _turns(app)


def _turns(app: QApplication) -> None:
    """A view lays out in one turn of the loop and paints in the next."""
    for _ in range(3):
        app.processEvents()


def _warm_up(app: QApplication) -> None:
    for name in FIRST:
        _first(app, text_of(name))


def _timed(work: Callable[[], object]) -> float:
    """Milliseconds the work took."""
    gc.disable()
    waited, started = _queue().waited_ms(), time.perf_counter_ns()
    work()
    took = (time.perf_counter_ns() - started) / 1e6
    starved = _queue().waited_ms() - waited
    gc.enable()
    return max(took - starved, 0.0)


@cache
def _queue() -> ProcessorQueue:
    return ProcessorQueue()


def _first(app: QApplication, text: bytes) -> float:
    panel = _shown()

    def draw() -> None:
        panel.set_tree(orjson.loads(text))
        _painted(app, panel)

    took = _timed(draw)
    assert panel.view_count > 0
    _gone(panel)
    return took


def _again(app: QApplication, name: str, *, parse: bool = False) -> float:
    """One changed item that is in sight, from the new tree (or its text) to painted."""
    panel = _shown()
    panel.set_tree(orjson.loads(text_of(name)))
    _painted(app, panel)
    bar = panel.verticalScrollBar()
    bar.setValue((bar.maximum() + bar.pageStep()) // 2 - bar.pageStep() // 2)
    _painted(app, panel)
    text = changed(name)
    tree = None if parse else orjson.loads(text)

    def draw() -> None:
        panel.set_tree(orjson.loads(text) if tree is None else tree)
        _painted(app, panel)

    took = _timed(draw)
    _gone(panel)
    return took


# -- the baseline ---------------------------------------------------------------------------------


class _Rows(QAbstractListModel):
    def __init__(self, items: list[dict[str, Any]], parent: QWidget) -> None:
        super().__init__(parent)
        self._items = items

    def rowCount(self, parent: Any = None) -> int:
        return len(self._items)

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        props = self._items[index.row()]["props"]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{props['title']}\n{props['subtitle']}"
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(200, 51)
        return None


def _bare_list(app: QApplication) -> Figure:
    text = text_of("list-100")

    def once() -> float:
        window = QWidget()
        window.resize(SIZE)
        window.show()
        app.processEvents()

        def draw() -> None:
            view = QListView(window)
            view.setUniformItemSizes(True)
            view.setModel(_Rows(orjson.loads(text)["props"]["items"], view))
            view.resize(SIZE)
            view.show()
            _turns(app)

        took = _timed(draw)
        _gone(window)
        return took

    once()
    samples = [once() for _ in range(RUNS)]
    return Figure("a bare QListView of 100 rows", "ms", samples, baseline=True)


# -- beyond the first picture ---------------------------------------------------------------------


def _scrolling(app: QApplication) -> Figure:
    """Steps of a wheel down a list of 10,000, each painted."""
    panel = _shown()
    panel.set_tree(orjson.loads(text_of("list-10000")))
    _painted(app, panel)
    bar = panel.verticalScrollBar()
    places = [bar.maximum() * step // SCROLLS + 60 for step in range(SCROLLS)]
    samples = [_timed(partial(_scroll, app, bar, place)) for place in places]
    _gone(panel)
    return Figure("one step of scrolling 10,000 rows, painted", "ms", samples, 16.0, "p99")


def _scroll(app: QApplication, bar: QScrollBar, value: int) -> None:
    bar.setValue(value)
    _turns(app)


@cache
def _crowd() -> dict[str, Any]:
    """About 2,000 nodes of many types: what a very large panel holds."""
    cards = [
        {
            "type": "Card",
            "props": {
                "title": f"Service {number}",
                "content": [
                    {"type": "Text", "props": {"content": "Latency over the last hour " * 4}},
                    {"type": "Badge", "props": {"label": "live", "color": "green"}},
                    {"type": "Progress", "props": {"value": number % 100, "show_value": True}},
                    {"type": "Input", "props": {"label": "Note", "param_name": f"n{number}"}},
                    {"type": "Toggle", "props": {"label": "Alert me", "param_name": "t"}},
                    {"type": "Markdown", "props": {"content": "**Bold** and `code`."}},
                    {"type": "Button", "props": {"label": "Restart"}},
                ],
            },
        }
        for number in range(250)
    ]
    return {"type": "Grid", "props": {"columns": 3, "children": cards}}


def _arrival(app: QApplication) -> Figure:
    """The longest steps of the window's thread while a tree of 2,000 mixed nodes is drawn."""
    samples = []
    for _ in range(RUNS):
        panel = _shown()
        steps = [_timed(partial(panel.set_tree, _crowd()))]
        while panel.growth.busy:
            steps.append(_timed(app.processEvents))
        samples.append(max(steps))
        _gone(panel)
    words = "2,000 mixed nodes arrive: the longest step"
    return Figure(words, "ms", samples, LONGEST_STEP, "max")


def _memory(app: QApplication) -> Figure:
    """What the process grows by while a list of 10,000 stands there (the web kit: 627 MB)."""
    process = psutil.Process()
    _first(app, text_of("list-100"))
    panel = _shown()
    text = text_of("list-10000")
    gc.collect()
    before = process.memory_info().rss
    panel.set_tree(orjson.loads(text))
    _painted(app, panel)
    grown = (process.memory_info().rss - before) / 1e6
    _gone(panel)
    words = "memory with 10,000 items, their tree included (web kit 627)"
    return Figure(words, "MB", [grown], ROOM_MB)
