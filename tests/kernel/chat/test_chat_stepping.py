"""Stepping through turns: stops, edits, skips, made-up results, going back, two branches."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.kernel.conftest import Write, until
from workbench.kernel.chat.plan import PlanError
from workbench.kernel.chat.stepping.bases import OutsideWritesError
from workbench.kernel.chat.stepping.byhand import SteppingError
from workbench.kernel.chat.turn import Pause, Turn
from workbench.kernel.kernel import Kernel

NOTES = """
class Title(BaseModel):
    title: str

class Which(BaseModel):
    note_id: str

gates = {}

@chat.function("create_note", description="Create a note.", action_type="write")
async def create_note(ctx, params: Title) -> ActionResult:
    doc = await ctx.store.create("notes", {"title": params.title})
    return ActionResult.success(data={"note_id": doc.id, "title": params.title}, summary="made")

@chat.function("read_note", description="Read a note.", action_type="read")
async def read_note(ctx, params: Which) -> ActionResult:
    doc = await ctx.store.get("notes", params.note_id)
    return ActionResult.success(data={"title": doc.data["title"] if doc else None}, summary="read")

class Name(BaseModel):
    note_id: str
    title: str

@chat.function("name_it", description="Name a note.", action_type="read", id_projection="note_id")
async def name_it(ctx, params: Name) -> ActionResult:
    return ActionResult.success(data={}, summary="named")

@chat.function("count_notes", description="Count the notes.", action_type="read")
async def count_notes(ctx, params: Nothing) -> ActionResult:
    return ActionResult.success(data={"n": await ctx.store.count("notes")}, summary="counted")

@chat.function("list_titles", description="List the titles.", action_type="read")
async def list_titles(ctx, params: Nothing) -> ActionResult:
    page = await ctx.store.query("notes")
    return ActionResult.success(data={"titles": [d.data["title"] for d in page.data]}, summary="")

@chat.function("fail", description="Fails.", action_type="read")
async def fail(ctx, params: Nothing) -> ActionResult:
    return ActionResult.error("nope", code="NOPE")

@chat.function("wait_for", description="Waits until it is let go.", action_type="read")
async def wait_for(ctx, params: Title) -> ActionResult:
    await gates.setdefault(params.title, asyncio.Event()).wait()
    return ActionResult.success(data={"title": params.title}, summary="waited")

@chat.function("let_go", description="Lets go.", action_type="read")
async def let_go(ctx, params: Title) -> ActionResult:
    gates.setdefault(params.title, asyncio.Event()).set()
    return ActionResult.success(data={}, summary="let go")

@chat.function("wait_behind", description="Waits in the background.", action_type="read",
               background=True)
async def wait_behind(ctx, params: Title) -> ActionResult:
    await gates.setdefault(params.title, asyncio.Event()).wait()
    return ActionResult.success(data={}, summary="came back")

@chat.function("post", description="Posts outside.", action_type="write")
async def post(ctx, params: Nothing) -> ActionResult:
    await ctx.http.post("https://x.test/things", json={})
    return ActionResult.success(data={}, summary="posted")
"""
CHAIN: list[dict[str, Any]] = [
    {"tool": "count_notes", "depends_on": []},
    {"tool": "create_note", "args": {"title": "a"}, "depends_on": ["count_notes"]},
    {"tool": "read_note", "depends_on": ["create_note"]},
]


@pytest.fixture
async def loaded(kernel: Kernel, write: Write) -> Kernel:
    """A kernel with the notes, whose user is never asked."""
    await kernel.load(write(NOTES))
    kernel.chat.settings.change("u-ada", enabled=False)
    return kernel


async def stepped(kernel: Kernel, plan: object = CHAIN) -> Turn:
    return await kernel.chat.say("go", plan=plan, mode="step")


def statuses(turn: Turn) -> list[str]:
    return [step.status for step in turn.steps]


def key(turn: Turn, number: int) -> str:
    return turn.steps[number - 1].key


async def titles(kernel: Kernel) -> int:
    outcome = await kernel.call("demo", "count_notes", {})
    return int(outcome.data["n"])


async def test_a_stepped_turn_stands_before_and_after_each_step(loaded: Kernel) -> None:
    turn = await stepped(loaded)
    places = []
    while turn.pause is not None:
        places.append((turn.step(turn.pause.key).function, turn.pause.place))
        await loaded.chat.stepping.step(turn.id)
    assert places == [
        (name, place)
        for name in ("count_notes", "create_note", "read_note")
        for place in ("before", "after")
    ]
    assert turn.status == "done"
    assert turn.steps[2].result == {"title": "a"}


async def test_stepping_over_stops_only_before_steps(loaded: Kernel) -> None:
    turn = await stepped(loaded)
    await loaded.chat.stepping.step_over(turn.id)
    assert turn.pause == Pause(key(turn, 2), "before")
    await loaded.chat.stepping.run(turn.id)
    assert (turn.status, turn.pause) == ("done", None)


async def test_a_turn_stops_at_a_function_an_action_type_and_an_error(loaded: Kernel) -> None:
    stepping = loaded.chat.stepping
    at_write = stepping.break_on(action_type="write")
    at_read = stepping.break_on(function="demo.read_note")
    at_error = stepping.break_on(on_error=True)
    turn = await loaded.chat.say("go", plan=CHAIN)
    assert turn.pause == Pause(key(turn, 2), "before", at_write.id)
    await stepping.run(turn.id)
    assert turn.pause == Pause(key(turn, 3), "before", at_read.id)
    await stepping.run(turn.id)
    failing = await loaded.chat.say("", plan=[{"tool": "fail"}])
    assert failing.pause == Pause(key(failing, 1), "after", at_error.id)
    await stepping.run(failing.id)
    assert failing.status == "failed"
    for row in stepping.breakpoints():
        stepping.clear(row.id)
    assert (await loaded.chat.say("go", plan=CHAIN)).status == "done"
    with pytest.raises(ValueError, match="needs a function"):
        stepping.break_on()


async def test_a_breakpoint_on_one_step_stops_that_turn_and_no_other(loaded: Kernel) -> None:
    turn = await stepped(loaded)
    row = loaded.chat.stepping.break_on(step_id=turn.steps[1].id)
    assert (await loaded.chat.say("go", plan=CHAIN)).status == "done"
    await loaded.chat.stepping.run(turn.id)
    assert turn.pause == Pause(key(turn, 2), "before", row.id)
    await loaded.chat.stepping.run(turn.id)
    await loaded.chat.branching.rerun(turn.id, key(turn, 1))
    assert turn.pause == Pause(key(turn, 2), "before", row.id)


async def test_arguments_are_edited_before_a_step_runs(loaded: Kernel) -> None:
    turn = await stepped(loaded)
    loaded.chat.stepping.edit(turn.id, key(turn, 2), {"title": "edited"})
    await loaded.chat.stepping.run(turn.id)
    assert turn.steps[2].result == {"title": "edited"}
    assert turn.steps[1].edited
    with pytest.raises(SteppingError, match="only a step to come"):
        loaded.chat.stepping.edit(turn.id, key(turn, 2), {})
    (record,) = [
        r for r in await loaded.journal.query(["step"]) if r.body.get("operation") == "edit"
    ]
    assert (record.body["before"], record.body["after"]) == ({"title": "a"}, {"title": "edited"})


async def test_what_is_edited_before_its_values_are_known_still_gets_them(loaded: Kernel) -> None:
    turn = await stepped(loaded, [*CHAIN[:2], {"tool": "name_it", "depends_on": ["create_note"]}])
    loaded.chat.stepping.edit(turn.id, key(turn, 3), {"title": "mine"})
    await loaded.chat.stepping.run(turn.id)
    made = turn.steps[1].result["note_id"]
    assert turn.steps[2].args == {"title": "mine", "note_id": made}
    assert turn.steps[2].passing[0]["outcome"] == "passed"


async def test_a_running_turn_stands_before_its_next_step_when_it_is_told_to(
    loaded: Kernel,
) -> None:
    turn = loaded.chat.say_soon("go", plan=SIBLINGS)
    await until(loaded.chat.changed, lambda: any(s.status == "running" for s in turn.steps))
    loaded.chat.stepping.pause(turn.id)
    await let_go(loaded, "s")
    await until(loaded.chat.changed, lambda: turn.pause is not None)
    assert turn.pause == Pause(key(turn, 3), "before")
    await loaded.chat.stepping.run(turn.id)
    assert statuses(turn) == ["success"] * 3


async def test_another_plan_takes_the_place_of_one_that_has_not_begun(loaded: Kernel) -> None:
    stepping = loaded.chat.stepping
    turn = await stepped(loaded)
    with pytest.raises(PlanError, match="no loaded extension"):
        await stepping.replan(turn.id, [{"tool": "nowhere"}])
    assert turn.pause == Pause(key(turn, 1), "before")
    await stepping.replan(turn.id, [{"tool": "create_note", "args": {"title": "z"}}])
    assert turn.pause == Pause(key(turn, 1), "before")
    await stepping.step(turn.id)
    with pytest.raises(SteppingError, match="has begun"):
        await stepping.replan(turn.id, CHAIN)
    await stepping.run(turn.id)
    assert [(s.function, s.status) for s in turn.steps] == [("create_note", "success")]
    assert [t.id for t in loaded.chat.turns] == [turn.id]


async def test_a_result_is_made_up_for_a_call_that_waits_for_a_yes(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(NOTES))
    turn = await kernel.chat.say("go", plan=CHAIN)
    kernel.chat.stepping.mock(turn.id, key(turn, 2), {"note_id": "n"})
    await until(kernel.chat.changed, lambda: turn.finished)
    assert (turn.steps[1].mocked, turn.steps[2].args) == (True, {"note_id": "n"})
    assert [card.status for card in turn.confirmations] == ["withdrawn"]


async def test_editing_what_a_card_shows_asks_anew_with_the_new_arguments(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(NOTES))
    turn = await kernel.chat.say("go", plan=CHAIN)
    first = turn.confirmations[0]
    kernel.chat.stepping.edit(turn.id, key(turn, 2), {"title": "b"})
    await until(kernel.chat.changed, lambda: len(turn.confirmations) == 2)
    await until(kernel.chat.changed, lambda: turn.status == "waiting")
    assert first.status == "withdrawn"
    assert turn.confirmations[1].calls[0]["args"] == {"title": "b"}
    await kernel.chat.answer(turn.confirmations[1].id, True)
    assert turn.steps[2].result == {"title": "b"}


async def test_a_skipped_step_is_not_called_and_what_needs_it_still_runs(loaded: Kernel) -> None:
    turn = await stepped(loaded)
    loaded.chat.stepping.skip(turn.id, key(turn, 1))
    await loaded.chat.stepping.run(turn.id)
    assert statuses(turn) == ["skipped", "success", "success"]
    assert turn.steps[0].runs == 0


async def test_a_made_up_result_takes_the_place_of_a_call(loaded: Kernel) -> None:
    turn = await stepped(loaded)
    loaded.chat.stepping.mock(turn.id, key(turn, 2), {"note_id": "nowhere"})
    await loaded.chat.stepping.run(turn.id)
    assert turn.steps[2].args == {"note_id": "nowhere"}
    assert (turn.steps[1].mocked, await titles(loaded)) == (True, 0)


async def test_a_made_up_result_replaces_one_that_is_in_sight(loaded: Kernel) -> None:
    turn = await stepped(loaded)
    await loaded.chat.stepping.step(turn.id)
    assert turn.pause == Pause(key(turn, 1), "after")
    loaded.chat.stepping.mock(turn.id, key(turn, 1), None, error="made up")
    await loaded.chat.stepping.run(turn.id)
    assert statuses(turn) == ["error", "skipped", "skipped"]


async def test_running_again_from_a_step_begins_on_the_state_it_had(loaded: Kernel) -> None:
    turn = await loaded.chat.say("go", plan=CHAIN)
    assert await titles(loaded) == 1
    await loaded.chat.branching.rerun(turn.id, key(turn, 2))
    assert (turn.status, await titles(loaded)) == ("done", 1)
    assert [step.runs for step in turn.steps] == [1, 2, 2]


async def test_a_fork_begins_on_the_same_state_and_both_turns_are_kept(loaded: Kernel) -> None:
    branching = loaded.chat.branching
    turn = await loaded.chat.say("go", plan=CHAIN)
    fork = await branching.fork(turn.id, key(turn, 2), args={"title": "other"})
    assert (fork.forked_from, fork.base_id) == (turn.id, turn.steps[1].base_id)
    assert [step.runs for step in fork.steps] == [1, 1, 1]
    assert (turn.steps[2].result, fork.steps[2].result) == ({"title": "a"}, {"title": "other"})
    note = turn.steps[1].result["note_id"]

    async def read() -> Any:
        return (await loaded.call("demo", "read_note", {"note_id": note})).data["title"]

    other = fork.steps[1].result["note_id"]
    there = await read() if other != note else "other"
    assert there in (None, "other")
    await branching.checkout(turn.id)
    assert await read() == "a"
    await branching.checkout(fork.id)
    assert await read() != "a"
    with pytest.raises(SteppingError, match="present one"):
        await branching.checkout(fork.id)


async def test_a_branch_of_a_branch_keeps_all_three_states(loaded: Kernel) -> None:
    branching = loaded.chat.branching
    first = await loaded.chat.say("go", plan=CHAIN)
    second = await branching.fork(first.id, key(first, 2), args={"title": "b"})
    third = await branching.fork(second.id, key(second, 2), args={"title": "c"})
    again = await branching.fork(first.id, key(first, 2), args={"title": "d"})
    turns = {"a": first, "b": second, "c": third, "d": again}

    async def present() -> list[str]:
        page = (await loaded.call("demo", "list_titles", {})).data["titles"]
        assert [t for t in turns.values() if not branching.aside(t.id)] == [turns[page[0]]]
        return list(page)

    assert await present() == ["d"]
    for title in ("a", "c", "b", "d", "c"):
        await branching.checkout(turns[title].id)
        assert await present() == [title]
    await branching.rerun(first.id, key(first, 2))
    assert await present() == ["a"]
    await branching.checkout(third.id)
    assert await present() == ["c"]


async def test_a_branch_that_was_left_stands_still_until_it_is_present_again(
    loaded: Kernel,
) -> None:
    turn = await stepped(loaded)
    await loaded.chat.stepping.step_over(turn.id)
    await loaded.chat.stepping.step_over(turn.id)
    fork = await loaded.chat.branching.fork(turn.id, key(turn, 2), mode="run")
    assert (fork.status, turn.pause) == ("done", Pause(key(turn, 3), "before"))
    with pytest.raises(SteppingError, match="switch"):
        await loaded.chat.stepping.run(turn.id)
    await loaded.chat.branching.checkout(turn.id)
    await loaded.chat.stepping.run(turn.id)
    assert turn.steps[2].result == {"title": "a"}


async def test_nobody_goes_back_past_what_went_outside_without_saying_so(
    kernel: Kernel, write: Write
) -> None:
    root = write(NOTES)
    (root / "workbench.toml").write_text(
        '[[http.rule]]\nmethod = "POST"\nurl = "*"\njson = { ok = true }\n'
    )
    await kernel.load(root)
    kernel.chat.settings.change("u-ada", enabled=False)
    turn = await kernel.chat.say("", plan=[{"tool": "post"}])
    with pytest.raises(OutsideWritesError) as refused:
        await kernel.chat.branching.rerun(turn.id, key(turn, 1))
    assert refused.value.writes == ["POST https://x.test/things"]
    await kernel.chat.branching.rerun(turn.id, key(turn, 1), accept_outside=True)
    assert turn.status == "done"


async def test_a_step_that_has_not_run_has_no_state_to_go_back_to(loaded: Kernel) -> None:
    turn = await stepped(loaded)
    with pytest.raises(SteppingError, match="has not run"):
        await loaded.chat.branching.fork(turn.id, key(turn, 2))


SIBLINGS = [
    {"tool": "wait_for", "args": {"title": "s"}, "depends_on": []},
    {"tool": "count_notes", "depends_on": []},
    {"tool": "create_note", "args": {"title": "a"}, "depends_on": ["count_notes", "wait_for"]},
]


async def let_go(kernel: Kernel, name: str) -> None:
    await kernel.call("demo", "let_go", {"title": name})


async def test_a_turn_is_stepped_edited_and_mocked_while_a_sibling_runs(loaded: Kernel) -> None:
    stepping = loaded.chat.stepping
    turn = await stepped(loaded, SIBLINGS)
    await stepping.step_over(turn.id)
    await until(loaded.chat.changed, lambda: turn.steps[0].status == "running")
    assert turn.pause == Pause(key(turn, 2), "before")
    with pytest.raises(SteppingError):
        stepping.edit(turn.id, key(turn, 1), {})
    stepping.edit(turn.id, key(turn, 3), {"title": "meanwhile"})
    stepping.mock(turn.id, key(turn, 2), {"n": 41})
    await until(loaded.chat.changed, lambda: turn.pause is not None)
    released = asyncio.ensure_future(stepping.run(turn.id))
    await until(loaded.chat.changed, lambda: turn.steps[1].status == "success")
    assert turn.steps[0].status == "running"
    await let_go(loaded, "s")
    await released
    assert statuses(turn) == ["success"] * 3
    assert turn.steps[1].result == {"n": 41}
    assert turn.steps[2].result["title"] == "meanwhile"


async def test_a_base_says_what_was_in_flight(loaded: Kernel) -> None:
    await loaded.chat.say("", plan=[{"tool": "wait_behind", "args": {"title": "t"}}])
    await until(loaded.dispatch.started, lambda: bool(loaded.tasks.running()))
    turn = await loaded.chat.say("go", plan=CHAIN)
    base = await loaded.journal.get(turn.steps[1].base_id or "")
    assert base is not None
    assert [name.partition(" ")[0] for name in base.body["in_flight"]] == ["demo.wait_behind"]
    await loaded.chat.branching.rerun(turn.id, key(turn, 2))
    fork = await loaded.chat.branching.fork(turn.id, key(turn, 2), args={"title": "b"})
    assert (turn.status, fork.status) == ("done", "done")
    await let_go(loaded, "t")
    await loaded.settled()
    assert loaded.chat.turns[-1].messages[0].text == "came back"


async def test_a_turn_goes_on_with_the_new_build_after_a_reload(
    loaded: Kernel, write: Write
) -> None:
    turn = await stepped(loaded)
    await loaded.chat.stepping.step_over(turn.id)
    write(NOTES.replace('summary="made"', 'summary="made anew"'))
    reload = asyncio.ensure_future(loaded.reload("demo"))
    loaded.chat.stepping.edit(turn.id, key(turn, 2), {"title": "b"})
    await reload
    await loaded.chat.stepping.run(turn.id)
    assert statuses(turn) == ["success"] * 3
    assert (turn.steps[1].summary, turn.steps[2].result) == ("made anew", {"title": "b"})


async def test_a_function_that_a_reload_took_away_is_stopped_by_the_first_gate(
    loaded: Kernel, write: Write
) -> None:
    turn = await stepped(loaded)
    await loaded.chat.stepping.step_over(turn.id)
    write(NOTES.replace('"create_note", description', '"make_note", description'))
    await loaded.reload("demo")
    await loaded.chat.stepping.run(turn.id)
    assert statuses(turn) == ["success", "error", "skipped"]
    assert turn.steps[1].gates[0]["verdict"] == "stopped"
    assert turn.error is not None
    assert turn.error.code == "UNKNOWN_SUB_FUNCTION"
