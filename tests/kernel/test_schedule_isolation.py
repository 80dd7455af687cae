"""What a scheduled task may reach: its users through ``as_user``, others by the usual rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.kernel.conftest import Start, Write
from workbench.kernel.kernel import Kernel

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
ON = {"clock_start": MONDAY.timestamp(), "clock_paused": True, "drivers": True}

SOURCE = """
@ext.cache_model("note")
class Note(BaseModel):
    text: str = ""

class Text(BaseModel):
    text: str = ""

@chat.function("keep", description="Keep a note.")
async def keep(ctx, params: Text) -> ActionResult:
    await ctx.store.create("notes", {"text": params.text})
    await ctx.cache.set("note", Note(text=params.text), ttl_seconds=300)
    return ActionResult.success(data={}, summary="")

@chat.function("other_feature", description="Never keeps a note.")
async def other_feature(ctx, params: Nothing) -> ActionResult:
    await ctx.store.create("elsewhere", {})
    return ActionResult.success(data={}, summary="")

@ext.schedule("look", cron="1 0 * * *")
async def look(ctx):
    seen = {}
    async for user_id in ctx.store.list_users("notes"):
        user_ctx = ctx.as_user(user_id)
        page = await user_ctx.store.query("notes")
        cached = await user_ctx.cache.get("note", Note)
        seen[user_id] = {
            "texts": [doc.data["text"] for doc in page.data],
            "cached": cached.text,
            "user": user_ctx.user.imperal_id,
            "email": user_ctx.user.email,
            "from": user_ctx.user.attributes.get("scoped_from"),
            "key": user_ctx.config.require("api_key"),
        }
    own = await ctx.cache.get("note", Note)
    return {"seen": seen, "own": own, "system_docs": len((await ctx.store.query("notes")).data)}

@ext.schedule("update_missing", cron="2 0 * * *")
async def update_missing(ctx):
    user_ctx = ctx.as_user("u-ada")
    await user_ctx.store.update("sync_state", "current", {"last_synced": "now"})
    return (await user_ctx.store.get("sync_state", "current")).data

@ext.schedule("circle", cron="3 0 * * *")
async def circle(ctx):
    from imperal_sdk.extensions import CircularCallError
    try:
        await ctx.extensions.call("other", "back")
    except CircularCallError as error:
        return {"circular": str(error)}

@ext.emits("demo.swept")
async def _events(): ...

@ext.schedule("telling", cron="4 0 * * *")
async def telling(ctx):
    await ctx.extensions.emit("demo.swept", {"count": 3})

@ext.expose("again")
async def again(ctx):
    return None
"""
OTHER = """
@ext.expose("back", action_type="read")
async def back(ctx):
    return await ctx.extensions.call("demo", "again")

@ext.on_event("demo.swept")
async def heard(ctx, event):
    return {"ctx": ctx, "count": event["count"]}
"""


async def values(start: Start, write: Write) -> tuple[Kernel, dict[str, Any]]:
    kernel = await start(**ON)
    root = write(SOURCE)
    (root / "workbench.toml").write_text('[config]\napi_key = "k-1"\n')
    await kernel.load(root)
    await kernel.load(write(OTHER, "other"))
    for user, text in (("u-ada", "hers"), ("u-ben", "his")):
        kernel.personas.choose(user)
        await kernel.call("demo", "keep", {"text": text})
    kernel.personas.choose("u-chiara")
    await kernel.call("demo", "other_feature")
    await kernel.clock.jump((MONDAY + timedelta(minutes=10)).timestamp())
    await kernel.settled()
    records = await kernel.journal.query(["schedule"], newest_first=False)
    assert [record.status for record in records] == ["success"] * 4, records
    return kernel, {record.name: record.body["value"] for record in records}


async def test_each_user_s_context_holds_that_user_s_things_and_nobody_else_s(
    start: Start, write: Write
) -> None:
    _, told = await values(start, write)
    for user, text in (("u-ada", "hers"), ("u-ben", "his")):
        assert told["look"]["seen"][user] == {
            "texts": [text],
            "cached": text,
            "user": user,
            "email": "",
            "from": "__system__",
            "key": "k-1",
        }


async def test_users_who_never_used_the_feature_are_not_listed(start: Start, write: Write) -> None:
    _, told = await values(start, write)
    assert list(told["look"]["seen"]) == ["u-ada", "u-ben"]


async def test_the_system_s_own_store_and_cache_hold_nothing_of_the_users(
    start: Start, write: Write
) -> None:
    _, told = await values(start, write)
    assert (told["look"]["own"], told["look"]["system_docs"]) == (None, 0)


async def test_update_creates_the_document_of_a_user_s_first_sync(
    start: Start, write: Write
) -> None:
    _, told = await values(start, write)
    assert told["update_missing"] == {"last_synced": "now"}


async def test_a_circle_of_calls_that_a_schedule_begins_is_refused(
    start: Start, write: Write
) -> None:
    _, told = await values(start, write)
    assert "demo" in told["circle"]["circular"]


async def test_an_event_that_a_schedule_emits_reaches_its_subscribers(
    start: Start, write: Write
) -> None:
    kernel, _ = await values(start, write)
    (heard,) = await kernel.journal.query(["event"], app_id="other")
    assert heard.status == "success"
    assert heard.body["value"] == {"ctx": None, "count": 3}
