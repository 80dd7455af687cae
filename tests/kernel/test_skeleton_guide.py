"""Skeletons as the performance guide uses them: cost, mirrors in the cache, parallel fetches."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.kernel.conftest import Start, Write
from workbench.kernel.kernel import Kernel

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
ON = {"clock_start": MONDAY.timestamp(), "clock_paused": True, "drivers": True}

SOURCE = """
@ext.cache_model("snap")
class Snap(BaseModel):
    tables: list[str] = []

@ext.skeleton("schema", alert=True, ttl=300, description="Schema.")
async def schema(ctx):
    await ctx.cache.set("schema", Snap(tables=["a", "b"]), ttl_seconds=270)
    return {"response": {"table_count": 2, "tables": ["a", "b"]}}

@ext.skeleton("often", ttl=10, description="An expensive one.")
async def often(ctx):
    return {"response": {"n": 1}}

@ext.skeleton("fetching", ttl=86400, description="Five calls at once.")
async def fetching(ctx):
    answers = await asyncio.gather(*(ctx.http.get(f"/v1/{n}") for n in range(5)))
    return {"response": {"sum": sum(answer.json()["n"] for answer in answers)}}

@ext.panel("sidebar", slot="left")
async def sidebar(ctx):
    found = await ctx.cache.get("schema", Snap)
    return ui.Text("cold" if found is None else "warm")

@chat.function("ask", description="Something a user asks.")
async def ask(ctx, params: Nothing) -> ActionResult:
    return ActionResult.success(data={}, summary="")
"""
RULES = '[[http.rule]]\nurl = "/v1/*"\njson = {n = 2}\nlatency_ms = 150\n'


async def opened(start: Start, write: Write) -> Kernel:
    kernel = await start(**ON)
    root = write(SOURCE)
    (root / "workbench.toml").write_text(RULES)
    await kernel.load(root)
    return kernel


async def shown(kernel: Kernel) -> str:
    answer = await kernel.panels.call("demo", "sidebar")
    assert answer.ui is not None
    return str(answer.ui["props"]["content"])


async def test_a_ttl_of_ten_seconds_costs_six_runs_a_minute_for_each_user(
    start: Start, write: Write
) -> None:
    kernel = await opened(start, write)
    await kernel.clock.jump((MONDAY + timedelta(seconds=59)).timestamp())
    found = await kernel.journal.query(["skeleton"], limit=1_000)
    for person in kernel.personas:
        mine = [r for r in found if r.name == "often" and r.actor == person.imperal_id]
        assert len(mine) == 6


async def test_what_a_skeleton_mirrors_into_the_cache_is_warm_for_panels_until_it_expires(
    start: Start, write: Write
) -> None:
    kernel = await opened(start, write)
    assert await shown(kernel) == "cold"
    for second, expected in ((1, "warm"), (269, "warm"), (271, "cold"), (301, "warm")):
        await kernel.clock.jump((MONDAY + timedelta(seconds=second)).timestamp())
        assert await shown(kernel) == expected


async def test_no_request_of_a_user_s_makes_a_skeleton_run(start: Start, write: Write) -> None:
    kernel = await opened(start, write)
    await shown(kernel)
    await kernel.call("demo", "ask")
    await kernel.skeletons.envelope("u-ada")
    assert await kernel.journal.query(["skeleton"]) == []


async def test_calls_that_are_gathered_take_as_long_as_the_slowest(
    start: Start, write: Write
) -> None:
    kernel = await start()
    root = write(SOURCE)
    (root / "workbench.toml").write_text(RULES)
    await kernel.load(root)
    tick = await kernel.skeletons.tick("demo", "fetching")
    assert tick.data == {"sum": 10}
    calls = await kernel.journal.query(["http"])
    assert len(calls) == 5
    assert max(call.started_ns for call in calls) < min(
        call.started_ns + (call.duration_ms or 0) * 1e6 for call in calls
    )
