"""Hears what the soak makes; every hundredth event is too much for it."""

from imperal_sdk import Extension

ext = Extension("hearer", version="1.0.0", display_name="Hearer", description="Listens.")


@ext.on_event("soak.made")
async def made(ctx, event: dict) -> None:
    if event["n"] % 100 == 99:
        ctx.store.create("never", event)


@ext.on_event("soak.made")
async def made_too(ctx, event: dict) -> None:
    return None
