"""Chat turns: plan, confirmation, chain, answer, and the refresh of everything open."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.kernel.conftest import Start, Write, until
from workbench.kernel.chat.turn import Turn
from workbench.kernel.kernel import Kernel
from workbench.kernel.profile import Profile

NOTES = """
class Title(BaseModel):
    title: str
    content: str = ""

class Which(BaseModel):
    note_id: str

class Search(BaseModel):
    query: str

class Pause(BaseModel):
    name: str = ""

log = []

@ext.panel("sidebar", slot="left")
async def sidebar(ctx):
    return ui.Text(str(await ctx.store.count("notes")))

@chat.function("create_note", description="Create a new note with a title and content.",
               action_type="write", event="created")
async def create_note(ctx, params: Title) -> ActionResult:
    doc = await ctx.store.create("notes", {"title": params.title, "content": params.content})
    return ActionResult.success(
        data={"note_id": doc.id, "title": params.title}, summary=f"Created {params.title}.",
        ui=ui.Text(params.title), refresh_panels=[],
    )

@chat.function("delete_note", description="Delete a note for ever.", action_type="destructive",
               id_projection="note_id")
async def delete_note(ctx, params: Which) -> ActionResult:
    gone = await ctx.store.delete("notes", params.note_id)
    return ActionResult.success(data={"deleted": gone}, summary=f"Deleted {gone}.")

@chat.function("find_notes", description="Find notes that contain a text.", action_type="read")
async def find_notes(ctx, params: Search) -> ActionResult:
    page = await ctx.store.query("notes", where={"title": params.query})
    found = [{"note_id": d.id, "title": d["title"]} for d in page.data]
    return ActionResult.success(data={"notes": found}, summary=f"Found {len(found)}.")

@chat.function("count_notes", description="Count all notes.", action_type="read")
async def count_notes(ctx, params: Nothing) -> ActionResult:
    return ActionResult.success(data={"n": await ctx.store.count("notes")}, summary="Counted.")

@chat.function("fail_note", description="A step that always fails.", action_type="read")
async def fail_note(ctx, params: Nothing) -> ActionResult:
    return ActionResult.error("nope", code="MY_ERROR")

@chat.function("touch", description="Touch a name.", action_type="read")
async def touch(ctx, params: Pause) -> ActionResult:
    log.append("begin " + params.name)
    for _ in range(3):
        await asyncio.sleep(0)
    await ctx.store.count("notes")
    log.append("end " + params.name)
    return ActionResult.success(data={"log": list(log)}, summary="")

@chat.function("slow_note", description="Never ends.", action_type="read")
async def slow_note(ctx, params: Nothing) -> ActionResult:
    await asyncio.Event().wait()
"""


def said(turn: Turn) -> str:
    return "\n".join(m.text for m in turn.messages if m.role != "user")


async def test_a_write_waits_for_a_yes_and_then_runs_with_those_arguments(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(NOTES))
    await kernel.panels.discover("demo")
    turn = await kernel.chat.say('create a note called Milk with content "two litres"')
    assert turn.status == "waiting"
    (card,) = turn.confirmations
    assert card.calls[0]["args"] == {"title": "Milk", "content": "two litres"}
    assert turn.steps[0].status == "waiting"
    assert await kernel.journal.query(kinds=["call"]) == []
    done = await kernel.chat.answer(card.id, True)
    assert done is turn
    assert (turn.status, card.status) == ("done", "accepted")
    assert said(turn) == "Created Milk."
    assert turn.messages[-1].ui is not None
    (call,) = await kernel.journal.query(kinds=["call"])
    assert call.body["params"] == card.calls[0]["args"]
    assert call.body["source"] == "chat"
    step = await kernel.journal.get(turn.steps[0].id)
    assert step is not None
    assert (call.parent_id, step.parent_id, step.cause_id) == (step.id, turn.id, card.id)


async def test_a_no_changes_nothing(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(NOTES))
    turn = await kernel.chat.say("create a note called Milk")
    await kernel.chat.answer(turn.confirmations[0].id, False)
    assert (turn.status, turn.steps[0].status) == ("cancelled", "cancelled")
    assert "Nothing was changed" in said(turn)
    assert await kernel.journal.query(kinds=["call"]) == []
    with pytest.raises(LookupError):
        await kernel.chat.answer(turn.confirmations[0].id, True)


async def test_a_confirmation_belongs_to_the_user_who_was_asked(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(NOTES))
    turn = await kernel.chat.say("create a note called Milk")
    kernel.personas.choose("u-ben")
    with pytest.raises(PermissionError):
        await kernel.chat.answer(turn.confirmations[0].id, True)
    kernel.personas.choose("u-ada")
    assert (await kernel.chat.answer(turn.confirmations[0].id, True)).status == "done"


async def test_a_confirmation_expires_on_the_virtual_clock(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(NOTES))
    turn = await kernel.chat.say("create a note called Milk")
    (card,) = turn.confirmations
    assert card.expires_at is not None
    await kernel.clock.jump(card.expires_at + 1)
    await until(kernel.chat.changed, lambda: turn.finished)
    assert (turn.status, card.status) == ("cancelled", "expired")
    assert "in time" in said(turn)


async def test_a_read_runs_at_once(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(NOTES))
    turn = await kernel.chat.say("count all notes")
    assert (turn.status, turn.confirmations, said(turn)) == ("done", [], "Counted.")


async def test_a_message_that_means_nothing_calls_nothing(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(NOTES))
    turn = await kernel.chat.say("what is the weather like on mars?")
    assert (turn.status, turn.steps) == ("done", [])
    assert "create_note" in said(turn)
    assert turn.plan is not None
    assert turn.plan.intent == "none"


async def test_after_a_chat_call_every_open_panel_is_fetched(kernel: Kernel, write: Write) -> None:
    panel = '@ext.panel("x", slot="left")\nasync def x(ctx):\n    return ui.Text("x")\n'
    await kernel.load(write(NOTES))
    await kernel.load(write(panel, "other"))
    await kernel.panels.discover("demo")
    await kernel.panels.discover("other")
    turn = await kernel.chat.say("", plan=[{"tool": "demo.create_note", "args": {"title": "a"}}])
    await kernel.chat.answer(turn.confirmations[0].id, True)
    assert sorted(turn.steps[0].refreshed) == ["demo/sidebar", "other/x"]
    answer = kernel.panels.current("demo", "sidebar")
    assert answer is not None
    assert answer.ui is not None
    assert answer.ui["props"]["content"] == "1"


async def test_the_answer_is_shown_before_panels_are_fetched(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(NOTES))
    await kernel.panels.discover("demo")
    order: list[str] = []
    kernel.panels.changed.connect(lambda answer: order.append("panel"))
    kernel.chat.changed.connect(lambda turn: order.append("text") if said(turn) else None)
    await kernel.chat.say("count all notes")
    assert order.index("text") < order.index("panel")


async def test_a_scripted_chain_passes_ids_and_runs_reads_before_their_writes(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(NOTES))
    made = await kernel.call("demo", "create_note", {"title": "old"})
    plan = [
        {"tool": "demo.delete_note", "args": {}, "depends_on": ["demo.find_notes"]},
        {"tool": "demo.find_notes", "args": '{"query": "old"}', "depends_on": []},
    ]
    turn = await kernel.chat.say("tidy up", plan={"intent": "chain", "action_plans": plan})
    assert [step.status for step in turn.steps] == ["waiting", "success"]
    (card,) = turn.confirmations
    assert card.calls[0]["args"] == {"note_id": made.data["note_id"]}
    assert turn.steps[0].injected == ["note_id"]
    await kernel.chat.answer(card.id, True)
    assert said(turn) == "Deleted True.\nFound 1."


async def test_independent_reads_of_a_plan_run_side_by_side(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(NOTES))
    names = ("a", "b")
    steps = [{"tool": "touch", "args": {"name": n}, "depends_on": []} for n in names]
    together = await kernel.chat.say("", plan=steps)
    log = max(step.result["log"] for step in together.steps)
    assert log[:2] == ["begin a", "begin b"]
    in_turn = [{"tool": "touch", "args": {"name": n}} for n in ("c", "d")]
    one_by_one = await kernel.chat.say("", plan=in_turn)
    assert one_by_one.steps[1].result["log"][4:] == ["begin c", "end c", "begin d", "end d"]


async def test_platform_6_runs_reads_one_by_one(start: Start, write: Write) -> None:
    kernel = await start(profile="platform-6")
    if kernel.profile.call_parallel_reads:
        pytest.skip("this profile runs reads side by side")
    await kernel.load(write(NOTES))
    steps = [{"tool": "touch", "args": {"name": n}, "depends_on": []} for n in ("a", "b")]
    turn = await kernel.chat.say("", plan=steps)
    assert turn.steps[1].result["log"] == ["begin a", "end a", "begin b", "end b"]


async def test_what_depends_on_a_failed_step_is_skipped(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(NOTES))
    turn = await kernel.chat.say(
        "",
        plan=[
            {"tool": "fail_note", "depends_on": []},
            {"tool": "count_notes", "depends_on": ["fail_note"]},
            {"tool": "find_notes", "args": {"query": "x"}, "depends_on": []},
        ],
    )
    assert [step.status for step in turn.steps] == ["error", "skipped", "success"]
    assert turn.status == "failed"
    assert turn.error is not None
    assert turn.error.code == "MY_ERROR"
    assert "nope" in said(turn)


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        ([{"tool": "no_such"}], "no_such"),
        ([{"tool": "count_notes", "depends_on": ["ghost"]}], "ghost"),
        (
            [
                {"tool": "count_notes", "depends_on": ["find_notes"]},
                {"tool": "find_notes", "args": {"query": "x"}, "depends_on": ["count_notes"]},
            ],
            "wait for each other",
        ),
        ([{"tool": "count_notes", "args": "{not json"}], "not JSON"),
        ("gibberish", "list of steps"),
    ],
    ids=["unknown tool", "unknown dependency", "circle", "bad args", "not a plan"],
)
async def test_a_plan_that_cannot_run_fails_before_anything_does(
    kernel: Kernel, write: Write, plan: object, told: str
) -> None:
    await kernel.load(write(NOTES))
    turn = await kernel.chat.say("", plan=plan)
    assert turn.status == "failed"
    assert turn.error is not None
    assert told in turn.error.message
    assert await kernel.journal.query(kinds=["call"]) == []


async def test_wrong_arguments_end_in_the_documented_code(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(NOTES))
    turn = await kernel.chat.say("", plan=[{"tool": "find_notes", "args": {}}])
    assert turn.steps[0].error is not None
    assert turn.steps[0].error.code == "VALIDATION_MISSING_FIELD"
    (row,) = await kernel.journal.query(kinds=["audit"])
    assert row.status == "validation_rejected"


async def test_each_write_of_a_chain_is_gated_where_it_is_reached(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(NOTES))
    turn = await kernel.chat.say(
        "",
        plan=[
            {"tool": "create_note", "args": {"title": "a"}},
            {"tool": "delete_note", "args": {}},
        ],
    )
    await kernel.chat.answer(turn.confirmations[0].id, True)
    assert turn.status == "waiting"
    second = turn.confirmations[1]
    assert second.calls[0]["args"]["note_id"] == turn.steps[0].result["note_id"]
    assert "undone" in second.title
    stopped = await kernel.chat.answer(second.id, False)
    assert stopped.status == "cancelled"
    assert [step.status for step in turn.steps] == ["success", "cancelled"]
    assert "stays" in said(turn)


async def test_writes_that_are_reached_together_share_one_card(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(NOTES))
    steps = [{"tool": "create_note", "args": {"title": t}, "depends_on": []} for t in ("a", "b")]
    turn = await kernel.chat.say("", plan=steps)
    (card,) = turn.confirmations
    assert [call["args"]["title"] for call in card.calls] == ["a", "b"]
    await kernel.chat.answer(card.id, True)
    assert said(turn) == "Created a.\nCreated b."


async def test_a_turn_can_be_stopped(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(NOTES))
    turn = kernel.chat.say_soon("never ends slow note")
    await until(kernel.chat.changed, lambda: any(s.status == "running" for s in turn.steps))
    await kernel.chat.cancel(turn.id)
    assert turn.status == "cancelled"
    assert (await kernel.chat.say("count all notes")).status == "done"


async def test_only_the_named_extensions_answer(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(NOTES))
    await kernel.load(write(NOTES, "other"))
    turn = await kernel.chat.say("count all notes", app_ids=["other"])
    assert [step.app_id for step in turn.steps] == ["other"]


async def test_turns_are_announced_as_they_move(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(NOTES))
    seen: list[str] = []
    kernel.chat.changed.connect(
        lambda turn: seen.append(turn.status) if seen[-1:] != [turn.status] else None
    )
    turn = await kernel.chat.say("create a note called Milk")
    await kernel.chat.answer(turn.confirmations[0].id, True)
    assert seen == ["thinking", "running", "waiting", "running", "done"]


async def test_panel_writes_ask_too_where_the_profile_says_so(
    start: Start, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict = replace(Profile.load("seeds"), confirmation_panel_calls=True)
    monkeypatch.setattr(Profile, "load", lambda name: strict)
    kernel = await start()
    await kernel.load(write(NOTES))
    action = {"action": "call", "function": "create_note", "params": {"title": "x"}}
    outcome = await kernel.act("demo", action)
    assert (outcome.ok, outcome.kind) == (True, "function")
    (turn,) = kernel.chat.turns
    assert turn.status == "waiting"


async def test_chat_survives_while_two_turns_run(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(NOTES))
    one, two = await asyncio.gather(
        kernel.chat.say("count all notes"), kernel.chat.say("create a note called Milk")
    )
    assert (one.status, two.status) == ("done", "waiting")


async def test_a_later_turn_recalls_the_ids_of_earlier_ones(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(NOTES))
    made = await kernel.chat.say("create a note called Milk")
    await kernel.chat.answer(made.confirmations[0].id, True)
    turn = await kernel.chat.say("delete that note")
    assert turn.confirmations[0].calls[0]["args"] == {"note_id": made.steps[0].result["note_id"]}
    plans = await kernel.journal.query(kinds=["plan"])
    assert plans[0].body["facts"][0]["data"] == made.steps[0].result


async def test_facts_of_other_users_and_long_ago_turns_are_not_recalled(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(NOTES))
    for _ in range(7):
        await kernel.chat.say("count all notes")
    assert len(kernel.chat.facts.recent("u-ada")) == 5
    assert kernel.chat.facts.recent("u-ben") == []


async def test_a_plan_written_in_workbench_toml_answers_its_message(
    kernel: Kernel, write: Write
) -> None:
    root = write(NOTES)
    (root / "workbench.toml").write_text(
        '[[plans]]\nsay = "Weekly review"\nsteps = [{ tool = "count_notes" }, '
        '{ tool = "find_notes", args = { query = "x" } }]\n'
    )
    await kernel.load(root)
    turn = await kernel.chat.say("weekly  review")
    assert turn.plan is not None
    assert turn.plan.source == "script"
    assert [step.function for step in turn.steps] == ["count_notes", "find_notes"]
