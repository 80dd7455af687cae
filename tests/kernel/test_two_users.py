"""Two people looking at one extension: each has panels of their own, and hears what is theirs."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kernel.conftest import Write
from workbench.kernel.kernel import Kernel
from workbench.kernel.panel_answer import PanelAnswer
from workbench.kernel.personas import Persona

SOURCE = """
@ext.panel("list", slot="left", refresh="on_event:demo.added")
async def things(ctx, tab="all", **params):
    n = await ctx.store.count("things")
    return ui.Text(f"{ctx.user.imperal_id} {tab} {n}")

@chat.function("add", description="Adds one", action_type="write", event="added")
async def add(ctx):
    await ctx.store.create("things", {"n": 1})
    return ActionResult.success({}, "Added", refresh_panels=["list"])

@chat.function("add_quietly", description="Adds one", action_type="write")
async def add_quietly(ctx):
    await ctx.store.create("things", {"n": 1})
    return ActionResult.success({}, "Added", refresh_panels=["list"])

@chat.function("add_behind", description="Adds one", action_type="read", background=True)
async def add_behind(ctx):
    await ctx.store.create("things", {"n": 1})
    return ActionResult.success({}, "Added")

@chat.function("where", description="Says where you are", action_type="read")
async def where(ctx):
    return {"surface": ctx.surface}
"""


def call(function: str, **params: Any) -> dict[str, Any]:
    return {"action": "call", "function": function, "params": params}


def text(kernel: Kernel, user: Persona) -> str:
    answer = kernel.panels.current("demo", "list", user=user)
    assert answer is not None
    assert answer.ui is not None
    return str(answer.ui["props"]["content"])


async def both(kernel: Kernel, write: Write) -> tuple[Persona, Persona]:
    """Ada is signed in and Ben is looked at beside her, each with the list open."""
    await kernel.load(write(SOURCE))
    ada, ben = kernel.personas.find("u-ada"), kernel.personas.find("u-ben")
    kernel.personas.put_beside("u-ben")
    for person in (ada, ben):
        await kernel.panels.discover("demo", user=person)
    return ada, ben


async def test_a_control_acts_as_the_user_whose_panel_it_is_in(
    kernel: Kernel, write: Write
) -> None:
    ada, ben = await both(kernel, write)
    opened = await kernel.act("demo", call("__panel__list", tab="mine"), user=ben)
    assert opened.answer is not None
    assert opened.answer.user_id == "u-ben"
    assert (text(kernel, ada), text(kernel, ben)) == ("u-ada all 0", "u-ben mine 0")
    await kernel.act("demo", call("add_quietly"), user=ben)
    assert (text(kernel, ada), text(kernel, ben)) == ("u-ada all 0", "u-ben mine 1")


async def test_path_a_fetches_only_the_panels_of_who_acted_and_an_event_those_of_the_tenant(
    kernel: Kernel, write: Write
) -> None:
    await both(kernel, write)
    kernel.personas.put_beside("u-chiara")
    await kernel.panels.discover("demo", user=kernel.personas.find("u-chiara"))
    fetched: list[tuple[str, str]] = []

    def note(answer: PanelAnswer) -> None:
        fetched.append((answer.user_id, answer.origin))

    kernel.panels.changed.connect(note)
    await kernel.act("demo", call("add_quietly"))
    await kernel.settled()
    assert fetched == [("u-ada", "refresh")]
    fetched.clear()
    kernel.personas.put_beside("u-ben")
    await kernel.act("demo", call("add"), user=kernel.personas.find("u-ben"))
    await kernel.settled()
    assert sorted(set(fetched)) == [("u-ada", "refresh"), ("u-ben", "refresh")]
    fetched.clear()
    kernel.personas.put_beside("u-chiara")
    await kernel.act("demo", call("add"))
    await kernel.settled()
    assert {user for user, _ in fetched} == {"u-ada"}


async def test_a_reload_brings_the_panels_of_both(kernel: Kernel, write: Write) -> None:
    ada, ben = await both(kernel, write)
    write(SOURCE.replace("{tab} {n}", "{tab} {n} things"))
    await kernel.reload("demo")
    await kernel.settled()
    assert (text(kernel, ada), text(kernel, ben)) == ("u-ada all 0 things", "u-ben all 0 things")


async def test_who_is_signed_in_is_never_beside_themselves(kernel: Kernel, write: Write) -> None:
    await both(kernel, write)
    assert [person.imperal_id for person in kernel.personas.present] == ["u-ada", "u-ben"]
    kernel.personas.choose("u-ben")
    assert [person.imperal_id for person in kernel.personas.present] == ["u-ben"]


async def test_a_turn_runs_as_who_said_it_asks_them_and_fetches_their_panels(
    kernel: Kernel, write: Write
) -> None:
    ada, ben = await both(kernel, write)
    plan = [{"tool": "demo.add_quietly", "args": {}}]
    turn = await kernel.chat.say("add one", plan=plan, user=ben)
    assert (turn.user_id, turn.status) == ("u-ben", "waiting")
    card = turn.confirmations[0]
    with pytest.raises(PermissionError):
        await kernel.chat.answer(card.id, True)
    await kernel.chat.answer(card.id, True, user=ben)
    assert turn.status == "done"
    assert (text(kernel, ada), text(kernel, ben)) == ("u-ada all 0", "u-ben all 1")
    (row,) = await kernel.journal.query(("audit",), limit=1)
    assert row.body["user_id"] == "u-ben"


async def test_a_panel_sends_to_the_chat_of_whose_it_is(kernel: Kernel, write: Write) -> None:
    _, ben = await both(kernel, write)
    outcome = await kernel.act("demo", {"action": "send", "message": "hello"}, user=ben)
    assert outcome.ok
    await kernel.chat.settled()
    assert [(turn.text, turn.user_id) for turn in kernel.chat.turns] == [("hello", "u-ben")]


async def test_work_in_the_background_comes_back_to_who_began_it(
    kernel: Kernel, write: Write
) -> None:
    ada, ben = await both(kernel, write)
    await kernel.call("demo", "add_behind", {}, source="chat", user=ben)
    await kernel.settled()
    assert [(turn.user_id, turn.status) for turn in kernel.chat.turns] == [("u-ben", "done")]
    assert (text(kernel, ada), text(kernel, ben)) == ("u-ada all 0", "u-ben all 1")


async def test_a_person_may_always_be_on_one_surface(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(SOURCE))
    plain = await kernel.call("demo", "where")
    kernel.personas.add(Persona("u-mo", "Mo", surface="mobile"))
    mobile = await kernel.call("demo", "where", user=kernel.personas.find("u-mo"))
    assert (plain.data, mobile.data) == ({"surface": "panel"}, {"surface": "mobile"})
