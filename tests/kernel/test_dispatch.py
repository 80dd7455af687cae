"""The one path of invocations: gates, outcomes, spans, identity, records, deadlines."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from tests.kernel.conftest import Start, Write, line_of
from workbench.kernel.invocation import Trigger
from workbench.kernel.kernel import Kernel
from workbench.kernel.personas import Persona, system_actor
from workbench.kernel.services import Next, ServiceCall

FUNCTIONS = """
class Title(BaseModel):
    title: str
    count: int = 1

@chat.function("make", description="Make a thing.", action_type="write")
async def make(ctx, params: Title) -> ActionResult:
    doc = await ctx.store.create("things", {"title": params.title})
    return ActionResult.success(data={"id": doc.id, "title": params.title}, summary="Made it.")

@chat.function("refuse", description="Refuse.")
async def refuse(ctx, params: Nothing) -> ActionResult:
    return ActionResult.error("not today", retryable=True)

@chat.function("raise_it", description="Raise.")
async def raise_it(ctx, params: Nothing) -> ActionResult:
    raise ValueError("boom")

@chat.function("plain", description="A dict.")
async def plain(ctx, params: Nothing):
    return {"a": 1}

@chat.function("bad", description="A failed dict.")
async def bad(ctx, params: Nothing):
    return {"RESULT": "ERROR", "error": "no", "error_code": "MY_CODE"}

@chat.function("who", description="Who am I?")
async def who(ctx, params: Nothing) -> ActionResult:
    return ActionResult.success(
        data={"id": ctx.user.imperal_id, "tenant": ctx.tenant.tenant_id, "tz": ctx.time.timezone},
        summary="",
    )

@ext.tool("guarded", scopes=["things:write"], description="Needs a scope.")
async def guarded(ctx):
    return {"ok": True}
"""


async def test_a_call_answers_data_summary_and_spans(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(FUNCTIONS))
    outcome = await kernel.call("demo", "make", {"title": "x"})
    assert outcome.status == "success"
    assert outcome.data["title"] == "x"
    assert outcome.summary == "Made it."
    kinds = [span["kind"] for span in outcome.spans]
    assert kinds == ["call", "queue", "dispatch", "handler", "service"]
    root, *_, store = outcome.spans
    assert store["name"] == "store.create"
    assert store["parent_id"] == root["id"] == outcome.span_id
    assert 0 < store["duration_ms"] < root["duration_ms"]
    assert store["at"]["line"] > 0


async def test_a_call_and_its_services_are_one_tree_in_the_journal(
    kernel: Kernel, write: Write
) -> None:
    root = write(FUNCTIONS)
    await kernel.load(root)
    outcome = await kernel.call("demo", "make", {"title": "x"})
    record = await kernel.journal.get(outcome.span_id)
    assert record is not None
    assert (record.kind, record.status, record.actor) == ("call", "success", "u-ada")
    assert record.body["params"] == {"title": "x"}
    assert record.body["value"]["summary"] == "Made it."
    assert record.body["at"]["line"] == line_of(root, '@chat.function("make"')
    assert record.duration_ms is not None
    assert "virtual_ms" in record.body
    (service,) = await kernel.journal.query(parent_id=outcome.span_id, kinds=["service"])
    assert service.body["args"]["collection"] == "things"
    assert service.body["at"]["line"] == line_of(root, "ctx.store.create")


async def test_an_unknown_function_is_refused_by_code(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(FUNCTIONS))
    outcome = await kernel.call("demo", "nope")
    assert (outcome.status, outcome.error_code) == ("refused", "UNKNOWN_SUB_FUNCTION")
    (gate,) = await kernel.journal.query(kinds=["gate"])
    assert (gate.name, gate.status, gate.parent_id) == ("exists", "refused", outcome.span_id)


async def test_an_extension_that_is_not_open_is_an_answer(kernel: Kernel) -> None:
    outcome = await kernel.call("ghost", "anything")
    assert outcome.status == "refused"
    assert outcome.error is not None
    assert outcome.error.type == "NotLoaded"


async def test_missing_and_wrong_params_have_the_platform_s_codes(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(FUNCTIONS))
    missing = await kernel.call("demo", "make", {})
    wrong = await kernel.call("demo", "make", {"title": "x", "count": "many"})
    assert (missing.status, missing.error_code) == ("error", "VALIDATION_MISSING_FIELD")
    assert (wrong.status, wrong.error_code) == ("error", "VALIDATION_TYPE_ERROR")


async def test_placeholders_and_made_up_ids_never_reach_the_handler(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(FUNCTIONS))
    placeholder = await kernel.call("demo", "make", {"title": " <NOTE_TITLE> "})
    made_up = await kernel.call("demo", "make", {"title": "x", "message_id": "mail-msg-12"})
    assert placeholder.error_code == "BLOCKED"
    assert made_up.error_code == "FABRICATED_ID_SHAPE"


async def test_errors_keep_their_line_and_code(kernel: Kernel, write: Write) -> None:
    root = write(FUNCTIONS)
    await kernel.load(root)
    raised = await kernel.call("demo", "raise_it")
    returned = await kernel.call("demo", "refuse")
    assert raised.error is not None
    assert (raised.error.type, raised.error.line) == ("ValueError", line_of(root, "raise Value"))
    assert raised.error_code == "INTERNAL"
    assert returned.error is not None
    assert (returned.status, returned.error.message) == ("error", "not today")
    assert returned.error_code == "EXT_UNSTRUCTURED_ERROR"


async def test_a_dict_is_data_unless_it_reports_a_failure(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(FUNCTIONS))
    plain = await kernel.call("demo", "plain")
    bad = await kernel.call("demo", "bad")
    assert (plain.status, plain.data) == ("success", {"a": 1})
    assert (bad.status, bad.error_code) == ("error", "MY_CODE")


async def test_the_context_is_the_signed_in_user_s(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(FUNCTIONS))
    kernel.personas.choose("u-ben")
    outcome = await kernel.call("demo", "who")
    assert outcome.data == {"id": "u-ben", "tenant": "acme", "tz": "America/New_York"}


async def test_a_tool_needs_its_scopes(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(FUNCTIONS))
    ada = kernel.personas.current
    poor = replace(ada, scopes=("notes:read",))
    rich = replace(ada, scopes=("things.*", "things:write"))

    def ask(user: Persona) -> Trigger:
        return Trigger("demo", "tool", "guarded", {}, user, "test")

    refused = await kernel.dispatch.run(ask(poor))
    allowed = await kernel.dispatch.run(ask(rich))
    assert refused.status == "refused"
    assert refused.error is not None
    assert refused.error.code == "PERMISSION_DENIED"
    assert allowed.status == "success"


async def test_a_required_secret_that_is_not_set_blocks_the_handler(
    start: Start, write: Write
) -> None:
    source = """
    ext.secret("api_key", "The key of the service.", required=True)

    @chat.function("use", description="Use the key.")
    async def use(ctx, params: Nothing) -> ActionResult:
        return ActionResult.success(data={"set": await ctx.secrets.is_set("api_key")}, summary="")
    """
    kernel = await start()
    await kernel.load(write(source))
    outcome = await kernel.call("demo", "use")
    assert (outcome.status, outcome.error_code) == ("refused", "SECRET_MISSING")
    assert outcome.error is not None
    assert "IMPERAL_SECRET_API_KEY" in str(outcome.error.hint)


async def test_only_a_system_invocation_may_act_as_a_user(kernel: Kernel, write: Write) -> None:
    await kernel.load(
        write("""
        from imperal_sdk import Context

        @ext.tool("sneak", description="Acts as somebody else without a grant.")
        async def sneak(ctx):
            ctx.store._acting = "u-ben"
            await ctx.store.create("notes", {"by": "sneak"})
            return {"ok": True}

        @ext.tool("honest", description="Acts as Ben with a grant.")
        async def honest(ctx):
            await ctx.as_user("u-ben").store.create("notes", {"by": "system"})
            return {"ok": True}
        """)
    )
    ada = kernel.personas.current
    sneak = await kernel.dispatch.run(Trigger("demo", "tool", "sneak", {}, ada, "test"))
    system = system_actor("acme")
    honest = await kernel.dispatch.run(Trigger("demo", "tool", "honest", {}, system, "test"))
    assert not sneak.ok
    assert sneak.error is not None
    assert sneak.error.type == "PermissionError"
    assert honest.ok
    (record,) = await kernel.journal.query(kinds=["service"], status="ok")
    assert record.actor == "u-ben"


async def test_calls_gathered_in_a_handler_run_side_by_side(kernel: Kernel, write: Write) -> None:
    await kernel.load(
        write("""
        @chat.function("many", description="Many calls.")
        async def many(ctx, params: Nothing) -> ActionResult:
            await asyncio.gather(*(ctx.http.get(f"https://x.test/{i}") for i in range(20)))
            return ActionResult.success(data={}, summary="")
        """)
    )
    all_here = asyncio.Event()
    waiting: list[ServiceCall] = []

    async def meet(call: ServiceCall, proceed: Next) -> Any:
        waiting.append(call)
        if len(waiting) == 20:
            all_here.set()
        async with asyncio.timeout(10):
            await all_here.wait()
        return {"status_code": 200, "headers": {}, "body": {}, "body_kind": "json"}

    kernel.services.add_hook(meet)
    outcome = await kernel.call("demo", "many")
    assert outcome.status == "success", outcome.error


async def test_a_handler_over_its_deadline_is_cancelled(kernel: Kernel, write: Write) -> None:
    root = write("""
    @ext.tool("wait", description="Waits for ever.")
    async def wait(ctx):
        await asyncio.Event().wait()
    """)
    await kernel.load(root)
    trigger = Trigger("demo", "tool", "wait", {}, kernel.personas.current, "test", deadline_s=0.1)
    pid = kernel.extensions["demo"].build.pid
    outcome = await kernel.dispatch.run(trigger)
    assert outcome.status == "timeout"
    assert outcome.error is not None
    assert outcome.error.type == "DeadlineExceeded"
    assert outcome.error.line == line_of(root, '@ext.tool("wait"')
    assert kernel.extensions["demo"].build.pid == pid


async def test_giving_up_a_call_cancels_its_handler(kernel: Kernel, write: Write) -> None:
    await kernel.load(
        write("""
        @ext.tool("wait", description="Waits, and tells when it is stopped.")
        async def wait(ctx):
            try:
                await ctx.store.count("things")
                await asyncio.Event().wait()
            finally:
                await ctx.store.count("stopped")
        """)
    )
    counted: dict[str, asyncio.Event] = {"things": asyncio.Event(), "stopped": asyncio.Event()}

    async def notice(call: ServiceCall, proceed: Next) -> Any:
        counted[call.args["collection"]].set()
        return await proceed(call)

    kernel.services.add_hook(notice)
    trigger = Trigger("demo", "tool", "wait", {}, kernel.personas.current, "test")
    call = asyncio.create_task(kernel.dispatch.run(trigger))
    async with asyncio.timeout(10):
        await counted["things"].wait()
        call.cancel()
        await counted["stopped"].wait()
    assert call.cancelled()
