"""From the publication of an event to the end of its subscriber, through bus, child and journal.

The baseline calls an empty function of the same child directly.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from benchmarks.figures import Figure
from workbench.kernel.events.events import Delivery
from workbench.kernel.kernel import Kernel, KernelOptions

ROUNDS = 800
WARM_UP = 100
BURST = 2_000

EXTENSION = """
from imperal_sdk import ActionResult, ChatExtension, Extension
from pydantic import BaseModel

ext = Extension("bench", version="1.0.0", display_name="Bench", description="Measures.")
chat = ChatExtension(ext, tool_name="bench", description="Measures what the bus adds.")


class Nothing(BaseModel):
    pass


@chat.function("empty", description="Do nothing at all.")
async def empty(ctx, params: Nothing) -> ActionResult:
    return ActionResult.success(data={}, summary="")


@ext.on_event("other.happened")
async def happened(ctx, event):
    pass
"""


def run() -> list[Figure]:
    """Measure one event at a time, then a burst."""
    return asyncio.run(_measure())


async def _measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "main.py").write_text(EXTENSION)
        kernel = await Kernel.start(KernelOptions(state=root / "state"))
        try:
            await kernel.load(root)
            direct = [await _direct(kernel) for _ in range(WARM_UP + ROUNDS)][WARM_UP:]
            heard = [await _heard(kernel) for _ in range(WARM_UP + ROUNDS)][WARM_UP:]
            burst = [await _burst(kernel) for _ in range(5)]
        finally:
            await kernel.close()
    return [
        Figure("empty function, called directly", "µs", direct, baseline=True),
        Figure("event published to handler ended", "µs", heard),
        Figure(f"event in a burst of {BURST:,}", "µs", burst),
    ]


async def _direct(kernel: Kernel) -> float:
    started = time.perf_counter()
    await kernel.call("bench", "empty", {})
    return (time.perf_counter() - started) * 1e6


async def _heard(kernel: Kernel) -> float:
    ended: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    def take(delivery: Delivery) -> None:
        if not ended.done():
            ended.set_result(time.perf_counter())

    stop = kernel.events.delivered.connect(take)
    started = time.perf_counter()
    await _publish(kernel, 0)
    took = (await ended - started) * 1e6
    stop()
    return took


async def _burst(kernel: Kernel) -> float:
    started = time.perf_counter()
    for number in range(BURST):
        await _publish(kernel, number)
    await kernel.events.settled()
    return (time.perf_counter() - started) / BURST * 1e6


async def _publish(kernel: Kernel, number: int) -> None:
    user = kernel.personas.current
    await kernel.events.emit("other", "other.happened", {"n": number}, user=user)
