"""The shapes of code the scheduled tasks concept teaches: fan out, one user at a time."""

from __future__ import annotations

import logging

from imperal_sdk import Context, Extension

log = logging.getLogger(__name__)

ext = Extension("garden", version="1.0.0", display_name="Garden", description="Tidies up.")


@ext.schedule("nightly_rake", cron="0 3 * * *")
async def nightly_rake(ctx: Context) -> None:
    """Delete what is marked stale, for every user, at 03:00 UTC."""
    async for user_id in ctx.store.list_users("leaves"):
        user_ctx = ctx.as_user(user_id)
        try:
            page = await user_ctx.store.query("leaves", where={"stale": True}, limit=500)
            for doc in page.data:
                await user_ctx.store.delete("leaves", doc.id)
        except Exception as error:
            log.warning("nightly_rake: user %s failed: %s", user_id, error)


@ext.schedule("hourly_water", cron="0 * * * *")
async def hourly_water(ctx: Context) -> None:
    """Fetch what is new for every user, once an hour."""
    async for user_id in ctx.store.list_users("beds"):
        user_ctx = ctx.as_user(user_id)
        try:
            response = await user_ctx.http.get(
                "https://water.test/v1/data",
                headers={"Authorization": f"Bearer {user_ctx.config.require('api_key')}"},
            )
            if response.ok:
                await user_ctx.store.update(
                    "state", "current", {"watered": response.json().get("timestamp", "")}
                )
        except Exception as error:
            log.warning("hourly_water: user %s failed: %s", user_id, error)


@ext.schedule("fragile_rake", cron="0 4 * * *")
async def without_isolation(ctx: Context) -> None:
    """What the concept warns about: the first user who fails stops all after them."""
    async for user_id in ctx.store.list_users("leaves"):
        user_ctx = ctx.as_user(user_id)
        page = await user_ctx.store.query("leaves", limit=500)
        for doc in page.data:
            if doc["broken"]:
                raise RuntimeError(f"{user_id} has a broken leaf")
            await user_ctx.store.delete("leaves", doc.id)
