"""Turns that were stepped, edited and forked, read back from the journal as they stood."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.kernel.conftest import Start, Write
from workbench.kernel.chat.history import read_turns
from workbench.kernel.chat.stepping.byhand import SteppingError
from workbench.kernel.chat.turn import Turn
from workbench.kernel.kernel import Kernel

NOTES = """
class Title(BaseModel):
    title: str = "x"

@chat.function("count", description="Count the notes.", action_type="read")
async def count(ctx, params: Nothing) -> ActionResult:
    return ActionResult.success(data={"n": await ctx.store.count("notes")}, summary="counted")

@chat.function("make", description="Make a note.", action_type="write")
async def make(ctx, params: Title) -> ActionResult:
    await ctx.store.create("notes", {"title": params.title})
    return ActionResult.success(data={}, summary=f"made {params.title}")
"""
CHAIN: list[dict[str, Any]] = [
    {"tool": "count", "depends_on": []},
    {"tool": "make", "args": {"title": "a"}, "depends_on": ["count"]},
    {"tool": "count", "depends_on": ["make"]},
]


@pytest.fixture
async def loaded(start: Start, write: Write, tmp_path: Path) -> Kernel:
    """A kernel whose user is never asked, with its session in a folder."""
    kernel = await start(state=tmp_path / "state")
    await kernel.load(write(NOTES))
    kernel.chat.settings.change("u-ada", enabled=False)
    return kernel


def shown(turns: list[Turn]) -> list[tuple[object, ...]]:
    """What is drawn of turns and their branches."""
    return [
        (
            turn.id,
            turn.forked_from,
            turn.base_id,
            turn.status,
            [message.text for message in turn.messages],
            [
                (s.key, s.function, s.args, s.status, s.summary, s.result, s.edited, s.mocked)
                for s in turn.steps
            ],
            turn.order,
        )
        for turn in turns
    ]


async def read_back(kernel: Kernel) -> list[Turn]:
    """The turns of the journal; they are as the kernel has them, branch for branch."""
    await kernel.journal.flush()
    turns = read_turns(kernel.journal.path)
    assert shown(turns) == shown(kernel.chat.turns)
    aside = [kernel.chat.branching.aside(turn.id) for turn in kernel.chat.turns]
    assert [turn.aside for turn in turns] == aside
    return turns


async def test_the_present_branch_is_the_one_that_was_present(loaded: Kernel) -> None:
    chat = loaded.chat
    first = await chat.say("go", plan=CHAIN)
    make = first.steps[1].key
    second = await chat.branching.fork(first.id, make, args={"title": "b"})
    assert [turn.aside for turn in await read_back(loaded)] == [True, False]
    third = await chat.branching.fork(second.id, make, args={"title": "c"})
    assert [turn.aside for turn in await read_back(loaded)] == [True, True, False]
    await chat.branching.checkout(first.id)
    assert [turn.aside for turn in await read_back(loaded)] == [False, True, True]
    await chat.branching.rerun(second.id, make)
    turns = await read_back(loaded)
    assert [turn.aside for turn in turns] == [True, False, True]
    assert [turn.steps[1].args for turn in turns] == [{"title": t} for t in ("a", "b", "c")]
    assert [turn.steps[0].status for turn in turns] == ["success"] * 3
    assert third.forked_from == second.id


async def test_what_was_edited_skipped_and_made_up_is_read_back(loaded: Kernel) -> None:
    chat = loaded.chat
    turn = await chat.say("go", plan=CHAIN, mode="step")
    keys = [step.key for step in turn.steps]
    chat.stepping.edit(turn.id, keys[1], {"title": "edited"})
    chat.stepping.skip(turn.id, keys[2])
    await chat.stepping.step(turn.id)
    chat.stepping.mock(turn.id, keys[0], {"n": 7}, summary="seven")
    await chat.stepping.run(turn.id)
    assert turn.finished
    await read_back(loaded)
    replanned = await chat.say("again", plan=CHAIN, mode="step")
    await chat.stepping.replan(replanned.id, [{"tool": "make", "args": {"title": "z"}}], mode="run")
    assert [step.function for step in (await read_back(loaded))[-1].steps] == ["make"]


async def test_a_fork_that_was_cut_off_before_it_ran_shows_what_it_was_to_do(
    loaded: Kernel,
) -> None:
    chat = loaded.chat
    first = await chat.say("go", plan=CHAIN)
    second = await chat.branching.fork(
        first.id, first.steps[1].key, args={"title": "b"}, mode="step"
    )
    assert second.pause is not None
    await loaded.journal.flush()
    turn = read_turns(loaded.journal.path)[1]
    assert [step.status for step in turn.steps] == ["success", "skipped", "skipped"]
    assert (turn.steps[1].args, turn.steps[1].edited) == ({"title": "b"}, True)
    assert (turn.status, turn.aside) == ("cancelled", False)


async def test_branches_of_an_earlier_session_are_looked_at_without_their_states(
    loaded: Kernel, start: Start, write: Write, tmp_path: Path
) -> None:
    first = await loaded.chat.say("go", plan=CHAIN)
    second = await loaded.chat.branching.fork(first.id, first.steps[1].key)
    await loaded.close()
    journal = loaded.journal.path
    kernel = await start(state=tmp_path / "state")
    await kernel.load(tmp_path / "demo")
    kernel.chat.settings.change("u-ada", enabled=False)
    kernel.chat.recall(read_turns(journal, "old/"))
    branching, names = kernel.chat.branching, [f"old/{turn.id}" for turn in (first, second)]
    assert [turn.id for turn in kernel.chat.turns] == names
    assert [branching.aside(name) for name in names] == [True, False]
    # states of this session have the names that those of the earlier one had
    again = await kernel.chat.say("go", plan=CHAIN)
    await branching.fork(again.id, again.steps[1].key)
    records, notes = kernel.journal.count(), await kernel.call("demo", "count", {})
    shown_turn = await branching.checkout(names[0])
    assert shown_turn.id == names[0]
    assert [branching.aside(name) for name in names] == [False, True]
    later = await kernel.call("demo", "count", {})
    assert later.data == notes.data
    assert records < kernel.journal.count()
    assert not await kernel.journal.query(("step",), text="checkout")
    for name, turn in zip(names, kernel.chat.turns, strict=False):
        for step in turn.steps:
            with pytest.raises(SteppingError):
                await branching.rerun(name, step.key)
    assert [branching.recalled(turn.id) for turn in kernel.chat.turns] == [True] * 2 + [False] * 2
