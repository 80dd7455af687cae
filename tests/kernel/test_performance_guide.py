"""Sentences of the performance guide about panels, chat functions, turns and the ledger."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from tests.kernel.conftest import Start, Write
from workbench.kernel.audit import ledger
from workbench.kernel.kernel import Kernel
from workbench.kernel.profile import Profile

SOURCE = """
import logging

@ext.panel("many", slot="left")
async def many(ctx, n=500, **kwargs):
    return ui.List(items=[ui.ListItem(id=str(i), title="x" * 600) for i in range(int(n))])

@ext.panel("slow", slot="right")
async def slow(ctx):
    while not await ctx.store.count("go"):
        await asyncio.sleep(0.005)
    return ui.Stack([ui.Loading("Soon"), ui.Text("There")])

@chat.function("go", description="Let the slow panel end.", action_type="write")
async def go(ctx, params: Nothing) -> ActionResult:
    await ctx.store.create("go", {})
    return ActionResult.success(data={}, summary="")

class Title(BaseModel):
    title: str

@chat.function("name_it", description="Takes a text.", action_type="read")
async def name_it(ctx, params: Title) -> ActionResult:
    logging.getLogger("demo").warning("by logging for %s", ctx.user.imperal_id)
    await ctx.log("by ctx.log", level="warning")
    return ActionResult.success(data={"title": params.title}, summary="")
"""


def step(tool: str, **more: Any) -> dict[str, Any]:
    return {"tool": tool, **more}


async def test_the_guides_limit_no_tree_and_the_platform_of_sdk_6_replaces_one_over_256_kb(
    start: Start, write: Write
) -> None:
    guides = await start()
    await guides.load(write(SOURCE))
    answer = await guides.panels.call("demo", "many", {"n": 2_000})
    assert answer.ok
    assert answer.ui is not None
    assert len(answer.ui["props"]["items"]) == 2_000
    platform = await start(profile="platform-6")
    await platform.load(write(SOURCE))
    assert (await platform.panels.call("demo", "many", {"n": 100})).ok
    answer = await platform.panels.call("demo", "many", {"n": 2_000})
    assert (answer.ok, answer.ui) == (False, None)


async def test_a_panel_is_awaited_as_a_whole_whatever_it_shows_as_loading(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(SOURCE))
    asked = asyncio.ensure_future(kernel.panels.call("demo", "slow"))
    assert (await kernel.call("demo", "name_it", {"title": "t"})).ok
    assert kernel.panels.current("demo", "slow") is None
    assert not asked.done()
    await kernel.call("demo", "go")
    answer = await asked
    assert answer.ui is not None
    loading, text = answer.ui["props"]["children"]
    assert (loading["type"], text["props"]["content"]) == ("Loading", "There")


async def test_wrong_arguments_are_corrected_at_most_twice(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(SOURCE))
    wrong = [{"name": str(n)} for n in range(5)]
    for corrections, status in (([wrong[1], {"title": "t"}], "success"), (wrong[1:], "error")):
        plan = [step("name_it", args=wrong[0], retries=corrections)]
        turn = await kernel.chat.say("", plan=plan)
        (ran,) = turn.steps
        assert ran.status == status
        calls = await kernel.journal.query(["call"], limit=50)
        own = [record for record in calls if record.parent_id == ran.id]
        assert len(own) == 3
    assert ran.retry == "exhausted"


async def test_each_invocation_is_on_the_ledger_with_its_type_status_and_timing(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(SOURCE))
    await kernel.call("demo", "name_it", {"title": "t"})
    await kernel.call("demo", "go")
    await kernel.call("demo", "name_it", {})
    rows = [(r.tool_name, r.action_type, r.status) for r in await ledger(kernel.journal)]
    assert rows == [
        ("name_it", "read", "validation_rejected"),
        ("go", "write", "success"),
        ("name_it", "read", "success"),
    ]
    assert all((row.duration_ms or 0) > 0 for row in await ledger(kernel.journal))


async def test_both_ways_to_log_are_on_record(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(SOURCE))
    await kernel.call("demo", "name_it", {"title": "t"})
    said = {record.name for record in await kernel.journal.query(["log"])}
    assert {"by logging for u-ada", "by ctx.log"} <= said


async def test_the_stages_before_a_handler_take_their_time_when_a_profile_simulates_them(
    start: Start, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = replace(Profile.load("seeds"), turn_simulate=True)
    monkeypatch.setattr(Profile, "load", lambda name: slow)
    kernel = await start()
    await kernel.load(write(SOURCE))
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(kernel.clock, "sleep", sleep)
    turn = await kernel.chat.say("", plan=[step("name_it", args={"title": "t"})])
    assert turn.status == "done"
    (seconds,) = slept
    assert 0.4 + 0.01 <= seconds <= 1.5 + 0.03
