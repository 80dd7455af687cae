"""The shapes of code the performance guide teaches, one extension per example."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from pydantic import BaseModel

from imperal_sdk import ActionResult, ChatExtension, Context, Extension, ui

log = logging.getLogger(__name__)

# Skeletons: a short TTL for counters, a long one for what rarely changes.

todo = Extension("todo", display_name="To do", description="Counters with a short TTL.")


@todo.skeleton("counts", alert=True, ttl=30, description="Due and late counts.")
async def refresh_counts(ctx: Context) -> dict[str, Any]:
    try:
        due, late = await asyncio.gather(
            ctx.http.get("/v1/todos", params={"filter": "due"}),
            ctx.http.get("/v1/todos", params={"filter": "late"}),
        )
        return {
            "response": {
                "due": due.json().get("total", 0),
                "late": late.json().get("total", 0),
            }
        }
    except Exception:
        return {"response": {"due": 0, "late": 0}}


catalog = Extension("catalog", display_name="Catalog", description="A schema with a long TTL.")


@catalog.skeleton("schema", alert=True, ttl=300, description="Tables and columns.")
async def refresh_schema(ctx: Context) -> dict[str, Any]:
    try:
        response = await ctx.http.post("/v1/schema", json={"user": ctx.user.imperal_id})
        tables = response.json().get("tables", []) if response.ok else []
        return {"response": {"count": len(tables), "tables": tables}}
    except Exception:
        return {"response": {"count": 0, "tables": []}}


# Panels: cheap when nothing is selected.

reader = Extension("reader", display_name="Reader", description="A panel that costs nothing empty.")


@reader.panel("page", slot="center", center_overlay=True, title="Page")
async def page(ctx: Context, page_id: str = "") -> object:
    if not page_id:
        return ui.Empty("Pick a page", icon="BookOpen")
    response = await ctx.http.get(f"/v1/pages/{page_id}", headers={"X-User": ctx.user.imperal_id})
    if not response.ok:
        return ui.Error("The page could not be loaded")
    data = response.json()
    return ui.Stack([ui.Header(data.get("title", "No title")), ui.Markdown(data.get("text", ""))])


archive = Extension("archive", display_name="Archive", description="Nothing chosen, no cost.")


@archive.panel("detail", slot="center", center_overlay=True, title="Folder")
async def folder_detail(ctx: Context, folder_id: str = "") -> object:
    if not folder_id:
        return ui.Empty("Choose a folder", icon="Archive")
    return ui.Stack([ui.Text("What is in the folder")])


# Caching: stable data through get_or_fetch.

accounts = Extension("accounts", display_name="Accounts", description="Accounts, cached.")


@accounts.cache_model("account_names")
class AccountNames(BaseModel):
    rows: list[dict[str, Any]] = []


@accounts.panel("list", slot="left", title="Accounts")
async def account_list(ctx: Context) -> object:
    uid = ctx.user.imperal_id

    async def load() -> AccountNames:
        response = await ctx.http.get("/v1/accounts", headers={"X-User": uid})
        return AccountNames(rows=response.json().get("accounts", []) if response.ok else [])

    cached = await ctx.cache.get_or_fetch(
        f"accounts:{uid}", AccountNames, ttl_seconds=120, fetcher=load
    )
    items = [ui.ListItem(id=row["id"], title=row.get("name", "?")) for row in cached.rows]
    return ui.List(items=items) if items else ui.Empty("No accounts")


post = Extension("post", display_name="Post", description="Models registered at import.")


@post.cache_model("page")
class PostPage(BaseModel):
    messages: list[dict[str, Any]] = []
    total: int = 0


@post.cache_model("unread")
class Unread(BaseModel):
    count: int = 0


# A skeleton that fills the cache for panels.

warehouse = Extension("warehouse", display_name="Warehouse", description="Skeleton warms cache.")

SNAPSHOT_KEY = "schema_snapshot"
SNAPSHOT_TTL = 270


@warehouse.cache_model("schema_snapshot")
class Snapshot(BaseModel):
    tables: list[dict[str, Any]] = []
    count: int = 0


@warehouse.skeleton("schema", alert=True, ttl=300, description="Tables and columns.")
async def warm_schema(ctx: Context) -> dict[str, Any]:
    try:
        response = await ctx.http.post("/v1/schema", json={"user": ctx.user.imperal_id})
        tables = response.json().get("tables", []) if response.ok else []
        short = [{"name": t["name"], "columns": t.get("columns", [])} for t in tables]
        snapshot = Snapshot(tables=short, count=len(short))
        await ctx.cache.set(SNAPSHOT_KEY, snapshot, ttl_seconds=SNAPSHOT_TTL)
        return {"response": {"count": len(short), "tables": short}}
    except Exception:
        return {"response": {"count": 0, "tables": []}}


# A list that loads on as it is scrolled.

people = Extension("people", display_name="People", description="Infinite scroll.")


@people.panel("list", slot="left", title="People")
async def people_list(ctx: Context, cursor: str = "") -> object:
    params: dict[str, object] = {"user_id": ctx.user.imperal_id, "limit": 50}
    if cursor:
        params["cursor"] = cursor
    response = await ctx.http.get("/v1/people", params=params)
    if not response.ok:
        return ui.Error("People could not be loaded")
    data = response.json()
    rows, more = data.get("people", []), data.get("next_cursor", "")
    return ui.List(
        items=[ui.ListItem(id=row["id"], title=row.get("name", "?")) for row in rows],
        total_items=data.get("total", len(rows)),
        page_size=50,
        on_end_reached=ui.Call("__panel__list", cursor=more) if more else None,
    )


# Several calls at once.

numbers = Extension("numbers", display_name="Numbers", description="Parallel fetches.")


@numbers.panel("overview", slot="right", title="Overview")
async def overview(ctx: Context) -> object:
    headers = {"X-User": ctx.user.imperal_id}
    visits, sales = await asyncio.gather(
        ctx.http.get("/v1/visits", headers=headers),
        ctx.http.get("/v1/sales", headers=headers),
    )
    visit_count = visits.json().get("total", 0) if visits.ok else 0
    amount = sales.json().get("amount", 0.0) if sales.ok else 0.0
    return ui.Stack(
        [
            ui.Stats(
                children=[
                    ui.Stat(label="Visits", value=visit_count, icon="👁️"),
                    ui.Stat(label="Sales", value=f"${amount:,.2f}", icon="💵"),
                ]
            )
        ]
    )


# A chain step that takes its target's id from the step before.

shelves = Extension("shelves", display_name="Shelves", description="Ids threaded through chains.")
shelves_chat = ChatExtension(shelves, tool_name="tool_shelves_chat", description="Shelves.")


class EmptyShelfParams(BaseModel):
    shelf_id: str


@shelves_chat.function(
    "remove_books_from_shelf",
    description="Remove all books from the shelf with this id.",
    action_type="destructive",
    chain_callable=True,
    effects=["delete:book"],
    id_projection="shelf_id",
)
async def remove_books(ctx: Context, params: EmptyShelfParams) -> ActionResult[Any]:
    if not params.shelf_id:
        return ActionResult.error("shelf_id is required")
    response = await ctx.http.delete(
        f"/v1/shelves/{params.shelf_id}/books", headers={"X-User": ctx.user.imperal_id}
    )
    if not response.ok:
        return ActionResult.error("The books could not be removed")
    removed = response.json().get("removed", 0)
    return ActionResult.success(
        data={"shelf_id": params.shelf_id, "removed": removed},
        summary=f"Removed {removed} books",
        refresh_panels=["list"],
    )


# Structured logs around a slow call.

printing = Extension("printing", display_name="Printing", description="Logs with context.")
printing_chat = ChatExtension(printing, tool_name="tool_printing_chat", description="Printing.")


class PrintParams(BaseModel):
    kind: str


@printing_chat.function(
    "print_summary", description="Print a summary of the given kind.", action_type="read"
)
async def print_summary(ctx: Context, params: PrintParams) -> ActionResult[Any]:
    uid = ctx.user.imperal_id
    log.info("print start user=%s kind=%s", uid, params.kind)
    response = await ctx.http.post("/v1/print", json={"user_id": uid, "kind": params.kind})
    if not response.ok:
        log.warning("print failed user=%s status=%d", uid, response.status_code)
        return ActionResult.error("Printing failed. Please try again.", retryable=True)
    await ctx.log(f"print done user={uid}")
    return ActionResult.success(data=response.json(), summary=f"Printed: {params.kind}")


# What the guide marks as wrong.


@todo.panel("slow", slot="left", title="One call per row")
async def one_call_per_row(ctx: Context) -> object:
    listed = await ctx.http.get("/v1/todos", params={"user_id": ctx.user.imperal_id})
    items = []
    for row in listed.json().get("todos", []) if listed.ok else []:
        detail = await ctx.http.get(f"/v1/todos/{row['id']}/detail")
        title = detail.json().get("title", "") if detail.ok else row.get("title", "")
        items.append(ui.ListItem(id=row["id"], title=title))
    return ui.List(items=items)


@catalog.skeleton("everything", ttl=10, description="Heavy work on a short TTL.")
async def refresh_everything(ctx: Context) -> dict[str, Any]:
    response = await ctx.http.post("/v1/aggregate", json={"user": ctx.user.imperal_id})
    return {"response": response.json() if response.ok else {}}
