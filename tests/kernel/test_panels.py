"""Panels: the three shapes of an answer, merged parameters, discovery, slots, stale answers."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.kernel.conftest import Start, Write, line_of
from workbench.kernel.kernel import Kernel

SHAPES = """
@ext.panel("tree", slot="left", title="Tree")
async def tree(ctx):
    return ui.Stack([ui.Text("hello")])

@ext.panel("bare", slot="right")
async def bare(ctx):
    return {"type": "Text", "props": {"content": "bare"}}

@ext.panel("nothing", slot="center")
async def nothing(ctx):
    return None

@ext.panel("data", slot="center")
async def data(ctx):
    return {"count": 3}

@ext.panel("broken", slot="center")
async def broken(ctx, note_id=""):
    return missing_name
"""


async def test_a_panel_answers_in_three_shapes(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(SHAPES))
    tree = await kernel.panels.call("demo", "tree")
    bare = await kernel.panels.call("demo", "bare")
    nothing = await kernel.panels.call("demo", "nothing")
    assert (tree.ok, tree.shape, tree.slot, tree.title) == (True, "ui", "left", "Tree")
    assert tree.ui is not None
    assert tree.ui["type"] == "Stack"
    assert tree.bytes > 0
    assert bare.ui == {"type": "Text", "props": {"content": "bare"}}
    assert bare.shape == "node"
    assert (nothing.ok, nothing.ui, nothing.shape) == (True, None, "none")


async def test_a_blank_answer_is_recorded_with_its_line(kernel: Kernel, write: Write) -> None:
    root = write(SHAPES)
    await kernel.load(root)
    answer = await kernel.panels.call("demo", "data")
    assert (answer.ok, answer.ui, answer.shape) == (True, None, "dict")
    (problem,) = await kernel.journal.query(kinds=["problem"])
    assert problem.body["error"]["type"] == "BlankPanel"
    assert problem.body["error"]["line"] == line_of(root, 'ext.panel("data"')
    assert problem.parent_id == answer.span_id


async def test_an_exception_is_an_answer_with_the_author_s_line(
    kernel: Kernel, write: Write
) -> None:
    root = write(SHAPES)
    await kernel.load(root)
    answer = await kernel.panels.call("demo", "broken")
    assert not answer.ok
    assert answer.error is not None
    assert answer.error.type == "NameError"
    assert answer.error.file == str(root / "main.py")
    assert answer.error.line == line_of(root, "missing_name")


async def test_an_unknown_panel_is_refused_with_what_there_is(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(SHAPES))
    answer = await kernel.panels.call("demo", "nope")
    assert not answer.ok
    assert answer.error is not None
    assert "tree" in str(answer.error.hint)


async def test_params_merge_into_those_of_earlier_calls(kernel: Kernel, write: Write) -> None:
    await kernel.load(
        write("""
        @ext.panel("p", slot="center")
        async def p(ctx, section="", note_id=""):
            return ui.Text(f"{section}/{note_id}")
        """)
    )
    await kernel.panels.call("demo", "p", {"section": "a", "note_id": "n1"})
    second = await kernel.panels.call("demo", "p", {"section": "b"})
    cleared = await kernel.panels.call("demo", "p", {"note_id": ""})
    assert second.params == {"section": "b", "note_id": "n1"}
    assert second.ui is not None
    assert second.ui["props"]["content"] == "b/n1"
    assert cleared.params == {"section": "b", "note_id": ""}


async def test_an_unexpected_param_is_the_handler_s_type_error(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(
        write("""
        @ext.panel("p")
        async def p(ctx):
            return ui.Text("x")
        """)
    )
    answer = await kernel.panels.call("demo", "p", {"surprise": 1})
    assert answer.error is not None
    assert answer.error.type == "TypeError"


DISCOVERY = """
calls = []

@ext.panel("first", slot="left")
async def first(ctx, **kw):
    calls.append("first")
    root = ui.Stack([])
    root.props["auto_action"] = ui.Call("__panel__editor", note_id="n7")
    return root

@ext.panel("second", slot="left")
async def second(ctx):
    calls.append("second")
    return ui.Text("second")

@ext.panel("editor", slot="center", center_overlay=True)
async def editor(ctx, note_id=""):
    calls.append(f"editor:{note_id}")
    return ui.Text(note_id or "none")

@ext.panel("never", slot="bottom")
async def never(ctx):
    calls.append("never")
    return ui.Text("never")

@ext.panel("side", slot="right")
async def side(ctx):
    calls.append("side")
    return ui.Text(",".join(sorted(calls)))
"""


async def test_discovery_shows_one_panel_per_slot_and_runs_the_auto_action_once(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(DISCOVERY))
    answers = {a.slot: a for a in await kernel.panels.discover("demo")}
    assert {slot: a.panel_id for slot, a in answers.items()} == {
        "left": "first",
        "right": "side",
        "center": "editor",
    }
    assert answers["center"].params == {"note_id": "n7"}
    calls = await kernel.journal.query(kinds=["panel"], limit=50)
    names = [record.name for record in calls]
    assert names.count("editor") == 1
    assert "never" not in names
    assert kernel.panels.showing("demo")["left"] == "first"


async def test_platform_6_discovers_only_the_first_panel_of_a_slot(
    start: Start, write: Write
) -> None:
    kernel = await start(profile="platform-6")
    await kernel.load(write(DISCOVERY))
    await kernel.panels.discover("demo")
    names = {record.name for record in await kernel.journal.query(kinds=["panel"], limit=50)}
    assert "second" not in names


async def test_panels_are_discovered_side_by_side(kernel: Kernel, write: Write) -> None:
    await kernel.load(
        write("""
        met = asyncio.Event()
        waiting = []

        async def meet():
            waiting.append(1)
            if len(waiting) == 2:
                met.set()
            await asyncio.wait_for(met.wait(), 10)

        @ext.panel("a", slot="left")
        async def a(ctx):
            await meet()
            return ui.Text("a")

        @ext.panel("b", slot="right")
        async def b(ctx):
            await meet()
            return ui.Text("b")
        """)
    )
    answers = await kernel.panels.discover("demo")
    assert [answer.ok for answer in answers] == [True, True]


async def test_the_later_of_two_calls_wins_whichever_ends_first(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(
        write("""
        gate = asyncio.Event()

        @ext.panel("p")
        async def p(ctx, which=""):
            if which == "slow":
                await gate.wait()
            else:
                asyncio.get_running_loop().call_later(0.05, gate.set)
            return ui.Text(which)
        """)
    )
    seen: list[Any] = []
    kernel.panels.changed.connect(lambda answer: seen.append(answer.params["which"]))
    slow = asyncio.create_task(kernel.panels.call("demo", "p", {"which": "slow"}))
    await asyncio.sleep(0)
    await kernel.panels.call("demo", "p", {"which": "fast"})
    await slow
    current = kernel.panels.current("demo", "p")
    assert current is not None
    assert current.params == {"which": "fast"}
    assert seen == ["fast"]


async def test_each_user_has_panels_of_their_own(kernel: Kernel, write: Write) -> None:
    await kernel.load(
        write("""
        @ext.panel("p", slot="left")
        async def p(ctx, x=""):
            return ui.Text(f"{ctx.user.imperal_id}:{x}")
        """)
    )
    await kernel.panels.call("demo", "p", {"x": "ada's"})
    kernel.personas.choose("u-ben")
    answer = await kernel.panels.call("demo", "p")
    assert answer.ui is not None
    assert answer.ui["props"]["content"] == "u-ben:"
