"""Background tasks: the kernel grants them, the child runs them and reports their end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.host.peer import Peer, RefusalError, loaded, write

pytestmark = pytest.mark.asyncio(loop_scope="module")

MAIN = """
import asyncio
from imperal_sdk import ActionResult, ChatExtension, Extension

ext = Extension("tasks")
chat = ChatExtension(ext, "tasks_chat", "talks")


@chat.function("start", "Starts work", action_type="write")
async def start(ctx, how="well", name="", long_running=False):
    async def work():
        await ctx.progress(10, "begun")
        await ctx.store.count("during")
        if how == "badly":
            raise LookupError("gone wrong")
        if how == "otherwise":
            return {"not": "an ActionResult"}
        if how == "for ever":
            await asyncio.sleep(600)
        return ActionResult.success({"n": 1}, "done")

    task_id = await ctx.background_task(work(), long_running=long_running, name=name)
    return ActionResult.success({"task_id": task_id}, "started")


@chat.function("uncalled", "Forgets the parentheses")
async def uncalled(ctx):
    async def work(): ...
    return await ctx.background_task(work)


@chat.function("nested", "A task starts a task")
async def nested(ctx):
    async def inner():
        await ctx.store.count("inner")
        return ActionResult.success({}, "inner")
    async def outer():
        return ActionResult.success({"inner": await ctx.background_task(inner())}, "outer")
    return ActionResult.success({"outer": await ctx.background_task(outer())}, "")
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def started(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Peer]:
    async with loaded(write(tmp_path_factory.mktemp("tasks"), main=MAIN)) as peer:
        yield peer


@pytest_asyncio.fixture(loop_scope="module")
async def peer(started: Peer) -> Peer:
    started.received.clear()
    started.calls.clear()
    numbers = iter(range(1, 100))
    started.services |= {
        "tasks.spawn": lambda *_: {"task_id": f"task-{next(numbers)}"},
        "progress": lambda *_: None,
        "store": lambda *_: 0,
    }
    return started


def spawned(peer: Peer) -> dict[str, Any]:
    return next(call for call in peer.calls if call["service"] == "tasks")


async def test_a_task_ends_after_its_handler_with_a_result_of_its_own(peer: Peer) -> None:
    gate = asyncio.Event()

    async def count(*_: Any) -> int:
        await gate.wait()
        return 0

    peer.services["store"] = count
    result = await peer.invoke("function", "start", {"name": "Sync", "long_running": True})
    assert result["value"]["data"] == {"task_id": "task-1"}
    assert spawned(peer)["args"] == {"name": "Sync", "long_running": True}
    gate.set()
    done = await peer.message("task")
    assert (done["id"], done["task_id"]) == (spawned(peer)["id"], "task-1")
    assert (done["ok"], done["shape"]) == (True, "action_result")
    assert done["value"]["summary"] == "done"
    assert done["duration_ms"] > 0


async def test_calls_of_a_task_belong_to_it_and_not_to_the_turn_that_is_over(peer: Peer) -> None:
    await peer.invoke("function", "start", span="turn-1")
    await peer.message("task")
    spawn = spawned(peer)
    assert (spawn["parent"], spawn["args"]["name"]) == ("turn-1", "background")
    during = next(call for call in peer.calls if call["service"] == "store")
    assert (during["inv"], during["task"]) == (spawn["id"], "task-1")
    assert (during["parent"], during["span"]) == ("task-1", "task-1.2")
    assert during["at"]["line"] > 0
    assert "task" not in spawn


async def test_what_a_task_raises_or_answers_otherwise_is_reported(peer: Peer) -> None:
    await peer.invoke("function", "start", {"how": "badly"})
    done = await peer.message("task")
    assert (done["ok"], done["cancelled"]) == (False, False)
    assert (done["error"]["type"], done["error"]["function"]) == ("LookupError", "work")
    peer.received.clear()
    await peer.invoke("function", "start", {"how": "otherwise"})
    assert (await peer.message("task"))["shape"] == "dict"


@pytest.mark.parametrize("mode", ["user", "abort"])
async def test_a_task_is_cancelled_by_the_id_of_its_spawn_call(peer: Peer, mode: str) -> None:
    arrived, gate = asyncio.Event(), asyncio.Event()

    async def report(*_: Any) -> None:
        arrived.set()
        if mode == "user":
            await gate.wait()

    peer.services["progress"] = report
    await peer.invoke("function", "start", {"how": "for ever"})
    await arrived.wait()
    peer.cancel(spawned(peer)["id"], mode)
    await peer.ping()
    gate.set()
    done = await peer.message("task")
    assert (done["ok"], done["cancelled"]) == (False, True)
    assert done["error"]["type"] == {"user": "TaskCancelled", "abort": "CancelledError"}[mode]


async def test_a_task_the_kernel_refuses_never_begins(peer: Peer) -> None:
    def refuse(*_: Any) -> None:
        raise RefusalError("QuotaExceededError", resource="tasks", limit=3)

    peer.services["tasks.spawn"] = refuse
    result = await peer.invoke("function", "start")
    assert result["error"]["type"] == "QuotaExceededError"
    assert [call["service"] for call in peer.calls] == ["tasks"]
    assert not [record for record in peer.records if "never awaited" in record["message"]]


async def test_a_function_in_place_of_a_coroutine_is_refused(peer: Peer) -> None:
    result = await peer.invoke("function", "uncalled")
    assert result["error"]["type"] == "TypeError"
    assert "call it first" in result["error"]["message"]
    assert peer.calls == []


async def test_a_task_may_start_a_task(peer: Peer) -> None:
    await peer.invoke("function", "nested")
    await peer.until(lambda: len([m for m in peer.received if m["t"] == "task"]) == 2)
    outer, inner = (call for call in peer.calls if call["service"] == "tasks")
    assert (inner["inv"], inner["parent"]) == (outer["id"], "task-1")
    call = next(call for call in peer.calls if call["service"] == "store")
    assert call["parent"] == "task-2"
