"""The bus on the embedded server and on a real one: enqueued, isolated, kept, and swept clean."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.kernel.conftest import Write, line_of
from tests.kernel.redis_servers import KINDS, redis_url
from workbench.kernel.events.events import Delivery
from workbench.kernel.kernel import Kernel, KernelOptions

PUBLISHER = """
class Event(BaseModel):
    name: str = "pub.created"
    n: int = 0

@ext.emits("pub.created")
async def _declared():
    raise AssertionError("a declaration is never called")

@chat.function("emit", description="Emit by hand.", action_type="write")
async def emit(ctx, params: Event) -> ActionResult:
    await ctx.extensions.emit(params.name, {"n": params.n})
    return ActionResult.success(data={}, summary="Emitted.", refresh_panels=[])
"""

SUBSCRIBER = """
import logging

@ext.on_event("pub.created")
async def quick(ctx, event):
    logging.getLogger("quick").info("%s", event["n"])

@ext.on_event("pub.created")
async def crashing(ctx, event):
    return ctx.user.imperal_id

@ext.on_event("pub.slow")
async def slow(ctx, event):
    while not os.path.exists(event["gate"]):
        await asyncio.sleep(0.005)
"""


@pytest_asyncio.fixture(params=KINDS)
async def kernel(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Kernel]:
    """A kernel whose bus runs on one kind of server."""
    with redis_url(request.param, tmp_path) as url:
        running = await Kernel.start(KernelOptions(redis_url=url))
        try:
            yield running
        finally:
            await running.close()


async def emit(kernel: Kernel, event_type: str, data: dict[str, Any]) -> str:
    user = kernel.personas.current
    return await kernel.events.emit("pub", event_type, data, user=user)


async def test_extensions_loaded_together_hear_each_other(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(PUBLISHER, "pub"))
    root = write(SUBSCRIBER, "sub")
    await kernel.load(root)
    seen: list[Delivery] = []
    kernel.events.delivered.connect(seen.append)
    outcome = await kernel.call("pub", "emit", {"n": 7})
    await kernel.settled()
    assert outcome.ok
    assert sorted((d.app_id, d.handler, d.outcome) for d in seen) == [
        ("sub", "pub.created#0", "delivered"),
        ("sub", "pub.created#1", "swallowed"),
    ]
    swallowed = next(d for d in seen if d.error is not None)
    assert swallowed.error is not None
    assert (swallowed.error.type, swallowed.error.line) == (
        "AttributeError",
        line_of(root, "return ctx.user"),
    )


async def test_a_slow_subscriber_holds_up_no_other_event(
    kernel: Kernel, write: Write, tmp_path: Path
) -> None:
    await kernel.load(write(SUBSCRIBER, "sub"))
    heard: list[str] = []
    kernel.events.delivered.connect(lambda delivery: heard.append(delivery.event_type))
    gate = tmp_path / "gate"
    await emit(kernel, "pub.slow", {"gate": str(gate)})
    await emit(kernel, "pub.created", {"n": 1})
    while kernel.events.undelivered > 1:
        await kernel.clock.sleep(0.01)
    assert heard == ["pub.created", "pub.created"]
    gate.touch()
    await kernel.events.settled()
    assert heard[-1] == "pub.slow"


async def test_a_failing_subscriber_is_run_once_and_never_again(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(SUBSCRIBER, "sub"))
    event_id = await emit(kernel, "pub.created", {"n": 1})
    await kernel.events.settled()
    runs = await kernel.journal.query(kinds=["event"], cause_id=event_id)
    assert sorted(run.status for run in runs) == ["error", "success"]


async def test_the_stream_holds_only_what_was_not_handled(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(SUBSCRIBER, "sub"))
    for n in range(40):
        await emit(kernel, "pub.created", {"n": n})
    await kernel.events.settled()
    redis = await kernel.suite.redis.client()
    (stream,) = [name async for name in redis.scan_iter("imperal:events:*")]
    assert await redis.xlen(stream) == 0
    assert kernel.events.undelivered == 0


async def test_an_event_nobody_listens_to_is_published_all_the_same(
    kernel: Kernel, write: Write
) -> None:
    event_id = await emit(kernel, "pub.unheard", {"n": 1})
    await kernel.events.settled()
    record = await kernel.journal.get(event_id)
    assert record is not None
    assert (record.status, record.body["subscribers"]) == ("published", [])


@pytest.mark.parametrize(
    ("name", "flag"),
    [
        ("pub.created", None),
        ("pub.other", "UndeclaredEvent"),
        ("billing.paid", "ForeignEvent"),
        ("created", "ForeignEvent"),
    ],
)
async def test_undeclared_and_foreign_names_are_flagged_once_where_they_are_emitted(
    kernel: Kernel, write: Write, name: str, flag: str | None
) -> None:
    root = write(PUBLISHER, "pub")
    await kernel.load(root)
    for _ in range(2):
        assert (await kernel.call("pub", "emit", {"name": name})).ok
    found = await kernel.journal.query(kinds=["problem"])
    assert [problem.body["error"]["type"] for problem in found] == ([flag] if flag else [])
    assert all(p.body["error"]["line"] == line_of(root, "extensions.emit") for p in found)
    published = await kernel.journal.query(kinds=["event"], status="published")
    assert len(published) == 2
