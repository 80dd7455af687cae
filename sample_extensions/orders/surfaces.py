"""The order book at the left, a widget, the method others may call, and the payment webhook."""

import json

from app import ext
from functions import COLLECTION

from imperal_sdk import ui

CHANGES = "on_event:orders.placed,orders.shipped,orders.paid"


@ext.panel("book", slot="left", title="Orders", icon="ShoppingBag", refresh=CHANGES)
async def book(ctx, **_params):
    """Every order with its state."""
    page = await ctx.store.query(COLLECTION, limit=100)
    if not page.data:
        return ui.Empty("No orders yet", icon="ShoppingBag")
    return ui.List(
        items=[
            ui.ListItem(
                id=document.id,
                title=document.data["item"],
                subtitle=f"{document.data['cents'] / 100:.2f}",
                badge=ui.Badge(document.data["state"]),
                on_click=ui.Call("ship_order", order_id=document.id),
            )
            for document in page.data
        ]
    )


@ext.widget("open_orders", title="Open orders")
async def open_orders(ctx, **_params):
    """How many have not been shipped."""
    waiting = await ctx.store.count(COLLECTION) - await ctx.store.count(
        COLLECTION, where={"state": "shipped"}
    )
    return ui.Stat("Open orders", waiting, icon="ShoppingBag")


@ext.expose("total", action_type="read")
async def total(ctx, state: str = "") -> dict:
    """Number and sum of the caller's orders; for other extensions."""
    page = await ctx.store.query(COLLECTION, where={"state": state} if state else None, limit=100)
    cents = [document.data["cents"] for document in page.data]
    return {"orders": len(cents), "cents": sum(cents)}


@ext.webhook("in/payment")
async def payment(ctx, headers, body, query_params) -> dict:
    """A payment service says that an order of a user was paid.

    It has no user: the order's owner is in the message, and `for_user` reaches that user's store.
    """
    told = json.loads(body)
    orders = ctx.store.for_user(told["user_id"])
    found = await orders.get(COLLECTION, told["order_id"])
    if found is None:
        return {"status_code": 404, "body": {"detail": "no such order"}}
    await orders.update(COLLECTION, told["order_id"], {"state": "paid"})
    await ctx.extensions.emit("orders.paid", {"order_id": told["order_id"]})
    return {"status_code": 202, "body": {"order_id": told["order_id"], "state": "paid"}}
