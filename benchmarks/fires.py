"""How fast virtual time goes: a month of schedules and skeletons through a real child.

50 hourly schedules and 20 skeletons for 10 users with a TTL of an hour make 180,000 fires in 30
days, each journalled, the schedules audited, and each checked by its own handler: what it reads
from ``datetime.now()`` must be the instant it was due. The baseline is the same handlers called one
by one through the kernel by hand. Beside elapsed time stands processor time of kernel and child
together: on a busy machine only that tells what a fire costs.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psutil

from benchmarks.figures import Figure
from workbench.kernel.journal.reader import Query
from workbench.kernel.kernel import Kernel, KernelOptions
from workbench.kernel.personas import Persona

DAYS = 30
HOURS = DAYS * 24
SCHEDULES = 50
SKELETONS = 20
USERS = 10
BY_HAND = 8
PER_HOUR = SCHEDULES + SKELETONS * USERS
TARGET_PER_S = 2_000
START = datetime(2026, 3, 1, tzinfo=UTC).timestamp()

EXTENSION = f"""
from datetime import datetime, timezone
from imperal_sdk import Extension

ext = Extension("fires", version="1.0.0", display_name="Fires", description="Counts time.")


def late() -> float:
    now = datetime.now(timezone.utc)
    return now.minute * 60 + now.second + now.microsecond / 1e6


def schedule(number):
    @ext.schedule(f"job_{{number}}", cron="0 * * * *")
    async def job(ctx):
        return {{"late_s": late(), "hour": datetime.now().hour}}


def skeleton(number):
    @ext.skeleton(f"section_{{number}}", ttl=3600, description="A section.")
    async def section(ctx):
        assert late() < 60, f"due on the hour, woken at {{datetime.now()}}"
        return {{"response": {{"section": number}}}}


for number in range({SCHEDULES}):
    schedule(number)
for number in range({SKELETONS}):
    skeleton(number)
"""

WORKSPACE = "".join(
    f'[[personas]]\nimperal_id = "u-{n:02}"\nname = "User {n}"\ntenant_id = "acme"\n'
    for n in range(USERS)
)


def run() -> list[Figure]:
    """Measure a month; each sample of it is one virtual day."""
    return asyncio.run(_measure())


async def _measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "main.py").write_text(EXTENSION)
        (root / "workbench.toml").write_text(WORKSPACE)
        options = KernelOptions(state=root / "state", clock_start=START, clock_paused=True)
        kernel = await Kernel.start(options)
        try:
            await kernel.load(root)
            work = _Work(kernel)
            by_hand = await _by_hand(kernel, work)
            month = await _month(kernel, work)
            await _check(kernel)
        finally:
            await kernel.close()
    most = 1e6 / TARGET_PER_S
    return [
        Figure("one fire by hand, one by one", "µs", by_hand.elapsed, baseline=True),
        Figure("one fire of a virtual month", "µs", month.elapsed, most),
        Figure("processor time by hand", "µs", by_hand.processor, baseline=True),
        Figure("processor time of a month", "µs", month.processor, most),
    ]


@dataclass
class _Samples:
    """Microseconds a fire."""

    elapsed: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)


class _Work:
    """Measures a number of fires in elapsed time, and in processor time of both processes."""

    def __init__(self, kernel: Kernel) -> None:
        self._processes = [psutil.Process(), psutil.Process(kernel.extensions["fires"].build.pid)]

    @asynccontextmanager
    async def measure(self, samples: _Samples, fires: int) -> AsyncIterator[None]:
        began, used = time.perf_counter(), self._used()
        yield
        samples.elapsed.append((time.perf_counter() - began) / fires * 1e6)
        samples.processor.append((self._used() - used) / fires * 1e6)

    def _used(self) -> float:
        times = [process.cpu_times() for process in self._processes]
        return sum(each.user + each.system for each in times)


async def _by_hand(kernel: Kernel, work: _Work) -> _Samples:
    people = list(kernel.personas)[:USERS]
    samples = _Samples()
    for _ in range(BY_HAND):
        async with work.measure(samples, PER_HOUR):
            await _once(kernel, people)
    return samples


async def _once(kernel: Kernel, people: list[Persona]) -> None:
    for number in range(SCHEDULES):
        await kernel.schedules.fire("fires", f"job_{number}")
    for number in range(SKELETONS):
        for person in people:
            await kernel.skeletons.tick("fires", f"section_{number}", user=person)


async def _month(kernel: Kernel, work: _Work) -> _Samples:
    """A sample for each virtual day, the journal's commits included."""
    kernel.drivers.start()
    samples = _Samples()
    for day in range(1, DAYS + 1):
        async with work.measure(samples, PER_HOUR * 24):
            await kernel.clock.jump(START + day * 86_400)
            await kernel.journal.flush()
    return samples


async def _check(kernel: Kernel) -> None:
    """Every fire is on record, on time, and audited where the ledger keeps it."""

    async def count(kind: str, status: str) -> int:
        return await kernel.journal.matching(Query(kinds=(kind,), status=status))

    assert await count("schedule", "success") == SCHEDULES * (HOURS + BY_HAND)
    assert await count("skeleton", "success") == SKELETONS * USERS * (HOURS + BY_HAND)
    assert await count("audit", "success") == SCHEDULES * (HOURS + BY_HAND)
    late = 0.0
    after = 0
    while rows := await kernel.journal.query(["schedule"], after_seq=after, newest_first=False):
        timed = [row for row in rows if row.body["source"] == "time"]
        assert all(row.at % 3600 == 0 for row in timed)
        late = max(late, *(row.body["value"]["late_s"] for row in timed), 0.0)
        after = rows[-1].seq
    assert late < 60, f"a handler was woken {late} s late"
    print(
        f"{PER_HOUR * HOURS:,} fires; the latest reading of the clock was {late * 1e3:.2f} ms late"
    )
