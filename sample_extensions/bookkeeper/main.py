"""Bookkeeper: hears of every order, once properly and once with the usual mistake."""

import logging

from pydantic import BaseModel

from imperal_sdk import ActionResult, ChatExtension, Extension, HealthStatus, ui

log = logging.getLogger("bookkeeper")

ext = Extension(
    "bookkeeper",
    version="1.0.0",
    capabilities=["bookkeeper:read", "orders:read"],
    display_name="Bookkeeper",
    description="Bookkeeper: follows what the shop sells and sums it up for its owner.",
    icon="icon.svg",
    actions_explicit=True,
)

chat = ChatExtension(
    ext,
    tool_name="bookkeeper",
    description="Sums up the turnover of the shop.",
)


class Nothing(BaseModel):
    """No parameters."""


class Turnover(BaseModel):
    """What was sold."""

    orders: int
    cents: int


@ext.on_event("orders.placed")
async def note_order(ctx, event: dict) -> None:
    """What a listener can do: read the event, compute, log."""
    if "order_id" not in event:
        log.warning("an order without an id was announced")
        return
    log.info("order %s: %.2f", event["order_id"], event.get("cents", 0) / 100)


@ext.on_event("orders.placed")
async def keep_order(ctx, event: dict) -> None:
    """The mistake: there is no context here, so this raises, and the platform says nothing."""
    await ctx.store.create("entries", event)


@ext.on_event("orders.large")
async def note_large(ctx, event: dict) -> None:
    """Emitted by hand, beside the event that the platform publishes."""
    log.info("a large order: %s", event.get("order_id"))


@chat.function(
    "turnover",
    description="Sum up the turnover of the shop's orders.",
    action_type="read",
    data_model=Turnover,
)
async def turnover(ctx, params: Nothing) -> ActionResult:
    """Asks the orders extension, which answers for the same user."""
    found = await ctx.extensions.call("orders", "total")
    return ActionResult.success(
        data=found, summary=f"{found['orders']} orders, {found['cents'] / 100:.2f} in all."
    )


@ext.panel("ledger", slot="right", title="Ledger", icon="BookOpen", refresh="manual")
async def ledger(ctx, **_params):
    """Says what to look for."""
    return ui.Markdown("Place an order, then look at its **events**: one delivery was swallowed.")


@ext.health_check
async def health(ctx) -> HealthStatus:
    """It works, as far as it goes."""
    return HealthStatus.degraded("one of two listeners always fails")


@ext.on_install
async def on_install(ctx) -> None:
    """Nothing to prepare."""
