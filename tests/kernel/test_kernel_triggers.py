"""Everything that starts a handler besides people: skeletons, schedules, webhooks, IPC, hooks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.kernel.conftest import Start, Write, line_of
from workbench.kernel.audit import ledger
from workbench.kernel.kernel import Kernel
from workbench.kernel.profile import Profile

SKELETONS = """
@ext.skeleton("tasks", alert=True, ttl=30, description="Counts.")
async def tasks(ctx):
    before = await ctx.skeleton.get("tasks")
    n = await ctx.store.count("tasks")
    return {"response": {"n": n, "before": before, "user": ctx.user.imperal_id}}

@ext.tool("skeleton_alert_tasks", description="Compares.")
async def alert(ctx, old, new):
    return f"{old['n']} -> {new['n']}" if old["n"] != new["n"] else ""

@ext.skeleton("bare", description="Forgets the envelope.")
async def bare(ctx):
    return {"n": 1}

@ext.skeleton("broken", description="Raises.")
async def broken(ctx):
    raise RuntimeError("skeleton boom")

@chat.function("add", description="Add a task.")
async def add(ctx, params: Nothing) -> ActionResult:
    await ctx.store.create("tasks", {})
    return ActionResult.success(data={}, summary="")

@ext.tool("peek", description="Reads a skeleton where it may not.")
async def peek(ctx):
    return await ctx.skeleton.get("tasks")
"""


async def test_a_tick_keeps_a_snapshot_per_user(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(SKELETONS))
    await kernel.call("demo", "add")
    ada = await kernel.skeletons.tick("demo", "tasks")
    ben = await kernel.skeletons.tick("demo", "tasks", user=kernel.personas.find("u-ben"))
    assert (ada.ok, ada.changed, ada.alert) == (True, True, None)
    assert ada.data == {"n": 1, "before": None, "user": "u-ada"}
    assert ben.data == {"n": 0, "before": None, "user": "u-ben"}
    snapshot = kernel.skeletons.snapshot("demo", "tasks", "u-ada")
    assert snapshot is not None
    assert (snapshot.data, snapshot.ttl_s) == (ada.data, 30)


async def test_a_change_asks_the_alert_companion(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(SKELETONS))
    await kernel.skeletons.tick("demo", "tasks")
    await kernel.call("demo", "add")
    second = await kernel.skeletons.tick("demo", "tasks")
    assert second.alert == "0 -> 1"
    assert second.previous is not None
    assert second.previous["n"] == 0
    (record,) = await kernel.journal.query(kinds=["notify"])
    assert record.name == "0 -> 1"


async def test_a_skeleton_without_its_envelope_keeps_the_old_snapshot(
    kernel: Kernel, write: Write
) -> None:
    root = write(SKELETONS)
    await kernel.load(root)
    tick = await kernel.skeletons.tick("demo", "bare")
    assert not tick.ok
    assert tick.error is not None
    assert tick.error.type == "SkeletonShape"
    assert tick.error.line == line_of(root, '@ext.skeleton("bare"')
    assert kernel.skeletons.snapshot("demo", "bare", "u-ada") is None


async def test_a_failing_skeleton_is_an_answer(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(SKELETONS))
    tick = await kernel.skeletons.tick("demo", "broken")
    assert (tick.ok, tick.status) == (False, "error")
    assert tick.error is not None
    assert tick.error.message == "skeleton boom"


SCHEDULES = """
@ext.schedule("sweep", cron="0 3 * * *")
async def sweep(ctx):
    seen = {"id": ctx.user.imperal_id, "email": ctx.user.email, "tenant": ctx.tenant}
    users = [uid async for uid in ctx.store.list_users("drafts")]
    for uid in users:
        await ctx.as_user(uid).store.create("swept", seen)
    return {"users": users}

@ext.schedule("flaky", cron="* * * * *")
async def flaky(ctx):
    raise RuntimeError("schedule boom")

@chat.function("draft", description="Write a draft.")
async def draft(ctx, params: Nothing) -> ActionResult:
    await ctx.store.create("drafts", {})
    return ActionResult.success(data={}, summary="")

@chat.function("swept", description="What was swept for me?")
async def swept(ctx, params: Nothing) -> ActionResult:
    page = await ctx.store.query("swept")
    return ActionResult.success(data={"rows": [d.data for d in page.data]}, summary="")
"""


async def test_a_schedule_runs_as_the_system_and_acts_for_its_users(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(SCHEDULES))
    for user in ("u-ada", "u-ben"):
        kernel.personas.choose(user)
        await kernel.call("demo", "draft")
    fire = await kernel.schedules.fire("demo", "sweep")
    assert (fire.ok, fire.attempts) == (True, 1)
    record = await kernel.journal.get(fire.span_id)
    assert record is not None
    assert (record.actor, sorted(record.body["value"]["users"])) == (
        "__system__",
        ["u-ada", "u-ben"],
    )
    swept = await kernel.call("demo", "swept")
    assert swept.data["rows"] == [{"id": "__system__", "email": "", "tenant": None}]
    rows = await ledger(kernel.journal)
    assert {row.action_type for row in rows if row.tool_name == "store.create"} >= {
        "system_schedule"
    }
    assert any(row.tool_name == "sweep" and row.action_type == "system_schedule" for row in rows)


async def test_a_schedule_that_raises_is_retried_once_and_keeps_firing(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(SCHEDULES))
    first = await kernel.schedules.fire("demo", "flaky")
    again = await kernel.schedules.fire("demo", "flaky")
    assert (first.ok, first.attempts, again.attempts) == (False, 2, 2)
    runs = await kernel.journal.query(kinds=["schedule"], newest_first=False)
    assert [run.body["attempt"] for run in runs] == [1, 2, 1, 2]
    assert runs[1].cause_id == runs[0].id


async def test_a_schedule_over_its_cap_is_stopped(
    start: Start, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = replace(Profile.load("seeds"), schedule_cap_s=0.2)
    monkeypatch.setattr(Profile, "load", lambda name: short)
    kernel = await start()
    await kernel.load(
        write("""
        @ext.schedule("long", "0 0 * * *")
        async def long(ctx):
            await asyncio.Event().wait()
        """)
    )
    fire = await kernel.schedules.fire("demo", "long")
    assert (fire.status, fire.attempts) == ("timeout", 1)


WEBHOOKS = """
@ext.webhook("/in/orders")
async def orders(ctx, headers, body, query_params):
    await ctx.store.for_user("u-ada").create("orders", json.loads(body))
    told = {"user": ctx.user.imperal_id, "q": query_params}
    return {"status_code": 202, "headers": {"X-A": "1"}, "body": told}

@ext.webhook("plain")
async def plain(ctx, headers, body, query_params):
    return {"ok": True, "got": headers["h"]}

@ext.webhook("broken")
async def broken(ctx, headers, body, query_params):
    raise ValueError("webhook boom")

@ext.webhook("sneaky")
async def sneaky(ctx, headers, body, query_params):
    ctx.as_user("u-ada")
"""


async def test_a_webhook_answers_with_its_control_keys(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(WEBHOOKS))
    reply = await kernel.webhooks.call(
        "demo", "in/orders", body='{"n": 1}', query_params={"a": "b"}
    )
    assert (reply.status_code, reply.headers) == (202, {"X-A": "1"})
    assert reply.body == {"user": "__webhook__", "q": {"a": "b"}}
    assert reply.error is None


async def test_other_keys_of_a_webhook_s_answer_become_its_body(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(WEBHOOKS))
    reply = await kernel.webhooks.call("demo", "/plain", headers={"h": "x"})
    assert (reply.status_code, reply.body) == (200, {"ok": True, "got": "x"})


async def test_a_failing_webhook_still_answers_200_and_is_known_here(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(WEBHOOKS))
    broken = await kernel.webhooks.call("demo", "broken")
    sneaky = await kernel.webhooks.call("demo", "sneaky")
    missing = await kernel.webhooks.call("demo", "nowhere")
    assert broken.status_code == sneaky.status_code == 200
    assert broken.error is not None
    assert broken.error.message == "webhook boom"
    assert sneaky.error is not None
    assert missing.status_code == 404


METHODS = """
@ext.webhook("posted")
async def posted(ctx, headers, body, query_params):
    return {"by": "POST"}

@ext.webhook("fetched", method="GET")
async def fetched(ctx, headers, body, query_params):
    return {"by": "GET"}

@ext.webhook("either", method="get, post")
async def either(ctx, headers, body, query_params):
    return {"by": "either"}

@ext.webhook("whatever", method="ANY")
async def whatever(ctx, headers, body, query_params):
    return {"by": "any"}
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("posted", {"POST"}),
        ("fetched", {"GET"}),
        ("either", {"GET", "POST"}),
        ("whatever", {"GET", "POST", "PUT", "DELETE"}),
    ],
)
async def test_a_webhook_is_called_with_its_declared_methods_and_no_other(
    kernel: Kernel, write: Write, path: str, allowed: set[str]
) -> None:
    await kernel.load(write(METHODS))
    for method in ("GET", "POST", "PUT", "DELETE"):
        reply = await kernel.webhooks.call("demo", path, method=method)
        assert reply.status_code == (200 if method in allowed else 405)


async def test_a_call_by_another_method_is_on_record_with_its_line_and_ran_nothing(
    kernel: Kernel, write: Write
) -> None:
    root = write(METHODS)
    await kernel.load(root)
    reply = await kernel.webhooks.call("demo", "posted", method="get")
    assert (reply.status_code, reply.headers) == (405, {"allow": "POST"})
    assert reply.error is not None
    assert reply.error.type == "MethodNotAllowed"
    assert reply.error.line in range(line_of(root, "POST") - 2, line_of(root, "POST") + 1)
    record = await kernel.journal.get(reply.span_id)
    assert record is not None
    assert (record.kind, record.status, record.body["method"]) == ("webhook", "refused", "get")
    (gate,) = await kernel.journal.query(["gate"])
    assert (gate.name, gate.parent_id) == ("method", reply.span_id)


async def test_a_profile_may_let_every_method_through(
    start: Start, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    lax = replace(Profile.load("seeds"), webhook_enforce_method=False)
    monkeypatch.setattr(Profile, "load", lambda name: lax)
    kernel = await start()
    await kernel.load(write(METHODS))
    assert (await kernel.webhooks.call("demo", "posted", method="GET")).status_code == 200


CALLER = """
@ext.expose("ask")
async def ask(ctx, who="other", **params):
    return await ctx.extensions.call(who, "answer", **params)

@chat.function("try_it", description="Call the other extension.")
async def try_it(ctx, params: Nothing) -> ActionResult:
    found = await ctx.extensions.call("other", "answer", n=2)
    return ActionResult.success(data=found, summary="")

@chat.function("circle", description="Call in a circle.")
async def circle(ctx, params: Nothing) -> ActionResult:
    from imperal_sdk.extensions import CircularCallError
    try:
        await ctx.extensions.call("other", "back")
    except CircularCallError as error:
        return ActionResult.success(data={"circular": str(error)}, summary="")
    return ActionResult.error("no circle")

@chat.function("missing", description="Call what is not there.")
async def missing(ctx, params: Nothing) -> ActionResult:
    from imperal_sdk.errors import NotFoundError
    told = []
    for app, method in (("other", "nope"), ("ghost", "x")):
        try:
            await ctx.extensions.call(app, method)
        except NotFoundError as error:
            told.append(type(error).__name__)
    return ActionResult.success(data={"told": told}, summary="")
"""
CALLEE = """
@ext.expose("answer")
async def answer(ctx, n=1):
    return {"n": n * 21, "user": ctx.user.imperal_id}

@ext.expose("back", action_type="read")
async def back(ctx):
    return await ctx.extensions.call("demo", "ask")
"""


async def test_an_extension_calls_another_as_the_same_user(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(CALLER))
    await kernel.load(write(CALLEE, "other"))
    outcome = await kernel.call("demo", "try_it")
    assert outcome.data == {"n": 42, "user": "u-ada"}
    (record,) = await kernel.journal.query(kinds=["ipc"])
    assert (record.app_id, record.body["call_stack"]) == ("other", ["demo"])
    service = await kernel.journal.get(str(record.parent_id))
    assert service is not None
    assert service.parent_id == outcome.span_id


async def test_a_circle_of_calls_is_refused(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(CALLER))
    await kernel.load(write(CALLEE, "other"))
    outcome = await kernel.call("demo", "circle")
    assert outcome.ok, outcome.error
    assert "demo" in outcome.data["circular"]


async def test_calling_what_is_not_there_is_a_not_found_error(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(CALLER))
    await kernel.load(write(CALLEE, "other"))
    outcome = await kernel.call("demo", "missing")
    assert outcome.data == {"told": ["NotFoundError", "NotFoundError"]}


async def test_calls_between_extensions_need_a_scope(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(CALLER))
    await kernel.load(write(CALLEE, "other"))
    poor = replace(kernel.personas.current, imperal_id="u-poor", scopes=("notes:read",))
    kernel.personas.add(poor)
    kernel.personas.choose("u-poor")
    outcome = await kernel.call("demo", "try_it")
    assert outcome.error is not None
    assert outcome.error.type == "AuthError"


LIFECYCLE = """
seen = []

@ext.on_install
async def installed(ctx):
    seen.append("install")
    return {"seen": seen}

@ext.on_upgrade("2.0.0")
async def upgraded(ctx, from_version="?"):
    return {"from": from_version}

@ext.health_check
async def health(ctx):
    return {"status": "ok"}
"""


async def test_hooks_and_health_run_by_name(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(LIFECYCLE))
    names = kernel.extensions["demo"].declarations.names("lifecycle")
    assert (await kernel.lifecycle.run("demo", "on_install")).value == {"seen": ["install"]}
    upgrade = next(name for name in names if name.startswith("on_upgrade"))
    outcome = await kernel.lifecycle.run("demo", upgrade, {"from_version": "1.0.0"})
    assert outcome.value == {"from": "1.0.0"}
    assert (await kernel.health.check("demo")).status == "ok"
    assert (await kernel.lifecycle.run("demo", "on_disable")).status == "refused"
