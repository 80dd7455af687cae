"""The shapes of code the events concept teaches: declare, emit, subscribe, work inline."""

from __future__ import annotations

import logging
from typing import Any

from pydantic import BaseModel

from imperal_sdk import Context, Extension
from imperal_sdk.chat import ActionResult, ChatExtension

log = logging.getLogger(__name__)

journal = Extension(
    "journal",
    version="1.0.0",
    display_name="Journal",
    description="Write, edit and keep entries.",
    icon="icon.svg",
    actions_explicit=True,
)
chat = ChatExtension(journal, tool_name="journal", description="Journal assistant")


@journal.emits("journal.written")
@journal.emits("journal.edited")
@journal.emits("journal.removed")
async def _declare() -> None: ...


ledger = Extension("ledger", version="1.0.0", display_name="Ledger", description="Books money.")


# The prefix is the extension's own id.
@ledger.emits("ledger.topup_booked")
async def _declare_booking() -> None: ...


class EntryParams(BaseModel):
    title: str
    text: str = ""


@chat.function(
    "write_entry",
    action_type="write",
    chain_callable=True,
    effects=["create:entry"],
    description="Write a new entry with the given title and text.",
)
async def write_entry(ctx: Context, params: EntryParams) -> ActionResult[Any]:
    doc = await ctx.store.create("entries", {"title": params.title, "text": params.text})
    await ctx.extensions.emit("journal.written", {"entry_id": doc.id, "title": params.title})
    return ActionResult.success(data={"entry_id": doc.id}, summary=f"Wrote '{params.title}'.")


@chat.function(
    "write_entry_inline",
    action_type="write",
    effects=["create:entry"],
    description="Write an entry and clear the sidebar's cache at once.",
)
async def write_entry_inline(ctx: Context, params: EntryParams) -> ActionResult[Any]:
    doc = await ctx.store.create("entries", {"title": params.title})
    await ctx.cache.delete("sidebar:entries")
    await ctx.extensions.emit("journal.written", {"entry_id": doc.id})
    return ActionResult.success(data={"entry_id": doc.id}, summary=f"Wrote '{params.title}'.")


watcher = Extension("watcher", version="1.0.0", display_name="Watcher", description="Listens.")


@watcher.on_event("journal.written")
async def on_written(ctx: None, event: dict[str, Any]) -> None:
    log.info("entry written: id=%s title=%s", event.get("entry_id"), event.get("title"))


@watcher.on_event("stock.item_created")
async def on_item_created(ctx: None, event: dict[str, Any]) -> None:
    item_id = event.get("item_id")
    if not item_id:
        log.warning("item_created event missing item_id")
        return
    log.info("item created: %s", item_id)


@watcher.on_event("journal.removed")
async def on_removed_broken(ctx: Any, event: dict[str, Any]) -> None:
    """What the concept warns about: there is no context inside an event handler."""
    await ctx.cache.delete("sidebar:entries")
