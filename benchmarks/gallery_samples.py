"""Fills a window from real samples, so that no pane of it is empty."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Final

from workbench.gui.chrome import Chrome
from workbench.kernel.chat.turn import Turn
from workbench.kernel.kernel import Kernel

SAMPLES: Final = ("tasks", "orders", "bookkeeper", "refiner", "notes")
"""The last one opened is the one shown."""

_HOURS: Final = 24
"""The nightly sweep fires once and sends its notifications."""


async def fill(chrome: Chrome) -> None:
    """Messages, clicks, events, background work, a virtual day; one thing that goes wrong."""
    kernel = chrome.session.kernel
    assert kernel is not None
    await _work(kernel)
    await kernel.clock.jump(kernel.clock.now() + _HOURS * 3600)
    await kernel.settled()
    await kernel.call("refiner", "refine_book", {"chapters": 40}, source="chat")
    await _talk(kernel)
    await kernel.authoring.validate("notes")
    await chrome.session.act("notes", _OPEN_NOTE, "sidebar")
    await asyncio.sleep(1)


_OPEN_NOTE: Final = {
    "action": "call",
    "function": "__panel__viewer",
    "params": {"note_id": "n118", "mode": "read"},
}


async def _work(kernel: Kernel) -> None:
    """What people do in panels, and what other extensions hear of it."""
    for number in range(12):
        item = {"item": f"Chair no. {number + 1}", "cents": 4_900 + number * 250}
        await kernel.call("orders", "place_order", item)
        await kernel.panels.call("notes", "sidebar", {"folder_id": ""}, origin="user")
    today = datetime.fromtimestamp(kernel.clock.now(), UTC).date().isoformat()
    for title in ("Water the plants", "Call the dentist"):
        await kernel.call("tasks", "add_task", {"title": title, "due": today})
    await kernel.call("orders", "ship_order", {"order_id": "no such order"})
    await kernel.call("orders", "place_order", {"item": "", "cents": -1})
    user = kernel.personas.current
    await kernel.events.emit("orders", "orders.returned", {"item": "Chair no. 3"}, user=user)


async def _talk(kernel: Kernel) -> None:
    """A read, a write that is accepted, one that is declined, and one that waits."""
    await kernel.chat.say("find notes about cron")
    await _answer(kernel, await kernel.chat.say("create a note called Groceries"), accept=True)
    await _answer(kernel, await kernel.chat.say("add the task Water the plants"), accept=False)
    await kernel.chat.say("create a note called Reading list")


async def _answer(kernel: Kernel, turn: Turn, *, accept: bool) -> None:
    for confirmation in turn.confirmations:
        await kernel.chat.answer(confirmation.id, accept=accept)
