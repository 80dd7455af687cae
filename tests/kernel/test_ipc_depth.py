"""How deep calls between extensions may go, and that each keeps the caller's identity."""

from __future__ import annotations

from tests.kernel.conftest import Write
from workbench.kernel.kernel import Kernel

LINK = """
@ext.expose("down")
async def down(ctx, path: list):
    if not path:
        return {{"end": "{app_id}", "user": ctx.user.imperal_id}}
    return await ctx.extensions.call(path[0], "down", path=path[1:])

@chat.function("start", description="Call down the chain.", action_type="read")
async def start(ctx, params: Nothing) -> ActionResult:
    try:
        found = await ctx.extensions.call("a1", "down", path=[f"a{{n}}" for n in range(2, {depth})])
    except Exception as error:
        return ActionResult.error(f"{{type(error).__name__}}: {{error}}")
    return ActionResult.success(data=found, summary="")
"""


async def chain(kernel: Kernel, write: Write, extensions: int) -> None:
    """Extensions a0, a1 … each of which can call the next."""
    for number in range(extensions):
        app_id = f"a{number}"
        await kernel.load(write(LINK.format(app_id=app_id, depth=extensions), app_id))


async def test_seven_extensions_may_stand_in_a_row(kernel: Kernel, write: Write) -> None:
    await chain(kernel, write, 7)
    outcome = await kernel.call("a0", "start")
    assert outcome.ok, outcome.error
    assert outcome.data == {"end": "a6", "user": "u-ada"}
    stacks = [record.body["call_stack"] for record in await kernel.journal.query(kinds=["ipc"])]
    assert max(len(stack) for stack in stacks) == 6


async def test_an_eighth_is_refused(kernel: Kernel, write: Write) -> None:
    await chain(kernel, write, 8)
    outcome = await kernel.call("a0", "start")
    assert outcome.error is not None
    assert "7 calls deep; the platform allows 7" in outcome.error.message
