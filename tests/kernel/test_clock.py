from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.kernel.clock import Clock

DAY = 86_400.0


def run(scenario: Callable[[Clock], Coroutine[Any, Any, None]], start: float = 1_000.0) -> None:
    async def main() -> None:
        clock = Clock(start, paused=True)
        try:
            await scenario(clock)
        finally:
            clock.close()

    asyncio.run(main())


def test_a_paused_clock_stands_still() -> None:
    async def scenario(clock: Clock) -> None:
        await asyncio.sleep(0.02)
        assert clock.now() == 1_000.0
        assert clock.mode == "paused"
        assert clock.rate == 0

    run(scenario)


def test_a_jump_ends_exactly_where_it_was_asked_to() -> None:
    async def scenario(clock: Clock) -> None:
        await clock.jump(1_000.0 + 30 * DAY)
        assert clock.now() == 1_000.0 + 30 * DAY
        assert clock.mode == "paused"

    run(scenario)


def test_every_timer_on_the_way_reads_its_own_instant() -> None:
    async def scenario(clock: Clock) -> None:
        seen: list[float] = []
        for due in (1_300.0, 1_100.0, 1_200.0):
            clock.call_at(due, lambda: seen.append(clock.now()))
        await clock.jump(1_250.0)
        assert seen == [1_100.0, 1_200.0]
        assert clock.next_due == 1_300.0

    run(scenario)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 50), max_size=40), st.integers(0, 60))
def test_timers_fire_once_in_due_order_then_in_the_order_they_were_set(
    delays: list[int], target: int
) -> None:
    fired: list[tuple[float, int]] = []

    async def scenario(clock: Clock) -> None:
        def fire(number: int) -> None:
            fired.append((clock.now(), number))

        for number, delay in enumerate(delays):
            clock.call_later(delay, partial(fire, number))
        await clock.jump(1_000.0 + target)

    run(scenario)
    expected = sorted((1_000.0 + d, n) for n, d in enumerate(delays) if d <= target)
    assert fired == expected


def test_a_repeating_task_sees_every_period_of_a_month() -> None:
    async def scenario(clock: Clock) -> None:
        seen: list[float] = []

        async def every_hour() -> None:
            while True:
                await clock.sleep_until(clock.now() + 3_600)
                seen.append(clock.now())

        task = asyncio.create_task(every_hour())
        await asyncio.sleep(0)
        await clock.jump(1_000.0 + 30 * DAY)
        task.cancel()
        assert seen == [1_000.0 + 3_600 * n for n in range(1, 30 * 24 + 1)]

    run(scenario)


def test_a_cancelled_timer_never_fires() -> None:
    async def scenario(clock: Clock) -> None:
        fired: list[str] = []
        timer = clock.call_later(5, lambda: fired.append("first"))
        clock.call_later(4, timer.cancel)
        clock.call_later(6, lambda: fired.append("second"))
        await clock.jump(1_010.0)
        assert fired == ["second"]
        assert timer.done

    run(scenario)


def test_time_waits_for_work_that_holds_it() -> None:
    """A jump over two fires waits for the first one's handler, so the second sees its result."""

    async def scenario(clock: Clock) -> None:
        log: list[tuple[str, float]] = []

        async def handler(name: str) -> None:
            with clock.hold():
                log.append((f"{name} begins", clock.now()))
                for _ in range(20):
                    await asyncio.sleep(0)
                log.append((f"{name} ends", round(clock.now())))

        tasks: list[asyncio.Task[None]] = []

        def begin(name: str) -> None:
            tasks.append(asyncio.create_task(handler(name)))

        for due, name in ((1_100.0, "a"), (1_200.0, "b")):
            clock.call_at(due, partial(begin, name))
        await clock.jump(1_500.0)
        assert [name for name, _ in log] == ["a begins", "a ends", "b begins", "b ends"]
        assert log[0][1] == 1_100.0
        assert log[2][1] == 1_200.0
        await asyncio.gather(*tasks)

    run(scenario)


def test_a_held_jump_runs_one_to_one_with_real_time() -> None:
    async def scenario(clock: Clock) -> None:
        async def handler() -> None:
            with clock.hold():
                await asyncio.sleep(0.05)

        tasks: list[asyncio.Task[None]] = []
        clock.call_at(1_100.0, lambda: tasks.append(asyncio.create_task(handler())))
        started = time.monotonic()
        await clock.jump(1_100.0)
        assert time.monotonic() - started >= 0.05
        assert 1_100.04 < clock.now() < 1_100.0 + (time.monotonic() - started) + 0.01

    run(scenario)


def test_a_parked_hold_lets_time_skip_to_the_instant_it_waits_for() -> None:
    async def scenario(clock: Clock) -> None:
        seen: list[float] = []

        async def handler() -> None:
            with clock.hold() as hold:
                woken = asyncio.create_task(clock.sleep_until(1_000.0 + DAY))
                hold.park(1_000.0 + DAY)
                await woken
                seen.append(clock.now())
                assert clock.held

        task = asyncio.create_task(handler())
        await asyncio.sleep(0)
        assert not clock.held
        started = time.monotonic()
        await clock.jump(1_000.0 + 2 * DAY)
        await task
        assert seen == [1_000.0 + DAY]
        assert time.monotonic() - started < 5

    run(scenario)


def test_releasing_a_hold_twice_counts_once() -> None:
    async def scenario(clock: Clock) -> None:
        first, second = clock.hold(), clock.hold()
        first.release()
        first.release()
        assert clock.held
        second.release()
        assert not clock.held

    run(scenario)


def test_an_accelerated_clock_flows_faster_and_in_order() -> None:
    async def scenario(clock: Clock) -> None:
        seen: list[float] = []
        for n in range(1, 6):
            clock.call_at(1_000.0 + 60 * n, lambda: seen.append(clock.now()))
        clock.accelerate(6_000)
        await clock.sleep_until(1_301.0)
        assert seen == [1_000.0 + 60 * n for n in range(1, 6)]
        clock.pause()
        stopped = clock.now()
        assert stopped >= 1_301.0
        await asyncio.sleep(0.01)
        assert clock.now() == stopped

    run(scenario)


def test_work_slows_an_accelerated_clock_to_real_time() -> None:
    async def scenario(clock: Clock) -> None:
        clock.accelerate(100_000)
        with clock.hold():
            before = clock.now()
            await asyncio.sleep(0.02)
            assert clock.now() - before < 1

    run(scenario)


def test_a_real_clock_does_not_drift_however_late_its_timers_fire() -> None:
    async def main() -> None:
        began = time.monotonic()
        clock = Clock(1_000.0)
        for n in range(1, 31):
            clock.call_at(1_000.0 + n * 0.005, lambda: time.sleep(0.004))
        await clock.sleep(0.2)
        assert clock.now() - 1_000.0 == pytest.approx(time.monotonic() - began, abs=0.003)
        clock.close()

    asyncio.run(main())


def test_now_never_goes_back() -> None:
    async def scenario(clock: Clock) -> None:
        readings: list[float] = []

        async def watch() -> None:
            while True:
                readings.append(clock.now())
                await asyncio.sleep(0)

        watcher = asyncio.create_task(watch())
        for n in range(50):
            clock.call_at(1_000.0 + n * 7, lambda: None)
        clock.accelerate(5_000)
        await clock.sleep_until(1_100.0)
        clock.resume()
        await clock.jump(1_200.0)
        clock.pause()
        await clock.jump(1_400.0)
        watcher.cancel()
        assert readings == sorted(readings)

    run(scenario)


def test_a_virtual_timeout_follows_the_clock() -> None:
    async def scenario(clock: Clock) -> None:
        async def slow() -> str:
            try:
                async with clock.timeout(600):
                    await asyncio.Event().wait()
            except TimeoutError:
                return f"timed out at {clock.now():g}"
            return "finished"

        task = asyncio.create_task(slow())
        await asyncio.sleep(0)
        await clock.jump(1_599.0)
        assert not task.done()
        await clock.jump(1_600.0)
        assert await task == "timed out at 1600"

    run(scenario)


def test_a_timeout_that_is_not_reached_leaves_nothing_behind() -> None:
    async def scenario(clock: Clock) -> None:
        async with clock.timeout(10):
            pass
        async with clock.timeout(None):
            pass
        assert clock.next_due is None

    run(scenario)


def test_jumping_back_is_refused() -> None:
    async def scenario(clock: Clock) -> None:
        with pytest.raises(ValueError, match="cannot jump back"):
            await clock.jump(999.0)

    run(scenario)


def test_a_rate_must_be_positive() -> None:
    async def scenario(clock: Clock) -> None:
        for rate in (0.0, -1.0, float("nan")):
            with pytest.raises(ValueError, match="must be positive"):
                clock.accelerate(rate)

    run(scenario)


def test_overlapping_jumps_each_end_at_their_own_instant() -> None:
    async def scenario(clock: Clock) -> None:
        landed: list[float] = []

        async def go(to: float) -> None:
            await clock.jump(to)
            landed.append(to)

        await asyncio.gather(go(1_020.0), go(1_010.0))
        assert landed == [1_010.0, 1_020.0]
        assert clock.now() == 1_020.0

    run(scenario)


def test_a_timer_that_raises_does_not_stop_the_others() -> None:
    async def scenario(clock: Clock) -> None:
        told: list[str] = []
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: told.append(context["message"]))
        fired: list[int] = []

        def broken() -> None:
            raise RuntimeError("no")

        clock.call_later(1, broken)
        clock.call_later(1, lambda: fired.append(1))
        await clock.jump(1_002.0)
        assert fired == [1]
        assert told == ["a timer of the virtual clock raised"]

    run(scenario)


def test_iso_is_utc_with_milliseconds() -> None:
    clock = Clock(1_767_225_600.5, paused=True)
    assert clock.iso() == "2026-01-01T00:00:00.500Z"
    assert clock.datetime().isoformat() == "2026-01-01T00:00:00.500000+00:00"


def test_a_closed_clock_takes_no_timers() -> None:
    async def scenario(clock: Clock) -> None:
        clock.call_later(5, lambda: None)
        clock.close()
        with pytest.raises(RuntimeError, match="closed"):
            clock.call_later(1, lambda: None)

    run(scenario)


def test_listeners_are_told_when_the_mode_changes() -> None:
    async def scenario(clock: Clock) -> None:
        modes: list[str] = []
        disconnect = clock.changed.connect(lambda: modes.append(clock.mode))
        clock.resume()
        clock.accelerate(60)
        clock.pause()
        disconnect()
        clock.resume()
        assert modes == ["real", "accelerated", "paused"]

    run(scenario)
