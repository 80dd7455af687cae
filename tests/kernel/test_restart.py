"""What survives the end of a session: documents, undelivered events, and tasks that must end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kernel.conftest import Start, Write
from workbench.kernel.audit import ledger
from workbench.kernel.events.events import Delivery
from workbench.kernel.journal.journal import Journal
from workbench.kernel.kernel import Kernel

SOURCE = """
import logging

@chat.function("keep", description="Keep things.", action_type="write")
async def keep(ctx, params: Nothing) -> ActionResult:
    await ctx.store.set("kept", {"n": 1})
    await ctx.storage.upload("a.txt", b"abc", "text/plain")
    return ActionResult.success(data={}, summary="")

@chat.function("find", description="Find them again.", action_type="read")
async def find(ctx, params: Nothing) -> ActionResult:
    kept = await ctx.store.get("kept", "kept")
    text = await ctx.storage.download("a.txt")
    return ActionResult.success(data={"n": kept.data["n"], "text": text.decode()}, summary="")

@chat.function("long", description="Works in the background.", background=True)
async def long(ctx, params: Nothing) -> ActionResult:
    await ctx.progress(10, "Begun")
    await asyncio.Event().wait()

@chat.function("spawn", description="Starts a coroutine of its own.")
async def spawn(ctx, params: Nothing) -> ActionResult:
    async def work():
        await ctx.progress(20, "Begun")
        await asyncio.Event().wait()
    await ctx.background_task(work(), name="own work")
    return ActionResult.success(data={}, summary="On it.")

@ext.on_event("pub.made")
async def made(ctx, event):
    logging.getLogger("made").info("made %s", event["n"])
    while os.path.exists(event["stop"]):
        await asyncio.sleep(0.005)
"""

SESSION = """
import asyncio, sys
from pathlib import Path
from workbench.kernel.kernel import Kernel, KernelOptions

async def main(state, root, stop):
    kernel = await Kernel.start(KernelOptions(state=Path(state)))
    await kernel.load(root)
    for function in ("long", "spawn"):
        await kernel.call("demo", function)
    while not all(task.percent for task in kernel.tasks.running()):
        await kernel.clock.sleep(0.01)
    user = kernel.personas.current
    for n in range(3):
        await kernel.events.emit("pub", "pub.made", {"n": n, "stop": stop}, user=user)
    while len(await kernel.journal.query(kinds=["log"])) < 3:
        await kernel.clock.sleep(0.01)
    print("ready", flush=True)
    await asyncio.Event().wait()

asyncio.run(main(*sys.argv[1:]))
"""


def killed_session(state: Path, root: Path, stop: Path) -> None:
    """A session with two tasks and three events in the works, killed without a word."""
    command = [sys.executable, "-c", SESSION, str(state), str(root), str(stop)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        os.kill(process.pid, signal.SIGKILL)


@pytest.fixture
def cut_off(write: Write, tmp_path: Path) -> tuple[Path, Path]:
    """The state and the extension of a session that was killed; its events may end now."""
    root, state, stop = write(SOURCE), tmp_path / "state", tmp_path / "stop"
    stop.touch()
    killed_session(state, root, stop)
    stop.unlink()
    return state, root


async def test_documents_and_files_are_there_after_a_restart(
    start: Start, write: Write, tmp_path: Path
) -> None:
    root = write(SOURCE)
    for function in ("keep", "find"):
        kernel = await start(state=tmp_path / "state")
        await kernel.load(root)
        outcome = await kernel.call("demo", function)
        assert outcome.ok, outcome.error
        await kernel.close()
    assert outcome.data == {"n": 1, "text": "abc"}


async def test_tasks_of_a_killed_session_end_and_their_user_is_told(
    start: Start, cut_off: tuple[Path, Path]
) -> None:
    state, _ = cut_off
    kernel = await start(state=state)
    assert [(t.name, t.status) for t in kernel.tasks.all()] == [
        ("long", "host_lost"),
        ("own work", "host_lost"),
    ]
    assert kernel.tasks.running() == []
    told = [(turn.user_id, turn.status) for turn in kernel.chat.turns]
    assert told == [("u-ada", "failed"), ("u-ada", "failed")]
    assert "'long' failed" in kernel.chat.turns[0].messages[0].text
    rows = [row for row in await ledger(kernel.journal) if row.tool_name == "chat.deliver"]
    assert len(rows) == 2


async def test_no_journal_says_for_ever_that_a_task_is_running(
    start: Start, cut_off: tuple[Path, Path]
) -> None:
    state, _ = cut_off
    kernel = await start(state=state)
    journals = sorted((state / "sessions").glob("*.sqlite"))
    assert len(journals) == 2
    for path in journals:
        journal = kernel.journal if path == kernel.journal.path else Journal.open(path)
        newest = {r.id: r.status for r in await journal.query(kinds=["task"], newest_first=False)}
        assert set(newest.values()) == {"host_lost"}
        if journal is not kernel.journal:
            await journal.close()


async def test_events_a_killed_session_took_are_delivered_by_the_next(
    start: Start, cut_off: tuple[Path, Path]
) -> None:
    state, root = cut_off
    kernel = await start(state=state)
    seen: list[Delivery] = []
    kernel.events.delivered.connect(seen.append)
    assert kernel.events.undelivered == 3
    await kernel.load(root)
    await kernel.events.settled()
    assert [(d.event_type, d.outcome) for d in seen] == [("pub.made", "delivered")] * 3
    assert kernel.events.undelivered == 0
    records = await kernel.journal.query(kinds=["event"], status="recovered", newest_first=False)
    assert [record.body["data"]["n"] for record in records] == [0, 1, 2]


async def test_what_was_taken_over_once_is_not_found_again(
    start: Start, cut_off: tuple[Path, Path]
) -> None:
    state, root = cut_off
    first = await start(state=state)
    await first.load(root)
    await first.settled()
    await first.close()
    second = await start(state=state)
    assert second.tasks.all() == []
    assert second.events.undelivered == 0


async def test_an_event_waits_for_its_subscriber_over_several_sessions(
    start: Start, cut_off: tuple[Path, Path]
) -> None:
    state, root = cut_off
    idle = await start(state=state)
    await idle.close()
    kernel = await start(state=state)
    assert kernel.events.undelivered == 3
    await kernel.load(root)
    await kernel.events.settled()
    assert kernel.events.undelivered == 0


async def test_a_session_that_still_runs_keeps_its_tasks(
    start: Start, write: Write, tmp_path: Path
) -> None:
    first: Kernel = await start(state=tmp_path / "state")
    await first.load(write(SOURCE))
    await first.call("demo", "long")
    second = await start(state=tmp_path / "state")
    assert second.tasks.all() == []
    assert [task.status for task in first.tasks.all()] == ["running"]


async def test_closing_a_session_ends_its_tasks_on_record(
    start: Start, write: Write, tmp_path: Path
) -> None:
    kernel = await start(state=tmp_path / "state")
    await kernel.load(write(SOURCE))
    await kernel.call("demo", "long")
    path = kernel.journal.path
    await kernel.close()
    journal = Journal.open(path)
    (newest,) = await journal.query(kinds=["task"], limit=1)
    await journal.close()
    assert newest.status == "host_lost"
    assert not path.with_suffix(".open").exists()
