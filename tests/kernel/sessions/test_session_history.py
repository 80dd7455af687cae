"""The turns of an ended session, read back from its journal."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from tests.kernel.conftest import Start, Write, until
from workbench.kernel.chat.history import read_turns
from workbench.kernel.chat.turn import Turn
from workbench.kernel.options import KernelOptions
from workbench.kernel.sessions.viewing import history_of, viewing_options

SOURCE = """
class Text(BaseModel):
    text: str = "x"

@chat.function("look", description="Look at things.", action_type="read")
async def look(ctx, params: Text) -> ActionResult:
    return ActionResult.success(data={"id": 1}, summary=f"Saw {params.text}",
                                ui=ui.Text(content="seen"))

@chat.function("put", description="Put things.", action_type="write")
async def put(ctx, params: Text) -> ActionResult:
    return ActionResult.success(data={"id": 2}, summary="Put.")

@chat.function("fail", description="Fail.", action_type="read")
async def fail(ctx, params: Nothing) -> ActionResult:
    raise ValueError("no luck")

@chat.function("hang", description="Hang.", action_type="read")
async def hang(ctx, params: Nothing) -> ActionResult:
    await asyncio.Event().wait()
"""


def plan(*steps: tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"tool": f"demo.{name}", "args": args} for name, args in steps]


def shown(turn: Turn) -> dict[str, Any]:
    """What the stage draws of a turn."""
    return {
        "id": turn.id,
        "text": turn.text,
        "status": turn.status,
        "messages": [(m.role, m.text, m.ui, m.app_id) for m in turn.messages],
        "steps": [
            (s.key, s.app_id, s.function, s.args, s.status, s.summary, s.confirmation_id)
            for s in turn.steps
        ],
        "cards": [(c.id, c.title, c.calls, c.status) for c in turn.confirmations],
        "planned": turn.plan and [step.as_json() for step in turn.plan.steps],
        "error": turn.error and turn.error.message,
    }


async def test_turns_are_read_back_as_they_stood(
    start: Start, write: Write, tmp_path: Path
) -> None:
    kernel = await start(state=tmp_path / "state")
    await kernel.load(write(SOURCE))
    await kernel.chat.say("look at it", plan=plan(("look", {"text": "a"}), ("look", {"text": "b"})))
    for accept in (True, False):
        turn = await kernel.chat.say("put it", plan=plan(("put", {"text": "c"})))
        await kernel.chat.answer(turn.confirmations[0].id, accept)
    await kernel.chat.say("fail", plan=plan(("fail", {})))
    await kernel.chat.deliver("demo", "By the way", user_id="u-ada")
    before = [shown(turn) for turn in kernel.chat.turns]
    assert [turn["status"] for turn in before] == ["done", "done", "cancelled", "failed", "done"]
    journal = kernel.journal.path
    await kernel.close()
    assert [shown(turn) for turn in read_turns(journal)] == before


async def test_what_was_under_way_is_cancelled_and_asks_nothing_any_more(
    start: Start, write: Write, tmp_path: Path
) -> None:
    kernel = await start(state=tmp_path / "state")
    await kernel.load(write(SOURCE))
    await kernel.chat.say("put it", plan=plan(("put", {})))
    hanging = kernel.chat.say_soon("hang", plan=plan(("hang", {})))
    await until(kernel.chat.changed, lambda: bool(hanging.steps))
    await kernel.journal.flush()
    turns = read_turns(kernel.journal.path, "before/")
    await kernel.chat.cancel(hanging.id)
    assert [(turn.text, turn.status) for turn in turns] == [
        ("put it", "cancelled"),
        ("hang", "cancelled"),
    ]
    assert turns[0].confirmations[0].status == "withdrawn"
    assert all(turn.error and turn.error.type == "SessionEnded" for turn in turns)
    assert [turn.id for turn in turns] == [f"before/{turn.id}" for turn in kernel.chat.turns]


async def test_an_earlier_session_is_looked_at_without_a_trace(
    start: Start, write: Write, tmp_path: Path
) -> None:
    kernel = await start(state=tmp_path / "state")
    await kernel.load(write(SOURCE))
    await kernel.clock.jump(kernel.clock.now() + 86_400)
    await kernel.chat.say("look", plan=plan(("look", {})))
    journal, count = kernel.journal.path, kernel.journal.count()
    ended = kernel.clock.now()
    await kernel.close()
    viewer = await start(**_fields(viewing_options(journal)))
    assert viewer.clock.mode == "paused"
    assert abs(viewer.clock.now() - ended) < 60
    assert viewer.journal.count() == count
    assert [turn.text for turn in history_of(journal)] == ["look"]
    await viewer.events.emit("demo", "looked", {}, user=viewer.personas.current)
    await viewer.panels.call("demo", "list")
    await viewer.settled()
    await viewer.close()
    again = await start(**_fields(viewing_options(journal)))
    assert again.journal.count() == count


def _fields(options: KernelOptions) -> dict[str, Any]:
    return {field.name: getattr(options, field.name) for field in fields(options)}
