"""The time of a trace: parts of spans, pauses, the critical path; zooming and moving by hand."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.gui_fakes import record
from workbench.gui.panes import stages
from workbench.gui.panes import waterfall as module
from workbench.gui.panes.idle import Gap
from workbench.gui.panes.span_model import TIME, SpanModel
from workbench.gui.panes.spans import SpanRow
from workbench.gui.panes.time_scale import Sight, TimeScale
from workbench.gui.panes.time_view import Field, TimeView
from workbench.gui.panes.trace_shape import Trace, trace_of
from workbench.gui.panes.waterfall import Waterfall

MS = 1_000_000


def staged(queue: float, dispatch: float, handler: float) -> dict[str, Any]:
    """The stages of an invocation, as a record has them."""
    kinds = (("queue", 0.0, queue), ("dispatch", queue, dispatch),
             ("handler", queue + dispatch, handler))  # fmt: skip
    made = [{"kind": k, "start_ms": begin, "duration_ms": ms} for k, begin, ms in kinds]
    return {"stages": made}


def trace() -> Trace:
    """A turn with half a minute of waiting for a yes, then a call and the panel it refreshed."""
    return trace_of(
        "t",
        [
            record(1, "turn", id="t", started_ns=0, duration_ms=30_500.0),
            record(2, "plan", id="p", parent_id="t", started_ns=0, duration_ms=100.0),
            record(3, "confirmation", id="c", parent_id="t", started_ns=100 * MS,
                   duration_ms=29_900.0),
            record(4, "call", id="k", parent_id="t", started_ns=30_000 * MS, duration_ms=300.0,
                   body=staged(10, 10, 270)),
            record(5, "http", id="slow", parent_id="k", started_ns=30_050 * MS, duration_ms=150.0),
            record(6, "cache", id="quick", parent_id="k", started_ns=30_060 * MS, duration_ms=20.0),
            record(7, "panel", id="s", cause_id="k", started_ns=30_350 * MS, duration_ms=150.0),
        ],
    )  # fmt: skip


def row(found: Trace, id_: str) -> SpanRow:
    return next(row for row in found.rows if row.record.id == id_)


# -- what is worked out


def test_an_invocation_is_told_apart_into_its_parts() -> None:
    found = trace()
    call = row(found, "k")
    told = [
        (part.name, part.begin_ms - 30_000, part.end_ms - 30_000)
        for part in stages.parts(call, found.below["k"])
    ]
    assert told == [
        ("queue", 0, 10), ("dispatch", 10, 20), ("own", 20, 50), ("calls", 50, 200),
        ("own", 200, 290), ("answer", 290, 300),
    ]  # fmt: skip


def test_a_long_wait_is_a_pause_and_a_short_one_is_not() -> None:
    assert trace().gaps == [Gap(100.0, 30_000.0)]
    short = trace_of(
        "t",
        [
            record(1, "turn", id="t", started_ns=0, duration_ms=400.0),
            record(2, "panel", parent_id="t", started_ns=0, duration_ms=100.0),
            record(3, "panel", parent_id="t", started_ns=180 * MS, duration_ms=220.0),
        ],
    )
    assert short.gaps == []


def test_nothing_is_a_pause_while_something_is_under_way() -> None:
    running = record(1, "task", id="t", started_ns=0, duration_ms=None, status="running")
    later = record(2, "http", parent_id="t", started_ns=60_000 * MS, duration_ms=1.0)
    assert trace_of("t", [running, later]).gaps == []


def test_the_critical_path_runs_back_from_the_end() -> None:
    found = trace().critical
    assert found["s"] == [(30_350.0, 30_500.0)]
    assert found["slow"] == [(30_050.0, 30_200.0)]
    assert found["k"] == [(30_000.0, 30_050.0), (30_200.0, 30_300.0)]
    assert "quick" not in found


def test_folded_time_runs_on_after_its_mark() -> None:
    scale = TimeScale(1_000.0, [Gap(100.0, 900.0)])
    assert scale.length == pytest.approx(200 * 1.09)
    for ms in (0.0, 50.0, 100.0, 500.0, 900.0, 1_000.0):
        assert scale.ms_at(scale.length_at(ms)) == pytest.approx(ms)
    assert scale.length_at(1_000.0) - scale.length_at(900.0) == pytest.approx(100.0)


def test_what_is_in_sight_stays_within_the_whole() -> None:
    whole = Sight(0.0, 100.0, 100.0)
    near = whole.zoomed(0.1, 30.0)
    assert (near.begin, near.end) == pytest.approx((27.0, 37.0))
    assert near.moved(-500).begin == 0
    assert near.moved(500).end == 100
    assert near.zoomed(1e9, 30.0).whole
    assert whole.zoomed(1e-12, 50.0).span > 0


def test_ticks_are_never_in_a_folded_pause() -> None:
    view = TimeView()
    view.show(trace())
    seen = [tick for tick, _ in view.ticks(Field(0, 800), 8)]
    assert seen
    assert all(tick <= 100 or tick >= 30_000 for tick in seen)
    view.turn_all()
    assert any(100 < tick < 30_000 for tick, _ in view.ticks(Field(0, 800), 8))


# -- by hand


@pytest.fixture
def waterfall(qtbot: QtBot) -> Waterfall:
    """A waterfall with the trace in it, the call selected."""
    view = Waterfall(SpanModel())
    qtbot.addWidget(view)
    view.resize(900, 320)
    view.show()
    view.show_trace(trace())
    view.reveal_row(3)
    return view


def span(view: Waterfall) -> tuple[float, float]:
    """The instants at both edges."""
    sight, scale = view.time.sight, view.time.scale
    return scale.ms_at(sight.begin), scale.ms_at(sight.end)


def test_keys_zoom_move_and_fit(waterfall: Waterfall) -> None:
    QTest.keyClick(waterfall, Qt.Key.Key_Plus)
    QTest.keyClick(waterfall, Qt.Key.Key_Plus)
    assert not waterfall.time.sight.whole
    assert waterfall.time.in_sight(30_150.0)
    before = span(waterfall)
    QTest.keyClick(waterfall, Qt.Key.Key_Left)
    assert span(waterfall)[0] < before[0]
    QTest.keyClick(waterfall, Qt.Key.Key_Right)
    QTest.keyClick(waterfall, Qt.Key.Key_Minus)
    QTest.keyClick(waterfall, Qt.Key.Key_0)
    assert span(waterfall) == pytest.approx((0.0, 30_500.0))
    QTest.keyClick(waterfall, Qt.Key.Key_Z)
    assert span(waterfall) == pytest.approx((29_990.0, 30_330.0), abs=30)


def test_with_all_in_sight_left_and_right_close_and_open(waterfall: Waterfall) -> None:
    rows = waterfall.model().rowCount()
    QTest.keyClick(waterfall, Qt.Key.Key_Left)
    assert waterfall.model().rowCount() == rows - 3
    QTest.keyClick(waterfall, Qt.Key.Key_Right)
    assert waterfall.model().rowCount() == rows


def turn(widget: QWidget, at: QPoint, by: int, held: Qt.KeyboardModifier) -> None:
    """Turns the wheel there."""
    place, none = QPointF(at), Qt.MouseButton.NoButton
    whole = QPointF(widget.mapToGlobal(at))
    phase = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(place, whole, QPoint(), QPoint(0, by), none, held, phase, False)
    QApplication.sendEvent(widget, event)


def test_the_wheel_zooms_at_the_pointer_and_moves_with_shift(waterfall: Waterfall) -> None:
    x = waterfall.x_of(30_200.0).x()
    at = QPoint(round(x), 60)
    turn(waterfall.viewport(), at, 240, Qt.KeyboardModifier.NoModifier)
    assert not waterfall.time.sight.whole
    assert waterfall.x_of(30_200.0).x() == pytest.approx(x, abs=2)
    before = span(waterfall)
    turn(waterfall.viewport(), at, 120, Qt.KeyboardModifier.ShiftModifier)
    assert span(waterfall)[0] < before[0]
    axis = waterfall.axis.viewport()
    turn(axis, QPoint(round(x), 10), -1_200, Qt.KeyboardModifier.NoModifier)
    assert waterfall.time.sight.whole


def test_time_can_be_dragged(waterfall: Waterfall) -> None:
    QTest.keyClick(waterfall, Qt.Key.Key_Z)
    port, left = waterfall.viewport(), Qt.MouseButton.LeftButton
    start, end = QPoint(600, 80), QPoint(700, 80)
    held = waterfall.time.ms_at(start.x(), waterfall.axis.field())
    QTest.mousePress(port, left, pos=start)
    none = Qt.KeyboardModifier.NoModifier
    whole = QPointF(port.mapToGlobal(end))
    moved = QMouseEvent(QEvent.Type.MouseMove, QPointF(end), whole, left, left, none)
    QApplication.sendEvent(port, moved)
    QTest.mouseRelease(port, left, pos=end)
    assert waterfall.time.ms_at(end.x(), waterfall.axis.field()) == pytest.approx(held, abs=1)


def test_a_pause_is_unfolded_by_a_click_on_its_mark_and_by_key(waterfall: Waterfall) -> None:
    gap, left, right = next(iter(waterfall.time.gaps_in_sight(waterfall.axis.field())))
    mark = QPoint(round((left + right) / 2), 10)
    QTest.mouseClick(waterfall.axis.viewport(), Qt.MouseButton.LeftButton, pos=mark)
    assert not waterfall.time.folded(gap)
    QTest.keyClick(waterfall, Qt.Key.Key_G)
    assert waterfall.time.folded(gap)
    assert waterfall.lit
    QTest.keyClick(waterfall, Qt.Key.Key_C)
    assert not waterfall.lit


def test_what_is_zoomed_stays_in_sight_while_the_trace_grows(waterfall: Waterfall) -> None:
    QTest.keyClick(waterfall, Qt.Key.Key_Z)
    before = span(waterfall)
    grown = trace()
    late = record(9, "event", parent_id="s", started_ns=30_600 * MS, duration_ms=1.0)
    grown = trace_of("t", [*(row.record for row in grown.rows), late])
    waterfall.show_trace(grown)
    assert span(waterfall) == pytest.approx(before)


def test_the_tooltip_says_what_the_time_went_into(
    waterfall: Waterfall, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    class Tips:
        """Offscreen there is nothing a tooltip could be shown on."""

        @staticmethod
        def showText(_at: QPoint, text: str, _widget: QWidget) -> None:
            said.append(text)

    monkeypatch.setattr(module, "QToolTip", Tips)
    place = waterfall.visualRect(waterfall.model().index(3, TIME)).center()
    whole = waterfall.viewport().mapToGlobal(place)
    QApplication.sendEvent(waterfall.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, whole))
    lines = said[0].splitlines()
    assert "waiting on calls: 150 ms" in lines
    assert "handler itself: 120 ms" in lines
    assert "critical path: 150 ms" in lines
