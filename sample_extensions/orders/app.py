"""The extension object and its chat interface."""

from imperal_sdk import ChatExtension, Extension, HealthStatus

ext = Extension(
    "orders",
    version="1.0.0",
    capabilities=["orders:read", "orders:write"],
    display_name="Orders",
    description="Orders: take, ship and list the orders of a small shop, and tell others about it.",
    icon="icon.svg",
    actions_explicit=True,
)

chat = ChatExtension(
    ext,
    tool_name="orders",
    description="Places, ships and lists the orders of the shop.",
)


@ext.emits("orders.placed")
@ext.emits("orders.large")
@ext.emits("orders.shipped")
@ext.emits("orders.paid")
async def _declare_events() -> None:
    """Only declares what this extension announces; never called."""


@ext.health_check
async def health(ctx) -> HealthStatus:
    """Nothing behind this extension could be down."""
    return HealthStatus.ok({"service": "none"})


@ext.on_install
async def on_install(ctx) -> dict:
    """Start the order book with one example, unless there is one already."""
    if await ctx.store.count("orders"):
        return {"example": False}
    await ctx.store.create("orders", {"item": "Example", "cents": 100, "state": "placed"})
    return {"example": True}


@ext.on_upgrade("2.0.0")
async def on_upgrade(ctx, from_version: str = "") -> dict:
    """What a second version would have to move over."""
    return {"from_version": from_version, "orders": await ctx.store.count("orders")}
