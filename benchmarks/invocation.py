"""What the platform adds to a handler: an empty one, and one more cache or store call in it.

The baseline is a bare echo of the same size over a socketpair to a child that only reads, parses
and answers: no dispatch, no journal, no audit.
"""

from __future__ import annotations

import asyncio
import os
import socket
import struct
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from benchmarks.figures import Figure
from workbench.kernel.kernel import Kernel, KernelOptions

ROUNDS = 1500
WARM_UP = 200

EXTENSION = """
from imperal_sdk import ActionResult, ChatExtension, Extension
from pydantic import BaseModel

ext = Extension("bench", version="1.0.0", display_name="Bench", description="Measures.")
chat = ChatExtension(ext, tool_name="bench", description="Measures what the platform adds.")


@ext.cache_model("entry")
class Entry(BaseModel):
    value: int = 0


class Nothing(BaseModel):
    pass


class Where(BaseModel):
    key: str = "k"
    doc_id: str = ""


@chat.function("prepare", description="Write one cache entry and one document.")
async def prepare(ctx, params: Where) -> ActionResult:
    await ctx.cache.set("k", Entry(value=1), ttl_seconds=300)
    document = await ctx.store.create("things", {"value": 1})
    return ActionResult.success(data={"doc_id": document.id}, summary="")


@chat.function("empty", description="Do nothing at all.")
async def empty(ctx, params: Nothing) -> ActionResult:
    return ActionResult.success(data={}, summary="")


@chat.function("cache_get", description="Read one cache entry.")
async def cache_get(ctx, params: Where) -> ActionResult:
    await ctx.cache.get("k", Entry)
    return ActionResult.success(data={}, summary="")


@chat.function("store_get", description="Read one document.")
async def store_get(ctx, params: Where) -> ActionResult:
    await ctx.store.get("things", params.doc_id)
    return ActionResult.success(data={}, summary="")
"""

ECHO = """
import json, socket, struct, sys
peer = socket.socket(fileno=int(sys.argv[1]))
stream = peer.makefile("rwb")
while head := stream.read(4):
    body = json.dumps(json.loads(stream.read(*struct.unpack(">I", head)))).encode()
    stream.write(struct.pack(">I", len(body)) + body)
    stream.flush()
"""


def run() -> list[Figure]:
    """Measure on a plain asyncio loop, then on the window's loop."""
    return [*asyncio.run(_measure("asyncio")), *_on_window_loop()]


def _on_window_loop() -> list[Figure]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    import qasync
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication(sys.argv[:1])
    with qasync.QEventLoop(application) as loop:
        figures: list[Figure] = loop.run_until_complete(_measure("window"))
        return figures


async def _measure(loop_name: str) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "main.py").write_text(EXTENSION)
        kernel = await Kernel.start(KernelOptions(state=root / "state"))
        try:
            await kernel.load(root)
            prepared = await kernel.call("bench", "prepare", {})
            where = {"doc_id": prepared.data["doc_id"]}
            empty = await _time(lambda: kernel.call("bench", "empty", {}))
            cache = await _time(lambda: kernel.call("bench", "cache_get", where))
            store = await _time(lambda: kernel.call("bench", "store_get", where))
        finally:
            await kernel.close()
    typical = sorted(empty)[len(empty) // 2]
    return [
        Figure(f"echo over a socketpair, {loop_name}", "µs", await _echo(), baseline=True),
        Figure(f"empty handler, {loop_name}", "µs", empty, 250),
        Figure(f"empty handler, {loop_name}", "µs", empty, 1000, "p99"),
        Figure(f"one cache.get more, {loop_name}", "µs", [x - typical for x in cache], 500),
        Figure(f"one store.get more, {loop_name}", "µs", [x - typical for x in store], 500),
    ]


async def _time(call: Callable[[], Awaitable[object]]) -> list[float]:
    for _ in range(WARM_UP):
        await call()
    samples = []
    for _ in range(ROUNDS):
        started = time.perf_counter_ns()
        await call()
        samples.append((time.perf_counter_ns() - started) / 1000)
    return samples


async def _echo() -> list[float]:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    command = [sys.executable, "-c", ECHO, str(theirs.fileno())]
    child = await asyncio.create_subprocess_exec(*command, pass_fds=[theirs.fileno()])
    theirs.close()
    reader, writer = await asyncio.open_connection(sock=ours)
    message = b'{"t":"invoke","id":1,"kind":"function","name":"empty","params":{}}'

    async def once() -> None:
        writer.write(struct.pack(">I", len(message)) + message)
        (size,) = struct.unpack(">I", await reader.readexactly(4))
        await reader.readexactly(size)

    samples = await _time(once)
    writer.close()
    await writer.wait_closed()
    await child.wait()
    return samples
