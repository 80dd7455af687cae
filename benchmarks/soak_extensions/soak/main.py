"""Everything the soak does, in one extension."""

import asyncio

from pydantic import BaseModel

from imperal_sdk import ActionResult, ChatExtension, Extension

ext = Extension("soak", version="1.0.0", display_name="Soak", description="Works without a rest.")
chat = ChatExtension(ext, tool_name="soak", description="Works without a rest.")


class Work(BaseModel):
    seconds: float = 0.1


@ext.emits("soak.made")
async def _declared():
    """Only declares."""


@ext.skeleton("counts", alert=True, ttl=60, description="Counts.")
async def counts(ctx) -> dict:
    await ctx.store.create("ticks", {})
    return {"response": {"ticks": await ctx.store.count("ticks")}}


@ext.tool("skeleton_alert_counts", description="Says how many.")
async def alert(ctx, old: dict, new: dict) -> str:
    return f"{new['ticks']} ticks"


async def _work(ctx, seconds: float) -> ActionResult:
    for step in range(4):
        await ctx.progress(25 * step, f"Step {step}")
        await asyncio.sleep(seconds / 4)
    await ctx.store.create("done", {"seconds": seconds})
    return ActionResult.success(data={"seconds": seconds}, summary="Done.")


@chat.function("flagged", description="Works detached.", background=True)
async def flagged(ctx, params: Work) -> ActionResult:
    return await _work(ctx, params.seconds)


@chat.function("spawning", description="Starts a coroutine of its own.")
async def spawning(ctx, params: Work) -> ActionResult:
    task_id = await ctx.background_task(_work(ctx, params.seconds), name="spawned")
    return ActionResult.success(data={"task_id": task_id}, summary="Started.")
