"""Faults by rule: on every service call and on the host, from a file and from the workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kernel.conftest import Start, Write
from workbench.kernel.audit import ledger
from workbench.kernel.errors import SettingsError
from workbench.kernel.events.events import Delivery
from workbench.kernel.faults.rule import load_faults
from workbench.kernel.kernel import Kernel

SOURCE = """
import httpx

@chat.function("save", description="Save one document.", action_type="write")
async def save(ctx, params: Nothing) -> ActionResult:
    try:
        await ctx.store.create("things", {})
    except Exception as error:
        return ActionResult.error(f"{type(error).__name__}: {error}")
    return ActionResult.success(data={"n": await ctx.store.count("things")}, summary="")

@chat.function("fetch", description="Fetch something.", action_type="read")
async def fetch(ctx, params: Nothing) -> ActionResult:
    try:
        await ctx.http.get("https://x.test/", timeout=0.05)
    except httpx.TimeoutException as error:
        return ActionResult.error(f"slow: {error}")
    return ActionResult.success(data={}, summary="")

@chat.function("plain", description="Nothing.", action_type="read")
async def plain(ctx, params: Nothing) -> ActionResult:
    return ActionResult.success(data={}, summary="Plain.")

@chat.function("work", description="Works in the background.")
async def work(ctx, params: Nothing) -> ActionResult:
    async def long():
        while True:
            await ctx.progress(5, "Working")
            await asyncio.sleep(0.01)
    await ctx.background_task(long(), name="long work")
    return ActionResult.success(data={}, summary="Started.")

@ext.schedule("sweep", cron="0 3 * * *")
async def sweep(ctx):
    await ctx.store.create("runs", {})
    if await ctx.store.count("runs") == 1:
        await asyncio.Event().wait()

@ext.on_event("pub.made")
async def made(ctx, event):
    pass
"""


async def opened(
    start: Start, write: Write, tmp_path: Path, rules: str, *, in_workspace: bool = False
) -> Kernel:
    """A kernel over `SOURCE` with rules in a file, or in the workspace's own."""
    root = write(SOURCE)
    if in_workspace:
        (root / "workbench.toml").write_text(rules)
        kernel = await start(mock_default="200 {}")
    else:
        file = tmp_path / "faults.toml"
        file.write_text(rules)
        kernel = await start(faults=file, mock_default="200 {}")
    await kernel.load(root)
    return kernel


async def notes(kernel: Kernel, name: str) -> list[str | None]:
    """The faults noted on the calls of one method, oldest first."""
    records = await kernel.journal.query(kinds=["service", "http"], newest_first=False)
    return [record.body.get("fault") for record in records if record.name == name]


async def test_an_error_rule_raises_in_the_handler_and_is_noted(
    start: Start, write: Write, tmp_path: Path
) -> None:
    rules = '[[rule]]\non = "store.create"\ndo = "error"\nerror = "ValueError"\nmessage = "no"\n'
    kernel = await opened(start, write, tmp_path, rules)
    outcome = await kernel.call("demo", "save")
    assert outcome.error is not None
    assert outcome.error.message == "ValueError: no"
    assert await notes(kernel, "store.create") == ["error on store.create"]


async def test_rules_of_a_workspace_hold_for_its_own_app(
    start: Start, write: Write, tmp_path: Path
) -> None:
    rules = '[[fault.rule]]\non = "store.*"\ndo = "error"\n'
    kernel = await opened(start, write, tmp_path, rules, in_workspace=True)
    await kernel.load(write(SOURCE, "other"))
    assert not (await kernel.call("demo", "save")).ok
    assert (await kernel.call("other", "save")).ok


async def test_skip_every_and_times_choose_which_calls_are_struck(
    start: Start, write: Write, tmp_path: Path
) -> None:
    rules = '[[rule]]\non = "store.create"\ndo = "error"\nskip = 1\nevery = 2\ntimes = 2\n'
    kernel = await opened(start, write, tmp_path, rules)
    answers = [(await kernel.call("demo", "save")).ok for _ in range(7)]
    assert answers == [True, False, True, False, True, True, True]
    (row,) = kernel.faults.book.rows()
    assert (row["matched"], row["struck"]) == (7, 2)


async def test_a_chance_falls_the_same_way_in_every_session(
    start: Start, write: Write, tmp_path: Path
) -> None:
    rules = '[[rule]]\non = "store.create"\ndo = "error"\nchance = 0.5\n'
    runs = []
    for _ in range(2):
        kernel = await opened(start, write, tmp_path, rules)
        runs.append([(await kernel.call("demo", "save")).ok for _ in range(12)])
    assert runs[0] == runs[1]
    assert len(set(runs[0])) == 2


async def test_a_duplicate_rule_does_the_call_twice(
    start: Start, write: Write, tmp_path: Path
) -> None:
    rules = '[[rule]]\non = "store.create"\ndo = "duplicate"\n'
    kernel = await opened(start, write, tmp_path, rules)
    assert (await kernel.call("demo", "save")).data == {"n": 2}


async def test_a_timeout_rule_looks_like_the_client_s_own_timeout(
    start: Start, write: Write, tmp_path: Path
) -> None:
    rules = '[[rule]]\non = "http.*"\ndo = "timeout"\n'
    kernel = await opened(start, write, tmp_path, rules)
    outcome = await kernel.call("demo", "fetch")
    assert outcome.error is not None
    assert "did not answer within 0.05 s" in outcome.error.message


async def test_a_delay_is_virtual_time(start: Start, write: Write, tmp_path: Path) -> None:
    rules = '[[rule]]\non = "store.create"\ndo = "delay"\nseconds = 0.2\n'
    kernel = await opened(start, write, tmp_path, rules)
    before = kernel.clock.now()
    assert (await kernel.call("demo", "save")).ok
    assert kernel.clock.now() - before >= 0.2


async def test_a_restart_rule_cuts_a_call_off_after_its_work_was_done(
    start: Start, write: Write, tmp_path: Path
) -> None:
    rules = '[[rule]]\non = "store.create"\ndo = "restart"\ntimes = 1\n'
    kernel = await opened(start, write, tmp_path, rules)
    assert (await kernel.call("demo", "save")).status == "host_lost"
    assert (await kernel.call("demo", "save")).data == {"n": 2}


async def test_a_handler_is_failed_held_up_or_stopped_by_its_kind_and_name(
    start: Start, write: Write, tmp_path: Path
) -> None:
    rules = (
        '[[rule]]\non = "function:plain"\ndo = "error"\nerror = "MemoryError"\ntimes = 1\n'
        '[[rule]]\non = "function:plain"\ndo = "delay"\nseconds = 0.1\nskip = 1\ntimes = 1\n'
    )
    kernel = await opened(start, write, tmp_path, rules)
    failed = await kernel.call("demo", "plain")
    assert failed.error is not None
    assert (failed.status, failed.error.type) == ("error", "MemoryError")
    before = kernel.clock.now()
    assert (await kernel.call("demo", "plain")).ok
    assert kernel.clock.now() - before >= 0.1
    rows = [row for row in await ledger(kernel.journal) if row.tool_name == "plain"]
    assert sorted(row.status for row in rows) == ["failed", "success"]


async def test_an_event_is_delivered_twice(start: Start, write: Write, tmp_path: Path) -> None:
    rules = '[[rule]]\non = "event:pub.made#*"\ndo = "duplicate"\n'
    kernel = await opened(start, write, tmp_path, rules)
    user = kernel.personas.current
    event_id = await kernel.events.emit("pub", "pub.made", {}, user=user)
    seen: list[Delivery] = []
    kernel.events.delivered.connect(seen.append)
    await kernel.settled()
    runs = await kernel.journal.query(kinds=["event"], cause_id=event_id)
    assert sorted(bool(run.body.get("duplicate")) for run in runs) == [False, True]
    assert len(seen) == 1


async def test_a_worker_restarted_mid_job_starts_the_schedule_again_from_its_beginning(
    start: Start, write: Write, tmp_path: Path
) -> None:
    rules = '[[rule]]\non = "schedule:sweep"\ndo = "restart"\nseconds = 0.2\ntimes = 1\n'
    kernel = await opened(start, write, tmp_path, rules)
    fire = await kernel.schedules.fire("demo", "sweep")
    assert (fire.ok, fire.attempts) == (True, 2)
    runs = await kernel.journal.query(kinds=["schedule"], newest_first=False)
    assert [run.status for run in runs if run.body.get("kind")] == ["host_lost", "success"]


async def test_a_background_task_is_cut_off_by_its_name(
    start: Start, write: Write, tmp_path: Path
) -> None:
    rules = '[[rule]]\non = "task:long *"\ndo = "restart"\nseconds = 0.1\n'
    kernel = await opened(start, write, tmp_path, rules)
    assert (await kernel.call("demo", "work")).ok
    await kernel.settled()
    (task,) = kernel.tasks.all()
    assert task.status == "host_lost"
    assert "'long work' failed" in kernel.chat.turns[-1].messages[0].text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[rule]]\non = "store.create"\ndo = "explode"\n', "do must be one of"),
        ('[[rule]]\non = "everything"\ndo = "error"\n', "service.method"),
        ('[[rule]]\non = "store.*"\ndo = "error"\ncolour = "red"\n', "no 'colour'"),
        ("rule = 3\n", "must be a list of tables"),
        ("[[rule\n", "faults.toml"),
    ],
)
def test_a_fault_file_that_cannot_be_understood_says_where(
    tmp_path: Path, text: str, told: str
) -> None:
    file = tmp_path / "faults.toml"
    file.write_text(text)
    with pytest.raises(SettingsError, match=told):
        load_faults(file)
