"""What is due at one instant begins in order, is written down in order, and holds time still."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from workbench.kernel.agenda import Agenda, Work
from workbench.kernel.clock import Clock
from workbench.kernel.recording import Slot


@pytest_asyncio.fixture
async def clock() -> AsyncIterator[Clock]:
    clock = Clock(1_000.0, paused=True)
    yield clock
    clock.close()


@pytest_asyncio.fixture
async def agenda(clock: Clock) -> AsyncIterator[Agenda]:
    agenda = Agenda(clock)
    agenda.start()
    yield agenda
    await agenda.close()


def noting(seen: list[str], name: str) -> Work:
    async def work(at: float, slot: Slot) -> None:
        seen.append(f"{name}@{at:g}")

    return work


async def test_work_begins_by_instant_then_rank_then_the_order_it_was_planned(
    clock: Clock, agenda: Agenda
) -> None:
    seen: list[str] = []
    agenda.put(("d",), 1_020, (0, 0), noting(seen, "d"))
    agenda.put(("c",), 1_010, (1, 0), noting(seen, "c"))
    agenda.put(("a",), 1_010, (0, 0), noting(seen, "a"))
    agenda.put(("b",), 1_010, (0, 0), noting(seen, "b"))
    await clock.jump(1_030)
    assert seen == ["a@1010", "b@1010", "c@1010", "d@1020"]


async def test_what_ends_out_of_order_is_written_in_the_order_it_began(
    clock: Clock, agenda: Agenda
) -> None:
    written: list[str] = []
    gates = {name: asyncio.Event() for name in "abc"}

    def waiting(name: str, opens: str | None) -> Work:
        async def work(at: float, slot: Slot) -> None:
            if opens is not None:
                gates[opens].set()
            await gates[name].wait()
            slot(lambda: written.append(name))

        return work

    agenda.put(("a",), 1_010, (0,), waiting("a", None))
    agenda.put(("b",), 1_010, (1,), waiting("b", "a"))
    agenda.put(("c",), 1_010, (2,), waiting("c", "b"))
    gates["c"].set()
    await clock.jump(1_010)
    assert written == ["a", "b", "c"]


async def test_outside_of_a_jump_nobody_waits_for_a_slower_neighbour(agenda: Agenda) -> None:
    clock, ended, slow = agenda._clock, asyncio.Event(), asyncio.Event()

    async def first(at: float, slot: Slot) -> None:
        await slow.wait()

    async def second(at: float, slot: Slot) -> None:
        slot(ended.set)

    agenda.put(("a",), 1_000, (0,), first)
    agenda.put(("b",), 1_000, (1,), second)
    clock.resume()
    await ended.wait()
    slow.set()
    await agenda.settled()


async def test_time_stands_until_everything_due_has_ended(clock: Clock, agenda: Agenda) -> None:
    instants: list[float] = []

    async def work(at: float, slot: Slot) -> None:
        for _ in range(20):
            await asyncio.sleep(0)
        instants.append(clock.now() - at)

    for due in (1_010, 4_600, 8_200):
        agenda.put((str(due),), due, (0,), work)
    await clock.jump(90_000)
    assert all(late < 1 for late in instants)
    assert len(instants) == 3


async def test_one_by_one_nothing_runs_side_by_side(clock: Clock, agenda: Agenda) -> None:
    running: list[str] = []
    most = 0

    async def work(at: float, slot: Slot) -> None:
        nonlocal most
        running.append("x")
        most = max(most, len(running))
        await asyncio.sleep(0)
        running.pop()

    for wanted, limit in ((1, 1), (3, 3)):
        agenda.most_at_once, most = wanted, 0
        for number in range(6):
            agenda.put((str(number),), clock.now(), (number,), work)
        await clock.jump(clock.now() + 1)
        assert most == limit


async def test_a_key_is_known_while_it_waits_and_while_it_runs(
    clock: Clock, agenda: Agenda
) -> None:
    seen: list[bool] = []

    async def work(at: float, slot: Slot) -> None:
        seen.append(("k",) in agenda)

    agenda.put(("k",), 1_010, (0,), work)
    assert ("k",) in agenda
    assert agenda.due(("k",)) == 1_010
    await clock.jump(1_010)
    assert seen == [True]
    assert ("k",) not in agenda


async def test_dropped_and_replaced_work_is_not_carried_out(clock: Clock, agenda: Agenda) -> None:
    seen: list[str] = []
    agenda.put(("a",), 1_010, (0,), noting(seen, "old"))
    agenda.put(("a",), 1_020, (0,), noting(seen, "new"))
    agenda.put(("b",), 1_010, (0,), noting(seen, "b"))
    agenda.drop(("b",))
    await clock.jump(1_030)
    assert seen == ["new@1020"]


async def test_stopped_it_carries_out_nothing_and_started_again_what_is_overdue(
    clock: Clock, agenda: Agenda
) -> None:
    seen: list[str] = []
    agenda.stop()
    agenda.put(("a",), 1_010, (0,), noting(seen, "a"))
    await clock.jump(1_030)
    assert seen == []
    agenda.start()
    await clock.jump(1_031)
    assert seen == ["a@1030"]


async def test_work_that_fails_is_told_and_stops_nobody(clock: Clock, agenda: Agenda) -> None:
    told: list[str] = []
    handler = lambda _, context: told.append(context["message"])  # noqa: E731
    asyncio.get_running_loop().set_exception_handler(handler)
    seen: list[str] = []

    async def broken(at: float, slot: Slot) -> None:
        raise RuntimeError("no")

    agenda.put(("a",), 1_010, (0,), broken)
    agenda.put(("b",), 1_010, (1,), noting(seen, "b"))
    await clock.jump(1_020)
    assert seen == ["b@1010"]
    assert told == ["('a',) of the agenda failed"]


@pytest.mark.parametrize("instants", [1, 2_000])
async def test_a_jump_over_many_instants_visits_each(
    clock: Clock, agenda: Agenda, instants: int
) -> None:
    visited: list[float] = []

    async def work(at: float, slot: Slot) -> None:
        visited.append(at)
        if len(visited) < instants:
            agenda.put(("k",), at + 3_600, (0,), work)

    agenda.put(("k",), 3_600, (0,), work)
    await clock.jump(3_600 * (instants + 1))
    assert visited == [3_600.0 * (n + 1) for n in range(instants)]
