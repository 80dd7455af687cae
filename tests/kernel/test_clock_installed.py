"""Virtual time on the SDK that is installed in the author's interpreter.

`WORKBENCH_PYTHONS` names further interpreters, such as one with the published SDK.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.interpreters import bare_interpreter, our_packages
from tests.kernel.conftest import Start, Write
from workbench import paths

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
OTHERS = os.environ.get("WORKBENCH_PYTHONS", "")

SOURCE = """
from datetime import UTC, datetime, timedelta

@ext.schedule("hourly", cron="0 * * * *")
async def hourly(ctx):
    now = datetime.now(UTC)
    page = await ctx.store.query("runs")
    for doc in page.data:
        if now - datetime.fromisoformat(doc.data["at"]) < timedelta(minutes=59):
            return {"skipped": True}
        await ctx.store.update("runs", doc.id, {"at": now.isoformat()})
        await asyncio.sleep(120)
        return {"now": now.timestamp(), "slept": datetime.now(UTC).timestamp() - now.timestamp()}
    await ctx.store.create("runs", {"at": now.isoformat()})
    return {"now": now.timestamp(), "slept": 120}

@ext.skeleton("day", ttl=3600, description="What day it is.")
async def day(ctx):
    return {"response": {"day": datetime.now(UTC).date().isoformat()}}

@chat.function("sleep_on", description="Sleeps for an hour in the background.")
async def sleep_on(ctx, params: Nothing) -> ActionResult:
    async def work():
        await ctx.progress(5, "Good night")
        await asyncio.sleep(3600)
    await ctx.background_task(work(), name="sleep")
    return ActionResult.success(data={}, summary="Started.")
"""


@pytest.fixture(params=["installed", *filter(None, OTHERS.split(os.pathsep))])
def python(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An interpreter with an SDK of its own."""
    if request.param != "installed":
        return str(request.param)
    packages = tmp_path / "packages"
    packages.symlink_to(paths.bundled_sdk(), target_is_directory=True)
    return bare_interpreter(tmp_path / "venv", our_packages(), packages)


async def test_guards_skeletons_and_tasks_live_in_virtual_time(
    start: Start, write: Write, python: str
) -> None:
    kernel = await start(
        clock_start=MONDAY.timestamp(), clock_paused=True, drivers=True, python=python
    )
    extension = await kernel.load(write(SOURCE))
    assert extension.build.sdk is not None
    assert extension.build.sdk["origin"] == "installed"
    assert (await kernel.call("demo", "sleep_on")).ok
    await kernel.clock.jump((MONDAY + timedelta(days=2, minutes=30)).timestamp())
    runs = await kernel.journal.query(["schedule"], newest_first=False)
    assert len(runs) == 48
    for run in runs:
        assert run.body["value"]["now"] == pytest.approx(run.at, abs=5)
        assert 120 <= run.body["value"]["slept"] < 140
    snapshot = kernel.skeletons.snapshot("demo", "day", "u-ada")
    assert snapshot is not None
    assert snapshot.data == {"day": "2026-03-04"}
    (task,) = kernel.tasks.all()
    assert task.status == "timeout"
    assert task.ended_at is not None
    assert 180 <= task.ended_at - task.at < 200
