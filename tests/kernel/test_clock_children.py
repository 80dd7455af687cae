"""Virtual time where the author's code and the session's data feel it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.kernel.conftest import Start, Write
from workbench.kernel.clock import Clock
from workbench.kernel.kernel import Kernel

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)

TIMELY = """
from datetime import date, datetime, timezone, timedelta
from time import time as seconds
IMPORTED = datetime.now(timezone.utc)

@ext.schedule("guarded", cron="0 3 * * *")
async def guarded(ctx):
    now = datetime.now(timezone.utc)
    done = await ctx.store.get("state", "last")
    last = datetime.fromisoformat(done.data["at"]) if done else now - timedelta(days=9)
    if now - last < timedelta(hours=20):
        return {"skipped": now.isoformat()}
    await ctx.store.update("state", "last", {"at": now.isoformat()})
    return {"ran": now.isoformat(), "date": date.today().isoformat(), "time": seconds(),
            "ctx": ctx.time.now_utc, "bare": datetime.now().timestamp()}

@chat.function("now", description="What time is it?")
async def now(ctx, params: Nothing) -> ActionResult:
    return ActionResult.success(
        data={"at": time.time(), "imported": IMPORTED.isoformat()}, summary="")

@ext.cache_model("entry")
class Entry(BaseModel):
    n: int = 0

@chat.function("remember", description="Cache something.")
async def remember(ctx, params: Nothing) -> ActionResult:
    await ctx.cache.set("k", Entry(n=1), ttl_seconds=60)
    return ActionResult.success(data={}, summary="")

@chat.function("recall", description="Read it again.")
async def recall(ctx, params: Nothing) -> ActionResult:
    found = await ctx.cache.get("k", Entry)
    return ActionResult.success(data={"found": found is not None}, summary="")
"""


async def test_an_author_s_guard_against_running_twice_sees_the_instant_of_each_fire(
    start: Start, write: Write
) -> None:
    kernel = await start(clock_start=MONDAY.timestamp(), clock_paused=True, drivers=True)
    await kernel.load(write(TIMELY))
    await kernel.clock.jump((MONDAY + timedelta(days=30)).timestamp())
    runs = await kernel.journal.query(["schedule"], newest_first=False)
    due = [MONDAY + timedelta(days=day, hours=3) for day in range(30)]
    assert [run.at for run in runs] == [instant.timestamp() for instant in due]
    for run, instant in zip(runs, due, strict=True):
        value = run.body["value"]
        for seen in (
            datetime.fromisoformat(value["ran"]).timestamp(),
            value["time"],
            value["bare"],
        ):
            assert 0 <= seen - instant.timestamp() < 1
        assert value["ctx"] == instant.isoformat().replace("+00:00", "Z")
        assert value["date"] == datetime.fromtimestamp(instant.timestamp()).date().isoformat()


async def test_modules_imported_in_a_session_of_another_time_see_that_time(
    start: Start, write: Write
) -> None:
    kernel = await start(clock_start=MONDAY.timestamp(), clock_paused=True)
    await kernel.load(write(TIMELY))
    told = (await kernel.call("demo", "now")).data
    assert datetime.fromisoformat(told["imported"]) - MONDAY < timedelta(minutes=1)
    assert 0 <= told["at"] - MONDAY.timestamp() < 60


async def test_a_clock_that_was_never_touched_tells_children_nothing(
    kernel: Kernel, write: Write
) -> None:
    assert kernel.clock.stamp() is None
    await kernel.load(write(TIMELY))
    told = (await kernel.call("demo", "now")).data
    assert abs(told["at"] - kernel.clock.now()) < 5
    await kernel.clock.jump(kernel.clock.now() + 86_400)
    assert kernel.clock.mode == "real"
    told = (await kernel.call("demo", "now")).data
    assert abs(told["at"] - kernel.clock.now()) < 5


async def test_a_cached_value_is_gone_after_its_ttl_of_virtual_time(
    start: Start, write: Write
) -> None:
    kernel = await start(clock_start=MONDAY.timestamp(), clock_paused=True)
    await kernel.load(write(TIMELY))
    await kernel.call("demo", "remember")
    await kernel.clock.jump(kernel.clock.now() + 59)
    assert (await kernel.call("demo", "recall")).data == {"found": True}
    await kernel.clock.jump(MONDAY.timestamp() + 60)
    assert (await kernel.call("demo", "recall")).data == {"found": False}


async def test_redis_itself_lets_go_of_what_expired_by_virtual_time(
    start: Start, write: Write
) -> None:
    kernel = await start(clock_start=MONDAY.timestamp(), clock_paused=True)
    await kernel.load(write(TIMELY))
    await kernel.call("demo", "remember")
    redis = await kernel.suite.redis.client()
    assert len(await redis.keys("imperal:extcache:*")) == 1
    await kernel.clock.jump(kernel.clock.now() + 59)
    await kernel.call("demo", "remember")
    await kernel.clock.jump(MONDAY.timestamp() + 60)
    assert len(await redis.keys("imperal:extcache:*")) == 1
    await kernel.clock.jump(MONDAY.timestamp() + 180)
    assert await redis.keys("imperal:extcache:*") == []


async def test_a_stamp_appears_with_the_first_change_of_the_clock() -> None:
    for change in (Clock.pause, lambda clock: clock.accelerate(60)):
        clock = Clock()
        assert clock.stamp() is None
        change(clock)
        assert clock.stamp() is not None
        clock.close()
    assert Clock(5.0).stamp() is not None
