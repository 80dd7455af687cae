"""What the classifier always knows: how many tasks are open, due and overdue."""

import board
from app import ext


@ext.skeleton("tasks", alert=True, ttl=60, description="Open, due and overdue task counts.")
async def skeleton_refresh_tasks(ctx) -> dict:
    """Flat numbers only; anything longer would be cut."""
    return {"response": board.counts(await board.all_tasks(ctx), board.today(ctx))}


@ext.tool("skeleton_alert_tasks", description="Says which tasks became overdue.")
async def skeleton_alert_tasks(ctx, old: dict, new: dict) -> str:
    """One sentence when more tasks are overdue than before, else nothing."""
    before = (old or {}).get("overdue", 0)
    late = new.get("overdue", 0) - before
    if late <= 0:
        return ""
    await ctx.notify(f"{late} more tasks are overdue", priority="high")
    return f"{late} more tasks are overdue."
