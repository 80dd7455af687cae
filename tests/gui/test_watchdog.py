"""The watchdog: stalls are measured, attributed and kept."""

from __future__ import annotations

import time

from pytestqt.qtbot import QtBot

from workbench.gui.watchdog import STALL_MS, Stall, Watchdog


def busy(seconds: float) -> None:
    """Blocks the GUI thread on purpose."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def test_a_stall_is_recorded_with_the_code_that_caused_it(qtbot: QtBot) -> None:
    watchdog = Watchdog()
    watchdog.start()
    try:
        with qtbot.waitSignal(watchdog.stalled, timeout=2000) as blocker:
            busy(0.2)
    finally:
        watchdog.stop()
    stall = (blocker.args or [None])[0]
    assert isinstance(stall, Stall)
    assert stall.duration_ms > 100
    assert any("busy" in frame for frame in stall.stack)
    assert watchdog.longest_ms >= stall.duration_ms


def test_short_work_is_no_stall(qtbot: QtBot) -> None:
    now = [0]
    watchdog = Watchdog(now_ns=lambda: now[0])
    now[0] += int((STALL_MS - 1) * 1e6)
    watchdog._tick()
    assert not watchdog.stalls
    now[0] += int((STALL_MS + 30) * 1e6)
    watchdog._tick()
    assert len(watchdog.stalls) == 1


def test_stopping_ends_timer_and_thread(qtbot: QtBot) -> None:
    watchdog = Watchdog()
    watchdog.start()
    watchdog.start()
    watchdog.stop()
    watchdog.stop()
    assert not watchdog._timer.isActive()


def test_only_the_latest_stalls_are_kept(qtbot: QtBot) -> None:
    now = [0]
    watchdog = Watchdog(now_ns=lambda: now[0])
    for _ in range(300):
        now[0] += int(200 * 1e6)
        watchdog._tick()
    assert len(watchdog.stalls) == 200
