"""The watchdog: stalls are measured, attributed and kept."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest
from pytestqt.qtbot import QtBot

from workbench.gui.processor import ProcessorQueue
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
        with qtbot.waitSignal(watchdog.stalled, timeout=20_000) as blocker:
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


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how long a thread waited")
def test_a_thread_that_finds_no_processor_knows_how_long_it_waited() -> None:
    waited: list[float] = []

    def compete() -> None:
        # A process beside it has the only processor the two may use.
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        queue = ProcessorQueue()
        rival = subprocess.Popen([sys.executable, "-c", "while True: pass"])
        try:
            busy(0.5)
        finally:
            rival.kill()
            rival.wait()
        waited.append(queue.waited_ms())
        queue.close()
        waited.append(queue.waited_ms())

    thread = threading.Thread(target=compete)
    thread.start()
    thread.join()
    assert waited[0] > 20
    assert waited[1] == 0


def test_time_without_a_processor_is_no_fault_of_the_window(qtbot: QtBot) -> None:
    assert Stall(120.0, (), starved_ms=90.0).own_ms == 30.0
    assert Stall(120.0, (), starved_ms=150.0).own_ms == 0.0


def test_what_was_forgotten_is_not_counted(qtbot: QtBot) -> None:
    now = [0]
    watchdog = Watchdog(now_ns=lambda: now[0])
    now[0] += int(200 * 1e6)
    watchdog._tick()
    assert watchdog.longest_own_ms == watchdog.longest_ms > 100
    watchdog.forget()
    assert (watchdog.longest_ms, watchdog.longest_own_ms, len(watchdog.stalls)) == (0, 0, 0)
