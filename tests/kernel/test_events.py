"""The event bus: publishing, isolated delivery without a context, and panels that follow."""

from __future__ import annotations

import asyncio

from tests.kernel.conftest import Write, held_until, line_of
from workbench.kernel.audit import ledger
from workbench.kernel.events.events import Delivery
from workbench.kernel.kernel import Kernel

PUBLISHER = """
class Title(BaseModel):
    title: str = "x"

@ext.panel("left", slot="left", refresh="on_event:pub.created")
async def left(ctx):
    return ui.Text(str(await ctx.store.count("things")))

@ext.panel("right", slot="right", refresh="on_event:created, other.thing")
async def right(ctx):
    return ui.Text(str(await ctx.store.count("things")))

@ext.panel("center", slot="center")
async def center(ctx):
    return ui.Text(str(await ctx.store.count("things")))

@chat.function("create", description="Create a thing.", action_type="write", event="created")
async def create(ctx, params: Title) -> ActionResult:
    await ctx.store.create("things", {"title": params.title})
    return ActionResult.success(data={"title": params.title}, summary="", refresh_panels=[])

@chat.function("prefixed", description="Create.", action_type="write", event="pub.prefixed")
async def prefixed(ctx, params: Title) -> ActionResult:
    return ActionResult.success(data={}, summary="")

@chat.function("reading", description="Read.", action_type="read", event="read")
async def reading(ctx, params: Title) -> ActionResult:
    return ActionResult.success(data={}, summary="")

@chat.function("failing", description="Fail.", action_type="write", event="failed")
async def failing(ctx, params: Title) -> ActionResult:
    return ActionResult.error("no")

@chat.function("plain", description="A dict.", action_type="write", event="plain")
async def plain(ctx, params: Title):
    return {"a": 1}

@chat.function("emit", description="Emit by hand.", action_type="write")
async def emit(ctx, params: Title) -> ActionResult:
    await ctx.extensions.emit("pub.created", {"title": params.title})
    return ActionResult.success(data={}, summary="Emitted.", refresh_panels=[])
"""

SUBSCRIBER = """
import logging

@ext.on_event("pub.created")
async def first(ctx, event):
    assert ctx is None
    logging.getLogger("sub").info("created %s", event["title"])

@ext.on_event("pub.created")
async def second(ctx, event):
    await ctx.cache.delete("sidebar")

@ext.on_event("pub.prefixed")
async def third(ctx, event):
    pass
"""


def deliveries(kernel: Kernel) -> list[Delivery]:
    seen: list[Delivery] = []
    kernel.events.delivered.connect(seen.append)
    return seen


async def names(kernel: Kernel) -> list[str]:
    records = await kernel.journal.query(kinds=["event"], status="published", newest_first=False)
    return [record.name for record in records]


async def test_a_successful_write_publishes_its_event_with_the_prefix_once(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(PUBLISHER, "pub"))
    for function in ("create", "prefixed", "reading", "failing"):
        await kernel.call("pub", function)
    assert await names(kernel) == ["pub.created", "pub.prefixed"]


async def test_a_dict_result_publishes_nothing_and_is_noted(kernel: Kernel, write: Write) -> None:
    root = write(PUBLISHER, "pub")
    await kernel.load(root)
    await kernel.call("pub", "plain")
    assert await names(kernel) == []
    (problem,) = await kernel.journal.query(kinds=["problem"])
    assert problem.body["error"]["type"] == "EventNotPublished"
    assert problem.body["error"]["line"] == line_of(root, '@chat.function("plain"')


async def test_each_subscriber_is_delivered_to_on_its_own(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(PUBLISHER, "pub"))
    root = write(SUBSCRIBER, "sub")
    await kernel.load(root)
    seen = deliveries(kernel)
    outcome = await kernel.call("pub", "create", {"title": "T"})
    assert outcome.ok
    await kernel.settled()
    assert sorted((d.handler, d.outcome) for d in seen) == [
        ("pub.created#0", "delivered"),
        ("pub.created#1", "swallowed"),
    ]
    swallowed = next(d for d in seen if d.outcome == "swallowed")
    assert swallowed.error is not None
    assert swallowed.error.type == "AttributeError"
    assert swallowed.error.line == line_of(root, "ctx.cache.delete")
    (line,) = await kernel.journal.query(kinds=["log"], app_id="sub")
    assert line.name == "created T"


async def test_a_swallowed_error_is_recorded_with_its_cause(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(PUBLISHER, "pub"))
    await kernel.load(write(SUBSCRIBER, "sub"))
    outcome = await kernel.call("pub", "create")
    await kernel.settled()
    (event,) = await kernel.journal.query(kinds=["event"], status="published")
    (problem,) = await kernel.journal.query(kinds=["problem"], status="swallowed")
    assert event.cause_id == outcome.span_id
    assert problem.cause_id == event.id
    runs = await kernel.journal.query(kinds=["event"], cause_id=event.id)
    assert sorted(run.status for run in runs) == ["error", "success"]
    assert {run.actor for run in runs} == {"__system__"}
    rows = [row for row in await ledger(kernel.journal) if row.source == "event"]
    assert {row.user_id for row in rows} == {"__system__"}


async def test_emit_returns_before_anybody_has_heard(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(PUBLISHER, "pub"))
    await kernel.load(write(SUBSCRIBER, "sub"))
    seen, answered = deliveries(kernel), held_until(kernel)
    async with asyncio.timeout(5):
        outcome = await kernel.call("pub", "emit", {"title": "by hand"})
    assert (outcome.ok, outcome.summary) == (True, "Emitted.")
    assert seen == []
    answered.set()
    await kernel.settled()
    assert len(seen) == 2


async def test_panels_follow_events_with_and_without_the_prefix(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(PUBLISHER, "pub"))
    await kernel.panels.discover("pub")
    await kernel.call("pub", "create")
    await kernel.settled()
    shown = {a.panel_id: a.ui["props"]["content"] for a in kernel.panels.open("pub") if a.ui}
    assert shown == {"left": "1", "right": "1", "center": "0"}
    (refresh,) = await kernel.journal.query(kinds=["refresh"])
    assert sorted(refresh.body["panels"]) == ["pub/left", "pub/right"]


async def test_an_event_from_outside_reaches_the_subscribers(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(SUBSCRIBER, "sub"))
    seen = deliveries(kernel)
    user = kernel.personas.current
    event_id = await kernel.events.emit("pub", "pub.created", {"title": "x"}, user=user)
    await kernel.events.settled()
    assert {d.event_id for d in seen} == {event_id}


async def test_many_events_arrive_complete_and_in_order(kernel: Kernel, write: Write) -> None:
    await kernel.load(
        write(
            """
            import logging

            @ext.on_event("pub.tick")
            async def tick(ctx, event):
                logging.getLogger("t").info("%s", event["n"])
            """,
            "sub",
        )
    )
    user = kernel.personas.current
    for n in range(200):
        await kernel.events.emit("pub", "pub.tick", {"n": n}, user=user)
    await kernel.events.settled()
    lines = await kernel.journal.query(kinds=["log"], limit=500, newest_first=False)
    assert [int(line.name) for line in lines] == list(range(200))


async def test_a_subscriber_in_a_crashed_extension_harms_nobody(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(SUBSCRIBER, "sub"))
    await kernel.load(
        write('@ext.on_event("pub.created")\nasync def die(ctx, event): os._exit(1)\n', "bad")
    )
    seen = deliveries(kernel)
    user = kernel.personas.current
    await kernel.events.emit("pub", "pub.created", {"title": "x"}, user=user)
    await kernel.events.settled()
    assert {(d.app_id, d.outcome) for d in seen} == {
        ("sub", "delivered"),
        ("sub", "swallowed"),
        ("bad", "swallowed"),
    }
