"""A Monday in a session whose time stands still, and what schedules did by then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from workbench.kernel.journal.record import Record
from workbench.kernel.kernel import Kernel

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
ON = {"clock_start": MONDAY.timestamp(), "clock_paused": True, "drivers": True}


async def runs(kernel: Kernel, app_id: str | None = None) -> list[Record]:
    return await kernel.journal.query(["schedule"], app_id=app_id, newest_first=False, limit=10_000)


async def go(kernel: Kernel, **span: float) -> None:
    await kernel.clock.jump(kernel.clock.now() + timedelta(**span).total_seconds())


def hours(records: list[Record]) -> list[str]:
    return [datetime.fromtimestamp(record.at, UTC).strftime("%d %H:%M:%S") for record in records]
