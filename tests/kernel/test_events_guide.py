"""What the events guide promises of the bus, sentence by sentence."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest

from tests.kernel.conftest import Start, Write, held_until
from workbench.kernel.audit import ledger
from workbench.kernel.events.events import Delivery
from workbench.kernel.kernel import Kernel
from workbench.kernel.profile import Profile

NOTES = """
class Note(BaseModel):
    title: str
    nested: dict = {}

called = []

@ext.emits("notes.created", schema_ref="https://x.test/schema.json")
@ext.emits("notes.deleted")
async def _declare_events():
    called.append("declaration")

@chat.function("create_note", description="Create a note.", action_type="write")
async def create_note(ctx, params: Note) -> ActionResult:
    doc = await ctx.store.create("notes", {"title": params.title})
    data = {"note_id": doc.id, "title": params.title, "nested": params.nested}
    answer = await ctx.extensions.emit("notes.created", data)
    return ActionResult.success(data={"note_id": doc.id, "emit": answer, "called": called},
                                summary=f"Created note '{params.title}'.")

@ext.schedule("sweep", cron="0 3 * * *")
async def sweep(ctx):
    await ctx.extensions.emit("notes.deleted", {"n": 1})
"""

LISTENERS = """
import logging

log = logging.getLogger("heard")

@ext.on_event("notes.created")
async def whole(ctx, event: dict):
    log.info("%s", json.dumps(event, sort_keys=True))

@ext.on_event("notes.created")
async def unsafe(ctx, event: dict):
    await getattr(ctx, event["nested"].get("use", "cache")).anything()

@ext.on_event("notes.deleted")
async def deleted(ctx, event: dict):
    log.info("deleted")
"""


async def opened(kernel: Kernel, write: Write) -> list[Delivery]:
    await kernel.load(write(NOTES, "notes"))
    await kernel.load(write(LISTENERS, "audit-log"))
    seen: list[Delivery] = []
    kernel.events.delivered.connect(seen.append)
    return seen


async def heard(kernel: Kernel) -> list[str]:
    lines = await kernel.journal.query(kinds=["log"], app_id="audit-log", newest_first=False)
    return [line.name for line in lines]


async def test_the_publisher_learns_nothing_and_its_answer_comes_first(
    kernel: Kernel, write: Write
) -> None:
    await opened(kernel, write)
    answered = held_until(kernel)
    async with asyncio.timeout(5):
        outcome = await kernel.call("notes", "create_note", {"title": "T"})
    assert (outcome.ok, outcome.summary) == (True, "Created note 'T'.")
    assert outcome.data["emit"] is None
    assert await heard(kernel) == []
    answered.set()
    await kernel.settled()
    assert outcome.data["called"] == []
    assert len(await heard(kernel)) == 1


async def test_the_event_is_exactly_the_data_that_was_emitted(kernel: Kernel, write: Write) -> None:
    await opened(kernel, write)
    nested = {"list": [1, None, {"ü": 2.5}], "use": "store"}
    outcome = await kernel.call("notes", "create_note", {"title": "T", "nested": nested})
    await kernel.settled()
    (line,) = await heard(kernel)
    expected = {"note_id": outcome.data["note_id"], "title": "T", "nested": nested}
    assert json.loads(line) == expected


@pytest.mark.parametrize("client", ["cache", "store", "http", "ai", "notify", "user"])
async def test_every_ctx_attribute_raises_an_attribute_error_that_only_we_see(
    kernel: Kernel, write: Write, client: str
) -> None:
    seen = await opened(kernel, write)
    outcome = await kernel.call("notes", "create_note", {"title": "T", "nested": {"use": client}})
    await kernel.settled()
    assert outcome.ok
    swallowed = [delivery for delivery in seen if delivery.outcome == "swallowed"]
    assert [d.error and d.error.type for d in swallowed] == ["AttributeError"]
    assert swallowed[0].error is not None
    assert f"'NoneType' object has no attribute '{client}'" in swallowed[0].error.message
    assert kernel.chat.turns == []


async def test_a_handler_is_dispatched_once_and_not_for_each_user(
    kernel: Kernel, write: Write
) -> None:
    seen = await opened(kernel, write)
    for user in ("u-ada", "u-ben"):
        kernel.personas.choose(user)
        await kernel.call("notes", "create_note", {"title": "T"})
    await kernel.settled()
    assert sorted(d.handler for d in seen) == ["notes.created#0"] * 2 + ["notes.created#1"] * 2


async def test_payloads_are_not_validated_against_any_schema(kernel: Kernel, write: Write) -> None:
    seen = await opened(kernel, write)
    user = kernel.personas.current
    await kernel.events.emit("notes", "notes.deleted", {"anything": ["at", "all"]}, user=user)
    await kernel.settled()
    assert [delivery.outcome for delivery in seen] == ["delivered"]


async def test_runs_are_logged_under_the_system_and_ask_for_no_confirmation(
    kernel: Kernel, write: Write
) -> None:
    await opened(kernel, write)
    await kernel.call("notes", "create_note", {"title": "T"})
    await kernel.settled()
    rows = [row for row in await ledger(kernel.journal) if row.source == "event"]
    assert {row.user_id for row in rows} == {"__system__"}
    assert sorted(row.status for row in rows) == ["failed", "success"]
    assert await kernel.journal.query(kinds=["confirmation"]) == []


async def test_a_schedule_s_event_is_heard_like_any_other(kernel: Kernel, write: Write) -> None:
    await opened(kernel, write)
    await kernel.schedules.fire("notes", "sweep")
    await kernel.settled()
    assert await heard(kernel) == ["deleted"]


async def test_a_profile_may_hand_over_the_whole_envelope_instead(
    start: Start, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = replace(Profile.load("seeds"), event_payload="envelope")
    monkeypatch.setattr(Profile, "load", lambda name: whole)
    kernel = await start()
    source = LISTENERS.replace('@ext.on_event("notes.created")\nasync def unsafe', "async def no")
    await kernel.load(write(source, "audit-log"))
    user = kernel.personas.current
    await kernel.events.emit("notes", "notes.created", {"n": 1}, user=user)
    await kernel.settled()
    (line,) = await heard(kernel)
    envelope = json.loads(line)
    assert (envelope["type"], envelope["data"]) == ("notes.created", {"n": 1})
    assert {"event_id", "tenant_id", "user_id", "timestamp", "source"} <= envelope.keys()
