"""The channel on the window's loop, with a real child at the other end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from tests.host.peer import loaded, write

pytestmark = pytest.mark.gui
pytest.importorskip("PySide6")
qasync = pytest.importorskip("qasync")

MAIN = """
import asyncio
from imperal_sdk import Extension
ext = Extension("windowed")

@ext.tool("count")
async def count(ctx, times):
    return sum(await asyncio.gather(*(ctx.store.count(str(n)) for n in range(times))))

@ext.tool("large")
async def large(ctx, size):
    return "x" * size
"""


@pytest.fixture
def on_the_windows_loop(qapp: Any) -> Callable[[Coroutine[Any, Any, None]], None]:
    def run(coroutine: Coroutine[Any, Any, None]) -> None:
        loop = qasync.QEventLoop(qapp)
        asyncio.set_event_loop(loop)
        try:
            with loop:
                loop.run_until_complete(coroutine)
        finally:
            asyncio.set_event_loop(None)

    return run


@pytest.mark.parametrize("pipes", [False, True], ids=["socket", "pipes"])
def test_a_child_is_served_under_qasync(
    on_the_windows_loop: Callable[[Coroutine[Any, Any, None]], None], tmp_path: Path, pipes: bool
) -> None:
    async def serve() -> None:
        root = write(tmp_path, main=MAIN)
        async with loaded(root, {"store.count": lambda *_: 2}, pipes=pipes) as peer:
            results = await asyncio.gather(
                *(peer.invoke("tool", "count", {"times": 20}) for _ in range(20))
            )
            assert [result["value"] for result in results] == [40] * 20
            large = await peer.invoke("tool", "large", {"size": 3_000_000})
            assert len(large["value"]) == 3_000_000
            peer.channel.send({"t": "shutdown"})
            assert await peer.ended() == 0

    on_the_windows_loop(serve())
