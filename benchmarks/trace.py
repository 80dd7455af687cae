"""A trace of 10,000 spans: read from a journal, laid out, and drawn frame by frame.

CPU time of the window's process, offscreen; a frame is the axis and the rows painted anew.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.figures import Figure

if TYPE_CHECKING:
    from workbench.gui.panes.span_model import SpanModel
    from workbench.gui.panes.trace_shape import Trace
    from workbench.gui.panes.waterfall import Waterfall
    from workbench.kernel.journal.journal import Journal
    from workbench.kernel.journal.record import Record

SPANS = 10_000
_FRAMES = 60
_FRAME_MS = 16.0
_CALL_EVERY = 20
_SPACING_NS = 6_000_000


def run() -> list[Figure]:
    """Read, lay out, show; then scroll, zoom, move and select."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from workbench.gui import app
    from workbench.gui.panes.span_model import SpanModel

    application = app.make_application()
    read, trace = asyncio.run(_read())
    model = SpanModel()
    view = _view(model)
    shown = _cpu_ms(partial(view.show_trace, trace))
    application.processEvents()
    figures = [
        Figure("read and lay out, on the reading thread", "ms", [read]),
        Figure("show", "ms", [shown], 33.0),
    ]
    moves: dict[str, Callable[[int], object]] = {
        "scroll": lambda n: view.verticalScrollBar().setValue(n * 3_000),
        "zoom": lambda n: view.zoom(n % 12 < 6),
        "move": lambda n: view.pan(n % 2 == 0),
        "select": lambda n: view.reveal_row(n * 160 % SPANS),
        "fold and unfold a span": lambda n: model.toggle(1),
    }
    for name, move in moves.items():
        samples = [_frame(view, partial(move, number)) for number in range(_FRAMES)]
        figures.append(Figure(f"frame: {name}", "ms", samples, _FRAME_MS, "max"))
    view.deleteLater()
    return figures


def _view(model: SpanModel) -> Waterfall:
    from workbench.gui.panes.waterfall import Waterfall

    view = Waterfall(model)
    view.resize(1_400, 800)
    view.show()
    return view


def _frame(view: Waterfall, move: Callable[[], object]) -> float:
    def draw() -> None:
        move()
        view.viewport().repaint()
        view.axis.viewport().repaint()

    return _cpu_ms(draw)


def _cpu_ms(work: Callable[[], object]) -> float:
    began = time.process_time_ns()
    work()
    return (time.process_time_ns() - began) / 1e6


async def _read() -> tuple[float, Trace]:
    from workbench.gui.panes.trace_shape import read_trace
    from workbench.kernel.journal.journal import Journal

    with tempfile.TemporaryDirectory() as folder:
        journal = Journal.open(Path(folder) / "journal.sqlite")
        root = _fill(journal)
        await journal.flush()
        began = time.process_time_ns()
        trace = await journal.read(partial(read_trace, root=root))
        read = (time.process_time_ns() - began) / 1e6
        await journal.close()
    return read, trace


def _fill(journal: Journal) -> Record:
    """A long task: a call every so often, each with requests, reads of the cache and of a store."""
    stages = [
        {"kind": "queue", "start_ms": 0.0, "duration_ms": 1.0},
        {"kind": "dispatch", "start_ms": 1.0, "duration_ms": 1.0},
        {"kind": "handler", "start_ms": 2.0, "duration_ms": 115.0},
    ]
    long = SPANS * _SPACING_NS
    root = journal.append("task", "sync", id="root", started_ns=0, duration_ms=long / 1e6)
    call = ""
    for number in range(SPANS):
        begin = number * _SPACING_NS
        if number % _CALL_EVERY == 0:
            call = f"call-{number}"
            journal.append("call", "page", id=call, cause_id="root", started_ns=begin,
                           duration_ms=118.0, body={"stages": stages})  # fmt: skip
            continue
        kind = ("http", "cache", "service")[number % 3]
        journal.append(kind, f"{kind}.get", id=f"span-{number}", parent_id=call,
                       started_ns=begin, duration_ms=5.5)  # fmt: skip
    return root
