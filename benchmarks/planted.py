"""A journal of a million records, planted: what real samples leave, over and over.

This is the one place where records are planted. They are copies of what a few minutes of two
samples leave, under new ids and at later times, so their kinds, sizes and links are the usual ones.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from itertools import chain
from pathlib import Path
from typing import Any

from workbench import paths
from workbench.kernel.chat.turn import Turn
from workbench.kernel.journal.schema import connect, insert_records
from workbench.kernel.kernel import Kernel
from workbench.kernel.options import KernelOptions

RECORDS = 1_000_000
NEEDLE = "zanzibar"
"""A word that only the oldest copy holds."""

BUSY = """
from imperal_sdk import ActionResult, ChatExtension, Extension, ui
from pydantic import BaseModel

ext = Extension("busy", version="1.0.0", display_name="Busy", description="Does things.")
chat = ChatExtension(ext, tool_name="busy", description="Does a bit of everything.")


class Number(BaseModel):
    n: int = 0


@ext.panel("list", slot="left", title="Busy", refresh="on_event:busy.done")
async def listed(ctx, **params):
    return ui.List([ui.ListItem(id=str(n), title=f"Row {n}") for n in range(5)])


@ext.emits("busy.done")
@chat.function("work", description="Works.", action_type="write", event="busy.done")
async def work(ctx, params: Number) -> ActionResult:
    await ctx.log(f"working on {params.n}", level="info")
    print("step", params.n)
    await ctx.http.get(f"https://api.example.com/things/{params.n}")
    await ctx.cache.delete(f"things:{params.n}")
    await ctx.notify(f"thing {params.n} is done")
    if params.n % 7 == 0:
        raise ValueError(f"thing {params.n} cannot be done")
    return ActionResult.success({"n": params.n}, summary=f"did {params.n}")


@ext.on_event("busy.done")
async def heard(event):
    print("heard", event)


@ext.schedule("sweep", cron="*/10 * * * *")
async def sweep(ctx):
    await ctx.log("swept")
"""

_SAMPLES = ("notes", "tasks")
_CALLS = 120
_SAID = (
    "create a note called Groceries",
    f"create a note called {NEEDLE}",
    "find notes about cron",
)
_VIRTUAL_S = 3600.0
_AT_ONCE = 500

Row = tuple[Any, ...]


def plant(journal: Path, records: int = RECORDS) -> None:
    """Make a session's journal with so many records at `journal`."""
    with tempfile.TemporaryDirectory() as folder:
        rows, blobs = asyncio.run(_live(Path(folder)))
    journal.parent.mkdir(parents=True, exist_ok=True)
    connection = connect(journal)
    connection.execute("BEGIN")
    connection.executemany("INSERT OR IGNORE INTO blobs VALUES (?,?)", blobs)
    copy, seq = 0, 0
    while seq < records:
        batch = [_copied(row, copy, seq + n + 1) for n, row in enumerate(rows)][: records - seq]
        for first in range(0, len(batch), _AT_ONCE):
            part = batch[first : first + _AT_ONCE]
            connection.execute(insert_records(len(part)), tuple(chain.from_iterable(part)))
        seq += len(batch)
        copy += 1
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


async def _live(folder: Path) -> tuple[list[Row], list[Row]]:
    """What the samples leave: the rows of their journal, and its blobs."""
    busy = folder / "busy"
    busy.mkdir()
    (busy / "main.py").write_text(BUSY)
    options = KernelOptions(state=folder, clock_paused=True, mock_default="200 {}")
    kernel = await Kernel.start(options)
    for root in (*(paths.samples() / name for name in _SAMPLES), busy):
        extension = await kernel.load(root)
        await kernel.panels.discover(extension.app_id)
    for text in _SAID:
        await _accept(kernel, await kernel.chat.say(text))
    for number in range(_CALLS):
        await kernel.call("busy", "work", {"n": number}, source="cli")
    kernel.drivers.start()
    await kernel.clock.jump(kernel.clock.now() + _VIRTUAL_S)
    await kernel.settled()
    file = kernel.journal.path
    await kernel.close()
    connection = sqlite3.connect(file)
    rows = connection.execute("SELECT * FROM records ORDER BY seq").fetchall()
    blobs = connection.execute("SELECT * FROM blobs").fetchall()
    connection.close()
    return rows, blobs


async def _accept(kernel: Kernel, turn: Turn) -> None:
    for confirmation in turn.confirmations:
        await kernel.chat.answer(confirmation.id, accept=True)


def _copied(row: Row, copy: int, seq: int) -> Row:
    """A row under ids of its copy, an hour of virtual time after the copy before."""
    _, kind, id_, parent, cause, app, actor, at, started, duration, status, name, body = row
    if copy:
        name = name.replace(NEEDLE, "Groceries")
        body = body.replace(NEEDLE.encode(), b"Groceries")
    ids = [None if span is None else f"{span}~{copy}" for span in (id_, parent, cause)]
    return (
        seq, kind, *ids, app, actor, at + copy * 3600, started + copy * 10**9, duration, status,
        name, body,
    )  # fmt: skip
