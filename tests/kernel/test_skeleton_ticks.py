"""Skeletons on virtual time: per user, on their TTL, with history, alerts and rotation."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.kernel.conftest import Start, Write, line_of
from workbench.kernel.journal.record import Record
from workbench.kernel.kernel import Kernel
from workbench.kernel.personas import Persona
from workbench.kernel.profile import Profile

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
ON = {"clock_start": MONDAY.timestamp(), "clock_paused": True, "drivers": True}

SOURCE = """
calls = 0

@ext.skeleton("counts", alert=True, ttl=30, description="Counts.")
async def counts(ctx):
    global calls
    calls += 1
    n = await ctx.store.count("tasks")
    old = await ctx.skeleton.get("counts")
    return {"response": {"n": n, "user": ctx.user.imperal_id}}

@ext.tool("skeleton_alert_counts", description="Compares.")
async def compare(ctx, old, new):
    return f"{old.get('n')} became {new['n']} for {ctx.user.imperal_id}"

@ext.skeleton("slow_facts", ttl=300, description="Facts.")
async def slow_facts(ctx):
    return {"response": {"fact": 1}}

@ext.skeleton("shaky", ttl=60, description="Fails now and then.")
async def shaky(ctx):
    if int(time.time()) % 120 == 60:
        raise RuntimeError("upstream is gone")
    return {"response": {"ok": True}}

@chat.function("add", description="Add a task.")
async def add(ctx, params: Nothing) -> ActionResult:
    await ctx.store.create("tasks", {})
    return ActionResult.success(data={}, summary="")
"""


async def ticks(kernel: Kernel, section: str, user: str = "u-ada") -> list[Record]:
    found = await kernel.journal.query(["skeleton"], newest_first=False, limit=10_000, actor=user)
    return [r for r in found if r.name == section and r.body["kind"] == "skeleton"]


async def go(kernel: Kernel, **span: float) -> None:
    await kernel.clock.jump(kernel.clock.now() + timedelta(**span).total_seconds())


def seconds(records: list[Record]) -> list[float]:
    return [record.at - MONDAY.timestamp() for record in records]


async def test_each_is_refreshed_for_each_user_when_its_own_ttl_has_passed(
    start: Start, write: Write
) -> None:
    kernel = await start(**ON)
    await kernel.load(write(SOURCE))
    await go(kernel, seconds=90)
    for person in ("u-ada", "u-ben", "u-chiara"):
        assert seconds(await ticks(kernel, "counts", person)) == [0, 30, 60, 90]
        assert seconds(await ticks(kernel, "slow_facts", person)) == [0]
    handler = (await ticks(kernel, "counts", "u-ben"))[0]
    assert handler.body["value"]["response"]["user"] == "u-ben"


async def test_many_users_at_one_instant_all_get_that_instant(start: Start, write: Write) -> None:
    kernel = await start(**ON)
    for number in range(300):
        kernel.personas.add(Persona(f"p-{number:03}", f"Person {number}", "p@acme.test"))
    await kernel.load(write(SOURCE))
    await go(kernel, minutes=5)
    found = await kernel.journal.query(["skeleton"], newest_first=False, limit=10_000)
    facts = [record for record in found if record.name == "slow_facts"]
    assert {record.at - MONDAY.timestamp() for record in facts} == {0, 300}
    assert len(facts) == 2 * 303


async def test_only_the_person_signed_in_counts_when_the_profile_says_so(
    start: Start, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = replace(Profile.load("seeds"), skeleton_users="current")
    monkeypatch.setattr(Profile, "load", lambda name: profile)
    kernel = await start(**ON, user="u-ben")
    await kernel.load(write(SOURCE))
    await go(kernel, seconds=10)
    assert await ticks(kernel, "counts", "u-ada") == []
    assert seconds(await ticks(kernel, "counts", "u-ben")) == [0]


async def test_a_ttl_under_the_profile_s_floor_is_raised_to_it(start: Start, write: Write) -> None:
    kernel = await start(**ON, profile="platform-6")
    await kernel.load(write(SOURCE.replace("ttl=30", "ttl=10")))
    await go(kernel, seconds=60)
    assert seconds(await ticks(kernel, "counts")) == [0, 30, 60]


async def test_a_refresh_by_hand_puts_the_next_one_off(start: Start, write: Write) -> None:
    kernel = await start(**ON)
    await kernel.load(write(SOURCE))
    await go(kernel, seconds=20)
    await kernel.skeletons.tick("demo", "counts")
    await go(kernel, seconds=35)
    assert seconds(await ticks(kernel, "counts")) == [0, 20, 50]


async def test_a_write_is_seen_with_the_next_tick_and_not_before(
    start: Start, write: Write
) -> None:
    kernel = await start(**ON)
    await kernel.load(write(SOURCE))
    await go(kernel, seconds=1)
    await kernel.call("demo", "add")
    snapshot = kernel.skeletons.snapshot("demo", "counts", "u-ada")
    assert snapshot is not None
    assert snapshot.data["n"] == 0
    await go(kernel, seconds=30)
    snapshot = kernel.skeletons.snapshot("demo", "counts", "u-ada")
    assert snapshot is not None
    assert snapshot.data["n"] == 1


async def test_a_change_is_kept_as_a_version_and_told_by_the_companion(
    start: Start, write: Write
) -> None:
    kernel = await start(**ON)
    told = []
    kernel.skeletons.ticked.connect(lambda tick: told.append(tick))
    await kernel.load(write(SOURCE))
    await go(kernel, seconds=40)
    await kernel.call("demo", "add")
    await go(kernel, seconds=40)
    versions = await kernel.skeletons.history("demo", "counts", "u-ada")
    assert [(v.data["n"], v.at - MONDAY.timestamp()) for v in versions] == [(1, 60), (0, 0)]
    (changed,) = [tick for tick in told if tick.alert]
    assert changed.alert == "0 became 1 for u-ada"
    assert [d.as_json() for d in changed.changes] == [
        {"path": "n", "kind": "changed", "before": 0, "after": 1}
    ]
    notice = await kernel.journal.query(["notify"])
    assert [(n.name, n.actor, n.at - MONDAY.timestamp()) for n in notice] == [
        ("0 became 1 for u-ada", "u-ada", 60)
    ]
    companions = await kernel.journal.query(["skeleton"], limit=1_000)
    asked = [r for r in companions if r.body["kind"] == "skeleton_alert"]
    assert len(asked) == 1
    assert asked[0].body["params"]["old"]["n"] == 0


async def test_alert_mode_without_its_companion_is_told_once(start: Start, write: Write) -> None:
    source = SOURCE.replace("skeleton_alert_counts", "skeleton_alert_count")
    kernel, root = await start(**ON), write(source)
    await kernel.load(root)
    for _ in range(3):
        await kernel.call("demo", "add")
        await go(kernel, seconds=30)
    (problem,) = await kernel.journal.query(["problem"])
    assert problem.body["error"]["type"] == "AlertWithoutCompanion"
    assert problem.body["error"]["line"] == line_of(root, '@ext.skeleton("counts"')


async def test_a_failed_refresh_keeps_the_snapshot_and_comes_round_again(
    start: Start, write: Write
) -> None:
    kernel = await start(**ON)
    await kernel.load(write(SOURCE))
    await go(kernel, seconds=60)
    tried = await ticks(kernel, "shaky")
    assert [record.status for record in tried] == ["success", "error"]
    snapshot = kernel.skeletons.snapshot("demo", "shaky", "u-ada")
    assert snapshot is not None
    assert snapshot.refreshed_at == MONDAY.timestamp()
    await go(kernel, seconds=60)
    assert (await ticks(kernel, "shaky"))[-1].status == "success"


async def test_a_worker_is_replaced_after_500_iterations(start: Start, write: Write) -> None:
    kernel = await start(**ON, user="u-ada")
    await kernel.load(write(SOURCE))
    await go(kernel, seconds=30 * 500)
    rotations = [
        record
        for record in await kernel.journal.query(["lifecycle"], limit=1_000)
        if record.name == "skeleton_rotated" and record.body["section"] == "counts"
    ]
    assert {(record.actor, record.body["after"]) for record in rotations} == {
        ("u-ada", 500),
        ("u-ben", 500),
        ("u-chiara", 500),
    }
    iterations = [record.body["iteration"] for record in await ticks(kernel, "counts")]
    assert iterations == [*range(1, 501), 1]


async def test_snapshots_outlive_the_session_and_are_refreshed_when_they_are_too_old(
    start: Start, write: Write, tmp_path: Path
) -> None:
    options = {**ON, "state": tmp_path / "state"}
    first = await start(**options)
    await first.load(write(SOURCE))
    await go(first, seconds=5)
    await first.close()
    later = MONDAY.timestamp() + 100
    second = await start(**{**options, "clock_start": later})
    await second.load(write(SOURCE))
    await go(second, seconds=300)
    assert seconds(await ticks(second, "slow_facts")) == [300]
    assert seconds(await ticks(second, "counts"))[:2] == [100, 130]


async def test_a_snapshot_from_the_future_of_another_session_does_not_stop_the_refresh(
    start: Start, write: Write, tmp_path: Path
) -> None:
    options = {**ON, "state": tmp_path / "state"}
    first = await start(**{**options, "clock_start": MONDAY.timestamp() + 86_400})
    await first.load(write(SOURCE))
    await go(first, seconds=1)
    await first.close()
    second = await start(**options)
    await second.load(write(SOURCE))
    await go(second, seconds=1)
    assert seconds(await ticks(second, "slow_facts")) == [0]


async def test_a_skeleton_is_not_in_the_chat_and_not_on_the_ledger(
    start: Start, write: Write
) -> None:
    kernel = await start(**ON)
    await kernel.load(write(SOURCE))
    await go(kernel, minutes=5)
    assert await kernel.journal.query(["audit", "chat", "turn", "confirmation"]) == []


async def test_only_skeletons_may_read_a_snapshot(start: Start, write: Write) -> None:
    kernel = await start(**ON)
    await kernel.load(
        write(
            SOURCE
            + """
@chat.function("peek", description="Reads a skeleton where it may not.")
async def peek(ctx, params: Nothing) -> ActionResult:
    return ActionResult.success(data=await ctx.skeleton.get("counts"), summary="")
"""
        )
    )
    await go(kernel, seconds=1)
    outcome = await kernel.call("demo", "peek")
    assert outcome.error is not None
    assert outcome.error.type == "SkeletonAccessForbidden"
