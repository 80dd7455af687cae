"""Past and live records, each once, oldest first."""

from __future__ import annotations

import asyncio
from typing import cast

from tests.gui.gui_fakes import ListJournal, record
from workbench.gui.panes.catch_up import CatchUp
from workbench.kernel.journal.journal import Journal


async def test_what_comes_while_the_past_is_read_is_handed_on_once_and_after_it() -> None:
    seen: list[int] = []
    catch_up = CatchUp(("cache",), lambda records: seen.extend(r.seq for r in records))
    journal = ListJournal([record(n, "cache") for n in range(1, 4)])
    catch_up.begin()
    reading = asyncio.create_task(catch_up.read(cast(Journal, journal), 100))
    await asyncio.sleep(0)
    catch_up.receive([record(3, "cache"), record(4, "cache"), record(5, "log")])
    await reading
    catch_up.receive([record(6, "cache")])
    assert seen == [1, 2, 3, 4, 6]


async def test_a_live_batch_that_comes_late_is_not_handed_on_twice() -> None:
    seen: list[int] = []
    catch_up = CatchUp(("cache",), lambda records: seen.extend(r.seq for r in records))
    journal = ListJournal([record(n, "cache") for n in range(1, 4)])
    catch_up.begin()
    await catch_up.read(cast(Journal, journal), 100)
    catch_up.receive([record(2, "cache"), record(3, "cache"), record(4, "cache")])
    assert seen == [1, 2, 3, 4]


async def test_several_pages_come_oldest_first_and_no_more_than_asked_for() -> None:
    seen: list[int] = []
    catch_up = CatchUp(("cache",), lambda records: seen.extend(r.seq for r in records))
    journal = ListJournal([record(n, "cache") for n in range(1, 1_801)])
    await catch_up.read(cast(Journal, journal), 1_000)
    assert seen == list(range(801, 1_801))
