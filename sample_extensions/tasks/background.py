"""The nightly sweep over all users, and a listener on another extension's event."""

import logging
from datetime import date, timedelta

import board
from app import ext

log = logging.getLogger(__name__)
KEEP_DAYS = 7


@ext.schedule("nightly_sweep", cron="0 3 * * *")
async def nightly_sweep(ctx) -> None:
    """Forget tasks that were done more than a week ago, user by user.

    One user's failure is logged and never stops the others; a second run finds nothing left.
    """
    oldest = date.fromisoformat(ctx.time.now_utc[:10]) - timedelta(days=KEEP_DAYS)
    async for user_id in ctx.store.list_users(board.COLLECTION):
        try:
            swept = await _sweep(ctx.as_user(user_id), oldest)
        except Exception as error:
            log.warning("nightly_sweep: user %s failed: %s", user_id, error)
        else:
            log.info("nightly_sweep: user %s, %d tasks forgotten", user_id, swept)


async def _sweep(user_ctx, oldest: date) -> int:
    page = await user_ctx.store.query(board.COLLECTION, where={"done": True}, limit=500)
    stale = [d for d in page.data if date.fromisoformat(d.data["done_on"]) < oldest]
    for document in stale:
        await user_ctx.store.delete(board.COLLECTION, document.id)
    return len(stale)


@ext.on_event("notes.created")
async def on_note_created(ctx, event: dict) -> None:
    """There is no context here, so it can only log."""
    log.info("a note was created: %s", event.get("title", "untitled"))
