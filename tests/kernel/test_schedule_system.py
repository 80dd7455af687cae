"""Scheduled tasks run as the system: for all users, as nobody, each write on the ledger."""

from __future__ import annotations

from tests.kernel.conftest import Start, Write
from tests.kernel.schedule_time import ON, go, hours, runs
from workbench.kernel.audit import ledger
from workbench.kernel.journal.record import Record
from workbench.kernel.kernel import Kernel

SWEEP = """
@ext.schedule("nightly", cron="0 3 * * *")
async def nightly(ctx):
    asked = type(ctx.store.list_users("drafts")).__name__
    own = await ctx.store.query("drafts")
    await ctx.notify("is anybody there?")
    done = []
    async for user_id in ctx.store.list_users("drafts"):
        user_ctx = ctx.as_user(user_id)
        try:
            page = await user_ctx.store.query("drafts", limit=500)
            for doc in page.data:
                if doc.data.get("bad"):
                    raise ValueError("a corrupt record")
                await user_ctx.store.update("drafts", doc.id, {"seen": True})
                await user_ctx.store.delete("drafts", doc.id)
            await user_ctx.store.create("swept", {"by": ctx.user.imperal_id})
            await user_ctx.notify(f"swept for {user_ctx.user.imperal_id}")
            done.append(user_id)
        except ValueError:
            pass
    return {"user": ctx.user.imperal_id, "email": ctx.user.email, "tenant": ctx.tenant,
            "own": len(own.data), "done": done, "asked": asked}

class Draft(BaseModel):
    bad: bool = False

@chat.function("draft", description="Write a draft.")
async def draft(ctx, params: Draft) -> ActionResult:
    await ctx.store.create("drafts", {"bad": params.bad})
    return ActionResult.success(data={}, summary="")

@ext.schedule("nosy", cron="30 3 * * *")
async def nosy(ctx):
    return [doc.data for doc in (await ctx.store.query("swept")).data]
"""


async def sweep(kernel: Kernel, write: Write) -> list[Record]:
    await kernel.load(write(SWEEP))
    for user, bad in (("u-ada", False), ("u-ben", True), ("u-chiara", False)):
        kernel.personas.choose(user)
        await kernel.call("demo", "draft", {"bad": bad})
    await go(kernel, hours=4)
    return await runs(kernel)


async def test_it_runs_once_for_all_users_as_the_system_without_mail_or_tenant(
    start: Start, write: Write
) -> None:
    nightly, _ = await sweep(await start(**ON), write)
    value = nightly.body["value"]
    assert (value["user"], value["email"], value["tenant"]) == ("__system__", "", None)
    assert nightly.actor == "__system__"
    assert nightly.body["ctx"]["user"]["imperal_id"] == "__system__"
    assert hours([nightly]) == ["02 03:00:00"]


async def test_one_user_s_failure_does_not_keep_the_others_from_their_turn(
    start: Start, write: Write
) -> None:
    nightly, _ = await sweep(await start(**ON), write)
    assert nightly.status == "success"
    assert nightly.body["value"]["done"] == ["u-ada", "u-chiara"]


async def test_the_system_sees_its_own_namespace_and_users_only_through_as_user(
    start: Start, write: Write
) -> None:
    nightly, nosy = await sweep(await start(**ON), write)
    assert nightly.body["value"]["own"] == 0
    assert nosy.body["value"] == []


async def test_a_notification_of_the_system_reaches_nobody_and_a_user_s_reaches_them(
    start: Start, write: Write
) -> None:
    kernel = await start(**ON)
    sent: list[str] = []
    kernel.suite.notify.sent.connect(lambda told: sent.append(told.user_id))
    await sweep(kernel, write)
    assert sent == ["u-ada", "u-chiara"]


async def test_every_write_for_a_user_is_on_the_ledger_under_the_system(
    start: Start, write: Write
) -> None:
    kernel = await start(**ON)
    await sweep(kernel, write)
    rows = [row for row in await ledger(kernel.journal) if row.source == "schedule"]
    written = {(row.tool_name, row.target_user) for row in rows}
    assert written == {
        (f"store.{method}", user)
        for method in ("create", "update", "delete")
        for user in ("u-ada", "u-chiara")
    }
    assert {(row.user_id, row.action_type) for row in rows} == {("__system__", "system_schedule")}
    fires = [row for row in await ledger(kernel.journal) if row.tool_name == "nightly"]
    assert [(row.action_type, row.source) for row in fires] == [("system_schedule", "time")]


async def test_nothing_asks_for_confirmation(start: Start, write: Write) -> None:
    kernel = await start(**ON)
    await sweep(kernel, write)
    assert await kernel.journal.query(["confirmation"]) == []
