"""One session of the soak: it works until its share is done or somebody kills it.

Run as ``python -m benchmarks.soak_session STATE EVENTS TICKS TASKS SEED``. Every line on stdout is
an acknowledgement: an event taken, a skeleton ticked, a task started; the parent believes nothing
else. Meanwhile the hosts of its extensions are killed at random moments.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
from pathlib import Path
from typing import Any

import psutil

from workbench.kernel.errors import WorkbenchError
from workbench.kernel.kernel import Kernel, KernelOptions

AT_ONCE = 40
KILL_EVERY_S = (0.5, 2.0)
KILLS = 4
"""Kills in one session; more would only wait for the back-off between restarts."""


class Session:
    """The kernel under soak and what it has acknowledged."""

    def __init__(self, kernel: Kernel, seed: int) -> None:
        self.kernel = kernel
        self.random = random.Random(seed)
        self.process = psutil.Process()

    def say(self, what: str, value: Any) -> None:
        """Acknowledge something to the parent."""
        sys.stdout.write(json.dumps({what: value}) + "\n")
        sys.stdout.flush()

    async def event(self, number: int) -> None:
        """Publish one event; it is taken once `emit` has returned."""
        user = self.kernel.personas.current
        data = {"n": number}
        self.say("event", await self.kernel.events.emit("soak", "soak.made", data, user=user))

    async def tick(self, number: int) -> None:
        """Refresh one section for one of ten users; a failed one is an answer as well."""
        user = self.kernel.personas.find(f"u-{number % 10}")
        await self.kernel.skeletons.tick("soak", "counts", user=user)
        self.say("tick", number)

    async def task(self, number: int) -> None:
        """Start one piece of background work, in either form."""
        params = {"seconds": self.random.uniform(0.05, 1.5)}
        function = "flagged" if number % 2 else "spawning"
        outcome = await self.kernel.call("soak", function, params, source="cli")
        task_id = outcome.task_id or (outcome.data or {}).get("task_id")
        self.say("task" if task_id else "refused_task", task_id or outcome.status)

    async def kill_hosts(self) -> None:
        """Kill the processes of the extensions at random moments."""
        for _ in range(KILLS):
            await self.kernel.clock.sleep(self.random.uniform(*KILL_EVERY_S))
            app_id = self.random.choice(list(self.kernel.extensions))
            current = self.kernel.extensions[app_id].current
            if current is not None and current.child.alive:
                psutil.Process(current.pid).kill()
                self.say("killed", app_id)

    async def watch_memory(self) -> None:
        """Tell how much memory the session holds, twice a second."""
        while True:
            self.say("rss_mb", round(self.process.memory_info().rss / 2**20, 1))
            await self.kernel.clock.sleep(0.5)

    async def work(self, events: int, ticks: int, tasks: int) -> None:
        """Everything at once, some of it at a time."""
        jobs = [
            *(self.event(number) for number in range(events)),
            *(self.tick(number) for number in range(ticks)),
            *(self.task(number) for number in range(tasks)),
        ]
        self.random.shuffle(jobs)
        room = asyncio.Semaphore(AT_ONCE)

        async def limited(job: Any) -> None:
            async with room:
                await job

        await asyncio.gather(*(limited(job) for job in jobs))


async def main(state: Path, events: int, ticks: int, tasks: int, seed: int) -> None:
    """Run one session to its end."""
    folder = Path(__file__).parent / "soak_extensions"
    options = KernelOptions(state=state, faults=folder / "faults.toml")
    kernel = await Kernel.start(options)
    session = Session(kernel, seed)
    session.say("inherited", len(kernel.tasks.all()))
    try:
        for name in ("soak", "hearer"):
            await kernel.load(folder / name)
        chores = [
            asyncio.create_task(session.kill_hosts()),
            asyncio.create_task(session.watch_memory()),
        ]
        await session.work(events, ticks, tasks)
        await kernel.settled()
        for chore in chores:
            chore.cancel()
        await asyncio.gather(*chores, return_exceptions=True)
        session.say("done", kernel.events.undelivered)
    except WorkbenchError as error:
        session.say("failed", str(error))
    finally:
        await kernel.close()


if __name__ == "__main__":
    arguments = sys.argv[2:]
    asyncio.run(main(Path(sys.argv[1]), *(int(number) for number in arguments)))
