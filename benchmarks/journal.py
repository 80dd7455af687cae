"""How fast records become durable: real bodies of 600 bytes, every index, a reader at work.

The baseline inserts the same rows into the same tables by hand, in one transaction.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from pathlib import Path
from typing import Any

import orjson

from benchmarks.figures import Figure
from workbench.kernel.journal.journal import Journal
from workbench.kernel.journal.schema import SCHEMA, insert_records

RECORDS = 50_000
ROUNDS = 5
BODY_BYTES = 600
_AT_ONCE = 1_000


def run() -> list[Figure]:
    """Microseconds a record: by hand, and through the journal."""
    by_hand = [_by_hand() for _ in range(ROUNDS)]
    through = [asyncio.run(_through_the_journal()) for _ in range(ROUNDS)]
    return [
        Figure("a row by hand", "µs", by_hand, baseline=True),
        Figure("a record appended, committed and handed out", "µs", through, 20),
    ]


def body(number: int) -> dict[str, Any]:
    """What a call of `ctx` leaves, of the size that is usual."""
    made = {
        "service": "store",
        "method": "update",
        "args": {"collection": "tasks", "doc_id": f"d{number}", "data": {"title": "Water"}},
        "value": {"id": f"d{number}", "version": number},
        "at": {"file": "/extensions/tasks/functions.py", "line": 64},
        "error": None,
    }
    return {**made, "text": "x" * (BODY_BYTES - len(orjson.dumps(made)) - 10)}


def _by_hand() -> float:
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "journal.sqlite", isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.executescript(SCHEMA)
        started = time.perf_counter()
        connection.execute("BEGIN")
        for first in range(0, RECORDS, _AT_ONCE):
            rows = [_row(number) for number in range(first, first + _AT_ONCE)]
            values = [value for row in rows for value in row]
            connection.execute(insert_records(_AT_ONCE), values)
        connection.execute("COMMIT")
        took = time.perf_counter() - started
        connection.close()
    return took / RECORDS * 1e6


def _row(number: int) -> tuple[Any, ...]:
    return (
        number + 1, "service", f"service-{number}", f"call-{number // 10}", None, "tasks", "u-ada",
        1.79e9, number, 0.4, "ok", "store.update", orjson.dumps(body(number)),
    )  # fmt: skip


async def _through_the_journal() -> float:
    journal = Journal.open(":memory:")
    seen: list[int] = []
    journal.subscribe(lambda records: seen.append(len(records)))
    stop = asyncio.Event()
    reading = asyncio.create_task(_read_meanwhile(journal, stop))
    try:
        started = time.perf_counter()
        for number in range(RECORDS):
            journal.append(
                "service", "store.update", id=f"service-{number}", parent_id=f"call-{number // 10}",
                app_id="tasks", actor="u-ada", duration_ms=0.4, body=body(number),
            )  # fmt: skip
            if number % 500 == 0:
                await asyncio.sleep(0)
        await journal.flush()
        took = time.perf_counter() - started
        journal.flush_subscribers()
        assert sum(seen) == RECORDS
    finally:
        stop.set()
        await reading
        await journal.close()
    return took / RECORDS * 1e6


async def _read_meanwhile(journal: Journal, stop: asyncio.Event) -> None:
    """A pane that reads the newest page ten times a second."""
    while not stop.is_set():
        await journal.query(kinds=["service"], limit=200)
        try:
            await asyncio.wait_for(stop.wait(), 0.1)
        except TimeoutError:
            continue
