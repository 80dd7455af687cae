"""Chat functions: place, ship and list."""

from app import chat
from pydantic import BaseModel, Field

from imperal_sdk import ActionResult

COLLECTION = "orders"
LARGE_CENTS = 10_000


class PlaceOrder(BaseModel):
    """A new order."""

    item: str = Field(description="What is ordered", min_length=1, max_length=100)
    cents: int = Field(description="Its price in cents", ge=0)


class OrderRef(BaseModel):
    """One order."""

    order_id: str = Field(description="The order")


class ListOrders(BaseModel):
    """Which orders to list."""

    state: str = Field(default="", description="placed, paid or shipped; all if empty")


class Order(BaseModel):
    """What a change of an order answers."""

    order_id: str
    item: str
    cents: int


class OrderList(BaseModel):
    """Orders as they stand."""

    orders: list[dict]


@chat.function(
    "place_order",
    description="Place a new order in the shop.",
    action_type="write",
    event="orders.placed",
    effects=["create:order"],
    data_model=Order,
)
async def place_order(ctx, params: PlaceOrder) -> ActionResult:
    """Store the order; the platform publishes ``orders.placed`` with this function's data.

    A large one is announced by hand as well. Who listens, and what becomes of it, is not ours to
    wait for.
    """
    fields = {"item": params.item, "cents": params.cents, "state": "placed"}
    document = await ctx.store.create(COLLECTION, fields)
    if params.cents >= LARGE_CENTS:
        await ctx.extensions.emit("orders.large", {"order_id": document.id, "cents": params.cents})
    return ActionResult.success(
        data={"order_id": document.id, "item": params.item, "cents": params.cents},
        summary=f"Ordered “{params.item}”.",
        refresh_panels=["book"],
    )


@chat.function(
    "ship_order",
    description="Mark an order of the shop as shipped.",
    action_type="write",
    event="orders.shipped",
    effects=["update:order"],
    data_model=Order,
)
async def ship_order(ctx, params: OrderRef) -> ActionResult:
    """Published as ``orders.shipped``, but only when it succeeds."""
    found = await ctx.store.get(COLLECTION, params.order_id)
    if found is None:
        return ActionResult.error(f"There is no order {params.order_id}.", code="NO_SUCH_ORDER")
    await ctx.store.update(COLLECTION, params.order_id, {"state": "shipped"})
    item, cents = found.data["item"], found.data["cents"]
    return ActionResult.success(
        data={"order_id": params.order_id, "item": item, "cents": cents},
        summary=f"Shipped “{item}”.",
        refresh_panels=["book"],
    )


@chat.function(
    "list_orders",
    description="List the orders of the shop.",
    action_type="read",
    data_model=OrderList,
)
async def list_orders(ctx, params: ListOrders) -> ActionResult:
    """The newest hundred."""
    where = {"state": params.state} if params.state else None
    page = await ctx.store.query(COLLECTION, where=where, limit=100)
    orders = [{"order_id": document.id, **document.data} for document in page.data]
    return ActionResult.success(
        data=OrderList(orders=orders).model_dump(), summary=f"{len(orders)} orders."
    )
